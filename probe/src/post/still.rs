//! Stretches in which the whole process stood still: it was stopped, frozen or paused.
//!
//! Clocks run on meanwhile, and a poll in progress looks as if it had lasted. The thread that
//! reads waits for its mail no longer than it says. If it is back later, it waited for a
//! processor, which the system counts, or it stood still, and no thread stands still alone.

use crate::thread::{self, OsThread};
use std::time::{Duration, Instant};

/// What is shorter may be a hiccup of the machine.
const LEAST: Duration = Duration::from_millis(80);

/// All of them so far, added up.
#[derive(Debug, Default)]
pub(super) struct Still(Duration);

impl Still {
    /// Waits, which should take no longer than that.
    pub(super) fn wait<T>(&mut self, at_most: Duration, wait: impl FnOnce() -> T) -> T {
        let (before, began) = (delay(), Instant::now());
        let result = wait();
        let late = began.elapsed().saturating_sub(at_most);
        if late >= LEAST {
            self.0 += stretch(late, before, delay());
        }
        result
    }

    pub(super) const fn total(&self) -> Duration {
        self.0
    }
}

/// For how long a thread stood still that was so late, by how long it had waited for a processor
/// before and after: where that is not known, all of it may have been that.
fn stretch(late: Duration, before: Option<Duration>, after: Option<Duration>) -> Duration {
    let (Some(before), Some(after)) = (before, after) else {
        return Duration::ZERO;
    };
    let still = late.saturating_sub(after.saturating_sub(before));
    match still >= LEAST {
        true => still,
        false => Duration::ZERO,
    }
}

/// How long this thread has waited for a processor.
fn delay() -> Option<Duration> {
    thread::times(OsThread::current()?).map(|times| times.waited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_late_stood_still_for_as_long_as_it_did_not_wait_for_a_processor() {
        let ms = Duration::from_millis;
        let stretch = |late, before, after| stretch(ms(late), Some(ms(before)), Some(ms(after)));
        assert_eq!(stretch(3000, 100, 120), ms(2980));
        assert_eq!(stretch(3000, 100, 3100), ms(0));
        assert_eq!(stretch(3000, 100, 3090), ms(0));
        assert_eq!(stretch(3000, 100, 9000), ms(0));
        assert_eq!(super::stretch(ms(3000), None, Some(ms(1))), ms(0));
    }

    #[test]
    fn who_is_back_in_time_did_not() {
        let mut still = Still::default();
        assert_eq!(still.wait(Duration::MAX, || 7), 7);
        assert_eq!(still.total(), Duration::ZERO);
    }
}
