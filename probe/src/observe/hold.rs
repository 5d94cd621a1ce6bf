//! Locks and permits: who has them is kept in them, and told as soon as somebody waits.
//!
//! Where nobody waits, taking and giving back tell nothing: a number is stored. Who begins to wait
//! reads it; from then on until the last one has waited, each change is told. A change is stored
//! first and its time read then; who waits counts itself first, then reads the time and what is
//! stored. So in the order of the events nobody has what was given back before.

use super::clock;
use super::intern;
use super::local::{self, Wait};
use super::process;
use super::waker;
use crate::events::{Holder, LockId, LockMode, SiteId, TaskId, WaitOn, What};
use pin_project_lite::pin_project;
use std::future::Future;
use std::mem::ManuallyDrop;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll, Waker};

/// Who has a lock or permits.
#[derive(Debug, Default)]
pub(crate) struct Hold {
    /// The task and the line that took it (low half), of the first that has it; 0 if that is not
    /// known.
    holder: AtomicU64,
    /// How many others have it, too.
    others: AtomicU32,
    /// Who waits, and is told to.
    waiters: AtomicU32,
    /// Its number, 0 as long as nobody has waited.
    number: AtomicU32,
}

/// The number of the lock for which somebody waited last for the first time.
static LAST: AtomicU32 = AtomicU32::new(0);

/// What one has of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    /// Nobody is told that it has any.
    Untold,
    First,
    Other,
}

impl Hold {
    pub(crate) const fn new() -> Self {
        Self {
            holder: AtomicU64::new(0),
            others: AtomicU32::new(0),
            waiters: AtomicU32::new(0),
            number: AtomicU32::new(0),
        }
    }

    /// Awaits it: for what, and at which line.
    pub(crate) fn wait<F>(
        &self,
        at: &'static Location<'static>,
        mode: LockMode,
        future: F,
    ) -> Acquire<'_, F> {
        Acquire {
            future,
            wanted: Wanted { at, mode },
            hold: self,
            told: process::is_used(),
            queued: None,
        }
    }

    /// The task polled here, or the job that runs here, has got it at that line.
    pub(crate) fn take(&self, at: &'static Location<'static>, mode: LockMode) -> Given<'_> {
        Given {
            hold: self,
            share: self.taken(at, mode),
        }
    }

    fn taken(&self, at: &'static Location<'static>, mode: LockMode) -> Share {
        if !process::is_used() {
            return Share::Untold;
        }
        let Some(task) = local::current_task() else {
            return self.taken_by_other();
        };
        let site = intern::number_of_site(at, wait_of(mode));
        let mine = u64::from(task.get()) << 32 | u64::from(site);
        let order = Ordering::SeqCst;
        if self.holder.compare_exchange(0, mine, order, order).is_err() {
            return self.taken_by_other();
        }
        if self.is_awaited() {
            local::note(&What::LockTaken {
                task,
                lock: self.number(),
                site: SiteId::new(site),
            });
        }
        Share::First
    }

    fn taken_by_other(&self) -> Share {
        self.others.fetch_add(1, Ordering::Relaxed);
        Share::Other
    }

    fn give_back(&self, share: Share) {
        match share {
            Share::Untold => {}
            Share::Other => {
                self.others.fetch_sub(1, Ordering::Relaxed);
            }
            Share::First => {
                let was = self.holder.swap(0, Ordering::SeqCst);
                if self.is_awaited() {
                    self.tell_freed(was);
                }
            }
        }
    }

    #[cold]
    fn tell_freed(&self, was: u64) {
        if let Some(Holder { task, .. }) = holder(was) {
            let lock = self.number();
            local::note(&What::LockFreed { task, lock });
        }
    }

    fn is_awaited(&self) -> bool {
        self.waiters.load(Ordering::SeqCst) > 0
    }

    /// Tells who has what the wait that has just begun is for.
    #[cold]
    fn tell_awaited(&self, task: TaskId, site: SiteId, mode: LockMode) {
        // In this order: whoever gives it back after this look tells so, with a later time.
        let at = clock::now();
        let holder = holder(self.holder.load(Ordering::SeqCst));
        let what = What::LockAwaited {
            task,
            site,
            lock: self.number(),
            mode,
            holder,
            others: self.others.load(Ordering::Relaxed),
        };
        local::note_of(at, &what);
    }

    /// Its number, given with the first wait.
    fn number(&self) -> LockId {
        let known = self.number.load(Ordering::Relaxed);
        if known != 0 {
            return LockId::new(known);
        }
        let new = LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let order = Ordering::Relaxed;
        let before = self.number.compare_exchange(0, new, order, order);
        LockId::new(before.map_or_else(|known| known, |_| new))
    }
}

