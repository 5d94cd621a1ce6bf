//! Handles, sets and local tasks of the stand-in: they do what Tokio's do, and what is done with
//! them is told.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use futures_util::future::join_all;
use futures_util::stream::{FuturesUnordered, StreamExt};
use kitchen_probe::events::*;
use kitchen_probe::task::{self, AbortHandle, JoinHandle, JoinSet};
use kitchen_probe::time::{sleep, timeout};
use kitchen_probe::{Probe, spawn, spawn_as};
use std::future::{Future, pending};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::time::Duration;
use tokio::runtime::Builder;

mod story;

use story::{Did, Story};

const SHORT: Duration = Duration::from_millis(1);
const HOUR: Duration = Duration::from_secs(3_600);

/// Runs one observed task to its end, on Tokio's paused clock: it jumps to the next timer when
/// there is nothing else to do.
fn story(future: impl Future<Output = ()> + Send + 'static) -> Story {
    Story::of(Builder::new_current_thread().start_paused(true), async {
        spawn_as("root", future).await.unwrap();
    })
}

/// Waits for ever.
async fn waits() {
    pending::<()>().await;
}

/// Handles of Tokio's own are known as an observed runtime's in stable builds since 1.49.
fn runtimes_are_told_apart() -> bool {
    cfg!(tokio_unstable) || kitchen_probe::tokio_version().minor() >= 49
}

#[test]
fn an_await_is_told_with_its_own_line_and_whom_it_is_for() {
    let story = story(async {
        let handle = spawn_as("child", task::yield_now());
        handle.await.unwrap();
    });
    let line = line!() - 2;
    let child = story.one("child");
    let root = story.one("root");
    assert_eq!(
        story.waits(root),
        [("task_handles.rs", line, Some(child), Some(WaitEnd::Ready))]
    );
    assert_eq!(
        story.handle_acts(child),
        [Did(HandleAct::Joined, Some(root))]
    );
}

#[test]
fn a_handle_that_is_ready_at_once_waits_for_nothing() {
    let story = story(async {
        let handle = spawn_as("child", async { 5 });
        task::yield_now().await;
        assert!(handle.is_finished());
        assert_eq!(handle.await.unwrap(), 5);
    });
    let root = story.one("root");
    let joins = story
        .waits(root)
        .into_iter()
        .filter(|wait| wait.2.is_some());
    assert_eq!(joins.count(), 0);
}

#[test]
fn a_borrowed_handle_is_awaited_in_select_and_can_be_awaited_again() {
    let story = story(async {
        let mut handle = spawn_as("child", waits());
        tokio::select! {
            _ = &mut handle => unreachable!(),
            () = sleep(SHORT) => handle.abort(),
        }
        assert!(handle.await.unwrap_err().is_cancelled());
    });
    let line = line!() - 2;
    let (root, child) = (story.one("root"), story.one("child"));
    let joins: Vec<_> = story
        .waits(root)
        .into_iter()
        .filter(|wait| wait.2 == Some(child))
        .map(|(file, at, _, end)| (file == "task_handles.rs", at == line, end))
        .collect();
    // By reference it is core's line that polls.
    let [first, second] = joins[..] else {
        panic!("{joins:?}");
    };
    assert_eq!(first, (false, false, Some(WaitEnd::Dropped)));
    assert_eq!(second, (true, true, Some(WaitEnd::Ready)));
    assert_eq!(
        story.handle_acts(child),
        [
            Did(HandleAct::AbortAsked, Some(root)),
            Did(HandleAct::Joined, Some(root))
        ]
    );
}

#[test]
fn a_timeout_of_a_borrowed_handle_leaves_it() {
    let story = story(async {
        let mut handle = spawn_as("child", sleep(HOUR));
        if timeout(SHORT, &mut handle).await.is_err() {
            handle.abort();
        }
        assert!(handle.await.unwrap_err().is_cancelled());
        assert!(timeout(SHORT, spawn_as("lost", waits())).await.is_err());
    });
    let root = story.one("root");
    let asked = Did(HandleAct::AbortAsked, Some(root));
    let joined = Did(HandleAct::Joined, Some(root));
    assert_eq!(story.handle_acts(story.one("child")), [asked, joined]);
    // What the timeout owned is dropped with it.
    let lost = story.one("lost");
    assert_eq!(
        story.handle_acts(lost),
        [Did(HandleAct::Dropped, Some(root))]
    );
}

