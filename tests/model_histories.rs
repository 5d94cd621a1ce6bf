//! Random legal histories: whatever happens, and in whatever order threads are heard,
//! the model's invariants hold and its sums come out the same.

#[path = "model_support/orders.rs"]
mod orders;
#[path = "model_support/script.rs"]
mod script;
#[path = "model_support/simulator.rs"]
mod simulator;

use orders::{merged, shuffled};
use proptest::prelude::*;
use script::*;
use simulator::{Simulator, Sums, Truth, WORKERS};
use std::collections::BTreeMap;
use tokio_kitchen::events::{Event, Flavor, Nanos, TaskId, WakeBy, What};
use tokio_kitchen::model::{Model, Place};

/// Clocks of two processors may differ by so much: shorter polls are left as they are.
const SKEW: Nanos = Nanos(2_000);

fn fresh() -> Model {
    announced(Model::new(us(STALL_US)))
}

fn announced(mut model: Model) -> Model {
    for what in announcements() {
        model.apply(&Event {
            at: Nanos::ZERO,
            what,
        });
    }
    let started = What::RunStarted(info(WORKERS, Flavor::MultiThread));
    model.apply(&Event {
        at: Nanos::ZERO,
        what: started,
    });
    model
}

fn fold(events: &[Event]) -> Result<Model, TestCaseError> {
    let mut model = fresh();
    for event in events {
        model.apply(event);
        if let Err(broken) = model.check_invariants() {
            return Err(TestCaseError::fail(format!("after {event:?}: {broken}")));
        }
    }
    Ok(model)
}

fn sums(model: &Model) -> Sums {
    let c = model.counters();
    Sums {
        spawned: c.spawned,
        completed: c.completed,
        panicked: c.panicked,
        cancelled: c.cancelled,
        ended_unknown: c.ended_unknown,
        polls: c.polls,
        wakes: c.wakes.total(),
        unclaimed: c.unclaimed,
        jobs: (
            c.blocking.submitted,
            c.blocking.completed,
            c.blocking.cancelled,
        ),
    }
}

/// Counts per kind: what is known late must be caught up.
fn kind_counts(model: &Model) -> Vec<[u64; 9]> {
    model
        .kinds()
        .map(|(_, _, stats)| {
            let c = &stats.counts;
            let b = &c.blocking;
            let jobs = [
                b.submitted,
                b.started,
                b.completed + b.panicked + b.cancelled,
            ];
            [
                c.spawned,
                c.completed,
                c.panicked,
                c.cancelled,
                c.ended_unknown,
                c.polls,
                jobs[0],
                jobs[1],
                jobs[2],
            ]
        })
        .collect()
}

fn fits(truth: Truth, place: Place) -> bool {
    match truth {
        Truth::Running => !place.is_ended(),
        Truth::Ready => matches!(place, Place::Injection | Place::Local(_) | Place::Lifo(_)),
        Truth::Deferred(on) => place == Place::Deferred(worker(on)),
        Truth::Pending => place == Place::Pending,
        Truth::Ended => place.is_ended(),
        Truth::JobQueued => place == Place::BlockingQueue,
        Truth::JobRunning => place == Place::BlockingRunning,
    }
}

