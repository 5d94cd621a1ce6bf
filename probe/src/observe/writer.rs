//! Writes one thread's records into its open chunk.

mod ids;

use super::cell::NowCell;
use super::chunk::{CHUNK_RECORDS, Chunk};
use super::clock::Ticks;
use super::hub::Hub;
use super::process::is_forked;
use super::record::{NO_WORKER, Packed, Tag};
use super::stream::Stream;
use crate::events::What;
use crate::thread::{self, OsThread};
use ids::IdBlock;
use std::sync::Arc;

/// What a record adds to `Writer::written`: one record (1) that makes one event.
const EVENT: u64 = 1 << 32 | 1;

/// A worker that was parked for so long goes on in a new chunk, which knows its time: some
/// minutes less than what a reader cannot be wrong about (6.5 hours at 3 GHz).
const LONG_PARK: u64 = 1 << 45;

/// See the module's text.
pub(super) struct Writer {
    pub(super) hub: Arc<Hub>,
    stream: Arc<Stream>,
    chunk: Arc<Chunk>,
    /// Records written into it (low half) and the events they make (high half).
    written: u64,
    /// Below this number of records the next one goes in without another look: the size of
    /// a chunk, or 0 while `shedding`.
    room: u32,
    /// The worker its latest records belong to, and that worker's now-cell.
    worker: u32,
    cell: Arc<NowCell>,
    /// The system's number of this thread, 0 if it is not known.
    thread: u32,
    ids: IdBlock,
    /// Only what tasks live and die by is kept, the rest counted, the reader being behind.
    shedding: bool,
    /// Events until `shedding` is looked at again.
    recheck: u32,
    /// Chunks opened.
    chunks: u64,
    /// Where it stood after the last park that was kept, and when the last one was.
    parked_at: (u64, u32),
    parked: Ticks,
}

impl Writer {
    pub(super) fn new(hub: Arc<Hub>) -> Self {
        let stream = hub.new_stream();
        let chunk = hub.open_chunk(&stream);
        stream.goes_on_in(Some(&chunk));
        Self {
            hub,
            stream,
            chunk,
            written: 0,
            room: CHUNK_RECORDS,
            worker: NO_WORKER,
            cell: Arc::default(),
            thread: thread::attach().map_or(0, OsThread::get),
            ids: IdBlock::EMPTY,
            shedding: false,
            recheck: 0,
            chunks: 0,
            parked_at: (0, 0),
            parked: Ticks(u64::MAX),
        }
    }

    /// Gives back the ids it does not need now: others have the next ones.
    pub(super) fn rest(&mut self) {
        self.ids.give_back(&self.hub);
    }

    /// An id for a new task, if there is one.
    #[inline]
    pub(super) fn next_id(&mut self, now: Ticks) -> Option<u32> {
        self.ids.next(&self.hub, now)
    }

    /// The run its thread was first seen in.
    pub(super) fn run(&self) -> u32 {
        self.stream.run
    }

    /// Writes a record of any kind but a park. If the reader is too far behind, one that
    /// nothing lives or dies by is counted instead.
    pub(super) fn push(&mut self, record: Packed) {
        match record.tag() {
            Tag::At | Tag::Woken => {
                self.push_or_count(record);
            }
            _ => self.keep(record),
        }
    }

    /// Writes a record that something lives or dies by.
    #[inline(always)]
    pub(super) fn keep(&mut self, record: Packed) {
        if self.len() < self.room {
            self.write(record, EVENT);
        } else {
            self.keep_with_a_look(record);
        }
    }

    /// Writes an event too rare for a record of its own: one that marks its place.
    pub(super) fn note(&mut self, at: Ticks, what: What) {
        if !self.hub.is_unread_for_good() && !is_forked() {
            self.stream.add_note(what);
            self.keep(Packed::new(Tag::Note, at, 0, 0));
        }
    }

    /// Writes a record and the `Extra` that belongs to it, seen together.
    #[inline(always)]
    pub(super) fn keep_pair(&mut self, record: Packed, extra: Packed) {
        if self.len() + 2 > CHUNK_RECORDS {
            self.next_chunk();
        }
        self.chunk.write(self.len(), record);
        self.chunk.write(self.len() + 1, extra);
        self.publish(EVENT + 1);
    }

