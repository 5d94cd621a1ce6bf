//! One thread's records, in order.

use super::everyday::{Everyday, Ran};
use crate::events::{What, WorkerId};
use crate::observe::chunk::{CHUNK_RECORDS, Chunk};
use crate::observe::clock::Ticks;
use crate::observe::hub::Hub;
use crate::observe::record::{Packed, Record, Tag, Window};
use crate::observe::stream::{Shed, Stream};
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

/// See the module's text.
pub(super) struct StreamReader {
    pub(super) stream: Arc<Stream>,
    /// The run its thread was first seen in.
    pub(super) run: u32,
    /// The chunk being read, and those opened after it.
    chunk: Option<Arc<Chunk>>,
    later: VecDeque<Arc<Chunk>>,
    /// Records read of the chunk, and published ones known.
    read: u32,
    len: u32,
    /// No unread record is much earlier than this, or more than the window is long later.
    reference: Ticks,
    window: Window,
    /// Whose worker the thread is, as of the records read.
    pub(super) worker: Option<WorkerId>,
    /// Its thread had ended before the chunks of this drain were taken over.
    is_closed: bool,
    /// Records that were not read but counted.
    pub(super) skimmed: Shed,
    /// Sums given so far of the records that were only counted.
    pub(super) shed: Shed,
}

impl StreamReader {
    pub(super) fn new(stream: Arc<Stream>) -> Self {
        Self {
            run: stream.run,
            reference: stream.began,
            window: Window::around(stream.began),
            stream,
            chunk: None,
            later: VecDeque::new(),
            read: 0,
            len: 0,
            worker: None,
            is_closed: false,
            skimmed: Shed::default(),
            shed: Shed::default(),
        }
    }

    /// Takes over a chunk the thread has opened.
    pub(super) fn add(&mut self, chunk: Arc<Chunk>) {
        if self.chunk.is_some() {
            self.later.push_back(chunk);
        } else {
            self.is_at(chunk.opened());
            self.chunk = Some(chunk);
        }
    }

    /// Looks whether the thread has ended; to be followed by taking over its last chunks.
    pub(super) fn look_if_closed(&mut self) {
        self.is_closed = self.stream.is_closed();
    }

    /// Whether nothing is left of an ended thread.
    pub(super) fn is_spent(&self) -> bool {
        self.is_closed && self.chunk.is_none() && self.later.is_empty()
    }

    /// Looks again how much is published.
    pub(super) fn refresh(&mut self) {
        self.len = self.chunk.as_ref().map_or(0, |chunk| chunk.len());
    }

    /// When its next record is over; `now` was read after the last look at how much is
    /// published.
    pub(super) fn head(&mut self, hub: &Hub, now: Ticks) -> Option<Ticks> {
        let head = self.peek(hub).map(Record::end);
        // Without one, all that comes is published later than now.
        self.is_at(head.unwrap_or(now));
        head
    }

    /// The records to be read are not much earlier than this, or the last one was.
    fn is_at(&mut self, moment: Ticks) {
        self.reference = self.reference.max(moment);
        self.window = Window::around(self.reference);
    }

    /// In which span of time its records are.
    pub(super) fn window(&self) -> Window {
        self.window
    }

    /// The next record, without taking it. Gives chunks back that are read to their end.
    #[inline]
    pub(super) fn peek(&mut self, hub: &Hub) -> Option<Record> {
        if self.read == self.len && !self.go_on(hub) {
            return None;
        }
        Some(self.chunk.as_ref()?.read(self.read).unpack(self.window))
    }

    /// Takes the record that was peeked at.
    #[inline]
    pub(super) fn advance(&mut self) {
        self.read += 1;
    }

    /// Lets `read` have the known records of the present chunk, at most so many; it takes
    /// those it read.
    #[inline]
    pub(super) fn read_on(
        &mut self,
        most: usize,
        read: impl FnOnce(&Chunk, Range<u32>) -> Ran,
    ) -> Ran {
        let Some(chunk) = &self.chunk else {
            return Ran::default();
        };
        let most = u32::try_from(most).unwrap_or(u32::MAX);
        let end = self.len.min(self.read.saturating_add(most));
        let ran = read(chunk, self.read..end);
        self.read += ran.read;
        ran
    }

