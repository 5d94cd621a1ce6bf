//! The observed runtime as the loop sees it: the engine and the reader, or a script in tests.

use crate::engine::Engine;
use crate::events::{Delivery, Event, Now, Sample};
use crate::order::{Command, Report, RuntimeInterval, TaskInterval};
use crate::probe::Reader;

/// What the loop asks of the observed side. Nothing here waits for a worker.
pub(crate) trait Observed {
    /// Hands over events that are complete by now, some dozens at once, the oldest first;
    /// gives their number. Fewer than `enough`: these were all.
    fn drain(&mut self, enough: usize, hear: &mut dyn FnMut(&mut [Event])) -> usize;
    /// Whether nothing is left to hand over; the loop is then woken when a worker parks or unparks.
    fn rest(&mut self) -> bool;
    /// The polls in progress.
    fn now(&self) -> Now;
    /// The accounts of the event pipeline.
    fn delivery(&self) -> Delivery;
    /// Tokio's own metrics.
    fn sample(&self) -> Option<Sample>;
    /// One interval of tokio-metrics since the last call.
    fn intervals(&self) -> (Option<RuntimeInterval>, Vec<TaskInterval>);
    /// What the engine has to say.
    fn reports(&self) -> Vec<Report>;
    /// Gives a command.
    fn send(&self, command: Command);
    /// No command waits and nothing is being closed.
    fn settled(&self) -> bool;
}

/// The real thing.
pub(crate) struct Live {
    engine: Option<Engine>,
    reader: Reader,
}

impl Live {
    pub(crate) fn new(engine: Engine, reader: Reader) -> Self {
        Self {
            engine: Some(engine),
            reader,
        }
    }

    /// How to wake the loop.
    pub(crate) fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.reader.on_news(wake);
    }

    /// Leaves the runtime behind, at once.
    pub(super) fn shutdown(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.shutdown();
        }
    }
}

/// The engine goes away with `shutdown`, which only an ended loop calls; until then an
/// absent one behaves as a closed one.
impl Observed for Live {
    fn drain(&mut self, enough: usize, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        self.reader.drain_some(enough, hear)
    }

    fn rest(&mut self) -> bool {
        self.reader.rest()
    }

    fn now(&self) -> Now {
        self.reader.now()
    }

    fn delivery(&self) -> Delivery {
        self.reader.delivery()
    }

    fn sample(&self) -> Option<Sample> {
        self.engine.as_ref().and_then(Engine::sample)
    }

    fn intervals(&self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        self.engine
            .as_ref()
            .map(Engine::intervals)
            .unwrap_or_default()
    }

    fn reports(&self) -> Vec<Report> {
        self.engine
            .as_ref()
            .map(Engine::reports)
            .unwrap_or_default()
    }

    fn send(&self, command: Command) {
        if let Some(engine) = &self.engine {
            engine.send(command);
        }
    }

    fn settled(&self) -> bool {
        self.engine.as_ref().is_none_or(Engine::settled)
    }
}

/// A panic in a frame must not wait for a stalled worker either.
impl Drop for Live {
    fn drop(&mut self) {
        self.shutdown();
    }
}
