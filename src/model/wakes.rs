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
        let Some(record) = self.table.get_mut(id) else {
            return;
        };
        record.wakes = record.wakes.saturating_add(1);
        if met != Met::Alive || record.is_job() {
            return;
        }
        let (place, since) = (record.place(), record.since());
        // A wake from before the newest poll was answered by that poll.
        let answered = at < record.last_start();
        let asleep = matches!(place, Place::Pending | Place::Deferred(_));
        // The wake that made the task ready is not one more wake.
        let again = !asleep && (at > since || place == Place::InPlace);
        if again {
            record.set_rewoken(true);
            let last = self.rewoken.get(id).unwrap_or_default();
            self.rewoken.set(id, at.max(last));
        }
        self.tell(at, Some(id), on, HappeningKind::Woken { by });
        if asleep && !answered {
            self.take_out(id);
            self.schedule(id, on, at);
        }
    }

    /// A self-wake is told by the poll it happened in, not by an event of its own.
    pub(super) fn woke_itself(&mut self, poll: &Poll) {
        self.count_wake(WokenBy::Itself);
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
        let Some(record) = self.table.get(id) else {
            return WokenBy::Driver;
        };
        if matches!(record.place(), Place::Deferred(_)) {
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
        let Some(ended) = ended else {
            return WokenBy::Driver;
        };
        let mut waits = self.table.waits_of(record).peekable();
        if waits.peek().is_none() || waits.any(|wait| awaits(wait, ended)) {
            WokenBy::Joined(ended)
        } else {
            WokenBy::Driver
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
