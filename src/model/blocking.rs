//! Jobs of the blocking pool, and `block_in_place`: work that holds a thread and no worker.

use super::counters::record;
use super::lifecycle::{Entry, Origin};
use super::queues::Met;
use super::{HappeningKind, Model, Place};
use crate::protocol::{BlockingOutcome, EndKind, KindId, Nanos, SiteId, TaskId, WorkerId};

impl Model {
    pub(super) fn blocking_submitted(
        &mut self,
        at: Nanos,
        id: TaskId,
        parent: Option<TaskId>,
        (kind, site): (KindId, SiteId),
    ) {
        if let Some(job) = self.table.get_mut(id) {
            job.is_blocking_job = true;
        }
        let entry = self.enter(at, id, &Origin { parent, kind, site });
        if entry == Entry::Twice {
            return;
        }
        self.counters.blocking.submitted += 1;
        self.kind_mut(kind).stats.counts.blocking.submitted += 1;
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        job.is_blocking_job = true;
        match (entry, job.place) {
            (Entry::New, _) => self.put(id, Place::BlockingQueue, at),
            (_, Place::Pending) => {
                self.take_out(id);
                self.put(id, Place::BlockingQueue, at);
            }
            _ => {}
        }
    }

    pub(super) fn blocking_started(&mut self, at: Nanos, id: TaskId) {
        self.counters.blocking.started += 1;
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        let (waited, delay) = (at.since(job.since), at.since(job.spawned_at));
        job.is_blocking_job = true;
        job.first_poll = Some(at);
        job.scheduled += waited;
        if let Some(stats) = self.stats_of(id) {
            stats.counts.blocking.started += 1;
            record(&mut stats.first_poll, delay);
            record(&mut stats.scheduled, waited);
        }
        self.take_out(id);
        self.put(id, Place::BlockingRunning, at);
        self.tell(at, Some(id), None, HappeningKind::BlockingStarted);
    }

    pub(super) fn blocking_ended(&mut self, at: Nanos, id: TaskId, outcome: BlockingOutcome) {
        if self.meet(id, at) != Met::Alive {
            return;
        }
        let Some(job) = self.table.get_mut(id) else {
            return;
        };
        job.is_blocking_job = true;
        if job.place == Place::BlockingRunning {
            let ran = at.since(job.since);
            job.busy += ran;
            if let Some(stats) = self.stats_of(id) {
                record(&mut stats.busy, ran);
            }
        }
        self.take_out(id);
        let kind = match outcome {
            BlockingOutcome::Completed => EndKind::Completed,
            BlockingOutcome::Panicked => EndKind::Panicked,
            BlockingOutcome::Cancelled => EndKind::Cancelled,
        };
        self.end_task(id, at, None, kind);
        self.tell(at, Some(id), None, HappeningKind::BlockingEnded { outcome });
    }

    /// The task keeps its thread and gives its worker's core away. It stays in place
    /// until its poll ends: after the closure it runs on without a worker.
    pub(super) fn in_place_started(&mut self, at: Nanos, id: TaskId, worker: WorkerId) {
        let worker = self.known(Some(worker));
        if self.meet(id, at) != Met::Alive {
            return;
        }
        self.take_out(id);
        self.put(id, Place::InPlace, at);
        if let Some(task) = self.table.get_mut(id) {
            task.last_worker = worker.or(task.last_worker);
        }
        if let Some(worker) = worker {
            self.empty_lifo_slot(worker);
        }
        self.tell(at, Some(id), worker, HappeningKind::CoreHandedOver);
    }
}
