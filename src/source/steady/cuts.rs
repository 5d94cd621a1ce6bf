//! The stretches that are cut out, and times without them.

use crate::events::{Event, Nanos, What};
use std::collections::VecDeque;

/// How many are remembered one by one. Times before the oldest of them are of no event any
/// more, only of what began then and goes on.
const MOST: usize = 64;

/// A stretch of the process's clock in which the process stood still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) from: Nanos,
    pub(super) to: Nanos,
}

impl Cut {
    fn lasted(self) -> Nanos {
        self.to.since(self.from)
    }

    /// Takes what of it lies before `at` off `time`.
    pub(super) fn off(self, at: Nanos, time: Nanos) -> Nanos {
        time.since(at.min(self.to).since(self.from))
    }
}

/// All stretches so far, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// Each with the sum of those before it.
    cuts: VecDeque<(Cut, Nanos)>,
}

impl Cuts {
    pub(super) fn is_empty(&self) -> bool {
        self.cuts.is_empty()
    }

    /// When the newest was over.
    pub(super) fn newest(&self) -> Option<Nanos> {
        self.cuts.back().map(|(cut, _)| cut.to)
    }

    /// One more. It is later than all others: time that was cut is not cut twice.
    pub(super) fn push(&mut self, cut: Cut) {
        let (from, before) = match self.cuts.back() {
            Some((last, before)) => (cut.from.max(last.to), *before + last.lasted()),
            None => (cut.from, Nanos::ZERO),
        };
        if from >= cut.to {
            return;
        }
        if self.cuts.len() == MOST {
            self.cuts.pop_front();
        }
        self.cuts.push_back((Cut { from, ..cut }, before));
    }

    /// A moment without the stretches before it; of one within a stretch, its beginning.
    #[inline]
    pub(super) fn time(&self, at: Nanos) -> Nanos {
        for (cut, before) in self.cuts.iter().rev() {
            if at > cut.from {
                return cut.off(at, at).since(*before);
            }
        }
        let before = self.cuts.front().map_or(Nanos::ZERO, |(_, before)| *before);
        at.since(before)
    }

    /// The same for all times of an event.
    #[inline]
    pub(super) fn put_right(&self, event: &mut Event) {
        event.at = self.time(event.at);
        match &mut event.what {
            What::Polled { start, .. } => *start = self.time(*start),
            What::Waiting {
                until: Some(until), ..
            } => *until = self.time(*until),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Nanos {
        Nanos::from_millis(n)
    }

    #[test]
    fn each_moment_loses_what_lies_before_it() {
        let mut cuts = Cuts::default();
        let cut = |from, to| Cut {
            from: ms(from),
            to: ms(to),
        };
        cuts.push(cut(1_000, 4_000));
        cuts.push(cut(5_000, 6_000));
        // It overlaps: only the rest of it is new.
        cuts.push(cut(5_500, 6_100));
        let times = [500, 1_000, 2_000, 4_000, 4_500, 5_700, 6_050, 7_000];
        let told = times.map(|at| cuts.time(ms(at)).as_millis());
        assert_eq!(told, [500, 1_000, 1_000, 1_000, 1_500, 2_000, 2_000, 2_900]);
    }

    #[test]
    fn very_many_are_summed_up() {
        let mut cuts = Cuts::default();
        for n in 1..=1_000_u64 {
            cuts.push(Cut {
                from: ms(n * 100),
                to: ms(n * 100 + 10),
            });
        }
        assert_eq!(cuts.time(ms(200_000)), ms(190_000));
        assert_eq!(cuts.cuts.len(), MOST);
    }
}
