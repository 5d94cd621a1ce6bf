//! Writes one thread's records into its open chunk.

use super::chunk::{CHUNK_RECORDS, Chunk};
use super::clock::Ticks;
use super::hub::Hub;
use super::record::{Record, Tag};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

/// No worker: the thread holds no core.
pub(super) const NO_WORKER: u32 = u32::MAX;

/// Accounts of one writer, read by the reader. Only its thread stores; a plain
/// load-and-store is then enough.
#[repr(align(128))]
pub(super) struct Stream {
    pub(super) number: u32,
    /// The run its thread was first seen in.
    pub(super) run: u32,
    emitted: AtomicU64,
    /// Counted instead of kept: polls, the ticks spent in them, wakes.
    polls: AtomicU64,
    busy: AtomicU64,
    wakes: AtomicU64,
    worker: AtomicU32,
    closed: AtomicBool,
}

/// What a stream has only counted so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shed {
    pub(super) polls: u64,
    pub(super) busy: Ticks,
    pub(super) wakes: u64,
}

impl Stream {
    pub(super) fn new(number: u32, run: u32) -> Self {
        Self {
            number,
            run,
            emitted: AtomicU64::new(0),
            polls: AtomicU64::new(0),
            busy: AtomicU64::new(0),
            wakes: AtomicU64::new(0),
            worker: AtomicU32::new(NO_WORKER),
            closed: AtomicBool::new(false),
        }
    }

    pub(super) fn emitted(&self) -> u64 {
        self.emitted.load(Ordering::Acquire)
    }

    pub(super) fn coalesced(&self) -> u64 {
        self.polls.load(Ordering::Acquire) + self.wakes.load(Ordering::Acquire)
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
}

#[inline]
fn add(counter: &AtomicU64, by: u64) {
    counter.store(counter.load(Ordering::Relaxed) + by, Ordering::Release);
}

/// See the module's text.
pub(super) struct Writer {
    pub(super) hub: Arc<Hub>,
    stream: Arc<Stream>,
    chunk: Arc<Chunk>,
    len: u32,
    /// The worker its latest records belong to.
    worker: u32,
    /// Polls and wakes are only counted, the reader being behind.
    shedding: bool,
    /// Events until `shedding` is looked at again.
    recheck: u32,
}

impl Writer {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        let stream = hub.new_stream();
        let chunk = hub.open_chunk(&stream);
        Self {
            hub,
            stream,
            chunk,
            len: 0,
            worker: NO_WORKER,
            shedding: false,
            recheck: 0,
        }
    }

    /// The run its thread was first seen in.
    pub(super) fn run(&self) -> u32 {
        self.stream.run
    }

    /// Writes a record that must not be lost.
    #[inline]
    pub(super) fn push(&mut self, record: Record) {
        self.append(record);
        self.chunk.publish(self.len);
        add(&self.stream.emitted, 1);
    }

    /// Writes a record and the `Extra` that belongs to it, seen together.
    pub(super) fn push_pair(&mut self, record: Record, extra: Record) {
        if self.len + 2 > CHUNK_RECORDS {
            self.next_chunk();
        }
        self.append(record);
        self.append(extra);
        self.chunk.publish(self.len);
        add(&self.stream.emitted, 1);
    }

    /// Writes a poll or wake record, or counts it if the reader is too far behind.
    #[inline]
    pub(super) fn push_or_count(&mut self, record: Record) {
        if self.shedding || self.len == CHUNK_RECORDS {
            self.check_reader();
            if self.shedding {
                return self.count(record);
            }
        }
        self.push(record);
    }

    /// The worker of the newest record.
    #[inline]
    pub(super) fn worker(&self) -> u32 {
        self.worker
    }

    /// Says whose records follow, when that changes.
    #[inline]
    pub(super) fn set_worker(&mut self, worker: u32, at: Ticks) {
        if worker != self.worker {
            self.worker = worker;
            self.stream.worker.store(worker, Ordering::Relaxed);
            // A note between writer and reader: no event, so not counted as one.
            self.append(Record::new(Tag::Worker, at, worker, 0));
        }
    }

    #[inline]
    fn append(&mut self, record: Record) {
        if self.len == CHUNK_RECORDS {
            self.next_chunk();
        }
        self.chunk.write(self.len, record);
        self.len += 1;
    }

    #[cold]
    fn next_chunk(&mut self) {
        self.chunk.close();
        self.chunk = self.hub.open_chunk(&self.stream);
        self.len = 0;
    }

    #[cold]
    fn check_reader(&mut self) {
        if self.recheck == 0 {
            self.shedding = self.hub.is_behind();
            self.recheck = if self.shedding { CHUNK_RECORDS } else { 0 };
        } else {
            self.recheck -= 1;
        }
    }

    #[cold]
    fn count(&mut self, record: Record) {
        if record.tag == Tag::Poll {
            add(&self.stream.busy, record.end().0 - record.at.0);
            add(&self.stream.polls, 1);
        } else {
            add(&self.stream.wakes, 1);
        }
        add(&self.stream.emitted, 1);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.chunk.close();
        self.stream.closed.store(true, Ordering::Release);
    }
}
