//! [`tokio::runtime::LocalRuntime`], observed.

use super::Handle;
use super::run::block_on;
use crate::JoinHandle;
use crate::observe::spawn_local_on;
use crate::report::Watch;
use std::future::Future;
use std::ops::Deref;
use std::time::Duration;
use tokio::runtime::{EnterGuard, RuntimeMetrics};

/// [`tokio::runtime::LocalRuntime`] with all its methods.
///
/// It lends itself as Tokio's own, for functions of other crates: `&*runtime`.
#[derive(Debug)]
pub struct LocalRuntime {
    inner: tokio::runtime::LocalRuntime,
    handle: Handle,
    /// Behind the runtime: it is dropped when that is gone.
    watch: Option<Watch>,
}

impl LocalRuntime {
    /// A runtime that nothing observes.
    pub(super) fn plain(inner: tokio::runtime::LocalRuntime) -> Self {
        let handle = Handle::new(inner.handle().clone(), None);
        Self::with(inner, handle)
    }

    pub(super) fn with(inner: tokio::runtime::LocalRuntime, handle: Handle) -> Self {
        Self {
            inner,
            handle,
            watch: None,
        }
    }

    pub(super) fn watched_by(self, watch: Option<Watch>) -> Self {
        Self { watch, ..self }
    }

    /// A handle that spawns onto this runtime.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// As Tokio's: spawns a task that stays on this thread.
    #[track_caller]
    pub fn spawn_local<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        spawn_local_on(self.handle.served(), &self.inner, future)
    }

    /// As Tokio's: runs a job in the blocking pool.
    #[track_caller]
    pub fn spawn_blocking<F, R>(&self, func: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        self.handle.spawn_blocking(func)
    }

    /// As Tokio's: runs a future to its end on this thread, as a lane of the one worker.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        block_on(&self.inner, self.handle.served(), future)
    }

    /// As Tokio's: what this thread spawns until the guard is dropped goes to this runtime.
    pub fn enter(&self) -> EnterGuard<'_> {
        self.handle.enter()
    }

    /// As Tokio's: what this runtime counts.
    #[must_use]
    pub fn metrics(&self) -> RuntimeMetrics {
        self.inner.metrics()
    }

    /// As Tokio's: stops the runtime and waits for its threads, at most so long.
    pub fn shutdown_timeout(self, duration: Duration) {
        self.inner.shutdown_timeout(duration);
        drop(self.watch);
    }

    /// As Tokio's: stops the runtime and waits for nothing.
    pub fn shutdown_background(self) {
        self.inner.shutdown_background();
        drop(self.watch);
    }
}

impl Deref for LocalRuntime {
    type Target = tokio::runtime::LocalRuntime;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

// As Tokio's: what a panic leaves half done is never seen through it.
impl std::panic::UnwindSafe for LocalRuntime {}
impl std::panic::RefUnwindSafe for LocalRuntime {}
