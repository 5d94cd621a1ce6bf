//! The lock that one has to write, or several have to read.

use super::owned::Owned;
use super::rwlock_guards::{RwLockReadGuard, RwLockWriteGuard};
use super::{TryLockError, guard, lock};
use crate::events::LockMode::{Exclusive, Shared};
use crate::observe::Hold;
use std::future::Future;
use std::panic::Location;
use std::sync::Arc;
use tokio::sync as inner;

/// [`tokio::sync::RwLock`], observed.
pub struct RwLock<T: ?Sized> {
    pub(super) hold: Hold,
    pub(super) inner: inner::RwLock<T>,
}

lock! { RwLock }

impl<T> RwLock<T> {
    /// A lock that nobody has.
    #[track_caller]
    pub fn new(value: T) -> Self {
        inner::RwLock::new(value).into()
    }

    /// As [`new`](Self::new), for at most so many readers at a time.
    ///
    /// # Panics
    /// As Tokio's: where these are too many.
    #[track_caller]
    pub fn with_max_readers(value: T, max_reads: u32) -> Self {
        inner::RwLock::with_max_readers(value, max_reads).into()
    }

    /// As [`new`](Self::new), for a static.
    pub const fn const_new(value: T) -> Self {
        Self {
            hold: Hold::new(),
            inner: inner::RwLock::const_new(value),
        }
    }

    /// As [`with_max_readers`](Self::with_max_readers), for a static.
    pub const fn const_with_max_readers(value: T, max_reads: u32) -> Self {
        Self {
            hold: Hold::new(),
            inner: inner::RwLock::const_with_max_readers(value, max_reads),
        }
    }

    /// What the lock is for.
    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

/// The ways to have it that wait, block or only try: as a reader and as a writer.
macro_rules! ways {
    ($mode:ident, $to:literal, $Guard:ident, $Owned:ident, $wait:ident, $blocking:ident, $owned:ident, $try:ident, $try_owned:ident) => {
        #[doc = concat!("Waits until it can ", $to, ".")]
        #[track_caller]
        pub fn $wait(&self) -> impl Future<Output = $Guard<'_, T>> {
            let at = Location::caller();
            async move {
                let guard = self.hold.wait(at, $mode, self.inner.$wait()).await;
                $Guard {
                    given: self.hold.take(at, $mode),
                    guard,
                }
            }
        }

        #[doc = concat!("Blocks this thread until it can ", $to, ".")]
        ///
        /// # Panics
        /// As Tokio's: in an async context.
        #[track_caller]
        pub fn $blocking(&self) -> $Guard<'_, T> {
            let guard = self.inner.$blocking();
            $Guard {
                given: self.hold.take(Location::caller(), $mode),
                guard,
            }
        }

        #[doc = concat!("Waits until it can ", $to, ". The guard keeps the lock.")]
        #[track_caller]
        pub fn $owned(self: Arc<Self>) -> impl Future<Output = $Owned<T>> {
            let at = Location::caller();
            async move {
                let guard = self.hold.wait(at, $mode, self.inner.$wait()).await;
                $Owned::of(&self, at, guard)
            }
        }

        #[doc = concat!("A guard to ", $to, ", if it can be had now.")]
        ///
        /// # Errors
        /// If not.
        #[track_caller]
        pub fn $try(&self) -> Result<$Guard<'_, T>, TryLockError> {
            let guard = self.inner.$try()?;
            Ok($Guard {
                given: self.hold.take(Location::caller(), $mode),
                guard,
            })
        }

        #[doc = concat!("A guard to ", $to, " that keeps the lock, if it can be had now.")]
        ///
        /// # Errors
        /// If not.
        #[track_caller]
        pub fn $try_owned(self: Arc<Self>) -> Result<$Owned<T>, TryLockError> {
            let guard = self.inner.$try()?;
            Ok($Owned::of(&self, Location::caller(), guard))
        }
    };
}

impl<T: ?Sized> RwLock<T> {
    ways!(
        Shared,
        "be read",
        RwLockReadGuard,
        OwnedRwLockReadGuard,
        read,
        blocking_read,
        read_owned,
        try_read,
        try_read_owned
    );
    ways!(
        Exclusive,
        "be written",
        RwLockWriteGuard,
        OwnedRwLockWriteGuard,
        write,
        blocking_write,
        write_owned,
        try_write,
        try_write_owned
    );

    /// What the lock is for: nobody else can have it.
    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }
}

/// [`tokio::sync::OwnedRwLockReadGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockReadGuard<T: ?Sized, U: ?Sized = T> {
    guard: Owned<RwLock<T>, U>,
}

guard! { read [T: ?Sized, U: ?Sized] OwnedRwLockReadGuard[T, U] to U }

impl<T: ?Sized> OwnedRwLockReadGuard<T> {
    #[allow(unsafe_code, reason = "see the module of `Owned`")]
    fn of<'a>(
        lock: &'a Arc<RwLock<T>>,
        at: &'static Location<'static>,
        guard: inner::RwLockReadGuard<'a, T>,
    ) -> Self {
        let given = lock.hold.take(at, Shared).kept(Arc::clone(lock));
        // SAFETY: every caller got the guard of this lock, just now.
        let guard = unsafe { Owned::reading(lock, given, guard) };
        Self { guard }
    }
}

