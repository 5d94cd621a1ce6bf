//! Who called a waker, on real runtimes: the right caller where something tells, "not known"
//! where nothing does, and never one that only remains when others are ruled out.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

#[path = "causes/watched.rs"]
mod watched;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use tokio::sync::{Mutex, Notify, Semaphore, oneshot};
use tokio::task::LocalSet;
use tokio_kitchen::events::{Coverage, WaitOn};
use tokio_kitchen::probe::{self, JoinSet, leaf};
use watched::{Watched, on_all, pended, waiting};

const LONG: Duration = Duration::from_secs(3_600);

/// Aborts a task "A" that holds something, and waits for the task "B" that wants it.
async fn abort_holder<G: Send + 'static, F>(held: G, wanted: F)
where
    F: Future + Send + 'static,
    F::Output: Send,
{
    let (tell, holds) = oneshot::channel();
    let holder = probe::spawn_as("A", async move {
        let _held = held;
        pended(leaf(WaitOn::Signal, Notify::new().notified()), tell).await;
    });
    holds.await.unwrap();
    let next = waiting(wanted).await;
    holder.abort();
    next.await.unwrap();
}

#[test]
fn what_an_aborted_task_held_is_dropped_by_its_cancellation() {
    on_all(|watched| {
        watched.block_on(async {
            let lock = Arc::new(Mutex::new(()));
            let held = Arc::clone(&lock).lock_owned().await;
            abort_holder(held, leaf(WaitOn::Lock, lock.lock_owned())).await;
            let (sender, receiver) = oneshot::channel::<()>();
            abort_holder(sender, leaf(WaitOn::Channel, receiver)).await;
            let trays = Arc::new(Semaphore::new(1));
            let permit = Arc::clone(&trays).acquire_owned().await.unwrap();
            // Not named: what is known does not hang on that.
            abort_holder(permit, trays.acquire_owned()).await;
        });
        let seen = watched.seen();
        assert_eq!(seen.woke("B"), ["drop of A"; 3]);
        let sentence = &seen
            .told
            .iter()
            .find(|told| seen.kind(told.0) == "B")
            .unwrap()
            .3;
        assert!(
            sentence.contains("A (cancelled, with all it held) rang for #"),
            "{sentence}"
        );
        let wakes = seen.model.counters().wakes;
        assert!(wakes.by_task >= 3, "{wakes:?}");
    });
}

#[test]
fn what_an_ended_task_leaves_is_dropped_by_it() {
    on_all(|watched| {
        watched.block_on(async {
            let (sender, receiver) = oneshot::channel::<()>();
            let next = waiting(leaf(WaitOn::Channel, receiver)).await;
            // Nobody wants the result, so it is dropped as the task ends.
            let (end, ends) = oneshot::channel();
            drop(probe::spawn_as("A", async move {
                ends.await.unwrap();
                sender
            }));
            end.send(()).unwrap();
            next.await.unwrap();
        });
        assert_eq!(watched.seen().woke("B"), ["A"]);
    });
}

#[test]
fn a_result_that_is_dropped_with_its_handle_is_dropped_by_who_has_the_handle() {
    let watched = Watched::current_thread();
    watched.block_on(async {
        let (sender, receiver) = oneshot::channel::<()>();
        let next = waiting(leaf(WaitOn::Channel, receiver)).await;
        let holder = probe::spawn_as("A", async move { sender });
        while !holder.is_finished() {
            tokio::task::yield_now().await;
        }
        drop(holder);
        next.await.unwrap();
    });
    assert_eq!(watched.seen().woke("B"), ["~main"]);
}

#[test]
fn a_task_that_is_not_observed_is_not_taken_for_anything_else() {
    // Where all tasks are promised to be observed there is none.
    for build in [Watched::multi_thread, Watched::current_thread] {
        let watched = build();
        let line = line!() + 10;
        watched.block_on(async {
            for (named, after_another) in [(true, false), (false, true), (true, true)] {
                let (sender, receiver) = oneshot::channel::<()>();
                let task = if named {
                    waiting(leaf(WaitOn::Channel, receiver)).await
                } else {
                    waiting(receiver).await
                };
                let other = after_another.then(|| probe::spawn_as("A", async {}));
                tokio::spawn(async move { sender.send(()) })
                    .await
                    .unwrap()
                    .unwrap();
                task.await.unwrap();
                drop(other);
            }
        });
        let seen = watched.seen();
        let wakes = seen.model.counters().wakes;
        if cfg!(tokio_unstable) {
            // Tokio's hooks show it.
            assert_eq!(seen.woke("B"), vec![format!("causes.rs:{line}"); 3]);
            assert_eq!(wakes.by_unobserved, 0);
        } else {
            assert_eq!(seen.woke("B"), ["unobserved"; 3]);
            assert_eq!(wakes.by_unobserved, 3);
        }
    }
}

