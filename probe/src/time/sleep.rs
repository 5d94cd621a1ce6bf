//! Waiting for a moment.

use crate::observe::{TimerWait, with_named};
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;

pin_project! {
    /// [`tokio::time::Sleep`], observed. Made by [`sleep`] and [`sleep_until`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Sleep {
        #[pin]
        inner: tokio::time::Sleep,
        wait: TimerWait,
    }
}

/// [`tokio::time::sleep`], observed, with the time when it is due.
///
/// # Panics
/// As Tokio's: outside a runtime with timers.
#[track_caller]
pub fn sleep(duration: Duration) -> Sleep {
    Sleep::new(tokio::time::sleep(duration))
}

/// [`tokio::time::sleep_until`], observed, with the time when it is due.
///
/// # Panics
/// As Tokio's: outside a runtime with timers.
#[track_caller]
pub fn sleep_until(deadline: Instant) -> Sleep {
    Sleep::new(tokio::time::sleep_until(deadline))
}

impl Sleep {
    #[track_caller]
    fn new(inner: tokio::time::Sleep) -> Self {
        Self {
            inner,
            wait: TimerWait::here(),
        }
    }

    /// When it is due.
    pub fn deadline(&self) -> Instant {
        self.inner.deadline()
    }

    /// Whether it is over.
    pub fn is_elapsed(&self) -> bool {
        self.inner.is_elapsed()
    }

    /// Sets it to another moment, before or after it is over. A task that waits for it goes on
    /// waiting, for the new one; that is told as the end of one wait and the begin of another.
    pub fn reset(self: Pin<&mut Self>, deadline: Instant) {
        let this = self.project();
        this.inner.reset(deadline);
        this.wait.renewed(Some(deadline));
    }

    /// Tokio's own, no longer observed.
    pub fn into_inner(self) -> tokio::time::Sleep {
        self.inner
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let mut this = self.project();
        let output = with_named(cx.waker(), |cx| this.inner.as_mut().poll(cx));
        match output {
            Poll::Ready(()) => this.wait.over(),
            Poll::Pending => this.wait.pending(Some(this.inner.deadline())),
        }
        output
    }
}
