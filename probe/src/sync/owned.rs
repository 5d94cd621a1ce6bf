//! A guard beside the lock it is of.
//!
//! Tokio's guards that keep their lock have an `Arc` of Tokio's, and here there is one of a lock
//! around that. So they are made anew, of an `Arc` and of a guard that borrows from it.
//!
//! # Unsafe code
//! It relies on this:
//! 1. A guard borrows from the lock in the `Arc` beside it, which stays where it is as long as
//!    there is that `Arc`. Fields are dropped in their order: the guard before the `Arc`.
//! 2. `value` points to what the lock is for or to a part of it, and was made from a reference of
//!    the guard: an exclusive one where that may write. As long as there is the guard it is used,
//!    and only through a reference to what is here, an exclusive one to write.

#![allow(unsafe_code, reason = "a guard beside the lock that it borrows from")]

use crate::observe::{Holds, Kept};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use tokio::sync as inner;

/// A guard of Tokio's, of which one only needs to know that it is dropped.
pub(super) trait Guard {
    /// The same to read, of a guard to write.
    fn downgrade<'a>(self: Box<Self>) -> Box<dyn Guard + 'a>
    where
        Self: 'a;
}

impl<T: ?Sized> Guard for inner::MutexGuard<'_, T> {
    fn downgrade<'a>(self: Box<Self>) -> Box<dyn Guard + 'a>
    where
        Self: 'a,
    {
        self
    }
}

impl<T: ?Sized> Guard for inner::RwLockReadGuard<'_, T> {
    fn downgrade<'a>(self: Box<Self>) -> Box<dyn Guard + 'a>
    where
        Self: 'a,
    {
        self
    }
}

impl<T: ?Sized> Guard for inner::RwLockWriteGuard<'_, T> {
    fn downgrade<'a>(self: Box<Self>) -> Box<dyn Guard + 'a>
    where
        Self: 'a,
    {
        Box::new((*self).downgrade())
    }
}

/// See the module's text.
pub(super) struct Owned<L: Holds + ?Sized, U: ?Sized> {
    // Dropped first: see `Given`.
    given: Kept<L>,
    guard: Box<dyn Guard>,
    value: *mut U,
    pub(super) lock: Arc<L>,
}

// SAFETY: to send it is to send the lock, the guard of it, which Tokio lets go with what it is
// for, and the means to reach a part of that.
unsafe impl<L: Holds + ?Sized + Send + Sync, U: ?Sized + Send> Send for Owned<L, U> {}

// SAFETY: shared, it shows the lock and the part, and no more.
unsafe impl<L: Holds + ?Sized + Send + Sync, U: ?Sized + Sync> Sync for Owned<L, U> {}

impl<L: Holds + ?Sized, U: ?Sized> Owned<L, U> {
    /// Of a guard to write.
    ///
    /// # Safety
    /// The guard was got of this lock.
    pub(super) unsafe fn writing<'a, G>(lock: &'a Arc<L>, given: Kept<L>, mut guard: G) -> Self
    where
        G: Guard + DerefMut<Target = U> + 'a,
    {
        let value = &raw mut *guard;
        // SAFETY: as the caller promises.
        unsafe { Self::new(lock, given, guard, value) }
    }

    /// Of a guard to read: what is here must not be written through.
    ///
    /// # Safety
    /// The guard was got of this lock.
    pub(super) unsafe fn reading<'a, G>(lock: &'a Arc<L>, given: Kept<L>, guard: G) -> Self
    where
        G: Guard + Deref<Target = U> + 'a,
    {
        let value = (&raw const *guard).cast_mut();
        // SAFETY: as the caller promises.
        unsafe { Self::new(lock, given, guard, value) }
    }

    /// # Safety
    /// The guard was got of this lock, and `value` is what it derefs to.
    unsafe fn new<'a>(
        lock: &'a Arc<L>,
        given: Kept<L>,
        guard: impl Guard + 'a,
        value: *mut U,
    ) -> Self {
        let guard: Box<dyn Guard + 'a> = Box::new(guard);
        Self {
            given,
            // SAFETY: it is dropped before the lock it borrows from (contract 1).
            guard: unsafe { std::mem::transmute::<Box<dyn Guard + 'a>, Box<dyn Guard>>(guard) },
            value,
            lock: Arc::clone(lock),
        }
    }

    /// Of a part, of a guard to write.
    pub(super) fn map<V: ?Sized>(mut self, f: impl FnOnce(&mut U) -> &mut V) -> Owned<L, V> {
        let part = &raw mut *f(&mut self);
        self.at(part)
    }

    /// Of a part if there is that, of a guard to write.
    pub(super) fn try_map<V: ?Sized>(
        mut self,
        f: impl FnOnce(&mut U) -> Option<&mut V>,
    ) -> Result<Owned<L, V>, Self> {
        match f(&mut self).map(|part| &raw mut *part) {
            Some(part) => Ok(self.at(part)),
            None => Err(self),
        }
    }

    /// Of a part, to read.
    pub(super) fn map_read<V: ?Sized>(self, f: impl FnOnce(&U) -> &V) -> Owned<L, V> {
        let part = (&raw const *f(&self)).cast_mut();
        self.at(part)
    }

    /// Of a part if there is that, to read.
    pub(super) fn try_map_read<V: ?Sized>(
        self,
        f: impl FnOnce(&U) -> Option<&V>,
    ) -> Result<Owned<L, V>, Self> {
        match f(&self).map(|part| (&raw const *part).cast_mut()) {
            Some(part) => Ok(self.at(part)),
            None => Err(self),
        }
    }

    /// To read, of a guard to write.
    pub(super) fn downgrade(self) -> Self {
        Self {
            guard: self.guard.downgrade(),
            ..self
        }
    }

    fn at<V: ?Sized>(self, value: *mut V) -> Owned<L, V> {
        Owned {
            given: self.given,
            guard: self.guard,
            value,
            lock: self.lock,
        }
    }
}

impl<L: Holds + ?Sized, U: ?Sized> Deref for Owned<L, U> {
    type Target = U;

    fn deref(&self) -> &U {
        // SAFETY: contract 2.
        unsafe { &*self.value }
    }
}

impl<L: Holds + ?Sized, U: ?Sized> DerefMut for Owned<L, U> {
    fn deref_mut(&mut self) -> &mut U {
        // SAFETY: contract 2; only guards to write call it.
        unsafe { &mut *self.value }
    }
}