#[test]
fn the_end_of_a_task_that_is_not_observed_is_no_other_task_s() {
    on_all(|watched| {
        let line = line!() + 4;
        watched.block_on(async {
            for named in [true, false] {
                let (end, ends) = oneshot::channel::<()>();
                let unobserved = tokio::spawn(async move { ends.await.unwrap() });
                let task = if named {
                    waiting(leaf(WaitOn::Join, unobserved)).await
                } else {
                    waiting(unobserved).await
                };
                probe::spawn_as("A", async {});
                end.send(()).unwrap();
                task.await.unwrap();
            }
        });
        let seen = watched.seen();
        if seen.model.run().unwrap().coverage == Coverage::Hooks {
            // It is observed after all, and wakes before its last poll is over.
            assert_eq!(seen.woke("B"), vec![format!("causes.rs:{line}"); 2]);
        } else {
            // Of a wait without a name nothing tells what it is for.
            assert_eq!(seen.woke("B"), ["~unobserved", "unknown"]);
        }
    });
}

#[test]
fn a_task_that_yields_comes_from_the_deferred_list_or_from_somewhere_unknown() {
    on_all(|watched| {
        watched.block_on(async {
            probe::spawn_as("observed", probe::yield_now())
                .await
                .unwrap();
            probe::spawn_as("A", async {});
            probe::spawn_as("plain", tokio::task::yield_now())
                .await
                .unwrap();
        });
        let seen = watched.seen();
        assert_eq!(seen.woke("observed"), ["deferred"]);
        assert_eq!(seen.woke("plain"), ["unknown"]);
    });
}

#[test]
fn main_on_the_thread_of_the_only_worker_is_main() {
    let watched = Watched::current_thread();
    watched.block_on(async {
        let (sender, receiver) = oneshot::channel();
        let task = waiting(leaf(WaitOn::Channel, receiver)).await;
        sender.send(()).unwrap();
        task.await.unwrap();
    });
    let seen = watched.seen();
    assert_eq!(seen.woke("B"), ["~main"]);
    assert_eq!(seen.model.counters().wakes.by_outside, 1);
}

#[test]
fn a_thread_without_a_runtime_is_outside() {
    let watched = Watched::multi_thread();
    watched.block_on(async {
        let (sender, receiver) = oneshot::channel();
        let task = waiting(leaf(WaitOn::Channel, receiver)).await;
        sender.send(()).unwrap();
        task.await.unwrap();
    });
    assert_eq!(watched.seen().woke("B"), ["outside"]);
}

#[test]
fn a_task_of_a_local_set_is_one_that_is_not_observed() {
    // The thread of the second one is no worker.
    for build in [Watched::current_thread, Watched::multi_thread] {
        let watched = build();
        let local = LocalSet::new();
        local.block_on(watched.runtime.as_ref().unwrap(), async {
            let (sender, receiver) = oneshot::channel();
            let task = waiting(leaf(WaitOn::Channel, receiver)).await;
            let sent = tokio::task::spawn_local(async move { sender.send(()) });
            sent.await.unwrap().unwrap();
            task.await.unwrap();
        });
        assert_eq!(watched.seen().woke("B"), ["unobserved"]);
    }
}

#[test]
fn who_awaits_a_task_is_woken_by_its_end() {
    on_all(|watched| {
        watched.block_on(async {
            // The task awaited ends after the one that waits is known to be pending.
            let (end, ends) = oneshot::channel();
            let end_of = probe::spawn_as("A", leaf(WaitOn::Channel, ends));
            let task = waiting(async move {
                tokio::select! {
                    () = probe::sleep(LONG) => {}
                    _ = end_of => {}
                }
            })
            .await;
            end.send(()).unwrap();
            task.await.unwrap();

            let (end, ends) = oneshot::channel();
            let task = waiting(async move {
                let mut set = JoinSet::new();
                set.spawn_as("member", leaf(WaitOn::Channel, ends));
                let _ = set.join_next().await;
            })
            .await;
            end.send(()).unwrap();
            task.await.unwrap();

            let task = waiting(async {
                let aborted = probe::spawn_as("A", std::future::pending::<()>());
                aborted.abort();
                let _ = aborted.await;
            });
            task.await.await.unwrap();
        });
        assert_eq!(
            watched.seen().woke("B"),
            ["end of A", "~end of member", "end of A"]
        );
    });
}

