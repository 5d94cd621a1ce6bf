//! What a recording holds, one after the other.

use super::file::Recording;
use super::trouble::Trouble;
use crate::events::Event;
use crate::probe::wire::{Block, Bye, Tick};

/// What a recording holds, one after the other.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// Things that happened to a runtime, in order of time.
    Events(u16, Vec<Event>),
    /// What was so when the stream, or a part of it, began: names, and who was alive.
    State(u16, Vec<Event>),
    /// All of a runtime up to a moment was told.
    Tick(u16, Tick),
    /// So many events, or an unknown number (0), are missing here.
    Missing(u16, u64),
    /// The stream ends, and says why.
    Bye(Bye),
}

impl Recording {
    /// What it holds from a block on, whose place in [`places`](Self::places) is given.
    pub fn steps(&self, from: usize) -> Steps<'_> {
        Steps {
            recording: self,
            next: from,
        }
    }
}

/// What a recording holds, one after the other.
pub struct Steps<'a> {
    recording: &'a Recording,
    next: usize,
}

impl Steps<'_> {
    /// The place of the block that comes next.
    pub fn place(&self) -> usize {
        self.next
    }
}

/// A block that cannot be read is told and passed over.
impl Iterator for Steps<'_> {
    type Item = Result<Step, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some(place) = self.recording.places().get(self.next) {
            self.next += 1;
            let runtime = place.head.runtime;
            let step = match self.recording.block(place) {
                Ok(Block::Events(read)) => Step::Events(runtime, read.events),
                Ok(Block::State(read)) => Step::State(runtime, read.events),
                Ok(Block::Tick(tick)) => Step::Tick(runtime, tick),
                Ok(Block::Mark(mark)) => Step::Missing(runtime, mark.lost),
                Ok(Block::Bye(bye)) => Step::Bye(bye),
                Ok(Block::Hello(_) | Block::Other(_)) => continue,
                Err(trouble) => return Some(Err(trouble)),
            };
            return Some(Ok(step));
        }
        None
    }
}
