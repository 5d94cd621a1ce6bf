//! What all cards of a run share: Tokio's own locks and channels.
//!
//! The scenario was checked: a step asks nothing of a thing that this cannot do. Where one would,
//! nothing is done.

use crate::order::{self, Shared};
use std::sync::Arc;
use tokio::sync::{Mutex, Notify, RwLock, Semaphore, mpsc};
use tokio::sync::{
    OwnedMutexGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, OwnedSemaphorePermit,
};

/// See the module's text; by the number that steps have of them.
#[derive(Debug)]
pub(super) struct Things(Vec<Thing>);

/// One of them.
#[derive(Debug)]
pub(super) enum Thing {
    Mutex(Arc<Mutex<()>>),
    RwLock(Arc<RwLock<()>>),
    Semaphore(Arc<Semaphore>),
    /// There is one receiver: who receives has it behind a lock. As long as this lives, the
    /// channel is open.
    Channel(mpsc::Sender<()>, Mutex<mpsc::Receiver<()>>),
    Notify(Notify),
}

/// What a card holds of a thing, until it is dropped.
#[derive(Debug)]
#[expect(dead_code, reason = "they are held, and dropped")]
pub(super) enum Guard {
    Mutex(OwnedMutexGuard<()>),
    Read(OwnedRwLockReadGuard<()>),
    Write(OwnedRwLockWriteGuard<()>),
    Permit(OwnedSemaphorePermit),
}

impl Things {
    pub(super) fn new(shared: &[Shared]) -> Self {
        Self(
            shared
                .iter()
                .map(|shared| Thing::new(shared.what))
                .collect(),
        )
    }

    pub(super) fn get(&self, number: usize) -> &Thing {
        &self.0[number]
    }
}

impl Thing {
    fn new(what: order::Thing) -> Self {
        match what {
            order::Thing::Mutex => Self::Mutex(Arc::default()),
            order::Thing::RwLock => Self::RwLock(Arc::default()),
            order::Thing::Semaphore(permits) => {
                Self::Semaphore(Arc::new(Semaphore::new(permits as usize)))
            }
            order::Thing::Channel(room) => {
                let (sender, receiver) = mpsc::channel(room as usize);
                Self::Channel(sender, Mutex::new(receiver))
            }
            order::Thing::Notify => Self::Notify(Notify::new()),
        }
    }

    /// Takes it: a lock for oneself alone, or a permit.
    pub(super) async fn take(&self) -> Option<Guard> {
        Some(match self {
            Self::Mutex(mutex) => Guard::Mutex(Arc::clone(mutex).lock_owned().await),
            Self::RwLock(lock) => Guard::Write(Arc::clone(lock).write_owned().await),
            Self::Semaphore(permits) => {
                Guard::Permit(Arc::clone(permits).acquire_owned().await.ok()?)
            }
            Self::Channel(..) | Self::Notify(_) => return None,
        })
    }

    /// Takes a read-write lock to read.
    pub(super) async fn read(&self) -> Option<Guard> {
        match self {
            Self::RwLock(lock) => Some(Guard::Read(Arc::clone(lock).read_owned().await)),
            _ => None,
        }
    }

    /// Sends a value.
    pub(super) async fn send(&self) {
        if let Self::Channel(sender, _) = self {
            // The receiver lives as long as the sender.
            let _ = sender.send(()).await;
        }
    }

    /// Waits for a value of a channel, or for a signal.
    pub(super) async fn receive(&self) {
        match self {
            Self::Channel(_, receiver) => {
                receiver.lock().await.recv().await;
            }
            Self::Notify(bell) => bell.notified().await,
            _ => {}
        }
    }

    /// Signals one who waits, or all who wait now.
    pub(super) fn notify(&self, all: bool) {
        match self {
            Self::Notify(bell) if all => bell.notify_waiters(),
            Self::Notify(bell) => bell.notify_one(),
            _ => {}
        }
    }
}
