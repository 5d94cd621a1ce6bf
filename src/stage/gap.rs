//! When the whole process stood still.
//!
//! The times of a source are without such stretches: each is a moment, to be marked in what is
//! drawn of time.

use crate::events::Nanos;
use std::collections::VecDeque;

/// How many are remembered.
const MAX: usize = 32;

/// One suspend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// When the process stopped, and went on.
    pub at: Nanos,
    /// How long it stood still, by a clock that ran on.
    pub lasted: Nanos,
    /// Somebody told of it; else it is inferred.
    pub measured: bool,
}

/// The suspends of this run, oldest first, bounded.
#[derive(Clone, Debug, Default)]
pub struct Gaps {
    newest: VecDeque<Gap>,
    times: u64,
    lasted: Nanos,
}

impl Gaps {
    /// Remembers one.
    pub(super) fn note(&mut self, gap: Gap) {
        self.times += 1;
        self.lasted += gap.lasted;
        if self.newest.len() == MAX {
            self.newest.pop_front();
        }
        self.newest.push_back(gap);
    }

    /// How many there were, and how long all of them lasted.
    pub fn total(&self) -> (u64, Nanos) {
        (self.times, self.lasted)
    }

    /// The newest of them, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Gap> + '_ {
        self.newest.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_are_forgotten() {
        let mut gaps = Gaps::default();
        for at in 0..100 {
            gaps.note(Gap {
                at: Nanos(at),
                lasted: Nanos(1),
                measured: true,
            });
        }
        assert_eq!(gaps.iter().count(), MAX);
        assert_eq!(gaps.total(), (100, Nanos(100)));
        assert_eq!(gaps.iter().next_back().map(|gap| gap.at), Some(Nanos(99)));
    }
}
