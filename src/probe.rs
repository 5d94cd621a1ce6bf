//! Watches tasks: what they do leaves the observed runtime as [`Event`](crate::events::Event)s.
//!
//! An application builds its runtime through a [`Probe`], spawns through [`spawn`] and its
//! sisters, makes awaits visible with [`leaf`], and reads the events from the [`Reader`]:
//!
//! ```
//! use std::time::Duration;
//! use tokio_kitchen::probe::{self, Probe};
//!
//! let (probe, mut reader) = Probe::new();
//! let runtime = probe.build(tokio::runtime::Builder::new_multi_thread().enable_all())?;
//! runtime.block_on(async {
//!     // `block_on`'s own future is not observed; what it spawns is.
//!     probe::spawn(async { probe::sleep(Duration::from_millis(1)).await }).await
//! }).expect("the task does not panic");
//! drop(runtime);
//! let mut events = 0;
//! reader.drain_all(|_event| events += 1);
//! assert!(events > 0);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! How it works, and why it costs little: one 16-byte record per poll, written by each
//! thread into a chunk of its own (`chunk`), handed over an mpsc channel when it is
//! opened, merged by time on the reading side (`reader`). What a worker polls *now* is in
//! its now-cell (`cell`), readable while it is stalled. Wakes are seen by swapping the
//! vtable of Tokio's waker (`waker`, the only `unsafe` here).
//!
//! It knows events and Tokio; nothing of recipes, models or screens.

mod alarm;
mod application;
mod birth;
mod blocking;
mod cell;
mod chunk;
mod clock;
mod decode;
mod handle;
mod hub;
mod intern;
mod leaf;
mod local;
mod reader;
mod record;
mod registry;
mod say;
mod slots;
mod spawn;
mod stream;
mod waker;
mod watched;
mod writer;

pub use application::{Kind, Probe, TOKIO_VERSION};
pub use blocking::{block_in_place, spawn_blocking, spawn_blocking_as};
pub use handle::{Join, JoinHandle, JoinSet};
pub use leaf::{Leaf, leaf, occupy, sleep, yield_now};
pub use reader::Reader;
#[doc(hidden)]
pub use record::start_clock_before_wrap;
pub use say::say;
pub use spawn::{spawn, spawn_as};

use crate::events::TaskId;

/// The observed task that is polled on this thread, or the blocking job that runs on it.
pub fn current() -> Option<TaskId> {
    local::current_task()
}
