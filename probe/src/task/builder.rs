//! Tasks and jobs with a name: `tokio::task::Builder`.

use super::{JoinHandle, LocalSet};
use crate::events::WaitOn;
use crate::observe::{
    Name, Served, Watched, announce_job, announce_local, announce_task, around_job, observed,
};
use std::future::Future;
use std::io;
use std::panic::Location;
use tokio::runtime::Handle;

/// What spawns by name. Tokio's own exists with the feature `tracing` and `tokio_unstable` only,
/// and gets the name too where it does; the probe knows tasks by it in every build.
#[must_use = "builders do nothing unless used to spawn a task"]
#[derive(Default, Debug)]
pub struct Builder<'a> {
    name: Option<&'a str>,
}

/// Spawns as Tokio's builder does.
#[cfg(all(tokio_unstable, feature = "tracing"))]
macro_rules! by_tokio {
    ($name:expr, $spawn:ident, $($argument:expr),+) => {{
        let builder = tokio::task::Builder::new();
        let builder = $name.map_or_else(|| tokio::task::Builder::new(), |name| builder.name(name));
        builder.$spawn($($argument),+)?
    }};
}

/// Spawns without a name: Tokio has no builder here.
#[cfg(not(all(tokio_unstable, feature = "tracing")))]
macro_rules! by_tokio {
    ($name:expr, spawn_on, $future:expr, $handle:expr) => {
        $handle.spawn($future)
    };
    ($name:expr, spawn_blocking_on, $work:expr, $handle:expr) => {
        $handle.spawn_blocking($work)
    };
    ($name:expr, spawn_local_on, $future:expr, $set:expr) => {
        $set.spawn_local($future)
    };
    ($name:expr, $spawn:ident, $work:expr) => {
        tokio::task::$spawn($work)
    };
}

impl<'a> Builder<'a> {
    /// What spawns by no name yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Names what is spawned.
    pub fn name(&self, name: &'a str) -> Self {
        Self { name: Some(name) }
    }

    fn kind(&self) -> Name<'a> {
        self.name.map_or(Name::OfType, Name::Given)
    }

    /// As [`spawn`](super::spawn).
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(self, future: F) -> io::Result<JoinHandle<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let number = announce_task::<F>(self.kind(), Location::caller());
        let (inner, task) = observed!(number, Watched::new, |future| by_tokio!(
            self.name, spawn, future
        ));
        Ok(JoinHandle::new(inner, task, WaitOn::Join))
    }

    /// Spawns onto that runtime.
    ///
    /// # Errors
    /// As Tokio's.
    #[track_caller]
    pub fn spawn_on<F>(self, future: F, handle: &Handle) -> io::Result<JoinHandle<F::Output>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_task::<F>(self.kind(), at));
        let (inner, task) = observed!(number, Watched::new, |future| by_tokio!(
            self.name, spawn_on, future, handle
        ));
        Ok(JoinHandle::new(inner, task, WaitOn::Join))
    }

    /// As [`spawn_local`](super::spawn_local).
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// As [`spawn_local`](super::spawn_local).
    #[track_caller]
    pub fn spawn_local<F>(self, future: F) -> io::Result<JoinHandle<F::Output>>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let number = announce_local::<F>(self.kind(), Location::caller());
        let (inner, task) = observed!(number, Watched::local, |future| by_tokio!(
            self.name,
            spawn_local,
            future
        ));
        Ok(JoinHandle::new(inner, task, WaitOn::Join))
    }

    /// Spawns into that set.
    ///
    /// # Errors
    /// As Tokio's.
    #[track_caller]
    pub fn spawn_local_on<F>(
        self,
        future: F,
        local_set: &LocalSet,
    ) -> io::Result<JoinHandle<F::Output>>
    where
        F: Future + 'static,
        F::Output: 'static,
    {
        let set: &tokio::task::LocalSet = local_set;
        let number = announce_local::<F>(self.kind(), Location::caller());
        let (inner, task) = observed!(number, Watched::local, |future| by_tokio!(
            self.name,
            spawn_local_on,
            future,
            set
        ));
        Ok(JoinHandle::new(inner, task, WaitOn::Join))
    }

    /// As [`spawn_blocking`](super::spawn_blocking).
    ///
    /// # Errors
    /// As Tokio's: where no thread can be had.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F, R>(self, work: F) -> io::Result<JoinHandle<R>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let number = announce_job::<F>(self.kind(), Location::caller());
        let (inner, job) = observed!(number, around_job, |work| by_tokio!(
            self.name,
            spawn_blocking,
            work
        ));
        Ok(JoinHandle::new(inner, job, WaitOn::Blocking))
    }

    /// Hands a job to the blocking pool of that runtime.
    ///
    /// # Errors
    /// As Tokio's: where no thread can be had.
    #[track_caller]
    pub fn spawn_blocking_on<F, R>(self, work: F, handle: &Handle) -> io::Result<JoinHandle<R>>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_job::<F>(self.kind(), at));
        let (inner, job) = observed!(number, around_job, |work| by_tokio!(
            self.name,
            spawn_blocking_on,
            work,
            handle
        ));
        Ok(JoinHandle::new(inner, job, WaitOn::Blocking))
    }
}
