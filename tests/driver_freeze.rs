//! On real runtimes: who is told to keep the timer and I/O driver from being polled, and that
//! nobody is while somebody polls it.
//!
//! A blocker blocks until it was seen to; nothing here hangs on how long anything takes.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use futures_util::StreamExt;
use std::future::pending;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio_kitchen::events::{Nanos, Now, TaskId, WaitOn};
use tokio_kitchen::model::{Freeze, HappeningKind, Model, Ongoing};
use tokio_kitchen::probe::{self, Probe, Reader, leaf};

const MS: Nanos = Nanos::from_millis(1);

/// A runtime, and what is known of it.
struct Watch {
    reader: Reader,
    model: Model,
}

impl Watch {
    fn new() -> (Probe, Self) {
        let (probe, reader) = Probe::new();
        let model = Model::new(Nanos::from_millis(50));
        (probe, Self { reader, model })
    }

    /// Reads on until it is so. A test that never sees it ends with what was seen last.
    fn until<T>(&mut self, mut seen: impl FnMut(&Model, &Now) -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            self.reader.drain(|event| self.model.apply(&event));
            let now = self.reader.now();
            if let Some(seen) = seen(&self.model, &now) {
                return seen;
            }
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "never seen; goes on: {:?}; {:?}",
                self.model.ongoing(&now),
                self.model.workers()
            );
            thread::yield_now();
        }
    }

    fn until_frozen(&mut self) -> Freeze {
        self.until(freeze)
    }

    /// Lets the driver call the blocker, from a thread of no runtime, until nobody minds the
    /// driver while it blocks. On a busy machine a worker that was called for an earlier task
    /// may come only then, and take the driver: the blocker is let go, and called again.
    fn until_frozen_by(&mut self, call: &Calls, tasks: usize) -> Freeze {
        loop {
            self.until(|model, now| (call.may)(model, now, tasks).then_some(()));
            (&call.socket).write_all(&[1]).unwrap();
            let seen = self.until(|model, now| {
                let awake = model.workers().iter().find(|worker| !worker.parked)?;
                let mut parked = model.workers().iter().filter(|worker| worker.parked);
                let taken = parked.any(|worker| worker.since > awake.since);
                match freeze(model, now) {
                    None if taken => Some(None),
                    found => found.map(Some),
                }
            });
            match seen {
                Some(freeze) => return freeze,
                None => call.go.send(()).unwrap(),
            }
        }
    }

    /// The end of a freeze: the task and the marked line that it was laid to.
    fn until_told(&mut self) -> (Option<TaskId>, bool) {
        self.until(|model, _| {
            model.happenings().find_map(|fact| match fact.kind {
                HappeningKind::FreezeEnded { site, waiting, .. } if waiting > 0 => {
                    Some((fact.task, site.is_some()))
                }
                _ => None,
            })
        })
    }
}

/// So many tasks wait, and every worker sleeps, and has for a while.
fn sleep_well(model: &Model, now: &Now, tasks: usize) -> bool {
    let asleep = |worker: &tokio_kitchen::model::Worker| {
        worker.parked && now.at.since(worker.since) > Nanos(5 * MS.0)
    };
    model.pending_len() == tasks && model.workers().iter().all(asleep)
}

fn freeze(model: &Model, now: &Now) -> Option<Freeze> {
    let all = model.ongoing(now).into_iter();
    all.into_iter().find_map(|fact| match fact {
        Ongoing::DriverFrozen(freeze) => Some(freeze),
        _ => None,
    })
}

fn of_workers(probe: &Probe, workers: usize) -> Runtime {
    let mut builder = Builder::new_multi_thread();
    probe
        .build(builder.worker_threads(workers).enable_all())
        .unwrap()
}

/// A socket that the driver watches, and its other end.
fn socket(runtime: &Runtime) -> (tokio::net::TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let (here, _) = listener.accept().unwrap();
    here.set_nonblocking(true).unwrap();
    let _in_runtime = runtime.enter();
    (tokio::net::TcpStream::from_std(here).unwrap(), there)
}

/// What holds a thread until it is let go.
fn barrier() -> (Sender<()>, impl Fn() + Send) {
    let (go, held): (_, Receiver<()>) = channel();
    (go, move || {
        let _ = held.recv();
    })
}

/// How a blocker is called and let go.
struct Calls {
    socket: TcpStream,
    go: Sender<()>,
    /// Whether it may be called now.
    may: fn(&Model, &Now, usize) -> bool,
}

/// Something that blocks whenever a byte comes in.
fn blocker(runtime: &Runtime) -> (Calls, impl Future<Output = ()> + Send + 'static) {
    let (mut calls, socket) = socket(runtime);
    let (go, held) = barrier();
    let blocks = async move {
        while leaf(WaitOn::Io, calls.read_exact(&mut [0])).await.is_ok() {
            probe::occupy(&held);
        }
    };
    let may = sleep_well;
    (Calls { socket, go, may }, blocks)
}

#[derive(Clone, Copy, Debug)]
enum Waits {
    Socket,
    Interval,
    Timeout,
    Both,
}

async fn wait(waits: Waits, mut socket: tokio::net::TcpStream) {
    let mut byte = [0];
    let hour = Duration::from_secs(3_600);
    let read = socket.read(&mut byte);
    match waits {
        Waits::Socket => drop(leaf(WaitOn::Io, read).await),
        Waits::Interval => {
            let mut interval = tokio::time::interval_at(tokio::time::Instant::now() + hour, hour);
            leaf(WaitOn::Timer, interval.tick()).await;
        }
        Waits::Timeout => drop(leaf(WaitOn::Timer, tokio::time::timeout(hour, read)).await),
        Waits::Both => {
            tokio::select! {
                _ = leaf(WaitOn::Io, read) => {}
                () = probe::sleep(hour) => {}
            }
        }
    }
}

