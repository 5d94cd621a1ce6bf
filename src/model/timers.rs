//! How many timers of pending tasks are due when: an index, so that "which are
//! overdue?" scans nothing.
//!
//! It counts in buckets of 16 ms, which is as exact as a picture of frozen timers
//! needs. Only pending tasks are in it: a task that was woken is late for another reason.

use super::journal::{Before, Journal};
use crate::events::Nanos;
use std::collections::BTreeMap;

/// Width of a bucket.
const BUCKET: Nanos = Nanos::from_millis(16);

/// A timer this late is overdue: Tokio's timer wheel and a worker that has its processor are never
/// that slow.
const LATE: Nanos = Nanos::from_millis(20);

/// Timers that nobody fired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overdue {
    pub(super) count: usize,
    /// By this moment the first of them was due, if there is one: had anybody polled the driver
    /// since, it were fired.
    pub(super) oldest: Option<Nanos>,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    buckets: BTreeMap<u64, usize>,
    len: usize,
    journal: Journal<u64, usize>,
}

impl Timers {
    pub(super) fn add(&mut self, due: Nanos) {
        let key = due.0 / BUCKET.0;
        let buckets = &self.buckets;
        self.journal.note(key, || buckets.get(&key).copied());
        *self.buckets.entry(key).or_insert(0) += 1;
        self.len += 1;
    }

    /// Takes one off that was added with the same due time.
    pub(super) fn remove(&mut self, due: Nanos) {
        let key = due.0 / BUCKET.0;
        let Some(bucket) = self.buckets.get_mut(&key) else {
            return;
        };
        self.journal.note(key, || Some(*bucket));
        *bucket -= 1;
        if *bucket == 0 {
            self.buckets.remove(&key);
        }
        self.len -= 1;
    }

    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self) {
        self.journal.remember();
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.journal.stop();
    }

    /// The buckets that changed in the segment, as they were.
    pub(super) fn before(&self) -> Before<u64, usize> {
        self.journal.before()
    }

    pub(super) fn take_back(&mut self, before: &Before<u64, usize>) {
        for &(key, bucket) in before {
            let now = match bucket {
                Some(bucket) => self.buckets.insert(key, bucket),
                None => self.buckets.remove(&key),
            };
            self.len -= now.unwrap_or(0);
            self.len += bucket.unwrap_or(0);
        }
    }

    /// All buckets in order of time.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (&u64, &usize)> {
        self.buckets.iter()
    }

    /// Those that were due after `since` and are overdue at `now`, by whole buckets.
    pub(super) fn overdue(&self, since: Nanos, now: Nanos) -> Overdue {
        let (first, late) = (since.0 / BUCKET.0 + 1, now.since(LATE).0 / BUCKET.0);
        let mut found = self.buckets.range(first..late.max(first)).peekable();
        let oldest = found.peek().map(|(key, _)| Nanos((**key + 1) * BUCKET.0));
        let count = found.map(|(_, count)| count).sum();
        Overdue { count, oldest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Nanos {
        Nanos::from_millis(ms)
    }

    #[test]
    fn only_late_timers_are_overdue() {
        let mut timers = Timers::default();
        for due in [100, 101, 5_000] {
            timers.add(ms(due));
        }
        let overdue = |timers: &Timers, now| timers.overdue(ms(0), ms(now)).count;
        assert_eq!(timers.overdue(ms(0), ms(140)).oldest, Some(ms(112)));
        assert_eq!(timers.overdue(ms(0), ms(120)).oldest, None);
        assert_eq!(overdue(&timers, 0), 0);
        assert_eq!(overdue(&timers, 120), 0);
        assert_eq!(overdue(&timers, 140), 2);
        timers.remove(ms(100));
        assert_eq!(overdue(&timers, 140), 1);
        timers.remove(ms(101));
        timers.remove(ms(5_000));
        assert_eq!((overdue(&timers, 9_000), timers.len()), (0, 0));
    }

    #[test]
    fn a_timer_that_was_due_before_tells_nothing_of_the_time_after() {
        let mut timers = Timers::default();
        for due in [50, 120] {
            timers.add(ms(due));
        }
        assert_eq!(timers.overdue(ms(60), ms(1_000)).count, 1);
        assert_eq!(
            timers.overdue(ms(120), ms(1_000)).count,
            0,
            "not surely after"
        );
        assert_eq!(timers.overdue(ms(990), ms(1_000)).count, 0);
    }

    #[test]
    fn buckets_are_taken_back() {
        let mut timers = Timers::default();
        timers.add(ms(100));
        timers.add(ms(5_000));
        timers.remember();
        timers.add(ms(99));
        timers.remove(ms(5_000));
        timers.add(ms(7_000));
        let before = timers.before();
        assert_eq!(before.len(), 3);
        timers.take_back(&before);
        assert_eq!((timers.overdue(ms(0), ms(140)).count, timers.len()), (1, 2));
        assert_eq!(timers.overdue(ms(0), ms(9_000)).count, 2);
    }
}
