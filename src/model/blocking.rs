//! Jobs of the blocking pool, and `block_in_place`: work that holds a thread and no worker.

use super::Model;
use super::happening::HappeningKind;
use super::lifecycle::Entry;
use super::origins::Origin;
use super::queues::Met;
use super::task::{HandleState, Place, Sight};
use crate::events::{BlockingOutcome, EndKind, KindId, Nanos, Role, SiteId, TaskId, WorkerId};

impl Model {
    pub(super) fn blocking_submitted(
        &mut self,
        at: Nanos,
        id: TaskId,
        parent: Option<TaskId>,
        (kind, site): (KindId, SiteId),
    ) {
        if let Some(job) = self.table.get_mut(id) {
            job.make_job();
        }
        let entry = self.enter(
            at,
            id,
            parent,
            Origin {
                role: Role::Task,
                kind,
                site,
                bytes: 0,
                sight: Sight::Whole,
            },
        );
        if entry == Entry::Twice {
            return;
        }
        self.counters.blocking.submitted += 1;
        self.kinds.entry(kind).stats.counts.blocking.submitted += 1;
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        job.make_job();
        match (entry, job.place()) {
            (Entry::New, _) => self.put(id, Place::BlockingQueue, at),
            (_, Place::Pending) => {
                self.take_out(id);
                self.put(id, Place::BlockingQueue, at);
            }
            _ => {}
        }
        self.pool_changed(at);
    }

    pub(super) fn blocking_started(&mut self, at: Nanos, id: TaskId) {
        self.counters.blocking.started += 1;
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        let (waited, delay) = (at.since(job.since()), at.since(job.spawned_at()));
        job.make_job();
        self.table.set_first_poll(id, at);
        self.table.add_scheduled(id, waited);
        if let Some(stats) = self.stats_of(id) {
            stats.counts.blocking.started += 1;
            stats.jobs.queued.record(delay);
        }
        self.take_out(id);
        self.put(id, Place::BlockingRunning, at);
        self.pool_changed(at);
        self.left_pool_queue(id, at, delay);
        self.tell(at, Some(id), None, HappeningKind::BlockingStarted);
    }

    pub(super) fn blocking_ended(&mut self, at: Nanos, id: TaskId, outcome: BlockingOutcome) {
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        job.make_job();
        let (place, since) = (job.place(), job.since());
        let unclaimed =
            outcome == BlockingOutcome::Completed && job.handle() == HandleState::Dropped;
        if place == Place::BlockingRunning {
            let ran = at.since(since);
            self.table.add_busy(id, ran);
            if let Some(stats) = self.stats_of(id) {
                stats.jobs.ran.record(ran);
            }
        }
        self.take_out(id);
        let kind = match outcome {
            BlockingOutcome::Completed => EndKind::Completed,
            BlockingOutcome::Panicked => EndKind::Panicked,
            BlockingOutcome::Cancelled => EndKind::Cancelled,
        };
        self.end_task((id, at, None, kind));
        self.pool_changed(at);
        let fact = HappeningKind::BlockingEnded { outcome, unclaimed };
        self.tell(at, Some(id), None, fact);
        if place == Place::BlockingQueue {
            self.left_pool_queue(id, at, at.since(since));
        }
    }

    /// The task keeps its thread and gives its worker's core away. It stays in place
    /// until its poll ends: after the closure it runs on without a worker.
    pub(super) fn in_place_started(&mut self, at: Nanos, id: TaskId, worker: WorkerId) {
        let worker = self.known(Some(worker));
        if self.meet(id, at) != Met::Alive {
            return;
        }
        if let Some(ready) = self.ready(id) {
            self.table.edit(id, |extra| extra.more_mut().ready = ready);
        }
        self.take_out(id);
        self.put(id, Place::InPlace, at);
        self.pool_changed(at);
        if let Some(worker) = worker {
            if let Some(record) = self.table.get_mut(id) {
                record.set_last_worker(worker);
            }
            self.empty_lifo_slot(worker);
        }
        self.tell(at, Some(id), worker, HappeningKind::CoreHandedOver);
    }
}
