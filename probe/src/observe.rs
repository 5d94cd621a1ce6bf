//! Observes the tasks of a Tokio runtime: polls, wakes, waits, parks, blocking jobs.
//!
//! # How to use it
//!
//! 1. Make a [`Probe`] and its [`Reader`]: one pair for each application.
//! 2. Build the runtime with [`Probe::build`], from a builder with your own settings.
//! 3. Spawn with [`spawn`], [`spawn_as`], [`spawn_blocking`] or a [`JoinSet`] of this module.
//!    Their handles are used like Tokio's.
//! 4. Where you want to see what a task waits for, wrap the future in [`leaf`], or use
//!    [`sleep`](crate::sleep) and [`yield_now`] of this crate. This step is optional: polls and wakes of
//!    observed tasks are seen without it.
//! 5. Read [`Event`](crate::events::Event)s with [`Reader::drain`], on a thread that is not
//!    a worker, many times a second. [`Reader::now`] says what each worker polls at this
//!    moment, also while it is stalled.
//!
//! ```
//! use std::time::Duration;
//! use kitchen_probe::Probe;
//!
//! let (probe, mut reader) = Probe::new();
//! let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
//! runtime.block_on(async {
//!     // `block_on`'s own future is not observed; what it spawns is.
//!     kitchen_probe::spawn(async { kitchen_probe::sleep(Duration::from_millis(1)).await }).await
//! }).expect("the task does not panic");
//! drop(runtime);
//! let mut events = 0;
//! reader.drain_all(|_event| events += 1);
//! assert!(events > 0);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # What is observed
//!
//! Tasks spawned through this module, on threads that a probe serves: those of its runtimes,
//! and the thread that called [`Probe::build`]. Anywhere else the functions here do what
//! Tokio's do and nothing more, so a library can use them always. Tasks spawned with Tokio's
//! own functions run beside the observed ones, unseen: if one of them wakes an observed task,
//! [that is told](crate::events::WakeBy::Unobserved), and no more of it.
//!
//! Several probes may live in one process, each with its runtime; their tasks may wake and
//! await each other. To its own reader a task of another application is somebody outside.
//!
//! # Limits
//!
//! - Who called a waker is told where Tokio's id of the running task, the place in the worker's
//!   loop or what the task waits for proves it. A task that awaits something without a [`leaf`]
//!   may be woken by [somebody unknown](crate::events::WakeBy::BetweenPolls).
//! - Nothing waits for the reader. If it is too far behind, polls, wakes, waits, marked lines
//!   and parks are only counted ([`Delivery::coalesced`]), until it has caught up. Spawns,
//!   ends, handles, jobs and printed lines are always kept. [`Probe::with_budget`] sets how
//!   much it may be behind.
//! - Every task and job has a number of 32 bits, unique in the process. Numbers of probes
//!   that are gone are used again, after all others. A task that finds none left runs
//!   unobserved and is counted in [`Delivery::without_id`].
//! - Times are exact for years. A reader that does not read for 19 hours (at 3 GHz) may
//!   take the time of a record that a thread wrote after as long a silence for one 26 hours
//!   earlier.
//! - 65,536 kinds of tasks and 100,000 different printed lines are told apart, 16 MiB of
//!   each; what comes later shares one name.
//! - A probe is gone when its reader and all its clones are dropped. Its runtime goes on, and
//!   what it spawns then is not observed.
//!
//! # How it works
//!
//! Each thread writes one record of 16 bytes per poll into a chunk of its own (`chunk`),
//! which is handed over an mpsc channel when it is opened and merged with those of other
//! threads, by time, on the reading side (`reader`). What a worker polls *now* is in its
//! now-cell (`cell`), which can be read while the worker is stalled. Wakes are seen by
//! swapping the vtable of Tokio's waker (`waker`, which has the only `unsafe` code here).
//!
//! The files know each other in one direction. At the bottom are the `clock`, the `record`
//! and its `chunk`; then the `hub`, which all threads of an application share, the `writer` of
//! one thread and `local`, what a thread knows of itself; then what an application calls.
//! This module knows events and Tokio, and nothing of models or screens.
//!
//! [`Delivery::coalesced`]: crate::events::Delivery::coalesced
//! [`Delivery::without_id`]: crate::events::Delivery::without_id

mod alarm;
mod application;
mod birth;
mod blocking;
mod cell;
mod chunk;
mod clock;
mod decode;
mod handle;
mod hands;
#[cfg(tokio_unstable)]
mod hooks;
mod hooks_of_user;
mod hub;
mod intern;
mod leaf;
mod local;
mod panics;
mod reader;
mod record;
mod region;
mod registry;
mod root;
mod say;
mod served;
mod slots;
mod spawn;
mod stream;
mod tokio_api;
mod waker;
mod watched;
mod writer;

pub(crate) use application::sealed;
pub use application::{Buildable, Kind, Probe};
pub(crate) use application::{DEFAULT_MAX_BLOCKING, Settings};
pub(crate) use birth::{Name, observed};
pub(crate) use blocking::{announce_job, around_job};
pub use blocking::{block_in_place, spawn_blocking, spawn_blocking_as};
pub(crate) use handle::Ticket;
pub use handle::{AbortHandle, JoinHandle};
pub use hands::{Hands, Held};
pub(crate) use hooks_of_user::{ThreadHook, UserHooks};
#[cfg(feature = "named-waits")]
pub(crate) use leaf::LateWait;
pub(crate) use leaf::TimerWait;
pub use leaf::{Leaf, leaf, occupy, yield_now};
#[cfg(tokio_unstable)]
pub(crate) use local::Announced;
pub use panics::{note_panic, watch_panics};
pub use reader::Reader;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub use record::start_clock_before_wrap;
pub use region::{Watch, watch};
pub(crate) use registry::is_forked;
pub use say::say;
#[cfg(tokio_unstable)]
pub(crate) use served::spawn_local_on;
pub(crate) use served::{Served, spawn_blocking_on, spawn_on};
pub(crate) use spawn::{announce_local, announce_task};
pub use spawn::{spawn, spawn_as, spawn_local};
pub use tokio_api::tokio_version;
pub(crate) use waker::{with_named, without_name};
pub(crate) use watched::Watched;

use crate::events::TaskId;

/// The observed task that is polled on this thread, or the blocking job that runs on it.
pub fn current() -> Option<TaskId> {
    local::current_task()
}
