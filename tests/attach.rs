//! A program in another process is watched: this test program, started again.

#[path = "attach/application.rs"]
mod application;
#[path = "support/child.rs"]
mod child;
#[path = "attach/command_line.rs"]
mod command_line;
#[path = "attach/hostile.rs"]
mod hostile;
#[path = "attach/recorded.rs"]
mod recorded;

use application::{Application, LINE};
use std::collections::HashSet;
use std::time::Duration;
use tokio_kitchen::events::{Event, TaskId, What};
use tokio_kitchen::remote::Found;
use tokio_kitchen::source::{Remote, Source, Until};

/// What is a stall here: any poll that is seen to last.
const STALL: Duration = Duration::from_millis(1);

fn attached(to: &Application) -> Remote {
    let found = Found {
        pid: to.pid(),
        path: to.socket(),
    };
    Remote::attach(&found, STALL).expect("it says who it is")
}

/// Takes what it tells until something is found in it.
fn until<T>(source: &mut Remote, mut look: impl FnMut(&Event) -> Option<T>) -> T {
    loop {
        let mut found = None;
        source.take(Until::Settled, &mut |events| {
            for event in &*events {
                if found.is_none() {
                    found = look(event);
                }
            }
        });
        if let Some(found) = found {
            return found;
        }
        assert!(source.ended().is_none(), "it lives");
        std::thread::yield_now();
    }
}

#[test]
fn the_line_that_blocks_is_named_while_it_blocks() {
    let mut program = Application::start("blocks");
    let mut source = attached(&program);
    // It blocks already: who comes sees it all the same.
    program.waits_for("it blocks");
    let stuck = until(&mut source, |event| match &event.what {
        What::Stuck { found, .. } => Some(found.read()),
        _ => None,
    });
    if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        let line = stuck.line().expect("it is named");
        assert_eq!(
            (line.file.as_str(), line.line),
            ("tests/attach/application.rs", LINE)
        );
    }
    let now = source.now();
    let held = now.workers.iter().flatten().count();
    assert_eq!(held, 1, "it is in hand: {now:?}");
}

#[test]
fn who_comes_late_is_told_who_is_alive_and_then_what_happens() {
    let mut program = Application::start("waits");
    program.waits_for("they wait");
    let mut source = attached(&program);
    let mut alive = HashSet::new();
    until(&mut source, |event| {
        if let What::Seen { task, born, .. } = event.what {
            assert!(!born, "it was born before");
            alive.insert(task);
        }
        (alive.len() == application::TASKS).then_some(())
    });
    // It rests: the state is all there is, and time goes on.
    let before = source.now().at;
    while source.now().at == before {
        std::thread::yield_now();
    }
    program.tell("wake them");
    let mut polled = HashSet::<TaskId>::new();
    until(&mut source, |event| {
        if let What::Polled { task, .. } = event.what {
            polled.insert(task);
        }
        alive.iter().all(|task| polled.contains(task)).then_some(())
    });
    let sample = source.sample().expect("a runtime runs");
    assert_eq!(sample.workers.len(), 2);
}

#[test]
fn each_runtime_is_watched_and_its_end_is_told() {
    let mut program = Application::start("two");
    program.waits_for("two run");
    let mut source = attached(&program);
    while source.runtimes().len() < 2 {
        source.rest();
        std::thread::yield_now();
    }
    let workers = source.runtimes().into_iter().map(|number| {
        source.show(number);
        while source.sample().is_none() {
            source.rest();
        }
        source.sample().map_or(0, |sample| sample.workers.len())
    });
    assert_eq!(workers.collect::<Vec<_>>(), [1, 3]);
    source.show(1);
    program.tell("end");
    until(&mut source, |event| {
        (event.what == What::RunEnded).then_some(())
    });
    while source.ended().is_none() {
        source.rest();
        std::thread::yield_now();
    }
    drop(program);
    assert!(source.is_gone());
    let at = source.now().at;
    assert_eq!(source.now().at, at, "the last picture stays");
}

#[test]
fn a_program_that_ends_leaves_no_socket_and_one_that_is_killed_does_no_harm() {
    let mut program = Application::start("two");
    program.waits_for("two run");
    let socket = program.socket();
    assert!(socket.exists());
    program.tell("end");
    program.ends();
    assert!(!socket.exists());

    let mut program = Application::start("two");
    program.waits_for("two run");
    let mut source = attached(&program);
    program.kill();
    while source.ended().is_none() {
        source.rest();
        std::thread::yield_now();
    }
    assert!(source.is_gone());
}

#[test]
fn a_process_that_was_not_asked_has_no_socket() {
    let mut program = Application::start_with("two", "off");
    program.waits_for("two run");
    assert!(!program.socket().exists());
}
