//! The future around every observed task: it turns polls and the drop into records.

use super::local::{self, PollInProgress, PolledBy};
use super::waker;
use pin_project_lite::pin_project;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// What a task has come to, as far as its own future can tell.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    NeverPolled,
    Waiting,
    /// In a poll, returned `Ready`, or panicked: its last poll record says which.
    Over,
}

/// How the polls of a task begin.
pub(in crate::observe) trait Polls {
    fn begin(task: u32, last: PolledBy) -> PollInProgress;
}

/// Of a task that the runtime queues: its workers poll it.
pub(crate) enum Queued {}

/// Of a task of a `LocalSet`: whoever polls the set polls it inside.
pub(crate) enum Local {}

impl Polls for Queued {
    #[inline(always)]
    fn begin(task: u32, last: PolledBy) -> PollInProgress {
        PollInProgress::begin(task, last)
    }
}

impl Polls for Local {
    fn begin(task: u32, _last: PolledBy) -> PollInProgress {
        PollInProgress::begin_inside(task)
    }
}

pin_project! {
    /// Eight bytes more than the future inside: a larger wrapper can push a task into the
    /// allocator's next size class.
    pub(crate) struct Watched<F, P = Queued> {
        #[pin]
        future: F,
        polls: PhantomData<P>,
        task: u32,
        // Who polled it last, in room that alignment leaves.
        last: PolledBy,
        progress: Progress,
    }

    impl<F, P> PinnedDrop for Watched<F, P> {
        fn drop(this: Pin<&mut Self>) {
            let this = this.project();
            if *this.progress != Progress::Over {
                local::dropped(*this.task);
            }
        }
    }
}

impl<F> Watched<F> {
    pub(crate) fn new(future: F, task: u32) -> Self {
        Self::of(future, task)
    }
}

impl<F> Watched<F, Local> {
    pub(crate) fn local(future: F, task: u32) -> Self {
        Self::of(future, task)
    }
}

impl<F, P> Watched<F, P> {
    fn of(future: F, task: u32) -> Self {
        Self {
            future,
            polls: PhantomData,
            task,
            last: PolledBy::NOBODY,
            progress: Progress::NeverPolled,
        }
    }
}

impl<F: Future, P: Polls> Future for Watched<F, P> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let task = *this.task;
        let first = *this.progress == Progress::NeverPolled;
        // If the poll panics this stays: the record then says so, not the drop.
        *this.progress = Progress::Over;
        let poll = P::begin(task, *this.last);
        let future = this.future;
        let output = waker::with_observed(cx, task, first, |cx| future.poll(cx));
        if output.is_ready() {
            poll.ready();
        } else {
            *this.progress = Progress::Waiting;
            *this.last = poll.pending();
        }
        output
    }
}

/// The file in which the futures of observed tasks are polled, as the compiler names it.
pub const POLLS_IN: &str = file!();
