//! How it is seen.
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
mod hold;
#[cfg(tokio_unstable)]
mod hooks;
mod hooks_of_user;
mod hub;
mod intern;
mod leaf;
mod line;
mod local;
mod number;
mod panics;
mod process;
mod reader;
mod record;
mod region;
mod registry;
mod root;
mod say;
mod served;
mod settings;
mod slots;
mod spawn;
mod stream;
mod tokio_api;
mod waker;
mod watched;
mod writer;

pub(crate) use application::sealed;
pub use application::{Buildable, Kind, Probe};
pub(crate) use birth::{Name, observed};
pub(crate) use blocking::{announce_job, around_job};
pub use blocking::{block_in_place, spawn_blocking, spawn_blocking_as};
pub(crate) use handle::Ticket;
pub use handle::{AbortHandle, JoinHandle};
pub use hands::{Hands, Held};
pub(crate) use hold::{Given, Hold, Holds, Kept};
pub(crate) use hooks_of_user::{ThreadHook, UserHooks};
#[cfg(feature = "named-waits")]
pub(crate) use leaf::LateWait;
pub(crate) use leaf::TimerWait;
pub use leaf::{Leaf, leaf, occupy, yield_now};
pub use line::{Line, Lined};
#[cfg(tokio_unstable)]
pub(crate) use local::Announced;
pub use panics::{note_panic, watch_panics};
pub(crate) use process::is_forked;
pub use reader::Reader;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub use record::start_clock_before_wrap;
pub use region::{Watch, watch};
pub(crate) use root::Root;
pub use say::say;
#[cfg(tokio_unstable)]
pub(crate) use served::spawn_local_on;
pub(crate) use served::{Served, spawn_blocking_on, spawn_on};
pub use settings::Settings;
pub(crate) use spawn::{announce_local, announce_task};
pub use spawn::{spawn, spawn_as, spawn_local};
pub use tokio_api::tokio_version;
pub(crate) use waker::{with_named, without_name};
#[doc(hidden)]
pub use watched::POLLS_IN;
pub(crate) use watched::Watched;

use crate::events::TaskId;

/// The observed task that is polled on this thread, or the blocking job that runs on it.
pub fn current() -> Option<TaskId> {
    local::current_task()
}
