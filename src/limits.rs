//! The numbers that more than one module must agree on, each once, with its reason.
//!
//! A limit that only one module knows stays in that module. This one knows nothing but
//! `std`, and every module may know it.

/// Most workers a runtime of this program may have.
///
/// Tokio itself takes 65,535. Each worker is a thread of the operating system: beyond a
/// thousand of them the limits of containers and accounts (often 4,096 threads in all, of
/// which the blocking pool may want [`MAX_BLOCKING`](crate::events::MAX_BLOCKING)) are near,
/// and no machine has as many cores. What is watched from outside, by [`probe`](crate::probe), may
/// have more:
/// nothing in `model` or `camera` depends on this number.
pub const MAX_WORKERS: u16 = 1_024;

/// Most tasks one order may ask for.
pub const MAX_QUANTITY: u32 = 1_000_000;

/// Most tasks alive at once, unless the user asks for more or fewer.
pub const MAX_TASKS: u32 = 1_000_000;

/// Most claims about one run: each looks at every event.
pub const MAX_CLAIMS: usize = 64;

/// The slowest tempo: everything takes ten times as long.
pub const SLOWEST: f64 = 0.1;

/// The fastest tempo: everything takes a tenth of the time.
pub const FASTEST: f64 = 10.0;

/// How many of the newest ended tasks the model keeps.
pub const ENDED_KEPT: usize = 4_096;

/// How many of the newest stalls the model keeps.
pub const STALLS_KEPT: usize = 10_000;

/// How many of the newest panics the model keeps.
pub const PANICS_KEPT: usize = 512;

/// How many of the newest looks at stuck polls the model keeps.
pub const FOUND_KEPT: usize = 512;

/// Deadlocks that are kept.
pub const DEADLOCKS_KEPT: usize = 64;

/// How many of the newest printed lines the model keeps.
pub const TEXTS_KEPT: usize = 200;

/// How many of the newest findings of each kind are kept.
pub const FINDINGS_KEPT: usize = 512;

/// Whether a thread that computes can be interrupted, so that its stack is read: built with the
/// feature `stall-stacks`, where the system has it.
pub const INTERRUPTS: bool = cfg!(all(
    feature = "stall-stacks",
    target_os = "linux",
    target_arch = "x86_64"
));
