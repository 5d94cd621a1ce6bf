use super::folder::{make, tidy};
use super::socket::Door;
use super::*;
use crate::events::{Event, Nanos, What, WorkerId};
use crate::wire::{Ask, Block, Encoder, HEAD_BYTES, Head, Hello, Kind};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("app-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path).expect("room for a folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Where nobody is let in.
fn closed_door() -> Door {
    Door {
        enter: Box::new(drop),
        wake: Arc::new(|| {}),
    }
}

/// A socket, who came in, and what is rung when there is something to look at.
struct Open {
    socket: Socket,
    path: PathBuf,
    entered: Receiver<Viewer>,
    rung: Receiver<()>,
}

fn open(folder: &Folder) -> Open {
    let (ring, rung) = channel();
    let (enters, entered) = channel();
    let path = folder.0.join("1.sock");
    let door = Door {
        enter: Box::new(move |viewer| {
            let _ = enters.send(viewer);
        }),
        wake: Arc::new(move || {
            let _ = ring.send(());
        }),
    };
    Open {
        socket: Socket::at(path.clone(), door).expect("a socket"),
        path,
        entered,
        rung,
    }
}

impl Open {
    /// One who connects, as they are seen from either side.
    fn connected(&self) -> (UnixStream, Viewer) {
        let stream = UnixStream::connect(&self.path).expect("it is open");
        (stream, self.entered.recv().expect("it lives"))
    }

    fn wait_until<T>(&self, look: impl Fn() -> Option<T>) -> T {
        loop {
            if let Some(found) = look() {
                return found;
            }
            self.rung.recv().expect("it lives");
        }
    }
}

fn block(stream: &mut UnixStream) -> Option<(Head, Block)> {
    let mut head = [0; HEAD_BYTES];
    stream.read_exact(&mut head).ok()?;
    let (head, _) = Head::read(&head).expect("a block");
    let mut payload = vec![0; head.length()];
    stream.read_exact(&mut payload).ok()?;
    let block = Block::read(&head, &payload).expect("it is whole");
    Some((head, block))
}

fn hello() -> Vec<u8> {
    let mut bytes = Vec::new();
    Encoder::default().hello(&Hello::default(), &mut bytes);
    bytes
}

fn event(at: u64) -> Vec<u8> {
    let mut encoder = Encoder::default();
    let what = What::RunEnded;
    encoder.push(&Event {
        at: Nanos(at),
        what,
    });
    let mut bytes = Vec::new();
    encoder.events(1, &mut bytes);
    bytes
}

#[test]
fn a_folder_is_fit_if_it_is_ones_own_and_closed() {
    let folder = Folder::new("fit");
    let inside = folder.0.join("a");
    assert!(matches!(check(&inside), Err(Unfit::Missing)));
    make(&inside).expect("a folder");
    assert!(check(&inside).is_ok());
    make(&inside).expect("it is there");
    fs::set_permissions(&inside, fs::Permissions::from_mode(0o755)).expect("it is ours");
    assert!(matches!(check(&inside), Err(Unfit::Open(0o755))));
    let link = folder.0.join("b");
    symlink(&inside, &link).expect("a link");
    assert!(matches!(check(&link), Err(Unfit::NotAFolder)));
    assert!(make(&link).is_err());
}

/// The address of a socket has room for about a hundred bytes.
#[test]
fn where_one_folder_has_no_room_for_a_socket_the_next_one_has() {
    let folder = Folder::new("long");
    let folders = [folder.0.join("x".repeat(120)), folder.0.join("y")];
    let socket = Socket::in_one_of(&folders, closed_door()).expect("a socket");
    let name = format!("{}.sock", std::process::id());
    assert!(folders[1].join(&name).exists());
    drop(socket);
    let error = Socket::in_one_of(&folders[..1], closed_door()).expect_err("no room");
    assert!(error.to_string().contains("xxx"), "{error}");
}

#[test]
fn sockets_of_processes_that_are_gone_are_removed_and_no_others() {
    let folder = Folder::new("tidy");
    let own = format!("{}.sock", std::process::id());
    // No process has such a number.
    let names = [own.as_str(), "4294967295.sock", "4294967295.txt", "a.sock"];
    for name in names {
        fs::write(folder.0.join(name), "").expect("room");
    }
    tidy(&folder.0);
    let left = names.map(|name| folder.0.join(name).exists());
    assert_eq!(left, [true, false, true, true]);
}

#[test]
fn who_comes_gets_the_state_first_and_then_what_happens() {
    let folder = Folder::new("state");
    let open = open(&folder);
    let about = fs::metadata(&open.path).expect("it is there");
    assert_eq!(about.permissions().mode() & 0o777, 0o600);
    let (mut one, viewer) = open.connected();
    viewer.tell(event(1), 1);
    assert_eq!(
        viewer.begins(),
        Some(0),
        "nothing is missed before the state"
    );
    viewer.state(hello());
    assert_eq!(viewer.begins(), None);
    viewer.tell(event(2), 1);
    assert!(matches!(block(&mut one), Some((_, Block::Hello(_)))));
    assert_eq!(block(&mut one).map(|(head, _)| head.first), Some(Nanos(2)));
    drop(viewer);
    assert!(block(&mut one).is_none(), "the end");
    drop(open.socket);
    assert!(!open.path.exists());
}

#[test]
fn who_takes_nothing_misses_events_and_is_told_how_many() {
    let folder = Folder::new("slow");
    let open = open(&folder);
    let (mut slow, viewer) = open.connected();
    assert_eq!(viewer.begins(), Some(0));
    viewer.state(hello());
    // More than the system keeps, and than may wait.
    let noise = other(1 << 20);
    while !viewer.misses() {
        viewer.tell(noise.clone(), 7);
    }
    viewer.tell(event(1), 1);
    assert_eq!(viewer.begins(), None, "there is no room yet");
    // Once it takes something it gets the state again.
    let lost = loop {
        block(&mut slow).expect("it lives");
        if let Some(lost) = viewer.begins() {
            break lost;
        }
    };
    assert_eq!(lost, 8);
    viewer.state(event(2));
    viewer.tell(event(3), 1);
    let rest = std::iter::from_fn(|| block(&mut slow));
    let times = rest.map(|(head, _)| head.first.0).filter(|at| *at > 0);
    assert_eq!(times.take(2).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn a_state_that_is_larger_than_what_may_wait_makes_nobody_miss_what_follows() {
    let folder = Folder::new("large");
    let open = open(&folder);
    let (mut one, viewer) = open.connected();
    assert_eq!(viewer.begins(), Some(0));
    let noise = other(1 << 20);
    // More than the system keeps, and than may wait.
    (0..12).for_each(|_| viewer.state(noise.clone()));
    viewer.tell(event(7), 1);
    assert!(!viewer.misses());
    let mut told = std::iter::from_fn(|| block(&mut one));
    assert!(told.any(|(head, _)| head.first == Nanos(7)));
}

/// A block of so many bytes that cannot be packed.
fn other(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let noise = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    });
    let payload: Vec<u8> = noise.take(length).collect();
    let mut bytes = Vec::new();
    Encoder::default().block(Kind::Stack, 1, Nanos::ZERO, &payload, &mut bytes);
    bytes
}

#[test]
fn what_is_asked_is_heard_from_who_asked() {
    let folder = Folder::new("ask");
    let open = open(&folder);
    let ((mut one, viewer), (_other, silent)) = (open.connected(), open.connected());
    let mut bytes = Vec::new();
    let ask = Ask::Stack(WorkerId::new(3));
    Encoder::default().block(Kind::Ask, 2, Nanos::ZERO, &ask.bytes(), &mut bytes);
    one.write_all(&bytes).expect("it lives");
    assert_eq!(open.wait_until(|| viewer.asked()), (2, ask));
    assert_eq!(silent.asked(), None);
}

#[test]
fn who_speaks_something_else_or_goes_is_let_go() {
    let folder = Folder::new("else");
    let open = open(&folder);
    let (mut odd, viewer) = open.connected();
    odd.write_all(&[b'x'; HEAD_BYTES]).expect("it lives");
    open.wait_until(|| viewer.is_gone().then_some(()));
    let (goes, viewer) = open.connected();
    drop(goes);
    open.wait_until(|| viewer.is_gone().then_some(()));
}

#[test]
fn no_more_than_four_are_served_and_the_fifth_is_told() {
    let folder = Folder::new("five");
    let open = open(&folder);
    let four: Vec<_> = (0..4).map(|_| open.connected()).collect();
    let mut fifth = UnixStream::connect(&open.path).expect("it is open");
    let Some((_, Block::Bye(bye))) = block(&mut fifth) else {
        panic!("no last word");
    };
    assert!(bye.text.contains('4'), "{}", bye.text);
    assert!(block(&mut fifth).is_none());
    drop(four);
}
