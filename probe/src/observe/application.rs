//! The probe as an application holds it.

use super::clock::Ticks;
#[cfg(tokio_unstable)]
use super::hooks::Hooks;
use super::hooks_of_user::{UserHooks, call};
use super::hub::{self, Hub};
use super::reader::Reader;
use super::registry::User;
use super::say::say_to;
use super::settings::Settings;
use super::tokio_api::RuntimeId;
use super::{clock, intern, local, tokio_api, waker};
use crate::events::{Coverage, Flavor, KindId, Nanos, RunInfo, What};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;
use tokio::runtime::{Builder, Handle, Runtime, RuntimeFlavor};

/// Observes one application. Cheap to clone; all clones are the same probe.
///
/// It serves one runtime at a time: a further [`build`](Self::build) starts a new run, and
/// threads of the earlier runtime then no longer speak for workers. When all clones and the
/// [`Reader`] are dropped the probe is gone, with all it has kept.
#[derive(Clone)]
pub struct Probe {
    user: Arc<User>,
}

/// A builder of runtimes, of this crate or of Tokio: what [`Probe::build`] takes.
pub trait Buildable: sealed::Sealed {
    /// What it builds.
    type Runtime;

    #[doc(hidden)]
    fn build_for(&mut self, probe: &Probe) -> std::io::Result<Self::Runtime>;
}

pub(crate) mod sealed {
    /// No other crate has a builder that a probe could serve.
    pub trait Sealed {}
}

impl sealed::Sealed for Builder {}

impl Buildable for Builder {
    type Runtime = Runtime;

    fn build_for(&mut self, probe: &Probe) -> std::io::Result<Runtime> {
        probe.build_with(self, Settings::unknown())
    }
}

/// A kind of task, registered by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(KindId);

impl Kind {
    /// Its number, as events carry it.
    pub fn id(self) -> KindId {
        self.0
    }
}

impl Probe {
    /// A probe and its reading end. The times of its events begin now.
    pub fn new() -> (Self, Reader) {
        Self::with_budget(hub::CHUNK_BUDGET_BYTES)
    }

    /// A probe that keeps about this many bytes of events until they are read. [`new`](Self::new)
    /// takes 64 MiB.
    ///
    /// Past that, polls, wakes, waits, marked lines and parks are only counted, until the
    /// reader has caught up. Spawns, ends, handles, jobs and printed lines are always kept:
    /// a reader that never reads while tasks come and go takes memory for these.
    /// [`Reader::drain_some`] makes the room smaller for a while when its calls do not keep up.
    pub fn with_budget(bytes: usize) -> (Self, Reader) {
        Self::starting(bytes, clock::now())
    }

    /// One whose times begin when the first of this kind was made: the times of several can be
    /// compared. With the time by the system's clock at which that was.
    pub(crate) fn of_process() -> (Self, Reader, SystemTime) {
        static FIRST: OnceLock<(Ticks, SystemTime)> = OnceLock::new();
        let (first, began) = *FIRST.get_or_init(|| (clock::now(), SystemTime::now()));
        let (probe, reader) = Self::starting(hub::CHUNK_BUDGET_BYTES, first);
        (probe, reader, began)
    }

    fn starting(bytes: usize, started: Ticks) -> (Self, Reader) {
        // Before there are any tasks.
        waker::are_seen();
        let (user, incoming) = User::new(bytes, started);
        let reader = Reader::new(Arc::clone(&user), incoming);
        (Self { user }, reader)
    }

    pub(super) fn hub(&self) -> &Arc<Hub> {
        self.user.hub()
    }

    /// Registers a kind of task. The same name gives the same kind.
    pub fn kind(&self, name: &str) -> Kind {
        Kind(intern::kind(name))
    }

    /// Promises that every task of the runtimes built from now on is spawned through the
    /// probe, and that `block_in_place` is called through it too.
    ///
    /// The end of a poll then serves as the start of the next one on the same worker, which
    /// halves the clock readings. What the scheduler does in between (well under a
    /// microsecond, some more for a look at the driver) counts for that poll. If the promise
    /// is broken, so does the time of tasks the probe does not see, and a wake by one of them may
    /// be told as by the task that ended before.
    ///
    /// It promises also that a task that waits for something by name ([`leaf`](super::leaf), a
    /// handle) waits for nothing else that has no name: its wakes are then for what it waits for
    /// by name. Without the promise that is known only of wakers that a named await has stored
    /// itself, and not where a layer between (such as tokio-metrics' `TaskMonitor`) has a waker
    /// of its own.
    #[must_use]
    pub fn all_observed(self) -> Self {
        self.hub().set_chains();
        self
    }

    /// Builds the runtime to observe, with the builder's own settings.
    ///
    /// The calling thread is served from now on, so that what it spawns inside `block_on` is
    /// observed; another thread that calls `block_on` needs [`attach_thread`](Self::attach_thread).
    ///
    /// Works with [the builder of this crate](crate::runtime::Builder), which calls the
    /// application's own hooks beside the probe's, and with Tokio's, where the probe takes the
    /// hooks `on_thread_start`, `on_thread_park` and `on_thread_unpark` for itself: a builder has
    /// room for one of each.
    ///
    /// # Errors
    /// As [`Builder::build`].
    ///
    /// # Panics
    /// As [`Builder::build`], which panics where the thread of a worker cannot be had.
    pub fn build<B: Buildable>(&self, builder: &mut B) -> std::io::Result<B::Runtime> {
        builder.build_for(self)
    }

