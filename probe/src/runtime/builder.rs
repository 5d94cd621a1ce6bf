//! [`tokio::runtime::Builder`], whose runtimes are observed where that is asked for.

use super::Handle;
use super::Runtime;
use super::asked::Asked;
#[allow(
    unused_imports,
    reason = "a Tokio that has all settings needs none of it"
)]
use super::later::Later;
#[cfg(tokio_unstable)]
use super::local::LocalRuntime;
use super::watch::Watch;
use crate::judge::Judge;
use crate::observe::{Buildable, Probe, Settings, UserHooks, sealed};
use crate::post::{self, Recorded};
use crate::report;
use std::fmt;
use std::io;
use std::num::NonZeroU32;
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
#[cfg(tokio_unstable)]
use tokio::runtime::{LocalOptions, TaskMeta};

/// [`tokio::runtime::Builder`] with all its methods. What it builds is observed if
/// [`TOKIO_KITCHEN`](crate#which-runtimes-are-observed) asks for it, and else is Tokio's own
/// runtime with nothing added.
///
/// Hooks that the application sets are called beside those of the probe.
///
/// ```
/// use kitchen_probe::runtime::Builder;
///
/// let runtime = Builder::new_multi_thread()
///     .worker_threads(2)
///     .on_thread_start(|| println!("a thread starts"))
///     .enable_all()
///     .build()?;
/// assert_eq!(runtime.block_on(async { 1 + 1 }), 2);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct Builder {
    inner: tokio::runtime::Builder,
    hooks: UserHooks,
    settings: Settings,
    /// The hooks are those of a probe that has built with them.
    has_probe: bool,
    /// Polls of its runtimes are judged.
    strict: bool,
}

