//! The future of `block_on` is a lane of its own, in every kind of runtime and however nested.

use kitchen_probe::events::{Event, PollOutcome, Role, TaskId, WaitOn, WakeBy, What, WorkerId};
use kitchen_probe::runtime::{Builder, Handle, Runtime};
use kitchen_probe::{Probe, Reader};
use std::time::Duration;

fn observed(builder: &mut Builder) -> (Runtime, Reader) {
    let (probe, reader) = Probe::new();
    let runtime = probe.build(builder.enable_all());
    (runtime.expect("the system has threads"), reader)
}

fn all(reader: &mut Reader) -> Vec<Event> {
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event));
    events
}

/// The lanes, in the order they began.
fn lanes(events: &[Event]) -> Vec<TaskId> {
    let lanes = events.iter().filter_map(|event| match event.what {
        What::Spawned {
            task,
            role: Role::BlockOn,
            on: None,
            detached: true,
            ..
        } => Some(task),
        _ => None,
    });
    lanes.collect()
}

/// Its polls: by which worker, and how they ended.
fn polls(events: &[Event], of: TaskId) -> Vec<(Option<WorkerId>, PollOutcome)> {
    let polls = events.iter().filter_map(|event| match event.what {
        What::Polled {
            task,
            worker,
            outcome,
            ..
        } if task == of => Some((worker, outcome)),
        _ => None,
    });
    polls.collect()
}

const FIRST: Option<WorkerId> = Some(WorkerId::new(0));

/// Handles of Tokio's own are known as an observed runtime's in stable builds since 1.49.
fn runtimes_are_told_apart() -> bool {
    cfg!(tokio_unstable) || kitchen_probe::tokio_version().minor() >= 49
}

#[test]
fn with_many_threads_it_has_no_worker() {
    let (runtime, mut reader) = observed(&mut Builder::new_multi_thread());
    runtime.block_on(async { kitchen_probe::sleep(Duration::from_millis(1)).await });
    drop(runtime);
    let events = all(&mut reader);
    let [main] = lanes(&events)[..] else {
        panic!("one lane: {events:#?}")
    };
    assert_eq!(
        polls(&events, main),
        [(None, PollOutcome::Pending), (None, PollOutcome::Ready)]
    );
    let waits_at = site_of(&events, main).expect("it waits");
    let sleeps = events.iter().any(|event| match &event.what {
        What::Site { id, site } => *id == waits_at && site.wait == WaitOn::Timer,
        _ => false,
    });
    assert!(sleeps, "{events:#?}");
    let woken = events.iter().any(
        |event| matches!(event.what, What::Woken { task, by: WakeBy::Driver, .. } if task == main),
    );
    assert!(woken, "{events:#?}");
}

fn site_of(events: &[Event], of: TaskId) -> Option<kitchen_probe::events::SiteId> {
    events.iter().find_map(|event| match event.what {
        What::Waiting { task, site, .. } if task == of => Some(site),
        _ => None,
    })
}

#[test]
fn on_one_thread_it_is_polled_by_that_worker() {
    let (runtime, mut reader) = observed(&mut Builder::new_current_thread());
    runtime.block_on(async {
        let child = kitchen_probe::spawn(async {});
        child.await.unwrap();
    });
    drop(runtime);
    let events = all(&mut reader);
    let [main] = lanes(&events)[..] else {
        panic!("one lane: {events:#?}")
    };
    assert_eq!(
        polls(&events, main),
        [(FIRST, PollOutcome::Pending), (FIRST, PollOutcome::Ready)]
    );
    let is_parent = events
        .iter()
        .any(|event| matches!(event.what, What::Spawned { parent, role: Role::Task, .. } if parent == Some(main)));
    assert!(is_parent, "{events:#?}");
}