    /// Counts what can be counted of the known records of the present chunk.
    pub(super) fn skim(&mut self, everyday: &Everyday) -> Ran {
        let mut skimmed = self.skimmed;
        let count = |chunk: &Chunk, records| everyday.count(chunk, records, &mut skimmed);
        let ran = self.read_on(usize::MAX, count);
        self.skimmed = skimmed;
        ran
    }

    /// The record that belongs to the one that was taken.
    pub(super) fn take_extra(&mut self, hub: &Hub) -> Option<Packed> {
        self.peek(hub)?;
        let extra = self.chunk.as_ref()?.read(self.read);
        self.advance();
        Some(extra)
    }

    /// The event whose place this record marks, if it does.
    pub(super) fn note_at(&self, record: Record) -> Option<What> {
        (record.tag == Tag::Note)
            .then(|| self.stream.take_note())
            .flatten()
    }

    /// Looks for more once all known records are read. False if there are none yet.
    #[cold]
    fn go_on(&mut self, hub: &Hub) -> bool {
        while self.read == self.len {
            let Some(chunk) = &self.chunk else {
                return false;
            };
            if self.read < CHUNK_RECORDS && !chunk.is_closed() {
                return false;
            }
            // A chunk is closed after its last record was published.
            self.len = chunk.len();
            if self.read == self.len {
                let next = self.later.pop_front();
                if let Some(done) = std::mem::replace(&mut self.chunk, next) {
                    hub.give_back(done);
                }
                self.read = 0;
                self.refresh();
                if let Some(chunk) = &self.chunk {
                    self.is_at(chunk.opened());
                }
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observe::Probe;

    /// About a day at 3 GHz.
    const DAY: u64 = 1 << 48;

    fn chunk(times: &[u64]) -> Chunk {
        let chunk = Chunk::new(Ticks(times[0]));
        add(&chunk, times);
        chunk
    }

    fn add(chunk: &Chunk, times: &[u64]) {
        for at in times {
            let position = chunk.len();
            chunk.write(position, Packed::new(Tag::At, Ticks(*at), 1, 2));
            chunk.publish(u64::from(position) + 1);
        }
    }

    /// The times of all that is to be read at a moment.
    fn read(stream: &mut StreamReader, now: u64) -> Vec<u64> {
        let (probe, _reader) = Probe::new();
        let hub = probe.hub();
        stream.refresh();
        let mut next = stream.head(hub, Ticks(now));
        let mut times = Vec::new();
        while let Some(at) = next {
            times.push(at.0);
            stream.advance();
            next = stream.peek(hub).map(Record::end);
        }
        times
    }

    #[test]
    fn a_thread_that_was_silent_for_days_writes_in_the_present() {
        let began = DAY - 7;
        let mut stream = StreamReader::new(Arc::new(Stream::new(0, 1, Ticks(began))));
        let open = Arc::new(chunk(&[began, DAY + 5]));
        stream.add(Arc::clone(&open));
        assert_eq!(read(&mut stream, DAY + 9), [began, DAY + 5]);
        for hour in 1..100 {
            assert_eq!(read(&mut stream, DAY + hour * DAY / 24), [0_u64; 0]);
        }
        let last = DAY + 99 * DAY / 24;
        add(&open, &[last + 1, last + 2]);
        assert_eq!(read(&mut stream, last + 3), [last + 1, last + 2]);
    }

    #[test]
    fn what_a_sleeping_reader_finds_has_its_own_time() {
        let began = 3 * DAY + 1;
        let mut stream = StreamReader::new(Arc::new(Stream::new(0, 1, Ticks(began))));
        let days = [0, 2, 9, 10].map(|day| began + day * DAY);
        let mut written = Vec::new();
        for day in days {
            let times = [day, day + DAY / 8, day + DAY / 2];
            written.extend(times);
            let chunk = chunk(&times);
            chunk.close();
            stream.add(Arc::new(chunk));
        }
        assert_eq!(read(&mut stream, began + 20 * DAY), written);
    }
}
