//! The lock that one has at a time.

use super::owned::Owned;
use super::{TryLockError, guard, lock};
use crate::events::LockMode::Exclusive;
use crate::observe::{Given, Hold};
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use tokio::sync as inner;

/// [`tokio::sync::Mutex`], observed.
pub struct Mutex<T: ?Sized> {
    pub(super) hold: Hold,
    pub(super) inner: inner::Mutex<T>,
}

lock! { Mutex }

impl<T> Mutex<T> {
    /// A lock that nobody has.
    #[track_caller]
    pub fn new(value: T) -> Self {
        inner::Mutex::new(value).into()
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(value: T) -> Self {
        Self {
            hold: Hold::new(),
            inner: inner::Mutex::const_new(value),
        }
    }

    /// What the lock is for.
    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until it can be locked, in the order of those who wait.
    #[track_caller]
    pub fn lock(&self) -> impl Future<Output = MutexGuard<'_, T>> {
        let at = Location::caller();
        async move {
            let guard = self.hold.wait(at, Exclusive, self.inner.lock()).await;
            self.guarded(at, guard)
        }
    }

    /// Blocks this thread until it can be locked.
    ///
    /// # Panics
    /// As Tokio's: in an async context.
    #[track_caller]
    pub fn blocking_lock(&self) -> MutexGuard<'_, T> {
        self.guarded(Location::caller(), self.inner.blocking_lock())
    }

    /// As [`blocking_lock`](Self::blocking_lock), with a guard that keeps the lock.
    ///
    /// # Panics
    /// As Tokio's: in an async context.
    #[track_caller]
    pub fn blocking_lock_owned(self: Arc<Self>) -> OwnedMutexGuard<T> {
        let guard = self.inner.blocking_lock();
        OwnedMutexGuard::of(&self, Location::caller(), guard)
    }

    /// As [`lock`](Self::lock), with a guard that keeps the lock.
    #[track_caller]
    pub fn lock_owned(self: Arc<Self>) -> impl Future<Output = OwnedMutexGuard<T>> {
        let at = Location::caller();
        async move {
            let guard = self.hold.wait(at, Exclusive, self.inner.lock()).await;
            OwnedMutexGuard::of(&self, at, guard)
        }
    }

    /// Locks it, if nobody has it.
    ///
    /// # Errors
    /// If somebody has.
    #[track_caller]
    pub fn try_lock(&self) -> Result<MutexGuard<'_, T>, TryLockError> {
        Ok(self.guarded(Location::caller(), self.inner.try_lock()?))
    }

    /// As [`try_lock`](Self::try_lock), with a guard that keeps the lock.
    ///
    /// # Errors
    /// If somebody has it.
    #[track_caller]
    pub fn try_lock_owned(self: Arc<Self>) -> Result<OwnedMutexGuard<T>, TryLockError> {
        let guard = self.inner.try_lock()?;
        Ok(OwnedMutexGuard::of(&self, Location::caller(), guard))
    }

    /// What the lock is for: nobody else can have it.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }

    fn guarded<'a>(
        &'a self,
        at: &'static Location<'static>,
        guard: inner::MutexGuard<'a, T>,
    ) -> MutexGuard<'a, T> {
        MutexGuard {
            given: self.hold.take(at, Exclusive),
            guard,
            lock: self,
        }
    }
}

/// [`tokio::sync::MutexGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MutexGuard<'a, T: ?Sized> {
    // Dropped first, see there.
    given: Given<'a>,
    guard: inner::MutexGuard<'a, T>,
    lock: &'a Mutex<T>,
}

guard! { write ['a, T: ?Sized] MutexGuard['a, T] to T }

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// A guard of a part.
    pub fn map<U, F>(this: Self, f: F) -> MappedMutexGuard<'a, U>
    where
        U: ?Sized,
        F: FnOnce(&mut T) -> &mut U,
    {
        MappedMutexGuard {
            given: this.given,
            guard: inner::MutexGuard::map(this.guard, f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<U, F>(this: Self, f: F) -> Result<MappedMutexGuard<'a, U>, Self>
    where
        U: ?Sized,
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        let Self { given, guard, lock } = this;
        match inner::MutexGuard::try_map(guard, f) {
            Ok(guard) => Ok(MappedMutexGuard { given, guard }),
            Err(guard) => Err(Self { given, guard, lock }),
        }
    }

    /// The lock.
    pub fn mutex(this: &Self) -> &'a Mutex<T> {
        this.lock
    }
}

