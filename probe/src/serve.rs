//! Viewers from outside: a socket in a folder of the user's own, to which what is told of the
//! runtimes of this process is written.
//!
//! Whoever tells is never made to wait: a viewer has two threads, one that writes to it and one
//! that reads what it asks for. Who may connect is decided by the folder, which nobody but its
//! owner can enter: the number of the user at the other end cannot be had by the standard library
//! alone.

mod folder;
#[cfg(unix)]
mod outbox;
#[cfg(unix)]
mod socket;
#[cfg(all(test, unix))]
mod tests;
#[cfg(unix)]
mod viewer;

pub use folder::{Unfit, check, folders, is_gone};
#[cfg(unix)]
pub(crate) use socket::Socket;
#[cfg(unix)]
pub(crate) use viewer::Viewer;
