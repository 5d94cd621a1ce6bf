//! The engine carries out commands on a real runtime, and never waits for a worker.

use std::time::Duration;
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::*;
use tokio_kitchen::order::*;
use tokio_kitchen::probe::Reader;

/// Reads events until one answers the question.
fn wait_for<T>(reader: &mut Reader, mut question: impl FnMut(&Event) -> Option<T>) -> T {
    loop {
        let mut answer = None;
        reader.drain(|event| answer = answer.take().or_else(|| question(&event)));
        if let Some(answer) = answer {
            return answer;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn order(recipe: &'static str, count: u32, span_ms: u64) -> Command {
    let params = Params::from([("for".to_owned(), Param::Span(Nanos::from_millis(span_ms)))]);
    Command::Spawn(Order {
        recipe,
        count,
        params,
    })
}

fn config(flavor: Flavor) -> Config {
    Config {
        workers: Some(2),
        flavor,
        max_tasks: 1_000,
        ..Config::default()
    }
}

#[test]
fn an_order_is_spawned_and_its_results_collected() {
    for flavor in [Flavor::MultiThread, Flavor::CurrentThread] {
        let (engine, mut reader) = Engine::start(config(flavor)).unwrap();
        engine.send(order("simmer", 50, 5));
        let mut ended = Vec::new();
        wait_for(&mut reader, |event| {
            if let What::Polled {
                task,
                outcome: PollOutcome::Ready,
                ..
            } = event.what
            {
                ended.push(task);
            }
            (ended.len() == 50).then_some(())
        });
        engine.send(Command::Collect(ended));
        let mut joined = 0;
        wait_for(&mut reader, |event| {
            joined += i32::from(matches!(
                event.what,
                What::Handle {
                    act: HandleAct::Joined,
                    ..
                }
            ));
            (joined == 50).then_some(())
        });
        assert_eq!(engine.reports(), []);
    }
}

#[test]
fn orders_beyond_the_limit_are_refused_and_counted() {
    let (engine, _reader) = Engine::start(config(Flavor::MultiThread)).unwrap();
    engine.send(order("simmer", 1_500, 60_000));
    while !engine.settled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(engine.sample().unwrap().alive, 1_000);
    assert!(matches!(
        engine.reports()[..],
        [Report::Refused { count: 500, .. }]
    ));
}

#[test]
fn lights_out_drops_what_waits_and_the_next_order_opens_again() {
    let (engine, mut reader) = Engine::start(config(Flavor::MultiThread)).unwrap();
    engine.send(order("simmer", 3, 60_000));
    wait_for(&mut reader, |event| {
        matches!(event.what, What::Waiting { .. }).then_some(())
    });
    engine.send(Command::Close { graceful: false });
    let mut dropped = 0;
    wait_for(&mut reader, |event| {
        dropped += i32::from(matches!(event.what, What::Dropped { .. }));
        (dropped == 3).then_some(())
    });
    engine.send(order("simmer", 1, 1));
    let shift = wait_for(&mut reader, |event| match &event.what {
        What::RunStarted(info) => Some(info.shift),
        _ => None,
    });
    assert_eq!(shift, 2);
}

#[test]
fn more_workers_after_the_present_tasks_are_done() {
    let (engine, mut reader) = Engine::start(config(Flavor::MultiThread)).unwrap();
    engine.send(order("simmer", 5, 30));
    engine.send(Command::SetWorkers(3));
    engine.send(order("simmer", 1, 1));
    let mut ended = 0;
    let info = wait_for(&mut reader, |event| {
        ended += i32::from(matches!(
            event.what,
            What::Polled {
                outcome: PollOutcome::Ready,
                ..
            }
        ));
        match &event.what {
            What::RunStarted(info) if info.shift == 2 => Some(info.clone()),
            _ => None,
        }
    });
    assert_eq!((info.workers, ended), (3, 5), "the earlier tasks end first");
}

#[test]
fn leaving_does_not_wait_for_a_blocked_worker() {
    for flavor in [Flavor::MultiThread, Flavor::CurrentThread] {
        let (engine, mut reader) = Engine::start(config(flavor)).unwrap();
        engine.send(order("block", 2, 600_000));
        while reader.now().workers.iter().flatten().next().is_none() {
            reader.drain(drop);
            std::thread::sleep(Duration::from_millis(1));
        }
        // The test itself would take ten minutes otherwise.
        engine.shutdown();
    }
}

#[test]
fn what_a_close_leaves_of_an_order_is_refused_and_counted() {
    const COUNT: u32 = 1_000_000;
    let config = Config {
        max_tasks: COUNT,
        ..config(Flavor::MultiThread)
    };
    for graceful in [false, true] {
        let (engine, mut reader) = Engine::start(config.clone()).unwrap();
        engine.send(order("simmer", COUNT, 50));
        engine.send(Command::Close { graceful });
        let mut spawned = 0;
        while !engine.settled() {
            reader.drain(|event| spawned += u64::from(matches!(event.what, What::Spawned { .. })));
            std::thread::sleep(Duration::from_millis(1));
        }
        reader.drain_all(|event| spawned += u64::from(matches!(event.what, What::Spawned { .. })));
        let refused: u64 = engine
            .reports()
            .iter()
            .map(|report| match report {
                Report::Refused { count, .. } => *count,
                Report::Missed(_) | Report::Failed(_) => panic!("{report}"),
            })
            .sum();
        assert_eq!(spawned + refused, u64::from(COUNT));
        assert!(refused > 0);
    }
}

#[test]
fn children_count_before_they_are_spawned() {
    let (engine, _reader) = Engine::start(config(Flavor::MultiThread)).unwrap();
    let params = Params::from([
        ("children".to_owned(), Param::Count(99)),
        ("step".to_owned(), Param::Span(Nanos::from_millis(600_000))),
    ]);
    let recipe = "brigade";
    engine.send(Command::Spawn(Order {
        recipe,
        count: 25,
        params,
    }));
    while !engine.settled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert!(matches!(
        engine.reports()[..],
        [Report::Refused { count: 15, .. }]
    ));
    // All of them come, and fit.
    while engine.sample().unwrap().alive < 1_000 {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(engine.sample().unwrap().alive, 1_000);
}

#[test]
fn where_the_engines_thread_panics_what_was_ordered_is_refused() {
    let (engine, _reader) = Engine::start(config(Flavor::MultiThread)).unwrap();
    // Tokio's builder panics at this.
    engine.send(Command::SetWorkers(0));
    engine.send(order("simmer", 3, 1));
    while !engine.settled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    engine.send(order("simmer", 4, 1));
    engine.send(Command::SetTempo(2.0));
    let (mut refused, mut failed) = (0, Vec::new());
    for report in engine.reports() {
        match report {
            Report::Refused { count, .. } => refused += count,
            Report::Failed(why) => failed.push(why),
            Report::Missed(why) => panic!("{why}"),
        }
    }
    assert_eq!(refused, 3 + 4);
    assert_eq!(
        failed,
        [Failure::Stopped, Failure::Stopped],
        "the panic and the tempo"
    );
    assert!(engine.settled() && engine.sample().is_none());
}

/// The engine has a layer between the probe and its recipes (tokio-metrics), with wakers of its
/// own: what a card waits for by name decides all the same who called.
#[test]
fn the_end_of_a_card_of_a_set_wakes_its_parent_and_says_so() {
    for flavor in [Flavor::MultiThread, Flavor::CurrentThread] {
        let (engine, mut reader) = Engine::start(config(flavor)).unwrap();
        let mut model = tokio_kitchen::model::Model::new(Nanos::from_millis(100));
        let params = Params::from([("children".to_owned(), Param::Count(3))]);
        engine.send(Command::Spawn(Order {
            recipe: "brigade",
            count: 1,
            params,
        }));
        wait_for(&mut reader, |event| {
            model.apply(event);
            (model.counters().completed == 4).then_some(())
        });
        let wakes = model.counters().wakes;
        assert!(wakes.by_task > 0, "{flavor:?}: {wakes:?}");
        assert_eq!(wakes.unresolved, 0, "{flavor:?}: {wakes:?}");
    }
}
