//! Viewers from outside: a socket in a folder of the user's own, to which what is told of the
//! runtimes of this process is written.
//!
//! Whoever reads the runtimes hands blocks to a [`Sink`] and is never made to wait by it: a
//! [`Socket`] has two threads for each viewer, one that writes and one that reads what is asked
//! for. Who may connect is decided by the folder, which nobody but its owner can enter.

mod folder;
#[cfg(unix)]
mod outbox;
mod sink;
#[cfg(unix)]
mod socket;
#[cfg(all(test, unix))]
mod tests;
#[cfg(unix)]
mod viewer;

pub use folder::{Unfit, check, folders};
#[allow(unused_imports, reason = "of the thread that reads all runtimes")]
pub(crate) use sink::{Sink, Viewer};
#[cfg(unix)]
#[allow(unused_imports, reason = "of the thread that reads all runtimes")]
pub(crate) use socket::Socket;
