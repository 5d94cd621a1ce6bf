//! A poll that held its worker too long.

use crate::events::{KindId, Nanos, SiteId, TaskId, WorkerId};

/// One finished stall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// The task that held the worker.
    pub task: TaskId,
    /// Its kind.
    pub kind: KindId,
    /// The worker.
    pub worker: WorkerId,
    /// When the poll began.
    pub at: Nanos,
    /// How long it held the worker.
    pub lasted: Nanos,
    /// The line it was at, if the task has told it.
    pub site: Option<SiteId>,
}
