//! Observed awaits: what a task waits for, at which line.

use super::clock::{self, Ticks};
use super::intern;
use super::local::{self, Waited};
use super::record::{Packed, Tag};
use super::waker;
use crate::events::{SiteId, WaitOn};
use pin_project_lite::pin_project;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::Instant;

pin_project! {
    /// A future whose waiting is observed. Made by [`leaf`] and [`yield_now`].
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub struct Leaf<F> {
        #[pin]
        future: F,
        wait: Wait,
    }
}

/// Records one wait: that it begins, that it ends, or that it is dropped in between.
///
/// Kept apart from [`Leaf`] so that a timer can use it too.
#[derive(Debug)]
pub(super) struct Wait {
    site: SiteId,
    /// When it is due (a timer), 0 if unknown. In halves: without a gap in here, what holds
    /// a wait is moved whole.
    until: [u32; 2],
    /// The task or job waited for, 0 if none.
    on: u32,
    /// The task that waits, from the first `Pending` that was recorded until it is over.
    task: u32,
}

/// How a wait ends, as its record has it.
const READY: u16 = 0;
const DROPPED: u16 = 1;

const _: () = assert!(size_of::<Wait>() == 20, "a wait has a gap");

impl Wait {
    pub(super) fn new(at: &'static Location<'static>, wait: WaitOn, on: u32) -> Self {
        Self {
            site: intern::site(at, wait),
            until: [0; 2],
            on,
            task: 0,
        }
    }

    /// At a place that has its number, and due then (0: not known).
    fn at_site(site: SiteId, until: Ticks, on: u32) -> Self {
        let mut wait = Self {
            site,
            until: [0; 2],
            on,
            task: 0,
        };
        wait.is_due(until);
        wait
    }

    fn until(&self) -> Ticks {
        let [low, high] = self.until;
        Ticks(u64::from(low) | u64::from(high) << 32)
    }

    fn is_due(&mut self, at: Ticks) {
        self.until = [at.0 as u32, (at.0 >> 32) as u32];
    }

    fn site_number(&self) -> u32 {
        u32::try_from(self.site.index()).unwrap_or(u32::MAX)
    }

    /// Takes note of what a poll of the awaited future came to.
    pub(super) fn polled(&mut self, is_ready: bool) {
        if is_ready {
            self.over(READY);
        } else if self.task == 0 {
            self.begin();
        }
    }

    fn begin(&mut self) {
        // If the reader is too far behind for it, a later poll tries again.
        self.task = local::wait_begins(Waited {
            site: self.site_number(),
            until: self.until(),
            on: self.on,
        });
    }

    fn over(&mut self, flags: u16) {
        let task = std::mem::take(&mut self.task);
        if task != 0 {
            let record = Packed::new(Tag::WaitOver, clock::now(), task, self.site_number());
            local::record(task, record.with(flags));
        }
    }
}

impl Drop for Wait {
    fn drop(&mut self) {
        self.over(DROPPED);
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
        if self.waiting() != 0 || local::current() == 0 {
            return;
        }
        let wait = self.0.insert(Wait::new(at, on, 0));
        if let Some(due) = due {
            // In this order it is never told as due later than it is.
            let now = clock::now();
            let left = due.saturating_duration_since(Instant::now()).as_nanos();
            wait.is_due(now.plus_nanos(u64::try_from(left).unwrap_or(u64::MAX)));
        }
        wait.begin();
    }

    /// The task that waits, 0 if none does.
    fn waiting(&self) -> u32 {
        self.0.as_ref().map_or(0, |wait| wait.task)
    }

    /// It was ready.
    pub(crate) fn over(&mut self) {
        self.ends(READY);
    }

    /// It is not ready, and no longer waited for.
    pub(crate) fn dropped(&mut self) {
        self.ends(DROPPED);
    }

    fn ends(&mut self, how: u16) {
        if let Some(wait) = &mut self.0 {
            wait.over(how);
        }
    }
}

/// The wait of a timer.
#[derive(Debug)]
pub(crate) struct TimerWait {
    at: &'static Location<'static>,
    wait: LateWait,
}

impl TimerWait {
    /// Of a timer that is made at the caller's line.
    #[track_caller]
    pub(crate) fn here() -> Self {
        Self {
            at: Location::caller(),
            wait: LateWait::default(),
        }
    }

    /// The timer was polled and is not over. It is due then, if that is known.
    pub(crate) fn pending(&mut self, due: Option<Instant>) {
        self.wait.pending(self.at, WaitOn::Timer, due);
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
    pub(crate) fn at(at: &'static Location<'static>, on: WaitOn, future: F) -> Self {
        Self {
            future,
            wait: Wait::new(at, on, 0),
        }
    }

    /// [`leaf`], at a place that has its number, for a task (or 0) and due then (or 0).
    pub(super) fn at_site(site: SiteId, until: Ticks, on: u32, future: F) -> Self {
        Self {
            future,
            wait: Wait::at_site(site, until, on),
        }
    }

    /// What is awaited.
    #[cfg(feature = "named-waits")]
    pub(crate) fn awaited(self: Pin<&mut Self>) -> Pin<&mut F> {
        self.project().future
    }
}

impl<F: Future> Future for Leaf<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if this.wait.task == 0 && local::current() == 0 {
            // No observed task polls it: there is nothing to tell, and nothing to pay for.
            return this.future.poll(cx);
        }
        let output = waker::with_named(cx, |cx| this.future.poll(cx));
        this.wait.polled(output.is_ready());
        output
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
/// Outside an observed task it only passes the future through.
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
