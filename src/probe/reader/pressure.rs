//! How far behind the reader may fall.
//!
//! A rush is kept whole as far as the memory budget reaches, and read late. If it does not
//! reach, the reader's speed decides how much is read, the queue only how old it is by
//! then. So in a flood the queue is short, until nothing was lost for a while: just long
//! enough for the times when the reader has no core.

use crate::probe::clock::Ticks;
use crate::protocol::Nanos;

/// Chunks that may be unread in a flood (4 MiB), one a thread not counted: ten to twenty
/// milliseconds of reading.
const SHORT_QUEUE: usize = 256;
/// Nothing was lost for so long: the flood is over.
const OVER: Nanos = Nanos::from_millis(500);

/// See the module's text.
#[derive(Default)]
pub(super) struct Pressure {
    /// When the flood was last felt.
    felt: Option<Ticks>,
}

impl Pressure {
    /// `lost`: some events were only counted since the last time. How many chunks of so many
    /// threads may be unread from now on; `None` for all of the budget.
    pub(super) fn allowed(&mut self, now: Ticks, lost: bool, threads: usize) -> Option<usize> {
        if lost {
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
            pressure.allowed(now, lost, 3)
        };
        assert_eq!(at(0, false), None);
        assert_eq!(at(1, true), Some(3 + SHORT_QUEUE));
        assert!(at(400, false).is_some());
        assert!(at(450, true).is_some());
        assert!(at(900, false).is_some());
        assert_eq!(at(960, false), None);
    }
}
