//! Observes the tasks of a Tokio runtime: polls, wakes, waits, parks, blocking jobs. It stands
//! in for Tokio in an application: all of Tokio is here under the same paths, with observed
//! items over Tokio's where that shows something.
//!
//! | Module | Owns |
//! |---|---|
//! | [`events`] | what is told: plain values that need `std` only |
//! | [`runtime`] | Tokio's `runtime`, with observed builders, runtimes and handles |
//! | [`task`] | Tokio's `task`, with observed tasks, jobs and handles |
//! | [`time`] | Tokio's `time`, with observed timers |
//! | `named` | with the feature `named-waits`: the same once more, and locks, channels and streams tell who waits for them |
//! | `observe` | how it is seen: wrappers of futures and wakers, records, the reader |
//! | [`thread`] | what the system tells of one thread: what it is doing, its stack |

mod complain;
pub mod events;
#[cfg(feature = "named-waits")]
pub mod named;
mod observe;
mod report;
pub mod runtime;
pub mod strict;
pub mod task;
pub mod thread;
pub mod time;

// What follows by name goes before what comes by this.
pub use tokio::*;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub use observe::start_clock_before_wrap;
pub use observe::{
    Buildable, Hands, Held, Kind, Leaf, Probe, Reader, Watch, block_in_place, current, leaf,
    note_panic, occupy, say, spawn, spawn_as, spawn_blocking, spawn_blocking_as, tokio_version,
    watch, watch_panics, yield_now,
};
pub use task::{JoinHandle, JoinSet};
pub use time::{interval, sleep, sleep_until, timeout};
