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

/// A timer this late is overdue: Tokio's timer wheel and a busy worker are never that slow.
const LATE: Nanos = Nanos::from_millis(20);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bucket {
    count: usize,
    /// The earliest due time it was ever given since it was last empty.
    first: Nanos,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    buckets: BTreeMap<u64, Bucket>,
    len: usize,
    journal: Journal<u64, Bucket>,
}

/// Timers that are overdue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overdue {
    pub(super) count: usize,
    /// When the first was due.
    pub(super) since: Nanos,
}

impl Timers {
    pub(super) fn add(&mut self, due: Nanos) {
        let key = due.0 / BUCKET.0;
        let buckets = &self.buckets;
        self.journal.note(key, || buckets.get(&key).copied());
        let bucket = self.buckets.entry(key).or_insert(Bucket {
            count: 0,
            first: due,
        });
        bucket.count += 1;
        bucket.first = bucket.first.min(due);
        self.len += 1;
    }

    /// Takes one off that was added with the same due time.
    pub(super) fn remove(&mut self, due: Nanos) {
        let key = due.0 / BUCKET.0;
        let Some(bucket) = self.buckets.get_mut(&key) else {
            return;
        };
        self.journal.note(key, || Some(*bucket));
        bucket.count -= 1;
        if bucket.count == 0 {
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
    pub(super) fn before(&self) -> Before<u64, Bucket> {
        self.journal.before()
    }

    pub(super) fn take_back(&mut self, before: &Before<u64, Bucket>) {
        for &(key, bucket) in before {
            let now = match bucket {
                Some(bucket) => self.buckets.insert(key, bucket),
                None => self.buckets.remove(&key),
            };
            self.len -= now.map_or(0, |bucket| bucket.count);
            self.len += bucket.map_or(0, |bucket| bucket.count);
        }
    }

    /// All buckets in order of time.
    pub(super) fn buckets(&self) -> impl Iterator<Item = (&u64, &Bucket)> {
        self.buckets.iter()
    }

    /// Those overdue at `now`, counted by whole buckets.
    pub(super) fn overdue(&self, now: Nanos) -> Option<Overdue> {
        let late = now.since(LATE).0 / BUCKET.0;
        let mut found = self
            .buckets
            .range(..late)
            .map(|(_, bucket)| bucket)
            .peekable();
        let since = found.peek()?.first;
        Some(Overdue {
            count: found.map(|bucket| bucket.count).sum(),
            since,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_late_timers_are_overdue() {
        let ms = Nanos::from_millis;
        let mut timers = Timers::default();
        timers.add(ms(100));
        timers.add(ms(101));
        timers.add(ms(5_000));
        assert_eq!(timers.overdue(ms(0)), None);
        assert_eq!(timers.overdue(ms(120)), None);
        let late = Some(Overdue {
            count: 2,
            since: ms(100),
        });
        assert_eq!(timers.overdue(ms(140)), late);
        timers.remove(ms(100));
        assert_eq!(
            timers.overdue(ms(140)).map(|overdue| overdue.count),
            Some(1)
        );
        timers.remove(ms(101));
        timers.remove(ms(5_000));
        assert_eq!((timers.overdue(ms(9_000)), timers.len()), (None, 0));
    }

    #[test]
    fn buckets_are_taken_back_with_the_earliest_due_time_they_had() {
        let ms = Nanos::from_millis;
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
        let late = Overdue {
            count: 1,
            since: ms(100),
        };
        assert_eq!((timers.overdue(ms(140)), timers.len()), (Some(late), 2));
        assert_eq!(timers.overdue(ms(9_000)).map(|late| late.count), Some(2));
    }
}
