//! Guards of an `RwLock` that borrow from it.

use super::guard;
use crate::observe::Given;
use tokio::sync as inner;

/// [`tokio::sync::RwLockReadGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    // Dropped first, see there.
    pub(super) given: Given<'a>,
    pub(super) guard: inner::RwLockReadGuard<'a, T>,
}

guard! { read ['a, T: ?Sized] RwLockReadGuard['a, T] to T }

impl<'a, T: ?Sized> RwLockReadGuard<'a, T> {
    /// A guard of a part.
    pub fn map<F, U: ?Sized>(this: Self, f: F) -> RwLockReadGuard<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        RwLockReadGuard {
            given: this.given,
            guard: inner::RwLockReadGuard::map(this.guard, f),
        }
    }

    /// A guard of a part, if there is that.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_map<F, U: ?Sized>(this: Self, f: F) -> Result<RwLockReadGuard<'a, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        let Self { given, guard } = this;
        match inner::RwLockReadGuard::try_map(guard, f) {
            Ok(guard) => Ok(RwLockReadGuard { given, guard }),
            Err(guard) => Err(Self { given, guard }),
        }
    }
}

/// [`tokio::sync::RwLockWriteGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    pub(super) given: Given<'a>,
    pub(super) guard: inner::RwLockWriteGuard<'a, T>,
}

guard! { write ['a, T: ?Sized] RwLockWriteGuard['a, T] to T }

/// [`tokio::sync::RwLockMappedWriteGuard`], observed.
#[clippy::has_significant_drop]
#[must_use = "if unused the RwLock will immediately unlock"]
pub struct RwLockMappedWriteGuard<'a, T: ?Sized> {
    pub(super) given: Given<'a>,
    pub(super) guard: inner::RwLockMappedWriteGuard<'a, T>,
}

guard! { write ['a, T: ?Sized] RwLockMappedWriteGuard['a, T] to T }

/// Guards of a part, of both guards to write.
macro_rules! parts {
    ($name:ident) => {
        /// A guard of a part.
        pub fn map<F, U: ?Sized>(this: Self, f: F) -> RwLockMappedWriteGuard<'a, U>
        where
            F: FnOnce(&mut T) -> &mut U,
        {
            RwLockMappedWriteGuard {
                given: this.given,
                guard: inner::$name::map(this.guard, f),
            }
        }

        /// A guard of a part, if there is that.
        ///
        /// # Errors
        /// The guard itself, if not.
        pub fn try_map<F, U: ?Sized>(
            this: Self,
            f: F,
        ) -> Result<RwLockMappedWriteGuard<'a, U>, Self>
        where
            F: FnOnce(&mut T) -> Option<&mut U>,
        {
            let Self { given, guard } = this;
            match inner::$name::try_map(guard, f) {
                Ok(guard) => Ok(RwLockMappedWriteGuard { given, guard }),
                Err(guard) => Err(Self { given, guard }),
            }
        }
    };
}

impl<'a, T: ?Sized> RwLockMappedWriteGuard<'a, T> {
    parts!(RwLockMappedWriteGuard);
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    parts!(RwLockWriteGuard);

    /// A guard to read a part; others may read as well then.
    pub fn downgrade_map<F, U: ?Sized>(this: Self, f: F) -> RwLockReadGuard<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        RwLockReadGuard {
            given: this.given,
            guard: inner::RwLockWriteGuard::downgrade_map(this.guard, f),
        }
    }

    /// A guard to read a part, if there is that; others may read as well then.
    ///
    /// # Errors
    /// The guard itself, if not.
    pub fn try_downgrade_map<F, U: ?Sized>(this: Self, f: F) -> Result<RwLockReadGuard<'a, U>, Self>
    where
        F: FnOnce(&T) -> Option<&U>,
    {
        let Self { given, guard } = this;
        match inner::RwLockWriteGuard::try_downgrade_map(guard, f) {
            Ok(guard) => Ok(RwLockReadGuard { given, guard }),
            Err(guard) => Err(Self { given, guard }),
        }
    }

    /// The same as a guard of a part.
    pub fn into_mapped(this: Self) -> RwLockMappedWriteGuard<'a, T> {
        RwLockMappedWriteGuard {
            given: this.given,
            guard: inner::RwLockWriteGuard::into_mapped(this.guard),
        }
    }

    /// A guard to read; others may read as well then.
    pub fn downgrade(self) -> RwLockReadGuard<'a, T> {
        RwLockReadGuard {
            given: self.given,
            guard: self.guard.downgrade(),
        }
    }
}
