//! [`tokio::runtime::Runtime`], observed.

use super::Handle;
use super::both::runtime;
use super::run::block_on;
use super::watch::Watch;
use crate::JoinHandle;
use crate::judge::Judge;
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

runtime! { Runtime over tokio::runtime::Runtime }

impl Runtime {
    pub(super) fn with(inner: tokio::runtime::Runtime, handle: Handle) -> Self {
        Self {
            inner,
            handle,
            watch: None,
            judge: None,
        }
    }

    pub(super) fn judged_by(self, judge: Judge) -> Self {
        let judge = Some(judge);
        Self { judge, ..self }
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

    /// Tokio's own runtime. It goes on being observed, if it is; a report ends here.
    #[must_use]
    pub fn into_inner(self) -> tokio::runtime::Runtime {
        self.inner
    }
}

impl From<tokio::runtime::Runtime> for Runtime {
    fn from(inner: tokio::runtime::Runtime) -> Self {
        let handle = inner.handle().clone().into();
        Self::with(inner, handle)
    }
}
