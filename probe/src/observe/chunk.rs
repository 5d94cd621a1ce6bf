//! The open chunk: written by one thread, read by the reader while it is written.
//!
//! A chunk goes over the channel when it is *opened*. The writer then publishes its
//! length with a release store after each record, so nothing waits for a flush: a
//! stalled worker's earlier records are all readable, a parked one leaves none behind.

use super::clock::Ticks;
use super::record::Packed;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Memory of a chunk in its `Arc`: a size that allocators have. One word more would cost
/// 4 KiB more.
pub(super) const CHUNK_BYTES: usize = 16 << 10;

/// Records in a chunk: what room there is beside its own words and the counts of the `Arc`.
pub(super) const CHUNK_RECORDS: u32 = (CHUNK_BYTES / 16) as u32 - 2;

/// See the module's text.
pub(super) struct Chunk {
    slots: [[AtomicU64; 2]; CHUNK_RECORDS as usize],
    /// Records published (low half) and how many events they make (high half): an `Extra`
    /// belongs to the event before it, a `Worker` record makes none. One word, so that
    /// publishing is one store.
    published: AtomicU64,
    /// Set by the writer when it will write no more here though the chunk is not full.
    closed: AtomicBool,
    /// When it was opened, in units that leave nothing of it out for centuries.
    opened: u32,
}

/// Ticks in a unit of `opened`, as a power of two: six minutes at 3 GHz.
const OPENED_BITS: u32 = 40;

impl Chunk {
    pub(super) fn new(opened: Ticks) -> Self {
        Self {
            slots: [const { [const { AtomicU64::new(0) }; 2] }; CHUNK_RECORDS as usize],
            published: AtomicU64::new(0),
            closed: AtomicBool::new(false),
            opened: (opened.0 >> OPENED_BITS) as u32,
        }
    }

    /// Makes a read chunk empty again. `&mut`: nobody else may hold it.
    pub(super) fn reopen(&mut self, at: Ticks) {
        *self.published.get_mut() = 0;
        *self.closed.get_mut() = false;
        self.opened = (at.0 >> OPENED_BITS) as u32;
    }

    /// When it was opened, or some minutes before.
    pub(super) fn opened(&self) -> Ticks {
        Ticks(u64::from(self.opened) << OPENED_BITS)
    }

    /// Writes a record at a position without publishing it. Only the owning thread calls this.
    #[inline]
    pub(super) fn write(&self, position: u32, Packed(first, second): Packed) {
        let slot = &self.slots[position as usize];
        slot[0].store(first, Ordering::Relaxed);
        slot[1].store(second, Ordering::Relaxed);
    }

    /// Lets the reader see so many records (low half) that make so many events (high half).
    /// Only the owning thread calls this.
    #[inline]
    pub(super) fn publish(&self, both: u64) {
        self.published.store(both, Ordering::Release);
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// How many records may be read.
    #[inline]
    pub(super) fn len(&self) -> u32 {
        self.published.load(Ordering::Acquire) as u32
    }

    /// How many events the published records make.
    pub(super) fn events(&self) -> u32 {
        (self.published.load(Ordering::Acquire) >> 32) as u32
    }

    /// No more will be written. Look at this before the last look at `len`.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// A published record.
    #[inline]
    pub(super) fn read(&self, position: u32) -> Packed {
        let slot = &self.slots[position as usize];
        Packed(
            slot[0].load(Ordering::Relaxed),
            slot[1].load(Ordering::Relaxed),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_takes_the_memory_it_is_said_to_take() {
        let counts = 2 * size_of::<usize>();
        assert_eq!(size_of::<Chunk>() + counts, CHUNK_BYTES);
    }
}
