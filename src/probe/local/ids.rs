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
    taken: Ticks,
}

impl IdBlock {
    pub(super) const EMPTY: Self = Self {
        ids: 0..0,
        size: 1,
        taken: Ticks(0),
    };

    pub(super) fn next(&mut self, hub: &Hub, now: Ticks) -> Option<u32> {
        // A block is "fast" if it was used up within 50 µs per id.
        let used_in = now.since(self.taken).0;
        let is_fast = used_in < 50_000 * u64::from(self.size);
        if self.ids.is_empty() || !is_fast {
            self.size = if is_fast {
                (self.size * 2).min(1024)
            } else {
                1
            };
            self.ids = hub.take_ids(self.size);
            self.taken = now;
        }
        self.ids.next()
    }
}
