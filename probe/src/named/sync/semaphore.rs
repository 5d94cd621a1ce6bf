//! Permits.

use crate::events::LockMode::Permits;
use crate::observe::{Given, Hold, Holds, Kept};
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use tokio::sync as inner;
use tokio::sync::{AcquireError, TryAcquireError};

/// [`tokio::sync::Semaphore`], whose waits are told, with one who has permits. It derefs to
/// Tokio's: permits that are got through that are not seen.
pub struct Semaphore {
    hold: Hold,
    inner: inner::Semaphore,
}

impl Holds for Semaphore {
    fn hold(&self) -> &Hold {
        &self.hold
    }
}

impl std::ops::Deref for Semaphore {
    type Target = inner::Semaphore;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl std::fmt::Debug for Semaphore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt(f)
    }
}

impl From<inner::Semaphore> for Semaphore {
    fn from(inner: inner::Semaphore) -> Self {
        let hold = Hold::new();
        Self { hold, inner }
    }
}

impl From<Semaphore> for inner::Semaphore {
    fn from(outer: Semaphore) -> Self {
        outer.inner
    }
}

impl Semaphore {
    /// The most permits there can be.
    pub const MAX_PERMITS: usize = inner::Semaphore::MAX_PERMITS;

    /// One with so many permits.
    ///
    /// # Panics
    /// As Tokio's: above [`MAX_PERMITS`](Self::MAX_PERMITS).
    #[track_caller]
    pub fn new(permits: usize) -> Self {
        inner::Semaphore::new(permits).into()
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(permits: usize) -> Self {
        Self {
            hold: Hold::new(),
            inner: inner::Semaphore::const_new(permits),
        }
    }

    /// Waits for a permit.
    #[track_caller]
    pub fn acquire(&self) -> impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>> {
        self.acquire_many(1)
    }

    /// Waits for so many permits.
    ///
    /// # Errors
    /// When the semaphore is closed.
    #[track_caller]
    pub fn acquire_many(
        &self,
        n: u32,
    ) -> impl Future<Output = Result<SemaphorePermit<'_>, AcquireError>> {
        let at = Location::caller();
        async move {
            let permits = self.inner.acquire_many(n);
            let permits = self.hold.wait(at, Permits, permits).await?;
            Ok(self.given(at, permits))
        }
    }

    /// A permit, if there is one.
    ///
    /// # Errors
    /// Where there is none, or the semaphore is closed.
    #[track_caller]
    pub fn try_acquire(&self) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        self.try_acquire_many(1)
    }

    /// So many permits, if there are as many.
    ///
    /// # Errors
    /// Where there are fewer, or the semaphore is closed.
    #[track_caller]
    pub fn try_acquire_many(&self, n: u32) -> Result<SemaphorePermit<'_>, TryAcquireError> {
        let permits = self.inner.try_acquire_many(n)?;
        Ok(self.given(Location::caller(), permits))
    }

    /// Waits for a permit that keeps the semaphore.
    #[track_caller]
    pub fn acquire_owned(
        self: Arc<Self>,
    ) -> impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>> {
        self.acquire_many_owned(1)
    }

    /// Waits for so many permits that keep the semaphore.
    ///
    /// # Errors
    /// When the semaphore is closed.
    #[track_caller]
    pub fn acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> impl Future<Output = Result<OwnedSemaphorePermit, AcquireError>> {
        let at = Location::caller();
        async move {
            let permits = self.inner.acquire_many(n);
            self.hold.wait(at, Permits, permits).await?.forget();
            Ok(OwnedSemaphorePermit::taken(self, at, n))
        }
    }

    /// A permit that keeps the semaphore, if there is one.
    ///
    /// # Errors
    /// Where there is none, or the semaphore is closed.
    #[track_caller]
    pub fn try_acquire_owned(self: Arc<Self>) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        self.try_acquire_many_owned(1)
    }

    /// So many permits that keep the semaphore, if there are as many.
    ///
    /// # Errors
    /// Where there are fewer, or the semaphore is closed.
    #[track_caller]
    pub fn try_acquire_many_owned(
        self: Arc<Self>,
        n: u32,
    ) -> Result<OwnedSemaphorePermit, TryAcquireError> {
        self.inner.try_acquire_many(n)?.forget();
        Ok(OwnedSemaphorePermit::taken(self, Location::caller(), n))
    }

    fn given<'a>(
        &'a self,
        at: &'static Location<'static>,
        permits: inner::SemaphorePermit<'a>,
    ) -> SemaphorePermit<'a> {
        SemaphorePermit {
            given: self.hold.take(at, Permits),
            permits,
        }
    }
}

