//! Polls: what they make of the task, its worker and the queues.

use super::Model;
use super::happening::HappeningKind;
use super::queues::Met;
use super::record::{First, Record, Waits};
use super::stall::Stall;
use super::task::Place;
use crate::events::{
    EndKind, InHand, KindId, Nanos, Now, PollOutcome, SiteId, TaskId, WaitOn, WorkerId,
};
use crate::limits::STALLS_KEPT;

/// Clocks of two cores disagree by less than this.
pub const SKEW: Nanos = Nanos(2_000);

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

/// What the record said when the poll was told, read once.
#[derive(Clone, Copy, Debug)]
struct Found {
    place: Place,
    since: Nanos,
    spawned_at: Nanos,
    last_worker: Option<WorkerId>,
    waits: Waits,
    /// `None` while the spawn is not told.
    kind: Option<KindId>,
    /// The poll is its newest, or ends it, and moves it: it has not ended and is no job.
    moves: bool,
    first: bool,
    rewoken: bool,
}

impl Model {
    /// When a poll that is about to be folded began: `start`, or later if it cannot have begun
    /// so early. `start` and `end` are those of its event; all events before it must have been
    /// folded, in order of time.
    ///
    /// A worker may take the end of one poll as the start of the next
    /// ([`all_observed`](crate::probe::Probe::all_observed)), and lose its processor in
    /// between, for milliseconds. Meanwhile the task may have been spawned, woken or even
    /// polled elsewhere: its poll began after that.
    #[inline]
    pub fn true_start(&self, task: TaskId, start: Nanos, end: Nanos) -> Nanos {
        if end.since(start) < SKEW {
            return start;
        }
        let ready = self.ready(task).filter(|ready| *ready <= end);
        ready.map_or(start, |ready| ready.max(start))
    }

    /// The worker that a poll held, and until when, asked before its event is folded: one that gave
    /// its worker away in `block_in_place` holds it no longer. `None` if it held none, or handed
    /// it on where that is not observed. `start` and `end` are those of the event; all events
    /// before it must have been folded. It is a stall if that is at least the threshold.
    pub fn held(
        &self,
        (task, worker): (TaskId, Option<WorkerId>),
        (start, end): (Nanos, Nanos),
    ) -> Option<(WorkerId, Nanos)> {
        let record = self.table.get(task);
        let freed = record.filter(|record| record.place() == Place::InPlace);
        let gave_up = freed.and_then(Record::last_worker);
        let worker = worker.filter(|worker| worker.index() < self.workers.len());
        let worker = self.holder(worker, gave_up)?;
        let until = freed.map_or(end, |record| record.since().max(start));
        (freed.is_some() || !self.parked_after(worker, start)).then_some((worker, until))
    }

    /// The worker of a poll that ends on `worker`: one that gave its own away ends on a thread
    /// without one.
    #[inline(always)]
    fn holder(&self, worker: Option<WorkerId>, gave_up: Option<WorkerId>) -> Option<WorkerId> {
        worker.or(gave_up.filter(|worker| worker.index() < self.workers.len()))
    }

    /// It parked, or woke up, after that poll began: its core was handed on, by a
    /// `block_in_place` that is not observed; when is not known.
    #[inline(always)]
    fn parked_after(&self, worker: WorkerId, start: Nanos) -> bool {
        self.workers[worker.index()].since > start + SKEW
    }

    /// Since when a task could be polled: it was spawned, woken or put aside then. `None` if
    /// that is not known.
    pub(super) fn ready(&self, task: TaskId) -> Option<Nanos> {
        let record = self.table.get(task).filter(|record| !record.is_job())?;
        match record.place() {
            Place::InPlace => Some(self.table.extra(record)?.more.as_ref()?.ready),
            Place::Pending => Some(record.since()),
            place => place.is_queued().then(|| record.since()),
        }
    }

    /// Moves the starts of the polls in progress to where [`true_start`](Self::true_start) has
    /// them. All events up to then must have been folded.
    pub fn put_right(&self, now: &mut Now) {
        for hand in now.workers.iter_mut().flatten() {
            hand.since = self.true_start(hand.task, hand.since, now.at);
        }
    }

