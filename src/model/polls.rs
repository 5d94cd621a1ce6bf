//! Polls: what they make of the task, its worker and the queues.

use super::extra::Extra;
use super::queues::Met;
use super::record::{First, Record, Waits};
use super::{HappeningKind, Model, Place, STALLS_KEPT, Stall};
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
        let met = self.meet(poll.task, poll.start);
        self.last_activity = self.last_activity.max(poll.end);
        self.count_poll(&poll);
        if poll.flags.0 {
            self.woke_itself(&poll);
        }
        let Some(was) = self.begin_of_poll(&poll, met) else {
            return;
        };
        let Poll {
            task: id,
            worker,
            end,
            ..
        } = poll;
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
        let record = self.table.get(id);
        let freed = record.filter(|record| record.place() == Place::InPlace);
        let held_until = freed.map_or(end, Record::since);
        let held = held_until.since(start);
        // The poll of a task that gave its worker away ends on a thread without one.
        let gave_up = freed.and_then(Record::last_worker);
        let worker = worker.or(gave_up.filter(|worker| worker.index() < self.workers.len()));
        let stall = worker.is_some() && held >= self.stall_after;
        if let Some(stats) = self.stats_of(id) {
            stats.counts.polls += 1;
            stats.counts.slow_polls += u64::from(stall);
            stats.busy.record(lasted);
        }
        let Some(worker) = worker else { return };
        self.workers[worker.index()].polled(id, start, held_until, stall);
        if stall {
            self.stall_ended(id, worker, start, held);
        }
    }

    fn stall_ended(&mut self, task: TaskId, worker: WorkerId, at: Nanos, lasted: Nanos) {
        let Some(record) = self.table.get(task) else {
            return;
        };
        let kind = self.table.origins().get(record.origin).kind;
        let site = self.table.extra(record).and_then(Extra::line);
        self.counters.slow_polls += 1;
        if self.stalls.len() == STALLS_KEPT {
            self.stalls.pop_front();
        }
        self.stalls.push_back(Stall {
            task,
            kind,
            worker,
            at,
            lasted,
        });
        let fact = HappeningKind::StallEnded { lasted, site };
        self.tell(at + lasted, Some(task), Some(worker), fact);
    }

    /// Notes the poll, settles how long the task was ready and where it came from. Gives
    /// its place and since when it was there, if the poll moves it.
    fn begin_of_poll(&mut self, poll: &Poll, met: Met) -> Option<(Place, Nanos)> {
        let &Poll {
            task: id,
            worker,
            start,
            end,
            ..
        } = poll;
        let record = self.table.get_mut(id)?;
        record.polls = record.polls.saturating_add(1);
        let late = start + SKEW < record.last_start();
        let moves = met == Met::Alive && !record.is_job() && !late;
        let (place, since) = (record.place(), record.since());
        let (waited, delay) = (start.since(since), start.since(record.spawned_at()));
        let (first, early) = (record.first() == First::Never, record.is_early());
        let queued = moves && place.is_queued();
        if moves {
            record.set_last_start(start);
            if let Some(worker) = worker {
                record.set_last_worker(worker);
            }
        }
        self.table.add_busy(id, end.since(start));
        if queued {
            self.table.add_scheduled(id, waited);
        }
        if !moves {
            return None;
        }
        if first {
            self.table.set_first_poll(id, start);
        }
        if (queued || first)
            && let Some(stats) = self.stats_of(id)
        {
            if queued {
                stats.scheduled.record(waited);
            }
            if first {
                stats.first_poll.record(delay);
            }
        }
        if first && !early {
            let fact = HappeningKind::FirstPoll { waited: delay };
            self.tell(start, Some(id), worker, fact);
        }
        if let Some(worker) = worker {
            self.came_from(id, place, worker, start, waited);
        }
        Some((place, since))
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
        let (site, lost) = self.leave_line(id);
        // The wake that made the task ready is not one more wake.
        let cause = |woken| was.0.is_queued() && woken == was.1;
        let woken = self
            .take_rewoken(id)
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
        for site in lost {
            self.tell(end, Some(id), worker, HappeningKind::BranchDropped { site });
        }
        if budget_spent {
            self.tell(end, Some(id), worker, HappeningKind::BudgetSpent);
        }
        self.tell(end, Some(id), worker, HappeningKind::PutAside { site });
    }

    /// The innermost await once the marked line no longer holds, and the awaits dropped.
    fn leave_line(&mut self, id: TaskId) -> (Option<SiteId>, Vec<SiteId>) {
        if let Some(Waits::Plain(site)) = self.table.get(id).map(Record::waits) {
            return (site, Vec::new());
        }
        let told = self.table.edit(id, |extra| {
            extra.leave_line();
            (extra.site, extra.take_dropped())
        });
        told.unwrap_or_default()
    }

    /// When it was last woken while it was ready already or being polled.
    pub(super) fn take_rewoken(&mut self, id: TaskId) -> Option<Nanos> {
        let record = self
            .table
            .get_mut(id)
            .filter(|record| record.is_rewoken())?;
        record.set_rewoken(false);
        self.rewoken.remove(&id)
    }

    fn yields(&self, id: TaskId) -> bool {
        let yields = |site: SiteId| self.wait_on(site) == Some(WaitOn::Yield);
        self.table.get(id).is_some_and(|record| {
            let mut waits = self.table.waits_of(record);
            waits.any(|wait| yields(wait.site))
        })
    }
}
