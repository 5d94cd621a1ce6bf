//! Wakes: who called the waker, and where the task goes.

use super::Model;
use super::happening::HappeningKind;
use super::queues::Met;
use super::task::{Place, Wait};
use crate::events::{Likely, Nanos, TaskId, WaitOn, WakeBy, WorkerId};

/// By so much a timer may ring before the probe says it is due: it is asked for a moment before
/// the probe reads the clock.
const EARLY: Nanos = Nanos::from_millis(1);

impl Model {
    #[inline]
    pub(super) fn woken(&mut self, at: Nanos, id: TaskId, by: WakeBy, on: Option<WorkerId>) {
        let by = self.true_waker(at, id, by, on);
        if !self.routine_wake(at, id, by, on) {
            self.woken_otherwise(at, id, by, on);
        }
    }

    #[inline(never)]
    fn woken_otherwise(&mut self, at: Nanos, id: TaskId, by: WakeBy, on: Option<WorkerId>) {
        let on = self.known(on);
        if let (WakeBy::Driver, Some(worker)) = (by, on)
            && self.workers[worker.index()].parked
        {
            self.driver.woke(worker, at);
        }
        self.woken_in_shutdown(id, by);
        let met = self.meet(id, at);
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
        let lane = place == Place::Lane;
        let again = !asleep && !lane && (at > since || place == Place::InPlace);
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
        let by = WakeBy::Task(id);
        self.count_wake(by, at);
        let woken = || HappeningKind::Woken { by };
        self.happenings.push_routine(at, id, worker, woken);
    }

    /// Who called the waker of a task at that time: `by`, or more than the thread could tell, if
    /// what the task waited for decides it. To be asked before the wake is folded in.
    ///
    /// [`apply`](Self::apply) asks it of every wake. Whoever keeps the events, to tell of them
    /// later what the model tells now, keeps this in them, as the program's `stage`
    /// does.
    #[inline]
    pub fn true_waker(&self, at: Nanos, task: TaskId, by: WakeBy, on: Option<WorkerId>) -> WakeBy {
        match by {
            WakeBy::BetweenPolls(ended) => self.caller_between_polls(at, task, ended, on, false),
            WakeBy::NamedWait(ended) => self.caller_between_polls(at, task, ended, on, true),
            known => known,
        }
    }

    fn caller_between_polls(
        &self,
        at: Nanos,
        task: TaskId,
        ended: Option<TaskId>,
        on: Option<WorkerId>,
        is_named: bool,
    ) -> WakeBy {
        let unknown = WakeBy::BetweenPolls(ended);
        let Some(record) = self.table.get(task) else {
            return unknown;
        };
        let waits = || self.table.waits_of(record);
        let awaited = ended.filter(|_| waits().any(|wait| wait.on == ended));
        let Some(on) = on else {
            // A pool thread between two jobs: the end of the one before, if it is awaited.
            return WakeBy::Blocking(awaited);
        };
        if let Some(done) = awaited {
            return WakeBy::Joined(done);
        }
        match record.place() {
            Place::Deferred(worker) if worker == on => return WakeBy::Deferred,
            // It may have begun to wait for the one that ended, in a poll that goes on, and that
            // is not told yet.
            place if place != Place::Pending && ended.is_some() => return unknown,
            _ => {}
        }
        if !is_named {
            // The task may wait for anything else, too, which has no name.
            return unknown;
        }
        let mut caller = None;
        for wait in waits() {
            match self.possible_caller(at, task, wait, ended) {
                Possible::Nobody => {}
                Possible::One(one) if caller.is_none_or(|known| known == one) => caller = Some(one),
                Possible::One(_) | Possible::Anybody => return unknown,
            }
        }
        caller.map_or(unknown, WakeBy::Likely)
    }

    /// Who can call the waker of this wait from a worker's thread outside of every task.
    fn possible_caller(
        &self,
        at: Nanos,
        task: TaskId,
        wait: Wait,
        ended: Option<TaskId>,
    ) -> Possible {
        if wait.on.is_some() {
            // The end of that one is told where it happens.
            return Possible::Nobody;
        }
        match self.wait_on(wait.site) {
            Some(WaitOn::Timer) if wait.until.is_some_and(|due| due > at + EARLY) => {
                Possible::Nobody
            }
            Some(WaitOn::Timer | WaitOn::Io) => Possible::One(Likely::Driver),
            // Of a handle of Tokio's own: of the probe's the wait names the task.
            Some(WaitOn::Join) => Possible::One(Likely::Unobserved),
            Some(WaitOn::JoinSet) => ended
                .filter(|ended| self.is_child(*ended, task))
                .map_or(Possible::Anybody, |ended| {
                    Possible::One(Likely::Joined(ended))
                }),
            // The other side of a channel, a lock ... is some code: here that of `block_on`.
            Some(WaitOn::Channel | WaitOn::Lock | WaitOn::Permit | WaitOn::Signal) => {
                if self.is_one_thread() {
                    Possible::One(Likely::Outside)
                } else {
                    Possible::Nobody
                }
            }
            // Their ends are told on the pool's threads.
            Some(WaitOn::Blocking) => Possible::Nobody,
            _ => Possible::Anybody,
        }
    }

    fn is_child(&self, task: TaskId, of: TaskId) -> bool {
        let record = self.table.get(task);
        record.is_some_and(|record| record.parent() == Some(of))
    }

    #[inline]
    pub(super) fn count_wake(&mut self, by: WakeBy, at: Nanos) {
        let wakes = &mut self.counters.wakes;
        match by {
            WakeBy::Task(_) | WakeBy::Joined(_) | WakeBy::Cancelled(_) => wakes.by_task += 1,
            WakeBy::Driver | WakeBy::Likely(Likely::Driver) => {
                wakes.by_driver += 1;
                self.driver.polled = self.driver.polled.max(at);
            }
            WakeBy::Deferred => wakes.by_deferred += 1,
            WakeBy::Blocking(_) => wakes.by_blocking += 1,
            WakeBy::Outside | WakeBy::Likely(Likely::Outside) => wakes.by_outside += 1,
            WakeBy::Unobserved | WakeBy::Likely(Likely::Unobserved) => wakes.by_unobserved += 1,
            WakeBy::Likely(Likely::Joined(_)) => wakes.by_task += 1,
            WakeBy::BetweenPolls(_) | WakeBy::NamedWait(_) => wakes.unresolved += 1,
        }
    }
}

/// Who can call the waker of one wait.
enum Possible {
    Nobody,
    One(Likely),
    Anybody,
}
