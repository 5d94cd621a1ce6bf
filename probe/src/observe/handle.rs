//! Observed handles: who keeps one, awaits it, drops it, or asks its task to stop.

use super::clock;
use super::intern;
use super::local::{self, Wait, Waited};
use super::record::act;
use crate::events::{TaskId, WaitOn};
use std::fmt;
use std::future::Future;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::task::{Id, JoinError};

/// Records the drop of a handle whose result nobody took. 0: of a task that is not observed.
#[derive(Debug)]
pub(crate) struct Ticket(u32);

impl Ticket {
    pub(crate) fn of(task: u32) -> Self {
        Self(task)
    }

    fn tell(&self, act: u16) {
        if self.0 != 0 {
            local::handled(self.0, act);
        }
    }

    /// The result was taken.
    pub(crate) fn used(mut self) {
        self.take(act::JOINED);
    }

    fn take(&mut self, act: u16) {
        self.tell(act);
        self.0 = 0;
    }

    /// The task was asked to stop.
    pub(crate) fn abort_asked(&self) {
        self.tell(act::ABORT_ASKED);
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.tell(act::DROPPED);
    }
}

/// The await of a handle, while it is pending; none if no task waits, or if it was not told.
#[derive(Debug)]
struct Awaited(Option<Wait>);

impl Awaited {
    /// It was polled at this line, for the end of `task`, in vain.
    fn pending(&mut self, at: &'static Location<'static>, on: WaitOn, task: u32) {
        let by = local::current();
        if by == 0 {
            // In no observed task: nothing is told, and no line needs a number.
            return;
        }
        let site = intern::number_of_site(at, on);
        if self.0.as_ref().is_some_and(|wait| wait.is_of(by, site)) {
            return;
        }
        // Before, another task or another line awaited it, by reference.
        self.0 = None;
        // If the reader is too far behind for it, a later poll tries again.
        self.0 = Wait::begin_known(Waited {
            site,
            until: clock::Ticks(0),
            on: task,
        });
    }

    fn ready(&mut self) {
        if let Some(wait) = self.0.take() {
            wait.ready();
        }
    }
}

/// [`tokio::task::JoinHandle`], observed. Awaiting it shows the task that is awaited and the
/// line; dropping it before shows the task as detached.
///
/// The line is that of the code which polls the handle: the `.await` itself, or, where the
/// handle is inside of something else (`join_all`, `timeout`) or borrowed (`&mut handle`), a
/// line of that library. An await by reference counts as pending until the handle is ready, is
/// awaited elsewhere or is dropped: the waker it has left in the task stays there as long.
///
/// It turns [into](Self::into_inner) Tokio's own, and [`From`] it, for the few functions that ask
/// for that by name, such as `tokio_util::task::AbortOnDropHandle::new(handle.into_inner())`: a
/// line that the stand-in cannot leave unchanged.
pub struct JoinHandle<T> {
    /// Only [`Self::into_inner`] takes it out.
    inner: Option<tokio::task::JoinHandle<T>>,
    ticket: Ticket,
    awaited: Awaited,
    on: WaitOn,
}

impl<T> JoinHandle<T> {
    pub(crate) fn new(inner: tokio::task::JoinHandle<T>, task: u32, on: WaitOn) -> Self {
        Self {
            inner: Some(inner),
            ticket: Ticket(task),
            awaited: Awaited(None),
            on,
        }
    }

    fn inner(&self) -> &tokio::task::JoinHandle<T> {
        self.inner.as_ref().expect("it is taken with the handle")
    }

    /// As [`tokio::task::JoinHandle::id`].
    pub fn id(&self) -> Id {
        self.inner().id()
    }

    /// The probe's number of the task; `None` if it is not observed.
    pub fn number(&self) -> Option<TaskId> {
        TaskId::new(self.ticket.0)
    }

    /// Asks the task to stop; it does so at its next await, unless it ends before. A job of
    /// the blocking pool that has begun never does.
    pub fn abort(&self) {
        self.ticket.abort_asked();
        self.inner().abort();
    }

    /// What can ask the task to stop, without its result.
    #[must_use = "abort handles do nothing unless `.abort` is called"]
    pub fn abort_handle(&self) -> AbortHandle {
        AbortHandle::new(self.inner().abort_handle(), self.ticket.0)
    }

