//! Workloads on a runtime: the same code plain and observed.
//!
//! On the current-thread scheduler, without timers and sockets, so that the same happens
//! in every run.

use crate::OPERATIONS;
use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::task::Poll;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;
use tokio_kitchen::events::WaitOn;
use tokio_kitchen::probe::{self, Probe, Reader};

/// Tasks that run beside each other.
const TASKS: u32 = 10;

/// Who spawns and awaits.
pub(crate) trait Side: 'static {
    /// Spawns a task; the future given is its end.
    fn spawn(future: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()>;

    /// Awaits a signal or a turn.
    fn wait<F: Future + Send>(on: WaitOn, future: F) -> impl Future<Output = F::Output> + Send {
        let _ = on;
        future
    }
}

/// Tokio as it is.
pub(crate) struct Plain;

/// The probe, without observed awaits.
pub(crate) struct Observed;

/// The probe, every await observed.
pub(crate) struct Leaves;

impl Side for Plain {
    fn spawn(future: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> {
        let handle = tokio::spawn(future);
        async { handle.await.expect("no task panics") }
    }
}

impl Side for Observed {
    fn spawn(future: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> {
        let handle = probe::spawn(future);
        async { handle.await.expect("no task panics") }
    }
}

impl Side for Leaves {
    fn spawn(future: impl Future<Output = ()> + Send + 'static) -> impl Future<Output = ()> {
        Observed::spawn(future)
    }

    fn wait<F: Future + Send>(on: WaitOn, future: F) -> impl Future<Output = F::Output> + Send {
        probe::leaf(on, future)
    }
}

async fn all(tasks: Vec<impl Future<Output = ()>>) {
    for task in tasks {
        task.await;
    }
}

/// Tasks that yield: a poll, and a wake from the deferred list.
pub(crate) fn yields<S: Side>(runtime: &Runtime) {
    let task = || {
        S::spawn(async {
            for _ in 1..OPERATIONS / TASKS {
                S::wait(WaitOn::Yield, tokio::task::yield_now()).await;
            }
        })
    };
    runtime.block_on(async { all((0..TASKS).map(|_| task()).collect()).await });
}

/// Tasks that wake themselves in their poll: one record each.
pub(crate) fn self_wakes<S: Side>(runtime: &Runtime) {
    let task = || {
        let mut left = OPERATIONS / TASKS;
        S::spawn(poll_fn(move |cx| {
            left -= 1;
            if left == 0 {
                return Poll::Ready(());
            }
            cx.waker().wake_by_ref();
            Poll::Pending
        }))
    };
    runtime.block_on(async { all((0..TASKS).map(|_| task()).collect()).await });
}

/// Pairs of tasks in turns: a poll, and a wake by the other task.
pub(crate) fn signals<S: Side>(runtime: &Runtime) {
    let player = |mine: Arc<Notify>, other: Arc<Notify>| {
        S::spawn(async move {
            for _ in 0..OPERATIONS / TASKS {
                S::wait(WaitOn::Signal, mine.notified()).await;
                other.notify_one();
            }
        })
    };
    runtime.block_on(async {
        let mut players = Vec::new();
        for _ in 0..TASKS / 2 {
            let (one, two) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
            // One of them has the first turn.
            one.notify_one();
            players.push(player(Arc::clone(&one), Arc::clone(&two)));
            players.push(player(two, one));
        }
        all(players).await;
    });
}

/// Tasks that end at their first poll, and are joined.
pub(crate) fn trivial_tasks<S: Side>(runtime: &Runtime) {
    runtime.block_on(async {
        for _ in 0..OPERATIONS / 100 {
            all((0..100).map(|_| S::spawn(async {})).collect()).await;
        }
    });
}

/// A runtime made ready for a workload.
pub(crate) struct Runs {
    runtime: Runtime,
    _reader: Option<Reader>,
    work: fn(&Runtime),
}

impl Runs {
    /// On Tokio alone.
    pub(crate) fn plain(work: fn(&Runtime)) -> Self {
        let runtime = Builder::new_current_thread()
            .build()
            .expect("a runtime without drivers");
        // The second time all memory and all tables are there.
        work(&runtime);
        Self {
            runtime,
            _reader: None,
            work,
        }
    }

    /// Through the probe, as the program sets it up: it has promised that no task is spawned
    /// past the probe.
    pub(crate) fn observed(work: fn(&Runtime)) -> Self {
        Self::on(observed_runtime(), work)
    }

    /// Through the probe, as any application sets it up: with Tokio's hooks, too.
    pub(crate) fn hooked(work: fn(&Runtime)) -> Self {
        let (probe, reader) = Probe::new();
        let runtime = probe
            .build(&mut Builder::new_current_thread())
            .expect("a runtime without drivers");
        Self::on((runtime, reader), work)
    }

    fn on((runtime, mut reader): (Runtime, Reader), work: fn(&Runtime)) -> Self {
        work(&runtime);
        reader.drain_all(drop);
        Self {
            runtime,
            _reader: Some(reader),
            work,
        }
    }

    /// What is counted.
    pub(crate) fn run(self) -> Self {
        (self.work)(&self.runtime);
        self
    }
}

/// A current-thread runtime that is observed from this thread.
pub(crate) fn observed_runtime() -> (Runtime, Reader) {
    let (probe, reader) = Probe::new();
    let runtime = probe
        .all_observed()
        .build(&mut Builder::new_current_thread())
        .expect("a runtime without drivers");
    (runtime, reader)
}
