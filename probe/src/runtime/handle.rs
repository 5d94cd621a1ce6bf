//! [`tokio::runtime::Handle`], whose spawns are observed.

use super::run::block_on;
use crate::JoinHandle;
use crate::observe::{Served, spawn_blocking_on, spawn_on};
use std::future::Future;
use std::ops::Deref;
use tokio::runtime::{EnterGuard, RuntimeFlavor, RuntimeMetrics, TryCurrentError};

/// [`tokio::runtime::Handle`] with all its methods. Tasks and jobs spawned through it are
/// observed if its runtime is.
///
/// It lends itself as Tokio's own, for functions of other crates: `&*handle`. A task that they
/// spawn is seen as one of a library.
#[derive(Clone)]
pub struct Handle {
    inner: tokio::runtime::Handle,
    served: Option<Served>,
}

impl Handle {
    pub(super) fn new(inner: tokio::runtime::Handle, served: Option<Served>) -> Self {
        Self { inner, served }
    }

    /// As Tokio's: of the runtime that this thread is in.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    #[must_use]
    pub fn current() -> Self {
        tokio::runtime::Handle::current().into()
    }

    /// As Tokio's: of the runtime that this thread is in.
    ///
    /// # Errors
    /// Outside a runtime.
    pub fn try_current() -> Result<Self, TryCurrentError> {
        tokio::runtime::Handle::try_current().map(Self::from)
    }

    /// As Tokio's: spawns a task onto this runtime.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        spawn_on(self.served.as_ref(), &self.inner, future)
    }

    /// As Tokio's: runs a job in the blocking pool of this runtime.
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, func: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        spawn_blocking_on(self.served.as_ref(), &self.inner, func)
    }

    /// As Tokio's: runs a future to its end on this thread. It is observed as a lane of its own.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        block_on(&self.inner, self.served(), future)
    }

    /// As Tokio's: what this thread spawns until the guard is dropped goes to this runtime.
    pub fn enter(&self) -> EnterGuard<'_> {
        match &self.served {
            Some(served) => served.attach(),
            None => Served::detach(),
        }
        self.inner.enter()
    }

    /// As Tokio's: the number of this runtime.
    #[cfg(tokio_unstable)]
    #[must_use]
    pub fn id(&self) -> tokio::runtime::Id {
        self.inner.id()
    }

    /// As Tokio's: which kind of runtime it is.
    #[must_use]
    pub fn runtime_flavor(&self) -> RuntimeFlavor {
        self.inner.runtime_flavor()
    }

    /// As Tokio's: what this runtime counts.
    #[must_use]
    pub fn metrics(&self) -> RuntimeMetrics {
        self.inner.metrics()
    }

    pub(super) fn served(&self) -> Option<&Served> {
        self.served.as_ref()
    }

    /// Tokio's own handle of the same runtime.
    #[must_use]
    pub fn into_inner(self) -> tokio::runtime::Handle {
        self.inner
    }
}

impl Deref for Handle {
    type Target = tokio::runtime::Handle;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl AsRef<tokio::runtime::Handle> for Handle {
    fn as_ref(&self) -> &tokio::runtime::Handle {
        &self.inner
    }
}

impl From<tokio::runtime::Handle> for Handle {
    fn from(inner: tokio::runtime::Handle) -> Self {
        let served = Served::runtime(&inner);
        Self { inner, served }
    }
}

impl From<Handle> for tokio::runtime::Handle {
    fn from(handle: Handle) -> Self {
        handle.inner
    }
}

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt(f)
    }
}

// As Tokio's: what a panic leaves half done is never seen through it.
impl std::panic::UnwindSafe for Handle {}
impl std::panic::RefUnwindSafe for Handle {}
