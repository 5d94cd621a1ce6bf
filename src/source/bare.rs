//! A watched runtime that no engine runs.

use super::{Source, Until, batches};
use crate::events::{Delivery, Event, Now, Sample};
use crate::order::{Command, Report};
use crate::probe::{self, Reader, Waits};
use tokio::runtime::Handle;

/// A runtime that somebody else runs, watched by a probe. Nothing can be ordered: commands
/// are refused.
pub struct Bare {
    reader: Reader,
    runtime: Handle,
    reports: Vec<Report>,
    waits: Waits,
}

impl Bare {
    /// The reading end of a probe, and the runtime it watches.
    pub fn new(reader: Reader, runtime: Handle) -> Self {
        Self {
            reader,
            runtime,
            reports: Vec::new(),
            waits: Waits::default(),
        }
    }
}

impl Source for Bare {
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
        let mut sample = probe::sample(&self.runtime.metrics(), self.reader.now().at);
        self.waits.add_to(&mut sample, &self.reader);
        Some(sample)
    }

    fn send(&mut self, command: Command) {
        self.reports.extend(Report::only_watched(&command));
    }

    fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }
}
