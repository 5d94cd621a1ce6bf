//! A set of observed tasks. As Tokio's `task::join_set`.

mod builder;
mod tickets;

pub use builder::Builder;

use super::{AbortHandle, LocalSet};
use crate::events::WaitOn;
use crate::observe::{
    Leaf, Name, Served, Ticket, Watched, announce_job, announce_local, announce_task, around_job,
    leaf, observed,
};
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{self, Location};
use std::task::{Context, Poll};
use tickets::Tickets;
use tokio::runtime::Handle;
use tokio::task::{Id, JoinError};

/// [`tokio::task::JoinSet`], observed. Dropped, it aborts what is left in it, as Tokio's does.
///
/// ```
/// use kitchen_probe::{Probe, task::JoinSet};
///
/// let (probe, _reader) = Probe::new();
/// let runtime = probe.build(&mut tokio::runtime::Builder::new_multi_thread())?;
/// let sum = runtime.block_on(async {
///     let set: JoinSet<u32> = (1..=3).map(|number| async move { number }).collect();
///     set.join_all().await.iter().sum::<u32>()
/// });
/// assert_eq!(sum, 6);
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct JoinSet<T> {
    inner: tokio::task::JoinSet<T>,
    tickets: Tickets,
}

impl<T> JoinSet<T> {
    /// An empty set.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inner: tokio::task::JoinSet::new(),
            tickets: Tickets::default(),
        }
    }

    /// Tasks in the set, ended ones not yet taken included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }
}

