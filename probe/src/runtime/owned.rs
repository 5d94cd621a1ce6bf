//! [`tokio::runtime::Runtime`], observed.

use super::Handle;
use super::run::block_on;
use crate::JoinHandle;
use crate::judge::Judge;
use crate::report::Watch;
use std::future::Future;
use std::ops::Deref;
use std::time::Duration;
use tokio::runtime::{EnterGuard, RuntimeMetrics};

/// [`tokio::runtime::Runtime`] with all its methods.
///
/// It lends itself as Tokio's own, for functions of other crates: `&*runtime`.
#[derive(Debug)]
pub struct Runtime {
    inner: tokio::runtime::Runtime,
    handle: Handle,
    /// Behind the runtime: it is dropped when that is gone.
    watch: Option<Watch>,
    judge: Option<Judge>,
}

impl Runtime {
    /// A runtime that nothing observes.
    pub(super) fn plain(inner: tokio::runtime::Runtime) -> Self {
        let handle = Handle::new(inner.handle().clone(), None);
        Self::with(inner, handle)
    }

    pub(super) fn with(inner: tokio::runtime::Runtime, handle: Handle) -> Self {
        Self {
            inner,
            handle,
            watch: None,
            judge: None,
        }
    }

    pub(super) fn watched_by(self, watch: Option<Watch>) -> Self {
        Self { watch, ..self }
    }

    pub(super) fn judged_by(self, judge: Judge) -> Self {
        let judge = Some(judge);
        Self { judge, ..self }
    }

    /// A handle that spawns onto this runtime.
    #[must_use]
    pub fn handle(&self) -> &Handle {
        &self.handle
    }

    /// As Tokio's: spawns a task onto this runtime.
    #[track_caller]
    pub fn spawn<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        self.handle.spawn(future)
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

    /// As Tokio's: runs a future to its end on this thread. It is observed as a lane of its own:
    /// on a runtime of many threads without a worker, on one of a single thread as that worker's.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        let Some(judge) = &self.judge else {
            return block_on(&self.inner, self.handle.served(), future);
        };
        judge.knows_this_thread();
        let output = block_on(&self.inner, self.handle.served(), future);
        judge.judge();
        output
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

    /// Tokio's own runtime. It goes on being observed, if it is; a report ends here.
    #[must_use]
    pub fn into_inner(self) -> tokio::runtime::Runtime {
        self.inner
    }
}

impl Deref for Runtime {
    type Target = tokio::runtime::Runtime;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl From<tokio::runtime::Runtime> for Runtime {
    fn from(inner: tokio::runtime::Runtime) -> Self {
        let handle = inner.handle().clone().into();
        Self::with(inner, handle)
    }
}

// As Tokio's: what a panic leaves half done is never seen through it.
impl std::panic::UnwindSafe for Runtime {}
impl std::panic::RefUnwindSafe for Runtime {}
