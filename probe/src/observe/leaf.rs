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
/// Kept apart from [`Leaf`] so that a handle's await can use it too.
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

/// The wait of a timer. Its place gets a number only when a task waits there: a timer where
/// nothing is observed costs no more than Tokio's.
#[derive(Debug)]
pub(crate) struct TimerWait {
    at: &'static Location<'static>,
    wait: Option<Wait>,
}

impl TimerWait {
    /// Of a timer that is made at the caller's line.
    #[track_caller]
    pub(crate) fn here() -> Self {
        Self {
            at: Location::caller(),
            wait: None,
        }
    }

    /// The timer was polled and is not over. It is due then, if that is known.
    pub(crate) fn pending(&mut self, due: Option<Instant>) {
        if !self.is_waited_for() && local::current() != 0 {
            let wait = self
                .wait
                .get_or_insert_with(|| Wait::new(self.at, WaitOn::Timer, 0));
            if let Some(due) = due {
                // In this order it is never told as due later than it is.
                let now = clock::now();
                let left = due.saturating_duration_since(Instant::now()).as_nanos();
                wait.is_due(now.plus_nanos(u64::try_from(left).unwrap_or(u64::MAX)));
            }
            wait.begin();
        }
    }

    fn is_waited_for(&self) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.task != 0)
    }

    /// The timer is over.
    pub(crate) fn over(&mut self) {
        self.ends(READY);
    }

    /// The timer is not over, and no longer waited for.
    pub(crate) fn dropped(&mut self) {
        self.ends(DROPPED);
    }

    /// The timer was set to another time: the waker it has is kept for that. Nothing is told of
    /// one that no task waits for, and of a task that is not polled here not before its next poll.
    pub(crate) fn renewed(&mut self, due: Option<Instant>) {
        let waits = self.wait.as_ref().map_or(0, |wait| wait.task);
        if waits != 0 {
            self.dropped();
            if waits == local::current() {
                self.pending(due);
            }
        }
    }

    fn ends(&mut self, how: u16) {
        if let Some(wait) = &mut self.wait {
            wait.over(how);
        }
    }
}

impl<F: Future> Future for Leaf<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
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
    Leaf {
        future,
        wait: Wait::new(Location::caller(), on, 0),
    }
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
    at_line(site);
    let _unmark = Unmark;
    work()
}

/// Records that the current task has reached a marked line.
pub(super) fn at_line(site: SiteId) {
    let task = local::current();
    if task != 0 {
        let number = u32::try_from(site.index()).unwrap_or(u32::MAX);
        local::record(task, Packed::new(Tag::At, clock::now(), task, number));
        local::mark(Some(site));
    }
}

struct Unmark;

impl Drop for Unmark {
    fn drop(&mut self) {
        local::mark(None);
    }
}
