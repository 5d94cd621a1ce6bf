//! What a scenario sets in the runtime's builder reaches the runtime, and the model follows it.

use std::collections::HashSet;
use std::num::NonZeroU32;
use std::time::Duration;
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::{Flavor, Nanos, PollOutcome, TaskId, What};
use tokio_kitchen::model::{HappeningKind, Model, Ongoing};
use tokio_kitchen::order::{Command, Order, Param, Params, Settings};
use tokio_kitchen::probe::Reader;

const AN_HOUR: Nanos = Nanos::from_millis(3_600_000);

/// A running runtime and what was heard of it.
struct Watched {
    engine: Engine,
    reader: Reader,
    model: Model,
    /// Tasks that returned.
    done: HashSet<TaskId>,
    /// Some task was ready in the LIFO slot of a stalled worker for long.
    trapped: bool,
}

impl Watched {
    fn start(flavor: Flavor, settings: Settings) -> Self {
        let config = Config {
            workers: Some(4),
            flavor,
            settings,
            ..Config::default()
        };
        let (engine, reader) = Engine::start(config).expect("threads can be had");
        Self {
            engine,
            reader,
            model: Model::new(Nanos::from_millis(20)),
            done: HashSet::new(),
            trapped: false,
        }
    }

    fn order(&self, recipe: &'static str, params: &[(&str, Param)]) {
        let params: Params = params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), *value))
            .collect();
        self.engine.send(Command::Spawn(Order {
            recipe,
            count: 1,
            params,
        }));
    }

    /// Takes events in until it is so.
    fn until(&mut self, is_so: impl Fn(&Self) -> bool) {
        while !is_so(self) {
            let now = self.reader.now();
            let (model, done) = (&mut self.model, &mut self.done);
            self.reader.drain(|event| {
                model.apply(&event);
                if let What::Polled {
                    task,
                    outcome: PollOutcome::Ready,
                    ..
                } = event.what
                {
                    done.insert(task);
                }
            });
            let ongoing = self.model.ongoing(&now);
            let trapped = |fact: &Ongoing| matches!(fact, Ongoing::LifoTrapped { .. });
            self.trapped |= ongoing.iter().any(trapped);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn set(&self) -> Vec<String> {
        let run = self.model.run().expect("a runtime was started");
        run.settings().iter().map(ToString::to_string).collect()
    }

    /// Where spawned children went.
    fn children_to_lifo(&self) -> Vec<bool> {
        let happenings = self.model.happenings();
        let spawns = happenings.filter_map(|happening| match happening.kind {
            HappeningKind::Spawned {
                parent: Some(_),
                to_lifo,
                ..
            } => Some(to_lifo),
            _ => None,
        });
        spawns.collect()
    }
}

/// A task that holds its worker for good, with four children in its worker's hands.
fn trapping(settings: Settings) -> Watched {
    let watched = Watched::start(Flavor::MultiThread, settings);
    let children = ("children", Param::Count(4));
    watched.order("block", &[children, ("for", Param::Span(AN_HOUR))]);
    watched
}

#[test]
fn the_newest_child_of_a_task_that_blocks_is_trapped_in_the_lifo_slot() {
    let mut watched = trapping(Settings::default());
    // The others can be stolen; the one in the slot waits as long as the worker is held.
    watched.until(|watched| watched.trapped && watched.done.len() == 3);
    assert_eq!(watched.set(), [""; 0]);
    assert_eq!(watched.children_to_lifo(), [true; 4]);
}

#[cfg(tokio_unstable)]
#[test]
fn without_the_lifo_slot_no_child_waits_for_a_worker_that_is_held() {
    let settings = Settings {
        disable_lifo_slot: true,
        ..Settings::default()
    };
    let mut watched = trapping(settings);
    // All four return while their parent is still in its poll.
    watched.until(|watched| watched.done.len() == 4);
    let model = &watched.model;
    assert_eq!(model.counters().polls, 8, "the parent's has not ended");
    assert!(!watched.trapped);
    assert!(model.workers().iter().all(|worker| worker.lifo.is_none()));
    assert_eq!(watched.children_to_lifo(), [false; 4]);
    assert_eq!(watched.set(), ["disable_lifo_slot"]);
}

#[cfg(tokio_unstable)]
#[test]
fn a_driver_that_is_handed_over_is_known_to_be() {
    let settings = Settings {
        eager_handoff: true,
        ..Settings::default()
    };
    let mut watched = Watched::start(Flavor::MultiThread, settings);
    watched.until(|watched| watched.model.run().is_some());
    let rules = watched.model.rules().expect("a runtime runs");
    assert_eq!(rules.eager_handoff, Some(true));
    assert_eq!(watched.set(), ["enable_eager_driver_handoff"]);
    // One thread has nobody to hand it to.
    let mut alone = Watched::start(Flavor::CurrentThread, settings);
    alone.until(|watched| watched.model.run().is_some());
    assert_eq!(alone.set(), [""; 0]);
}

#[test]
fn the_pool_is_as_small_as_was_asked_and_told_to_be_full() {
    let one = NonZeroU32::new(1);
    let settings = Settings {
        max_blocking: one,
        ..Settings::default()
    };
    let mut watched = Watched::start(Flavor::MultiThread, settings);
    for _ in 0..2 {
        watched.order("bakery", &[("for", Param::Span(AN_HOUR))]);
    }
    watched.until(|watched| watched.model.pool_is_full());
    watched.until(|watched| watched.model.blocking_queued_len() == 1);
    assert_eq!(watched.set(), ["max_blocking_threads = 1"]);
}

#[test]
fn the_next_runtime_is_built_as_was_said_meanwhile() {
    let mut watched = Watched::start(Flavor::MultiThread, Settings::default());
    let settings = Settings {
        event_interval: NonZeroU32::new(7),
        global_queue_interval: NonZeroU32::new(9),
        ..Settings::default()
    };
    watched.engine.send(Command::SetRuntime(settings));
    watched.engine.send(Command::SetWorkers(2));
    let shift = |watched: &Watched| watched.model.run().map(|run| run.shift);
    watched.until(|watched| shift(watched) == Some(2));
    let expected = ["event_interval = 7", "global_queue_interval = 9"];
    assert_eq!(watched.set(), expected);
}

#[test]
fn the_next_runtime_has_the_scheduler_that_was_said_and_the_one_after_it_the_other() {
    let mut watched = Watched::start(Flavor::MultiThread, Settings::default());
    let runs = |watched: &Watched| {
        let run = watched.model.run();
        run.map(|run| (run.shift, run.flavor, run.workers))
    };
    for (shift, flavor, workers) in [(2, Flavor::CurrentThread, 1), (3, Flavor::MultiThread, 3)] {
        watched.engine.send(Command::SetFlavor(flavor));
        watched.engine.send(Command::SetWorkers(workers));
        watched.until(|watched| runs(watched) == Some((shift, flavor, workers)));
        watched.order("simmer", &[("for", Param::Span(Nanos::from_millis(1)))]);
        watched.until(|watched| watched.model.counters().completed == 1);
    }
}
