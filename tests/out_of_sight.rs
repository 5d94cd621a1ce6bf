//! On real runtimes: workers that are held by what nobody spawned through the probe, and tasks
//! that give their worker away by Tokio's own `block_in_place`. With Tokio's hooks the first is
//! the stall that it is; without them the worker is out of sight. It is never told to rest, and
//! nobody is told to freeze the driver.
//!
//! What blocks does so until it was seen to; nothing here hangs on how long anything takes.

use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};
use tokio_kitchen::app::{App, Message, Options, Viewport, update};
use tokio_kitchen::events::{Nanos, TaskId, WorkerId};
use tokio_kitchen::kitchen::scene::{Body, ChefState, scene};
use tokio_kitchen::model::{HappeningKind, Model, Ongoing};
use tokio_kitchen::probe::{self, Probe};
use tokio_kitchen::source::{Bare, Source, Until};

const STALL_AFTER: Nanos = Nanos::from_millis(50);

const ROOM: Viewport = Viewport {
    queue: 8,
    pending: 8,
    printed: 8,
    entries: 100,
    columns: 100,
    lanes: 8,
    strips: 8,
};

/// A runtime that somebody else runs, on the screen.
struct World {
    probe: Probe,
    runtime: Runtime,
    source: Bare,
    app: App,
}

/// Something that blocks until it is let go: what it tells first, and how to let it go.
struct Blocker {
    begins: Receiver<Option<usize>>,
    go_on: Sender<()>,
}

/// What a blocker does: tells its worker, and waits to be let go.
fn blocker() -> (Blocker, impl FnOnce() + Send + 'static) {
    let (began, begins) = mpsc::channel();
    let (go_on, goes_on) = mpsc::channel();
    let blocks = move || {
        let _ = began.send(tokio::runtime::worker_index());
        let _ = goes_on.recv();
    };
    (Blocker { begins, go_on }, blocks)
}

impl World {
    /// Its workers have parked once.
    fn new(workers: u16) -> Self {
        let (probe, reader) = Probe::new();
        let mut builder = Builder::new_multi_thread();
        let runtime = probe.build(builder.worker_threads(workers.into()));
        let runtime = runtime.expect("a runtime");
        let options = Options {
            workers,
            reduced_motion: true,
            stall_after: STALL_AFTER,
            history: 8 << 20,
        };
        let mut world = Self {
            probe,
            source: Bare::new(reader, runtime.handle().clone()),
            runtime,
            app: App::new(Vec::new(), options),
        };
        world.until(|app| {
            let workers = app.newest().model.workers();
            let parked = workers.iter().filter(|worker| worker.parked).count();
            (!workers.is_empty() && parked == workers.len()).then_some(())
        });
        world
    }

    fn frame(&mut self) {
        let Self { source, app, .. } = self;
        source.take(Until::Settled, &mut |events| {
            app.hear_with(events, &mut |_: &_, _: &Model| {});
        });
        let frame = Message::Frame {
            now: source.now(),
            sample: source.sample(),
            delivery: source.delivery(),
        };
        drop(update(app, frame));
    }

    /// Goes on until it is so. What never comes ends the test with what goes on.
    fn until<T>(&mut self, mut seen: impl FnMut(&App) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            self.frame();
            if let Some(seen) = seen(&self.app) {
                return seen;
            }
            let newest = self.app.newest();
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "never seen; goes on: {:?}; {:?}",
                newest.ongoing(),
                newest.model.workers()
            );
            std::thread::yield_now();
        }
    }

    /// As the worker's chef is drawn.
    fn chef(&mut self, worker: WorkerId) -> ChefState {
        update(&mut self.app, Message::Look(ROOM));
        match scene(&self.app, &ROOM).body {
            Body::Main(kitchen) => kitchen.chefs[worker.index()].state,
            other => panic!("{other:?}"),
        }
    }
}

fn of_task(fact: &Ongoing) -> Option<TaskId> {
    match fact {
        Ongoing::Stalled { task, .. } => Some(*task),
        _ => None,
    }
}

