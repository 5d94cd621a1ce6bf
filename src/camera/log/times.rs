//! Times of the log: the bases that packed times count from, and per block what makes a
//! moment quick to find.

use super::blocks::block_of;
use std::collections::VecDeque;

/// A base lies so far below the time it is made for: clocks of threads disagree, and an
/// event may be a little earlier than one before it.
const SLACK: u64 = 1 << 28;

/// From event `from` on, times count from `base`.
#[derive(Clone, Copy)]
struct Base {
    from: u64,
    base: u64,
}

/// The bases of the events kept, oldest first.
#[derive(Default)]
pub(super) struct Bases {
    all: VecDeque<Base>,
    /// The newest.
    now: u64,
    /// Bases dropped.
    dropped: u64,
}

impl Bases {
    /// Packs the time of the event of that number.
    #[inline]
    pub(super) fn pack(&mut self, number: u64, at: u64) -> u32 {
        // Unpacking adds with wrapping, so whatever fits comes back.
        let delta = at.wrapping_sub(self.now);
        if delta <= u64::from(u32::MAX) && number > 0 {
            delta as u32
        } else {
            self.begin(number, at)
        }
    }

    #[cold]
    fn begin(&mut self, number: u64, at: u64) -> u32 {
        self.now = at.saturating_sub(SLACK);
        self.all.push_back(Base {
            from: number,
            base: self.now,
        });
        (at - self.now) as u32
    }

    /// The base in force at an event that is kept, and the number of the first event after
    /// it that has another one.
    pub(super) fn of(&self, number: u64) -> (u64, u64) {
        let after = self.all.partition_point(|base| base.from <= number);
        let end = self.all.get(after).map_or(u64::MAX, |base| base.from);
        (self.before(after).base, end)
    }

    /// The base in force at an event that is kept, and the number it is in force from.
    pub(super) fn since(&self, number: u64) -> (u64, u64) {
        let after = self.all.partition_point(|base| base.from <= number);
        let base = self.before(after);
        (base.base, base.from)
    }

    fn before(&self, index: usize) -> Base {
        let base = index.checked_sub(1).and_then(|index| self.all.get(index));
        base.copied().unwrap_or(Base { from: 0, base: 0 })
    }

    pub(super) fn drop_below(&mut self, number: u64) {
        while self.all.get(1).is_some_and(|base| base.from <= number) {
            self.all.pop_front();
            self.dropped += 1;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// How many bases there were so far.
    pub(super) fn end(&self) -> u64 {
        self.dropped + self.all.len() as u64
    }
}

/// What is known of the events of one block.
#[derive(Clone, Copy)]
pub(super) struct Summary {
    /// The latest time of any event up to the block's end, dropped ones too.
    pub(super) latest_so_far: u64,
    /// The latest time of the block.
    pub(super) latest: u64,
    /// The earliest start of a poll told in the block.
    pub(super) earliest_start: u64,
}

impl Summary {
    fn after(latest_so_far: u64) -> Self {
        Self {
            latest_so_far,
            latest: 0,
            earliest_start: u64::MAX,
        }
    }

    /// Notes an event of the block: its time, and for a poll, its start.
    #[inline]
    pub(super) fn note(&mut self, at: u64, start: u64) {
        self.latest_so_far = self.latest_so_far.max(at);
        self.latest = self.latest.max(at);
        self.earliest_start = self.earliest_start.min(start);
    }
}

/// A summary of each block kept.
pub(super) struct Summaries {
    full: VecDeque<Summary>,
    open: Summary,
    /// Blocks dropped.
    first: u64,
}

impl Default for Summaries {
    fn default() -> Self {
        Self {
            full: VecDeque::new(),
            open: Summary::after(0),
            first: 0,
        }
    }
}

impl Summaries {
    /// What is known of the block that grows.
    pub(super) fn open(&mut self) -> &mut Summary {
        &mut self.open
    }

    /// A block is full, the next one begins.
    #[cold]
    pub(super) fn begin_block(&mut self) {
        self.full.push_back(self.open);
        self.open = Summary::after(self.open.latest_so_far);
    }

    /// Drops the summaries of the blocks before the one `number` is in.
    pub(super) fn drop_below(&mut self, number: u64) {
        let gone = (block_of(number) - self.first).min(self.full.len() as u64);
        self.full.drain(..gone as usize);
        self.first += gone;
    }

    /// The summary of a block that is kept, counted from the beginning.
    pub(super) fn of(&self, block: u64) -> Summary {
        let index = (block - self.first) as usize;
        self.full.get(index).copied().unwrap_or(self.open)
    }

    /// The latest time of any event before the block, as far as it is kept.
    pub(super) fn latest_before(&self, block: u64) -> u64 {
        let before = block.checked_sub(self.first + 1);
        let before = before.and_then(|index| self.full.get(index as usize));
        before.map_or(0, |summary| summary.latest_so_far)
    }

    /// The first block kept that can have an event later than `at`.
    pub(super) fn first_after(&self, at: u64) -> u64 {
        let before = |summary: &Summary| summary.latest_so_far <= at;
        self.first + self.full.partition_point(before) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_lasts_four_seconds_and_small_steps_back() {
        let mut bases = Bases::default();
        let mut unpacked = Vec::new();
        for (number, at) in [
            5_000_000_000,
            4_900_000_000,
            9_000_000_000,
            9_100_000_000,
            1,
        ]
        .into_iter()
        .enumerate()
        {
            let packed = bases.pack(number as u64, at);
            unpacked.push(bases.of(number as u64).0 + u64::from(packed));
        }
        assert_eq!(
            unpacked,
            [
                5_000_000_000,
                4_900_000_000,
                9_000_000_000,
                9_100_000_000,
                1
            ]
        );
        assert_eq!((bases.len(), bases.of(0).1, bases.of(3).1), (3, 3, 4));
        bases.drop_below(3);
        assert_eq!((bases.len(), bases.end()), (2, 3));
    }
}