    /// As [`build`](Self::build), where it is known what was set in the builder: neither it nor
    /// its runtime can be asked for it, and the run's [`RunInfo`] shows it.
    ///
    /// # Errors
    /// As [`Builder::build`].
    ///
    /// # Panics
    /// As [`Builder::build`], which panics where the thread of a worker cannot be had.
    pub fn build_with(
        &self,
        builder: &mut Builder,
        settings: Settings,
    ) -> std::io::Result<Runtime> {
        let hooks = UserHooks::default();
        self.build_by(builder, &hooks, settings, Builder::build, Runtime::handle)
    }

    /// Builds a runtime by `build`, of which `handle` gives the handle. The application's hooks
    /// are called outside of what the probe's measure: its own time is not the scheduler's.
    pub(crate) fn build_by<R>(
        &self,
        builder: &mut Builder,
        hooks: &UserHooks,
        settings: Settings,
        build: impl FnOnce(&mut Builder) -> std::io::Result<R>,
        handle: impl FnOnce(&R) -> &Handle,
    ) -> std::io::Result<R> {
        // Workers begin to write before `build` returns, but the run's own start comes first.
        let held = self.hub().hold_events();
        let started = held.since();
        let shift = self.hub().begin_run(started);
        local::attach_to_run(self.hub());
        self.set_hooks(builder, hooks);
        let runtime = build(builder)?;
        let handle = handle(&runtime);
        let workers = handle.metrics().num_workers();
        let flavor = match handle.runtime_flavor() {
            RuntimeFlavor::CurrentThread => Flavor::CurrentThread,
            _ => Flavor::MultiThread,
        };
        self.hub()
            .has_workers(workers, flavor == Flavor::CurrentThread);
        self.hub().is_built(RuntimeId::of(handle));
        let info = RunInfo {
            shift,
            workers: u16::try_from(workers).unwrap_or(u16::MAX),
            flavor,
            tokio: tokio_api::tokio(settings, flavor, waker::are_seen()),
            unstable: cfg!(tokio_unstable),
            coverage: self.coverage(),
            max_blocking: settings.max_blocking,
        };
        self.hub().note_at(started, What::RunStarted(info));
        drop(held);
        Ok(runtime)
    }

    /// Which tasks of a runtime that is built now are seen.
    fn coverage(&self) -> Coverage {
        match (self.hub().chains(), cfg!(tokio_unstable)) {
            (true, _) => Coverage::Promised,
            (false, true) => Coverage::Hooks,
            (false, false) => Coverage::Spawned,
        }
    }

    fn set_hooks(&self, builder: &mut Builder, of_user: &UserHooks) {
        #[cfg(tokio_unstable)]
        if self.coverage() == Coverage::Hooks {
            Hooks::of(self.hub()).install(builder, of_user);
        }
        let [start, park, unpark] = [(); 3].map(|()| Arc::clone(self.hub()));
        let (after_start, after_unpark) = (of_user.start.clone(), of_user.unpark.clone());
        let before_park = of_user.park.clone();
        builder
            .on_thread_start(move || {
                local::attach_own(&start);
                call(after_start.as_ref());
            })
            .on_thread_park(move || {
                call(before_park.as_ref());
                local::park(&park, false);
            })
            .on_thread_unpark(move || {
                local::park(&unpark, true);
                call(after_unpark.as_ref());
            });
    }

    /// Makes spawns from this thread observed, for a thread that calls `block_on`. Inside a
    /// task or a job it does nothing.
    pub fn attach_thread(&self) {
        local::attach_to_run(self.hub());
    }

    /// Says that this thread, which is no worker, spawns nothing for a while. It keeps numbers
    /// for its next tasks; given back, they are the next ones of whoever spawns, and numbers
    /// follow each other.
    pub fn rest(&self) {
        local::rest();
    }

    /// Time since the probe was made.
    pub fn elapsed(&self) -> Nanos {
        clock::now().since(self.hub().started)
    }

    /// Whether an observed task is being polled at this moment: by a worker of the present
    /// runtime, or by a thread that was one, in and after `block_in_place`.
    /// Of a runtime that was shut down Tokio no longer counts the tasks that are being polled:
    /// it takes them off its list first (`OwnedTasks::close_and_shutdown_all`), and their
    /// polls go on.
    pub fn is_polling(&self) -> bool {
        let hub = self.hub();
        // A poll goes from its cell to the count: in this order none is missed.
        hub.look_at_cells(|cells| cells.iter().any(|cell| cell.is_polling()))
            || hub.polls_without_worker()
    }

    /// From now on all is recorded, as far as there is room, or only what tasks and jobs live
    /// and die by: polls, wakes, waits and parks are then counted.
    pub(crate) fn records_all(&self, all: bool) {
        self.hub().record_all(all);
    }

    /// Notes that the runtime is about to be closed. To be called before it is. `graceful`: tasks
    /// are asked to finish, and waited for; else it is stopped by
    /// [`shutdown_background`](tokio::runtime::Runtime::shutdown_background).
    pub fn closing(&self, graceful: bool) {
        self.hub().note(What::Closing { graceful });
    }

    /// Notes that the runtime is gone.
    pub fn run_ended(&self) {
        self.hub().note(What::RunEnded);
    }

    /// Prints a line into the event stream (not on standard output), from any thread. Inside
    /// an observed task it is the task's line, else the program's.
    pub fn say(&self, line: &str) {
        say_to(self.hub(), line);
    }
}
