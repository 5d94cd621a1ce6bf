//! Hard uses of an observed task's waker: whoever holds it may call, clone and drop it
//! anywhere and at any time, and the probe stays exact.
//!
//! Run it under valgrind after a change of `src/probe/waker.rs`.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use futures_util::stream::{FuturesUnordered, StreamExt};
use kitchen_probe::events::{BlockingOutcome, Delivery, Event, PollOutcome, WakeBy, What};
use kitchen_probe::{self as probe, JoinSet, Probe, Reader};
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{Notify, mpsc, oneshot};

/// An observed runtime; without workers it is one of the current thread.
fn observed(workers: usize) -> (Probe, Reader, Runtime) {
    let (probe, reader) = Probe::new();
    let mut builder = match workers {
        0 => Builder::new_current_thread(),
        _ => Builder::new_multi_thread(),
    };
    builder.worker_threads(workers.max(1)).enable_all();
    let runtime = probe.build(&mut builder).unwrap();
    (probe, reader, runtime)
}

/// What was told of all tasks.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    spawned: usize,
    ready: usize,
    panicked: usize,
    dropped: usize,
    polls: usize,
    outside_wakes: usize,
    panicked_jobs: usize,
    delivery: Delivery,
}

/// Reads everything, and checks that each task has one end and nothing was lost.
fn told(reader: &mut Reader) -> Told {
    let mut told = Told::default();
    reader.drain_all(|event| match event.what {
        What::Spawned { .. } => told.spawned += 1,
        What::Polled { outcome, .. } => {
            told.polls += 1;
            match outcome {
                PollOutcome::Pending => {}
                PollOutcome::Ready => told.ready += 1,
                PollOutcome::Panicked => told.panicked += 1,
                PollOutcome::Over => panic!("nothing is spawned past the probe"),
            }
        }
        What::Dropped { .. } => told.dropped += 1,
        What::Woken {
            by: WakeBy::Outside,
            ..
        } => told.outside_wakes += 1,
        What::BlockingEnded {
            outcome: BlockingOutcome::Panicked,
            ..
        } => told.panicked_jobs += 1,
        _ => {}
    });
    told.delivery = reader.delivery();
    let ended = told.ready + told.panicked + told.dropped;
    assert_eq!(told.spawned, ended, "{told:?}");
    let Delivery {
        emitted,
        delivered,
        coalesced,
        dropped,
        without_id,
        without_wakes,
    } = told.delivery;
    assert_eq!(emitted, delivered + coalesced, "{told:?}");
    assert_eq!((dropped, without_id, without_wakes), (0, 0, 0), "{told:?}");
    told
}

type Wakers = Arc<Mutex<Vec<Waker>>>;

/// Leaves its waker at each poll, wakes itself, and is ready after so many turns.
fn leaves_wakers(wakers: Wakers, mut turns: usize) -> impl Future<Output = ()> + Send {
    poll_fn(move |cx| {
        wakers.lock().unwrap().push(cx.waker().clone());
        if turns == 0 {
            return Poll::Ready(());
        }
        turns -= 1;
        cx.waker().wake_by_ref();
        Poll::Pending
    })
}

/// An executor that knows nothing of Tokio.
fn block_on<F: Future>(future: F) -> F::Output {
    struct Unpark(Thread);
    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return output;
        }
        std::thread::park();
    }
}

/// Panics on Tokio's threads are meant; others print their message.
fn keep_panics_of_tasks_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let print = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let thread = std::thread::current();
            if !thread.name().is_some_and(|name| name.starts_with("tokio-")) {
                print(info);
            }
        }));
    });
}

/// Calls its waker in each way when it is dropped.
struct WakesInDrop(Waker);

impl Drop for WakesInDrop {
    fn drop(&mut self) {
        self.0.wake_by_ref();
        let other = self.0.clone();
        other.wake();
    }
}

thread_local! {
    /// Dropped with its thread, maybe after what the probe keeps there.
    static LEFT: RefCell<Vec<WakesInDrop>> = const { RefCell::new(Vec::new()) };
}

