//! How many timers of pending tasks are due when: an index, so that "which are
//! overdue?" scans nothing.
//!
//! It counts in buckets of 16 ms, which is as exact as a picture of frozen timers
//! needs. Only pending tasks are in it: a task that was woken is late for another reason.

use crate::protocol::Nanos;
use std::collections::BTreeMap;

/// Width of a bucket.
const BUCKET: Nanos = Nanos::from_millis(16);

/// A timer this late is overdue: Tokio's timer wheel and a busy worker are never that slow.
const LATE: Nanos = Nanos::from_millis(20);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bucket {
    count: usize,
    /// The earliest due time it was ever given since it was last empty.
    first: Nanos,
}

/// The index.
#[derive(Clone, Debug, Default)]
pub(super) struct Timers {
    buckets: BTreeMap<u64, Bucket>,
    len: usize,
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
        let bucket = self.buckets.entry(due.0 / BUCKET.0).or_insert(Bucket {
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
        bucket.count -= 1;
        if bucket.count == 0 {
            self.buckets.remove(&key);
        }
        self.len -= 1;
    }

    pub(super) const fn len(&self) -> usize {
        self.len
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
}
