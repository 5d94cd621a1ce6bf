//! How far behind the reader may fall.
//!
//! A rush is kept whole and read late, as far as that is not too late. If the reader is
//! further behind, its speed decides how much is read, the queue only how old it is by
//! then. So in a flood the queue is short, until nothing was lost for a while.

use crate::events::Nanos;
use crate::observe::clock::Ticks;

/// More chunks than these unread are a flood (8 MiB): about twenty milliseconds of reading.
const LONG_QUEUE: usize = 512;
/// Chunks that may be unread in a flood (768 KiB), one a thread not counted: about two
/// milliseconds of reading. A picture of something is then as old as one of calm times.
const SHORT_QUEUE: usize = 48;
/// Nothing was lost for so long: the flood is over.
const OVER: Nanos = Nanos::from_millis(500);

/// See the module's text.
#[derive(Default)]
pub(super) struct Pressure {
    /// When the flood was last felt.
    felt: Option<Ticks>,
}

impl Pressure {
    /// `lost`: some events were only counted since the last time; `unread`: chunks that wait
    /// now. How many chunks of so many threads may be unread from now on; `None` for all of
    /// the budget.
    pub(super) fn allowed(
        &mut self,
        now: Ticks,
        lost: bool,
        unread: usize,
        threads: usize,
    ) -> Option<usize> {
        if lost || unread > threads + LONG_QUEUE {
            self.felt = Some(now);
        }
        self.felt = self.felt.filter(|felt| now.since(*felt) < OVER);
        self.felt.map(|_| threads + SHORT_QUEUE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_over_when_nothing_was_lost_for_a_while() {
        let mut pressure = Pressure::default();
        let mut at = |millis: u64, lost| {
            let now = Ticks(0).plus_nanos(millis * 1_000_000);
            pressure.allowed(now, lost, 300, 3)
        };
        assert_eq!(at(0, false), None);
        assert_eq!(at(1, true), Some(3 + SHORT_QUEUE));
        assert!(at(400, false).is_some());
        assert!(at(450, true).is_some());
        assert!(at(900, false).is_some());
        assert_eq!(at(960, false), None);
    }

    #[test]
    fn a_long_queue_is_a_flood_and_a_rush_that_is_soon_read_is_not() {
        let mut pressure = Pressure::default();
        assert_eq!(pressure.allowed(Ticks(1), false, 500, 3), None);
        assert!(pressure.allowed(Ticks(2), false, 600, 3).is_some());
        // Many threads that do nothing have a chunk each.
        assert_eq!(Pressure::default().allowed(Ticks(2), false, 600, 90), None);
    }
}