/// While a timer is on its way, tasks end without a pause: the worker never parks, and looks at
/// the driver between polls.
async fn until_a_timer_is_due<F>(timer: impl Fn() -> F + Send + 'static)
where
    F: Future + Send,
{
    fn feed(stop: Arc<AtomicBool>) {
        let goes_on = !stop.load(Ordering::Relaxed);
        probe::spawn_as("A", async move {
            if goes_on {
                feed(stop);
            }
        });
    }
    let stop = Arc::new(AtomicBool::new(false));
    let done = Arc::clone(&stop);
    let task = probe::spawn_as("B", async move {
        // One that is due before it is asked wakes nobody.
        let mut has_waited = false;
        while !has_waited {
            let (tell, mut told) = oneshot::channel();
            pended(timer(), tell).await;
            has_waited = told.try_recv().is_ok();
        }
        done.store(true, Ordering::Relaxed);
    });
    feed(stop);
    task.await.unwrap();
}

#[test]
fn a_look_at_the_driver_between_polls_is_not_the_end_of_some_task() {
    let short = Duration::from_millis(2);
    let watched = Watched::build(
        Builder::new_multi_thread()
            .worker_threads(1)
            .event_interval(3),
    );
    watched.block_on(async move {
        until_a_timer_is_due(move || probe::sleep(short)).await;
        until_a_timer_is_due(move || tokio::time::sleep(short)).await;
    });
    let woke = watched.seen().woke("B");
    // Inferred, unless the worker parked after all.
    assert_eq!(woke[0].trim_start_matches('~'), "driver");
    // Without a name nothing tells, unless the worker parked after all.
    assert!(
        ["unknown", "driver"].contains(&woke[1].as_str()),
        "{woke:?}"
    );
}

/// What `tokio::fs` does: a job of the pool that nobody observes. It ends once its task waits.
async fn read_a_file(named: bool) {
    let (wait, waits) = mpsc::channel();
    let read = tokio::task::spawn_blocking(move || waits.recv().unwrap());
    let task = if named {
        waiting(leaf(WaitOn::Io, read)).await
    } else {
        waiting(read).await
    };
    wait.send(()).unwrap();
    task.await.unwrap();
}

#[test]
fn a_job_that_is_over_does_not_wake_for_later_ones_on_its_thread() {
    for mut builder in [Builder::new_multi_thread(), Builder::new_current_thread()] {
        let watched = Watched::build(builder.worker_threads(1).max_blocking_threads(1));
        watched.block_on(async {
            read_a_file(true).await;
            let (end, ends) = mpsc::channel();
            let job = probe::spawn_blocking_as("J", move || ends.recv().unwrap());
            let task = waiting(job.into_future()).await;
            end.send(()).unwrap();
            task.await.unwrap();
            read_a_file(true).await;
            // Its result is taken by main, so nothing observed was woken by its end.
            probe::spawn_blocking_as("J", || ()).await.unwrap();
            read_a_file(false).await;
        });
        let woke = watched.seen().woke("B");
        assert_eq!(woke, ["some job", "job J", "some job", "some job"]);
    }
}

/// A task "B" that reads a file with Tokio's own function, once the file has something: a pipe
/// has nothing to open before somebody writes.
#[cfg(unix)]
async fn read_a_pipe(pipe: &std::path::Path) {
    let task = waiting(leaf(WaitOn::Io, tokio::fs::read(pipe.to_owned()))).await;
    std::fs::write(pipe, "text").unwrap();
    task.await.unwrap();
}

#[cfg(unix)]
#[test]
fn a_file_that_is_read_is_told_to_come_from_the_pool_and_from_no_job_that_was_there_before() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for mut builder in [Builder::new_multi_thread(), Builder::new_current_thread()] {
        let watched = Watched::build(builder.worker_threads(1).max_blocking_threads(1));
        watched.block_on(async {
            read_a_pipe(&pipe).await;
            probe::spawn_blocking_as("J", || ()).await.unwrap();
            read_a_pipe(&pipe).await;
        });
        assert_eq!(watched.seen().woke("B"), ["some job"; 2]);
    }
}

#[test]
fn a_task_polled_inside_a_job_is_no_job() {
    let watched = Watched::multi_thread();
    let probe = watched.probe.clone();
    watched.block_on(async move {
        let work = move || {
            let inner = Builder::new_current_thread().build().unwrap();
            let kinds = ["B", "A"].map(|name| probe.kind(name));
            inner.block_on(async {
                let (sender, receiver) = oneshot::channel();
                let (tell, pending) = oneshot::channel();
                let wait = pended(leaf(WaitOn::Channel, receiver), tell);
                let task = probe.spawn_on(&tokio::runtime::Handle::current(), kinds[0], wait);
                pending.await.unwrap();
                let send = async move { sender.send(()) };
                let sent = probe.spawn_on(&tokio::runtime::Handle::current(), kinds[1], send);
                sent.await.unwrap().unwrap();
                task.await.unwrap().unwrap();
            });
        };
        probe::spawn_blocking_as("J", work).await.unwrap();
    });
    assert_eq!(watched.seen().woke("B"), ["A"]);
}

