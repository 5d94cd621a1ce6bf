//! Tasks and jobs with a name, spawned into a set.

use super::JoinSet;
use crate::observe::{
    Name, Served, Watched, announce_job, announce_local, announce_task, around_job, observed,
};
use crate::task::{AbortHandle, LocalSet};
use std::fmt;
use std::future::Future;
use std::io;
use std::panic::Location;
use tokio::runtime::Handle;

/// What spawns by name into a set, see [`JoinSet::build_task`]. As
/// [`task::Builder`](crate::task::Builder), it is here in every build.
#[must_use = "builders do nothing unless used to spawn a task"]
pub struct Builder<'a, T> {
    set: &'a mut JoinSet<T>,
    name: Option<&'a str>,
}

/// Spawns as Tokio's builder does.
#[cfg(all(tokio_unstable, feature = "tracing"))]
macro_rules! by_tokio {
    ($this:expr, $spawn:ident, $($argument:expr),+) => {{
        let builder = $this.set.inner.build_task();
        match $this.name {
            Some(name) => builder.name(name).$spawn($($argument),+)?,
            None => builder.$spawn($($argument),+)?,
        }
    }};
}

/// Spawns without a name: Tokio has no builder here.
#[cfg(not(all(tokio_unstable, feature = "tracing")))]
macro_rules! by_tokio {
    ($this:expr, $spawn:ident, $($argument:expr),+) => {
        $this.set.inner.$spawn($($argument),+)
    };
}

impl<'a, T: 'static> Builder<'a, T> {
    pub(super) fn new(set: &'a mut JoinSet<T>) -> Self {
        Self { set, name: None }
    }

    /// Names what is spawned.
    pub fn name(self, name: &'a str) -> Self {
        let name = Some(name);
        Self { name, ..self }
    }

    fn kind(&self) -> Name<'a> {
        self.name.map_or(Name::OfType, Name::Given)
    }

    /// As [`JoinSet::spawn`].
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(self, future: F) -> io::Result<AbortHandle>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let number = announce_task::<F>(self.kind(), Location::caller());
        let spawned = observed!(number, Watched::new, |future| by_tokio!(
            self, spawn, future
        ));
        Ok(self.set.keep(spawned))
    }

    /// As [`JoinSet::spawn_on`].
    ///
    /// # Errors
    /// As Tokio's.
    #[track_caller]
    pub fn spawn_on<F>(self, future: F, handle: &Handle) -> io::Result<AbortHandle>
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_task::<F>(self.kind(), at));
        let spawned = observed!(number, Watched::new, |future| by_tokio!(
            self, spawn_on, future, handle
        ));
        Ok(self.set.keep(spawned))
    }

    /// As [`JoinSet::spawn_local`].
    ///
    /// # Errors
    /// As Tokio's.
    ///
    /// # Panics
    /// As [`JoinSet::spawn_local`].
    #[track_caller]
    pub fn spawn_local<F>(self, future: F) -> io::Result<AbortHandle>
    where
        F: Future<Output = T> + 'static,
    {
        let number = announce_local::<F>(self.kind(), Location::caller());
        let spawned = observed!(number, Watched::local, |future| by_tokio!(
            self,
            spawn_local,
            future
        ));
        Ok(self.set.keep(spawned))
    }

    /// As [`JoinSet::spawn_local_on`].
    ///
    /// # Errors
    /// As Tokio's.
    #[track_caller]
    pub fn spawn_local_on<F>(self, future: F, local_set: &LocalSet) -> io::Result<AbortHandle>
    where
        F: Future<Output = T> + 'static,
    {
        let set: &tokio::task::LocalSet = local_set;
        let number = announce_local::<F>(self.kind(), Location::caller());
        let spawned = observed!(number, Watched::local, |future| by_tokio!(
            self,
            spawn_local_on,
            future,
            set
        ));
        Ok(self.set.keep(spawned))
    }

    /// As [`JoinSet::spawn_blocking`].
    ///
    /// # Errors
    /// As Tokio's: where no thread can be had.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(self, work: F) -> io::Result<AbortHandle>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let number = announce_job::<F>(self.kind(), Location::caller());
        let spawned = observed!(number, around_job, |work| by_tokio!(
            self,
            spawn_blocking,
            work
        ));
        Ok(self.set.keep(spawned))
    }

    /// As [`JoinSet::spawn_blocking_on`].
    ///
    /// # Errors
    /// As Tokio's: where no thread can be had.
    #[track_caller]
    pub fn spawn_blocking_on<F>(self, work: F, handle: &Handle) -> io::Result<AbortHandle>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_job::<F>(self.kind(), at));
        let spawned = observed!(number, around_job, |work| by_tokio!(
            self,
            spawn_blocking_on,
            work,
            handle
        ));
        Ok(self.set.keep(spawned))
    }
}

impl<T> fmt::Debug for Builder<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("join_set::Builder")
            .field("joinset", &self.set)
            .field("name", &self.name)
            .finish()
    }
}
