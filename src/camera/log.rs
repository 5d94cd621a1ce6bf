//! Recent events, bounded by the memory they take: 16 bytes an event, 32 for the few that
//! need them.
//!
//! Events are numbered from 0 over the whole run, in the order they were pushed. They are
//! kept in *segments*; the oldest segment is dropped whole. With a segment goes what takes
//! the model back to its beginning, if its maker gives that.

mod blocks;
mod brief;
mod origins;
mod packed;
mod read;
#[cfg(test)]
mod tests;
mod times;

pub use brief::{Brief, BriefKind};

use crate::events::{Event, Nanos, What};
use blocks::{BLOCK, Blocks};
use packed::{Packed, Sides};
use std::collections::VecDeque;
use std::fmt;
use std::ops::Range;
use times::{Bases, Summaries};

/// A segment is not sealed for less, if the limit allows.
const LEAST_SEGMENT: usize = 2 << 20;
/// A segment is sealed at this size, whatever the limit.
const MOST_SEGMENT: usize = 16 << 20;
/// An event takes at most this much, but for those that are kept whole: 16 bytes, a pair
/// and a base.
const MOST_OF_AN_EVENT: usize = 48;

/// What knows how much memory it takes.
pub trait Weigh {
    /// Bytes taken, with those on the heap.
    fn bytes(&self) -> usize;
}

impl Weigh for () {
    fn bytes(&self) -> usize {
        0
    }
}

/// Recent events, oldest dropped first. `U` takes the model back over a segment.
pub struct Log<U = ()> {
    events: Blocks<Packed>,
    sides: Sides,
    bases: Bases,
    summaries: Summaries,
    closed: VecDeque<Kept<U>>,
    open: Kept<U>,
    /// Where the last seal was: an undo given next goes back to here.
    sealed_at: u64,
    limit: usize,
    /// Bytes of strings, and of undos.
    strings: usize,
    undos: usize,
    /// Number of the event at which the bytes must be looked at again.
    check_at: u64,
}

/// One segment: where its events and what belongs to them begin.
struct Kept<U> {
    firsts: Firsts,
    strings: usize,
    /// The earliest start of a poll told in it; 0 until it is closed.
    earliest_start: u64,
    undo: Option<U>,
    undo_bytes: usize,
}

/// Numbers of the first event, pair, whole event and base.
#[derive(Clone, Copy, Default)]
struct Firsts {
    event: u64,
    pair: u64,
    whole: u64,
    base: u64,
}

impl<U> Kept<U> {
    const fn at(firsts: Firsts) -> Self {
        Self {
            firsts,
            strings: 0,
            earliest_start: 0,
            undo: None,
            undo_bytes: 0,
        }
    }
}

/// The events between two moments at which the model was saved.
#[derive(Debug)]
pub struct Segment<'a, U> {
    /// Number of its first event.
    pub first: u64,
    /// Number of the first event after it.
    pub end: u64,
    /// Moment of its first event; without events, of the last event before it.
    pub at: Nanos,
    /// Takes the model from within the segment back to its beginning. `None` for the open
    /// segment, and for one that nobody sealed.
    pub undo: Option<&'a U>,
}

impl<U: Weigh> Log<U> {
    /// A log that holds at most about `bytes`.
    pub fn new(bytes: usize) -> Self {
        Self {
            events: Blocks::default(),
            sides: Sides::default(),
            bases: Bases::default(),
            summaries: Summaries::default(),
            closed: VecDeque::new(),
            open: Kept::at(Firsts::default()),
            sealed_at: 0,
            limit: bytes,
            strings: 0,
            undos: 0,
            check_at: 0,
        }
    }

    /// Keeps an event. Drops the oldest segments while there is more than the limit.
    pub fn push(&mut self, event: &Event) {
        self.push_all(std::slice::from_ref(event));
    }

    /// Keeps events, in their order.
    pub fn push_all(&mut self, mut events: &[Event]) {
        while !events.is_empty() {
            // Neither past the end of a block, nor past the next look at the bytes.
            let checked = self.check_at.saturating_sub(self.events.end());
            let checked = usize::try_from(checked).unwrap_or(usize::MAX);
            let room = self.events.room().min(checked.saturating_add(1));
            let (now, later) = events.split_at(room.min(events.len()));
            self.push_part(now);
            if self.events.end() > self.check_at {
                self.make_room();
            }
            events = later;
        }
    }

    #[inline]
    fn push_part(&mut self, events: &[Event]) {
        let Self {
            sides,
            bases,
            summaries,
            ..
        } = self;
        let mut number = self.events.end();
        if number.is_multiple_of(BLOCK as u64) && number > 0 {
            summaries.begin_block();
        }
        let mut summary = *summaries.open();
        let (mut whole, mut strings) = (false, 0);
        self.events.extend(events.iter().map(|event| {
            let packed = sides.pack(event);
            let packed = packed.timed(bases.pack(number, event.at.0));
            number += 1;
            let start = match event.what {
                What::Polled { start, .. } => start.0,
                _ => u64::MAX,
            };
            summary.note(event.at.0, start);
            if packed.is_whole() {
                whole = true;
                strings += event.what.string_bytes();
            }
            packed
        }));
        *summaries.open() = summary;
        if whole {
            self.open.strings += strings;
            self.strings += strings;
            self.check_at = 0;
        }
    }

