//! Polls that were looked at because they last long: what was found.

use super::Model;
use super::happening::HappeningKind;
use crate::events::{Nanos, Stuck, TaskId, WorkerId};
use crate::limits::FOUND_KEPT;
use std::sync::Arc;

/// What was found at a look at a poll that lasts long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StuckPoll {
    /// The task that was polled.
    pub task: TaskId,
    /// The worker that polled it.
    pub worker: WorkerId,
    /// A moment at which the poll went on.
    pub at: Nanos,
    /// What was found.
    pub found: Arc<Stuck>,
}

impl Model {
    /// What was found last about the poll of a task that this worker began at this time, among
    /// the newest 512 looks; up to `until`, where the poll was over.
    pub fn found(
        &self,
        worker: WorkerId,
        task: TaskId,
        (since, until): (Nanos, Nanos),
    ) -> Option<&StuckPoll> {
        let mut newest = self.stuck.items().iter().rev();
        newest.find(|found| {
            (found.worker, found.task) == (worker, task) && (since..=until).contains(&found.at)
        })
    }

    pub(super) fn stuck_at(&mut self, at: Nanos, task: TaskId, worker: WorkerId, found: Stuck) {
        self.meet(task, at);
        let found = Arc::new(found);
        let kind = HappeningKind::Stuck(Arc::clone(&found));
        self.tell(at, Some(task), Some(worker), kind);
        let found = StuckPoll {
            task,
            worker,
            at,
            found,
        };
        self.stuck.push(found, FOUND_KEPT);
    }
}
