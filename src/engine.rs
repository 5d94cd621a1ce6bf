//! The observed runtime: builds it, runs commands on it from outside, closes it.
//!
//! Used by the event loop and by headless runs. Commands are carried out on a thread of
//! the engine's own, so that a million spawns never hold up who gives them; to the
//! runtime that thread is "outside", like any `main`. Nothing here runs on the runtime,
//! wakes it or spawns onto it except by order: a poke from outside can un-freeze what is
//! being watched. Reading metrics wakes nothing.
//!
//! ```
//! use tokio_kitchen::engine::{Config, Engine};
//! use tokio_kitchen::events::What;
//! use tokio_kitchen::order::{Command, Order, Params};
//!
//! let (engine, mut reader) = Engine::start(Config::default())?;
//! let params = Params::new();
//! engine.send(Command::Spawn(Order { recipe: "simmer", count: 3, params }));
//! let mut spawned = 0;
//! while spawned < 3 {
//!     reader.drain(|event| spawned += u32::from(matches!(event.what, What::Spawned { .. })));
//!     std::thread::yield_now();
//! }
//! // At once, whatever the workers do: the three tasks are dropped where they wait.
//! engine.shutdown();
//! # Ok::<(), tokio_kitchen::engine::Error>(())
//! ```

mod build;
mod dispatch;
mod handles;
mod monitor;
mod run;

use crate::events::{Flavor, Sample};
use crate::limits::MAX_TASKS;
use crate::order::{Command, Failure, Refusal, Report, RuntimeInterval, Settings, TaskInterval};
use crate::probe::{Probe, Reader};
use crate::recipes::{DeliveryServer, Tempo};
use crate::threads;
use dispatch::Dispatch;
use monitor::TaskMonitors;
use run::RunView;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};

/// How to build runtimes.
#[derive(Clone, Debug)]
pub struct Config {
    /// Number of workers, 1 or more; `None` takes Tokio's own default. Ignored by
    /// `current_thread`.
    pub workers: Option<u16>,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Most tasks alive at a time; orders beyond it are refused.
    pub max_tasks: u32,
    /// What else is set in the runtime's builder.
    pub settings: Settings,
    /// Tempo to begin with: 2.0 takes half the time. Brought into the range of [`Tempo`].
    pub tempo: f64,
    /// This program's file, for tasks that start it anew, where it is another one than the
    /// process runs.
    pub program: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            workers: None,
            flavor: Flavor::MultiThread,
            max_tasks: MAX_TASKS,
            settings: Settings::default(),
            tempo: 1.0,
            program: None,
        }
    }
}

/// The name of all threads of the observed runtime.
pub const THREAD: &str = "worker";

/// Why the engine did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The runtime could not be built.
    #[error("cannot build the runtime")]
    Build(#[source] std::io::Error),
    /// The loopback server or the engine's thread could not be started.
    #[error("cannot start the engine")]
    Start(#[source] std::io::Error),
}

/// The engine. Dropped or [`shut down`](Self::shutdown), it never waits for a worker.
pub struct Engine {
    commands: mpsc::Sender<Command>,
    shared: Arc<Shared>,
}

/// What the engine's thread and its callers share. Every lock is held for a few
/// instructions, and never while tasks are spawned.
struct Shared {
    probe: Probe,
    server: DeliveryServer,
    tempo: Tempo,
    /// The present runtime, for reading metrics.
    view: Mutex<Option<RunView>>,
    monitors: Mutex<TaskMonitors>,
    reports: Mutex<Vec<Report>>,
    /// Commands given and not yet finished.
    unfinished: AtomicUsize,
    /// Leave at once.
    stop: AtomicBool,
    /// Nobody carries out commands any more.
    ended: Mutex<bool>,
}

/// No panic can leave these short sections half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Engine {
    /// Starts the first runtime. Gives the engine and the reading end of its probe.
    ///
    /// # Errors
    /// If the runtime, the loopback server or the engine's thread cannot be had.
    ///
    /// # Panics
    /// As Tokio's builder: with no worker.
    pub fn start(config: Config) -> Result<(Self, Reader), Error> {
        let (probe, reader) = Probe::new();
        // Recipes spawn through the probe only.
        let probe = probe.all_observed();
        let shared = Arc::new(Shared {
            probe,
            server: DeliveryServer::start().map_err(Error::Start)?,
            tempo: Tempo::new(config.tempo),
            view: Mutex::default(),
            monitors: Mutex::new(TaskMonitors::new()),
            reports: Mutex::default(),
            unfinished: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            ended: Mutex::new(false),
        });
        let (commands, orders) = mpsc::channel();
        let mut dispatch = Dispatch::new(Arc::clone(&shared), config);
        dispatch.open().map_err(Error::Build)?;
        threads::start("its thread", "engine", move || dispatch.serve(&orders))
            .map_err(Error::Start)?;
        Ok((Self { commands, shared }, reader))
    }

    /// Gives a command; it is carried out soon, in order.
    pub fn send(&self, command: Command) {
        let ended = lock(&self.shared.ended);
        if *ended {
            return self.shared.turn_away(&command);
        }
        self.shared.unfinished.fetch_add(1, Ordering::AcqRel);
        // Whoever takes commands says first, under this lock, that it ends.
        let _ = self.commands.send(command);
    }

    /// What it has to say since the last call.
    pub fn reports(&self) -> Vec<Report> {
        std::mem::take(&mut lock(&self.shared.reports))
    }

    /// Tokio's own metrics now; `None` while no runtime runs. Wakes nothing.
    pub fn sample(&self) -> Option<Sample> {
        let at = self.shared.probe.elapsed();
        lock(&self.shared.view).as_ref().map(|view| view.sample(at))
    }

    /// One interval of each of tokio-metrics' monitors: what happened since the last call.
    pub fn intervals(&self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        let at = self.shared.probe.elapsed();
        let runtime = lock(&self.shared.view)
            .as_mut()
            .and_then(|view| view.interval(at));
        (runtime, lock(&self.shared.monitors).intervals(at))
    }

    /// Whether every command so far is finished, closing included.
    pub fn settled(&self) -> bool {
        self.shared.unfinished.load(Ordering::Acquire) == 0
    }

    /// Leaves at once, without waiting for any worker: tasks are dropped where they wait,
    /// a stalled worker is left to the end of the process.
    pub fn shutdown(self) {
        drop(self);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Release);
        // Any command makes the thread look at `stop`.
        let _ = self.commands.send(Command::Collect(Vec::new()));
    }
}

impl Shared {
    fn report(&self, report: Report) {
        lock(&self.reports).push(report);
    }

    /// A command that nobody carries out.
    fn turn_away(&self, command: &Command) {
        Report::turned_away(command, Refusal::Stopped, Failure::Stopped)
            .into_iter()
            .for_each(|report| self.report(report));
    }

    fn failed(&self, why: Failure) {
        self.report(Report::Failed(why));
    }
}