/// [`tokio::sync::MappedMutexGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MappedMutexGuard<'a, T: ?Sized> {
    given: Given<'a>,
    guard: inner::MappedMutexGuard<'a, T>,
}

guard! { write ['a, T: ?Sized] MappedMutexGuard['a, T] to T }

impl<'a, T: ?Sized> MappedMutexGuard<'a, T> {
    /// A guard of a part.
    pub fn map<U, F>(this: Self, f: F) -> MappedMutexGuard<'a, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        MappedMutexGuard {
            given: this.given,
            guard: inner::MappedMutexGuard::map(this.guard, f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<U, F>(this: Self, f: F) -> Result<MappedMutexGuard<'a, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        let Self { given, guard } = this;
        match inner::MappedMutexGuard::try_map(guard, f) {
            Ok(guard) => Ok(MappedMutexGuard { given, guard }),
            Err(guard) => Err(Self { given, guard }),
        }
    }
}

/// [`tokio::sync::OwnedMutexGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct OwnedMutexGuard<T: ?Sized> {
    guard: Owned<Mutex<T>, T>,
}

guard! { write [T: ?Sized] OwnedMutexGuard[T] to T }

impl<T: ?Sized> OwnedMutexGuard<T> {
    #[allow(unsafe_code, reason = "see the module of `Owned`")]
    fn of<'a>(
        lock: &'a Arc<Mutex<T>>,
        at: &'static Location<'static>,
        guard: inner::MutexGuard<'a, T>,
    ) -> Self {
        let given = lock.hold.take(at, Exclusive).kept(Arc::clone(lock));
        // SAFETY: every caller got the guard of this lock, just now.
        let guard = unsafe { Owned::writing(lock, given, guard) };
        Self { guard }
    }

    /// A guard of a part.
    pub fn map<U, F>(this: Self, f: F) -> OwnedMappedMutexGuard<T, U>
    where
        U: ?Sized,
        F: FnOnce(&mut T) -> &mut U,
    {
        OwnedMappedMutexGuard {
            guard: this.guard.map(f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<U, F>(this: Self, f: F) -> Result<OwnedMappedMutexGuard<T, U>, Self>
    where
        U: ?Sized,
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match this.guard.try_map(f) {
            Ok(guard) => Ok(OwnedMappedMutexGuard { guard }),
            Err(guard) => Err(Self { guard }),
        }
    }

    /// The lock.
    pub fn mutex(this: &Self) -> &Arc<Mutex<T>> {
        &this.guard.lock
    }
}

/// [`tokio::sync::OwnedMappedMutexGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct OwnedMappedMutexGuard<T: ?Sized, U: ?Sized = T> {
    guard: Owned<Mutex<T>, U>,
}

guard! { write [T: ?Sized, U: ?Sized] OwnedMappedMutexGuard[T, U] to U }

impl<T: ?Sized, U: ?Sized> OwnedMappedMutexGuard<T, U> {
    /// A guard of a part.
    pub fn map<S, F>(this: Self, f: F) -> OwnedMappedMutexGuard<T, S>
    where
        F: FnOnce(&mut U) -> &mut S,
    {
        OwnedMappedMutexGuard {
            guard: this.guard.map(f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<S, F>(this: Self, f: F) -> Result<OwnedMappedMutexGuard<T, S>, Self>
    where
        F: FnOnce(&mut U) -> Option<&mut S>,
    {
        match this.guard.try_map(f) {
            Ok(guard) => Ok(OwnedMappedMutexGuard { guard }),
            Err(guard) => Err(Self { guard }),
        }
    }
}
