//! Observed handles: who keeps one, awaits it, drops it, or asks its task to stop.

use super::birth::Birth;
use super::intern;
use super::leaf::{Leaf, Wait, leaf};
use super::local;
use super::record::{Tag, act};
use super::watched::Watched;
use crate::events::{TaskId, WaitOn};
use std::collections::HashMap;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::task::JoinError;

fn tell(task: u32, act: u16) {
    if task != 0 {
        local::handled(task, act);
    }
}

/// Records the drop of a handle whose result nobody took.
#[derive(Debug)]
struct Ticket(u32);

impl Ticket {
    /// The result was taken.
    fn used(&mut self) {
        tell(std::mem::take(&mut self.0), act::JOINED);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        tell(self.0, act::DROPPED);
    }
}

/// [`tokio::task::JoinHandle`], observed. Awaiting it shows the line of the `.await`;
/// dropping it before shows the task as detached.
#[derive(Debug)]
pub struct JoinHandle<T> {
    inner: tokio::task::JoinHandle<T>,
    ticket: Ticket,
    on: WaitOn,
}

impl<T> JoinHandle<T> {
    pub(super) fn new(inner: tokio::task::JoinHandle<T>, task: u32, on: WaitOn) -> Self {
        Self {
            inner,
            ticket: Ticket(task),
            on,
        }
    }

    /// Of a task that nobody observes.
    pub(super) fn unobserved(inner: tokio::task::JoinHandle<T>) -> Self {
        Self::new(inner, 0, WaitOn::Join)
    }

    /// The probe's number of the task; `None` if it is not observed.
    pub fn id(&self) -> Option<TaskId> {
        TaskId::new(self.ticket.0)
    }

    /// Asks the task to stop; it does so at its next await, unless it ends before. A job of
    /// the blocking pool that has begun never does.
    pub fn abort(&self) {
        tell(self.ticket.0, act::ABORT_ASKED);
        self.inner.abort();
    }

    /// Whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.inner.is_finished()
    }

    /// Takes the result if the task has ended, without waiting and without waking anything.
    ///
    /// # Errors
    /// The handle itself, while the task has not ended.
    pub fn try_take(mut self) -> Result<Result<T, JoinError>, Self> {
        if !self.inner.is_finished() {
            return Err(self);
        }
        match Pin::new(&mut self.inner).poll(&mut Context::from_waker(std::task::Waker::noop())) {
            Poll::Ready(result) => {
                self.ticket.used();
                Ok(result)
            }
            Poll::Pending => Err(self),
        }
    }

    /// Drops the handle without a record: the spawn's own says that it is given up.
    pub(super) fn forget(mut self) {
        self.ticket.0 = 0;
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        if self.ticket.0 != 0 && self.inner.is_finished() {
            local::result_dropped(self.inner.id());
        }
    }
}

impl<T> IntoFuture for JoinHandle<T> {
    type Output = Result<T, JoinError>;
    type IntoFuture = Join<T>;

    #[track_caller]
    fn into_future(self) -> Join<T> {
        let wait = Wait::new(Location::caller(), self.on, self.ticket.0);
        Join { handle: self, wait }
    }
}

/// A handle being awaited.
#[must_use = "futures do nothing unless awaited"]
#[derive(Debug)]
pub struct Join<T> {
    handle: JoinHandle<T>,
    wait: Wait,
}

impl<T> Future for Join<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let output = Pin::new(&mut self.handle.inner).poll(cx);
        self.wait.polled(output.is_ready());
        if output.is_ready() {
            self.handle.ticket.used();
        }
        output
    }
}

/// [`tokio::task::JoinSet`], observed. Dropped, it aborts what is left in it, as Tokio's does.
///
/// ```
/// use kitchen_probe::{JoinSet, Probe};
///
/// let (probe, _reader) = Probe::new();
/// let runtime = probe.build(&mut tokio::runtime::Builder::new_multi_thread())?;
/// let sum = runtime.block_on(async {
///     let mut set = JoinSet::new();
///     (1..=3).for_each(|number| set.spawn(async move { number }));
///     let mut sum = 0;
///     while let Some(number) = set.join_next().await {
///         sum += number.expect("no panic");
///     }
///     sum
/// });
/// assert_eq!(sum, 6);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct JoinSet<T> {
    inner: tokio::task::JoinSet<T>,
    tickets: HashMap<tokio::task::Id, Ticket>,
}

impl<T> Default for JoinSet<T> {
    fn default() -> Self {
        Self {
            inner: tokio::task::JoinSet::new(),
            tickets: HashMap::new(),
        }
    }
}

impl<T: Send + 'static> JoinSet<T> {
    /// An empty set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Spawns a task into the set.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn(&mut self, future: impl Future<Output = T> + Send + 'static) {
        self.spawn_of(intern::kind_of_future(&future), Location::caller(), future);
    }

    /// Spawns a task into the set, with a name for its kind.
    ///
    /// # Panics
    /// Outside a runtime.
    #[track_caller]
    pub fn spawn_as(
        &mut self,
        kind: &'static str,
        future: impl Future<Output = T> + Send + 'static,
    ) {
        self.spawn_of(intern::static_kind(kind), Location::caller(), future);
    }

    fn spawn_of<F>(
        &mut self,
        kind: crate::events::KindId,
        at: &'static Location<'static>,
        future: F,
    ) where
        F: Future<Output = T> + Send + 'static,
    {
        let number = Birth::of::<F>(kind, at).announce(Tag::Spawned);
        #[cfg(tokio_unstable)]
        let _announced = local::Announced::task(number);
        match number {
            Some(task) => {
                let tokio_id = self.inner.spawn(Watched::new(future, task)).id();
                self.tickets.insert(tokio_id, Ticket(task));
            }
            None => {
                self.inner.spawn(future);
            }
        }
    }

    /// Waits for the next task of the set to end; `None` if the set is empty.
    #[track_caller]
    pub fn join_next(&mut self) -> Leaf<impl Future<Output = Option<Result<T, JoinError>>>> {
        leaf(WaitOn::JoinSet, async {
            let result = self.inner.join_next_with_id().await?;
            let id = result.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
            if let Some(mut ticket) = self.tickets.remove(&id) {
                ticket.used();
            }
            Some(result.map(|(_, value)| value))
        })
    }

    /// Tasks in the set, ended ones not yet taken included.
    pub fn len(&self) -> usize {
        self.inner.len()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.inner.is_empty()
    }

    /// Asks every task of the set to stop.
    pub fn abort_all(&mut self) {
        self.tell_abort();
        self.inner.abort_all();
    }
}

impl<T> JoinSet<T> {
    fn tell_abort(&self) {
        for ticket in self.tickets.values() {
            tell(ticket.0, act::ABORT_ASKED);
        }
    }
}

impl<T> Drop for JoinSet<T> {
    fn drop(&mut self) {
        self.tell_abort();
    }
}