#[test]
fn many_handles_are_awaited_at_once() {
    let story = story(async {
        let of = |number: u32| spawn_as(format!("child {number}"), async move { number });
        let all = join_all((0..3).map(of)).await;
        assert_eq!(all.into_iter().map(Result::unwrap).sum::<u32>(), 3);
        let mut unordered: FuturesUnordered<_> = (3..6).map(of).collect();
        let mut sum = 0;
        while let Some(number) = unordered.next().await {
            sum += number.unwrap();
        }
        assert_eq!(sum, 12);
        let (one, two) = tokio::try_join!(of(6), of(7)).unwrap();
        assert_eq!(one + two, 13);
    });
    let root = story.one("root");
    for number in 0..8 {
        let child = story.one(&format!("child {number}"));
        assert_eq!(
            story.handle_acts(child),
            [Did(HandleAct::Joined, Some(root))]
        );
        let mut waits = story.waits(root).into_iter();
        assert!(waits.any(|wait| wait.2 == Some(child)), "{number}");
    }
}

#[test]
fn an_abort_handle_outlives_the_handle() {
    let story = story(async {
        let handle = spawn_as("child", waits());
        let (id, number) = (handle.id(), handle.number());
        let abort = handle.abort_handle();
        drop(handle);
        assert_eq!((abort.id(), abort.number()), (id, number));
        task::yield_now().await;
        assert!(!abort.is_finished());
        abort.clone().abort();
        task::yield_now().await;
        assert!(abort.is_finished());
    });
    let root = Some(story.one("root"));
    let child = story.one("child");
    assert_eq!(
        story.handle_acts(child),
        [
            Did(HandleAct::Dropped, root),
            Did(HandleAct::AbortAsked, root)
        ]
    );
    assert!(story.was_dropped(child));
}

#[test]
fn a_panic_comes_back_through_the_handle() {
    let story = story(async {
        let handle = spawn_as("child", async { panic!("broken") });
        let error: task::JoinError = handle.await.unwrap_err();
        assert_eq!(*error.into_panic().downcast::<&str>().unwrap(), "broken");
        let job = task::spawn_blocking(|| panic!("broken"));
        assert!(job.await.unwrap_err().is_panic());
    });
    let polls = story.polls(story.one("child"));
    assert_eq!(polls.last().unwrap().1, PollOutcome::Panicked);
}

#[test]
fn a_set_tells_of_each_of_its_tasks() {
    if !runtimes_are_told_apart() {
        return;
    }
    let story = story(async {
        let mut set = JoinSet::new();
        set.spawn_as("one", async { 1 });
        let two = set.build_task().name("two").spawn(async { 2 }).unwrap();
        set.spawn_blocking(|| 4);
        set.spawn_on(async { 8 }, &tokio::runtime::Handle::current());
        assert_eq!(set.len(), 4);
        let mut sum = 0;
        while let Some(next) = set.join_next_with_id().await {
            let (id, value) = next.unwrap();
            assert_eq!(id == two.id(), value == 2);
            sum += value;
        }
        assert_eq!(sum, 15);
        assert!(set.is_empty() && set.try_join_next().is_none());
    });
    let root = Some(story.one("root"));
    for name in ["one", "two"] {
        assert_eq!(
            story.handle_acts(story.one(name)),
            [Did(HandleAct::Joined, root)],
            "{name}"
        );
    }
    // Of the other two, a task and a job, the name is that of the function they are written in.
    let by_function = story.all("a_set_tells_of_each_of_its_tasks");
    assert_eq!(by_function.len(), 2);
    for task in by_function {
        assert_eq!(story.handle_acts(task), [Did(HandleAct::Joined, root)]);
    }
}