fn leave(wakers: impl IntoIterator<Item = Waker>) {
    LEFT.with_borrow_mut(|left| left.extend(wakers.into_iter().map(WakesInDrop)));
}

#[test]
fn wakers_may_outlive_task_runtime_and_probe() {
    let (probe, mut reader, runtime) = observed(2);
    let wakers = Wakers::default();
    runtime.block_on(async {
        let spawn = |_| probe::spawn(leaves_wakers(Arc::clone(&wakers), 3));
        for task in (0..50).map(spawn).collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
    let mut wakers = std::mem::take(&mut *wakers.lock().unwrap());
    assert_eq!(wakers.len(), 200);
    wakers[..100].iter().for_each(Waker::wake_by_ref);
    drop((runtime, probe));
    std::thread::scope(|threads| {
        for some in wakers.chunks(25) {
            threads.spawn(move || {
                for waker in some {
                    waker.wake_by_ref();
                    let other = waker.clone();
                    assert!(other.will_wake(waker));
                    other.wake();
                }
            });
        }
    });
    wakers.clear();
    let told = told(&mut reader);
    assert_eq!((told.spawned, told.ready), (50, 50));
    assert_eq!(told.polls, 200, "a wake of an ended task polls nothing");
    assert_eq!(told.outside_wakes, 100 + 2 * 200);
}

#[test]
fn wakers_may_be_called_while_a_thread_is_torn_down() {
    let (_probe, mut reader, runtime) = observed(2);
    let wakers = Wakers::default();
    runtime.block_on(async {
        probe::spawn(leaves_wakers(Arc::clone(&wakers), 5))
            .await
            .unwrap();
        let of_ended = wakers.lock().unwrap().clone();

        // The only wake a living task gets is from such a thread.
        let (give, take) = oneshot::channel();
        let mut give = Some(give);
        let waits = probe::spawn(poll_fn(move |cx| match give.take() {
            Some(give) => {
                let _ = give.send(cx.waker().clone());
                Poll::Pending
            }
            None => Poll::Ready(()),
        }));
        let of_living = take.await.unwrap();
        let all = of_ended.clone().into_iter().chain([of_living]);
        std::thread::spawn(move || leave(all)).join().unwrap();
        waits.await.unwrap();

        // A worker's and a pool thread's own, dropped when the runtime ends.
        let some = of_ended.clone();
        probe::spawn(async move { leave(some) }).await.unwrap();
        probe::spawn_blocking(move || leave(of_ended))
            .await
            .unwrap();
    });
    drop(runtime);
    drop(wakers);
    let told = told(&mut reader);
    assert_eq!((told.spawned, told.ready), (3, 3));
    // 6 of the ended task and 1 of the living one, each called twice there.
    assert!(told.outside_wakes >= 14, "{told:?}");
}

#[test]
fn futures_with_wakers_of_their_own_may_stand_between() {
    let (_probe, mut reader, runtime) = observed(3);
    runtime.block_on(async {
        let sums: Vec<_> = (0..20)
            .map(|task| probe::spawn(sum_of_many(task)))
            .collect();
        for sum in sums {
            assert_eq!(sum.await.unwrap(), 435 + 3);
        }
    });
    drop(runtime);
    assert_eq!(told(&mut reader).ready, 20 * (1 + 30 + 2));
}

async fn sum_of_many(task: u64) -> u64 {
    let mut many = FuturesUnordered::new();
    for number in 0..30 {
        many.push(async move {
            probe::sleep(Duration::from_micros(50 * ((number * task) % 7))).await;
            probe::yield_now().await;
            probe::spawn(async move { number }).await.unwrap()
        });
    }
    let mut sum = 0;
    while let Some(number) = many.next().await {
        sum += number;
    }
    let (one, two) = futures_util::join!(
        probe::spawn(async { 1 }).into_future(),
        probe::spawn(async { 2 }).into_future()
    );
    sum + one.unwrap() + two.unwrap()
}

#[test]
fn a_task_may_block_on_others_in_every_way_there_is() {
    let (_probe, mut reader, runtime) = observed(3);
    let handle = runtime.handle().clone();
    let sum = runtime.block_on(async {
        let asks = async move {
            let inside = tokio::task::block_in_place(|| {
                handle.block_on(async { probe::spawn(async { 5 }).await.unwrap() })
            });
            let foreign = probe::block_in_place(|| {
                let naps = probe::spawn(async {
                    probe::sleep(Duration::from_millis(2)).await;
                    6
                });
                block_on(naps.into_future()).unwrap()
            });
            let in_pool = probe::spawn_blocking(|| {
                block_on(probe::spawn(async { 7 }).into_future()).unwrap()
            });
            let inside_of_pool = probe::spawn_blocking(|| {
                let yields = async {
                    probe::yield_now().await;
                    8
                };
                Handle::current().block_on(async { probe::spawn(yields).await.unwrap() })
            });
            inside + foreign + in_pool.await.unwrap() + inside_of_pool.await.unwrap()
        };
        probe::spawn(asks).await.unwrap()
    });
    assert_eq!(sum, 26);
    let inside = runtime.enter();
    let naps = probe::spawn(async {
        probe::sleep(Duration::from_millis(3)).await;
        9
    });
    drop(inside);
    let outside = std::thread::spawn(move || block_on(naps.into_future()).unwrap());
    assert_eq!(outside.join().unwrap(), 9);
    drop(runtime);
    assert_eq!(told(&mut reader).ready, 6);
}

#[test]
fn local_tasks_and_observed_ones_may_wake_each_other() {
    for workers in [0, 2] {
        let (_probe, mut reader, runtime) = observed(workers);
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async {
            let asks = tokio::task::spawn_local(async {
                let naps = async {
                    probe::sleep(Duration::from_millis(1)).await;
                    3
                };
                probe::spawn(naps).await.unwrap()
            });
            let yields = probe::spawn(async {
                probe::yield_now().await;
                4
            });
            assert_eq!(asks.await.unwrap() + yields.await.unwrap(), 7);

            let (send, receive) = oneshot::channel();
            let waits = probe::spawn(async move { receive.await.unwrap() });
            tokio::task::spawn_local(async move {
                tokio::task::yield_now().await;
                send.send(1).unwrap();
            });
            assert_eq!(waits.await.unwrap(), 1);
        });
        drop((local, runtime));
        assert_eq!(told(&mut reader).ready, 3, "{workers} workers");
    }
}

#[test]
fn a_task_may_be_aborted_while_other_threads_wake_it() {
    let (_probe, mut reader, runtime) = observed(4);
    let wakers = Wakers::default();
    runtime.block_on(async {
        for round in 0..60 {
            let spawn = |_| probe::spawn(leaves_wakers(Arc::clone(&wakers), 1_000));
            let tasks: Vec<_> = (0..20).map(spawn).collect();
            let some = std::mem::take(&mut *wakers.lock().unwrap());
            let wakes = std::thread::spawn(|| some.into_iter().for_each(Waker::wake));
            tasks.iter().for_each(probe::JoinHandle::abort);
            if round % 2 == 0 {
                for task in tasks {
                    let _ = task.await;
                }
            }
            wakes.join().unwrap();
        }
    });
    drop(runtime);
    wakers.lock().unwrap().clear();
    let told = told(&mut reader);
    assert_eq!(told.spawned, 60 * 20);
    assert_eq!(told.panicked, 0);
}

/// Panics where it goes out of scope.
struct PanicsInDrop;

impl Drop for PanicsInDrop {
    fn drop(&mut self) {
        panic!("in drop");
    }
}

#[test]
fn a_task_may_panic_in_a_poll_or_in_its_drop() {
    keep_panics_of_tasks_quiet();
    let (_probe, mut reader, runtime) = observed(2);
    let wakers = Wakers::default();
    runtime.block_on(async {
        for number in 0..100 {
            let wakers = Arc::clone(&wakers);
            let task = probe::spawn(poll_fn(move |cx: &mut Context<'_>| -> Poll<()> {
                let mut wakers = wakers.lock().unwrap_or_else(PoisonError::into_inner);
                wakers.push(cx.waker().clone());
                assert!(number % 3 == 2, "on purpose, with the lock held");
                Poll::Ready(())
            }));
            assert_eq!(task.await.is_ok(), number % 3 == 2);
        }
        let (at_rest, rests) = oneshot::channel();
        let aborted = probe::spawn(async {
            let _panics = PanicsInDrop;
            let _ = at_rest.send(());
            std::future::pending::<()>().await;
        });
        rests.await.unwrap();
        aborted.abort();
        assert!(aborted.await.is_err());
        let ends = probe::spawn(async { drop(PanicsInDrop) });
        assert!(ends.await.unwrap_err().is_panic());
        let job = probe::spawn_blocking(|| panic!("on purpose"));
        assert!(job.await.unwrap_err().is_panic());
    });
    let mut wakers = wakers.lock().unwrap_or_else(PoisonError::into_inner);
    wakers.drain(..).for_each(Waker::wake);
    drop(runtime);
    let told = told(&mut reader);
    assert_eq!((told.spawned, told.ready), (102, 33));
    assert_eq!(
        (told.panicked, told.dropped, told.panicked_jobs),
        (68, 1, 1)
    );
    assert_eq!(told.outside_wakes, 100);
}

