//! What the system tells of one thread of this process, without touching the thread.
//!
//! Three depths, each a question of its own:
//!
//! - [`look`]: what it does now: the system call it is in, or that it runs and how much of the
//!   time it had a processor. Three small files.
//! - [`stack_of_sleeper`]: its stack while it sleeps in a system call, copied from memory.
//! - with the feature `stall-stacks`, `stack_of_runner`: the stack of a thread
//!   that computes. This one does touch the thread, with a signal.
//!
//! All answer `None` where the system does not tell: outside Linux on x86-64, without `/proc`,
//! in a process that may not look at itself. A stack is bytes here; who reads names out of it
//! does so elsewhere, since that takes long and much memory.

mod calls;
#[cfg(all(feature = "stall-stacks", target_os = "linux", target_arch = "x86_64"))]
mod interrupt;
mod memory;
mod proc;
mod stack;

pub use calls::{Call, Verb};
#[cfg(all(feature = "stall-stacks", target_os = "linux", target_arch = "x86_64"))]
pub use interrupt::stack_of_runner;
pub use memory::bytes_at;
pub use proc::{At, Look, OsThread, Times, look, times};
pub use stack::{RawStack, STACK_BYTES, stack_of_sleeper};

/// A thread that belongs to a probe from now on: the calling one.
pub(crate) fn attach() -> Option<OsThread> {
    let thread = OsThread::current();
    #[cfg(all(feature = "stall-stacks", target_os = "linux", target_arch = "x86_64"))]
    thread.into_iter().for_each(interrupt::attach);
    thread
}

/// The stack of a thread that runs: without the feature `stall-stacks` there is none.
#[cfg(not(all(feature = "stall-stacks", target_os = "linux", target_arch = "x86_64")))]
pub fn stack_of_runner(_thread: OsThread) -> Option<RawStack> {
    None
}
