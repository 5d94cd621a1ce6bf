//! Ids for new tasks, without a counter shared between threads.

use crate::probe::clock::Ticks;
use crate::probe::hub::Hub;
use std::ops::Range;

/// A block of ids of this thread's own.
///
/// At human speed blocks are of one id, so that numbers follow the order of spawning;
/// a thread that spawns fast takes up to 1,024 at a time and shares no counter.
pub(super) struct IdBlock {
    ids: Range<u32>,
    size: u32,
    /// A block that is used up before this moment was used fast: in 50 µs per id.
    fast_until: Ticks,
}

impl IdBlock {
    pub(super) const EMPTY: Self = Self {
        ids: 0..0,
        size: 1,
        fast_until: Ticks(0),
    };

    #[inline]
    pub(super) fn next(&mut self, hub: &Hub, now: Ticks) -> Option<u32> {
        if self.ids.is_empty() || now >= self.fast_until {
            self.refill(hub, now);
        }
        self.ids.next()
    }

    #[cold]
    fn refill(&mut self, hub: &Hub, now: Ticks) {
        self.size = if now < self.fast_until {
            (self.size * 2).min(1024)
        } else {
            1
        };
        self.ids = hub.take_ids(self.size);
        self.fast_until = now.plus_nanos(50_000 * u64::from(self.size));
    }
}