#[test]
fn a_panic_of_it_is_told() {
    let (runtime, mut reader) = observed(&mut Builder::new_current_thread());
    let panics = std::panic::AssertUnwindSafe(|| runtime.block_on(async { panic!("on purpose") }));
    assert!(std::panic::catch_unwind(panics).is_err());
    let events = all(&mut reader);
    let main = lanes(&events)[0];
    assert_eq!(polls(&events, main), [(FIRST, PollOutcome::Panicked)]);
    // The thread is free again.
    assert_eq!(runtime.block_on(async { 1 }), 1);
}

#[test]
fn each_runtime_hears_of_its_own_also_inside_each_other() {
    let (outer, mut outside) = observed(&mut Builder::new_multi_thread());
    let (inner, mut inside) = observed(&mut Builder::new_current_thread());
    let inner = outer.block_on(async {
        let job = kitchen_probe::spawn_blocking(move || {
            inner.block_on(async {
                kitchen_probe::spawn(kitchen_probe::sleep(Duration::from_millis(1)))
                    .await
                    .unwrap();
            });
            inner
        });
        job.await.unwrap()
    });
    let inner = outer.block_on(async {
        kitchen_probe::spawn(async move {
            kitchen_probe::block_in_place(|| inner.block_on(async {}));
            inner
        })
        .await
        .unwrap()
    });
    drop(inner);
    drop(outer);
    let (outside, inside) = (all(&mut outside), all(&mut inside));
    let (outer_lanes, inner_lanes) = (lanes(&outside), lanes(&inside));
    assert_eq!((outer_lanes.len(), inner_lanes.len()), (2, 2));
    for lane in outer_lanes {
        assert!(
            polls(&outside, lane)
                .iter()
                .all(|(worker, _)| worker.is_none())
        );
        assert!(polls(&inside, lane).is_empty());
    }
    for lane in inner_lanes {
        assert!(
            polls(&inside, lane)
                .iter()
                .all(|(worker, _)| *worker == FIRST)
        );
        assert!(polls(&outside, lane).is_empty());
    }
    let tasks = |events: &[Event]| {
        let task = |event: &&Event| {
            matches!(
                event.what,
                What::Spawned {
                    role: Role::Task,
                    ..
                }
            )
        };
        events.iter().filter(task).count()
    };
    assert_eq!((tasks(&outside), tasks(&inside)), (1, 1));
}

#[test]
fn a_handle_runs_one_too() {
    if !runtimes_are_told_apart() {
        return;
    }
    let (runtime, mut reader) = observed(&mut Builder::new_multi_thread());
    let handle = runtime.handle().clone();
    let sum = std::thread::spawn(move || handle.block_on(async { 1 + 1 }))
        .join()
        .unwrap();
    assert_eq!(sum, 2);
    let known = runtime.block_on(async { Handle::current().block_on_elsewhere() });
    assert_eq!(known, 3);
    drop(runtime);
    assert_eq!(lanes(&all(&mut reader)).len(), 3);
}

trait Elsewhere {
    fn block_on_elsewhere(self) -> u32;
}

impl Elsewhere for Handle {
    /// On a thread that nobody attached.
    fn block_on_elsewhere(self) -> u32 {
        let thread = std::thread::spawn(move || self.block_on(async { 3 }));
        thread.join().expect("no panic")
    }
}

#[test]
#[allow(clippy::large_stack_arrays, reason = "it is to be large")]
fn a_large_future_is_run_as_by_tokio() {
    let (runtime, mut reader) = observed(&mut Builder::new_current_thread());
    let large = async {
        let kept = [1_u8; 60_000];
        kitchen_probe::yield_now().await;
        kept.iter().map(|byte| u64::from(*byte)).sum::<u64>()
    };
    let bytes = size_of_val(&large);
    assert_eq!(runtime.block_on(large), 60_000);
    let plain = Builder::new_current_thread().build().unwrap();
    plain.block_on(async {
        let kept = [1_u8; 60_000];
        kitchen_probe::yield_now().await;
        assert_eq!(kept.len(), 60_000);
    });
    let events = all(&mut reader);
    let told = events.iter().find_map(|event| match event.what {
        What::Spawned { bytes, .. } => Some(bytes as usize),
        _ => None,
    });
    assert_eq!(told, Some(bytes));
}
