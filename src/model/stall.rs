//! A poll that held its worker too long.

use crate::events::{KindId, Nanos, TaskId, WorkerId};

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
}
