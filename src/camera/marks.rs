//! What was measured frame by frame beside the events, so that a past moment shows the
//! numbers it showed when it was live.

use crate::events::{Delivery, Nanos, Sample, WorkerSample};
use crate::model::Still;

/// The measurements of one frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mark {
    /// The moment of the frame.
    pub at: Nanos,
    /// Tokio's own metrics.
    pub sample: Sample,
    /// The accounts of the event pipeline.
    pub delivery: Delivery,
    /// Tasks spawned per second.
    pub spawn_rate: f64,
    /// Orders refused so far.
    pub refused: u64,
    /// By worker, since when Tokio's counts of it stand still.
    pub still: Vec<Still>,
}

impl Mark {
    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.sample.workers.len() * (size_of::<WorkerSample>() + size_of::<Still>())
    }

    /// What [`still`](Self::still) is with a sample that follows this one.
    pub fn still_at(&self, sample: &Sample) -> Vec<Still> {
        let before =
            |index: usize| Some((self.sample.workers.get(index)?, *self.still.get(index)?));
        let workers = sample.workers.iter().enumerate();
        workers
            .map(|(index, worker)| match before(index) {
                Some((last, still)) if (last.parks, last.busy) == (worker.parks, worker.busy) => {
                    let waited = worker.waited.zip(last.waited);
                    let more = waited.map_or(Nanos::ZERO, |(now, then)| now.since(then));
                    Still {
                        since: still.since,
                        waited: still.waited + more,
                    }
                }
                _ => Still {
                    since: sample.at,
                    waited: Nanos::ZERO,
                },
            })
            .collect()
    }

    /// Whether both say the same, of whatever moment.
    fn tells_as(&self, other: &Self) -> bool {
        let sample = |mark: &Self| Sample {
            at: Nanos::ZERO,
            ..mark.sample.clone()
        };
        self.delivery == other.delivery
            && self.spawn_rate == other.spawn_rate
            && self.refused == other.refused
            && sample(self) == sample(other)
    }
}

/// The marks of the run, oldest first. When their memory is used up, of the older half
/// every other one goes: the farther back, the coarser.
#[derive(Clone, Debug)]
pub struct Marks {
    marks: Vec<Mark>,
    bytes: usize,
    limit: usize,
}

impl Marks {
    /// Marks that take at most about `limit` bytes.
    pub fn new(limit: usize) -> Self {
        Self {
            marks: Vec::new(),
            bytes: 0,
            limit,
        }
    }

    /// Keeps a mark, unless it tells nothing new.
    pub fn push(&mut self, mark: Mark) {
        if self.marks.last().is_some_and(|last| last.tells_as(&mark)) {
            return;
        }
        self.bytes += mark.bytes();
        self.marks.push(mark);
        while self.bytes > self.limit && self.marks.len() > 2 {
            self.thin();
        }
    }

    /// Drops marks that only tell of the time before `oldest`.
    pub fn forget_before(&mut self, oldest: Nanos) {
        let keep = self.index(oldest).unwrap_or(0);
        // Moving the rest is worth it for a good part of it only.
        if keep > self.marks.len() / 2 {
            self.marks.drain(..keep);
            self.count();
        }
    }

    fn thin(&mut self) {
        let half = self.marks.len().div_ceil(2);
        let mut number = 0;
        self.marks.retain(|_| {
            number += 1;
            // The first stays: it tells of the oldest moments.
            number > half || number % 2 == 1
        });
        self.count();
    }

    fn count(&mut self) {
        self.bytes = self.marks.iter().map(Mark::bytes).sum();
    }

    fn index(&self, at: Nanos) -> Option<usize> {
        self.marks
            .partition_point(|mark| mark.at <= at)
            .checked_sub(1)
    }

    /// All of them, the oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Mark> {
        self.marks.iter()
    }

    /// The newest mark up to that moment.
    pub fn at(&self, at: Nanos) -> Option<&Mark> {
        self.marks.get(self.index(at)?)
    }

    /// Memory taken, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: u64, alive: usize) -> Mark {
        Mark {
            at: Nanos(at),
            sample: Sample {
                at: Nanos(at),
                alive,
                ..Sample::default()
            },
            ..Mark::default()
        }
    }

    #[test]
    fn the_newest_mark_up_to_a_moment_is_found() {
        let mut marks = Marks::new(1 << 20);
        marks.push(mark(10, 1));
        marks.push(mark(20, 1));
        marks.push(mark(30, 2));
        let alive = |at| marks.at(Nanos(at)).map(|mark| mark.sample.alive);
        assert_eq!(
            [alive(9), alive(10), alive(29), alive(30), alive(99)],
            [None, Some(1), Some(1), Some(2), Some(2)]
        );
        assert_eq!(marks.marks.len(), 2, "what tells nothing new is not kept");
    }

    #[test]
    fn a_full_memory_gets_coarser_towards_the_past() {
        let mut marks = Marks::new(100 * mark(0, 0).bytes());
        for at in 0..10_000 {
            marks.push(mark(at, at as usize));
        }
        assert!(marks.bytes() <= 100 * mark(0, 0).bytes());
        let times: Vec<_> = marks.marks.iter().map(|mark| mark.at.0).collect();
        let gap = |from: usize| times[from + 1] - times[from];
        assert!(gap(0) > 10 * gap(times.len() - 2), "{times:?}");
        assert_eq!(times.last(), Some(&9_999));
        assert_eq!(times.first(), Some(&0), "the oldest moments keep theirs");
    }

    #[test]
    fn a_worker_stands_still_while_its_counts_do() {
        let sample = |at, parks, waited: Option<u64>| Sample {
            at: Nanos(at),
            workers: vec![WorkerSample {
                parks,
                waited: waited.map(Nanos),
                ..WorkerSample::default()
            }],
            ..Sample::default()
        };
        let mut mark = Mark::default();
        let mut then = |sample: Sample| {
            mark.still = mark.still_at(&sample);
            mark.sample = sample;
            (mark.still[0].since.0, mark.still[0].waited.0)
        };
        assert_eq!(then(sample(10, 1, Some(7))), (10, 0));
        assert_eq!(then(sample(20, 1, Some(9))), (10, 2));
        assert_eq!(then(sample(30, 1, None)), (10, 2));
        assert_eq!(then(sample(40, 2, Some(20))), (40, 0));
        assert_eq!(then(sample(50, 2, Some(21))), (40, 1));
    }

    #[test]
    fn what_is_before_the_history_goes() {
        let mut marks = Marks::new(1 << 20);
        (0..100).for_each(|at| marks.push(mark(at, at as usize)));
        marks.forget_before(Nanos(90));
        assert_eq!(marks.marks.len(), 10);
        assert_eq!(marks.at(Nanos(90)).map(|mark| mark.at), Some(Nanos(90)));
        marks.forget_before(Nanos(91));
        assert_eq!(marks.marks.len(), 10, "not for a single one");
    }
}