#[test]
fn what_threads_spawn_that_nobody_attached_is_seen_from_their_first_spawn_on() {
    let watched = Watched::multi_thread();
    let handle = watched.runtime.as_ref().unwrap().handle().clone();
    let (sender, receiver) = oneshot::channel();
    let (senders, receivers): (Vec<_>, Vec<_>) = (0..3).map(|_| oneshot::channel::<()>()).unzip();
    let mut receivers = receivers
        .into_iter()
        .map(|ends| async move { ends.await.unwrap() });
    let (entered, blocked_on, own) = (
        receivers.next().unwrap(),
        receivers.next().unwrap(),
        receivers.next().unwrap(),
    );
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let _entered = handle.enter();
            probe::spawn_as("from a thread that entered", async move {
                entered.await;
                sender.send(()).unwrap();
            });
        });
        scope.spawn(|| {
            handle.block_on(async {
                probe::spawn_as("from another block_on", blocked_on);
            });
        });
    });
    watched.block_on(async {
        let waits = waiting(leaf(WaitOn::Channel, receiver)).await;
        let own = probe::spawn_as("own", own);
        assert_eq!(handle.metrics().num_alive_tasks(), 4);
        for end in senders {
            end.send(()).unwrap();
        }
        waits.await.unwrap();
        own.await.unwrap();
    });
    let seen = watched.seen();
    assert_eq!(seen.model.counters().spawned, 4);
    assert_eq!(seen.woke("B"), ["from a thread that entered"]);
}

/// A task "B" that waits for I/O by name, which never comes, and for something without a name.
async fn waiting_beside_io<F>(unnamed: F) -> probe::JoinHandle<()>
where
    F: Future + Send + 'static,
{
    let never = TcpListener::bind("127.0.0.1:0").await.unwrap();
    waiting(async move {
        tokio::select! {
            _ = leaf(WaitOn::Io, never.accept()) => {}
            _ = unnamed => {}
        }
    })
    .await
}

#[test]
fn what_has_no_name_is_not_taken_for_what_has_one() {
    for build in [Watched::multi_thread, Watched::current_thread] {
        let watched = build();
        let line = line!() + 3;
        watched.block_on(async {
            let (end, ends) = oneshot::channel::<()>();
            let task = waiting_beside_io(tokio::spawn(async move { ends.await.unwrap() })).await;
            end.send(()).unwrap();
            task.await.unwrap();
            waiting_beside_io(tokio::task::yield_now())
                .await
                .await
                .unwrap();
        });
        let seen = watched.seen();
        // The end of a task that Tokio's hooks show is a wake in its poll.
        let first = match cfg!(tokio_unstable) {
            true => format!("causes.rs:{line}"),
            false => "unknown".into(),
        };
        assert_eq!(seen.woke("B"), [first, "unknown".into()]);
        assert_eq!(seen.model.counters().wakes.by_driver, 0);
    }
}

#[test]
fn main_that_sends_where_a_task_also_waits_for_io_is_not_the_driver() {
    let watched = Watched::current_thread();
    watched.block_on(async {
        let (sender, receiver) = oneshot::channel();
        let task = waiting_beside_io(receiver).await;
        sender.send(()).unwrap();
        task.await.unwrap();
    });
    assert_eq!(watched.seen().woke("B"), ["unknown"]);
}

#[test]
fn a_worker_of_a_runtime_that_is_not_observed_is_no_worker_of_one_that_is() {
    let builds: [fn() -> Builder; 2] = [Builder::new_multi_thread, Builder::new_current_thread];
    for build in builds {
        let watched = Watched::build(build().worker_threads(1));
        let [(to_task, first), (to_main, second)] = [(); 2].map(|()| oneshot::channel::<()>());
        let tasks = watched.block_on(async {
            [
                waiting(leaf(WaitOn::Channel, first)).await,
                waiting(leaf(WaitOn::Channel, second)).await,
            ]
        });
        let other = build().worker_threads(1).build().unwrap();
        let run = || {
            other.block_on(async {
                tokio::spawn(async move { to_task.send(()).unwrap() })
                    .await
                    .unwrap();
                to_main.send(()).unwrap();
            });
        };
        std::thread::scope(|scope| scope.spawn(run).join().unwrap());
        watched.block_on(async {
            for task in tasks {
                task.await.unwrap();
            }
        });
        assert_eq!(watched.seen().woke("B"), ["outside"; 2]);
    }
}
