//! [`tokio::sync::mpsc`], whose waits are told.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use std::future::Future;
use std::time::Duration;

// What follows by name goes before what comes by this.
pub use tokio::sync::mpsc::*;

/// A channel with room for so many values.
///
/// # Panics
/// As Tokio's: for no room at all, or far too much.
#[track_caller]
pub fn channel<T>(buffer: usize) -> (Sender<T>, Receiver<T>) {
    let (sender, receiver) = tokio::sync::mpsc::channel(buffer);
    (Sender(sender), Receiver(receiver))
}

/// A channel that always has room.
pub fn unbounded_channel<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    (UnboundedSender(sender), UnboundedReceiver(receiver))
}

over! {
    /// [`tokio::sync::mpsc::Sender`], whose waits are told.
    [T] Sender[T] over tokio::sync::mpsc::Sender<T>
}

over! {
    /// [`tokio::sync::mpsc::WeakSender`]: it gives senders of this module.
    [T] WeakSender[T] over tokio::sync::mpsc::WeakSender<T>
}

over! {
    /// [`tokio::sync::mpsc::Receiver`], whose waits are told.
    [T] Receiver[T] over tokio::sync::mpsc::Receiver<T>
}

over! {
    /// [`tokio::sync::mpsc::UnboundedSender`], whose waits are told.
    [T] UnboundedSender[T] over tokio::sync::mpsc::UnboundedSender<T>
}

over! {
    /// [`tokio::sync::mpsc::WeakUnboundedSender`]: it gives senders of this module.
    [T] WeakUnboundedSender[T] over tokio::sync::mpsc::WeakUnboundedSender<T>
}

over! {
    /// [`tokio::sync::mpsc::UnboundedReceiver`], whose waits are told.
    [T] UnboundedReceiver[T] over tokio::sync::mpsc::UnboundedReceiver<T>
}

impl<T> Sender<T> {
    /// Sends a value, once there is room for it.
    #[track_caller]
    pub fn send(&self, value: T) -> Leaf<impl Future<Output = Result<(), error::SendError<T>>>> {
        leaf(WaitOn::Channel, self.0.send(value))
    }

    /// As [`send`](Self::send), but not for ever.
    ///
    /// # Panics
    /// As Tokio's: outside a runtime with timers.
    #[track_caller]
    pub fn send_timeout(
        &self,
        value: T,
        timeout: Duration,
    ) -> Leaf<impl Future<Output = Result<(), error::SendTimeoutError<T>>>> {
        leaf(WaitOn::Channel, self.0.send_timeout(value, timeout))
    }

    /// Waits for room.
    #[track_caller]
    pub fn reserve(
        &self,
    ) -> Leaf<impl Future<Output = Result<Permit<'_, T>, error::SendError<()>>>> {
        leaf(WaitOn::Channel, self.0.reserve())
    }

    /// Waits for room for so many values.
    #[track_caller]
    pub fn reserve_many(
        &self,
        n: usize,
    ) -> Leaf<impl Future<Output = Result<PermitIterator<'_, T>, error::SendError<()>>>> {
        leaf(WaitOn::Channel, self.0.reserve_many(n))
    }

    /// Waits for room that keeps the sender. What is sent there gives Tokio's own sender back.
    #[track_caller]
    pub fn reserve_owned(
        self,
    ) -> Leaf<impl Future<Output = Result<OwnedPermit<T>, error::SendError<()>>>> {
        leaf(WaitOn::Channel, self.0.reserve_owned())
    }

    /// Room that keeps the sender, if there is some.
    ///
    /// # Errors
    /// The sender, where there is none.
    pub fn try_reserve_owned(self) -> Result<OwnedPermit<T>, error::TrySendError<Self>> {
        self.0.try_reserve_owned().map_err(|error| match error {
            error::TrySendError::Full(sender) => error::TrySendError::Full(Self(sender)),
            error::TrySendError::Closed(sender) => error::TrySendError::Closed(Self(sender)),
        })
    }
}

/// What both kinds of senders do.
macro_rules! sends {
    ($($sender:ident, $weak:ident;)+) => {$(
        impl<T> $sender<T> {
            /// Waits until nobody receives any more.
            #[track_caller]
            pub fn closed(&self) -> Leaf<impl Future<Output = ()>> {
                leaf(WaitOn::Signal, self.0.closed())
            }

            /// A sender that does not keep the channel open.
            pub fn downgrade(&self) -> $weak<T> {
                $weak(self.0.downgrade())
            }
        }

        impl<T> $weak<T> {
            /// A sender, while the channel is open.
            pub fn upgrade(&self) -> Option<$sender<T>> {
                self.0.upgrade().map($sender)
            }
        }

        impl<T> Clone for $sender<T> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl<T> Clone for $weak<T> {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }
    )+};
}

sends! {
    Sender, WeakSender;
    UnboundedSender, WeakUnboundedSender;
}

/// What both kinds of receivers do.
macro_rules! receives {
    ($($receiver:ident)+) => {$(
        impl<T> $receiver<T> {
            /// Waits for the next value. None: nobody sends any more.
            #[track_caller]
            pub fn recv(&mut self) -> Leaf<impl Future<Output = Option<T>>> {
                leaf(WaitOn::Channel, self.0.recv())
            }

            /// Waits for the next values, and gives how many came.
            #[track_caller]
            pub fn recv_many(
                &mut self,
                buffer: &mut Vec<T>,
                limit: usize,
            ) -> Leaf<impl Future<Output = usize>> {
                leaf(WaitOn::Channel, self.0.recv_many(buffer, limit))
            }
        }
    )+};
}

receives! { Receiver UnboundedReceiver }
