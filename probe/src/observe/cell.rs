//! Now-cells: what each worker polls at this moment, in memory anyone may read.
//!
//! A worker that is stuck in a poll sends nothing. Its cell was written before the
//! poll began, so a reader sees the stall while it lasts.

use super::clock::Ticks;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering, fence};

/// One worker's cell, on cache lines of its own (128: adjacent-line prefetch pairs lines).
#[repr(align(128))]
#[derive(Default)]
pub(super) struct NowCell {
    since: AtomicU64,
    /// Task in the low half, marked site + 1 in the high half; no task means between polls, and
    /// [`PARKED`] that the worker is parked.
    hand: AtomicU64,
    /// The system's number of the thread that is this worker, 0 if it is not known.
    thread: AtomicU32,
}

/// No task, and no site: they end below this.
const PARKED: u64 = u64::MAX << 32;

impl NowCell {
    /// From now on this thread is the worker. The fence is as in [`begin`](Self::begin): who sees
    /// the new thread no longer sees what the one before had in hand.
    #[inline]
    pub(super) fn is_of(&self, thread: u32) {
        fence(Ordering::Release);
        self.thread.store(thread, Ordering::Relaxed);
    }

    /// The worker begins to poll. `since` goes first: who sees the task sees its time. The
    /// fence, which costs nothing on x86, is half of a pair: who sees this time no longer sees
    /// the task before.
    #[inline]
    pub(super) fn begin(&self, task: u32, since: Ticks) {
        fence(Ordering::Release);
        self.since.store(since.0, Ordering::Relaxed);
        self.hand.store(u64::from(task), Ordering::Release);
    }

    /// The task reached a marked line; `None` when it has left it.
    pub(super) fn mark(&self, task: u32, site: Option<u32>) {
        let site = site.map_or(0, |site| u64::from(site) + 1);
        self.hand
            .store(u64::from(task) | site << 32, Ordering::Release);
    }

    /// The poll of `task` is over. If another thread already uses the cell (the worker's
    /// core was handed on by `block_in_place`), it is left alone.
    #[inline]
    pub(super) fn end(&self, task: u32) {
        if self.hand.load(Ordering::Relaxed) as u32 == task {
            self.hand.store(0, Ordering::Release);
        }
    }

    /// The worker parks, so it polls nothing: a poll that is still here has lost its worker to
    /// another thread, by Tokio's own `block_in_place`, of which nobody told.
    #[inline]
    pub(super) fn park(&self) {
        self.hand.store(PARKED, Ordering::Release);
    }

    /// The worker looks for work.
    #[inline]
    pub(super) fn unpark(&self) {
        self.hand.store(0, Ordering::Release);
    }

    /// Whether the worker is parked.
    pub(super) fn is_parked(&self) -> bool {
        self.hand.load(Ordering::Acquire) == PARKED
    }

    /// Whether a poll goes on.
    pub(super) fn is_polling(&self) -> bool {
        self.hand.load(Ordering::Acquire) as u32 != 0
    }

    /// The thread that is this worker, 0 if it is not known.
    pub(super) fn thread(&self) -> u32 {
        self.thread.load(Ordering::Relaxed)
    }

    /// Task, since when, and the thread that polls it, all of one poll.
    pub(super) fn held(&self) -> Option<(u32, Ticks, u32)> {
        for _ in 0..8 {
            let (task, since, _) = self.read()?;
            fence(Ordering::Acquire);
            let thread = self.thread.load(Ordering::Relaxed);
            fence(Ordering::Acquire);
            if self
                .read()
                .is_some_and(|again| (again.0, again.1) == (task, since))
            {
                return Some((task, since, thread));
            }
        }
        None
    }

    /// Task, since when, marked site; the hand is read twice so that the pair belongs together.
    pub(super) fn read(&self) -> Option<(u32, Ticks, Option<u32>)> {
        for _ in 0..8 {
            let hand = self.hand.load(Ordering::Acquire);
            if hand as u32 == 0 {
                return None;
            }
            let since = Ticks(self.since.load(Ordering::Relaxed));
            fence(Ordering::Acquire);
            if self.hand.load(Ordering::Acquire) as u32 == hand as u32 {
                let site = (hand >> 32) as u32;
                return Some((hand as u32, since, site.checked_sub(1)));
            }
        }
        // It changes faster than it can be read: certainly no stall.
        None
    }
}
