use super::folder::{check, make, tidy};
use super::*;
use crate::events::{Event, Nanos, What, WorkerId};
use crate::wire::{Ask, Block, Encoder, HEAD_BYTES, Head, Hello, Kind, Mark};
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
        let name = format!("kitchen-{}-{name}", std::process::id());
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

/// A socket, and what is rung when there is something to look at.
fn open(folder: &Folder) -> (Socket, Receiver<()>) {
    let (ring, rung) = channel();
    let wake = move || {
        let _ = ring.send(());
    };
    let socket = Socket::at(folder.0.join("1.sock"), Arc::new(wake)).expect("a socket");
    (socket, rung)
}

/// Connects, and waits until it is let in.
fn connected(socket: &mut Socket, rung: &Receiver<()>) -> UnixStream {
    let before = socket.viewers();
    let stream = UnixStream::connect(socket.path()).expect("it is open");
    while socket.viewers() == before {
        rung.recv().expect("it lives");
        socket.look();
    }
    stream
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
    let (mut socket, rung) = open(&folder);
    let mode = fs::metadata(socket.path()).expect("it is there").permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    assert!(!socket.wants());
    let mut one = connected(&mut socket, &rung);
    assert!(socket.wants() && socket.needs_state());
    socket.take(&event(1), 1);
    socket.state(&hello());
    assert!(!socket.needs_state());
    socket.take(&event(2), 1);
    assert!(matches!(block(&mut one), Some((_, Block::Hello(_)))));
    assert_eq!(block(&mut one).map(|(head, _)| head.first), Some(Nanos(2)));
    drop(socket);
    assert!(block(&mut one).is_none(), "the end");
    assert!(!folder.0.join("1.sock").exists());
}

#[test]
fn who_takes_nothing_misses_events_and_is_told_how_many() {
    let folder = Folder::new("slow");
    let (mut socket, rung) = open(&folder);
    let mut slow = connected(&mut socket, &rung);
    socket.state(&hello());
    // More than the system keeps, and than may wait.
    let large = [&event(1)[..], &other(1 << 20)].concat();
    while !socket.misses() {
        socket.take(&large, 7);
    }
    // Once it takes something it gets the state again.
    let mut taken = 0;
    while !socket.needs_state() {
        block(&mut slow).expect("it lives");
        taken += 1;
    }
    socket.state(&hello());
    let mark = loop {
        match block(&mut slow).expect("it lives").1 {
            Block::Mark(mark) => break mark,
            _ => taken += 1,
        }
    };
    assert!(taken > 0 && mark == Mark { lost: 7 });
    assert!(matches!(block(&mut slow), Some((_, Block::Hello(_)))));
}

/// A block of a kind that nobody knows, of so many bytes that cannot be packed.
fn other(length: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let noise = std::iter::repeat_with(|| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 56) as u8
    });
    let payload: Vec<u8> = noise.take(length).collect();
    let mut bytes = Vec::new();
    Encoder::default().block(Kind::Stack, 1, Nanos::ZERO, &payload, &mut bytes);
    bytes
}

#[test]
fn what_is_asked_is_heard_and_answered_to_who_asked() {
    let folder = Folder::new("ask");
    let (mut socket, rung) = open(&folder);
    let (mut one, mut other) = (
        connected(&mut socket, &rung),
        connected(&mut socket, &rung),
    );
    socket.state(&hello());
    let mut bytes = Vec::new();
    let ask = Ask::Stack(WorkerId::new(3));
    Encoder::default().block(Kind::Ask, 2, Nanos::ZERO, &ask.bytes(), &mut bytes);
    one.write_all(&bytes).expect("it lives");
    let asked = loop {
        rung.recv().expect("it lives");
        if let Some(asked) = socket.asked().pop() {
            break asked;
        }
    };
    assert_eq!((asked.1, asked.2), (2, ask));
    socket.answer(asked.0, &event(9));
    socket.take(&event(10), 1);
    let times = |stream: &mut UnixStream, count| {
        let heads = (0..count).map(|_| block(stream).expect("it lives").0.first.0);
        heads.collect::<Vec<_>>()
    };
    assert_eq!(times(&mut one, 3), [0, 9, 10]);
    assert_eq!(times(&mut other, 2), [0, 10]);
}

#[test]
fn who_speaks_something_else_is_let_go() {
    let folder = Folder::new("else");
    let (mut socket, rung) = open(&folder);
    let mut odd = connected(&mut socket, &rung);
    odd.write_all(&[b'x'; HEAD_BYTES]).expect("it lives");
    while socket.viewers() > 0 {
        rung.recv().expect("it lives");
        socket.look();
    }
    assert!(!socket.wants());
}

#[test]
fn no_more_than_four_are_served_and_the_fifth_is_told() {
    let folder = Folder::new("five");
    let (mut socket, rung) = open(&folder);
    let four: Vec<_> = (0..4).map(|_| connected(&mut socket, &rung)).collect();
    let mut fifth = UnixStream::connect(socket.path()).expect("it is open");
    let Some((_, Block::Bye(bye))) = block(&mut fifth) else {
        panic!("no last word");
    };
    assert!(bye.text.contains('4'), "{}", bye.text);
    assert!(block(&mut fifth).is_none());
    drop(four);
    while socket.viewers() > 0 {
        rung.recv().expect("it lives");
        socket.look();
    }
}
