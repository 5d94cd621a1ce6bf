//! Ids for new tasks, without a counter shared between threads.

use crate::observe::clock::Ticks;
use crate::observe::hub::Hub;
use crate::observe::process::is_forked;
use std::ops::Range;

/// The most ids a thread takes at a time.
const MOST: u32 = 1_024;

/// Ids of this thread's own.
///
/// At human speed they are taken one at a time, so that numbers follow the order of
/// spawning; a thread that spawns fast takes up to 1,024 at a time and shares no counter.
/// What it does not need in time, or when it parks or ends, goes back to the hub.
pub(super) struct IdBlock {
    ids: Range<u32>,
    /// How many were asked for.
    size: u32,
    /// Ids that are used up before this moment were used fast: in 50 µs each.
    fast_until: Ticks,
}

impl IdBlock {
    pub(super) const EMPTY: Self = Self {
        ids: 0..0,
        size: 1,
        fast_until: Ticks(0),
    };

    /// The next id; none when all are used, or the hub's user is gone.
    #[inline]
    pub(super) fn next(&mut self, hub: &Hub, now: Ticks) -> Option<u32> {
        if self.ids.is_empty() || now >= self.fast_until {
            self.refill(hub, now);
        }
        self.ids.next()
    }

    #[cold]
    fn refill(&mut self, hub: &Hub, now: Ticks) {
        if is_forked() {
            // Nobody would read of the task.
            self.ids = 0..0;
            return;
        }
        self.give_back(hub);
        self.size = if now < self.fast_until {
            (self.size * 2).min(MOST)
        } else {
            1
        };
        self.ids = hub.take_ids(self.size);
        // There may be fewer than were asked for.
        let taken = u64::try_from(self.ids.len()).unwrap_or(u64::from(MOST));
        self.fast_until = now.plus_nanos(50_000 * taken);
    }

    /// Gives back what is left, if anything is.
    #[inline]
    pub(super) fn give_back(&mut self, hub: &Hub) {
        if !self.ids.is_empty() {
            hub.give_ids_back(std::mem::replace(&mut self.ids, 0..0));
            // They were not used up, fast or not.
            self.fast_until = Ticks(0);
        }
    }
}
