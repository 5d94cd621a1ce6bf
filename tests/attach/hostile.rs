//! Programs and viewers that do not do what they should: nobody waits for them.

use super::application::{Application, TASKS};
use super::{STALL, attached, until};
use std::collections::HashSet;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;
use tokio_kitchen::events::{Event, InHand, Nanos, Now, TaskId, What};
use tokio_kitchen::probe::wire::{Ask, Encoder, HEAD_BYTES, Head, Hello, Kind, Mark, Tick};
use tokio_kitchen::remote::{Found, tell};
use tokio_kitchen::source::{Remote, Source, Until};

/// A program that says the same to whoever comes, without end.
fn endless(again: fn(&mut Encoder, &mut Vec<u8>)) -> (TempDir, Found) {
    let folder = tempfile::tempdir().expect("a folder");
    let path: PathBuf = folder.path().join("7.sock");
    let listener = UnixListener::bind(&path).expect("a socket");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("somebody");
            let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
            encoder.hello(&Hello::default(), &mut bytes);
            std::thread::spawn(move || {
                while stream.write_all(&bytes).is_ok() {
                    bytes.clear();
                    (0..64).for_each(|_| again(&mut encoder, &mut bytes));
                }
            });
        }
    });
    let pid = std::process::id();
    (folder, Found { pid, path })
}

fn marks(encoder: &mut Encoder, bytes: &mut Vec<u8>) {
    encoder.mark(1, &Mark { lost: 1 }, bytes);
}

fn states(encoder: &mut Encoder, bytes: &mut Vec<u8>) {
    let at = Nanos(1);
    let what = What::RunEnded;
    encoder.push(&Event { at, what });
    encoder.state(2, bytes);
}

/// Of a runtime all of whose workers hold a poll for ever.
fn ticks(encoder: &mut Encoder, bytes: &mut Vec<u8>) {
    let hand = InHand {
        task: TaskId::new(1).expect("not 0"),
        since: Nanos(0),
        site: None,
    };
    let now = Now {
        at: Nanos(1 << 40),
        workers: vec![Some(hand); usize::from(u16::MAX)],
    };
    let tick = Tick {
        now,
        ..Tick::default()
    };
    encoder.tick(3, &tick, bytes);
}

#[test]
fn a_program_that_never_stops_telling_holds_nobody_up() {
    for again in [marks, states, ticks] {
        let (_folder, found) = endless(again);
        // It does not end before the time that a program has to tell of itself.
        tell(&found).expect("it says who it is");
        let mut source = Remote::attach(&found, STALL).expect("it says who it is");
        for _ in 0..20 {
            source.take(Until::Enough(100), &mut |_| {});
            source.rest();
        }
        assert!(source.ended().is_none());
    }
}

/// A viewer that asks without end, and reads what it is told if it is to.
fn asks(to: &Application, reads: bool) -> UnixStream {
    let stream = UnixStream::connect(to.socket()).expect("it is open");
    let mut bytes = Vec::new();
    let mut encoder = Encoder::default();
    for _ in 0..64 {
        encoder.block(Kind::Ask, 0, Nanos::ZERO, &Ask::Tick.bytes(), &mut bytes);
    }
    let mut writes = stream.try_clone().expect("a socket");
    std::thread::spawn(move || while writes.write_all(&bytes).is_ok() {});
    if reads {
        let mut told = stream.try_clone().expect("a socket");
        std::thread::spawn(move || {
            let mut bytes = vec![0; 1 << 16];
            while told.read(&mut bytes).is_ok_and(|count| count > 0) {}
        });
    }
    stream
}

#[test]
fn a_viewer_that_never_stops_asking_holds_nobody_up() {
    let mut program = Application::start("two");
    program.waits_for("two run");
    let _viewers = [asks(&program, true), asks(&program, false)];
    let mut source = attached(&program);
    while source.runtimes().len() < 2 {
        source.rest();
        std::thread::yield_now();
    }
    program.tell("end");
    until(&mut source, |event| {
        (event.what == What::RunEnded).then_some(())
    });
    program.ends();
}

#[test]
fn viewers_that_come_and_go_leave_nothing_behind() {
    let mut program = Application::start("waits");
    program.waits_for("they wait");
    // Its own threads come and go as they like.
    let threads = || {
        let all = std::fs::read_dir(format!("/proc/{}/task", program.pid())).expect("it runs");
        let names = all
            .flatten()
            .filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok());
        names
            .filter(|name| name.starts_with("tokio-kitchen"))
            .count()
    };
    let before = threads();
    for round in 0..100 {
        let mut stream = loop {
            // The places of those before are free again a moment later.
            let mut stream = UnixStream::connect(program.socket()).expect("it is open");
            let mut head = [0; HEAD_BYTES];
            stream.read_exact(&mut head).expect("it says something");
            let (head, _) = Head::read(&head).expect("a block");
            if head.kind == Kind::Hello as u8 {
                break stream;
            }
        };
        if round % 3 == 0 {
            let _ = stream.write_all(&[b'x'; 100]);
        }
    }
    while threads() > before {
        std::thread::sleep(Duration::from_millis(1));
    }
    // And it can be watched as before.
    let mut source = attached(&program);
    while source.sample().is_none() {
        source.rest();
        std::thread::yield_now();
    }
}

#[test]
fn no_birth_and_no_end_is_lost_while_viewers_come_and_go_in_a_flood() {
    let mut program = Application::start("floods");
    program.waits_for("it floods");
    for _ in 0..20 {
        let mut source = attached(&program);
        until(&mut source, |event| {
            matches!(event.what, What::Polled { .. }).then_some(())
        });
    }
    // One that stays and one that reads nothing.
    let mut stays = attached(&program);
    let _stands = UnixStream::connect(program.socket()).expect("it is open");
    program.tell("stop");
    program.waits_for("they wait");
    let mut comes = attached(&program);
    for source in [&mut comes, &mut stays] {
        // The tasks, and the future of `block_on`.
        let mut alive = HashSet::new();
        loop {
            source.take(Until::Settled, &mut |events| {
                for event in &*events {
                    alive.extend(event.what.born().map(|born| born.task));
                    if let Some(task) = event.what.ends() {
                        alive.remove(&task);
                    }
                }
            });
            assert!(source.ended().is_none() && source.lost() == 0);
            // A task of this flood that is alive when it should not be stays for ever.
            let waits = alive.len() == TASKS + 2;
            let settled = source.sample().is_some_and(|sample| sample.alive == TASKS);
            if waits && settled {
                break;
            }
            std::thread::yield_now();
        }
    }
}
