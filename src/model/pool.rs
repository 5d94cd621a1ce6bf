//! The blocking pool as a place of waiting: when every thread it may have was busy, and the
//! jobs that queued for long.
//!
//! A thread that Tokio lends to `block_in_place` counts as one of the pool's.

use super::Model;
use super::happening::HappeningKind;
use super::task::Task;
use crate::events::{Nanos, TaskId};

/// A thread takes its next job sooner than this: the pool stays full meanwhile.
const NEXT_JOB: Nanos = Nanos::from_millis(1);

/// See the module's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pool {
    /// The newest stretch in which all threads were busy; without an end, it goes on.
    full: Option<(Nanos, Option<Nanos>)>,
    /// Jobs that queued for longer than the threshold, since there last was none.
    wave: Option<Wave>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Wave {
    jobs: u64,
    longest: Nanos,
    job: TaskId,
    /// How long of the longest wait all threads were busy.
    full: Nanos,
}

impl Pool {
    /// How long of this time all threads were busy, in the newest stretch in which they were.
    fn full_within(&self, from: Nanos, to: Nanos) -> Nanos {
        let Some((since, until)) = self.full else {
            return Nanos::ZERO;
        };
        until.unwrap_or(to).min(to).since(since.max(from))
    }
}

impl Model {
    /// Threads the pool of the present runtime may have; none if no runtime was announced.
    fn pool_limit(&self) -> Option<u32> {
        Some(self.run.as_ref()?.max_blocking)
    }

    /// Whether every thread the blocking pool may have runs a job.
    pub fn pool_is_full(&self) -> bool {
        let limit = self
            .pool_limit()
            .and_then(|limit| usize::try_from(limit).ok());
        limit.is_some_and(|limit| self.blocking_running_len() >= limit)
    }

    /// A job began or ended, or a worker's core went to a thread of the pool or came back.
    pub(super) fn pool_changed(&mut self, at: Nanos) {
        let most = &mut self.counters.blocking;
        let (running, queued) = (
            self.lists.blocking_running.len() + self.lists.in_place.len(),
            self.lists.blocking_queue.len(),
        );
        most.most_running = most.most_running.max(running as u64);
        most.most_queued = most.most_queued.max(queued as u64);
        let full = self.pool_is_full();
        self.pool.full = match (full, self.pool.full) {
            (true, Some((since, None))) => Some((since, None)),
            (true, Some((since, Some(until)))) if at.since(until) < NEXT_JOB => Some((since, None)),
            (true, _) => Some((at, None)),
            (false, Some((since, None))) => Some((since, Some(at))),
            (false, past) => past,
        };
    }

    /// A job that was queued for so long began, or was dropped.
    pub(super) fn left_pool_queue(&mut self, job: TaskId, at: Nanos, waited: Nanos) {
        let all = &mut self.counters.blocking;
        all.longest_wait = all.longest_wait.max(waited);
        if waited >= self.stall_after {
            all.long_waits += 1;
            let full = self.pool.full_within(at.since(waited), at);
            let this = Wave {
                jobs: 1,
                longest: waited,
                job,
                full,
            };
            let wave = self.pool.wave.map_or(this, |wave| Wave {
                jobs: wave.jobs + 1,
                ..if waited > wave.longest { this } else { wave }
            });
            self.pool.wave = Some(wave);
        }
        let waits = self.long_in_pool_queue(at).is_some();
        if let Some(wave) = self.pool.wave.take_if(|_| !waits) {
            // What is left unexplained would not be worth telling.
            let full = wave.longest.since(wave.full) < self.stall_after;
            let threads = self.pool_limit().filter(|_| full);
            let fact = HappeningKind::JobsWaited {
                jobs: wave.jobs,
                longest: wave.longest,
                full: threads,
            };
            self.tell(at, Some(wave.job), None, fact);
        }
    }