    /// Ends the open segment. `undo` takes the model from within it back to where the last
    /// seal was, or to the first event.
    pub fn seal(&mut self, undo: U) {
        while self.open.firsts.event > self.sealed_at
            && let Some(before) = self.closed.pop_back()
        {
            self.open.firsts = before.firsts;
            self.open.strings += before.strings;
        }
        // What it goes back to may be forgotten; then it is of no use.
        if self.open.firsts.event == self.sealed_at {
            self.open.undo_bytes = undo.bytes();
            self.undos += self.open.undo_bytes;
            self.open.undo = Some(undo);
        }
        self.close();
        self.sealed_at = self.end();
        self.make_room();
    }

    /// Whether it is time to seal. `undo_bytes`: what the undo of the open segment takes by
    /// now.
    ///
    /// A segment is at least 2 MiB, and more if the limit is large, so that an undo that
    /// costs some 100 KB whatever happens is a small part of it. But eight segments fit.
    pub fn wants_seal(&self, undo_bytes: usize) -> bool {
        let enough = (self.limit / 64).clamp(LEAST_SEGMENT, MOST_SEGMENT);
        let enough = enough.min(self.limit / 8);
        self.open.firsts.event < self.end() && self.open_bytes() + undo_bytes >= enough
    }

    /// Ends the open segment as it is and begins the next.
    fn close(&mut self) {
        let (first, end) = (self.open.firsts.event, self.end());
        let blocks = self.blocks(first, end);
        let starts = blocks.map(|block| self.summaries.of(block).earliest_start);
        self.open.earliest_start = starts.min().unwrap_or(u64::MAX);
        let next = Kept::at(self.firsts());
        self.closed
            .push_back(std::mem::replace(&mut self.open, next));
    }

    /// Where the next event and what belongs to it will be.
    fn firsts(&self) -> Firsts {
        Firsts {
            event: self.events.end(),
            pair: self.sides.pairs.end(),
            whole: self.sides.whole_end(),
            base: self.bases.end(),
        }
    }

    #[cold]
    fn make_room(&mut self) {
        if self.open_bytes() >= self.limit / 2 && self.open.firsts.event < self.end() {
            self.close();
        }
        while self.bytes() > self.limit && self.drop_oldest() {}
        let room = self.limit.saturating_sub(self.bytes());
        self.events.trim(room);
        let events = self.events.spare_bytes();
        self.sides.pairs.trim(room.saturating_sub(events));
        let room = room.min((self.limit / 2).saturating_sub(self.open_bytes()));
        self.check_at = self.end() + (room / MOST_OF_AN_EVENT) as u64;
    }

    fn drop_oldest(&mut self) -> bool {
        let Some(old) = self.closed.pop_front() else {
            return false;
        };
        let first = self.closed.front().unwrap_or(&self.open).firsts;
        self.events.drop_below(first.event);
        self.sides.drop_below(first.pair, first.whole);
        self.bases.drop_below(first.event);
        self.summaries.drop_below(first.event);
        self.strings -= old.strings;
        self.undos -= old.undo_bytes;
        true
    }

    /// Bytes of the events of the open segment.
    fn open_bytes(&self) -> usize {
        let (from, to) = (self.open.firsts, self.firsts());
        let small = (to.event - from.event) + (to.pair - from.pair) + (to.base - from.base);
        let whole = (to.whole - from.whole) as usize * size_of::<Event>();
        small as usize * size_of::<Packed>() + whole + self.open.strings
    }

    /// Bytes taken by the events kept and by the undos given. A block or two that are not
    /// full are left out.
    pub fn bytes(&self) -> usize {
        let pairs = (self.sides.pairs.end() - self.sides.pairs.first()) as usize;
        // One base is there even without events.
        let small = self.len() + pairs + self.bases.len().saturating_sub(1);
        small * size_of::<Packed>()
            + self.sides.whole_len() * size_of::<Event>()
            + self.closed.len() * size_of::<Kept<U>>()
            + self.strings
            + self.undos
    }
}

impl<U> Log<U> {
    /// Number of the oldest event kept.
    pub fn first(&self) -> u64 {
        self.events.first()
    }

    /// The number the next event will have.
    pub fn end(&self) -> u64 {
        self.events.end()
    }

    /// How many events are kept.
    pub fn len(&self) -> usize {
        (self.end() - self.first()) as usize
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Events dropped because the log was full.
    pub fn forgotten(&self) -> u64 {
        self.first()
    }

    /// The limit, in bytes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The segments kept, oldest first; the last is the open one.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = Segment<'_, U>> + ExactSizeIterator {
        (0..self.closed.len() + 1).map(|index| self.segment(index))
    }

    fn segment(&self, index: usize) -> Segment<'_, U> {
        let Range { start: first, end } = self.numbers(index);
        let before = || self.at(first.checked_sub(1)?);
        Segment {
            first,
            end,
            at: self.at(first).or_else(before).unwrap_or_default(),
            undo: self.kept(index).undo.as_ref(),
        }
    }

    /// The segment of that index, 0 for the oldest.
    fn kept(&self, index: usize) -> &Kept<U> {
        self.closed.get(index).unwrap_or(&self.open)
    }

    /// The numbers of the events of the segment of that index.
    fn numbers(&self, index: usize) -> Range<u64> {
        let end = match index < self.closed.len() {
            true => self.kept(index + 1).firsts.event,
            false => self.end(),
        };
        self.kept(index).firsts.event..end
    }
}

impl<U> fmt::Debug for Log<U> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("first", &self.first())
            .field("end", &self.end())
            .field("segments", &(self.closed.len() + 1))
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}