    #[inline(never)]
    pub(super) fn polled(&mut self, poll: &Poll) {
        let met = self.meet(poll.task, poll.start);
        let lasted = poll.end.since(poll.start);
        self.counters.polls += 1;
        self.poll_histogram[lasted.0.max(1).ilog2() as usize] += 1;
        let found = self.note_poll(poll, met);
        self.count_poll(poll, found.as_ref());
        if poll.flags.0 {
            self.woke_itself(poll.task, poll.worker, poll.end);
        }
        let Some(found) = found.filter(|found| found.moves) else {
            return;
        };
        self.begin_of_poll(poll, &found);
        self.take_out(poll.task);
        if found.place == Place::InPlace {
            self.pool_changed(poll.end);
        }
        let end = |kind| (poll.task, poll.end, poll.worker, kind);
        match poll.outcome {
            PollOutcome::Pending => self.put_aside(poll, &found),
            PollOutcome::Ready => self.end_task(end(EndKind::Completed)),
            PollOutcome::Panicked => self.end_task(end(EndKind::Panicked)),
            PollOutcome::Over => self.end_task(end(EndKind::Unknown)),
        }
    }

    /// Writes the poll into the record.
    #[inline]
    fn note_poll(&mut self, poll: &Poll, met: Met) -> Option<Found> {
        let &Poll { task, start, .. } = poll;
        let record = self.table.get_mut(task)?;
        let late = start + SKEW < record.last_start();
        // Whatever comes in what order: a task ends once, so the poll that ends it is its last.
        let moves = poll.outcome != PollOutcome::Pending || !late;
        let mut found = Found {
            place: record.place(),
            since: record.since(),
            spawned_at: record.spawned_at(),
            last_worker: record.last_worker(),
            waits: record.waits(),
            kind: None,
            moves: met == Met::Alive && !record.is_job() && moves,
            first: record.first() == First::Never,
            rewoken: record.is_rewoken(),
        };
        record.polls = record.polls.saturating_add(1);
        record.wakes = record.wakes.saturating_add(poll.flags.0.into());
        let busy_over = record.add_busy(poll.end.since(start));
        let (mut scheduled_over, mut fits) = (0, true);
        if found.moves {
            record.set_last_start(start);
            if let Some(worker) = poll.worker {
                record.set_last_worker(worker);
            }
            if found.place.is_queued() {
                scheduled_over = record.add_scheduled(start.since(found.since));
            }
            if found.first {
                fits = record.set_first(start);
            }
        }
        let (origin, early) = (record.origin, record.is_early());
        found.kind = (!early).then(|| self.table.origins().get(origin).kind);
        if busy_over > 0 || scheduled_over > 0 || !fits {
            self.table.edit(task, |extra| {
                extra.busy_over += busy_over;
                extra.scheduled_over += scheduled_over;
                extra.first_poll = extra.first_poll.or((!fits).then_some(start));
            });
            let record = self.table.get(task)?;
            found.waits = record.waits();
        }
        Some(found)
    }

    /// Totals of the worker and of the kind. Inside `block_in_place` the task holds
    /// no worker, so only the part before it counts as the worker's.
    #[inline]
    fn count_poll(&mut self, poll: &Poll, found: Option<&Found>) {
        let &Poll {
            task: id,
            worker,
            start,
            end,
            ..
        } = poll;
        let freed = found.filter(|found| found.place == Place::InPlace);
        let held_until = freed.map_or(end, |found| found.since);
        let held = held_until.since(start);
        let gave_up = freed.and_then(|found| found.last_worker);
        let worker = self.holder(worker, gave_up);
        let is_long = held >= self.stall_after;
        let worker = worker
            .filter(|worker| !is_long || freed.is_some() || !self.parked_after(*worker, start));
        let stall = worker.is_some() && is_long;
        if let Some(kind) = found.and_then(|found| found.kind) {
            let moved = found.filter(|found| found.moves);
            let stats = &mut self.kinds.entry(kind).stats;
            stats.counts.polls += 1;
            stats.counts.slow_polls += u64::from(stall);
            stats.busy.record(end.since(start));
            if let Some(found) = moved.filter(|found| found.place.is_queued()) {
                stats.scheduled.record(start.since(found.since));
            }
            if let Some(found) = moved.filter(|found| found.first) {
                stats.first_poll.record(start.since(found.spawned_at));
            }
        }
        let Some(worker) = worker else { return };
        if self.is_far(worker, start) {
            self.comes_into_sight(worker, start);
        }
        self.workers[worker.index()].polled(id, start, held_until, stall);
        if stall {
            self.stall_ended(id, worker, start, held);
        }
    }

