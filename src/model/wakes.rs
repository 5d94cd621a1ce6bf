//! Wakes: who called the waker, and where the task goes.

use super::Model;
use super::announced::Announced;
use super::announced::number;
use super::happening::{HappeningKind, WokenBy};
use super::queues::Met;
use super::task::{Place, Wait};
use crate::events::{Nanos, Site, SiteId, TaskId, WaitOn, WakeBy, WorkerId};

impl Model {
    pub(super) fn woken(&mut self, at: Nanos, id: TaskId, by: WakeBy, on: Option<WorkerId>) {
        let on = self.known(on);
        self.woken_in_shutdown(id, by);
        if self.routine_wake(at, id, by, on) {
            return;
        }
        let met = self.meet(id, at);
        let by = self.origin_of_wake(id, by);
        self.count_wake(by, at);
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
    #[inline]
    pub(super) fn woke_itself(&mut self, id: TaskId, worker: Option<WorkerId>, at: Nanos) {
        let by = WokenBy::Itself;
        self.count_wake(by, at);
        let woken = || HappeningKind::Woken { by };
        self.happenings.push_routine(at, id, worker, woken);
    }

    /// A worker between two polls wakes for one of three reasons; what the woken task
    /// waits for tells which.
    fn origin_of_wake(&self, id: TaskId, by: WakeBy) -> WokenBy {
        let ended = match told(id, by) {
            Ok(by) => return by,
            Err(ended) => ended,
        };
        let Some(record) = self.table.get(id) else {
            return WokenBy::Driver;
        };
        if matches!(record.place(), Place::Deferred(_)) {
            return WokenBy::Deferred;
        }
        let awaits = |wait: Wait, ended| match wait.on {
            Some(on) => on == ended,
            None => may_join(&self.sites, wait.site),
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

    #[inline]
    pub(super) fn count_wake(&mut self, by: WokenBy, at: Nanos) {
        let wakes = &mut self.counters.wakes;
        match by {
            WokenBy::Task(_) | WokenBy::Itself | WokenBy::Joined(_) => wakes.by_task += 1,
            WokenBy::Driver => {
                wakes.by_driver += 1;
                self.last_activity = self.last_activity.max(at);
            }
            WokenBy::Deferred => wakes.by_deferred += 1,
            WokenBy::Blocking(_) => wakes.by_blocking += 1,
            WokenBy::Outside => wakes.by_outside += 1,
        }
    }
}

/// Who woke the task, if the event tells. `Err` for a worker between two polls, with the
/// task that ended before.
#[inline]
pub(super) fn told(id: TaskId, by: WakeBy) -> Result<WokenBy, Option<TaskId>> {
    match by {
        WakeBy::Task(waker) if waker == id => Ok(WokenBy::Itself),
        WakeBy::Task(waker) => Ok(WokenBy::Task(waker)),
        WakeBy::Driver => Ok(WokenBy::Driver),
        WakeBy::Blocking(job) => Ok(WokenBy::Blocking(job)),
        WakeBy::Outside => Ok(WokenBy::Outside),
        WakeBy::BetweenPolls(ended) => Err(ended),
    }
}

/// Whether who awaits something here may await the end of a task: a `JoinSet`, or something
/// unobserved.
pub(super) fn may_join(sites: &Announced<Site>, site: SiteId) -> bool {
    let site = sites.get(number(site.index()));
    matches!(
        site.map(|site| site.wait),
        None | Some(WaitOn::Join | WaitOn::Blocking | WaitOn::Other)
    )
}
