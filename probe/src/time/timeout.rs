//! Waiting for something, but not for ever.

use crate::observe::{TimerWait, with_named, without_name};
use pin_project_lite::pin_project;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::Instant;
use tokio::time::error::Elapsed;

pin_project! {
    /// [`tokio::time::Timeout`], observed. Made by [`timeout`] and [`timeout_at`].
    ///
    /// It is Tokio's own that decides, and keeps to the coop budget as that does.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Timeout<T> {
        #[pin]
        inner: tokio::time::Timeout<Unnamed<T>>,
        // None: so far away that Tokio sets no timer for it.
        deadline: Option<Instant>,
        wait: TimerWait,
    }
}

/// [`tokio::time::timeout`], observed: the wait for its timer has this line and is told beside
/// what the future itself waits for.
///
/// # Panics
/// As Tokio's: outside a runtime with timers.
#[track_caller]
pub fn timeout<F: IntoFuture>(duration: Duration, future: F) -> Timeout<F::IntoFuture> {
    let future = Unnamed::new(future);
    match Instant::now().checked_add(duration) {
        Some(deadline) => Timeout {
            inner: tokio::time::timeout_at(deadline, future),
            deadline: Some(deadline),
            wait: TimerWait::here(),
        },
        None => Timeout {
            inner: tokio::time::timeout(duration, future),
            deadline: None,
            wait: TimerWait::here(),
        },
    }
}

/// [`tokio::time::timeout_at`], observed: see [`timeout`].
///
/// # Panics
/// As Tokio's: outside a runtime with timers.
#[track_caller]
pub fn timeout_at<F: IntoFuture>(deadline: Instant, future: F) -> Timeout<F::IntoFuture> {
    Timeout {
        inner: tokio::time::timeout_at(deadline, Unnamed::new(future)),
        deadline: Some(deadline),
        wait: TimerWait::here(),
    }
}

impl<T> Timeout<T> {
    /// The future it is for.
    pub fn get_ref(&self) -> &T {
        &self.inner.get_ref().future
    }

    /// The future it is for.
    pub fn get_mut(&mut self) -> &mut T {
        &mut self.inner.get_mut().future
    }

    /// The future it is for, without a timeout.
    pub fn into_inner(self) -> T {
        self.inner.into_inner().future
    }
}

impl<T: Future> Future for Timeout<T> {
    type Output = Result<T::Output, Elapsed>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let output = with_named(cx.waker(), |cx| this.inner.poll(cx));
        match &output {
            Poll::Ready(Ok(_)) => this.wait.dropped(),
            Poll::Ready(Err(_)) => this.wait.over(),
            Poll::Pending => this.wait.pending(*this.deadline),
        }
        output
    }
}

pin_project! {
    /// What a timeout is for. The timer's waker has a name; what this stores has it only if it
    /// gives itself one.
    #[derive(Debug)]
    struct Unnamed<T> {
        #[pin]
        future: T,
    }
}

impl<T> Unnamed<T> {
    fn new(future: impl IntoFuture<IntoFuture = T, Output = T::Output>) -> Self
    where
        T: Future,
    {
        Self {
            future: future.into_future(),
        }
    }
}

impl<T: Future> Future for Unnamed<T> {
    type Output = T::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T::Output> {
        let future = self.project().future;
        without_name(cx, |cx| future.poll(cx))
    }
}