    /// Writes a record that nothing lives or dies by, or counts it if the reader is too far
    /// behind. Whether it was written.
    #[inline(always)]
    pub(super) fn push_or_count(&mut self, record: Packed) -> bool {
        if self.len() < self.room {
            self.write(record, EVENT);
            return true;
        }
        self.push_with_a_look(record)
    }

    /// As [`push_or_count`](Self::push_or_count), of what somebody may want to know who comes only
    /// when nothing goes on any more: if `for_later` says so it is kept also while nobody wants
    /// all. That is asked only where it matters.
    #[inline(always)]
    pub(super) fn push_for_later(
        &mut self,
        record: Packed,
        for_later: impl FnOnce() -> bool,
    ) -> bool {
        if self.len() < self.room {
            self.write(record, EVENT);
            return true;
        }
        if for_later() && !self.hub.records_all() {
            self.keep_with_a_look(record);
            return true;
        }
        self.push_with_a_look(record)
    }

    /// Writes that the worker parks or unparks. Whether that is news for a reader that
    /// sleeps. If the reader is too far behind, some are counted: without the unpark the
    /// worker is still known as parked, and the park that follows is no news either, unless
    /// something was written in between, be it the unpark.
    pub(super) fn push_park(&mut self, record: Packed, at: Ticks, unpark: bool) -> bool {
        if !unpark {
            self.ids.give_back(&self.hub);
            self.parked = at;
        } else if at.0.saturating_sub(self.parked.0) > LONG_PARK {
            self.next_chunk();
        }
        let is_small = unpark || self.parked_at == self.position();
        if !is_small {
            self.keep(record);
        } else if !self.push_or_count(record) {
            return false;
        }
        if !unpark {
            self.parked_at = self.position();
        }
        true
    }

    /// Writes that a wait began, with more about it, unless the reader is too far behind;
    /// whether it did. Where the beginning is written the end must be, and nowhere else.
    ///
    /// `for_later`: as in [`push_for_later`](Self::push_for_later).
    #[inline]
    pub(super) fn pair_or_count(&mut self, record: Packed, extra: Packed, for_later: bool) -> bool {
        if self.len() >= self.room && (!for_later || self.hub.records_all()) && self.is_behind() {
            self.count(record);
            return false;
        }
        self.keep_pair(record, extra);
        true
    }

    #[cold]
    #[inline(never)]
    fn keep_with_a_look(&mut self, record: Packed) {
        if self.len() == CHUNK_RECORDS {
            self.next_chunk();
        }
        self.write(record, EVENT);
    }

    #[cold]
    #[inline(never)]
    fn push_with_a_look(&mut self, record: Packed) -> bool {
        let behind = self.is_behind();
        if behind {
            self.count(record);
        } else {
            self.keep_with_a_look(record);
        }
        !behind
    }

    /// Records in the present chunk.
    #[inline]
    fn len(&self) -> u32 {
        self.written as u32
    }

    /// Where the next record goes: chunks before, records in this one.
    fn position(&self) -> (u64, u32) {
        (self.chunks, self.len())
    }

    #[inline(always)]
    fn write(&mut self, record: Packed, tells: u64) {
        self.chunk.write(self.len(), record);
        self.publish(tells);
    }

    #[inline(always)]
    fn publish(&mut self, more: u64) {
        self.written += more;
        self.chunk.publish(self.written);
    }

    /// This thread is the worker of the newest record, whoever was before.
    #[inline]
    pub(super) fn is_worker(&self) {
        self.cell.is_of(self.thread);
    }

    /// Shows a task in the hand of the worker of the newest record.
    #[inline]
    pub(super) fn begin_in_hand(&self, task: u32, since: Ticks) {
        self.cell.begin(task, since);
    }

    /// The worker of the newest record looks for work on this thread.
    #[inline]
    pub(super) fn is_awake(&self) {
        self.cell.unpark();
        self.is_worker();
    }

    /// The worker of the newest record parks, and has nothing in hand.
    #[inline]
    pub(super) fn has_nothing_in_hand(&self) {
        self.cell.park();
    }

    /// The task is no longer in the hand of this worker, which had it.
    #[inline]
    pub(super) fn end_in_hand(&self, worker: u32, task: u32) {
        if worker == self.worker {
            self.cell.end(task);
        } else {
            self.end_elsewhere(worker, task);
        }
    }

