//! Workers that are out of sight: awake, in no poll that is seen, and for long nothing is told
//! of them. It is so while they poll a task that is not seen, or while their thread has no
//! processor. The second is known from the first where the system counts that time.

use super::Model;
use super::happening::{HappeningKind, Ongoing};
use super::worker::Worker;
use crate::events::{Nanos, Now, WorkerId};

/// Tokio's own counts of a worker's parks and of its busy time stand still: who parks, or goes
/// from poll to poll, is held by nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Still {
    /// Since when.
    pub since: Nanos,
    /// For so long of that time its thread waited for a processor, as far as that is known: it
    /// was held by nothing, and the machine was busy.
    pub waited: Nanos,
}

impl Model {
    /// The workers that are out of sight at the moment of `now`, past the stall threshold. None
    /// where all tasks are seen. `still` has what Tokio's counts tell, by worker, as far as that
    /// is known.
    pub fn out_of_sight(&self, now: &Now, still: &[Still]) -> Vec<Ongoing> {
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
                let still = still.unwrap_or_default();
                let since = still.since.max(seen);
                let able = now.at.since(since).since(still.waited);
                (able >= self.stall_after()).then_some(Ongoing::OutOfSight {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Coverage, Event, RunInfo, What};
    use crate::testkit::{run, worker};

    #[test]
    fn time_in_which_a_thread_waited_for_a_processor_is_no_time_out_of_sight() {
        let ms = Nanos::from_millis;
        let mut model = Model::new(ms(100));
        let info = RunInfo {
            coverage: Coverage::Spawned,
            ..run(1)
        };
        for (at, what) in [
            (0, What::RunStarted(info)),
            (1, What::Parked { worker: worker(0) }),
            (10, What::Unparked { worker: worker(0) }),
        ] {
            model.apply(&Event { at: ms(at), what });
        }
        let now = Now {
            at: ms(300),
            workers: vec![None],
        };
        let since = |still: &[Still]| {
            let told = model.out_of_sight(&now, still);
            told.into_iter().next().map(|fact| match fact {
                Ongoing::OutOfSight { since, .. } => since.as_millis(),
                other => panic!("{other:?}"),
            })
        };
        let still = |since, waited| {
            let (since, waited) = (ms(since), ms(waited));
            Still { since, waited }
        };
        assert_eq!(since(&[]), Some(10));
        assert_eq!(since(&[still(20, 0)]), Some(20));
        assert_eq!(since(&[still(20, 150)]), Some(20));
        assert_eq!(since(&[still(20, 200)]), None, "80 ms are left");
        assert_eq!(since(&[still(250, 0)]), None, "Tokio counted on");
    }
}
