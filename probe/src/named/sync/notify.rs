//! Signals without a value.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

over! {
    /// [`tokio::sync::Notify`], whose waits are told.
    [] Notify[] over tokio::sync::Notify
}

impl Notify {
    /// One without a signal.
    pub fn new() -> Self {
        Self(tokio::sync::Notify::new())
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new() -> Self {
        Self(tokio::sync::Notify::const_new())
    }

    /// Waits for a signal.
    #[track_caller]
    pub fn notified(&self) -> Notified<'_> {
        Notified {
            inner: leaf(WaitOn::Signal, self.0.notified()),
        }
    }
}

impl Default for Notify {
    fn default() -> Self {
        Self::new()
    }
}

pin_project! {
    /// A signal being awaited. Made by [`Notify::notified`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Notified<'a> {
        #[pin]
        inner: Leaf<tokio::sync::futures::Notified<'a>>,
    }
}

impl Notified<'_> {
    /// Takes a signal that is there, or a place among those who wait, without a poll. True if
    /// there was one.
    pub fn enable(self: Pin<&mut Self>) -> bool {
        self.project().inner.awaited().enable()
    }
}

impl Future for Notified<'_> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.project().inner.poll(cx)
    }
}
