//! What is watched, where that is no runtime of this program's own.

use crate::events::Nanos;

/// A runtime of another program, as its source tells of it. Nothing can be ordered there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// What the program is called.
    pub name: String,
    /// The number of its process, 0 if it is not known.
    pub pid: u32,
    /// How its events come.
    pub by: WatchedBy,
    /// Which of its runtimes is shown, from 1, and how many there are.
    pub runtime: (u16, u16),
    /// The latest moment that is known.
    pub end: Nanos,
}

/// How the events of another program come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchedBy {
    /// It tells them while they happen.
    Attached,
    /// It is there, and has told nothing for so many seconds.
    Silent(u64),
    /// It was attached to, and tells no more: why.
    Gone(String),
    /// From a file, of which so much is read, in percent.
    Reading(u8),
    /// From a file, all of which is read. With what could not be read of it, if there is any.
    Recorded(Option<String>),
}
