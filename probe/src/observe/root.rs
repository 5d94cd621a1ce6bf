//! The future that `block_on` runs: a lane beside the tasks, which no scheduler queues.

use super::birth::{Birth, Ticket};
use super::intern;
use super::local::{self, PollInProgress, PolledBy};
use super::record::Tag;
use crate::events::Role;
use pin_project_lite::pin_project;
use std::future::Future;
use std::panic::Location;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};

pin_project! {
    /// Turns the polls of `block_on`'s future into records. Its waker is not a task's: it is
    /// wrapped as any other waker could be, never under the vtable of tasks.
    pub(crate) struct Root<F> {
        #[pin]
        future: F,
        // 0 where it is not observed.
        task: u32,
        last: PolledBy,
        // In a poll, returned `Ready`, or panicked: its last poll record says which.
        over: bool,
        waker: Option<Waking>,
    }

    impl<F> PinnedDrop for Root<F> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if !*this.over && *this.task != 0 {
                local::dropped(*this.task);
            }
        }
    }
}

impl<F: Future> Root<F> {
    /// Tells of a future, to whom this thread serves, and gives its number; 0 if to nobody.
    pub(crate) fn announce(at: &'static Location<'static>) -> u32 {
        let birth = Birth {
            role: Role::BlockOn,
            // Nobody can have a handle.
            ticket: Ticket::GivenUp,
            ..Birth::of::<F>(intern::kind_of_type::<F>(), at)
        };
        birth.announce(Tag::Spawned).unwrap_or(0)
    }

    /// Around a future, or around the box it is in, of which was told before.
    pub(crate) fn new(future: F, task: u32) -> Self {
        Self {
            task,
            future,
            last: PolledBy::NOBODY,
            over: false,
            waker: None,
        }
    }
}

impl<F: Future> Future for Root<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        if *this.task == 0 {
            return this.future.poll(cx);
        }
        let waking = Waking::of(this.waker, *this.task, cx.waker());
        // If the poll panics this stays: the record then says so, not the drop.
        *this.over = true;
        let poll = PollInProgress::begin(*this.task, *this.last);
        let output = this.future.poll(&mut Context::from_waker(waking));
        if output.is_ready() {
            poll.ready();
        } else {
            *this.over = false;
            *this.last = poll.pending();
        }
        output
    }
}

/// The waker that `block_on` gave, and the one around it that the future gets.
struct Waking {
    given: Waker,
    told: Waker,
}

impl Waking {
    /// The one around this waker: mostly it is the same in every poll.
    fn of<'a>(kept: &'a mut Option<Self>, task: u32, given: &Waker) -> &'a Waker {
        let same = kept.take().filter(|kept| kept.given.will_wake(given));
        let waking = same.unwrap_or_else(|| Self {
            given: given.clone(),
            told: Waker::from(Arc::new(Told {
                task,
                inner: given.clone(),
            })),
        });
        &kept.insert(waking).told
    }
}

/// Tells of a wake, and wakes.
struct Told {
    task: u32,
    inner: Waker,
}

impl Wake for Told {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        local::woken::<false>(self.task);
        self.inner.wake_by_ref();
    }
}