/// Settings that are Tokio's alone: passed on, of the same name and arguments.
macro_rules! settings {
    ($($(#[$cfg:meta])* $name:ident($($arg:ident: $of:ty),*);)+) => { $(
        $(#[$cfg])*
        #[doc = concat!("As Tokio's `", stringify!($name), "`.")]
        #[track_caller]
        pub fn $name(&mut self, $($arg: $of),*) -> &mut Self {
            self.inner.$name($($arg),*);
            self
        }
    )+ };
}

/// Hooks: set for a runtime that is not observed, and kept for one that is.
macro_rules! hooks {
    ($($(#[$cfg:meta])* $name:ident => $field:ident, [$($of:tt)+], ($($arg:ident)?);)+) => { $(
        $(#[$cfg])*
        #[doc = concat!("As Tokio's `", stringify!($name), "`.")]
        pub fn $name<F>(&mut self, f: F) -> &mut Self
        where
            F: $($of)+ + Send + Sync + 'static,
        {
            let hook = Arc::new(f);
            self.hooks.$field = Some(hook.clone());
            self.inner.$name(move |$($arg)?| hook($($arg)?));
            self
        }
    )+ };
}

impl Builder {
    /// As Tokio's: a builder of a runtime that runs on the thread that calls `block_on`.
    #[must_use]
    pub fn new_current_thread() -> Self {
        Self::of(tokio::runtime::Builder::new_current_thread())
    }

    /// As Tokio's: a builder of a runtime with worker threads of its own.
    #[must_use]
    pub fn new_multi_thread() -> Self {
        Self::of(tokio::runtime::Builder::new_multi_thread())
    }

    fn of(inner: tokio::runtime::Builder) -> Self {
        Self {
            inner,
            hooks: UserHooks::default(),
            settings: Settings::tokios_own(),
            has_probe: false,
            strict: false,
        }
    }

    /// Lets polls of its runtimes be judged.
    pub(crate) fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    fn build_strict(&mut self) -> io::Result<Runtime> {
        let hooks = self.hooks.clone();
        let judge = Judge::new(&mut self.hooks);
        let (probe, reader) = Probe::new();
        let runtime = probe.build(self);
        self.hooks = hooks;
        Ok(runtime?.judged_by(judge.sits(reader, probe)))
    }

    fn build_reported(&mut self, file: Option<PathBuf>) -> io::Result<Runtime> {
        let (probe, reader) = Probe::new();
        let runtime = probe.build(self)?;
        let watch = report::Watch::start(reader, probe, runtime.handle(), file);
        Ok(runtime.watched_by(watch.map(Watch::Reported)))
    }

    fn build_told(&mut self, file: Option<Recorded>) -> io::Result<Runtime> {
        let (probe, reader, began) = Probe::of_process();
        let runtime = probe.build(self)?;
        let joined = post::join(reader, probe, runtime.handle(), (file, began));
        Ok(runtime.watched_by(joined.map(Watch::Told)))
    }

    /// Sets the application's own hooks again, where a probe was built with.
    fn without_probe(&mut self) {
        if std::mem::take(&mut self.has_probe) {
            self.hooks.set(&mut self.inner);
        }
    }

    settings! {
        enable_all();
        enable_time();
        #[cfg(any(feature = "net", all(unix, feature = "process"), all(unix, feature = "signal")))]
        enable_io();
        #[cfg(any(feature = "net", all(unix, feature = "process"), all(unix, feature = "signal")))]
        max_io_events_per_tick(capacity: usize);
        #[cfg(any(feature = "net", all(unix, feature = "process"), all(unix, feature = "signal")))]
        max_io_events_per_busy_tick(capacity: usize);
        worker_threads(val: usize);
        thread_stack_size(val: usize);
        thread_keep_alive(duration: Duration);
        #[cfg(feature = "test-util")]
        start_paused(start_paused: bool);
        #[cfg(tokio_unstable)]
        enable_alt_timer();
        #[cfg(tokio_unstable)]
        enable_sharded_blocking_queue();
        #[cfg(tokio_unstable)]
        unhandled_panic(behavior: tokio::runtime::UnhandledPanic);
        #[cfg(tokio_unstable)]
        rng_seed(seed: tokio::runtime::RngSeed);
        #[cfg(tokio_unstable)]
        enable_metrics_poll_time_histogram();
        #[cfg(tokio_unstable)]
        #[allow(deprecated, reason = "it is Tokio that says so")]
        metrics_poll_count_histogram_scale(histogram_scale: tokio::runtime::HistogramScale);
        #[cfg(tokio_unstable)]
        #[allow(deprecated, reason = "it is Tokio that says so")]
        metrics_poll_count_histogram_resolution(resolution: Duration);
        #[cfg(tokio_unstable)]
        #[allow(deprecated, reason = "it is Tokio that says so")]
        metrics_poll_count_histogram_buckets(buckets: usize);
        #[cfg(tokio_unstable)]
        metrics_poll_time_histogram_configuration(configuration: tokio::runtime::HistogramConfiguration);
        #[cfg(all(
            tokio_unstable,
            feature = "io-uring",
            feature = "fs",
            target_os = "linux"
        ))]
        enable_io_uring();
        #[cfg(all(tokio_unstable, feature = "schedule-latency"))]
        track_task_schedule_latency();
        #[cfg(all(tokio_unstable, feature = "schedule-latency"))]
        enable_metrics_schedule_latency_histogram();
        #[cfg(all(tokio_unstable, feature = "schedule-latency"))]
        metrics_schedule_latency_histogram_configuration(configuration: tokio::runtime::HistogramConfiguration);
    }

    hooks! {
        on_thread_start => start, [Fn()], ();
        on_thread_park => park, [Fn()], ();
        on_thread_unpark => unpark, [Fn()], ();
        #[cfg(tokio_unstable)]
        on_task_spawn => task_spawn, [Fn(&TaskMeta<'_>)], (meta);
        #[cfg(tokio_unstable)]
        on_before_task_poll => before_poll, [Fn(&TaskMeta<'_>)], (meta);
        #[cfg(tokio_unstable)]
        on_after_task_poll => after_poll, [Fn(&TaskMeta<'_>)], (meta);
        #[cfg(tokio_unstable)]
        on_task_terminate => terminate, [Fn(&TaskMeta<'_>)], (meta);
    }

    /// As Tokio's `on_thread_stop`.
    pub fn on_thread_stop<F>(&mut self, f: F) -> &mut Self
    where
        F: Fn() + Send + Sync + 'static,
    {
        // The probe has none of its own.
        self.inner.on_thread_stop(f);
        self
    }

    /// As Tokio's `max_blocking_threads`.
    #[track_caller]
    pub fn max_blocking_threads(&mut self, val: usize) -> &mut Self {
        self.inner.max_blocking_threads(val);
        self.settings.max_blocking = u32::try_from(val).unwrap_or(u32::MAX);
        self
    }

    /// As Tokio's `event_interval`.
    #[track_caller]
    pub fn event_interval(&mut self, val: u32) -> &mut Self {
        self.inner.event_interval(val);
        self.settings.event_interval = NonZeroU32::new(val);
        self
    }

    /// As Tokio's `global_queue_interval`.
    #[track_caller]
    pub fn global_queue_interval(&mut self, val: u32) -> &mut Self {
        self.inner.global_queue_interval(val);
        self.settings.global_queue_interval = NonZeroU32::new(val);
        self
    }

    /// As Tokio's `disable_lifo_slot`.
    #[cfg(tokio_unstable)]
    pub fn disable_lifo_slot(&mut self) -> &mut Self {
        self.inner.disable_lifo_slot();
        self.settings.lifo_slot = Some(false);
        self
    }

    /// As Tokio's `enable_eager_driver_handoff`.
    #[cfg(tokio_unstable)]
    pub fn enable_eager_driver_handoff(&mut self) -> &mut Self {
        self.inner.enable_eager_driver_handoff();
        self.settings.eager_handoff = Some(true);
        self
    }

    /// As Tokio's `thread_name`.
    pub fn thread_name(&mut self, val: impl Into<String>) -> &mut Self {
        self.inner.thread_name(val);
        self
    }

    /// As Tokio's `thread_name_fn`.
    pub fn thread_name_fn<F>(&mut self, f: F) -> &mut Self
    where
        F: Fn() -> String + Send + Sync + 'static,
    {
        self.inner.thread_name_fn(f);
        self
    }

    /// As Tokio's `name`, the runtime's.
    pub fn name(&mut self, val: impl Into<String>) -> &mut Self {
        self.inner.name(val.into());
        self
    }

    /// Builds the runtime.
    ///
    /// # Errors
    /// As Tokio's `build`.
    ///
    /// # Panics
    /// As Tokio's `build`, where the thread of a worker cannot be had.
    pub fn build(&mut self) -> io::Result<Runtime> {
        if self.strict {
            return self.build_strict();
        }
        match Asked::of_process() {
            Asked::Report(file) => self.build_reported(file),
            Asked::Record(file) => self.build_told(Some(file)),
            Asked::Attach => self.build_told(None),
            Asked::Off => {
                self.without_probe();
                Ok(Runtime::plain(self.inner.build()?))
            }
        }
    }

    /// Builds a runtime whose tasks may stay on its one thread.
    ///
    /// # Errors
    /// As Tokio's `build_local`.
    ///
    /// # Panics
    /// As Tokio's `build_local`.
    #[cfg(tokio_unstable)]
    pub fn build_local(&mut self, options: LocalOptions) -> io::Result<LocalRuntime> {
        match Asked::of_process() {
            Asked::Report(file) => {
                let (probe, reader) = Probe::new();
                let runtime = probe.build_local(self, options)?;
                let watch = report::Watch::start(reader, probe, runtime.handle(), file);
                Ok(runtime.watched_by(watch.map(Watch::Reported)))
            }
            asked @ (Asked::Record(_) | Asked::Attach) => {
                let file = match asked {
                    Asked::Record(file) => Some(file),
                    _ => None,
                };
                let (probe, reader, began) = Probe::of_process();
                let runtime = probe.build_local(self, options)?;
                let joined = post::join(reader, probe, runtime.handle(), (file, began));
                Ok(runtime.watched_by(joined.map(Watch::Told)))
            }
            Asked::Off => {
                self.without_probe();
                Ok(LocalRuntime::plain(self.inner.build_local(options)?))
            }
        }
    }
}

impl sealed::Sealed for Builder {}

impl Buildable for Builder {
    type Runtime = Runtime;

    fn build_for(&mut self, probe: &Probe) -> io::Result<Runtime> {
        self.has_probe = true;
        let (build, handle) = (
            tokio::runtime::Builder::build,
            tokio::runtime::Runtime::handle,
        );
        let inner = probe.build_by(&mut self.inner, &self.hooks, self.settings, build, handle)?;
        let handle = Handle::new(inner.handle().clone(), Some(probe.serves()));
        Ok(Runtime::with(inner, handle))
    }
}

#[cfg(tokio_unstable)]
impl Probe {
    /// As [`build`](Self::build): a runtime to observe whose tasks may stay on its one thread.
    ///
    /// # Errors
    /// As [`Builder::build_local`].
    ///
    /// # Panics
    /// As [`Builder::build_local`].
    pub fn build_local(
        &self,
        builder: &mut Builder,
        options: LocalOptions,
    ) -> io::Result<LocalRuntime> {
        builder.has_probe = true;
        let inner = self.build_by(
            &mut builder.inner,
            &builder.hooks,
            builder.settings,
            |builder| builder.build_local(options),
            tokio::runtime::LocalRuntime::handle,
        )?;
        let handle = Handle::new(inner.handle().clone(), Some(self.serves()));
        Ok(LocalRuntime::with(inner, handle))
    }
}

/// Settings of a later Tokio, which this crate does not know: what is built behind them is not
/// observed.
impl Deref for Builder {
    type Target = tokio::runtime::Builder;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl DerefMut for Builder {
    fn deref_mut(&mut self) -> &mut Self::Target {
        // What is set there is not known; nothing takes these two back.
        self.settings.eager_handoff = self.settings.eager_handoff.filter(|is_set| *is_set);
        self.settings.lifo_slot = self.settings.lifo_slot.filter(|has| !*has);
        &mut self.inner
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