fn holder(stored: u64) -> Option<Holder> {
    Some(Holder {
        task: TaskId::new((stored >> 32) as u32)?,
        site: SiteId::new(stored as u32),
    })
}

const fn wait_of(mode: LockMode) -> WaitOn {
    match mode {
        LockMode::Exclusive | LockMode::Shared => WaitOn::Lock,
        LockMode::Permits => WaitOn::Permit,
    }
}

/// That somebody has it. Dropped, it is given back: to be dropped before what lets the next one
/// have it.
#[derive(Debug)]
pub(crate) struct Given<'a> {
    hold: &'a Hold,
    share: Share,
}

impl Given<'_> {
    /// As much once more, of what is parted in two.
    #[cfg(feature = "named-waits")]
    pub(crate) fn part(&self) -> Self {
        Self {
            hold: self.hold,
            share: match self.share {
                Share::Untold => Share::Untold,
                Share::First | Share::Other => self.hold.taken_by_other(),
            },
        }
    }

    /// For who keeps it beside what it is of.
    pub(crate) fn kept<L: Holds + ?Sized>(self, lock: Arc<L>) -> Kept<L> {
        let share = ManuallyDrop::new(self).share;
        Kept { lock, share }
    }
}

impl Drop for Given<'_> {
    fn drop(&mut self) {
        self.hold.give_back(self.share);
    }
}

/// What can be held.
pub(crate) trait Holds {
    fn hold(&self) -> &Hold;
}

/// As [`Given`], with what it is of.
#[derive(Debug)]
pub(crate) struct Kept<L: Holds + ?Sized> {
    lock: Arc<L>,
    share: Share,
}

impl<L: Holds + ?Sized> Kept<L> {
    /// As [`Given::part`].
    #[cfg(feature = "named-waits")]
    pub(crate) fn part(&self) -> Self {
        let hold = self.lock.hold();
        let share = self.share;
        let given = ManuallyDrop::new(Given { hold, share });
        given.part().kept(Arc::clone(&self.lock))
    }
}

impl<L: Holds + ?Sized> Drop for Kept<L> {
    fn drop(&mut self) {
        self.lock.hold().give_back(self.share);
    }
}

#[derive(Clone, Copy, Debug)]
struct Wanted {
    at: &'static Location<'static>,
    mode: LockMode,
}

pin_project! {
    /// A lock or permits that are awaited. Who has them is told as soon as they are waited for.
    #[must_use = "futures do nothing unless awaited"]
    #[derive(Debug)]
    pub(crate) struct Acquire<'a, F> {
        #[pin]
        future: F,
        wanted: Wanted,
        hold: &'a Hold,
        // As in a `Leaf`.
        told: bool,
        queued: Option<Queued<'a>>,
    }
}

impl<F: Future> Acquire<'_, F> {
    #[inline(never)]
    fn poll_told(self: Pin<&mut Self>, waker: &Waker) -> Poll<F::Output> {
        let this = self.project();
        let output = waker::with_named(waker, |cx| this.future.poll(cx));
        if output.is_ready() {
            if let Some(queued) = this.queued.take() {
                queued.wait.ready();
            }
        } else if this.queued.is_none() {
            *this.queued = Queued::begin(this.hold, *this.wanted);
        }
        output
    }
}

impl<F: Future> Future for Acquire<'_, F> {
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

/// A wait that was told, counted among those of its lock.
#[derive(Debug)]
struct Queued<'a> {
    wait: Wait,
    // Dropped behind the wait: as long as it is told, so are changes.
    _counted: Counted<'a>,
}

#[derive(Debug)]
struct Counted<'a>(&'a AtomicU32);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl<'a> Queued<'a> {
    fn begin(hold: &'a Hold, Wanted { at, mode }: Wanted) -> Option<Self> {
        let wait = Wait::begin(at, wait_of(mode))?;
        hold.waiters.fetch_add(1, Ordering::SeqCst);
        let counted = Counted(&hold.waiters);
        if let Some(task) = TaskId::new(wait.task()) {
            hold.tell_awaited(task, wait.site(), mode);
        }
        Some(Self {
            wait,
            _counted: counted,
        })
    }
}
