//! What the reader may know of a writer at any time.

use super::chunk::Chunk;
use super::clock::Ticks;
use super::record::{NO_WORKER, Packed, Tag, Window};
use crate::events::What;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Accounts of one writer, for the reader. Only the writer's thread stores.
pub(super) struct Stream {
    pub(super) number: u32,
    /// The run its thread was first seen in.
    pub(super) run: u32,
    /// When its thread began to write.
    pub(super) began: Ticks,
    /// The chunk written now, and the events of those before it.
    kept: Mutex<Kept>,
    /// Counted instead of kept: polls, the ticks spent in them, wakes, and the rest (waits
    /// that began, marked lines, parks).
    polls: AtomicU64,
    busy: AtomicU64,
    wakes: AtomicU64,
    others: AtomicU64,
    worker: AtomicU32,
    /// Events whose places `Note` records mark, those not read yet.
    notes: Mutex<VecDeque<What>>,
    closed: AtomicBool,
}

/// Locked once per chunk, and by whoever asks for the sums.
#[derive(Default)]
struct Kept {
    before: u64,
    open: Option<Arc<Chunk>>,
}

impl Kept {
    fn events(&self) -> u64 {
        let open = self.open.as_ref().map_or(0, |chunk| chunk.events());
        self.before + u64::from(open)
    }
}

/// What a stream has only counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shed {
    pub(super) polls: u64,
    pub(super) busy: Ticks,
    pub(super) wakes: u64,
}

impl Shed {
    /// Both together.
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            polls: self.polls + other.polls,
            busy: Ticks(self.busy.0 + other.busy.0),
            wakes: self.wakes + other.wakes,
        }
    }
}

impl Stream {
    pub(super) fn new(number: u32, run: u32, began: Ticks) -> Self {
        Self {
            number,
            run,
            began,
            kept: Mutex::default(),
            polls: AtomicU64::new(0),
            busy: AtomicU64::new(0),
            wakes: AtomicU64::new(0),
            others: AtomicU64::new(0),
            worker: AtomicU32::new(NO_WORKER),
            notes: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    /// Events written so far, kept or only counted.
    pub(super) fn emitted(&self) -> u64 {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.events() + self.coalesced()
    }

    pub(super) fn coalesced(&self) -> u64 {
        [&self.polls, &self.wakes, &self.others]
            .map(|counter| counter.load(Ordering::Acquire))
            .iter()
            .sum()
    }

    pub(super) fn shed(&self) -> Shed {
        Shed {
            polls: self.polls.load(Ordering::Acquire),
            busy: Ticks(self.busy.load(Ordering::Acquire)),
            wakes: self.wakes.load(Ordering::Acquire),
        }
    }

    /// Its thread will write no more.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    pub(super) fn worker(&self) -> Option<u16> {
        u16::try_from(self.worker.load(Ordering::Relaxed)).ok()
    }

    /// Keeps an event until its place in the thread's records is read.
    pub(super) fn add_note(&self, what: What) {
        self.notes().push_back(what);
    }

    /// The event whose place was read.
    pub(super) fn take_note(&self) -> Option<What> {
        self.notes().pop_front()
    }

    #[cfg(test)]
    pub(super) fn unread_notes(&self) -> usize {
        self.notes().len()
    }

    fn notes(&self) -> MutexGuard<'_, VecDeque<What>> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the events of this chunk count.
    pub(super) fn goes_on_in(&self, chunk: Option<&Arc<Chunk>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.before = kept.events();
        kept.open = chunk.cloned();
    }

    /// Counts what a record would have been about.
    pub(super) fn count(&self, record: Packed) {
        match record.tag() {
            Tag::Poll => {
                add(&self.busy, record.unpack(Window::FIRST).length());
                add(&self.polls, 1);
            }
            Tag::Woken => add(&self.wakes, 1),
            _ => add(&self.others, 1),
        }
    }

    /// Whose worker the thread is from now on.
    pub(super) fn speaks_for(&self, worker: u32) {
        self.worker.store(worker, Ordering::Relaxed);
    }

    /// Its thread writes no more.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }
}

/// Only one thread stores: a plain load and store is then enough.
fn add(counter: &AtomicU64, by: u64) {
    counter.store(counter.load(Ordering::Relaxed) + by, Ordering::Release);
}