    /// The thread became another worker, or none, while it polled the task.
    #[cold]
    fn end_elsewhere(&self, worker: u32, task: u32) {
        if worker != NO_WORKER {
            self.hub.cell(worker, self.run()).end(task);
        }
    }

    /// The task in this worker's hand has reached a marked line, or left it.
    pub(super) fn mark_in_hand(&self, worker: u32, task: u32, site: Option<u32>) {
        if worker == self.worker {
            self.cell.mark(task, site);
        }
    }

    /// Says whose records follow, when that changes.
    #[inline]
    pub(super) fn set_worker(&mut self, worker: u32, at: Ticks) {
        if worker != self.worker {
            self.change_worker(worker, at);
        }
    }

    #[cold]
    fn change_worker(&mut self, worker: u32, at: Ticks) {
        self.worker = worker;
        self.cell = self.hub.cell(worker, self.run());
        self.stream.speaks_for(worker);
        if self.len() == CHUNK_RECORDS {
            self.next_chunk();
        }
        // A note between writer and reader: no event, so not counted as one.
        self.write(Packed::new(Tag::Worker, at, worker, 0), 1);
    }

    #[cold]
    fn next_chunk(&mut self) {
        if is_forked() {
            // Nobody reads here, and who held a lock of the hub may not have come along.
            self.written = 0;
            return;
        }
        self.chunk.close();
        self.chunk = self.hub.open_chunk(&self.stream);
        self.stream.goes_on_in(Some(&self.chunk));
        self.chunks += 1;
        self.written = 0;
        // Here too: records that must be kept may be the ones that fill chunk after chunk.
        self.look_at_reader();
    }

    /// Whether the reader is too far behind; looked at once in a chunk's worth of events.
    #[cold]
    fn is_behind(&mut self) -> bool {
        if self.recheck == 0 {
            self.look_at_reader();
        } else {
            self.recheck -= 1;
        }
        self.shedding
    }

    fn look_at_reader(&mut self) {
        self.shedding = self.hub.is_behind();
        (self.room, self.recheck) = if self.shedding {
            // Who comes to listen is seen at once.
            (
                0,
                if self.hub.records_all() {
                    CHUNK_RECORDS
                } else {
                    0
                },
            )
        } else {
            (CHUNK_RECORDS, 0)
        };
    }

    /// Notes that were not read yet.
    #[cfg(test)]
    pub(super) fn notes(&self) -> usize {
        self.stream.unread_notes()
    }

    #[cold]
    fn count(&mut self, record: Packed) {
        self.stream.count(record);
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.ids.give_back(&self.hub);
        self.chunk.close();
        self.stream.goes_on_in(None);
        self.stream.close();
        if self.hub.is_unread_for_good() {
            self.hub.retire(&self.stream);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::chunk::CHUNK_BYTES;
    use super::super::clock;
    use super::super::record::flag;
    use super::*;
    use crate::observe::Probe;

    #[test]
    fn a_worker_that_is_known_to_be_awake_is_told_to_park() {
        let (probe, mut reader) = Probe::with_budget(CHUNK_BYTES);
        let mut writer = Writer::new(Arc::clone(probe.hub()));
        writer.set_worker(0, clock::now());
        let park = |writer: &mut Writer, unpark| {
            let at = clock::now();
            let record = Packed::new(Tag::Park, at, 0, 0).with_if(unpark, flag::UNPARK);
            writer.push_park(record, at, unpark)
        };
        assert!(park(&mut writer, false));
        while writer.len() < CHUNK_RECORDS - 1 {
            writer.keep(Packed::new(Tag::At, clock::now(), 1, 0));
        }
        // It fills the chunk: from here on the reader is too far behind.
        assert!(park(&mut writer, true));
        assert!(park(&mut writer, false));
        assert!(!park(&mut writer, true) && !park(&mut writer, false));
        let mut parks = Vec::new();
        reader.drain_all(|event| match event.what {
            What::Parked { .. } => parks.push(true),
            What::Unparked { .. } => parks.push(false),
            _ => {}
        });
        assert_eq!(parks, [true, false, true]);
    }
}
