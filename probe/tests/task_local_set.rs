//! Tasks of a `LocalSet` are lanes of their own, polled inside of whoever polls the set.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use kitchen_probe::events::*;
use kitchen_probe::task::{self, JoinSet, LocalSet};
use kitchen_probe::{Probe, spawn_as};
use std::future::{Future, pending};
use std::rc::Rc;
use tokio::runtime::Builder;

mod story;

use story::{Did, Story};

/// Runs an observed task, which drives a set, to its end.
fn story<S, F>(workers: Option<usize>, set: S) -> Story
where
    S: FnOnce() -> F + Send + 'static,
    F: Future<Output = ()> + 'static,
{
    let mut builder = match workers {
        Some(workers) => {
            let mut builder = Builder::new_multi_thread();
            builder.worker_threads(workers);
            builder
        }
        None => Builder::new_current_thread(),
    };
    Story::of(&mut builder, async {
        // The set stays on a thread: it is driven from `block_on`, which is a task here.
        spawn_as("thread", async {
            let run = || {
                let handle = kitchen_probe::runtime::Handle::current();
                handle.block_on(LocalSet::new().run_until(set()));
            };
            task::spawn_blocking(run).await.unwrap();
        })
        .await
        .unwrap();
    })
}

async fn fetch(name: Rc<str>) -> usize {
    task::yield_now().await;
    name.len()
}

/// Handles of Tokio's own are known as an observed runtime's in stable builds since 1.49.
fn runtimes_are_told_apart() -> bool {
    cfg!(tokio_unstable) || kitchen_probe::tokio_version().minor() >= 49
}

#[test]
fn a_local_task_has_its_name_its_polls_and_its_end() {
    if !runtimes_are_told_apart() {
        return;
    }
    let story = story(Some(1), || async {
        let handle = task::spawn_local(fetch("carrot".into()));
        assert_eq!(handle.await.unwrap(), 6);
    });
    let local = story.one("fetch");
    assert_eq!(story.role(local), (Role::Local, None));
    // Nested in the poll of `block_on`, which has no worker.
    assert_eq!(
        story.polls(local),
        [(None, PollOutcome::Pending), (None, PollOutcome::Ready)]
    );
    let by = story.spawner(local);
    assert_eq!(story.handle_acts(local), [Did(HandleAct::Joined, by)]);
    assert!(by.is_some(), "the future of block_on");
}

#[test]
fn what_drives_a_set_keeps_the_worker_while_it_polls_the_tasks_inside() {
    let (probe, mut reader) = Probe::new();
    // Of the stand-in's own runtime, the future of `block_on` is seen.
    let mut builder = kitchen_probe::runtime::Builder::new_current_thread();
    let runtime = probe.build(&mut builder).unwrap();
    runtime.block_on(async {
        let set = LocalSet::new();
        let (told, tells) = tokio::sync::oneshot::channel();
        let handle = set.spawn_local(async move {
            // Spawned on the worker's thread: to its queue, though a lane does it.
            let child = spawn_as("child", async move { told.send(7).unwrap() });
            child.await.unwrap();
        });
        set.run_until(async { handle.await.unwrap() }).await;
        assert_eq!(tells.await.unwrap(), 7);
    });
    drop(runtime);
    let story = Story::read(&mut reader);
    let name = "what_drives_a_set_keeps_the_worker_while_it_polls_the_tasks_inside";
    let [main, local] = story.all(name)[..] else {
        panic!("a lane and a local task");
    };
    assert_eq!(story.role(main).0, Role::BlockOn);
    assert_eq!(story.role(local), (Role::Local, None));
    let child = story.one("child");
    let worker = Some(WorkerId::new(0));
    assert_eq!(story.role(child), (Role::Task, worker));
    assert_eq!(story.spawner(child), Some(local));
    assert!(story.polls(child).iter().all(|poll| poll.0 == worker));
    assert!(story.polls(main).iter().all(|poll| poll.0 == worker));
    assert_eq!(
        story.polls(local),
        [(None, PollOutcome::Pending), (None, PollOutcome::Ready)]
    );
}

#[test]
fn a_local_task_wakes_and_is_woken_by_name() {
    if !runtimes_are_told_apart() {
        return;
    }
    let story = story(None, || async {
        let (to, from) = tokio::sync::oneshot::channel();
        let waits = async { from.await.unwrap() };
        let waits = task::Builder::new()
            .name("waits")
            .spawn_local(waits)
            .unwrap();
        let sends = async move { to.send(()).unwrap() };
        let sends = task::Builder::new()
            .name("sends")
            .spawn_local(sends)
            .unwrap();
        waits.await.unwrap();
        sends.await.unwrap();
    });
    let sends = story.one("sends");
    assert_eq!(story.wakes(story.one("waits")), [WakeBy::Task(sends)]);
}

#[test]
fn local_tasks_are_joined_aborted_and_dropped_with_their_set() {
    if !runtimes_are_told_apart() {
        return;
    }
    let story = story(Some(2), || async {
        let other = LocalSet::default();
        let mut set = JoinSet::new();
        set.build_task()
            .name("one")
            .spawn_local(async { 1 })
            .unwrap();
        let two = set.build_task().name("two");
        two.spawn_local_on(async { 2 }, &other).unwrap();
        set.spawn_local(async { 4 });
        set.spawn_local_on(async { 8 }, &other);
        let mut sum = 0;
        other
            .run_until(async {
                while let Some(next) = set.join_next().await {
                    sum += next.unwrap();
                }
            })
            .await;
        assert_eq!(sum, 15);
        let name = task::Builder::new().name("aborted");
        let aborted = name.spawn_local(pending::<()>()).unwrap();
        aborted.abort();
        assert!(aborted.await.unwrap_err().is_cancelled());
        let name = task::Builder::new().name("dropped");
        let dropped = name.spawn_local_on(pending::<()>(), &other).unwrap();
        drop(other);
        assert!(dropped.await.unwrap_err().is_cancelled());
    });
    for name in ["one", "two"] {
        let local = story.one(name);
        assert_eq!(story.role(local).0, Role::Local);
        assert_eq!(story.polls(local), [(None, PollOutcome::Ready)], "{name}");
    }
    for name in ["aborted", "dropped"] {
        assert!(story.was_dropped(story.one(name)), "{name}");
    }
}

#[test]
fn a_set_that_nobody_observes_inside_is_driven_by_the_worker() {
    // Of a plain runtime's `block_on` nothing is seen: a task of the set is all there is.
    let story = Story::of(&mut Builder::new_current_thread(), async {
        let set = LocalSet::new();
        let handle = set.spawn_local(fetch("pea".into()));
        set.await;
        assert_eq!(handle.await.unwrap(), 3);
    });
    let polls = story.polls(story.one("fetch"));
    let worker = Some(WorkerId::new(0));
    assert_eq!(
        polls,
        [(worker, PollOutcome::Pending), (worker, PollOutcome::Ready)]
    );
}

#[test]
fn block_on_of_a_set_runs_it_on_a_runtime() {
    let runtime = kitchen_probe::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let set = LocalSet::new();
    let sum = set.block_on(&runtime, async {
        task::spawn_local(fetch("leek".into())).await.unwrap()
    });
    assert_eq!(sum, 4);
    let entered = set.enter();
    let handle = task::spawn_local(async { 5 });
    drop(entered);
    let sum = runtime.block_on(async { set.run_until(handle).await });
    assert_eq!(sum.unwrap(), 5);
    assert!(format!("{set:?}").starts_with("LocalSet"));
}
