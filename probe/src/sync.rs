//! Tokio's [`sync`](tokio::sync), with observed locks: who waits for one is told, with who holds
//! it and since which line.
//!
//! They are over Tokio's, which they deref to: who is asked for one of those gives that. What is
//! locked through it is not seen. Channels, signals and semaphores are Tokio's own, which other
//! crates ask for by name.
//!
//! A lock that nobody waits for tells nothing.

mod mutex;
mod owned;
mod rwlock;
mod rwlock_guards;

// What follows by name goes before what comes by this.
pub use tokio::sync::*;

pub use mutex::{MappedMutexGuard, Mutex, MutexGuard, OwnedMappedMutexGuard, OwnedMutexGuard};
pub use rwlock::{
    OwnedRwLockMappedWriteGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock,
};
pub use rwlock_guards::{RwLockMappedWriteGuard, RwLockReadGuard, RwLockWriteGuard};

/// What all locks are beside their methods: they deref to Tokio's, print as that, and are made
/// from it and turned into it.
macro_rules! lock {
    ($name:ident) => {
        impl<T: ?Sized> $crate::observe::Holds for $name<T> {
            fn hold(&self) -> &$crate::observe::Hold {
                &self.hold
            }
        }

        impl<T: ?Sized> std::ops::Deref for $name<T> {
            type Target = tokio::sync::$name<T>;

            fn deref(&self) -> &Self::Target {
                &self.inner
            }
        }

        impl<T: ?Sized + std::fmt::Debug> std::fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.inner.fmt(f)
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(value: T) -> Self {
                Self::new(value)
            }
        }

        impl<T: Default> Default for $name<T> {
            fn default() -> Self {
                Self::new(T::default())
            }
        }

        impl<T> From<tokio::sync::$name<T>> for $name<T> {
            fn from(inner: tokio::sync::$name<T>) -> Self {
                Self {
                    hold: $crate::observe::Hold::new(),
                    inner,
                }
            }
        }

        impl<T> From<$name<T>> for tokio::sync::$name<T> {
            fn from(outer: $name<T>) -> Self {
                outer.inner
            }
        }
    };
}

/// What all guards are beside their methods: they deref to what is locked, and print as that.
macro_rules! guard {
    (read [$($of:tt)*] $name:ident[$($with:tt)*] to $target:ident) => {
        impl<$($of)*> std::ops::Deref for $name<$($with)*> {
            type Target = $target;

            fn deref(&self) -> &$target {
                &self.guard
            }
        }

        guard! { prints [$($of)*] $name[$($with)*] to $target }
    };
    (write [$($of:tt)*] $name:ident[$($with:tt)*] to $target:ident) => {
        guard! { read [$($of)*] $name[$($with)*] to $target }

        impl<$($of)*> std::ops::DerefMut for $name<$($with)*> {
            fn deref_mut(&mut self) -> &mut $target {
                &mut self.guard
            }
        }
    };
    (prints [$($of:tt)*] $name:ident[$($with:tt)*] to $target:ident) => {
        impl<$($of)*> std::fmt::Debug for $name<$($with)*>
        where
            $target: std::fmt::Debug,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }

        impl<$($of)*> std::fmt::Display for $name<$($with)*>
        where
            $target: std::fmt::Display,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                (**self).fmt(f)
            }
        }
    };
}

use {guard, lock};
