//! Polls that were looked at because they last long: what was found.

use super::Model;
use super::happening::HappeningKind;
use crate::events::{Nanos, SiteId, Stuck, TaskId, WorkerId};
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
    /// The marked line it was at then, if the task has told one.
    pub site: Option<SiteId>,
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
        span: (Nanos, Nanos),
    ) -> Option<&StuckPoll> {
        self.looks(worker, task, span).next()
    }

    /// The same, of the looks at which it was at this marked line.
    pub fn found_at(
        &self,
        worker: WorkerId,
        task: TaskId,
        span: (Nanos, Nanos),
        site: SiteId,
    ) -> Option<&StuckPoll> {
        let mut newest = self.looks(worker, task, span);
        newest.find(|found| found.site == Some(site))
    }

    /// The looks at a poll, the newest first.
    fn looks(
        &self,
        worker: WorkerId,
        task: TaskId,
        (since, until): (Nanos, Nanos),
    ) -> impl Iterator<Item = &StuckPoll> {
        let newest = self.stuck.items().iter().rev();
        newest.filter(move |found| {
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
            site: self.line(task),
            found,
        };
        self.stuck.push(found, FOUND_KEPT);
    }
}