#[test]
fn tasks_of_two_probes_may_wake_and_spawn_each_other() {
    let (here, mut of_here, runtime) = observed(2);
    let (there, mut of_there, other) = observed(2);
    let (to_here, mut at_here) = mpsc::channel::<u32>(1);
    let (to_there, mut at_there) = mpsc::channel::<u32>(1);
    let answers = here.spawn_on(runtime.handle(), here.kind("answers"), async move {
        let mut sum = 0;
        while let Some(number) = at_here.recv().await {
            sum += number;
            to_there.send(number).await.unwrap();
        }
        sum
    });
    let asks = there.spawn_on(other.handle(), there.kind("asks"), async move {
        for number in 0..500 {
            to_here.send(number).await.unwrap();
            at_there.recv().await.unwrap();
        }
    });
    let (guests_of, at) = (there.clone(), other.handle().clone());
    let sends_guests = async move {
        let mut sum = 0;
        for number in 0..50 {
            let guest = async move {
                probe::yield_now().await;
                number
            };
            let kind = guests_of.kind("guest");
            sum += guests_of.spawn_on(&at, kind, guest).await.unwrap();
        }
        sum
    };
    let hosts = here.spawn_on(runtime.handle(), here.kind("hosts"), sends_guests);
    runtime.block_on(async {
        assert_eq!(answers.await.unwrap(), 499 * 500 / 2);
        asks.await.unwrap();
        assert_eq!(hosts.await.unwrap(), 49 * 50 / 2);
    });
    drop((runtime, other));
    assert_eq!(told(&mut of_here).ready, 2);
    assert_eq!(told(&mut of_there).ready, 1 + 50);
}

