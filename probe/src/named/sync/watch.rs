//! [`tokio::sync::watch`], whose waits are told.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use std::future::Future;

// What follows by name goes before what comes by this.
pub use tokio::sync::watch::*;

/// A channel that keeps the latest value only.
pub fn channel<T>(init: T) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = tokio::sync::watch::channel(init);
    (Sender(sender), Receiver(receiver))
}

over! {
    /// [`tokio::sync::watch::Sender`], whose waits are told.
    [T] Sender[T] over tokio::sync::watch::Sender<T>
}

impl<T> Sender<T> {
    /// A channel that nobody listens to yet.
    pub fn new(init: T) -> Self {
        Self(tokio::sync::watch::Sender::new(init))
    }

    /// Waits until there is no receiver.
    #[track_caller]
    pub fn closed(&self) -> Leaf<impl Future<Output = ()>> {
        leaf(WaitOn::Signal, self.0.closed())
    }

    /// A further receiver, which has seen the value there is now.
    pub fn subscribe(&self) -> Receiver<T> {
        Receiver(self.0.subscribe())
    }
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Default> Default for Sender<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

over! {
    /// [`tokio::sync::watch::Receiver`], whose waits are told.
    [T] Receiver[T] over tokio::sync::watch::Receiver<T>
}

impl<T> Receiver<T> {
    /// Waits for a value that this one has not seen.
    #[track_caller]
    pub fn changed(&mut self) -> Leaf<impl Future<Output = Result<(), error::RecvError>>> {
        leaf(WaitOn::Signal, self.0.changed())
    }

    /// Waits for such a value.
    #[track_caller]
    pub fn wait_for(
        &mut self,
        f: impl FnMut(&T) -> bool,
    ) -> Leaf<impl Future<Output = Result<Ref<'_, T>, error::RecvError>>> {
        leaf(WaitOn::Signal, self.0.wait_for(f))
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}
