//! Polls: what they make of the task, its worker and the queues.

use super::counters::record;
use super::queues::Met;
use super::{HappeningKind, Model, Place, STALLS_KEPT, Stall, Task};
use crate::protocol::{EndKind, Nanos, PollOutcome, SiteId, TaskId, WaitOn, WorkerId};

/// Clocks of two cores disagree by less than this.
const SKEW: Nanos = Nanos(2_000);

/// A poll that is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    pub(super) task: TaskId,
    pub(super) worker: Option<WorkerId>,
    pub(super) start: Nanos,
    pub(super) end: Nanos,
    pub(super) outcome: PollOutcome,
    /// Woke itself; spent its coop budget.
    pub(super) flags: (bool, bool),
}

impl Model {
    pub(super) fn polled(&mut self, poll: Poll) {
        let Poll {
            task: id,
            worker,
            start,
            end,
            ..
        } = poll;
        let met = self.meet(id, start);
        self.last_activity = self.last_activity.max(end);
        self.count_poll(&poll);
        if poll.flags.0 {
            self.woke_itself(&poll);
        }
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        task.polls = task.polls.saturating_add(1);
        task.busy += end.since(start);
        let late = start + SKEW < task.last_start;
        if met != Met::Alive || task.is_blocking_job || late {
            return;
        }
        task.last_start = start;
        task.last_worker = worker.or(task.last_worker);
        let was = (task.place, task.since);
        self.begin_of_poll(id, worker, start);
        self.take_out(id);
        match poll.outcome {
            PollOutcome::Pending => self.put_aside(&poll, was),
            PollOutcome::Ready => self.end_task(id, end, worker, EndKind::Completed),
            PollOutcome::Panicked => self.end_task(id, end, worker, EndKind::Panicked),
        }
    }

    /// Totals, of the worker and of the kind. Inside `block_in_place` the task holds
    /// no worker, so only the part before it counts as the worker's.
    fn count_poll(&mut self, poll: &Poll) {
        let &Poll {
            task: id,
            worker,
            start,
            end,
            ..
        } = poll;
        let lasted = end.since(start);
        self.counters.polls += 1;
        self.poll_histogram[lasted.0.max(1).ilog2() as usize] += 1;
        let task = self.table.get(id);
        let freed = task
            .filter(|task| task.place == Place::InPlace)
            .map(|task| task.since);
        let line = task.and_then(Task::line);
        let held_until = freed.unwrap_or(end);
        let held = held_until.since(start);
        // The poll of a task that gave its worker away ends on a thread without one.
        let gave_up = freed.and(task.and_then(|task| task.last_worker));
        let worker = worker.or(gave_up.filter(|worker| worker.index() < self.workers.len()));
        let stall = worker.is_some() && held >= self.stall_after;
        let kind = task.map(|task| task.kind);
        if let Some(stats) = self.stats_of(id) {
            stats.counts.polls += 1;
            stats.counts.slow_polls += u64::from(stall);
            record(&mut stats.busy, lasted);
        }
        let Some(worker) = worker else { return };
        self.workers[worker.index()].polled(id, start, held_until, stall);
        if let (true, Some(kind)) = (stall, kind) {
            let stall = Stall {
                task: id,
                kind,
                worker,
                at: start,
                lasted: held,
            };
            self.stall_ended(stall, line);
        }
    }

    fn stall_ended(&mut self, stall: Stall, line: Option<SiteId>) {
        self.counters.slow_polls += 1;
        if self.stalls.len() == STALLS_KEPT {
            self.stalls.pop_front();
        }
        self.stalls.push_back(stall);
        let Stall {
            task,
            worker,
            at,
            lasted,
            ..
        } = stall;
        let fact = HappeningKind::StallEnded { lasted, site: line };
        self.tell(at + lasted, Some(task), Some(worker), fact);
    }

