//! [`tokio::task::LocalSet`], whose tasks are observed.

use super::JoinHandle;
use crate::events::WaitOn;
use crate::observe::{Name, Watched, announce_local, observed};
use crate::runtime::Runtime;
use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::LocalEnterGuard;

/// [`tokio::task::LocalSet`] with all its methods. Its tasks are lanes of their own: no worker
/// queues them, and whoever polls the set polls them inside of its own poll.
///
/// It lends itself as Tokio's own, for functions of other crates: `&*set`.
///
/// ```
/// use kitchen_probe::task::{self, LocalSet};
/// use std::rc::Rc;
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let set = LocalSet::new();
/// let name = set.run_until(async {
///     let name = Rc::new("no thread but this one's");
///     task::spawn_local(async move { name.len() }).await
/// });
/// assert_eq!(name.await.expect("no panic"), 24);
/// # });
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Default)]
pub struct LocalSet {
    inner: tokio::task::LocalSet,
}

impl LocalSet {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Spawns a task into the set. It is polled as soon as the set is.
    #[track_caller]
    pub fn spawn_local<F>(&self, future: F) -> JoinHandle<F::Output>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let number = announce_local::<F>(Name::OfType, Location::caller());
        let (inner, task) = observed!(number, Watched::local, |future| {
            self.inner.spawn_local(future)
        });
        JoinHandle::new(inner, task, WaitOn::Join)
    }

    /// Runs a future to its end on this thread, and the tasks of the set beside it.
    ///
    /// # Panics
    /// As [`tokio::task::LocalSet::block_on`]: inside of a runtime.
    #[track_caller]
    pub fn block_on<F: Future>(&self, runtime: &Runtime, future: F) -> F::Output {
        runtime.block_on(self.inner.run_until(future))
    }

    /// As Tokio's: what this thread spawns locally until the guard is dropped goes to this set.
    pub fn enter(&self) -> LocalEnterGuard {
        self.inner.enter()
    }

    /// As Tokio's: the number of this set.
    #[cfg(tokio_unstable)]
    #[must_use]
    pub fn id(&self) -> tokio::runtime::Id {
        self.inner.id()
    }

    /// As Tokio's: what a panic of a task does.
    #[cfg(tokio_unstable)]
    pub fn unhandled_panic(&mut self, behavior: tokio::runtime::UnhandledPanic) -> &mut Self {
        self.inner.unhandled_panic(behavior);
        self
    }

    /// Runs a future to its end, and the tasks of the set beside it.
    pub async fn run_until<F: Future>(&self, future: F) -> F::Output {
        self.inner.run_until(future).await
    }
}

impl Deref for LocalSet {
    type Target = tokio::task::LocalSet;

    fn deref(&self) -> &Self::Target {
        &self.inner
    }
}

impl DerefMut for LocalSet {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.inner
    }
}

/// Ready when all tasks of the set have ended.
impl Future for LocalSet {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        Pin::new(&mut self.inner).poll(cx)
    }
}

impl fmt::Debug for LocalSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}
