//! The open chunk: written by one thread, read by the reader while it is written.
//!
//! A chunk goes over the channel when it is *opened*. The writer then publishes its
//! length with a release store after each record, so nothing waits for a flush: a
//! stalled worker's earlier records are all readable, a parked one leaves none behind.

use super::record::Record;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// Records in a chunk (16 KiB).
pub(super) const CHUNK_RECORDS: u32 = 1024;

/// See the module's text.
pub(super) struct Chunk {
    slots: Box<[[AtomicU64; 2]]>,
    len: AtomicU32,
    /// Set by the writer when it will write no more here though the chunk is not full.
    closed: AtomicBool,
}

impl Chunk {
    pub(super) fn new() -> Self {
        Self {
            slots: (0..CHUNK_RECORDS)
                .map(|_| [AtomicU64::new(0), AtomicU64::new(0)])
                .collect(),
            len: AtomicU32::new(0),
            closed: AtomicBool::new(false),
        }
    }

    /// Makes a read chunk empty again. `&mut`: nobody else may hold it.
    pub(super) fn reset(&mut self) {
        *self.len.get_mut() = 0;
        *self.closed.get_mut() = false;
    }

    /// Writes a record at a position without publishing it. Only the owning thread calls this.
    #[inline]
    pub(super) fn write(&self, position: u32, record: Record) {
        let [first, second] = record.pack();
        let slot = &self.slots[position as usize];
        slot[0].store(first, Ordering::Relaxed);
        slot[1].store(second, Ordering::Relaxed);
    }

    /// Lets the reader see everything before `len`. Only the owning thread calls this.
    #[inline]
    pub(super) fn publish(&self, len: u32) {
        self.len.store(len, Ordering::Release);
    }

    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    /// How many records may be read.
    #[inline]
    pub(super) fn len(&self) -> u32 {
        self.len.load(Ordering::Acquire)
    }

    /// No more will be written. Look at this before the last look at `len`.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    /// A published record.
    #[inline]
    pub(super) fn read(&self, position: u32) -> Option<Record> {
        let slot = &self.slots[position as usize];
        Record::unpack([
            slot[0].load(Ordering::Relaxed),
            slot[1].load(Ordering::Relaxed),
        ])
    }
}
