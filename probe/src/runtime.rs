//! [`tokio::runtime`], with observed builders, runtimes and handles over Tokio's own.
//!
//! All that has no counterpart here is Tokio's own under the same name. [`Runtime`] and
//! [`Handle`] lend themselves as Tokio's (`&*handle` is a `&tokio::runtime::Handle`), for
//! functions of other crates.
//!
//! # Which runtimes are observed
//!
//! Those that a [`Probe`](crate::Probe) builds, and those of [`Builder`] (so of `#[tokio::main]`
//! and `#[tokio::test]` too) as the variable `TOKIO_KITCHEN` asks when they are built:
//!
//! | `TOKIO_KITCHEN=` | |
//! |---|---|
//! | `off` | Not at all: the runtime is Tokio's, with no hook set and nothing around its tasks. The default of a release build. |
//! | `attach` | As `off`, until there is something that can attach. The default of a debug build. |
//! | `report` | From its beginning to its end, of which a report is written to standard error. |
//! | `report=FILE` | As `report`, as JSON into this file; a further runtime's into `FILE` with `.2` before its extension, and so on. |
//!
//! Anything else is told in one line on standard error, and is `off`.
//!
//! A report is read by a thread of its own, never on the runtime. It is written when the
//! [`Runtime`] is dropped or shut down; a process that exits before writes none. After
//! [`shutdown_background`](Runtime::shutdown_background) it tells what was so at that moment.
//!
//! # What is seen
//!
//! - Tasks and jobs spawned through this crate, from any thread that is in the runtime or has a
//!   [`Handle`] of this module. A thread is attached by its first spawn.
//! - The future of `block_on`, as a lane of its own ([`Role`](crate::events::Role)).
//! - In the report, how many tasks there were that the probe does not see: of all in an unstable
//!   build, where Tokio counts spawns; else of those alive at a look every 20 milliseconds.
//!
//! # What is not
//!
//! - A runtime built by Tokio's own builder beside these is not observed, and neither is what is
//!   spawned in it.
//! - In a process that was forked from one with an observed runtime, builders make plain
//!   runtimes: threads and locks of what observes did not come along.
//! - A setting of Tokio's builder that this crate does not know gives Tokio's builder back: what
//!   is built behind it is not observed. One that this crate knows and the Tokio in use has not
//!   is told in one line on standard error, and left out.

mod asked;
mod both;
mod builder;
mod handle;
mod later;
#[cfg(tokio_unstable)]
mod local;
mod new;
mod owned;
mod run;
mod watch;

pub use builder::Builder;
pub use handle::Handle;
#[cfg(tokio_unstable)]
pub use local::LocalRuntime;
pub use owned::Runtime;
pub use tokio::runtime::*;
