//! The engine and its probe.

use super::steady::{Os, Steady};
use super::{Source, Until, batches};
use crate::engine::Engine;
use crate::events::{Delivery, Event, Nanos, Now, Sample};
use crate::order::{Command, Report, RuntimeInterval, TaskInterval};
use crate::probe::Reader;
use crate::probe::Waits;
use crate::stack::Watch;
use std::io;
use std::time::Duration;

/// The real thing: a runtime that the engine runs.
pub struct Live {
    engine: Option<Engine>,
    reader: Reader,
    steady: Steady<Os>,
    /// When it was asked for intervals last.
    asked: Nanos,
    /// Has polls looked at that last long.
    watch: Option<Watch>,
    /// Has the waits for processors timed.
    waits: Option<Waits>,
}

impl Live {
    /// An engine, and the reading end of its probe. To be made on the thread of the loop.
    pub fn new(engine: Engine, reader: Reader) -> Self {
        Self {
            engine: Some(engine),
            reader,
            steady: Steady::new(Os::new()),
            asked: Nanos::ZERO,
            watch: None,
            waits: None,
        }
    }

    /// Has polls looked at that last for so long: what holds them is told as events.
    ///
    /// # Errors
    /// When the system gives no thread for it, or no memory.
    pub fn naming_lines(mut self, after: Duration) -> io::Result<Self> {
        let hands = self.reader.hands();
        self.watch = Some(Watch::new(hands, Nanos::from_duration(after))?);
        Ok(self)
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
        if let Some(watch) = &mut self.watch {
            watch.look();
        }
        let Self { reader, steady, .. } = self;
        steady.look(reader.moment());
        let count = if steady.has_found() {
            let mut events = Vec::new();
            let until = match until {
                Until::Enough(_) => Until::Settled,
                all => all,
            };
            batches::read(reader, until, &mut |batch| events.extend_from_slice(batch));
            steady.settle(events, hear)
        } else {
            batches::read(reader, until, &mut |batch| steady.pass(batch, hear))
        };
        // Reading many takes a while, and is no wait.
        steady.look(reader.moment());
        count
    }

    fn on_news(&self, wake: impl Fn() + Send + Sync + 'static) {
        self.reader.on_news(wake);
    }

    fn rest(&mut self) -> bool {
        self.reader.rest()
    }

    fn waits(&self, at_most: Duration) {
        self.steady.waits(at_most);
    }

    fn now(&self) -> Now {
        let mut now = self.reader.now();
        self.steady.look(now.at);
        self.steady.put_right(&mut now);
        now
    }

    fn delivery(&self) -> Delivery {
        self.reader.delivery()
    }

    fn sample(&self) -> Option<Sample> {
        let mut sample = self.engine.as_ref().and_then(Engine::sample)?;
        if let Some(waits) = &self.waits {
            waits.add_to(&mut sample, &self.reader);
        }
        sample.at = self.steady.time(sample.at);
        Some(sample)
    }

    fn time_waits(&mut self) {
        self.waits.get_or_insert_default();
    }

    fn intervals(&mut self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        let Some(engine) = &self.engine else {
            return (None, Vec::new());
        };
        let (mut runtime, mut tasks) = engine.intervals();
        let before = std::mem::replace(&mut self.asked, self.reader.moment());
        if self.steady.stood_still_since(before) {
            // Tokio's clock ran on: its means and ratios have that time in them.
            return (None, Vec::new());
        }
        let runtime_at = runtime.as_mut().map(|interval| &mut interval.at);
        let tasks_at = tasks.iter_mut().map(|interval| &mut interval.at);
        for at in runtime_at.into_iter().chain(tasks_at) {
            *at = self.steady.time(*at);
        }
        (runtime, tasks)
    }

    fn send(&mut self, command: Command) {
        if let (Command::Interrupt(task), Some(watch)) = (&command, &mut self.watch) {
            return watch.interrupt(*task);
        }
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