#[test]
fn a_set_is_joined_aborted_detached_or_dropped() {
    let story = story(async {
        let set: JoinSet<u8> = (1..=2).map(|number| async move { number }).collect();
        assert_eq!(set.join_all().await.iter().sum::<u8>(), 3);
        let mut set = JoinSet::new();
        set.spawn_as("shut down", waits());
        set.shutdown().await;
        set.spawn_as("detached", task::yield_now());
        set.detach_all();
        set.spawn_as("aborted", waits());
        set.abort_all();
        assert!(set.join_next().await.unwrap().unwrap_err().is_cancelled());
        set.spawn_as("dropped", waits());
        drop(set);
        sleep(SHORT).await;
    });
    let root = Some(story.one("root"));
    let acts = |name| story.handle_acts(story.one(name));
    let aborted = [
        Did(HandleAct::AbortAsked, root),
        Did(HandleAct::Joined, root),
    ];
    assert_eq!(acts("shut down"), aborted);
    assert_eq!(acts("aborted"), aborted);
    assert_eq!(acts("detached"), [Did(HandleAct::Dropped, root)]);
    assert_eq!(
        acts("dropped"),
        [
            Did(HandleAct::AbortAsked, root),
            Did(HandleAct::Dropped, root)
        ]
    );
    let detached = story.polls(story.one("detached"));
    assert_eq!(detached.last().unwrap().1, PollOutcome::Ready);
}

#[test]
fn handles_become_tokios_own_and_come_back() {
    let story = story(async {
        let handle = spawn_as("child", async { 5 });
        let tokios: tokio::task::JoinHandle<i32> = handle.into();
        let back = JoinHandle::from(tokios);
        assert_eq!(back.number(), None);
        assert_eq!(back.await.unwrap(), 5);
        let abort: tokio::task::AbortHandle = spawn_as("other", waits()).abort_handle().into();
        AbortHandle::from(abort).abort();
    });
    assert_eq!(story.handle_acts(story.one("child")), []);
    let root = Some(story.one("root"));
    let other = story.one("other");
    assert_eq!(story.handle_acts(other), [Did(HandleAct::Dropped, root)]);
}

#[test]
fn a_handle_is_of_the_same_kind_as_tokios() {
    fn is<T: Send + Sync + Unpin + std::fmt::Debug>(_: &T) {}
    fn unwinds<T: UnwindSafe + RefUnwindSafe>(_: &T) {}
    story(async {
        let handle = spawn(async { std::cell::Cell::new(5) });
        is(&handle);
        unwinds(&handle);
        is(&handle.abort_handle());
        unwinds(&handle.abort_handle());
        assert!(format!("{handle:?}").starts_with("JoinHandle { id: Id("));
        let set = JoinSet::<()>::new();
        is(&set);
        // Tokio's own is not where its locks are those of `parking_lot`.
        #[cfg(not(feature = "parking_lot"))]
        unwinds(&set);
        assert_eq!(format!("{set:?}"), "JoinSet { len: 0 }");
        assert_eq!(size_of_val(&handle), 24);
    });
}

#[test]
fn where_nothing_observes_it_is_tokio_alone() {
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut set = JoinSet::new();
        assert_eq!(set.spawn_as("child", async { 1 }).number(), None);
        assert_eq!(set.join_next().await.unwrap().unwrap(), 1);
        let handle = spawn(async { 2 });
        assert_eq!(handle.number(), None);
        assert_eq!(handle.await.unwrap(), 2);
        let local = task::LocalSet::new();
        let handle = local.spawn_local(async { 3 });
        assert_eq!(handle.number(), None);
        local.await;
        assert_eq!(handle.await.unwrap(), 3);
    });
}

/// A thread of its own: a panic hook tells where, and other tests panic, too.
#[test]
fn a_spawn_outside_a_runtime_panics_at_its_own_line() {
    let (line, told) = std::sync::mpsc::channel();
    let here = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().id() == here {
            let at = info.location().unwrap();
            line.send((at.file().to_owned(), at.line())).unwrap();
        } else {
            before(info);
        }
    }));
    let mut lines = Vec::new();
    let mut panics_at = |line: u32, f: fn()| {
        assert!(std::panic::catch_unwind(f).is_err());
        lines.push((told.recv().unwrap(), line));
    };
    panics_at(line!(), || drop(spawn(async {})));
    panics_at(line!(), || drop(task::spawn_blocking(|| ())));
    panics_at(line!(), || drop(task::spawn_local(async {})));
    panics_at(line!(), || drop(JoinSet::new().spawn(async {})));
    let (probe, _reader) = Probe::new();
    probe.attach_thread();
    panics_at(line!(), || drop(spawn(async {})));
    panics_at(line!(), || drop(JoinSet::new().spawn_blocking(|| ())));
    let _ = std::panic::take_hook();
    for ((file, at), line) in lines {
        assert!(file.ends_with("task_handles.rs"), "{file}");
        assert_eq!(at, line);
    }
}