fn has_told(model: &Model, wanted: impl Fn(&HappeningKind) -> bool) -> bool {
    model.happenings().any(|fact| wanted(&fact.kind))
}

#[test]
fn a_worker_that_a_library_s_task_blocks_is_out_of_sight_where_no_hook_tells() {
    let mut world = World::new(2);
    let (blocker, blocks) = blocker();
    let line = line!() + 1;
    drop(world.runtime.spawn(async move { blocks() }));
    let worker = blocker.begins.recv().expect("it begins");
    let worker = WorkerId::new(u16::try_from(worker.expect("on a worker")).expect("of two"));
    let told = world.until(|app| {
        let told = app.newest().ongoing();
        let is_held = |fact: &Ongoing| match fact {
            Ongoing::Stalled { worker: held, .. } | Ongoing::OutOfSight { worker: held, .. } => {
                *held == worker
            }
            _ => false,
        };
        told.iter().any(is_held).then_some(told)
    });
    let model = &world.app.newest().model;
    if cfg!(tokio_unstable) {
        let task = told.iter().find_map(of_task).expect("a stall");
        let task = model.task(task).expect("it is alive");
        assert_eq!(model.kind(task.kind), format!("out_of_sight.rs:{line}"));
        assert_eq!(world.chef(worker), ChefState::Stalled);
    } else {
        let hidden = |fact: &Ongoing| matches!(fact, Ongoing::OutOfSight { .. });
        assert!(told.iter().all(hidden), "{told:?}");
        assert_eq!(world.chef(worker), ChefState::OutOfSight);
    }
    blocker.go_on.send(()).expect("it waits");
    world.until(|app| {
        let told = |kind: &HappeningKind| match kind {
            HappeningKind::StallEnded { .. } => cfg!(tokio_unstable),
            HappeningKind::OutOfSight { .. } => !cfg!(tokio_unstable),
            _ => false,
        };
        has_told(&app.newest().model, told).then_some(())
    });
    let model = &world.app.newest().model;
    let frozen = |kind: &HappeningKind| matches!(kind, HappeningKind::FreezeEnded { .. });
    assert!(!has_told(model, frozen));
    assert_eq!(model.stalls().count(), usize::from(cfg!(tokio_unstable)));
}

#[test]
fn a_task_that_gives_its_worker_away_past_the_probe_stalls_nobody() {
    let mut world = World::new(1);
    let (blocker, blocks) = blocker();
    let kind = world.probe.kind("gives away");
    // Tokio's own, as a library calls it.
    let task = async move { tokio::task::block_in_place(blocks) };
    let handle = world.probe.spawn_on(world.runtime.handle(), kind, task);
    // In there the thread is no worker's any more, and another one is this worker now.
    assert_eq!(blocker.begins.recv().expect("it begins"), None);
    let began = world.source.now().at;
    let later = world.probe.kind("later");
    let later = probe_task(&world, later);
    world.until(|app| later.is_finished().then_some(app.newest().now.at));
    world.until(|app| {
        let newest = app.newest();
        let told = newest.ongoing();
        assert!(told.iter().all(|fact| of_task(fact).is_none()), "{told:?}");
        (newest.now.at.since(began) >= Nanos(2 * STALL_AFTER.0)).then_some(())
    });
    assert_ne!(world.chef(WorkerId::new(0)), ChefState::Stalled);
    blocker.go_on.send(()).expect("it waits");
    world.until(|app| {
        (handle.is_finished() && app.newest().model.counters().ended() == 2).then_some(())
    });
    let model = &world.app.newest().model;
    assert_eq!(
        (model.stalls().count(), model.counters().slow_polls),
        (0, 0)
    );
}

fn probe_task(world: &World, kind: probe::Kind) -> probe::JoinHandle<()> {
    let yields = async { tokio::task::yield_now().await };
    world.probe.spawn_on(world.runtime.handle(), kind, yields)
}
