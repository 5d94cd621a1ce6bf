//! For how long the threads of workers waited for a CPU, look by look.

use crate::events::{Nanos, Sample, WorkerId};
use std::collections::VecDeque;

/// Most looks that are kept of a worker: of the older ones then every second.
const MOST: usize = 1 << 10;

/// Of each worker, at the moments it was looked at: how long its thread had waited by then.
///
/// A poll is longer than what its task did, by the time its thread could run and had no CPU. How
/// long that was inside of the poll nobody knows exactly; between two looks it was not longer than
/// between these.
#[derive(Debug, Default)]
pub struct Waited {
    workers: Vec<VecDeque<(Nanos, Nanos)>>,
    /// The system tells it of some worker.
    is_known: bool,
}

/// How long a thread may have waited in a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wait {
    /// No longer than this, while it was looked at.
    pub measured: Nanos,
    /// So much of the stretch was before the first look, or after the last.
    pub unknown: Nanos,
}

impl Wait {
    /// The most there may have been.
    pub fn most(self) -> Nanos {
        self.measured + self.unknown
    }
}

impl Waited {
    /// A look, later than those before.
    pub fn look(&mut self, sample: &Sample) {
        // More than have a number there are only in a file that lies.
        let workers = sample.workers.len().min(usize::from(u16::MAX) + 1);
        if self.workers.len() < workers {
            self.workers.resize_with(workers, VecDeque::new);
        }
        for (looks, worker) in self.workers.iter_mut().zip(&sample.workers) {
            let Some(waited) = worker.waited else {
                continue;
            };
            if looks.back().is_some_and(|(last, _)| *last >= sample.at) {
                continue;
            }
            looks.push_back((sample.at, waited));
            self.is_known = true;
            if looks.len() > MOST {
                thin(looks);
            }
        }
    }

    /// Whether the system tells it of any worker.
    pub const fn is_known(&self) -> bool {
        self.is_known
    }

    /// How long a worker may have waited in this stretch of time; `None` where the system does not
    /// tell that of any.
    pub fn between(&self, worker: WorkerId, (start, end): (Nanos, Nanos)) -> Option<Wait> {
        if !self.is_known() {
            return None;
        }
        let looks = self.workers.get(worker.index());
        let ends = looks.and_then(|looks| Some((looks, looks.front()?.0, looks.back()?.0)));
        let Some((looks, first, last)) = ends else {
            // Nobody looked in time.
            return Some(Wait {
                measured: Nanos::ZERO,
                unknown: end.since(start),
            });
        };
        // A look takes a moment, in which the poll may begin: the one before it was over by then.
        let before = looks.partition_point(|(at, _)| *at <= start);
        let after = looks.partition_point(|(at, _)| *at < end);
        let waited = |index: usize| looks[index.min(looks.len() - 1)].1;
        let early = first.min(end).since(start);
        let late = end.since(last.max(start));
        Some(Wait {
            measured: waited(after).since(waited(before.saturating_sub(2))),
            unknown: early + late,
        })
    }

    /// The length of a poll of this worker, less all the time it may have waited for a CPU.
    pub fn least(&self, worker: Option<WorkerId>, span: (Nanos, Nanos)) -> Nanos {
        let wait = worker.and_then(|worker| self.between(worker, span));
        let length = span.1.since(span.0);
        wait.map_or(length, |wait| length.since(wait.most()))
    }
}

/// What is long ago is known less exactly; what is made of it is still no less than it was.
fn thin(looks: &mut VecDeque<(Nanos, Nanos)>) {
    let mut index = 0;
    looks.retain(|_| {
        index += 1;
        index > MOST / 2 || index % 2 == 1
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::WorkerSample;
    use crate::testkit::worker;

    fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    /// Looks at one worker, each with how long it had waited.
    fn looked(looks: impl IntoIterator<Item = (u64, Option<u64>)>) -> Waited {
        let mut waited = Waited::default();
        for (at, known) in looks {
            let of_worker = WorkerSample {
                waited: known.map(ms),
                ..WorkerSample::default()
            };
            waited.look(&Sample {
                at: ms(at),
                workers: vec![of_worker],
                ..Sample::default()
            });
        }
        waited
    }

    fn between(waited: &Waited, start: u64, end: u64) -> Option<(u64, u64)> {
        let wait = waited.between(worker(0), (ms(start), ms(end)))?;
        Some((wait.measured.as_millis(), wait.unknown.as_millis()))
    }

    #[test]
    fn the_looks_around_a_poll_bound_its_wait() {
        let looks = [(0, 0), (10, 1), (20, 5), (30, 9), (40, 10)];
        let waited = looked(looks.map(|(at, waited)| (at, Some(waited))));
        // From the look that was over before it began, to the first behind it.
        assert_eq!(between(&waited, 22, 28), Some((8, 0)));
        assert_eq!(between(&waited, 22, 30), Some((8, 0)));
        assert_eq!(between(&waited, 22, 31), Some((9, 0)));
        assert_eq!(between(&waited, 0, 40), Some((10, 0)));
        // Of another worker nothing is known, but it could have been.
        let other = waited.between(worker(1), (ms(22), ms(28)));
        let unknown = ms(6);
        let measured = Nanos::ZERO;
        assert_eq!(other, Some(Wait { measured, unknown }));
        let span = (ms(22), ms(72));
        assert_eq!(waited.least(Some(worker(0)), span), ms(50 - 9 - 32));
        assert_eq!(waited.least(None, span), ms(50));
    }

    #[test]
    fn what_was_not_looked_at_may_all_have_been_wait() {
        let waited = looked([(100, Some(3)), (200, Some(4))]);
        assert_eq!(between(&waited, 40, 150), Some((1, 60)));
        assert_eq!(between(&waited, 150, 260), Some((1, 60)));
        assert_eq!(between(&waited, 20, 50), Some((0, 30)));
        assert_eq!(between(&waited, 300, 350), Some((1, 50)));
        assert_eq!(between(&waited, 0, 300), Some((1, 200)));
    }

    #[test]
    fn where_the_system_does_not_tell_it_is_not_known() {
        assert_eq!(between(&looked([]), 0, 9), None);
        let waited = looked([(1, None), (2, None)]);
        assert_eq!(between(&waited, 0, 9), None);
        assert!(!waited.is_known());
        assert_eq!(waited.least(Some(worker(0)), (ms(0), ms(9))), ms(9));
    }

    #[test]
    fn a_long_run_takes_no_more_memory_and_hides_no_wait() {
        let waited = looked((0..100_000).map(|at| (at, Some(at / 2))));
        assert!(waited.workers[0].len() <= MOST);
        for (start, end) in [(10, 20), (99_000, 99_100), (99_990, 99_995)] {
            let (measured, unknown) = between(&waited, start, end).unwrap();
            assert!(measured >= (end - start) / 2, "{start}: {measured}");
            assert_eq!(unknown, 0);
        }
        let (measured, _) = between(&waited, 99_990, 99_995).unwrap();
        assert!(measured <= 5, "{measured}");
    }
}