fn choices() -> impl Strategy<Value = Vec<(u8, u16)>> {
    prop::collection::vec((any::<u8>(), any::<u16>()), 0..600)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn in_order_of_time_the_model_knows_the_truth(choices in choices()) {
        let sim = Simulator::run(&choices);
        let model = fold(&merged(&sim.logs))?;
        prop_assert_eq!(sums(&model), sim.sums);
        for task in &sim.tasks {
            let place = model.task(task.id).map(|task| task.place);
            prop_assert!(place.is_some_and(|place| fits(task.truth, place)),
                "{} is {:?}, the model says {:?}", task.id, task.truth, place);
        }
        let c = model.counters();
        prop_assert_eq!(c.spawned, c.alive() + c.ended());
    }

    #[test]
    fn starts_are_put_right_as_far_as_is_known(choices in choices()) {
        let sim = Simulator::preempted(&choices);
        let mut model = fresh();
        let mut busy: BTreeMap<TaskId, (Nanos, Nanos)> = BTreeMap::new();
        for mut event in merged(&sim.logs) {
            if let What::Polled { task, start, .. } = &mut event.what {
                let told = *start;
                *start = model.true_start(*task, told, event.at);
                let truth = sim.starts[&(*task, event.at)];
                prop_assert!(told <= *start && *start <= truth, "{told:?} {start:?} {truth:?}");
                let (sum, last) = busy.entry(*task).or_default();
                let overlap = last.since(*start);
                prop_assert!(overlap < SKEW, "two polls of {task} overlap by {overlap:?}");
                *sum += event.at.since(*start);
                *last = event.at;
            }
            model.apply(&event);
            prop_assert_eq!(model.check_invariants(), Ok(()));
        }
        prop_assert_eq!(sums(&model), sim.sums);
        for (task, (sum, _)) in busy {
            prop_assert_eq!(model.task(task).map(|task| task.busy), Some(sum));
        }
    }

    #[test]
    fn routine_polls_and_wakes_come_to_the_same_as_the_long_way(
        choices in choices(), seed in any::<u64>(), in_order in any::<bool>()
    ) {
        let sim = Simulator::preempted(&choices);
        let events = match in_order {
            true => merged(&sim.logs),
            false => shuffled(&sim.logs, seed),
        };
        let mut quick = fresh();
        let mut long = announced(Model::new(us(STALL_US)).the_long_way());
        for event in &events {
            quick.apply(event);
            long.apply(event);
        }
        prop_assert_eq!(format!("{:?}", quick.the_long_way()), format!("{long:?}"));
    }

    #[test]
    fn workers_that_lose_their_processor_lose_no_end(choices in choices(), seed in any::<u64>()) {
        let sim = Simulator::preempted(&choices);
        for events in [merged(&sim.logs), shuffled(&sim.logs, seed)] {
            let model = fold(&events)?;
            prop_assert_eq!(sums(&model), sim.sums);
            for task in &sim.tasks {
                let place = model.task(task.id).map(|task| task.place);
                let ended = place.is_some_and(Place::is_ended);
                prop_assert_eq!(ended, task.truth == Truth::Ended, "{}", task.id);
            }
        }
    }

    #[test]
    fn in_any_order_of_threads_the_sums_are_the_same(choices in choices(), seed in any::<u64>()) {
        let sim = Simulator::run(&choices);
        let straight = fold(&merged(&sim.logs))?;
        let shuffled = fold(&shuffled(&sim.logs, seed))?;
        prop_assert_eq!(sums(&shuffled), sim.sums);
        prop_assert_eq!(shuffled.counters().slow_polls, straight.counters().slow_polls);
        prop_assert_eq!(kind_counts(&shuffled), kind_counts(&straight));
        prop_assert_eq!(shuffled.poll_histogram(), straight.poll_histogram());
        for task in &sim.tasks {
            let place = shuffled.task(task.id).map(|task| task.place);
            let ended = place.is_some_and(Place::is_ended);
            prop_assert_eq!(ended, task.truth == Truth::Ended, "{}", task.id);
        }
    }
}

/// The simulator would prove little if its histories were poor.
#[test]
fn histories_are_rich() {
    let mut seed = 1u64;
    let mut next = || {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as u32
    };
    let choices: Vec<_> = (0..20_000).map(|_| (next() as u8, next() as u16)).collect();
    let sim = Simulator::run(&choices);
    let Sums {
        spawned,
        completed,
        panicked,
        cancelled,
        ended_unknown,
        polls,
        wakes,
        unclaimed,
        jobs,
    } = sim.sums;
    let all = [
        spawned,
        completed,
        panicked,
        cancelled,
        ended_unknown,
        polls,
        wakes,
        unclaimed,
        jobs.1,
        jobs.2,
    ];
    assert!(all.iter().all(|sum| *sum > 20), "{:?}", sim.sums);
    let seen = |fits: fn(&What) -> bool| sim.logs.iter().flatten().any(|event| fits(&event.what));
    assert!(seen(|what| matches!(what, What::InPlaceEnded { .. })));
    assert!(seen(|what| matches!(
        what,
        What::Polled { worker: None, .. }
    )));
    assert!(seen(|what| matches!(what, What::WaitOver { .. })));
    assert!(seen(|what| matches!(what, What::Seen { born: true, .. })));
    assert!(seen(|what| matches!(what, What::Seen { born: false, .. })));
    assert!(seen(|what| matches!(
        what,
        What::Woken {
            by: WakeBy::BetweenPolls(_),
            ..
        }
    )));
}
