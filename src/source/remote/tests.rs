//! What is taken of a program that leaves something out.

use super::*;
use crate::events::{What, WorkerId};
use crate::probe::wire::{Encoder, Mark};
use crate::source::{Source, Until};
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::thread;

/// As long as a test would ever wait.
const LONG: Duration = Duration::from_secs(100);

/// One worker parks; all up to then is told.
fn parks(encoder: &mut Encoder, at: u64, bytes: &mut Vec<u8>) {
    let (at, worker) = (Nanos(at), WorkerId::new(0));
    let what = What::Parked { worker };
    encoder.push(&Event { at, what });
    encoder.events(1, bytes);
    let mut tick = Tick::default();
    tick.now.at = at;
    encoder.tick(1, &tick, bytes);
}

fn taken(source: &mut Remote) -> Vec<u64> {
    let mut times = Vec::new();
    source.take(Until::Settled, &mut |events| {
        times.extend(events.iter().map(|event| event.at.0));
    });
    times
}

#[test]
fn what_comes_after_a_gap_is_for_whoever_knows_of_the_gap() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("7.sock");
    let listener = UnixListener::bind(&path).expect("a socket");
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody comes");
        let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
        encoder.hello(&Hello::default(), &mut bytes);
        parks(&mut encoder, 1, &mut bytes);
        encoder.mark(1, &Mark { lost: 5 }, &mut bytes);
        parks(&mut encoder, 2, &mut bytes);
        stream.write_all(&bytes).expect("it is read");
        // Until the other side leaves.
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let found = Found { pid: 7, path };
    let mut source = Remote::attach(&found, LONG).expect("it says who it is");
    source.wait_for_state(LONG);
    let mut before = Vec::new();
    while !source.begins_anew() {
        before.extend(taken(&mut source));
        thread::yield_now();
    }
    assert!(!before.contains(&2), "{before:?}");
    assert!(!source.begins_anew(), "it is said once");
    source.wait_for_state(LONG);
    assert_eq!((taken(&mut source), source.lost()), (vec![2], 5));
}

/// As one that was forked from it keeps it.
#[test]
fn who_is_gone_has_ended_though_the_connection_is_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("7.sock");
    let listener = UnixListener::bind(&path).expect("a socket");
    let mut process = std::process::Command::new("cat")
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("a process");
    let hello = Hello {
        pid: process.id(),
        ..Hello::default()
    };
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("somebody comes");
        let mut bytes = Vec::new();
        Encoder::default().hello(&hello, &mut bytes);
        stream.write_all(&bytes).expect("it is read");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let found = Found { pid: 7, path };
    let mut source = Remote::attach(&found, LONG).expect("it says who it is");
    let since = Instant::now();
    source.hear_one(News::Quiet(since));
    assert!(source.ended().is_none() && source.silent_for().is_some());
    process.kill().expect("it runs");
    process.wait().expect("it is ours");
    source.hear_one(News::Quiet(since));
    let ended = source.ended().expect("its process is gone");
    assert!(ended.when <= SystemTime::now() && ended.fault.is_none());
    assert_eq!(source.silent_for(), None);
}
