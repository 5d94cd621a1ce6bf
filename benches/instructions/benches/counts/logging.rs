//! The log: keeping one event after another.

use crate::OPERATIONS;
use crate::folding::Part;
use tokio_kitchen::camera::Log;
use tokio_kitchen::events::Event;

/// Events come in batches, as from the reader.
const BATCH: usize = 64;

/// Room for all events of a benchmark.
const LIMIT: usize = 32 << 20;

/// A log, and the events it is to keep.
pub(crate) struct Keep {
    log: Log,
    events: Vec<Event>,
}

impl Keep {
    /// One operation is what happens to one task.
    pub(crate) fn of(part: Part) -> Self {
        Self {
            log: Log::new(LIMIT),
            events: part.events(OPERATIONS, OPERATIONS, &mut 1_000),
        }
    }

    /// What is counted.
    pub(crate) fn push(mut self) -> Self {
        for batch in self.events.chunks(BATCH) {
            self.log.push_all(batch);
        }
        self
    }
}
