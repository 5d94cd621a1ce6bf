//! Locks.

use crate::events::WaitOn;
use crate::named::over::over;
use crate::observe::{Leaf, leaf};
use std::future::Future;
use tokio::sync::{MutexGuard, RwLockReadGuard, RwLockWriteGuard};

over! {
    /// [`tokio::sync::Mutex`], whose waits are told.
    [T: ?Sized] Mutex[T] over tokio::sync::Mutex<T>
}

impl<T> Mutex<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self(tokio::sync::Mutex::new(value))
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(value: T) -> Self {
        Self(tokio::sync::Mutex::const_new(value))
    }

    /// What the lock is for.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    /// Waits until it can be locked, in the order of those who wait.
    #[track_caller]
    pub fn lock(&self) -> Leaf<impl Future<Output = MutexGuard<'_, T>>> {
        leaf(WaitOn::Lock, self.0.lock())
    }
}

impl<T> From<T> for Mutex<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for Mutex<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

over! {
    /// [`tokio::sync::RwLock`], whose waits are told.
    [T: ?Sized] RwLock[T] over tokio::sync::RwLock<T>
}

impl<T> RwLock<T> {
    /// A lock that nobody holds.
    pub fn new(value: T) -> Self {
        Self(tokio::sync::RwLock::new(value))
    }

    /// As [`new`](Self::new), for at most so many readers at a time.
    ///
    /// # Panics
    /// As Tokio's: where these are too many.
    pub fn with_max_readers(value: T, max_reads: u32) -> Self {
        Self(tokio::sync::RwLock::with_max_readers(value, max_reads))
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(value: T) -> Self {
        Self(tokio::sync::RwLock::const_new(value))
    }

    /// As [`with_max_readers`](Self::with_max_readers), for a static.
    pub const fn const_with_max_readers(value: T, max_reads: u32) -> Self {
        let inner = tokio::sync::RwLock::const_with_max_readers(value, max_reads);
        Self(inner)
    }

    /// What the lock is for.
    pub fn into_inner(self) -> T {
        self.0.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    /// Waits until it can be read.
    #[track_caller]
    pub fn read(&self) -> Leaf<impl Future<Output = RwLockReadGuard<'_, T>>> {
        leaf(WaitOn::Lock, self.0.read())
    }

    /// Waits until it can be written.
    #[track_caller]
    pub fn write(&self) -> Leaf<impl Future<Output = RwLockWriteGuard<'_, T>>> {
        leaf(WaitOn::Lock, self.0.write())
    }
}

impl<T> From<T> for RwLock<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: Default> Default for RwLock<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
