//! Wakes: who called the waker, and where the task goes.

use super::polls::Poll;
use super::queues::Met;
use super::{HappeningKind, Model, Place, Wait, WokenBy};
use crate::protocol::{Nanos, TaskId, WaitOn, WakeBy, WorkerId};

impl Model {
    pub(super) fn woken(&mut self, at: Nanos, id: TaskId, by: WakeBy, on: Option<WorkerId>) {
        let on = self.known(on);
        let met = self.meet(id, at);
        let by = self.origin_of_wake(id, by);
        self.count_wake(by);
        if by == WokenBy::Driver {
            self.last_activity = self.last_activity.max(at);
        }
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        task.wakes = task.wakes.saturating_add(1);
        if met != Met::Alive || task.is_blocking_job {
            return;
        }
        task.last_woken = task.last_woken.max(Some(at));
        // A wake from before the newest poll was answered by that poll.
        let answered = at < task.last_start;
        let place = task.place;
        self.tell(at, Some(id), on, HappeningKind::Woken { by });
        if !answered && matches!(place, Place::Pending | Place::Deferred(_)) {
            self.take_out(id);
            self.schedule(id, on, at);
        }
    }

    /// A self-wake is told by the poll it happened in, not by an event of its own.
    pub(super) fn woke_itself(&mut self, poll: &Poll) {
        self.count_wake(WokenBy::Itself);
        if let Some(task) = self.table.get_mut(poll.task) {
            task.wakes = task.wakes.saturating_add(1);
            task.last_woken = task.last_woken.max(Some(poll.end));
        }
        let by = WokenBy::Itself;
        self.tell(
            poll.end,
            Some(poll.task),
            poll.worker,
            HappeningKind::Woken { by },
        );
    }

    /// A worker between two polls wakes for one of three reasons; what the woken task
    /// waits for tells which.
    fn origin_of_wake(&self, id: TaskId, by: WakeBy) -> WokenBy {
        let ended = match by {
            WakeBy::Task(waker) if waker == id => return WokenBy::Itself,
            WakeBy::Task(waker) => return WokenBy::Task(waker),
            WakeBy::Driver => return WokenBy::Driver,
            WakeBy::Blocking(job) => return WokenBy::Blocking(job),
            WakeBy::Outside => return WokenBy::Outside,
            WakeBy::BetweenPolls(ended) => ended,
        };
        let Some(task) = self.table.get(id) else {
            return WokenBy::Driver;
        };
        if matches!(task.place, Place::Deferred(_)) {
            return WokenBy::Deferred;
        }
        let awaits = |wait: Wait, ended| match wait.on {
            Some(on) => on == ended,
            // A JoinSet, or something unobserved, may well await that task.
            None => matches!(
                self.wait_on(wait.site),
                None | Some(WaitOn::Join | WaitOn::Blocking | WaitOn::Other)
            ),
        };
        match ended {
            Some(ended)
                if task.waits().next().is_none()
                    || task.waits().any(|wait| awaits(wait, ended)) =>
            {
                WokenBy::Joined(ended)
            }
            _ => WokenBy::Driver,
        }
    }

    fn count_wake(&mut self, by: WokenBy) {
        let wakes = &mut self.counters.wakes;
        match by {
            WokenBy::Task(_) | WokenBy::Itself | WokenBy::Joined(_) => wakes.by_task += 1,
            WokenBy::Driver => wakes.by_driver += 1,
            WokenBy::Deferred => wakes.by_deferred += 1,
            WokenBy::Blocking(_) => wakes.by_blocking += 1,
            WokenBy::Outside => wakes.by_outside += 1,
        }
    }
}
