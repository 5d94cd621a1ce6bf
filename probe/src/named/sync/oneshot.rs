//! [`tokio::sync::oneshot`], whose waits are told.

use crate::events::WaitOn;
use crate::observe::{LateWait, Leaf, leaf, with_named};
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::named::over::over;

// What follows by name goes before what comes by this.
pub use tokio::sync::oneshot::*;

/// A channel for one value.
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    (Sender(sender), receiver.into())
}

over! {
    /// [`tokio::sync::oneshot::Sender`], whose waits are told.
    [T] Sender[T] over tokio::sync::oneshot::Sender<T>
}

impl<T> Sender<T> {
    /// Sends the value.
    ///
    /// # Errors
    /// The value, where nobody can receive it any more.
    pub fn send(self, value: T) -> Result<(), T> {
        self.0.send(value)
    }

    /// Waits until nobody can receive the value.
    #[track_caller]
    pub fn closed(&mut self) -> Leaf<impl Future<Output = ()>> {
        leaf(WaitOn::Signal, self.0.closed())
    }
}

/// [`tokio::sync::oneshot::Receiver`], whose wait is told: with the line of the `.await`, or,
/// where a function or macro of another crate polls it, with the place in there.
#[derive(Debug)]
pub struct Receiver<T> {
    inner: tokio::sync::oneshot::Receiver<T>,
    wait: LateWait,
}

impl<T> Receiver<T> {
    /// Waits for the value on a thread of its own.
    ///
    /// # Errors
    /// Where the sender is gone.
    ///
    /// # Panics
    /// As Tokio's: inside a runtime.
    #[track_caller]
    pub fn blocking_recv(self) -> Result<T, error::RecvError> {
        self.inner.blocking_recv()
    }
}

impl<T> Future for Receiver<T> {
    type Output = Result<T, error::RecvError>;

    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let output = with_named(cx.waker(), |cx| Pin::new(&mut self.inner).poll(cx));
        match output {
            Poll::Ready(_) => self.wait.over(),
            Poll::Pending => self.wait.pending(Location::caller(), WaitOn::Channel, None),
        }
        output
    }
}

impl<T> Deref for Receiver<T> {
    type Target = tokio::sync::oneshot::Receiver<T>;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl<T> DerefMut for Receiver<T> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.inner
    }
}

impl<T> From<tokio::sync::oneshot::Receiver<T>> for Receiver<T> {
    fn from(inner: tokio::sync::oneshot::Receiver<T>) -> Self {
        Self {
            inner,
            wait: LateWait::default(),
        }
    }
}

impl<T> From<Receiver<T>> for tokio::sync::oneshot::Receiver<T> {
    fn from(outer: Receiver<T>) -> Self {
        outer.inner
    }
}
