//! [`tokio::runtime::LocalRuntime`], observed.

use super::Handle;
use super::both::runtime;
use super::run::block_on;
use super::watch::Watch;
use crate::JoinHandle;
use crate::observe::spawn_local_on;
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

runtime! { LocalRuntime over tokio::runtime::LocalRuntime }

impl LocalRuntime {
    pub(super) fn with(inner: tokio::runtime::LocalRuntime, handle: Handle) -> Self {
        Self {
            inner,
            handle,
            watch: None,
        }
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

    /// As Tokio's: runs a future to its end on this thread, as a lane of the one worker.
    #[track_caller]
    pub fn block_on<F: Future>(&self, future: F) -> F::Output {
        block_on(&self.inner, self.handle.served(), future)
    }
}
