//! What a task waits for: observed awaits and marked lines.

use super::queues::Met;
use super::task::{Task, Wait};
use super::{Model, Place};
use crate::protocol::{Nanos, SiteId, TaskId, WaitEnd, WaitOn};

impl Model {
    pub(super) fn waiting(&mut self, at: Nanos, id: TaskId, wait: Wait) {
        self.change_waits(at, id, |task| task.begin_wait(wait));
    }

    pub(super) fn wait_over(&mut self, at: Nanos, id: TaskId, site: SiteId, end: WaitEnd) {
        self.change_waits(at, id, |task| {
            if task.end_wait(site).is_some() && end == WaitEnd::Dropped {
                task.more_mut().dropped.push(site);
            }
        });
    }

    pub(super) fn reached(&mut self, at: Nanos, id: TaskId, line: SiteId) {
        self.change_waits(at, id, |task| task.reach(line));
    }

    /// Changes the awaits of a task that has not ended, and keeps the timer index in step.
    fn change_waits(&mut self, at: Nanos, id: TaskId, change: impl FnOnce(&mut Task)) {
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        // Usually the task is being polled, found in a queue here, and has no timers in the index.
        let indexed = task.place == Place::Pending;
        if indexed {
            task.waits()
                .filter_map(|wait| wait.until)
                .for_each(|due| self.timers.remove(due));
        }
        change(task);
        if indexed {
            task.waits()
                .filter_map(|wait| wait.until)
                .for_each(|due| self.timers.add(due));
        }
    }

    pub(super) fn wait_on(&self, site: SiteId) -> Option<WaitOn> {
        self.site(site).map(|site| site.wait)
    }
}
