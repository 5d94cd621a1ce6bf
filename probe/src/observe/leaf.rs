//! Observed awaits: what a task waits for, at which line.

use super::clock::{self, Ticks};
use super::intern;
use super::local::{self, Wait, Waited};
use super::process;
use super::record::{Packed, Tag};
use super::waker;
use crate::events::{SiteId, WaitOn};
use pin_project_lite::pin_project;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use tokio::time::Instant;

pin_project! {
    /// A future whose waiting is observed. Made by [`leaf`] and [`yield_now`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Leaf<F> {
        #[pin]
        future: F,
        at: &'static Location<'static>,
        on: WaitOn,
        // Something was observed in the process as it was made. If not, it is its future and no
        // more: this is the one thing that is asked.
        told: bool,
        wait: Option<Wait>,
    }
}

/// A wait whose place gets a number only when a task waits there: where nothing is observed it
/// costs next to nothing.
#[derive(Debug, Default)]
pub(crate) struct LateWait(Option<Wait>);

impl LateWait {
    /// What is awaited at this line was polled and is not over. It is due then, if it is known.
    pub(crate) fn pending(
        &mut self,
        at: &'static Location<'static>,
        on: WaitOn,
        due: Option<Instant>,
    ) {
        if self.0.is_none() && local::current() != 0 {
            self.0 = Wait::begin_known(Waited {
                site: intern::number_of_site(at, on),
                until: due.map_or(Ticks(0), due_at),
                on: 0,
            });
        }
    }

    /// The task that waits, 0 if none does.
    fn waiting(&self) -> u32 {
        self.0.as_ref().map_or(0, Wait::task)
    }

    /// It was ready.
    pub(crate) fn over(&mut self) {
        if let Some(wait) = self.0.take() {
            wait.ready();
        }
    }

    /// It is not ready, and no longer waited for.
    pub(crate) fn dropped(&mut self) {
        self.0 = None;
    }
}

/// When the clock of records will show this time, or a little before.
fn due_at(due: Instant) -> Ticks {
    // In this order it is never told as due later than it is.
    let now = clock::now();
    let left = due.saturating_duration_since(Instant::now()).as_nanos();
    now.plus_nanos(u64::try_from(left).unwrap_or(u64::MAX))
}

/// The wait of a timer.
#[derive(Debug)]
pub(crate) struct TimerWait {
    /// None where nothing was observed yet in the process as the timer was made: it is not told.
    at: Option<&'static Location<'static>>,
    wait: LateWait,
}

impl TimerWait {
    /// Of a timer that is made at the caller's line.
    #[track_caller]
    pub(crate) fn here() -> Self {
        let at = Location::caller();
        Self {
            at: process::is_used().then_some(at),
            wait: LateWait::default(),
        }
    }

    /// The timer was polled and is not over. It is due then, if that is known.
    pub(crate) fn pending(&mut self, due: Option<Instant>) {
        if let Some(at) = self.at {
            self.wait.pending(at, WaitOn::Timer, due);
        }
    }

    /// The timer is over.
    pub(crate) fn over(&mut self) {
        self.wait.over();
    }

    /// The timer is not over, and no longer waited for.
    pub(crate) fn dropped(&mut self) {
        self.wait.dropped();
    }

    /// The timer was set to another time: the waker it has is kept for that. Nothing is told of
    /// one that no task waits for, and of a task that is not polled here not before its next poll.
    pub(crate) fn renewed(&mut self, due: Option<Instant>) {
        let waits = self.wait.waiting();
        if waits != 0 {
            self.dropped();
            if waits == local::current() {
                self.pending(due);
            }
        }
    }
}

impl<F> Leaf<F> {
    /// [`leaf`], at a line that is given.
    #[inline]
    pub(crate) fn at(at: &'static Location<'static>, on: WaitOn, future: F) -> Self {
        Self {
            future,
            at,
            on,
            told: process::is_used(),
            wait: None,
        }
    }

    /// What is awaited.
    #[cfg(feature = "named-waits")]
    pub(crate) fn awaited(self: Pin<&mut Self>) -> Pin<&mut F> {
        self.project().future
    }
}

impl<F: Future> Leaf<F> {
    /// A function of its own, so that an await that nobody observes saves no registers for it.
    #[inline(never)]
    fn poll_told(self: Pin<&mut Self>, waker: &Waker) -> Poll<F::Output> {
        let this = self.project();
        let output = waker::with_named(waker, |cx| this.future.poll(cx));
        if output.is_ready() {
            if let Some(wait) = this.wait.take() {
                wait.ready();
            }
        } else if this.wait.is_none() {
            *this.wait = Wait::begin(this.at, *this.on);
        }
        output
    }
}

impl<F: Future> Future for Leaf<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        if self.told {
            self.poll_told(cx.waker())
        } else {
            self.project().future.poll(cx)
        }
    }
}

/// Makes an await visible: what it waits for, and the line of this call.
///
/// ```
/// # async fn f(knife: &tokio::sync::Mutex<u32>) {
/// use kitchen_probe::{events::WaitOn, leaf};
/// let guard = leaf(WaitOn::Lock, knife.lock()).await;
/// # }
/// ```
///
/// Outside an observed task it only passes the future through. So does one that was made before
/// there was a probe in the process.
#[track_caller]
pub fn leaf<F: Future>(on: WaitOn, future: F) -> Leaf<F> {
    Leaf::at(Location::caller(), on, future)
}

/// [`tokio::task::yield_now`], observed: the task goes to its worker's deferred list.
#[track_caller]
pub fn yield_now() -> Leaf<impl Future<Output = ()>> {
    leaf(WaitOn::Yield, tokio::task::yield_now())
}

/// Runs synchronous work that holds the worker, with its line shown while it lasts.
///
/// It changes nothing about the work: a long one stalls the worker, and is seen to.
#[track_caller]
pub fn occupy<R>(work: impl FnOnce() -> R) -> R {
    let site = intern::site(Location::caller(), WaitOn::Work);
    let _marked = Marked::at(site);
    work()
}

/// Records that the current task has reached a marked line.
fn at_line(site: SiteId) {
    let task = local::current();
    if task != 0 {
        let number = u32::try_from(site.index()).unwrap_or(u32::MAX);
        local::record(task, Packed::new(Tag::At, clock::now(), task, number));
    }
}

/// While it lives, the current task is shown at a marked line. Then it is shown where it was
/// before.
pub(super) struct Marked {
    before: (u32, Option<SiteId>),
}

impl Marked {
    pub(super) fn at(site: SiteId) -> Self {
        at_line(site);
        Self {
            before: local::mark((local::current(), Some(site))),
        }
    }
}

impl Drop for Marked {
    fn drop(&mut self) {
        local::mark(self.before);
    }
}
