//! Who runs a workload: plain Tokio, or Tokio watched by this program with its screen on.

use super::clocks;
use super::load::{Load, Spawner};
use super::screen::{Screen, Seen};
use crate::probe::{self, Probe, Reader};
use crate::source::Bare;
use crate::threads;
use std::future::Future;
use std::io;
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// A runtime and whatever watches it. Opened and closed once per round.
pub trait Subject: Sized {
    /// How its tasks are spawned.
    type Spawner: Spawner;

    /// Builds the runtime with so many workers, and starts the watcher.
    ///
    /// # Errors
    /// When the system refuses.
    fn open(workers: usize) -> io::Result<Self>;

    /// The runtime.
    fn runtime(&self) -> &Runtime;

    /// How to spawn on it.
    fn spawner(&self) -> Self::Spawner;

    /// Ends the watcher, then the runtime.
    fn close(self) -> Aside;
}

/// What the watcher did beside the program: what it cost is no cost of the program.
#[derive(Clone, Copy, Debug, Default)]
pub struct Aside {
    /// CPU time of the watcher's own threads.
    pub cpu: Duration,
    /// The part of it before the watcher was switched off.
    pub taken_in: Duration,
    /// Records the program made.
    pub events: u64,
    /// Records that were lost or only counted.
    pub lost: u64,
}

/// What one round took.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// CPU time of the program, its watcher's threads not counted.
    pub cpu: Duration,
    /// From the first spawn to the last task's end.
    pub wall: Duration,
    /// The watcher's side.
    pub aside: Aside,
}

impl Round {
    /// Records made per second of wall time.
    pub fn events_a_second(&self) -> f64 {
        self.aside.events as f64 / self.wall.as_secs_f64()
    }
}

/// Runs a workload once.
///
/// # Errors
/// When the runtime or the watcher cannot be started.
pub fn round<S: Subject>(load: Load, workers: usize) -> io::Result<Round> {
    // Apart from what is measured: Tokio panics where it gets no thread.
    threads::rehearse("worker thread", workers)?;
    let before = clocks::process_cpu();
    let subject = S::open(workers)?;
    let began = Instant::now();
    subject
        .runtime()
        .block_on(load.run(subject.spawner(), workers));
    let wall = began.elapsed();
    let aside = subject.close();
    let cpu = clocks::process_cpu()
        .saturating_sub(before)
        .saturating_sub(aside.cpu);
    Ok(Round { cpu, wall, aside })
}

/// A multi-thread runtime as everybody builds it.
pub fn builder(workers: usize) -> Builder {
    let mut builder = Builder::new_multi_thread();
    builder.worker_threads(workers).enable_all();
    builder
}

/// Tokio alone.
#[derive(Debug)]
pub struct Plain(Runtime);

/// `tokio::spawn`.
#[derive(Clone, Copy, Debug)]
pub struct PlainSpawner;

impl Spawner for PlainSpawner {
    type Handle = tokio::task::JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        tokio::spawn(future)
    }
}

impl Subject for Plain {
    type Spawner = PlainSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        builder(workers).build().map(Self)
    }

    fn runtime(&self) -> &Runtime {
        &self.0
    }

    fn spawner(&self) -> PlainSpawner {
        PlainSpawner
    }

    fn close(self) -> Aside {
        Aside::default()
    }
}

/// The stand-in for Tokio while nobody asks for its probe: its builder then gives Tokio's own
/// runtime, so what is left to pay is in its functions.
#[derive(Debug)]
pub struct SwitchedOff(Runtime);

/// The stand-in's `spawn`.
#[derive(Clone, Copy, Debug)]
pub struct StandInSpawner;

impl Spawner for StandInSpawner {
    type Handle = probe::JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        probe::spawn(future)
    }

    fn yield_now(&self) -> impl Future<Output = ()> + Send + 'static {
        probe::yield_now()
    }
}

impl Subject for SwitchedOff {
    type Spawner = StandInSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        builder(workers).build().map(Self)
    }

    fn runtime(&self) -> &Runtime {
        &self.0
    }

    fn spawner(&self) -> StandInSpawner {
        StandInSpawner
    }

    fn close(self) -> Aside {
        Aside::default()
    }
}

/// Tokio watched by the probe, with the screen on.
pub struct Probed {
    runtime: Runtime,
    screen: Screen,
}

/// `probe::spawn_as`.
#[derive(Clone, Copy, Debug)]
pub struct ProbeSpawner;

impl Spawner for ProbeSpawner {
    type Handle = probe::JoinHandle<()>;

    fn spawn<F: Future<Output = ()> + Send + 'static>(&self, future: F) -> Self::Handle {
        probe::spawn_as("bench", future)
    }

    fn yield_now(&self) -> impl Future<Output = ()> + Send + 'static {
        probe::yield_now()
    }
}

impl Probed {
    /// The same, with every n-th event timed on its way to the screen.
    pub(super) fn open_timed(workers: usize, every: u64) -> io::Result<Self> {
        let (probe, reader) = Probe::new();
        // As the engine does: what is measured spawns through the probe only.
        Self::watched_by(probe.all_observed(), reader, workers, every)
    }

    fn watched_by(probe: Probe, reader: Reader, workers: usize, every: u64) -> io::Result<Self> {
        let runtime = probe.build(&mut builder(workers))?;
        let screen = Screen::open(Bare::new(reader, runtime.handle().clone()), every)?;
        Ok(Self { runtime, screen })
    }

    /// The screen's view of what happened so far.
    pub(super) fn screen(&self) -> &Screen {
        &self.screen
    }

    /// Ends the screen; the runtime goes on.
    pub(super) fn close_screen(self) -> (Runtime, Seen) {
        (self.runtime, self.screen.close())
    }
}

impl Subject for Probed {
    type Spawner = ProbeSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        Self::open_timed(workers, u64::MAX)
    }

    fn runtime(&self) -> &Runtime {
        &self.runtime
    }

    fn spawner(&self) -> ProbeSpawner {
        ProbeSpawner
    }

    fn close(self) -> Aside {
        let seen = self.screen.close();
        Aside {
            cpu: seen.cpu,
            taken_in: seen.taken_in,
            events: seen.delivery.emitted,
            lost: seen.delivery.coalesced + seen.delivery.dropped,
        }
    }
}

/// The same without the promise that no task is spawned past the probe: with `tokio_unstable`
/// Tokio's hooks are joined with the probe's own wrapper.
pub struct Hooked(Probed);

impl Subject for Hooked {
    type Spawner = ProbeSpawner;

    fn open(workers: usize) -> io::Result<Self> {
        let (probe, reader) = Probe::new();
        Probed::watched_by(probe, reader, workers, u64::MAX).map(Self)
    }

    fn runtime(&self) -> &Runtime {
        self.0.runtime()
    }

    fn spawner(&self) -> ProbeSpawner {
        ProbeSpawner
    }

    fn close(self) -> Aside {
        self.0.close()
    }
}
