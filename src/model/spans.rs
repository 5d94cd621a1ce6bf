//! A histogram of time spans, cheap enough to feed at every poll.
//!
//! Plain counting in buckets whose width grows with the span; it knows nothing of what
//! the spans are.

use crate::events::Nanos;

/// Buckets per doubling: each is less than 0.8 % of its span wide.
const FINE: u32 = 7;
const PER_DOUBLING: u64 = 1 << FINE;

/// An hour: whatever is longer is counted as an hour, so that a broken time cannot
/// make a histogram take memory without bound.
const LONGEST: u64 = 3_600_000_000_000;

/// How often spans of which length were seen. Up to 255 ns each length is counted for
/// itself; above, lengths that differ by less than 0.8 % are counted together, which
/// keeps two significant digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    counts: Vec<u64>,
    len: u64,
    max: u64,
}

/// The same as [`Spans`], for keeping.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    /// The buckets that count something, and what.
    buckets: Box<[u16]>,
    counts: Box<[u64]>,
    len: u64,
    max: u64,
}

impl Filled {
    /// The memory behind it, in bytes.
    pub(super) const fn heap_bytes(&self) -> usize {
        size_of_val(&*self.buckets) + size_of_val(&*self.counts)
    }

    pub(super) fn unpack(&self) -> Spans {
        let room = self.buckets.last().map_or(0, |last| usize::from(*last) + 1);
        let mut counts = vec![0; room];
        for (bucket, count) in self.buckets.iter().zip(&self.counts) {
            counts[usize::from(*bucket)] = *count;
        }
        Spans {
            counts,
            len: self.len,
            max: self.max,
        }
    }
}

const fn bucket(nanos: u64) -> usize {
    if nanos < 2 * PER_DOUBLING {
        return nanos as usize;
    }
    let shift = nanos.ilog2() - FINE;
    ((shift as u64) * PER_DOUBLING + (nanos >> shift)) as usize
}

/// The longest span of a bucket.
const fn longest_of(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < 2 * PER_DOUBLING {
        return bucket;
    }
    let shift = bucket / PER_DOUBLING - 1;
    ((bucket % PER_DOUBLING + PER_DOUBLING + 1) << shift) - 1
}

impl Spans {
    /// Counts one span.
    ///
    /// Always inlined: a call would cost about as much as what it does.
    #[inline(always)]
    pub(crate) fn record(&mut self, span: Nanos) {
        let nanos = span.0.min(LONGEST);
        self.len += 1;
        self.max = self.max.max(nanos);
        let bucket = bucket(nanos);
        match self.counts.get_mut(bucket) {
            Some(count) => *count += 1,
            None => self.grow(bucket),
        }
    }

    #[cold]
    fn grow(&mut self, bucket: usize) {
        self.counts.resize(bucket + 1, 0);
        self.counts[bucket] = 1;
    }

    /// Counts all of another histogram, too.
    pub fn absorb(&mut self, other: &Self) {
        let room = self.counts.len().max(other.counts.len());
        self.counts.resize(room, 0);
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
        self.len += other.len;
        self.max = self.max.max(other.max);
    }

    /// A copy in little room: most buckets count nothing.
    pub(super) fn pack(&self) -> Filled {
        let filled = || (0u16..).zip(&self.counts).filter(|(_, count)| **count > 0);
        Filled {
            buckets: filled().map(|(bucket, _)| bucket).collect(),
            counts: filled().map(|(_, count)| *count).collect(),
            len: self.len,
            max: self.max,
        }
    }

    /// How many were counted.
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether none was.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The longest, exactly; zero if there is none.
    pub const fn max(&self) -> Nanos {
        Nanos(self.max)
    }

    /// The span that this share of all spans do not exceed; at most 0.8 % more than the
    /// true one, and never more than the longest. Zero if there is none.
    pub fn quantile(&self, share: f64) -> Nanos {
        let rank = (share.clamp(0.0, 1.0) * self.len as f64).ceil().max(1.0) as u64;
        let mut below = 0;
        let found = self.counts.iter().position(|count| {
            below += count;
            below >= rank
        });
        Nanos(found.map_or(0, longest_of).min(self.max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_follow_each_other_without_gap_and_are_narrow() {
        let mut next = 0;
        for index in 0..bucket(LONGEST) {
            let longest = longest_of(index);
            assert_eq!((bucket(next), bucket(longest)), (index, index));
            let width = longest - next + 1;
            assert!(width == 1 || width * 128 <= next, "{next}..={longest}");
            next = longest + 1;
        }
    }

    #[test]
    fn quantiles_are_true_to_two_digits_and_the_longest_exact() {
        let mut spans = Spans::default();
        assert_eq!((spans.quantile(0.5), spans.is_empty()), (Nanos::ZERO, true));
        (1..=10_000).for_each(|n| spans.record(Nanos(n * 1_003)));
        assert_eq!((spans.len(), spans.max()), (10_000, Nanos(10_030_000)));
        for (share, truth) in [(0.5, 5_015_000), (0.9, 9_027_000), (0.99, 9_929_700)] {
            let found = spans.quantile(share).0;
            assert!(
                found >= truth && found * 128 <= truth * 129,
                "{found} {truth}"
            );
        }
        assert_eq!(spans.quantile(1.0), spans.max());
        assert!(spans.quantile(0.0).0 >= 1_003);
    }

    #[test]
    fn what_was_packed_comes_out_the_same() {
        let mut spans = Spans::default();
        assert_eq!(spans.pack().unpack(), spans);
        (0..64).for_each(|shift| spans.record(Nanos(u64::MAX >> shift)));
        assert_eq!(spans.pack().unpack(), spans);
        assert!(spans.pack().heap_bytes() < spans.counts.len());
    }

    #[test]
    fn two_that_are_put_together_are_as_one_that_counted_all() {
        let (mut one, mut other, mut all) = (Spans::default(), Spans::default(), Spans::default());
        for (n, spans) in [(7, 0), (9_000, 1), (12, 1), (1 << 40, 0)] {
            [&mut one, &mut other][spans].record(Nanos(n));
            all.record(Nanos(n));
        }
        let mut sum = other.clone();
        sum.absorb(&one);
        one.absorb(&other);
        assert_eq!((&one, &sum), (&all, &all));
    }

    #[test]
    fn a_broken_time_counts_as_an_hour() {
        let mut spans = Spans::default();
        spans.record(Nanos(u64::MAX));
        assert_eq!(spans.max(), Nanos(LONGEST));
        assert!(spans.counts.len() <= 36 * 128);
    }
}
