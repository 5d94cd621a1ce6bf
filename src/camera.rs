//! The view in time: what is remembered of a run, and any moment of it shown again.
//!
//! [`Camera`] keeps the history: the log of events with what takes the model back, the
//! samples of each frame, and the findings one may want to jump to. [`seek`] moves a
//! model to a place of the log, [`next`] and [`previous`] find places worth standing at, and
//! [`Speed`] says how fast the view's own clock goes; [`Traces`] keeps where the history
//! tells of one task, [`Duty`] what a worker polled last. Reads no clock: live is only the
//! view at the newest moment.

mod address;
mod density;
mod duty;
mod facts;
mod log;
mod marks;
mod seek;
mod speed;
mod step;
mod traces;

pub use address::{Address, Unreadable, When};
pub use density::{Activity, Cell, Density, Grid, Lane, Overview, Picture, Poll, Share};
pub use duty::{Duty, Turn};
pub use facts::{FactKey, Facts};
pub use log::{Brief, BriefKind, Log, Segment, Weigh};
pub use marks::{Mark, Marks};
pub use seek::{earliest, seek};
pub use speed::Speed;
pub use step::{Place, Which, hands, next, previous};
pub use traces::{Tally, Traces};

use crate::events::{Event, Nanos};
use crate::findings::Findings;
use crate::model::{Model, Undo};

/// Of the memory for the history, the share that samples may take: one in so many.
const MARKS_SHARE: usize = 16;
/// The same for the facts told.
const FACTS_SHARE: usize = 32;

/// What is remembered of the run, bounded by the memory it takes.
#[derive(Debug)]
pub struct Camera {
    /// The events.
    pub log: Log<Undo>,
    /// What was measured besides, frame by frame.
    pub marks: Marks,
    /// What is worth a jump.
    pub findings: Findings,
    /// What the model has told.
    pub facts: Facts,
    limit: usize,
}

impl Weigh for Undo {
    fn bytes(&self) -> usize {
        Undo::bytes(self)
    }
}

impl Camera {
    /// A history that takes at most about `bytes`.
    pub fn new(bytes: usize) -> Self {
        let (marks, facts) = (bytes / MARKS_SHARE, bytes / FACTS_SHARE);
        Self {
            log: Log::new(bytes - marks - facts),
            marks: Marks::new(marks),
            findings: Findings::default(),
            facts: Facts::new(facts),
            limit: bytes,
        }
    }

    /// Keeps events.
    pub fn record(&mut self, events: &[Event]) {
        self.log.push_all(events);
    }

    /// Makes the place reached one that is quick to go to, if it is time for that. `live`
    /// has folded all events recorded. To be called every few dozen events.
    pub fn save(&mut self, live: &mut Model) {
        if self.log.wants_seal(live.undo_bytes())
            && let Some(undo) = live.checkpoint()
        {
            self.log.seal(undo);
        }
    }

    /// Memory the history may take, in bytes.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// The oldest moment that can be shown; `None` while nothing is remembered.
    pub fn oldest(&self) -> Option<Nanos> {
        self.log.at(earliest(&self.log))
    }
}