/// [`tokio::sync::SemaphorePermit`], told to whoever waits.
#[must_use]
#[clippy::has_significant_drop]
#[derive(Debug)]
pub struct SemaphorePermit<'a> {
    // Dropped first, see there.
    given: Given<'a>,
    permits: inner::SemaphorePermit<'a>,
}

impl SemaphorePermit<'_> {
    /// The semaphore has these permits no more.
    pub fn forget(self) {
        self.permits.forget();
    }

    /// Takes the permits of another one.
    ///
    /// # Panics
    /// As Tokio's: if the other one's are of another semaphore.
    #[track_caller]
    pub fn merge(&mut self, other: Self) {
        self.permits.merge(other.permits);
    }

    /// Gives so many of the permits away; none if there are fewer.
    pub fn split(&mut self, n: usize) -> Option<Self> {
        let permits = self.permits.split(n)?;
        let given = self.given.part();
        Some(Self { given, permits })
    }

    /// How many permits it has.
    pub fn num_permits(&self) -> usize {
        self.permits.num_permits()
    }
}

/// Permits that keep their semaphore, given back when this is dropped. Tokio's own hold an `Arc`
/// of Tokio's semaphore, which this one is not.
#[must_use]
#[clippy::has_significant_drop]
#[derive(Debug)]
pub struct OwnedSemaphorePermit {
    // Dropped first, see there.
    given: Kept<Semaphore>,
    permits: Taken,
}

/// Permits that are given back.
#[derive(Debug)]
struct Taken {
    semaphore: Arc<Semaphore>,
    permits: usize,
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.semaphore.add_permits(self.permits);
    }
}

impl OwnedSemaphorePermit {
    /// Of permits that were taken from the semaphore for good.
    fn taken(semaphore: Arc<Semaphore>, at: &'static Location<'static>, permits: u32) -> Self {
        let given = semaphore.hold.take(at, Permits);
        Self {
            given: given.kept(Arc::clone(&semaphore)),
            permits: Taken {
                semaphore,
                permits: permits as usize,
            },
        }
    }

    /// The semaphore has these permits no more.
    pub fn forget(mut self) {
        self.permits.permits = 0;
    }

    /// Takes the permits of another one.
    ///
    /// # Panics
    /// As Tokio's: if the other one's are of another semaphore.
    #[track_caller]
    pub fn merge(&mut self, mut other: Self) {
        assert!(
            Arc::ptr_eq(self.semaphore(), other.semaphore()),
            "merging permits from different semaphore instances"
        );
        self.permits.permits += std::mem::take(&mut other.permits.permits);
    }

    /// Gives so many of the permits away; none if there are fewer.
    pub fn split(&mut self, n: usize) -> Option<Self> {
        self.permits.permits = self.permits.permits.checked_sub(n)?;
        Some(Self {
            given: self.given.part(),
            permits: Taken {
                semaphore: Arc::clone(self.semaphore()),
                permits: n,
            },
        })
    }

    /// The semaphore.
    pub fn semaphore(&self) -> &Arc<Semaphore> {
        &self.permits.semaphore
    }

    /// How many permits it has.
    pub fn num_permits(&self) -> usize {
        self.permits.permits
    }
}
