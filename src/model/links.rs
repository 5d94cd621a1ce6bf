//! Tasks that wait for each other: plain values, of which chains and facts are made.

use super::task::Wait;
use crate::events::{LockMode, Nanos, SiteId, TaskId};
use std::sync::Arc;

/// One task that waits for another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// The task that waits.
    pub task: TaskId,
    /// Where.
    pub site: SiteId,
    /// For what of the other one.
    pub what: Awaited,
    /// The other one.
    pub of: TaskId,
}

/// What one task may wait for of another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// A lock or permits that it has.
    Lock {
        /// What is wanted.
        mode: LockMode,
        /// The line that took it.
        taken: SiteId,
        /// How many others had some of it, too, when the wait began.
        others: u32,
    },
    /// Its end: its handle is awaited.
    End,
}

impl Awaited {
    /// Whether the one who waits cannot go on as long as the other one does not. Permits may be
    /// given back by others, too.
    pub const fn is_firm(self) -> bool {
        match self {
            Self::Lock { mode, .. } => !matches!(mode, LockMode::Permits),
            Self::End => true,
        }
    }
}

/// A chain of waits, from one task on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Each waits for the task of the next one; the last for the one at the end.
    pub links: Vec<Link>,
    /// Where it ends.
    pub end: ChainEnd,
}

/// Where a chain of waits ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainEnd {
    /// At a task of the chain, the one of this link: a circle.
    Circle(usize),
    /// At a task that is over, and has not given back what it had.
    Ended(TaskId),
    /// At a task that waits for no other one: a timer, a socket, a signal ...
    Waits(TaskId, Wait),
    /// At a task that waits for a lock or permits, and who has them is not known: maybe somebody
    /// who is not observed, or they are on their way to the next one.
    HolderUnknown(TaskId, Wait),
    /// At a task that is pending, and for what is not seen.
    Unseen(TaskId),
    /// At a task that waits for nothing: it is polled, or ready, or runs in the blocking pool.
    Goes(TaskId),
    /// At a task of which nothing more is known.
    Forgotten(TaskId),
    /// It is too long to be followed.
    Long,
}

/// Tasks that wait for each other in a circle.
#[derive(Clone, Debug, PartialEq)]
pub struct Deadlock {
    /// When it closed.
    pub at: Nanos,
    /// The tasks; the last waits for the first.
    pub links: Arc<[Link]>,
}
