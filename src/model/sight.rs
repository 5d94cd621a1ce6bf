//! Workers that are out of sight: awake, in no poll that is seen, and for long nothing is told
//! of them. It is so while they poll a task that is not seen, or while their thread has no
//! processor.

use super::Model;
use super::happening::{HappeningKind, Ongoing};
use super::worker::Worker;
use crate::events::{Nanos, Now, WorkerId};

impl Model {
    /// The workers that are out of sight at the moment of `now`, past the stall threshold. None
    /// where all tasks are seen. `still` has, by worker, since when Tokio's own counts of its
    /// parks and its busy time stand still, as far as that is known: who parks, or goes from
    /// poll to poll, is held by nothing.
    pub fn out_of_sight(&self, now: &Now, still: &[Nanos]) -> Vec<Ongoing> {
        if !self.may_hide() || !self.running() || self.closing().is_some() {
            return Vec::new();
        }
        let in_hand = |worker: &Worker| now.workers.get(worker.index.index());
        let free = |worker: &&Worker| in_hand(worker).is_none_or(Option::is_none);
        let workers = self.workers().iter().filter(free);
        workers
            .filter_map(|worker| {
                let seen = worker.awake_since()?;
                let still = still.get(worker.index.index()).copied();
                let since = still.map_or(seen, |still| still.max(seen));
                (now.at.since(since) >= self.stall_after()).then_some(Ongoing::OutOfSight {
                    worker: worker.index,
                    since,
                })
            })
            .collect()
    }

    /// Whether tasks may run that are not seen.
    #[inline]
    pub(super) fn may_hide(&self) -> bool {
        self.run().is_some_and(|run| !run.coverage.is_whole())
    }

    /// Whether nothing was told of the worker for long before that moment.
    pub(super) fn is_far(&self, worker: WorkerId, at: Nanos) -> bool {
        let worker = self.workers.get(worker.index());
        worker.is_some_and(|worker| at.since(worker.seen()) >= self.stall_after)
    }

    /// Before it is folded that a worker parks, or has polled since that moment: tells if it was
    /// out of sight until then.
    pub(super) fn comes_into_sight(&mut self, worker: WorkerId, at: Nanos) {
        let since = self.workers[worker.index()].awake_since();
        let Some(lasted) = since.map(|since| at.since(since)) else {
            return;
        };
        if lasted >= self.stall_after && self.may_hide() && self.closing().is_none() {
            self.tell(at, None, Some(worker), HappeningKind::OutOfSight { lasted });
        }
    }
}

impl Worker {
    /// Since when it is awake and nothing is told of it. `None` while it is parked, and before
    /// the first that is told of it: its thread may not run yet.
    pub(super) fn awake_since(&self) -> Option<Nanos> {
        let spoke = self.parks > 0 || self.last.is_some();
        (spoke && !self.parked).then(|| self.seen().max(self.counted))
    }
}
