use super::found::running_in;
use super::*;
use crate::events::{Event, Nanos, What};
use crate::probe::wire::{Ask, Block, Bye, Encoder, Fault, HEAD_BYTES, Head, Hello, Kind};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, symlink};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

/// As long as a test would ever wait.
const LONG: Duration = Duration::from_secs(100);

/// A socket at which this is done with the first who comes.
fn peer(serve: impl FnOnce(UnixStream) + Send + 'static) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("7.sock");
    let listener = UnixListener::bind(&path).expect("a socket");
    thread::spawn(move || {
        if let Ok((stream, _)) = listener.accept() {
            serve(stream);
        }
    });
    (folder, path)
}

fn hello() -> Vec<u8> {
    let mut bytes = Vec::new();
    let hello = Hello {
        name: "app".into(),
        ..Hello::default()
    };
    Encoder::default().hello(&hello, &mut bytes);
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
    encoder.events(3, &mut bytes);
    bytes
}

/// What is said of a peer that says these bytes and hangs up.
fn said_of(bytes: Vec<u8>) -> String {
    let (_folder, path) = peer(move |mut stream| {
        let _ = stream.write_all(&bytes);
    });
    let connected = Connection::open(&path, || {});
    let error = connected.expect_err("it is hostile").to_string();
    assert!(!error.contains('\n'), "{error}");
    error
        .rsplit("expected")
        .next()
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn who_says_something_else_or_nothing_is_told_in_one_line() {
    assert!(said_of(Vec::new()).ends_with("found one that hangs up"));
    let web = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n".to_vec();
    assert!(said_of(web).contains("something else (these bytes are no block)"));
    assert!(said_of(event(1)).contains("its first block cannot be read"));
    let mut long = hello();
    long[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(
        said_of(long).contains("a block says that it has"),
        "its length"
    );
    let mut wrong = hello();
    let last = wrong.len() - 1;
    wrong[last] ^= 1;
    assert!(said_of(wrong).contains("the sum of a block is wrong"));
    assert!(said_of(hello()[..45].to_vec()).ends_with("found one that hangs up"));
    let mut bytes = Vec::new();
    let text = "four viewers\n\u{1b}[2J".into();
    let bye = Bye {
        text,
        ..Bye::default()
    };
    Encoder::default().bye(&bye, &mut bytes);
    assert!(said_of(bytes).ends_with("it says no: four viewers[2J"));
}

#[test]
fn a_newer_format_is_refused_in_one_line() {
    // Format 9, then zeros.
    let mut bytes = Vec::new();
    let payload = [9, 0, 0, 0, 0, 0, 0];
    Encoder::default().block(Kind::Hello, 0, Nanos::ZERO, &payload, &mut bytes);
    assert!(said_of(bytes).contains("it has format 9"));
}

#[test]
fn who_says_nothing_is_not_waited_for() {
    let (close, closed) = std::sync::mpsc::channel::<()>();
    let (_folder, path) = peer(move |_stream| {
        let _ = closed.recv();
    });
    let error = Connection::open(&path, || {}).expect_err("it says nothing");
    assert!(matches!(error, Trouble::Silent(_)), "{error}");
    drop(close);
}

#[test]
fn what_is_told_comes_in_order_and_then_the_end_with_what_is_wrong() {
    let mut bytes = [hello(), event(1), event(2)].concat();
    bytes.extend_from_slice(&event(3)[..42]);
    let (_folder, path) = peer(move |mut stream| {
        let _ = stream.write_all(&bytes);
        let _ = stream.write_all(&[b'x'; HEAD_BYTES]);
    });
    let connection = Connection::open(&path, || {}).expect("it says who it is");
    assert_eq!(connection.hello().name, "app");
    let mut times = Vec::new();
    let end = loop {
        match connection.wait(LONG).expect("it ends") {
            News::Heard(3, Heard::Events(events)) => times.push(events[0].at.0),
            News::Heard(..) | News::Quiet(_) => panic!("nothing else was said"),
            News::End(fault) => break fault,
        }
    };
    assert_eq!(times, [1, 2]);
    assert!(matches!(end, None | Some(Fault::Sum)), "{end:?}");
}

#[test]
fn what_is_asked_arrives() {
    let (send, asked) = std::sync::mpsc::channel();
    let (_folder, path) = peer(move |mut stream| {
        let _ = stream.write_all(&hello());
        let mut head = [0; HEAD_BYTES];
        stream.read_exact(&mut head).expect("it asks");
        let (head, _) = Head::read(&head).expect("a block");
        let mut payload = vec![0; head.length()];
        stream.read_exact(&mut payload).expect("it is whole");
        let Ok(Block::Other(bytes)) = Block::read(&head, &payload) else {
            panic!("no question");
        };
        let _ = send.send((head.kind, Ask::read(&bytes)));
    });
    let connection = Connection::open(&path, || {}).expect("it says who it is");
    connection.ask_tick();
    let heard = asked.recv().expect("it is heard");
    assert_eq!(heard, (Kind::Ask as u8, Some(Ask::Tick)));
}

#[test]
fn only_sockets_in_a_folder_of_ones_own_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let inside = folder.path().join("a");
    let open = folder.path().join("b");
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&inside)
        .expect("room");
    fs::DirBuilder::new()
        .mode(0o755)
        .create(&open)
        .expect("room");
    let own = std::process::id();
    let socket = inside.join(format!("{own}.sock"));
    let _listener = UnixListener::bind(&socket).expect("a socket");
    // Of the process that started this one; and of one that cannot be.
    symlink(&socket, inside.join("1.sock")).expect("a link");
    fs::write(inside.join("4294967295.sock"), "").expect("room");
    let found = running_in(std::slice::from_ref(&inside)).expect("it is fit");
    let expected = Found {
        pid: own,
        path: socket.clone(),
    };
    assert_eq!(found, [expected]);
    assert!(!inside.join("4294967295.sock").exists());
    let link = folder.path().join("c");
    symlink(&inside, &link).expect("a link");
    for unfit in [open, link] {
        let said = running_in(std::slice::from_ref(&unfit)).expect_err("it is not fit");
        assert!(matches!(said, Trouble::Folder(..)), "{said}");
    }
    assert!(running_in(&[folder.path().join("none")]).is_ok_and(|all| all.is_empty()));
}

#[test]
fn a_path_must_be_a_socket() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("f");
    fs::write(&file, "").expect("room");
    let socket = folder.path().join("12.sock");
    let _listener = UnixListener::bind(&socket).expect("a socket");
    let link = folder.path().join("l");
    symlink(&socket, &link).expect("a link");
    let said = |path: &std::path::Path| match at(path) {
        Err(Trouble::NotASocket(_, what)) => what,
        _ => "",
    };
    assert_eq!(said(&file), "a file");
    assert_eq!(said(&link), "a link");
    assert_eq!(said(folder.path()), "a folder");
    assert_eq!(
        said(&folder.path().join("none")),
        "nothing that can be read"
    );
    assert_eq!(at(&socket).expect("a socket").pid, 12);
}