impl<T: ?Sized, U: ?Sized> OwnedRwLockReadGuard<T, U> {
    /// A guard of a part.
    pub fn map<F, V: ?Sized>(this: Self, f: F) -> OwnedRwLockReadGuard<T, V>
    where
        F: FnOnce(&U) -> &V,
    {
        OwnedRwLockReadGuard {
            guard: this.guard.map_read(f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<F, V: ?Sized>(this: Self, f: F) -> Result<OwnedRwLockReadGuard<T, V>, Self>
    where
        F: FnOnce(&U) -> Option<&V>,
    {
        match this.guard.try_map_read(f) {
            Ok(guard) => Ok(OwnedRwLockReadGuard { guard }),
            Err(guard) => Err(Self { guard }),
        }
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.guard.lock
    }
}

/// [`tokio::sync::OwnedRwLockWriteGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockWriteGuard<T: ?Sized> {
    guard: Owned<RwLock<T>, T>,
}

guard! { write [T: ?Sized] OwnedRwLockWriteGuard[T] to T }

impl<T: ?Sized> OwnedRwLockWriteGuard<T> {
    #[allow(unsafe_code, reason = "see the module of `Owned`")]
    fn of<'a>(
        lock: &'a Arc<RwLock<T>>,
        at: &'static Location<'static>,
        guard: inner::RwLockWriteGuard<'a, T>,
    ) -> Self {
        let given = lock.hold.take(at, Exclusive).kept(Arc::clone(lock));
        // SAFETY: every caller got the guard of this lock, just now.
        let guard = unsafe { Owned::writing(lock, given, guard) };
        Self { guard }
    }

    /// A guard of a part.
    pub fn map<F, U: ?Sized>(this: Self, f: F) -> OwnedRwLockMappedWriteGuard<T, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        OwnedRwLockMappedWriteGuard {
            guard: this.guard.map(f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<F, U: ?Sized>(
        this: Self,
        f: F,
    ) -> Result<OwnedRwLockMappedWriteGuard<T, U>, Self>
    where
        F: FnOnce(&mut T) -> Option<&mut U>,
    {
        match this.guard.try_map(f) {
            Ok(guard) => Ok(OwnedRwLockMappedWriteGuard { guard }),
            Err(guard) => Err(Self { guard }),
        }
    }

    /// A guard to read a part; others may read as well then.
    pub fn downgrade_map<F, U: ?Sized>(this: Self, f: F) -> OwnedRwLockReadGuard<T, U>
    where
        F: FnOnce(&T) -> &U,
    {
        OwnedRwLockReadGuard::map(this.downgrade(), f)
    }

    /// A guard to read a part, if there is that; others may read as well then.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_downgrade_map<F, U: ?Sized>(
        this: Self,
        f: F,
    ) -> Result<OwnedRwLockReadGuard<T, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        match this.guard.try_map_read(f) {
            Ok(guard) => Ok(OwnedRwLockReadGuard {
                guard: guard.downgrade(),
            }),
            Err(guard) => Err(Self { guard }),
        }
    }

    /// The same as a guard of a part.
    pub fn into_mapped(this: Self) -> OwnedRwLockMappedWriteGuard<T> {
        OwnedRwLockMappedWriteGuard { guard: this.guard }
    }

    /// A guard to read; others may read as well then.
    pub fn downgrade(self) -> OwnedRwLockReadGuard<T> {
        OwnedRwLockReadGuard {
            guard: self.guard.downgrade(),
        }
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.guard.lock
    }
}

/// [`tokio::sync::OwnedRwLockMappedWriteGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct OwnedRwLockMappedWriteGuard<T: ?Sized, U: ?Sized = T> {
    guard: Owned<RwLock<T>, U>,
}

guard! { write [T: ?Sized, U: ?Sized] OwnedRwLockMappedWriteGuard[T, U] to U }

impl<T: ?Sized, U: ?Sized> OwnedRwLockMappedWriteGuard<T, U> {
    /// A guard of a part.
    pub fn map<F, V: ?Sized>(this: Self, f: F) -> OwnedRwLockMappedWriteGuard<T, V>
    where
        F: FnOnce(&mut U) -> &mut V,
    {
        OwnedRwLockMappedWriteGuard {
            guard: this.guard.map(f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<F, V: ?Sized>(
        this: Self,
        f: F,
    ) -> Result<OwnedRwLockMappedWriteGuard<T, V>, Self>
    where
        F: FnOnce(&mut U) -> Option<&mut V>,
    {
        match this.guard.try_map(f) {
            Ok(guard) => Ok(OwnedRwLockMappedWriteGuard { guard }),
            Err(guard) => Err(Self { guard }),
        }
    }

    /// The lock.
    pub fn rwlock(this: &Self) -> &Arc<RwLock<T>> {
        &this.guard.lock
    }
}