#[test]
fn a_worker_that_the_driver_called_to_a_card_that_blocks_is_named_whatever_waits() {
    let all = [Waits::Socket, Waits::Interval, Waits::Timeout, Waits::Both];
    let cases = all.map(|waits| (waits, 4)).into_iter();
    for (waits, workers) in cases.chain([(Waits::Socket, 1), (Waits::Socket, 64)]) {
        let (probe, mut watch) = Watch::new();
        let runtime = of_workers(&probe, workers);
        let (calls, blocks) = blocker(&runtime);
        let (waiting, _kept) = socket(&runtime);
        let (named, name) = channel();
        runtime.block_on(async {
            probe::spawn_as("waiter", wait(waits, waiting));
            probe::spawn_as("blocker", async move {
                named.send(probe::current()).unwrap();
                blocks.await;
            });
        });
        let blocker = name.recv().unwrap();
        let freeze = watch.until_frozen_by(&calls, 2);
        let found = (freeze.task, freeze.idle, freeze.waiting, freeze.overdue);
        assert_eq!(found, (blocker, workers - 1, 1, 0), "{waits:?}");
        assert!(freeze.site.is_some());
        calls.go.send(()).unwrap();
        assert_eq!(watch.until_told(), (blocker, true), "{waits:?}");
        runtime.shutdown_background();
    }
}

#[test]
fn a_card_from_outside_unfreezes_it() {
    let (probe, mut watch) = Watch::new();
    let runtime = of_workers(&probe, 3);
    let (calls, blocks) = blocker(&runtime);
    let (waiting, _kept) = socket(&runtime);
    runtime.block_on(async {
        probe::spawn_as("waiter", wait(Waits::Socket, waiting));
        probe::spawn_as("blocker", blocks);
    });
    watch.until_frozen_by(&calls, 2);
    runtime.spawn(async {});
    watch.until(|model, now| freeze(model, now).is_none().then_some(()));
    calls.go.send(()).unwrap();
    watch.until_told();
    runtime.shutdown_background();
}

#[test]
fn a_blocker_spawned_past_the_probe_is_told_by_what_is_seen_of_it() {
    let (probe, mut watch) = Watch::new();
    let runtime = of_workers(&probe, 2);
    let (mut calls, blocks) = blocker(&runtime);
    runtime.block_on(async {
        probe::spawn_as("waiter", async {
            loop {
                probe::sleep(Duration::from_millis(300)).await;
            }
        });
        tokio::spawn(blocks);
    });
    // Not while the waiter's bell is about to ring: two cards at once call another worker.
    calls.may = |model, now, tasks| {
        let due = model.pending().find_map(|task| task.until);
        sleep_well(model, now, tasks) && due.is_some_and(|due| due > now.at + Nanos(100 * MS.0))
    };
    // Tokio's hooks show tasks that are spawned past the probe.
    let is_seen = cfg!(tokio_unstable);
    let freeze = watch.until_frozen_by(&calls, 1 + usize::from(is_seen));
    assert_eq!(freeze.task.is_some(), is_seen);
    assert_eq!((freeze.idle, freeze.overdue), (1, 1));
    calls.go.send(()).unwrap();
    assert_eq!(watch.until_told().0, freeze.task);
    runtime.shutdown_background();
}

#[test]
fn main_itself_is_told_to_hold_up_a_current_thread_runtime() {
    let (probe, mut watch) = Watch::new();
    let (go, held) = barrier();
    let main = thread::spawn(move || {
        let runtime = probe
            .build(Builder::new_current_thread().enable_all())
            .unwrap();
        runtime.block_on(async {
            let task = probe::spawn_as("T", probe::sleep(Duration::from_millis(100)));
            tokio::task::yield_now().await;
            held();
            task.await.unwrap();
        });
    });
    let freeze = watch.until_frozen();
    assert_eq!((freeze.task, freeze.overdue), (None, 1));
    go.send(()).unwrap();
    assert_eq!(watch.until_told(), (None, false));
    main.join().unwrap();
}

#[test]
fn timers_that_their_task_does_not_poll_are_no_sign_while_others_ring() {
    let (probe, mut watch) = Watch::new();
    let (done, over) = channel();
    let (named, name) = channel();
    let main = thread::spawn(move || {
        let runtime = of_workers(&probe, 2);
        let (go, held) = barrier();
        runtime.block_on(async {
            // Woken for all three, it polls none while it works on the first.
            let (busy, polled) = oneshot::channel();
            let mut busy = Some(busy);
            probe::spawn_as("barbara", async move {
                let items = futures_util::stream::iter(1..=3);
                let mut items = items
                    .map(|item| async move {
                        probe::sleep(Duration::from_millis(50)).await;
                        item
                    })
                    .buffered(3);
                while items.next().await.is_some() {
                    busy.take().unwrap().send(()).unwrap();
                    leaf(WaitOn::Signal, pending::<()>()).await;
                }
            });
            polled.await.unwrap();
            probe::spawn_as("blocker", async move {
                named.send(probe::current()).unwrap();
                probe::occupy(held);
            });
            for _ in 0..4 {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        });
        go.send(()).unwrap();
        done.send(()).unwrap();
        runtime.shutdown_background();
    });
    let blocker = name.recv().unwrap();
    watch.until(|model, now| {
        let laid_to_it = freeze(model, now).filter(|freeze| freeze.task == blocker);
        assert_eq!(laid_to_it, None);
        over.try_recv().ok()
    });
    main.join().unwrap();
}