    /// Settles how long the task was ready, and where it came from.
    fn begin_of_poll(&mut self, id: TaskId, worker: Option<WorkerId>, start: Nanos) {
        let early = self.early.contains(&id);
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        let (place, waited) = (task.place, start.since(task.since));
        let first = task.first_poll.is_none();
        task.first_poll = task.first_poll.or(Some(start));
        let delay = start.since(task.spawned_at);
        if place.is_queued() {
            task.scheduled += waited;
        }
        if let Some(stats) = self.stats_of(id) {
            if place.is_queued() {
                record(&mut stats.scheduled, waited);
            }
            if first {
                record(&mut stats.first_poll, delay);
            }
        }
        if first && !early {
            self.tell(
                start,
                Some(id),
                worker,
                HappeningKind::FirstPoll { waited: delay },
            );
        }
        if let Some(worker) = worker {
            self.came_from(id, place, worker, start, waited);
        }
    }

    /// Moves between workers, and tasks freed from a stalled worker's LIFO slot.
    fn came_from(
        &mut self,
        id: TaskId,
        place: Place,
        worker: WorkerId,
        start: Nanos,
        waited: Nanos,
    ) {
        let noted = if self.moved.is_empty() {
            None
        } else {
            self.moved.remove(&id)
        };
        let (Place::Local(queue) | Place::Lifo(queue)) = place else {
            return;
        };
        // A task moved along in the model may in truth have been in its worker's hand.
        let origin = noted.unwrap_or(queue);
        if origin != worker {
            self.counters.migrated += 1;
            self.workers[worker.index()].migrated_in += 1;
            self.tell(
                start,
                Some(id),
                Some(worker),
                HappeningKind::Moved { from: origin },
            );
            if place == Place::Local(queue) && queue != worker {
                self.steal_up_to(id, queue, worker);
            }
        }
        let stall = self
            .workers
            .get(queue.index())
            .and_then(|worker| worker.last_stall);
        if let (Place::Lifo(_), Some((_, stalled_until))) = (place, stall)
            && waited >= self.stall_after
            && stalled_until <= start + SKEW
            && stalled_until + waited > start
        {
            self.tell(
                start,
                Some(id),
                Some(worker),
                HappeningKind::LifoFreed { waited },
            );
        }
    }

    /// The poll ended with `Pending`: the task waits, or is ready again already.
    fn put_aside(&mut self, poll: &Poll, was: (Place, Nanos)) {
        let &Poll {
            task: id,
            worker,
            start,
            end,
            flags: (self_woken, budget_spent),
            ..
        } = poll;
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        task.leave_line();
        let lost = task
            .more
            .as_mut()
            .map(|more| std::mem::take(&mut more.dropped));
        let site = task.site;
        // The wake that made the task ready is not one more wake.
        let cause = |woken| was.0.is_queued() && woken == was.1;
        let woken = task
            .last_woken
            .filter(|woken| *woken >= start && !cause(*woken));
        let since = woken.map_or(end, |woken| woken.max(end));
        let yields = budget_spent || self.yields(id);
        match worker {
            Some(worker) if self_woken || woken.is_some() => self.push_local(id, worker, since),
            Some(worker) if yields => self.put(id, Place::Deferred(worker), end),
            None if self_woken || woken.is_some() || yields => {
                self.put(id, Place::Injection, since);
            }
            _ => self.put(id, Place::Pending, end),
        }
        for site in lost.unwrap_or_default() {
            self.tell(end, Some(id), worker, HappeningKind::BranchDropped { site });
        }
        if budget_spent {
            self.tell(end, Some(id), worker, HappeningKind::BudgetSpent);
        }
        self.tell(end, Some(id), worker, HappeningKind::PutAside { site });
    }

    fn yields(&self, id: TaskId) -> bool {
        let yields = |site: SiteId| self.wait_on(site) == Some(WaitOn::Yield);
        self.table
            .get(id)
            .is_some_and(|task| task.waits().any(|wait| yields(wait.site)))
    }
}
