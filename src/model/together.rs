//! Awaits of one task that were pending at the same time, as under `join!`: how long each
//! took, and all of them.

use crate::events::Nanos;

/// More awaits than these are not measured: nobody reads so many numbers.
const MOST: usize = 64;

/// Awaits of one task that all ran at one moment, and all came to their end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Together {
    /// How long each of them was pending, in the order in which they ended. Two or more.
    pub waits: Vec<Nanos>,
    /// From the beginning of the first to the end of the last.
    pub took: Nanos,
}

impl Together {
    /// The longest of them.
    pub fn longest(&self) -> Nanos {
        self.waits.iter().copied().max().unwrap_or_default()
    }

    /// The memory it takes, in bytes.
    pub(super) const fn bytes(&self) -> usize {
        size_of::<Self>() + self.waits.capacity() * size_of::<Nanos>()
    }

    /// What they would take one after the other.
    pub fn sum(&self) -> Nanos {
        let all = self
            .waits
            .iter()
            .fold(0_u64, |sum, wait| sum.saturating_add(wait.0));
        Nanos(all)
    }
}

/// The awaits that were pending since there was none, as far as they are over.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    /// From when to when.
    over: Vec<(Nanos, Nanos)>,
    /// One was dropped, or its beginning is not known: nothing can be said of them all.
    broken: bool,
}

impl Group {
    /// One of them is over. It began at 0 if that is not known.
    pub(super) fn ends(&mut self, began: Nanos, at: Nanos) {
        self.broken |= began == Nanos::ZERO || self.over.len() == MOST;
        if !self.broken {
            self.over.push((began, at));
        }
    }

    /// One of them was dropped while it was pending.
    pub(super) const fn breaks(&mut self) {
        self.broken = true;
    }

    /// None is pending any more: what they came to, if there was a moment when all of them were.
    pub(super) fn finish(&mut self) -> Option<Together> {
        let last_begin = self.over.iter().map(|(began, _)| *began).max();
        let first_end = self.over.iter().map(|(_, end)| *end).min();
        let shared = last_begin < first_end && self.over.len() > 1 && !self.broken;
        let together = shared.then(|| {
            let first = self.over.iter().map(|(began, _)| *began).min();
            let last = self.over.iter().map(|(_, end)| *end).max();
            Together {
                waits: self
                    .over
                    .iter()
                    .map(|(began, end)| end.since(*began))
                    .collect(),
                took: last.unwrap_or_default().since(first.unwrap_or_default()),
            }
        });
        self.over.clear();
        self.broken = false;
        together
    }

    /// The memory behind it, in bytes.
    pub(super) const fn heap_bytes(&self) -> usize {
        self.over.capacity() * size_of::<(Nanos, Nanos)>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    fn of(waits: &[(u64, u64)]) -> Option<Together> {
        let mut group = Group::default();
        for (began, end) in waits {
            group.ends(ms(*began), ms(*end));
        }
        group.finish()
    }

    #[test]
    fn what_ran_at_one_moment_is_measured() {
        let together = of(&[(1, 401), (1, 601), (1, 901)]).expect("they did");
        assert_eq!(together.waits, [ms(400), ms(600), ms(900)]);
        assert_eq!((together.took, together.longest()), (ms(900), ms(900)));
        assert_eq!(together.sum(), ms(1_900));
    }

    #[test]
    fn nothing_is_said_of_what_did_not_all_run_at_one_moment() {
        assert_eq!(of(&[(1, 401)]), None, "one alone");
        assert_eq!(of(&[(1, 4), (4, 9), (1, 9)]), None, "two in a row");
        assert_eq!(of(&[(0, 4), (1, 9)]), None, "a beginning is not known");
        let mut group = Group::default();
        group.ends(ms(1), ms(2));
        group.ends(ms(1), ms(3));
        group.breaks();
        assert_eq!(group.finish(), None, "a branch was dropped");
        group.ends(ms(1), ms(2));
        group.ends(ms(1), ms(3));
        assert!(group.finish().is_some(), "the next ones count anew");
    }
}
