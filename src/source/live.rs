//! The engine and its probe.

use super::{Source, Until, batches};
use crate::engine::Engine;
use crate::events::{Delivery, Event, Now, Sample};
use crate::order::{Command, Report, RuntimeInterval, TaskInterval};
use crate::probe::Reader;

/// The real thing: a runtime that the engine runs.
pub struct Live {
    engine: Option<Engine>,
    reader: Reader,
}

impl Live {
    /// An engine, and the reading end of its probe.
    pub fn new(engine: Engine, reader: Reader) -> Self {
        Self {
            engine: Some(engine),
            reader,
        }
    }

    /// Leaves the runtime behind, at once, whatever its workers do. Also done by a drop: a
    /// panic of the loop must not wait for a stalled worker either.
    pub fn shutdown(&mut self) {
        if let Some(engine) = self.engine.take() {
            engine.shutdown();
        }
    }
}

/// The engine goes away with `shutdown`, which only an ended loop calls; until then an
/// absent one behaves as a closed one.
impl Source for Live {
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        batches::read(&mut self.reader, until, hear)
    }

    fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.reader.on_news(wake);
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

    fn intervals(&mut self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        self.engine
            .as_ref()
            .map(Engine::intervals)
            .unwrap_or_default()
    }

    fn send(&mut self, command: Command) {
        if let Some(engine) = &self.engine {
            engine.send(command);
        }
    }

    fn reports(&mut self) -> Vec<Report> {
        self.engine
            .as_ref()
            .map(Engine::reports)
            .unwrap_or_default()
    }

    fn settled(&self) -> bool {
        self.engine.as_ref().is_none_or(Engine::settled)
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.shutdown();
    }
}
