//! One clock for the whole process, read on the poll path.
//!
//! Raw ticks of the time-stamp counter through `quanta` where it is invariant
//! (about 10 ns a read), else the system's monotonic clock. Records keep ticks;
//! only the reader turns them into nanoseconds.

use crate::events::Nanos;
use std::sync::OnceLock;

struct Clock {
    source: quanta::Clock,
    base: u64,
}

static CLOCK: OnceLock<Clock> = OnceLock::new();

#[inline]
fn clock() -> &'static Clock {
    match CLOCK.get() {
        Some(clock) => clock,
        None => start_clock(),
    }
}

#[cold]
#[inline(never)]
fn start_clock() -> &'static Clock {
    CLOCK.get_or_init(|| {
        let source = quanta::Clock::new();
        let base = source.raw();
        Clock { source, base }
    })
}

/// A moment in ticks since the process's first use of the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Ticks(pub(super) u64);

/// Now.
#[inline]
pub(super) fn now() -> Ticks {
    let clock = clock();
    // Another core may be a fraction of a microsecond behind the one that set the base.
    Ticks(clock.source.raw().saturating_sub(clock.base))
}

impl Ticks {
    /// The latest moment a record has room for: 26 hours at 3 GHz.
    pub(super) const MAX: Self = Self((1 << 48) - 1);

    /// The span since `earlier`, zero if `earlier` is later.
    pub(super) fn since(self, earlier: Self) -> Nanos {
        Nanos(clock().source.delta_as_nanos(earlier.0.min(self.0), self.0))
    }

    /// This moment moved on by a number of nanoseconds.
    pub(super) fn plus_nanos(self, nanos: u64) -> Self {
        // The scale is fixed after calibration; a second of it is exact enough to invert.
        static TICKS_PER_SECOND: OnceLock<u64> = OnceLock::new();
        let rate = *TICKS_PER_SECOND.get_or_init(|| {
            let probe = 1_u64 << 40;
            let in_nanos = clock().source.delta_as_nanos(0, probe).max(1);
            u64::try_from(u128::from(probe) * 1_000_000_000 / u128::from(in_nanos))
                .unwrap_or(u64::MAX)
        });
        let ticks = u128::from(nanos) * u128::from(rate) / 1_000_000_000;
        Self(
            self.0
                .saturating_add(u64::try_from(ticks).unwrap_or(u64::MAX)),
        )
    }
}

/// From ticks to nanoseconds since a moment, in a multiplication and a shift.
///
/// The rate is kept with 32 bits after the point: over a day the error is below 0.1 ms,
/// and it is the same for every event, so that order and spans stay right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    zero: Ticks,
    rate: u64,
}

impl Scale {
    pub(super) fn from(zero: Ticks) -> Self {
        let ticks = 1_u64 << 40;
        let nanos = clock().source.delta_as_nanos(0, ticks);
        // nanos / 2^40 with 32 bits after the point; a tick is at most some nanoseconds.
        Self {
            zero,
            rate: nanos >> 8,
        }
    }

    /// Nanoseconds from the zero to a moment; none if it is earlier.
    #[inline]
    pub(super) fn nanos(self, at: Ticks) -> Nanos {
        let ticks = at.0.saturating_sub(self.zero.0);
        Nanos(((u128::from(ticks) * u128::from(self.rate)) >> 32) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_ahead_is_a_second_later() {
        let start = now();
        let later = start.plus_nanos(1_000_000_000);
        let span = later.since(start).0;
        assert!((999_999_000..=1_000_001_000).contains(&span), "{span}");
    }

    #[test]
    fn the_scale_agrees_with_the_clock() {
        let start = now();
        let scale = Scale::from(start);
        for seconds in [0, 1, 60, 3_600] {
            let at = start.plus_nanos(seconds * 1_000_000_000);
            let (fast, exact) = (scale.nanos(at).0, at.since(start).0);
            assert!(fast.abs_diff(exact) < 10_000, "{fast} {exact}");
        }
        assert_eq!(scale.nanos(Ticks(0)), Nanos::ZERO);
    }

    #[test]
    fn time_does_not_run_backwards() {
        assert_eq!(Ticks(5).since(Ticks(9)), Nanos::ZERO);
        let a = now();
        assert!(now() >= a);
    }
}
