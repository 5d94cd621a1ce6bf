//! What is told of real tasks whose polls and awaits are easily taken for something else.

use std::time::Duration;
use tokio::sync::{RwLock, mpsc};
use tokio_kitchen::app::Register;
use tokio_kitchen::events::{Nanos, WaitOn};
use tokio_kitchen::kitchen::narrator;
use tokio_kitchen::model::Model;
use tokio_kitchen::probe::{self, JoinSet, Probe, leaf};

/// So short that every poll is a stall, or so long that none is.
const EVERY: Nanos = Nanos(1);
const NONE: Nanos = Nanos::from_millis(3_600_000);

/// Runs it on one worker, and gives all that is told of it.
fn told<F>(stall_after: Nanos, future: F) -> Vec<String>
where
    F: Future<Output = ()> + Send + 'static,
{
    let (probe, mut reader) = Probe::new();
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    let runtime = probe
        .build(builder.worker_threads(1).enable_all())
        .expect("a runtime");
    runtime
        .block_on(async { probe::spawn_as("root", future).await })
        .expect("no panic");
    drop(runtime);
    let mut model = Model::new(stall_after);
    reader.drain_all(|event| model.apply(&event));
    let lines = model.happenings();
    let lines = lines.filter_map(|fact| narrator::happening(fact, &model, Register::Analogy));
    lines
        .map(|line| format!("{} {}", line.text, line.why.unwrap_or_default()))
        .collect()
}

fn count(told: &[String], part: &str) -> usize {
    told.iter().filter(|line| line.contains(part)).count()
}

#[test]
fn a_stall_with_awaits_that_were_ready_at_once_says_that_none_had_to_wait() {
    let lines = told(EVERY, async {
        let (done, over) = tokio::sync::oneshot::channel();
        let child = probe::spawn_as("child", async move {
            let _ = done.send(());
        });
        let _ = leaf(WaitOn::Channel, over).await;
        // From here on all is ready: the next poll has awaits, and none of them waits.
        tokio::task::unconstrained(async move {
            let (to, mut from) = mpsc::channel(1);
            for number in 0..300 {
                to.send(number).await.expect("room");
                assert_eq!(leaf(WaitOn::Channel, from.recv()).await, Some(number));
            }
        })
        .await;
        child.await.expect("no panic");
    });
    let reason = "Until its end there was no .await in it at which the card had to wait.";
    assert!(count(&lines, reason) > 0, "{lines:#?}");
    assert_eq!(count(&lines, "There was no .await"), 0, "{lines:#?}");
}

#[test]
fn a_dropped_await_is_told_whatever_dropped_it_and_no_more_than_that() {
    let short = Duration::from_millis(1);
    let long = Duration::from_secs(3_600);
    let lines = told(NONE, async move {
        let (to, mut from) = mpsc::channel::<u8>(1);
        to.send(0).await.expect("room");
        // A branch of select! that lost.
        tokio::select! {
            _ = leaf(WaitOn::Channel, to.send(7)) => {}
            () = probe::sleep(short) => {}
        }
        assert_eq!(from.recv().await, Some(0));
        // A timeout.
        let late = tokio::time::timeout(short, leaf(WaitOn::Channel, from.recv())).await;
        assert!(late.is_err());
        probe::sleep(short).await;
        // A drop by hand.
        let mut slow = Box::pin(probe::sleep(long));
        std::future::poll_fn(|context| {
            let _ = slow.as_mut().poll(context);
            std::task::Poll::Ready(())
        })
        .await;
        drop(slow);
        probe::sleep(short).await;
    });
    assert_eq!(count(&lines, "dropped an await"), 3, "{lines:#?}");
    assert_eq!(count(&lines, "select! branch"), 0, "{lines:#?}");
    assert_eq!(
        count(&lines, "is lost. So end"),
        2,
        "what it may mean: {lines:#?}"
    );
    assert_eq!(count(&lines, "It rings no more. So end"), 1, "{lines:#?}");
}

#[test]
fn a_set_that_is_dropped_asks_nobody_to_stop_who_is_over() {
    let lines = told(NONE, async {
        let mut set = JoinSet::new();
        let (to, mut from) = mpsc::unbounded_channel();
        for _ in 0..3 {
            let to = to.clone();
            set.spawn_as("member", async move { to.send(()).expect("a receiver") });
        }
        let (alive, over) = tokio::sync::oneshot::channel::<()>();
        set.spawn_as("waiter", async move {
            let _alive = alive;
            std::future::pending::<()>().await;
        });
        // There is one worker: who reads of a member's end is polled after that poll is over.
        for _ in 0..3 {
            from.recv().await.expect("a member");
        }
        drop(set);
        assert!(over.await.is_err());
    });
    assert_eq!(
        count(&lines, "waiter is asked to stop (abort)."),
        1,
        "{lines:#?}"
    );
    assert_eq!(count(&lines, "member is asked to stop"), 0, "{lines:#?}");
}

#[test]
fn a_lock_need_not_be_a_mutex_nor_io_a_socket() {
    let lines = told(NONE, async {
        let book: &'static RwLock<u8> = Box::leak(Box::new(RwLock::new(1)));
        let held = book.write().await;
        let reader = probe::spawn_as("reader", async {
            drop(leaf(WaitOn::Lock, book.read()).await);
            // As tokio::fs does it: on a thread of the pool.
            let (open, opened) = std::sync::mpsc::channel();
            let read = tokio::task::spawn_blocking(move || opened.recv());
            // There is one worker, which comes to it only when the reader waits.
            probe::spawn_as("opener", async move { open.send(()) });
            leaf(WaitOn::Io, read)
                .await
                .expect("no panic")
                .expect("opened");
        });
        tokio::task::yield_now().await;
        drop(held);
        reader.await.expect("no panic");
    });
    assert_eq!(
        count(&lines, "it waits for a lock (Mutex, RwLock)."),
        1,
        "{lines:#?}"
    );
    assert_eq!(count(&lines, "the door (I/O)"), 1, "{lines:#?}");
    assert_eq!(count(&lines, "socket)"), 0, "{lines:#?}");
}
