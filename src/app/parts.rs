//! A history that is larger than the memory for it, and can be read again: its parts.
//!
//! While all of it is read once, the model is copied from time to time, with the place from
//! which reading can go on there. A moment that is not in the history any more is then shown by
//! its part: the model of a copy before it, and the events from there on.

use super::{App, Instant};
use crate::camera::Camera;
use crate::events::Nanos;

/// Bytes of memory for the history, for each event between two copies: an event takes 16 bytes
/// or more, so some copies fall into a part.
const BYTES_EVERY: usize = 128;
/// The most copies that are kept. When there are so many, every other one goes.
const MOST: usize = 256;
/// Copies whose events are in one part. It begins with the last one before the moment asked for:
/// what has to be read until that moment can be shown is what lies between two copies.
const TOGETHER: usize = 4;

/// See the module's text.
#[derive(Default)]
pub(super) struct Parts {
    copies: Vec<Copy>,
    /// Events between two copies.
    every: u64,
    heard: u64,
    copied_at: u64,
    /// All was read once.
    whole: bool,
    /// The last moment of all, then.
    end: Nanos,
    /// The part shown is one of several.
    is_part: bool,
    /// The moment of the copy it began with.
    began: Nanos,
    /// The moment that is to be shown, and is in another part.
    wanted: Option<Nanos>,
}

/// The model at a place that can be gone on from.
struct Copy {
    at: Nanos,
    place: usize,
    moment: Instant,
}

/// Places between which events are to be read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The first.
    pub from: usize,
    /// Behind the last; `None`: to the end.
    pub until: Option<usize>,
}

impl App {
    /// So many events more were heard; all there are, or not.
    pub fn heard(&mut self, count: u64, is_all: bool) {
        let parts = &mut self.parts;
        if !parts.whole {
            parts.whole = is_all;
            parts.end = self.stage.newest().now.at;
            parts.heard += count;
        }
    }

    /// All before this place was read and heard, and nothing of what comes behind it.
    pub fn stands_before(&mut self, place: usize) {
        let parts = &self.parts;
        if parts.whole {
            return;
        }
        let is_first = parts.copies.is_empty();
        let every = parts.every.max((self.camera.limit() / BYTES_EVERY) as u64);
        if !is_first && parts.heard - parts.copied_at < every {
            return;
        }
        let at = self.stage.newest().now.at;
        let moment = self.stage.newest().copy(None);
        let parts = &mut self.parts;
        parts.copied_at = parts.heard;
        parts.copies.push(Copy { at, place, moment });
        if parts.copies.len() > MOST {
            let mut index = 0;
            parts.copies.retain(|_| {
                index += 1;
                index % 2 == 1
            });
            parts.every = every * 2;
        }
    }

    /// Whether there is more of the history than what is in memory.
    pub fn has_parts(&self) -> bool {
        self.parts.whole && (self.parts.is_part || self.camera.log.first() > 0)
    }

    /// The first moment and the last of the part in memory, where it is one of several.
    pub fn part(&self) -> Option<(Nanos, Nanos)> {
        let from = self.camera.oldest().filter(|_| self.has_parts())?;
        Some((from, self.newest().now.at))
    }

    /// Whether this moment is in another part, which is then wanted.
    pub(super) fn is_elsewhere(&mut self, at: Nanos) -> bool {
        let Some((from, to)) = self.part() else {
            return false;
        };
        let is_last = self.parts.is_last(to);
        if (from..=to).contains(&at) || at > to && is_last || at < from && self.is_first(from) {
            return false;
        }
        // Between the copy and its first event nothing happened: before that is before the copy.
        let before = self.parts.is_part && at < from && at >= self.parts.began;
        self.parts.wanted = Some(match before {
            true => self.parts.began.since(Nanos(1)),
            false => at,
        });
        true
    }

    /// To the newest moment of all, where another part has it.
    pub(super) fn newest_is_elsewhere(&mut self) -> bool {
        self.is_elsewhere(Nanos(u64::MAX))
    }

    fn is_first(&self, from: Nanos) -> bool {
        let first = self.parts.copies.first();
        first.is_none_or(|first| from <= first.at)
    }

    /// The part that is to be read now; the history is empty then, up to its beginning.
    pub fn begin_part(&mut self) -> Option<Part> {
        let wanted = self.parts.wanted?;
        let copies = &self.parts.copies;
        let behind = copies.partition_point(|copy| copy.at <= wanted);
        let first = behind.saturating_sub(1);
        let copy = copies.get(first)?;
        let part = Part {
            from: copy.place,
            until: copies.get(first + TOGETHER).map(|copy| copy.place),
        };
        let (began, moment) = (copy.at, copy.moment.copy(None));
        self.go_live();
        self.stage.go_on_from(moment);
        let mut camera = Camera::new(self.camera.limit());
        camera.findings = std::mem::take(&mut self.camera.findings);
        self.camera = camera;
        (self.parts.is_part, self.parts.began) = (true, began);
        Some(part)
    }

    /// Whether the part that is read has not come to the moment yet that is to be shown.
    pub fn is_on_its_way(&self) -> bool {
        let newest = self.newest().now.at;
        self.parts.wanted.is_some_and(|wanted| newest <= wanted)
    }

    /// All of the part that is needed was read: shows the moment that was wanted.
    pub fn arrive_in_part(&mut self) {
        let Some(wanted) = self.parts.wanted.take() else {
            return;
        };
        // Before its first event nothing happened since the part before.
        let wanted = wanted.max(self.camera.oldest().unwrap_or_default());
        if wanted < self.newest().now.at {
            self.drag_to(wanted);
        }
    }
}

impl Parts {
    /// Whether the part that ends at this moment is the last one.
    fn is_last(&self, to: Nanos) -> bool {
        to >= self.end
    }
}
