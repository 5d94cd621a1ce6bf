//! [`tokio::sync::broadcast`], whose waits are told.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use std::future::Future;

// What follows by name goes before what comes by this.
pub use tokio::sync::broadcast::*;

/// A channel whose receivers each get all values.
///
/// # Panics
/// As Tokio's: for no room at all, or far too much.
#[track_caller]
pub fn channel<T: Clone>(capacity: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = tokio::sync::broadcast::channel(capacity);
    (Sender(sender), Receiver(receiver))
}

over! {
    /// [`tokio::sync::broadcast::Sender`], whose waits are told.
    [T] Sender[T] over tokio::sync::broadcast::Sender<T>
}

impl<T> Sender<T> {
    /// A channel that nobody listens to yet.
    ///
    /// # Panics
    /// As [`channel`].
    #[track_caller]
    pub fn new(capacity: usize) -> Self {
        Self(tokio::sync::broadcast::Sender::new(capacity))
    }

    /// A further receiver, of what is sent from now on.
    pub fn subscribe(&self) -> Receiver<T> {
        Receiver(self.0.subscribe())
    }

    /// Waits until there is no receiver.
    #[track_caller]
    pub fn closed(&self) -> Leaf<impl Future<Output = ()>> {
        leaf(WaitOn::Signal, self.0.closed())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

over! {
    /// [`tokio::sync::broadcast::Receiver`], whose waits are told.
    [T] Receiver[T] over tokio::sync::broadcast::Receiver<T>
}

impl<T: Clone> Receiver<T> {
    /// Waits for the next value.
    #[track_caller]
    pub fn recv(&mut self) -> Leaf<impl Future<Output = Result<T, error::RecvError>>> {
        leaf(WaitOn::Signal, self.0.recv())
    }

    /// A further receiver, of what is sent from now on.
    #[must_use]
    pub fn resubscribe(&self) -> Self {
        Self(self.0.resubscribe())
    }
}
