//! What `block_on` runs on the thread of a current-thread runtime is that runtime's own code:
//! it wakes, it polls as its one worker, and it holds that worker up.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::*;
use kitchen_probe::runtime::Builder;
use kitchen_probe::{Probe, leaf, spawn_as};
use std::future::Future;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

const WORKER: WorkerId = WorkerId::new(0);

/// Runs a future on a current-thread runtime, and gives all that was seen.
fn seen<F: Future>(main: F) -> Vec<What> {
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(Builder::new_current_thread().enable_all())
        .unwrap();
    runtime.block_on(main);
    drop(runtime);
    let mut events = Vec::new();
    reader.drain_all(|event| events.push(event.what));
    events
}

/// Lets all other tasks run until `is_so`.
async fn until(mut is_so: impl FnMut() -> bool) {
    while !is_so() {
        tokio::task::yield_now().await;
    }
}

/// The first task of a role.
fn of_role(events: &[What], wanted: Role) -> TaskId {
    let found = events.iter().find_map(|what| match what {
        What::Spawned { task, role, .. } if *role == wanted => Some(*task),
        _ => None,
    });
    found.unwrap()
}

fn wakes(events: &[What], of: TaskId) -> Vec<(WakeBy, Option<WorkerId>)> {
    let wakes = events.iter().filter_map(|what| match what {
        What::Woken { task, by, on } if *task == of => Some((*by, *on)),
        _ => None,
    });
    wakes.collect()
}

#[test]
fn a_task_that_main_sends_to_is_woken_by_main() {
    let events = seen(async {
        let (sender, mut receiver) = oneshot::channel::<u8>();
        let (tell, mut told) = oneshot::channel();
        let mut tell = Some(tell);
        let task = spawn_as("B", async move {
            let wait = std::future::poll_fn(|cx| {
                let polled = std::pin::Pin::new(&mut receiver).poll(cx);
                if let (true, Some(tell)) = (polled.is_pending(), tell.take()) {
                    let _ = tell.send(());
                }
                polled
            });
            leaf(WaitOn::Channel, wait).await.unwrap()
        });
        until(|| told.try_recv().is_ok()).await;
        sender.send(1).unwrap();
        task.await.unwrap();
    });
    let main = of_role(&events, Role::BlockOn);
    let task = of_role(&events, Role::Task);
    assert_eq!(wakes(&events, task), [(WakeBy::Task(main), Some(WORKER))]);
}

#[test]
fn main_that_blocks_holds_the_only_worker() {
    const HELD: Duration = Duration::from_millis(2);
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(Builder::new_current_thread().enable_all())
        .unwrap();
    let held = runtime.block_on(async {
        tokio::task::yield_now().await;
        let begun = Instant::now();
        while begun.elapsed() < HELD {
            std::hint::spin_loop();
        }
        // While it lasts.
        reader.now().workers[WORKER.index()]
    });
    drop(runtime);
    let (mut events, mut longest) = (Vec::new(), None);
    reader.drain_all(|event| {
        if let What::Polled {
            task,
            worker,
            start,
            ..
        } = event.what
        {
            longest = longest.max(Some((event.at.since(start), task, worker)));
        }
        events.push(event.what);
    });
    let main = of_role(&events, Role::BlockOn);
    assert_eq!(held.unwrap().task, main);
    let (length, task, worker) = longest.unwrap();
    assert!(length >= Nanos::from_millis(2), "{length:?}");
    assert_eq!((task, worker), (main, Some(WORKER)));
}
