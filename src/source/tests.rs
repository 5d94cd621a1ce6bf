//! What sources hand over, and what they say to commands.

use super::*;
use crate::events::{Nanos, TaskId, What, WorkerId};
use crate::order::{Failure, Order, Params, Refusal};
use crate::probe::Probe;
use crate::probe::wire::{Bye, Encoder, Hello, Mark, Tick};
use crate::recording::Recording;
use crate::remote::Found;
use std::cell::Cell;
use std::io::Write;
use std::os::unix::net::UnixListener;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

fn parked(at: u64) -> Event {
    let worker = WorkerId::new(0);
    Event {
        at: Nanos(at),
        what: What::Parked { worker },
    }
}

fn ten() -> Command {
    Command::Spawn(Order {
        recipe: "simmer",
        count: 10,
        params: Params::new(),
    })
}

/// Takes events; gives when they were.
fn taken(source: &mut impl Source, until: Until) -> Vec<u64> {
    let mut times = Vec::new();
    let count = source.take(until, &mut |events| {
        times.extend(events.iter().map(|event| event.at.0));
    });
    assert_eq!(count, times.len());
    times
}

#[test]
fn a_script_hands_over_what_has_happened_in_order_and_no_more_than_is_enough() {
    let clock = Rc::new(Cell::new(Nanos(0)));
    let now = Rc::clone(&clock);
    let events = (1..=200).map(parked).collect();
    let mut script = Script::timed(events, move || now.get());
    assert_eq!(taken(&mut script, Until::Settled), [0; 0]);
    clock.set(Nanos(150));
    assert_eq!(script.now().at, Nanos(150));
    let all: Vec<u64> = (1..=150).collect();
    assert_eq!(taken(&mut script, Until::Enough(100)), all[..100]);
    assert_eq!(taken(&mut script, Until::Enough(100)), all[100..]);
    assert!(!script.over() && !script.rest());
    clock.set(Nanos(999));
    assert_eq!(taken(&mut script, Until::TheEnd).len(), 50);
    assert!(script.over() && script.rest());
    let accounts = script.delivery();
    assert_eq!((accounts.emitted, accounts.delivered), (200, 200));
}

#[test]
fn a_script_hands_over_some_dozens_at_once() {
    let mut script = Script::new((1..=200).map(parked).collect());
    let mut sizes = Vec::new();
    script.take(Until::Settled, &mut |events| sizes.push(events.len()));
    assert_eq!(sizes, [64, 64, 64, 8]);
}

/// Whatever is said to a source that carries out no commands, and what it says to that.
fn refuses(mut source: impl Source) {
    let task = TaskId::new(1).unwrap();
    source.send_all([ten(), Command::Collect(vec![task]), Command::Abort(task)]);
    source.send(Command::SetWorkers(2));
    let refused = Report::Refused {
        count: 10,
        why: Refusal::OnlyWatched,
    };
    let failed = Report::Failed(Failure::OnlyWatched);
    let said = [refused, failed.clone(), failed];
    assert_eq!(source.reports(), said, "of a collection nothing");
    assert_eq!(source.reports(), [], "once");
    assert!(source.settled(), "nothing is under way");
}

#[test]
fn where_nobody_carries_out_commands_that_is_said() {
    refuses(Script::new(Vec::new()));
    let (probe, reader) = Probe::new();
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = probe.build(&mut builder).unwrap();
    refuses(Bare::new(reader, runtime.handle().clone()));
}

#[test]
fn a_script_that_takes_orders_writes_them_down() {
    let mut script = Script::new(Vec::new()).taking_orders();
    script.send(ten());
    assert_eq!(script.sent(), [ten()]);
    assert_eq!(script.reports(), []);
}

#[test]
fn a_bare_source_tells_all_of_a_runtime_that_somebody_else_runs() {
    let (probe, reader) = Probe::new();
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = probe.build(&mut builder).unwrap();
    runtime.block_on(async {
        for _ in 0..100 {
            crate::probe::spawn(async {}).await.unwrap();
        }
    });
    let mut source = Bare::new(reader, runtime.handle().clone());
    let (mut spawned, mut largest) = (0, 0);
    source.take(Until::TheEnd, &mut |events| {
        largest = largest.max(events.len());
        let births = events
            .iter()
            .filter(|event| matches!(event.what, What::Spawned { .. }));
        spawned += births.count();
    });
    assert_eq!(spawned, 100);
    assert!((2..=64).contains(&largest), "{largest} at once");
    let sample = source.sample().expect("it runs");
    assert_eq!((sample.alive, sample.workers.len()), (0, 1));
    assert!(!source.over(), "more may come");
}

#[test]
fn what_is_missing_of_all_of_a_program_is_said_of_each_runtime() {
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    encoder.hello(&Hello::default(), &mut bytes);
    encoder.push(&parked(1));
    encoder.events(1, &mut bytes);
    encoder.mark(0, &Mark { lost: 7 }, &mut bytes);
    encoder.bye(&Bye::default(), &mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.tkr");
    std::fs::write(&file, &bytes).unwrap();
    let recording = Recording::open(&file).unwrap();
    let mut source = Recorded::new(Arc::new(recording), 1);
    assert_eq!(taken(&mut source, Until::TheEnd), [1]);
    let told = source.recorded().and_then(|recorded| recorded.fault);
    assert_eq!(told.as_deref(), Some("7 events are missing"));
}

#[test]
fn a_program_with_very_many_tasks_is_listened_to_up_to_its_first_tick() {
    // More than may wait to be taken.
    const ALIVE: usize = 300_000;
    let (mut encoder, mut bytes) = (Encoder::default(), Vec::new());
    encoder.hello(&Hello::default(), &mut bytes);
    for _ in 0..ALIVE {
        encoder.push(&parked(1));
        if encoder.is_full() {
            encoder.state(1, &mut bytes);
        }
    }
    encoder.state(1, &mut bytes);
    encoder.tick(1, &Tick::default(), &mut bytes);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("1.sock");
    let listener = UnixListener::bind(&path).unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.write_all(&bytes).unwrap();
    });
    let found = Found { pid: 1, path };
    let mut source = Remote::attach(&found, Duration::from_secs(1)).unwrap();
    let mut told = 0;
    while told < ALIVE {
        told += source.take(Until::Settled, &mut |_| {});
        std::thread::yield_now();
    }
    assert_eq!(told, ALIVE);
}
