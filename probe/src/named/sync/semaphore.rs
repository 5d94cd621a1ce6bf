//! Permits.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use std::future::Future;
use std::sync::Arc;
use tokio::sync::{AcquireError, SemaphorePermit, TryAcquireError};

over! {
    /// [`tokio::sync::Semaphore`], whose waits are told.
    [] Semaphore[] over tokio::sync::Semaphore
}

impl Semaphore {
    /// The most permits there can be.
    pub const MAX_PERMITS: usize = tokio::sync::Semaphore::MAX_PERMITS;

    /// One with so many permits.
    ///
    /// # Panics
    /// As Tokio's: above [`MAX_PERMITS`](Self::MAX_PERMITS).
    pub fn new(permits: usize) -> Self {
        Self(tokio::sync::Semaphore::new(permits))
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(permits: usize) -> Self {
        Self(tokio::sync::Semaphore::const_new(permits))
    }

    /// Waits for a permit.
    #[track_caller]
    pub fn acquire(&self) -> Leaf<impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>>> {
        leaf(WaitOn::Permit, self.0.acquire())
    }

    /// Waits for so many permits.
    #[track_caller]
    pub fn acquire_many(
        &self,
        n: u32,
    ) -> Leaf<impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>>> {
        leaf(WaitOn::Permit, self.0.acquire_many(n))
    }

    /// Waits for a permit that keeps the semaphore.
    #[track_caller]
    pub fn acquire_owned(
        self: Arc<Self>,
    ) -> Leaf<impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>>> {
        self.acquire_many_owned(1)
    }

    /// Waits for so many permits that keep the semaphore.
    #[track_caller]
    pub fn acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Leaf<impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>>> {
        leaf(WaitOn::Permit, async move {
            self.0.acquire_many(n).await?.forget();
            Ok(OwnedSemaphorePermit::taken(self, n))
        })
    }

    /// A permit that keeps the semaphore, if there is one.
    ///
    /// # Errors
    /// Where there is none, or the semaphore is closed.
    pub fn try_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        self.try_acquire_many_owned(1)
    }

    /// So many permits that keep the semaphore, if there are as many.
    ///
    /// # Errors
    /// Where there are fewer, or the semaphore is closed.
    pub fn try_acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        self.0.try_acquire_many(n)?.forget();
        Ok(OwnedSemaphorePermit::taken(self, n))
    }
}

/// Permits that keep their semaphore, given back when this is dropped. Tokio's own hold an `Arc`
/// of Tokio's semaphore, which this one is not.
#[must_use]
#[derive(Debug)]
pub struct OwnedSemaphorePermit {
    semaphore: Arc<Semaphore>,
    permits: usize,
}

impl OwnedSemaphorePermit {
    /// Of permits that were taken from the semaphore for good.
    fn taken(semaphore: Arc<Semaphore>, permits: u32) -> Self {
        Self {
            semaphore,
            permits: permits as usize,
        }
    }

    /// The semaphore has these permits no more.
    pub fn forget(mut self) {
        self.permits = 0;
    }

    /// Takes the permits of another one.
    ///
    /// # Panics
    /// As Tokio's: if the other one's are of another semaphore.
    #[track_caller]
    pub fn merge(&mut self, mut other: Self) {
        assert!(
            Arc::ptr_eq(&self.semaphore, &other.semaphore),
            "merging permits from different semaphore instances"
        );
        self.permits += std::mem::take(&mut other.permits);
    }

    /// Gives so many of the permits away; none if there are fewer.
    pub fn split(&mut self, n: usize) -> Option<Self> {
        self.permits = self.permits.checked_sub(n)?;
        Some(Self {
            semaphore: Arc::clone(&self.semaphore),
            permits: n,
        })
    }

    /// The semaphore.
    pub fn semaphore(&self) -> &Arc<Semaphore> {
        &self.semaphore
    }

    /// How many permits it has.
    pub fn num_permits(&self) -> usize {
        self.permits
    }
}

impl Drop for OwnedSemaphorePermit {
    fn drop(&mut self) {
        self.semaphore.add_permits(self.permits);
    }
}