impl<T: 'static> JoinSet<T> {
    /// What spawns a task with a name into the set.
    pub fn build_task(&mut self) -> Builder<'_, T> {
        Builder::new(self)
    }

    /// Spawns a task into the set.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let number = announce_task::<F>(Name::OfType, Location::caller());
        let spawned = observed!(number, Watched::new, |task| self.inner.spawn(task));
        self.keep(spawned)
    }

    /// Spawns a task into the set, with a name for its kind.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_as<F>(&mut self, name: impl AsRef<str>, task: F) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let number = announce_task::<F>(Name::Given(name.as_ref()), Location::caller());
        let spawned = observed!(number, Watched::new, |task| self.inner.spawn(task));
        self.keep(spawned)
    }

    /// Spawns a task onto that runtime, into the set.
    #[track_caller]
    pub fn spawn_on<F>(&mut self, task: F, handle: &Handle) -> AbortHandle
    where
        F: Future<Output = T> + Send + 'static,
        T: Send,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_task::<F>(Name::OfType, at));
        let spawned = observed!(number, Watched::new, |task| self
            .inner
            .spawn_on(task, handle));
        self.keep(spawned)
    }

    /// Spawns a task of the present [`LocalSet`] into the set.
    ///
    /// # Panics
    /// As [`spawn_local`](super::spawn_local).
    #[track_caller]
    pub fn spawn_local<F>(&mut self, task: F) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        let number = announce_local::<F>(Name::OfType, Location::caller());
        let spawned = observed!(number, Watched::local, |task| self.inner.spawn_local(task));
        self.keep(spawned)
    }

    /// Spawns a task of that [`LocalSet`] into the set.
    #[track_caller]
    pub fn spawn_local_on<F>(&mut self, task: F, local_set: &LocalSet) -> AbortHandle
    where
        F: Future<Output = T> + 'static,
    {
        let number = announce_local::<F>(Name::OfType, Location::caller());
        let spawned = observed!(number, Watched::local, |task| self
            .inner
            .spawn_local_on(task, local_set));
        self.keep(spawned)
    }

    /// Hands a job to the blocking pool, into the set.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_blocking<F>(&mut self, work: F) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let number = announce_job::<F>(Name::OfType, Location::caller());
        let spawned = observed!(number, around_job, |work| self.inner.spawn_blocking(work));
        self.keep(spawned)
    }

    /// Hands a job to the blocking pool of that runtime, into the set.
    #[track_caller]
    pub fn spawn_blocking_on<F>(&mut self, work: F, handle: &Handle) -> AbortHandle
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send,
    {
        let at = Location::caller();
        let number = Served::told_there(handle, || announce_job::<F>(Name::OfType, at));
        let spawned = observed!(number, around_job, |work| self
            .inner
            .spawn_blocking_on(work, handle));
        self.keep(spawned)
    }

    /// Keeps the ticket of what was spawned.
    fn keep(&mut self, (inner, task): (tokio::task::AbortHandle, u32)) -> AbortHandle {
        if task != 0 {
            self.tickets.keep(inner.id(), Ticket::of(task));
        }
        AbortHandle::new(inner, task)
    }

    /// The result of this task was taken.
    fn taken(&mut self, result: Result<(Id, T), JoinError>) -> Result<(Id, T), JoinError> {
        let id = result.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        self.tickets.used(id);
        result
    }

    /// Waits for the next task of the set to end; `None` if the set is empty.
    ///
    /// Dropped before it is ready, it has taken nothing.
    #[track_caller]
    pub fn join_next(&mut self) -> Leaf<impl Future<Output = Option<Result<T, JoinError>>>> {
        leaf(WaitOn::JoinSet, poll_fn(|cx| self.poll_join_next(cx)))
    }

    /// As [`Self::join_next`], with the id of the task.
    #[track_caller]
    pub fn join_next_with_id(
        &mut self,
    ) -> Leaf<impl Future<Output = Option<Result<(Id, T), JoinError>>>> {
        leaf(
            WaitOn::JoinSet,
            poll_fn(|cx| self.poll_join_next_with_id(cx)),
        )
    }

    /// Takes the result of a task that has ended; `None` if there is none.
    pub fn try_join_next(&mut self) -> Option<Result<T, JoinError>> {
        self.try_join_next_with_id().map(without_id)
    }

    /// As [`Self::try_join_next`], with the id of the task.
    pub fn try_join_next_with_id(&mut self) -> Option<Result<(Id, T), JoinError>> {
        let result = self.inner.try_join_next_with_id()?;
        Some(self.taken(result))
    }

    /// As [`tokio::task::JoinSet::poll_join_next`].
    pub fn poll_join_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, JoinError>>> {
        let next = self.poll_join_next_with_id(cx);
        next.map(|next| next.map(without_id))
    }

    /// As [`tokio::task::JoinSet::poll_join_next_with_id`].
    pub fn poll_join_next_with_id(
        &mut self,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<(Id, T), JoinError>>> {
        let next = self.inner.poll_join_next_with_id(cx);
        next.map(|next| next.map(|result| self.taken(result)))
    }

    /// Waits for all tasks of the set, and gives their results in the order in which they ended.
    ///
    /// # Panics
    /// If a task panicked, with what it panicked with, or was aborted.
    #[track_caller]
    pub fn join_all(mut self) -> Leaf<impl Future<Output = Vec<T>>> {
        leaf(WaitOn::JoinSet, async move {
            let mut output = Vec::with_capacity(self.len());
            while let Some(result) = poll_fn(|cx| self.poll_join_next(cx)).await {
                match result {
                    Ok(value) => output.push(value),
                    Err(error) if error.is_panic() => panic::resume_unwind(error.into_panic()),
                    Err(error) => panic!("{error}"),
                }
            }
            output
        })
    }

    /// Asks every task of the set to stop.
    pub fn abort_all(&mut self) {
        self.tickets.abort_asked();
        self.inner.abort_all();
    }

    /// Lets all tasks of the set run on without it.
    pub fn detach_all(&mut self) {
        self.tickets.dropped();
        self.inner.detach_all();
    }

    /// Asks every task of the set to stop, and waits until they have.
    #[track_caller]
    pub fn shutdown(&mut self) -> Leaf<impl Future<Output = ()>> {
        leaf(WaitOn::JoinSet, async {
            self.abort_all();
            while poll_fn(|cx| self.poll_join_next(cx)).await.is_some() {}
        })
    }
}

fn without_id<T>(result: Result<(Id, T), JoinError>) -> Result<T, JoinError> {
    result.map(|(_, value)| value)
}

impl<T> Drop for JoinSet<T> {
    fn drop(&mut self) {
        // Tokio's own asks them as it is dropped.
        self.tickets.abort_asked();
    }
}

impl<T> fmt::Debug for JoinSet<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T> Default for JoinSet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T, F> FromIterator<F> for JoinSet<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn from_iter<I: IntoIterator<Item = F>>(tasks: I) -> Self {
        let mut set = Self::new();
        set.extend(tasks);
        set
    }
}

impl<T, F> Extend<F> for JoinSet<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    fn extend<I: IntoIterator<Item = F>>(&mut self, tasks: I) {
        for task in tasks {
            self.spawn(task);
        }
    }
}