    /// Tells what the beginning of the poll shows: a first one, a move.
    #[inline]
    fn begin_of_poll(&mut self, poll: &Poll, found: &Found) {
        let &Poll {
            task: id,
            worker,
            start,
            ..
        } = poll;
        let in_queue = found.place != Place::Lane;
        if in_queue && found.first && found.kind.is_some() {
            let waited = start.since(found.spawned_at);
            self.tell(start, Some(id), worker, HappeningKind::FirstPoll { waited });
        }
        if let Some(worker) = worker {
            let waited = start.since(found.since);
            self.came_from(id, found.place, worker, start, waited);
            let long = found.place.is_queued() && waited >= self.stall_after;
            if long && !self.was_trapped(found.place, start, waited) {
                self.tell(
                    start,
                    Some(id),
                    Some(worker),
                    HappeningKind::LongWait { waited },
                );
            }
        }
    }

    fn stall_ended(&mut self, task: TaskId, worker: WorkerId, at: Nanos, lasted: Nanos) {
        let Some(record) = self.table.get(task) else {
            return;
        };
        let kind = self.table.origins().get(record.origin).kind;
        let extra = self.table.extra(record);
        let site = extra.and_then(|extra| extra.held_most(at + lasted));
        self.counters.slow_polls += 1;
        let stall = Stall {
            task,
            kind,
            worker,
            at,
            lasted,
            site,
        };
        self.stalls.push(stall, STALLS_KEPT);
        let fact = HappeningKind::StallEnded { lasted, site };
        self.tell(at + lasted, Some(task), Some(worker), fact);
        let hand = InHand {
            task,
            since: at,
            site,
        };
        self.held_until(at + lasted, worker, hand);
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
        self.raided(id, place, worker, start);
        if self.was_trapped(place, start, waited) {
            self.tell(
                start,
                Some(id),
                Some(worker),
                HappeningKind::LifoFreed { waited },
            );
        }
    }

    /// Whether it was ready in the LIFO slot of a worker that stalled meanwhile.
    fn was_trapped(&self, place: Place, start: Nanos, waited: Nanos) -> bool {
        let Place::Lifo(queue) = place else {
            return false;
        };
        if self.lifo_is_stolen() {
            return false;
        }
        let worker = self.workers.get(queue.index());
        let stall = worker.and_then(|worker| worker.last_stall);
        stall.is_some_and(|(_, stalled_until)| {
            waited >= self.stall_after
                && stalled_until <= start + SKEW
                && stalled_until + waited > start
        })
    }

    /// The poll ended with `Pending`: the task waits, or is ready again already.
    #[inline]
    fn put_aside(&mut self, poll: &Poll, found: &Found) {
        let &Poll {
            task: id,
            worker,
            start,
            end,
            flags: (self_woken, budget_spent),
            ..
        } = poll;
        let (site, lost) = match found.waits {
            Waits::Plain(site) => (site, Vec::new()),
            Waits::Extra(_) => self.leave_line(id),
        };
        let woken = if found.rewoken {
            self.take_rewoken(id)
        } else {
            None
        };
        // The wake that made the task ready is not one more wake.
        let cause = |woken| found.place.is_queued() && woken == found.since;
        let woken = woken.filter(|woken| *woken >= start && !cause(*woken));
        let since = woken.map_or(end, |woken| woken.max(end));
        let yields = budget_spent
            || match found.waits {
                Waits::Plain(site) => site.is_some_and(|site| self.is_yield(site)),
                Waits::Extra(_) => self.yields(id),
            };
        match worker {
            _ if found.place == Place::Lane => self.put(id, Place::Lane, end),
            Some(worker) if self_woken || woken.is_some() => self.push_local(id, worker, since),
            Some(worker) if yields => self.put(id, Place::Deferred(worker), end),
            None if self_woken || woken.is_some() || yields => {
                self.put(id, Place::Injection, since);
            }
            _ => self.put(id, Place::Pending, end),
        }
        for site in lost {
            self.tell(end, Some(id), worker, HappeningKind::AwaitDropped { site });
        }
        if budget_spent {
            self.tell(end, Some(id), worker, HappeningKind::BudgetSpent);
        }
        self.tell(end, Some(id), worker, HappeningKind::PutAside { site });
    }

    /// The innermost await once the marked line no longer holds, and the awaits dropped.
    fn leave_line(&mut self, id: TaskId) -> (Option<SiteId>, Vec<SiteId>) {
        let told = self.table.edit(id, |extra| {
            extra.leave_line();
            (extra.site(), extra.take_dropped())
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
        self.rewoken.remove(id)
    }

    fn yields(&self, id: TaskId) -> bool {
        self.table.get(id).is_some_and(|record| {
            let mut waits = self.table.waits_of(record);
            waits.any(|wait| self.is_yield(wait.site))
        })
    }

    fn is_yield(&self, site: SiteId) -> bool {
        self.wait_on(site) == Some(WaitOn::Yield)
    }
}
