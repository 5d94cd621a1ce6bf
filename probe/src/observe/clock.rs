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
    /// Nanoseconds in a tick, and ticks in a nanosecond, with `FRACTION` bits after the point.
    nanos: u64,
    ticks: u64,
}

static CLOCK: OnceLock<Clock> = OnceLock::new();

/// Bits after the point of a rate: a tick may last 4 µs, and at a third of a nanosecond the
/// error after a year is below 0.1 µs.
const FRACTION: u32 = 52;

/// The clock shows this much when it starts (1.4 s at 3 GHz): another core's counter may be
/// behind that of the one that started it, and its time must not be before all times.
const BEGINNING: u64 = 1 << 32;

impl Clock {
    /// A clock that shows `ticks` now.
    fn showing(source: quanta::Clock, ticks: u64) -> Self {
        let nanos = source.delta_as_nanos(0, 1 << FRACTION).max(1);
        let inverse = (1_u128 << (2 * FRACTION)) / u128::from(nanos);
        Self {
            base: source.raw().wrapping_sub(ticks),
            source,
            nanos,
            ticks: u64::try_from(inverse).unwrap_or(u64::MAX),
        }
    }
}

/// `count` times a rate.
#[inline]
fn times(count: u64, rate: u64) -> u64 {
    let product = (u128::from(count) * u128::from(rate)) >> FRACTION;
    u64::try_from(product).unwrap_or(u64::MAX)
}

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
    CLOCK.get_or_init(|| Clock::showing(quanta::Clock::new(), BEGINNING))
}

/// Starts the clock so many nanoseconds before it shows `moment`. False if it runs already.
#[cfg(feature = "internals")]
pub(super) fn start_before(moment: Ticks, nanos: u64) -> bool {
    let Clock { source, ticks, .. } = Clock::showing(quanta::Clock::new(), BEGINNING);
    let shown = moment.0.saturating_sub(times(nanos, ticks));
    CLOCK.set(Clock::showing(source, shown)).is_ok()
}

/// A moment in ticks of the process's clock. None is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Ticks(pub(super) u64);

/// Now.
#[inline]
pub(super) fn now() -> Ticks {
    let clock = clock();
    Ticks(clock.source.raw().wrapping_sub(clock.base))
}

impl Ticks {
    /// The span since `earlier`, zero if `earlier` is later.
    pub(super) fn since(self, earlier: Self) -> Nanos {
        Nanos(times(self.0.saturating_sub(earlier.0), clock().nanos))
    }

    /// This moment moved on by a number of nanoseconds.
    #[inline]
    pub(super) fn plus_nanos(self, nanos: u64) -> Self {
        Self(self.0.saturating_add(times(nanos, clock().ticks)))
    }
}

/// From ticks to nanoseconds since a moment, in a multiplication and a shift.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    zero: Ticks,
    rate: u64,
}

impl Scale {
    pub(super) fn from(zero: Ticks) -> Self {
        Self {
            zero,
            rate: clock().nanos,
        }
    }

    /// Nanoseconds from the zero to a moment; none if it is earlier.
    #[inline]
    pub(super) fn nanos(self, at: Ticks) -> Nanos {
        let ticks = at.0.saturating_sub(self.zero.0);
        Nanos(((u128::from(ticks) * u128::from(self.rate)) >> FRACTION) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A second, a day, a month, ten years.
    const SPANS: [u64; 4] = [1, 86_400, 2_592_000, 315_360_000];

    #[test]
    fn a_while_ahead_is_a_while_later() {
        let start = now();
        for seconds in SPANS {
            let nanos = seconds * 1_000_000_000;
            let span = start.plus_nanos(nanos).since(start).0;
            assert!(span.abs_diff(nanos) < 1_000, "{span} for {nanos}");
        }
        assert_eq!(
            start.plus_nanos(u64::MAX).plus_nanos(u64::MAX),
            Ticks(u64::MAX)
        );
    }

    #[test]
    fn the_scale_agrees_with_the_clock() {
        let start = now();
        let scale = Scale::from(start);
        for seconds in SPANS {
            let at = start.plus_nanos(seconds * 1_000_000_000);
            let exact = clock().source.delta_as_nanos(start.0, at.0);
            let fast = scale.nanos(at).0;
            assert!(fast.abs_diff(exact) < 1_000, "{fast} {exact}");
        }
        assert_eq!(scale.nanos(Ticks(0)), Nanos::ZERO);
    }

    #[test]
    fn time_does_not_run_backwards() {
        assert_eq!(Ticks(5).since(Ticks(9)), Nanos::ZERO);
        let a = now();
        assert!(now() >= a && a > Ticks(0));
    }
}
