//! The stand-in's [`time`](crate::time), where the ticks of an interval are told, too.

use crate::observe::{TimerWait, with_named};
use std::fmt;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll};

// What follows by name goes before what comes by this.
pub use crate::time::*;

/// After so much Tokio calls a tick missed (`poll_tick` in its `time/interval.rs`).
const MISSED: Duration = Duration::from_millis(5);

/// [`tokio::time::Interval`], whose ticks are told with the time they are due. Made by
/// [`interval`] and [`interval_at`].
///
/// It is Tokio's own that ticks. When its next tick is due is known from the last one, but after
/// a missed tick only where it then [hurries](MissedTickBehavior::Burst).
pub struct Interval {
    inner: tokio::time::Interval,
    due: Option<Instant>,
}

/// [`tokio::time::interval`], whose ticks are told.
///
/// # Panics
/// As Tokio's: where the period is zero.
#[track_caller]
pub fn interval(period: Duration) -> Interval {
    interval_at(Instant::now(), period)
}

/// [`tokio::time::interval_at`], whose ticks are told.
///
/// # Panics
/// As Tokio's: where the period is zero.
#[track_caller]
pub fn interval_at(start: Instant, period: Duration) -> Interval {
    Interval {
        inner: tokio::time::interval_at(start, period),
        due: Some(start),
    }
}

impl Interval {
    /// Waits for the next tick, and gives the time it was due.
    #[track_caller]
    pub fn tick(&mut self) -> Tick<'_> {
        Tick {
            interval: self,
            wait: TimerWait::here(),
        }
    }

    /// As Tokio's: polls for the next tick, which has no name here.
    pub fn poll_tick(&mut self, cx: &mut Context<'_>) -> Poll<Instant> {
        let tick = self.inner.poll_tick(cx);
        if let Poll::Ready(was_due) = tick {
            let missed = was_due.elapsed() > MISSED;
            let hurries = self.missed_tick_behavior() == MissedTickBehavior::Burst;
            self.due = match hurries || !missed {
                true => was_due.checked_add(self.period()),
                false => None,
            };
        }
        tick
    }

    /// As Tokio's: the next tick is due a period from now.
    pub fn reset(&mut self) {
        self.reset_after(self.period());
    }

    /// As Tokio's: the next tick is due now.
    pub fn reset_immediately(&mut self) {
        self.reset_at(Instant::now());
    }

    /// As Tokio's: the next tick is due after this time.
    pub fn reset_after(&mut self, after: Duration) {
        self.reset_at(Instant::now() + after);
    }

    /// As Tokio's: the next tick is due then.
    pub fn reset_at(&mut self, deadline: Instant) {
        self.inner.reset_at(deadline);
        self.due = Some(deadline);
    }

    /// As Tokio's: what becomes of ticks that were missed.
    pub fn set_missed_tick_behavior(&mut self, behavior: MissedTickBehavior) {
        self.inner.set_missed_tick_behavior(behavior);
    }

    /// Tokio's own, no longer observed.
    pub fn into_inner(self) -> tokio::time::Interval {
        self.inner
    }
}

impl Deref for Interval {
    type Target = tokio::time::Interval;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

/// A tick being awaited. Made by [`Interval::tick`].
#[must_use = "futures do nothing unless awaited"]
#[derive(Debug)]
pub struct Tick<'a> {
    interval: &'a mut Interval,
    wait: TimerWait,
}

impl Future for Tick<'_> {
    type Output = Instant;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Instant> {
        let Self { interval, wait } = &mut *self;
        let tick = with_named(cx.waker(), |cx| interval.poll_tick(cx));
        match tick {
            Poll::Ready(_) => wait.over(),
            Poll::Pending => wait.pending(interval.due),
        }
        tick
    }
}
