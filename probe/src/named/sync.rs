//! Tokio's [`sync`](tokio::sync), where what waits for it is told.
//!
//! A [`OnceCell`] stays Tokio's: who awaits one runs, or waits for, a future of its own.

use super::over::over;
use crate::events::WaitOn;
use crate::observe::{Leaf, leaf};
use std::future::Future;

pub mod broadcast;
pub mod mpsc;
mod notify;
pub mod oneshot;
mod semaphore;
pub mod watch;

// What follows by name goes before what comes by this.
pub use crate::sync::*;

pub use notify::Notify;
pub use semaphore::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};

/// Futures of this module that have a name.
pub mod futures {
    pub use super::notify::Notified;
    pub use tokio::sync::futures::*;
}

over! {
    /// [`tokio::sync::Barrier`], whose waits are told.
    [] Barrier[] over tokio::sync::Barrier
}

impl Barrier {
    /// As Tokio's.
    pub fn new(n: usize) -> Self {
        Self(tokio::sync::Barrier::new(n))
    }

    /// Waits until as many tasks as it is for wait here.
    #[track_caller]
    pub fn wait(&self) -> Leaf<impl Future<Output = BarrierWaitResult>> {
        leaf(WaitOn::Other, self.0.wait())
    }
}
