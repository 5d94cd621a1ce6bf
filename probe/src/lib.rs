//! Observes the tasks of a Tokio runtime: polls, wakes, waits, parks, blocking jobs. It stands
//! in for Tokio in an application: all of Tokio is here under the same paths, with observed
//! items over Tokio's where that shows something.
//!
//! # How to use it
//!
//! **In place of Tokio.** One line of Cargo.toml, and no line of source:
//!
//! ```toml
//! tokio = { package = "tokio-kitchen-probe", version = "0.1", features = ["full"] }
//! ```
//!
//! Features are Tokio's own. The variable [`TOKIO_KITCHEN`](#which-runtimes-are-observed) says
//! what is done with what is seen.
//!
//! **Beside Tokio.** The attribute of `main` names this crate, and so do the spawns that are to
//! be seen on a stable build:
//!
//! ```
//! #[tokio::main(crate = "kitchen_probe")]
//! async fn main() {
//!     let one = kitchen_probe::spawn(async { 1 }).await;
//!     assert!(one.is_ok_and(|one| one == 1));
//! }
//! ```
//!
//! **By hand.** For a program that reads the events itself:
//!
//! 1. Make a [`Probe`] and its [`Reader`]: one pair for each runtime.
//! 2. Build the runtime with [`Probe::build`], from a builder with your own settings.
//! 3. Spawn with [`spawn`], [`spawn_as`], [`spawn_blocking`] or a [`JoinSet`] of this crate.
//! 4. Where you want to see what a task waits for, wrap the future in [`leaf`], or use the
//!    timers of [`time`]. This step is optional: polls and wakes are seen without it.
//! 5. Read [`Event`](events::Event)s with [`Reader::drain`], on a thread that is not a worker,
//!    many times a second. [`Reader::now`] says what each worker polls at this moment, also
//!    while it is stalled.
//!
//! ```
//! use std::time::Duration;
//! use kitchen_probe::Probe;
//!
//! let (probe, mut reader) = Probe::new();
//! let runtime = probe.build(kitchen_probe::runtime::Builder::new_multi_thread().enable_all())?;
//! runtime.block_on(async {
//!     kitchen_probe::spawn(kitchen_probe::time::sleep(Duration::from_millis(1))).await
//! }).expect("the task does not panic");
//! drop(runtime);
//! let mut events = 0;
//! reader.drain_all(|_event| events += 1);
//! assert!(events > 0);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! # Which runtimes are observed
//!
//! Those that a [`Probe`] builds, and those of this crate's [`runtime::Builder`] if the
//! environment asks for it when the first of them is built:
//!
//! | `TOKIO_KITCHEN` | |
//! |---|---|
//! | not set | `attach` in a build with `debug_assertions`, else `off` |
//! | `off` | nothing is observed: the runtime is Tokio's own, without hooks |
//! | `attach` | ready for a viewer: `tokio-kitchen attach`. While none is there, polls, wakes and waits are only counted, but for waits for locks, tasks and jobs |
//! | `record=FILE` | all that happens is written into a file, which `tokio-kitchen open` shows. `%p` in its name is the number of the process. Behind it `,max=256M` (when it is larger it becomes `FILE.1`, and a new one begins) and `,keep=2` (files in all) |
//! | `report` | a report on standard error at the end of each runtime |
//! | `report=FILE` | the same, as JSON, in a file |
//!
//! Anything else is told in one line on standard error, and is `off`. A process that was forked
//! from an observed one observes nothing. One that a signal or [`std::process::exit`] ends has no
//! report; its recording holds all but the last 50 milliseconds.
//!
//! # What is observed
//!
//! | | stable | `--cfg tokio_unstable` |
//! |---|---|---|
//! | tasks and jobs spawned through this crate: polls, wakes, handles, ends, sizes | yes | yes |
//! | the future of `block_on`, and tasks of a [`LocalSet`](task::LocalSet): lanes, without a worker | yes | yes |
//! | tasks that a library spawns with plain Tokio | counted | births, polls and ends, with their lines |
//! | jobs of `tokio::fs` and of name lookups | no | their ends |
//! | tasks of a runtime that plain Tokio built | no | no |
//!
//! Threads that no probe serves can use everything here: it then does what Tokio does, and
//! nothing more, so a library can use it always. Several probes may live in one process, each
//! with its runtime; to a reader a task of another one is somebody outside.
//!
//! What another crate may ask for by name stays Tokio's own type: channels, semaphores, sockets,
//! [`Interval`](time::Interval). [`JoinHandle`], [`AbortHandle`](task::AbortHandle),
//! [`LocalSet`](task::LocalSet), [`Runtime`](runtime::Runtime), [`Handle`](runtime::Handle),
//! [`Mutex`](sync::Mutex) and [`RwLock`](sync::RwLock) turn into Tokio's own.
//!
//! # Versions
//!
//! Tokio 1.47 and newer. What a release has not is done without, and said in
//! [`RunInfo`](events::RunInfo), with the release that was found at run time. Before 1.54,
//! workers have numbers of the probe's own on stable builds.
//!
//! # Limits
//!
//! - Who called a waker is told where Tokio's id of the running task, the place in the worker's
//!   loop or what the task waits for proves it. A task that awaits something without a [`leaf`]
//!   may be woken by [somebody unknown](events::WakeBy::BetweenPolls).
//! - A task in which a library calls Tokio's own `block_in_place` gives its worker away unseen.
//!   As soon as another thread is that worker, it is in nobody's hand; when it gave it away is
//!   not known. In a stable build before 1.54 it seems to keep it to the end of its poll.
//! - In a stable build with Tokio 1.47 or 1.48 runtimes cannot be told apart. What is spawned
//!   through Tokio's own handles there, in a `LocalSet`, or from a thread that nobody attached is
//!   not observed.
//! - Nothing waits for the reader. If it is too far behind, polls, wakes, waits, marked lines
//!   and parks are only counted ([`Delivery::coalesced`](events::Delivery::coalesced)), until it
//!   has caught up. Spawns, ends, handles, jobs and printed lines are always kept.
//!   [`Probe::with_budget`] sets how much it may be behind.
//! - Every task and job has a number of 32 bits, unique in the process. Numbers of probes
//!   that are gone are used again, after all others. A task that finds none left runs
//!   unobserved and is counted in [`Delivery::without_id`](events::Delivery::without_id).
//! - Times are exact for years. A reader that does not read for 19 hours (at 3 GHz) may
//!   take the time of a record that a thread wrote after as long a silence for one 26 hours
//!   earlier.
//! - 65,536 kinds of tasks and 100,000 different printed lines are told apart, 16 MiB of
//!   each; what comes later shares one name.
//! - A probe is gone when its reader and all its clones are dropped. Its runtime goes on, and
//!   what it spawns then is not observed.
//!
//! # Modules
//!
//! | Module | Owns |
//! |---|---|
//! | [`events`] | what is told: plain values that need `std` only |
//! | [`runtime`] | Tokio's `runtime`, with observed builders, runtimes and handles |
//! | [`sync`] | Tokio's `sync`, with observed locks |
//! | [`task`] | Tokio's `task`, with observed tasks, jobs and handles |
//! | [`time`] | Tokio's `time`, with observed timers |
//! | `named` | with the feature `named-waits`: the same once more, and channels, semaphores and streams tell who waits for them |
//! | `observe` | how it is seen: wrappers of futures and wakers, records, the reader |
//! | `post` | the thread that tells files and viewers what is observed |
//! | [`wire`] | what is told, as bytes: for files, and for a viewer in another process |
//! | [`serve`] | the socket to which a viewer in another process connects |
//! | [`thread`] | what the system tells of one thread: what it is doing, its stack |

mod complain;
pub mod events;
mod judge;
#[cfg(feature = "named-waits")]
pub mod named;
mod observe;
mod post;
mod report;
pub mod runtime;
pub mod serve;
pub mod strict;
pub mod sync;
pub mod task;
pub mod thread;
pub mod time;
pub mod wire;

// What follows by name goes before what comes by this.
pub use tokio::*;

#[cfg(feature = "internals")]
#[doc(hidden)]
pub use observe::start_clock_before_wrap;
pub use observe::{
    Buildable, Hands, Held, Kind, Leaf, Probe, Reader, Settings, Watch, block_in_place, current,
    leaf, note_panic, occupy, say, spawn, spawn_as, spawn_blocking, spawn_blocking_as,
    tokio_version, watch, watch_panics, yield_now,
};
#[doc(hidden)]
pub use observe::{Line, Lined, POLLS_IN};
pub use post::{Waits, sample};
pub use task::{JoinHandle, JoinSet};
pub use time::{interval, sleep, sleep_until, timeout};

/// The examples of the README are compiled, too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}