#[test]
fn a_runtime_goes_on_when_reader_and_probe_are_gone() {
    let (probe, reader, runtime) = observed(2);
    drop(reader);
    let yields = || probe::spawn(async { probe::yield_now().await });
    runtime.block_on(async {
        for task in (0..2_000).map(|_| yields()).collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
    drop(probe);
    runtime.block_on(async {
        let inner = || async { probe::spawn(async { 1 }).await.unwrap() };
        for _ in 0..100 {
            assert_eq!(probe::spawn(inner()).await.unwrap(), 1);
        }
    });
}

#[test]
fn sets_of_tasks_may_be_dropped_with_tasks_in_them() {
    let (_probe, mut reader, runtime) = observed(4);
    runtime.block_on(async {
        let tasks: Vec<_> = (0..200)
            .map(|task| probe::spawn(runs_a_set(task)))
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), 45);
        }
    });
    drop(runtime);
    let told = told(&mut reader);
    assert_eq!((told.spawned, told.panicked), (200 * 11, 0));
}

async fn runs_a_set(task: u64) -> u64 {
    let mut set = JoinSet::new();
    for number in 0..10_u64 {
        set.spawn(async move {
            if number % 3 == 0 {
                probe::yield_now().await;
            } else {
                probe::sleep(Duration::from_micros(number * 100)).await;
            }
            number
        });
    }
    if task.is_multiple_of(7) {
        return 45;
    }
    let mut sum = 0;
    while let Some(number) = set.join_next().await {
        sum += number.unwrap();
    }
    sum
}

