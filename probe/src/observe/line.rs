//! Lines of a text that is carried out, not compiled: what runs there is told as being there.

use super::application::{Kind, Probe};
use super::birth::{Birth, Ticket, observed};
use super::blocking::{around_job, in_place_at};
use super::clock::{self, Ticks};
use super::handle::{JoinHandle, Joined};
use super::leaf::Marked;
use super::local::{self, Wait, Waited};
use super::record::Tag;
use super::watched::Watched;
use super::{intern, panics, waker};
use crate::events::{KindId, Role, SiteId, TaskId, WaitOn};
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

/// A line of a script, and what a task that comes to it waits for there or does there.
///
/// For interpreters: what they run is told with the lines of what they read, where
/// [`leaf`](crate::leaf), [`occupy`](crate::occupy) and the spawns of this crate tell the line of
/// their caller. Its number is looked up once, when it is made, and kept for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line(SiteId);

pin_project! {
    /// A future whose waiting is told at a [`Line`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Lined<F> {
        #[pin]
        future: F,
        waited: Waited,
        wait: Option<Wait>,
    }
}

impl<F> Lined<F> {
    /// At this place, for a task (or 0), and due then (or 0).
    fn at(site: SiteId, until: Ticks, on: u32, future: F) -> Self {
        Self {
            future,
            waited: Waited {
                site: u32::try_from(site.index()).unwrap_or(u32::MAX),
                until,
                on,
            },
            wait: None,
        }
    }
}

impl<F: Future> Future for Lined<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let output = waker::with_named(cx.waker(), |cx| this.future.poll(cx));
        if output.is_ready() {
            if let Some(wait) = this.wait.take() {
                wait.ready();
            }
        } else if this.wait.is_none() {
            *this.wait = Wait::begin_known(*this.waited);
        }
        output
    }
}

impl Line {
    /// A line of a file, both from 1, and what is done there.
    pub fn new(file: &str, line: u32, column: u32, on: WaitOn) -> Self {
        Self(intern::line(file, line, column, on))
    }

    /// As [`leaf`](crate::leaf), at this line.
    pub fn leaf<F: Future>(self, future: F) -> Lined<F> {
        Lined::at(self.0, Ticks(0), 0, future)
    }

    /// As [`sleep`](crate::sleep), at this line.
    ///
    /// # Panics
    /// As Tokio's: outside a runtime with timers.
    pub fn sleep(self, time: Duration) -> Lined<tokio::time::Sleep> {
        // In this order it is never told as due later than it is.
        let now = clock::now();
        let sleep = tokio::time::sleep(time);
        let due = now.plus_nanos(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX));
        Lined::at(self.0, due, 0, sleep)
    }

    /// Awaits a handle at this line.
    pub fn join<T>(self, handle: JoinHandle<T>) -> Lined<Joined<T>> {
        let on = handle.number().map_or(0, TaskId::get);
        Lined::at(self.0, Ticks(0), on, Joined::of(handle))
    }

    /// As [`occupy`](crate::occupy), at this line.
    pub fn occupy<R>(self, work: impl FnOnce() -> R) -> R {
        let _marked = Marked::at(self.0);
        work()
    }

    /// As [`block_in_place`](crate::block_in_place), at this line.
    ///
    /// # Panics
    /// As Tokio's: on the current-thread runtime.
    pub fn block_in_place<R>(self, work: impl FnOnce() -> R) -> R {
        in_place_at(self.0, work)
    }

    /// As [`spawn_as`](crate::spawn_as), at this line.
    ///
    /// # Panics
    /// Outside a runtime.
    pub fn spawn<F>(self, name: &str, future: F) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let birth = self.birth(intern::kind(name), size_of::<F>());
        let number = local::observes().then(|| birth.announce(Tag::Spawned));
        let (inner, task) = observed!(number.flatten(), Watched::new, |future| tokio::spawn(
            future
        ));
        JoinHandle::new(inner, task, WaitOn::Join)
    }

    /// As [`Probe::spawn_sized`], at this line.
    ///
    /// # Panics
    /// As [`tokio::runtime::Handle::spawn`].
    pub fn spawn_sized<F>(
        self,
        probe: &Probe,
        handle: &tokio::runtime::Handle,
        kind: Kind,
        bytes: usize,
        future: F,
    ) -> JoinHandle<F::Output>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        probe.spawn_here(handle, self.birth(kind.id(), bytes), future)
    }

    /// As [`spawn_blocking_as`](crate::spawn_blocking_as), at this line.
    ///
    /// # Panics
    /// Outside a runtime.
    pub fn spawn_blocking<F, R>(self, name: &str, work: F) -> JoinHandle<R>
    where
        F: FnOnce() -> R + Send + 'static,
        R: Send + 'static,
    {
        let birth = self.birth(intern::kind(name), size_of::<F>());
        let number = local::observes().then(|| birth.announce(Tag::JobSubmitted));
        let (inner, job) = observed!(number.flatten(), around_job, |work| {
            tokio::task::spawn_blocking(work)
        });
        JoinHandle::new(inner, job, WaitOn::Blocking)
    }

    fn birth(self, kind: KindId, bytes: usize) -> Birth {
        Birth {
            kind,
            site: self.0,
            bytes,
            ticket: Ticket::Kept,
            role: Role::Task,
        }
    }

    /// Panics; [`note_panic`](crate::note_panic) is told this line.
    ///
    /// # Panics
    /// Always, with this text.
    #[expect(clippy::panic, reason = "it is asked for")]
    pub fn panic(self, text: &str) -> ! {
        let _at = panics::At::this(self.0);
        panic!("{text}")
    }
}
