//! Writes blocks.

use super::MOST_EVENTS;
use super::block::{Bye, Hello, Mark};
use super::columns::Columns;
use super::head::{Head, Kind};
use super::tick::Tick;
use crate::events::{Event, Nanos};

/// Writes the blocks of one stream: events are put into columns, and written together.
#[derive(Debug, Default)]
pub struct Encoder {
    columns: Columns,
    first: Nanos,
    last: Nanos,
    sequence: u32,
    /// Blocks are not packed.
    plain: bool,
}

impl Encoder {
    /// For a reader on the same machine: blocks are not packed, which is faster.
    pub fn plain() -> Self {
        Self {
            plain: true,
            ..Self::default()
        }
    }

    /// Keeps an event for the next block.
    #[inline]
    pub fn push(&mut self, event: &Event) {
        if self.columns.len() == 0 {
            (self.first, self.last) = (event.at, event.at);
        }
        self.first = self.first.min(event.at);
        self.last = self.last.max(event.at);
        self.columns.push(event);
    }

    /// Whether as many events are kept as a block may have.
    pub fn is_full(&self) -> bool {
        self.columns.len() >= MOST_EVENTS
    }

    /// Writes the events kept, if there are any, behind `to`.
    pub fn events(&mut self, runtime: u16, to: &mut Vec<u8>) {
        self.kept(Kind::Events, runtime, to);
    }

    /// Writes the events kept as what was so before the stream began.
    pub fn state(&mut self, runtime: u16, to: &mut Vec<u8>) {
        self.kept(Kind::State, runtime, to);
    }

    /// Writes who writes.
    pub fn hello(&mut self, hello: &Hello, to: &mut Vec<u8>) {
        self.block(Kind::Hello, 0, Nanos::ZERO, &hello.bytes(), to);
    }

    /// Writes that all up to a moment is told.
    pub fn tick(&mut self, runtime: u16, tick: &Tick, to: &mut Vec<u8>) {
        self.block(Kind::Tick, runtime, tick.now.at, &tick.bytes(), to);
    }

    /// Writes that something is missing.
    pub fn mark(&mut self, runtime: u16, mark: &Mark, to: &mut Vec<u8>) {
        self.block(Kind::Mark, runtime, self.last, &mark.bytes(), to);
    }

    /// Writes that the stream ends.
    pub fn bye(&mut self, bye: &Bye, to: &mut Vec<u8>) {
        self.block(Kind::Bye, 0, self.last, &bye.bytes(), to);
    }

    /// Writes a block of any kind, also one that no reader knows yet.
    pub fn block(&mut self, kind: Kind, runtime: u16, at: Nanos, payload: &[u8], to: &mut Vec<u8>) {
        let head = self.head(kind, runtime, (at, at));
        head.write(payload, !self.plain, to);
    }

    fn kept(&mut self, kind: Kind, runtime: u16, to: &mut Vec<u8>) {
        if self.columns.len() == 0 {
            return;
        }
        let payload = self.columns.take();
        let head = self.head(kind, runtime, (self.first, self.last));
        head.write(&payload, !self.plain, to);
    }

    fn head(&mut self, kind: Kind, runtime: u16, (first, last): (Nanos, Nanos)) -> Head {
        let sequence = self.sequence;
        self.sequence = sequence.wrapping_add(1);
        Head {
            kind: kind as u8,
            runtime,
            first,
            last,
            sequence,
            encoding: 0,
            length: 0,
            unpacked: 0,
            sum: 0,
        }
    }
}
