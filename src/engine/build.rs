//! Building a runtime where threads may be short.

use super::{Config, Shared};
use crate::events::Flavor;
use crate::order::Settings;
use crate::probe;
use crate::threads;
use std::any::Any;
use std::cell::Cell;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;
use tokio::runtime::{Builder, Handle, Runtime};

/// What is missing when there are too few threads.
pub(super) const WORKER: &str = "worker thread";

thread_local! {
    /// Whether this thread is building a runtime.
    static BUILDING: Cell<bool> = const { Cell::new(false) };
}

/// Builds the runtime to observe.
///
/// # Errors
/// As Tokio's builder, and where it would panic: when the thread of a worker cannot be had.
pub(super) fn build(
    shared: &Shared,
    builder: &mut Builder,
    config: &Config,
) -> io::Result<Runtime> {
    threads::rehearse(WORKER, workers(config))?;
    let told = set(builder, config.settings);
    guarded(|| shared.probe.build_with(builder, told))
}

/// Sets what was asked for; gives what the probe is to know of it, which cannot ask.
fn set(builder: &mut Builder, asked: Settings) -> probe::Settings {
    let mut told = probe::Settings::tokios_own();
    if let Some(most) = asked.max_blocking {
        told.max_blocking = most.get();
    }
    builder.max_blocking_threads(told.max_blocking as usize);
    if let Some(polls) = asked.event_interval {
        builder.event_interval(polls.get());
        told.event_interval = Some(polls);
    }
    if let Some(polls) = asked.global_queue_interval {
        builder.global_queue_interval(polls.get());
        told.global_queue_interval = Some(polls);
    }
    #[cfg(tokio_unstable)]
    {
        if asked.disable_lifo_slot {
            builder.disable_lifo_slot();
            told.lifo_slot = Some(false);
        }
        if asked.eager_handoff {
            builder.enable_eager_driver_handoff();
            told.eager_handoff = Some(true);
        }
    }
    told
}

/// How many threads the workers need.
fn workers(config: &Config) -> usize {
    match (config.flavor, config.workers) {
        (Flavor::CurrentThread, _) => 1,
        (Flavor::MultiThread, Some(workers)) => workers.into(),
        (Flavor::MultiThread, None) => thread::available_parallelism().map_or(1, usize::from),
    }
}

/// Makes an error of Tokio's panic over a thread that somebody else took after all.
///
/// The unwinding then drops Tokio's thread pool, which waits for workers that nobody told
/// to end: for ever, unless it stands inside another runtime, where it must not wait. So
/// it is built inside one. The workers that were started by then stay, parked, until the
/// process ends: there is no way to reach them.
fn guarded(build: impl FnOnce() -> io::Result<Runtime>) -> io::Result<Runtime> {
    static QUIET: Once = Once::new();
    QUIET.call_once(keep_failed_builds_quiet);
    // Whoever starts an engine inside a runtime cannot enter a second one, and need not.
    let around = match Handle::try_current() {
        Ok(_) => None,
        Err(_) => Some(Builder::new_current_thread().build()?),
    };
    BUILDING.set(true);
    let built = panic::catch_unwind(AssertUnwindSafe(|| match around {
        Some(around) => around.block_on(async { build() }),
        None => build(),
    }));
    BUILDING.set(false);
    built.unwrap_or_else(|payload| {
        let why = text(&*payload);
        Err(threads::refused("the workers", why, io::ErrorKind::Other))
    })
}

/// Such a panic is told as an error, and by nothing else.
fn keep_failed_builds_quiet() {
    let print = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !BUILDING.get() {
            print(info);
        }
    }));
}

/// The first line of what a panic says.
fn text(payload: &(dyn Any + Send)) -> String {
    let text = payload
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| payload.downcast_ref::<&str>().copied());
    let line = text.and_then(|text| text.lines().next());
    line.unwrap_or("Tokio's builder panicked").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_of_the_builder_is_an_error_with_its_text() {
        let error = guarded(|| panic!("OS can't spawn worker thread: 11\nand more")).unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("cannot start the workers: OS can't spawn worker thread: 11; "));
        assert_eq!(text.lines().count(), 1);
        assert!(!BUILDING.get());
    }

    #[test]
    fn a_thread_pool_whose_workers_nobody_told_to_end_is_not_waited_for() {
        // A runtime dropped while it unwinds, with a job that does not end by itself.
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let error = guarded(|| {
            let runtime = Builder::new_multi_thread().worker_threads(1).build()?;
            drop(runtime.spawn_blocking(move || ended.recv()));
            panic!("too few threads")
        });
        assert!(error.unwrap_err().to_string().contains("too few threads"));
        drop(end);
    }

    #[test]
    fn an_engine_can_be_started_inside_a_runtime() {
        let outer = Builder::new_current_thread().build().unwrap();
        let inner = outer.block_on(async { guarded(|| Builder::new_current_thread().build()) });
        inner.unwrap().shutdown_background();
    }
}
