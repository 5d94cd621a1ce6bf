//! Tells what is observed to files and viewers: one thread for the whole process, which is no
//! worker of any runtime.
//!
//! It reads the events of every runtime that was [joined](join), and hands them to its
//! [sinks](sink::Sink), each of which writes a stream of [blocks](crate::wire). While no sink
//! wants them, polls, wakes and most waits are not recorded; births and ends are, and waits for
//! locks, tasks and jobs, so that whoever comes later can be told who is alive, and who waits for
//! whom.
//!
//! | Part | Owns |
//! |---|---|
//! | `alive` | what must be told to who comes later: names, runtimes, the tasks that are alive |
//! | `file` | the sink that writes a file, and goes on in a new one |
//! | `looked` | the thread of a worker, looked at for a viewer or a file |
//! | `member` | a runtime as it is read |
//! | `sample`, `waits` | Tokio's own counts, and what the system tells of threads |
//! | `sink` | what a sink is |
//! | `stalls` | which polls are looked at |
//! | `still` | for how long the whole process stood still |
//! | `thread` | the thread: when it reads, when it sleeps |
//! | `viewer` | the sink that is a viewer in another process |

mod alive;
mod file;
mod looked;
mod member;
mod sample;
mod sink;
mod stalls;
mod still;
mod thread;
#[cfg(unix)]
mod viewer;
mod waits;

pub(crate) use file::Recorded;
pub use sample::sample;
pub(crate) use thread::{Joined, join};
pub use waits::Waits;