#[test]
fn a_runtime_may_be_shut_down_while_everything_runs() {
    for round in 0..30 {
        let (_probe, mut reader, runtime) = observed(1 + round % 4);
        let turns = Arc::new(AtomicUsize::new(0));
        {
            let _inside = runtime.enter();
            for number in 0..200 {
                let turns = Arc::clone(&turns);
                let goes_on = probe::spawn(async move {
                    loop {
                        probe::sleep(Duration::from_micros(number * 10)).await;
                        drop(probe::spawn(async { probe::yield_now().await }));
                        turns.fetch_add(1, Ordering::Relaxed);
                    }
                });
                if number % 2 == 0 {
                    goes_on.abort();
                }
            }
        }
        // At another moment each time.
        while turns.load(Ordering::Relaxed) < round * 20 {
            std::thread::yield_now();
        }
        if round % 2 == 0 {
            drop(runtime);
        } else {
            runtime.shutdown_timeout(Duration::from_mins(1));
        }
        let told = told(&mut reader);
        assert!(told.spawned >= 200 && told.dropped >= 100, "{told:?}");
    }
}

fn is_said(event: &Event) -> usize {
    usize::from(matches!(event.what, What::Said { .. }))
}

#[test]
fn the_callback_for_news_may_use_the_probe() {
    let (probe, mut reader, runtime) = observed(2);
    let news = Arc::new(Notify::new());
    let kind = probe.kind("spawned by the callback");
    let spawned = Arc::new(AtomicUsize::new(0));
    reader.on_news({
        let (news, probe, spawned) = (Arc::clone(&news), probe.clone(), Arc::clone(&spawned));
        let handle = runtime.handle().clone();
        move || {
            news.notify_one();
            probe.spawn_detached(&handle, kind, async {});
            probe.say("news");
            spawned.fetch_add(1, Ordering::Relaxed);
        }
    });
    let hears = {
        let _inside = runtime.enter();
        probe::spawn(async move {
            for _ in 0..50 {
                news.notified().await;
            }
        })
    };
    let until = Instant::now() + Duration::from_mins(1);
    let mut said = 0;
    while !hears.is_finished() {
        assert!(Instant::now() < until, "the task hears of no news");
        reader.drain_all(|event| said += is_said(&event));
        if reader.rest() {
            runtime.block_on(async {
                let nap = async { probe::sleep(Duration::from_millis(1)).await };
                probe::spawn(nap).await.unwrap();
                // A job is news too.
                probe::spawn_blocking(|| {}).await.unwrap();
            });
        }
    }
    runtime.block_on(hears).unwrap();
    drop(runtime);
    reader.drain_all(|event| said += is_said(&event));
    assert_eq!(said, spawned.load(Ordering::Relaxed));
    assert!(said >= 50);
}

#[test]
fn a_task_may_run_the_runtime_of_another_probe_inside() {
    let (here, mut of_here, runtime) = observed(2);
    let (there, mut of_there, other) = observed(0);
    let kind = there.kind("guest");
    let hosts = async move {
        let work = move || {
            let guest = async {
                probe::sleep(Duration::from_millis(2)).await;
                5
            };
            let guest = there.spawn_on(other.handle(), kind, guest);
            let sum = other.block_on(async { guest.await.unwrap() });
            drop(other);
            sum
        };
        let sum = probe::block_in_place(work);
        // Of the host, again.
        sum + probe::spawn(async { 6 }).await.unwrap()
    };
    let hosts = here.spawn_on(runtime.handle(), here.kind("host"), hosts);
    assert_eq!(runtime.block_on(async { hosts.await.unwrap() }), 11);
    drop(runtime);
    assert_eq!(told(&mut of_here).ready, 2);
    assert_eq!(told(&mut of_there).ready, 1);
}
