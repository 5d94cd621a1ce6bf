//! Stretches in which the whole process was suspended.
//!
//! The clock runs on through a suspend, so a poll that was in progress looks as if it
//! had held its worker all that time. It did not: the process was not running. These
//! stretches are remembered, shown as gaps, and taken out of every poll that spans one.

use crate::events::Nanos;
use std::collections::VecDeque;

/// How many are remembered.
const MAX: usize = 32;

/// One suspend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// When the process stopped.
    pub from: Nanos,
    /// When it went on.
    pub to: Nanos,
}

/// The suspends of this run, oldest first, bounded.
#[derive(Clone, Debug, Default)]
pub struct Gaps(VecDeque<Gap>);

impl Gaps {
    /// Remembers a suspend that ended at `at` and lasted `length`.
    pub(super) fn note(&mut self, at: Nanos, length: Nanos) {
        // Time that was told already is not told twice.
        let told = self.0.back().map_or(Nanos::ZERO, |last| last.to);
        let from = at.since(length).max(told);
        if from >= at {
            return;
        }
        if self.0.len() == MAX {
            self.0.pop_front();
        }
        self.0.push_back(Gap { from, to: at });
    }

    /// All of them, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = Gap> + '_ {
        self.0.iter().copied()
    }

    /// The start that gives `start..end` its true length, suspends not counted.
    #[inline]
    pub(super) fn true_start(&self, start: Nanos, end: Nanos) -> Nanos {
        // Nearly all that begins after a suspend.
        if self.0.back().is_none_or(|last| last.to <= start) {
            return start;
        }
        let asleep: u64 = self
            .0
            .iter()
            .map(|gap| gap.to.min(end).since(gap.from.max(start)).0)
            .sum();
        (start + Nanos(asleep)).min(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(n: u64) -> Nanos {
        Nanos::from_millis(n)
    }

    #[test]
    fn a_poll_across_a_suspend_keeps_only_the_time_it_really_ran() {
        let mut gaps = Gaps::default();
        gaps.note(ms(5_000), ms(4_000));
        assert_eq!(
            gaps.true_start(ms(990), ms(5_010)),
            ms(4_990),
            "20 ms of polling"
        );
        assert_eq!(
            gaps.true_start(ms(2_000), ms(5_010)),
            ms(5_000),
            "began inside the gap"
        );
        assert_eq!(gaps.true_start(ms(10), ms(900)), ms(10), "before the gap");
        assert_eq!(gaps.true_start(ms(5_100), ms(5_200)), ms(5_100), "after it");
    }

    #[test]
    fn several_suspends_add_up_and_the_oldest_are_forgotten() {
        let mut gaps = Gaps::default();
        gaps.note(ms(200), ms(100));
        gaps.note(ms(400), ms(100));
        assert_eq!(gaps.true_start(ms(50), ms(450)), ms(250));
        for i in 0..100 {
            gaps.note(ms(1_000 + i * 10), ms(1));
        }
        assert_eq!(gaps.iter().count(), MAX);
    }

    #[test]
    fn a_suspend_told_twice_counts_once() {
        let mut gaps = Gaps::default();
        gaps.note(ms(5_000), ms(3_000));
        gaps.note(ms(5_010), ms(3_020));
        assert_eq!(gaps.true_start(ms(1_000), ms(6_000)), ms(4_010));
    }

    #[test]
    fn a_suspend_of_no_length_is_none() {
        let mut gaps = Gaps::default();
        gaps.note(ms(10), Nanos::ZERO);
        assert_eq!(gaps.iter().count(), 0);
    }
}
