//! Chunks on their way to the reader, and empty ones.

use super::{Hub, lock};
use crate::observe::chunk::Chunk;
use crate::observe::clock::{self, Ticks};
use crate::observe::stream::Stream;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Memory for chunks not yet read, unless another is asked for. Past it only what tasks
/// live and die by is kept, the rest counted.
pub(in crate::observe) const CHUNK_BUDGET_BYTES: usize = 64 << 20;

/// Empty chunks kept for good (4 MiB), if so many were ever needed. In a rush all of the
/// budget is kept; afterwards this many at once are freed.
const SPARE: usize = 256;
const TIDIED: usize = 128;

/// A chunk on its way to the reader.
pub(in crate::observe) struct Handover {
    pub(in crate::observe) stream: Arc<Stream>,
    pub(in crate::observe) chunk: Arc<Chunk>,
}

impl Hub {
    /// A chunk to write into, already on its way to the reader.
    pub(in crate::observe) fn open_chunk(&self, stream: &Arc<Stream>) -> Arc<Chunk> {
        let now = clock::now();
        let spare = self.take_spare(now);
        let chunk = spare.unwrap_or_else(|| Arc::new(Chunk::new(now)));
        self.unread.fetch_add(1, Ordering::Relaxed);
        // Without a reader nobody wants the records; writing them stays harmless.
        let _ = self.chunks.send(Handover {
            stream: Arc::clone(stream),
            chunk: Arc::clone(&chunk),
        });
        chunk
    }

    fn take_spare(&self, now: Ticks) -> Option<Arc<Chunk>> {
        let mut chunk = lock(&self.spare).pop()?;
        // The last writer may still hold it for an instant; then a new one is made.
        Arc::get_mut(&mut chunk)?.reopen(now);
        Some(chunk)
    }

    /// The reader has read a chunk to its end.
    pub(in crate::observe) fn give_back(&self, chunk: Arc<Chunk>) {
        self.unread.fetch_sub(1, Ordering::Relaxed);
        let mut spare = lock(&self.spare);
        if spare.len() < self.budget.max(SPARE) {
            spare.push(chunk);
        }
    }

    /// Makes new empty chunks while the writers run ahead: new memory must be cleared by the
    /// system first, and that is the reader's time, not theirs.
    pub(in crate::observe) fn stock_up(&self) {
        let wanted = self.unread().min(SPARE).min(self.budget);
        let missing = wanted.saturating_sub(lock(&self.spare).len());
        if missing > 0 {
            let fresh = || Arc::new(Chunk::new(Ticks(0)));
            let fresh: Vec<_> = std::iter::repeat_with(fresh).take(missing).collect();
            lock(&self.spare).extend(fresh);
        }
    }

    /// Frees some of the empty chunks that a rush has left behind.
    pub(in crate::observe) fn tidy(&self) {
        let mut spare = lock(&self.spare);
        let kept = spare.len().saturating_sub(TIDIED).max(SPARE);
        spare.truncate(kept);
    }

    /// From now on so many chunks may be unread, within the budget.
    pub(in crate::observe) fn allow(&self, chunks: usize) {
        self.allowed
            .store(chunks.min(self.budget), Ordering::Relaxed);
    }

    /// Empty chunks at hand.
    #[cfg(test)]
    pub(in crate::observe) fn spare(&self) -> usize {
        lock(&self.spare).len()
    }

    /// Chunks handed over and not yet given back.
    pub(in crate::observe) fn unread(&self) -> usize {
        self.unread.load(Ordering::Relaxed)
    }

    /// Whether the reader is so far behind that only lifecycle records are kept.
    pub(in crate::observe) fn is_behind(&self) -> bool {
        !self.records_all()
            || self.unread() >= self.allowed.load(Ordering::Relaxed)
            || self.is_unread_for_good()
    }

    /// Whether nobody will read what is written.
    pub(in crate::observe) fn is_unread_for_good(&self) -> bool {
        self.chunks.is_closed()
    }
}