    /// Whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.inner().is_finished()
    }

    /// Takes the result if the task has ended, without waiting and without waking anything.
    ///
    /// # Errors
    /// The handle itself, while the task has not ended.
    pub fn try_take(mut self) -> Result<Result<T, JoinError>, Self> {
        if !self.is_finished() {
            return Err(self);
        }
        match self.poll_inner(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(result) => Ok(result),
            Poll::Pending => Err(self),
        }
    }

    /// Tokio's own handle. What is done with it is no longer observed.
    #[must_use = "dropped, it detaches the task"]
    #[expect(
        clippy::missing_panics_doc,
        reason = "it is there as long as the handle"
    )]
    pub fn into_inner(mut self) -> tokio::task::JoinHandle<T> {
        self.ticket.0 = 0;
        self.inner.take().expect("it is taken once")
    }

    /// Drops the handle without a record: the spawn's own says that it is given up.
    pub(super) fn forget(mut self) {
        self.ticket.0 = 0;
    }

    fn poll_inner(&mut self, cx: &mut Context<'_>) -> Poll<Result<T, JoinError>> {
        let inner = self.inner.as_mut().expect("it is taken with the handle");
        let output = Pin::new(inner).poll(cx);
        if output.is_ready() {
            self.awaited.ready();
            self.ticket.take(act::JOINED);
        }
        output
    }
}

impl<T> Future for JoinHandle<T> {
    type Output = Result<T, JoinError>;

    #[track_caller]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let output = self.poll_inner(cx);
        if output.is_pending() {
            let (on, task) = (self.on, self.ticket.0);
            self.awaited.pending(Location::caller(), on, task);
        }
        output
    }
}

/// A handle that is awaited; the line where is told by who awaits this.
#[derive(Debug)]
pub struct Joined<T>(JoinHandle<T>);

impl<T> Joined<T> {
    pub(super) fn of(handle: JoinHandle<T>) -> Self {
        Self(handle)
    }
}

impl<T> Future for Joined<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll_inner(cx)
    }
}

impl<T> Drop for JoinHandle<T> {
    fn drop(&mut self) {
        let left = self.inner.as_ref().filter(|_| self.ticket.0 != 0);
        if let Some(inner) = left.filter(|inner| inner.is_finished()) {
            local::result_dropped(inner.id());
        }
    }
}

// As Tokio's: a panic of the task is kept from whoever has the handle.
impl<T> UnwindSafe for JoinHandle<T> {}
impl<T> RefUnwindSafe for JoinHandle<T> {}

impl<T> fmt::Debug for JoinHandle<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JoinHandle")
            .field("id", &self.id())
            .finish()
    }
}

/// Of a task that is not observed, or no longer by this handle.
impl<T> From<tokio::task::JoinHandle<T>> for JoinHandle<T> {
    fn from(inner: tokio::task::JoinHandle<T>) -> Self {
        Self::new(inner, 0, WaitOn::Join)
    }
}

impl<T> From<JoinHandle<T>> for tokio::task::JoinHandle<T> {
    fn from(handle: JoinHandle<T>) -> Self {
        handle.into_inner()
    }
}

/// [`tokio::task::AbortHandle`], observed: who asks a task to stop is told.
#[derive(Clone)]
pub struct AbortHandle {
    inner: tokio::task::AbortHandle,
    task: u32,
}

impl AbortHandle {
    pub(crate) fn new(inner: tokio::task::AbortHandle, task: u32) -> Self {
        Self { inner, task }
    }

    /// As [`JoinHandle::abort`].
    pub fn abort(&self) {
        if self.task != 0 {
            local::handled(self.task, act::ABORT_ASKED);
        }
        self.inner.abort();
    }

    /// Whether the task has ended.
    pub fn is_finished(&self) -> bool {
        self.inner.is_finished()
    }

    /// As [`tokio::task::AbortHandle::id`].
    pub fn id(&self) -> Id {
        self.inner.id()
    }

    /// The probe's number of the task; `None` if it is not observed.
    pub fn number(&self) -> Option<TaskId> {
        TaskId::new(self.task)
    }

    /// Tokio's own handle. What is done with it is no longer observed.
    pub fn into_inner(self) -> tokio::task::AbortHandle {
        self.inner
    }
}

// As Tokio's.
impl UnwindSafe for AbortHandle {}
impl RefUnwindSafe for AbortHandle {}

impl fmt::Debug for AbortHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AbortHandle")
            .field("id", &self.id())
            .finish()
    }
}

/// Of a task that is not observed, or not by this handle.
impl From<tokio::task::AbortHandle> for AbortHandle {
    fn from(inner: tokio::task::AbortHandle) -> Self {
        Self::new(inner, 0)
    }
}

impl From<AbortHandle> for tokio::task::AbortHandle {
    fn from(handle: AbortHandle) -> Self {
        handle.into_inner()
    }
}
