//! One runtime, from its building to its end.

use super::build::{WORKER, build};
use super::monitor::{RuntimeIntervals, runtime_interval};
use super::{Config, Shared, THREAD};
use crate::events::{Flavor, Nanos, Sample};
use crate::order::RuntimeInterval;
use crate::probe;
use crate::recipes::Kit;
use crate::threads;
use std::io;
use std::time::Duration;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::{oneshot, watch};
use tokio_metrics::RuntimeMonitor;

/// After a graceful close: how long the engine waits until the threads are gone, so that
/// the next runtime finds room for its own. Jobs of the blocking pool that no task waits
/// for may take longer; they are left to themselves then.
const THREADS_GONE: Duration = Duration::from_millis(250);

/// A running runtime.
pub(super) struct Run {
    pub(super) handle: Handle,
    pub(super) kit: Kit,
    closing: watch::Sender<bool>,
    keeper: Keeper,
}

/// Who owns the runtime.
enum Keeper {
    /// The engine itself: workers have their own threads.
    Engine(Runtime),
    /// A thread that runs it in `block_on` until told to stop.
    Thread(oneshot::Sender<Stop>),
}

/// How a runtime is ended.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Tasks are done; blocking jobs may finish.
    Finished,
    /// Now.
    AtOnce,
}

impl Run {
    pub(super) fn start(shared: &Shared, config: &Config) -> io::Result<Self> {
        let mut builder = match config.flavor {
            Flavor::MultiThread => Builder::new_multi_thread(),
            Flavor::CurrentThread => Builder::new_current_thread(),
        };
        if let (Flavor::MultiThread, Some(workers)) = (config.flavor, config.workers) {
            builder.worker_threads(usize::from(workers));
        }
        builder.enable_all().thread_name(THREAD);
        let runtime = build(shared, &mut builder, config)?;
        let handle = runtime.handle().clone();
        let (closing, closed) = watch::channel(false);
        let kit = Kit::new(
            shared.tempo.clone(),
            closed,
            shared.server.address(),
            config.program.clone(),
        );
        let keeper = match config.flavor {
            Flavor::MultiThread => Keeper::Engine(runtime),
            Flavor::CurrentThread => Keeper::on_thread(shared, runtime)?,
        };
        Ok(Self {
            handle,
            kit,
            closing,
            keeper,
        })
    }

    /// Asks tasks to finish.
    pub(super) fn ask_to_finish(&self) {
        self.closing.send_replace(true);
    }

    pub(super) fn alive(&self) -> usize {
        self.handle.metrics().num_alive_tasks()
    }

    /// Ends the runtime. Waits for no task, and for its threads only for a moment. What is
    /// given back tells when the last task is gone.
    pub(super) fn end(self, stop: Stop) -> Remains {
        match self.keeper {
            Keeper::Engine(runtime) => end_runtime(runtime, stop),
            Keeper::Thread(sender) => {
                // An error means that the thread is gone, and the runtime with it.
                let _ = sender.send(stop);
            }
        }
        Remains {
            handle: self.handle,
            _closing: self.closing,
        }
    }
}

/// What is left of a runtime that was told to end. After `shutdown_background` that is
/// more than nothing: a worker hears of it when it parks, or after 61 polls
/// (`event_interval`, in `maintenance` of Tokio's `multi_thread/worker.rs`), and goes on with
/// what is queued until then.
pub(super) struct Remains {
    handle: Handle,
    /// To drop a sender wakes all receivers, as a message would. Nobody is told anything at
    /// a shutdown at once, so it is kept until no task is left.
    _closing: watch::Sender<bool>,
}

impl Remains {
    /// Tokio's own count of the tasks that are not gone yet.
    pub(super) fn alive(&self) -> usize {
        self.handle.metrics().num_alive_tasks()
    }
}

impl Keeper {
    fn on_thread(shared: &Shared, runtime: Runtime) -> io::Result<Self> {
        let (sender, receiver) = oneshot::channel();
        let probe = shared.probe.clone();
        let started = threads::start(WORKER, THREAD, move || {
            probe.attach_thread();
            // An engine that is gone without a word wants the runtime to end at once.
            let stop = runtime.block_on(receiver).unwrap_or(Stop::AtOnce);
            end_runtime(runtime, stop);
        });
        // The runtime was told of, and went with the thread that could not be had.
        started.inspect_err(|_| shared.probe.run_ended())?;
        Ok(Self::Thread(sender))
    }
}

fn end_runtime(runtime: Runtime, stop: Stop) {
    match stop {
        Stop::AtOnce => runtime.shutdown_background(),
        Stop::Finished => runtime.shutdown_timeout(THREADS_GONE),
    }
}

/// What may be read of a runtime from any thread. Wakes nothing.
pub(super) struct RunView {
    handle: Handle,
    intervals: RuntimeIntervals,
}

impl RunView {
    pub(super) fn new(handle: &Handle) -> Self {
        let intervals = Box::new(RuntimeMonitor::new(handle).intervals());
        Self {
            handle: handle.clone(),
            intervals,
        }
    }

    pub(super) fn interval(&mut self, at: Nanos) -> Option<RuntimeInterval> {
        self.intervals
            .next()
            .map(|metrics| runtime_interval(at, &metrics))
    }

    pub(super) fn sample(&self, at: Nanos) -> Sample {
        probe::sample(&self.handle.metrics(), at)
    }
}
