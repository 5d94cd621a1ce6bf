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
pub struct Gaps(VecDeque<Gap>);

impl Gaps {
    /// Remembers one.
    pub(super) fn note(&mut self, gap: Gap) {
        if self.0.len() == MAX {
            self.0.pop_front();
        }
        self.0.push_back(gap);
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Gap> + '_ {
        self.0.iter().copied()
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
        assert_eq!(gaps.iter().next_back().map(|gap| gap.at), Some(Nanos(99)));
    }
}