    /// The job that is queued the longest, if that is longer than the threshold.
    pub(super) fn long_in_pool_queue(&self, at: Nanos) -> Option<Task> {
        let oldest = self.blocking_queued().next()?;
        (at.since(oldest.since) >= self.stall_after).then_some(oldest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{BlockingOutcome, Event, KindId, Now, RunInfo, SiteId, What};
    use crate::model::Ongoing;
    use crate::testkit::{id, run};

    fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    /// A pool of two threads; a job that queues for 100 ms or more queues for long.
    fn model() -> Model {
        let mut model = Model::new(ms(100));
        let small = RunInfo {
            max_blocking: 2,
            ..run(1)
        };
        hear(&mut model, 0, What::RunStarted(small));
        model
    }

    fn hear(model: &mut Model, at: u64, what: What) {
        model.apply(&Event { at: ms(at), what });
    }

    fn submitted(model: &mut Model, at: u64, job: u32) {
        let what = What::BlockingSubmitted {
            job: id(job),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
        };
        hear(model, at, what);
    }

    fn started(model: &mut Model, at: u64, job: u32) {
        hear(model, at, What::BlockingStarted { job: id(job) });
    }

    fn ended(model: &mut Model, at: u64, job: u32) {
        let what = What::BlockingEnded {
            job: id(job),
            outcome: BlockingOutcome::Completed,
        };
        hear(model, at, what);
    }

    fn waited(model: &Model) -> Vec<HappeningKind> {
        let waited = |kind: &HappeningKind| matches!(kind, HappeningKind::JobsWaited { .. });
        let facts = model.happenings().map(|fact| fact.kind.clone());
        facts.filter(waited).collect()
    }

    fn waits(model: &Model, at: u64) -> Vec<Ongoing> {
        let now = Now {
            at: ms(at),
            workers: vec![None],
        };
        model.ongoing(&now)
    }

    #[test]
    fn jobs_behind_a_full_pool_are_one_wave_with_its_reason() {
        let mut model = model();
        (1..=4).for_each(|job| submitted(&mut model, 10, job));
        (1..=2).for_each(|job| started(&mut model, 11, job));
        assert_eq!(waits(&model, 50), []);
        let wait = Ongoing::JobsWait {
            job: id(3),
            since: ms(10),
            queued: 2,
            full: Some(2),
        };
        assert_eq!(waits(&model, 110), [wait]);
        for job in 1..=2 {
            ended(&mut model, 1_000, job);
            started(&mut model, 1_000, job + 2);
        }
        let told = HappeningKind::JobsWaited {
            jobs: 2,
            longest: ms(990),
            full: Some(2),
        };
        assert_eq!(waited(&model), [told]);
        assert_eq!(waits(&model, 1_200), []);
        let jobs = model.counters().blocking;
        assert_eq!((jobs.long_waits, jobs.longest_wait), (2, ms(990)));
        assert_eq!((jobs.most_running, jobs.most_queued), (2, 4));
    }

    #[test]
    fn a_pool_that_was_not_seen_full_is_not_the_reason() {
        let mut model = model();
        submitted(&mut model, 10, 1);
        started(&mut model, 11, 1);
        submitted(&mut model, 12, 2);
        let wait = |full| Ongoing::JobsWait {
            job: id(2),
            since: ms(12),
            queued: 1,
            full,
        };
        assert_eq!(waits(&model, 200), [wait(None)]);
        started(&mut model, 500, 2);
        let told = HappeningKind::JobsWaited {
            jobs: 1,
            longest: ms(488),
            full: None,
        };
        assert_eq!(waited(&model), [told], "full only from its own start on");
    }

    #[test]
    fn a_short_wait_is_no_news_and_one_that_is_given_up_is() {
        let mut model = model();
        (1..=3).for_each(|job| submitted(&mut model, 10, job));
        (1..=2).for_each(|job| started(&mut model, 10, job));
        ended(&mut model, 60, 1);
        started(&mut model, 60, 3);
        assert_eq!(waited(&model), []);
        submitted(&mut model, 60, 4);
        let what = What::BlockingEnded {
            job: id(4),
            outcome: BlockingOutcome::Cancelled,
        };
        hear(&mut model, 400, what);
        assert_eq!(waited(&model).len(), 1);
    }
}
