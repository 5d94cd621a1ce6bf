//! A list of events.

use super::batches::BATCH;
use super::{Source, Until};
use crate::events::{Delivery, Event, InHand, Nanos, Now, Sample};
use crate::order::{Command, Report, RuntimeInterval, TaskInterval};
use std::collections::VecDeque;

/// Events that were written down before: for tests of whatever takes events in.
///
/// There is no runtime behind it, so commands are refused, unless it is made to
/// [take](Self::taking_orders) them.
pub struct Script {
    /// What the workers do, at any moment.
    pub hands: Vec<Option<InHand>>,
    /// What Tokio's own metrics say.
    pub sample: Option<Sample>,
    /// What tokio-metrics says of the runtime, each time it is asked.
    pub interval: Option<RuntimeInterval>,
    events: VecDeque<Event>,
    clock: Box<dyn Fn() -> Nanos>,
    handed_over: u64,
    sent: Vec<Command>,
    takes_orders: bool,
    rests_between: bool,
    reports: Vec<Report>,
}

impl Script {
    /// Events, in order of time, all of which have happened.
    pub fn new(events: Vec<Event>) -> Self {
        let last = events.last().map(|event| event.at).unwrap_or_default();
        Self::timed(events, move || last)
    }

    /// Events, in order of time; each happens when `clock` gets there.
    pub fn timed(events: Vec<Event>, clock: impl Fn() -> Nanos + 'static) -> Self {
        Self {
            hands: Vec::new(),
            sample: None,
            interval: None,
            events: events.into(),
            clock: Box::new(clock),
            handed_over: 0,
            sent: Vec::new(),
            takes_orders: false,
            rests_between: false,
            reports: Vec::new(),
        }
    }

    /// Lets it take commands and write them down, instead of refusing them. Nobody carries
    /// them out.
    #[must_use]
    pub fn taking_orders(mut self) -> Self {
        self.takes_orders = true;
        self
    }

    /// Lets it rest whenever no event is due, and not only after the last.
    #[must_use]
    pub fn resting_between(mut self) -> Self {
        self.rests_between = true;
        self
    }

    /// One event more. It must not be earlier than the last one.
    pub fn push(&mut self, event: Event) {
        self.events.push_back(event);
    }

    /// Something to say of a command.
    pub fn report(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// The commands taken so far.
    pub fn sent(&self) -> &[Command] {
        &self.sent
    }
}

impl Source for Script {
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let now = (self.clock)();
        let happened = self.events.partition_point(|event| event.at <= now);
        let count = match until {
            Until::Enough(enough) => happened.min(enough),
            Until::Settled | Until::TheEnd => happened,
        };
        let mut left = count;
        while left > 0 {
            let mut batch: Vec<_> = self.events.drain(..left.min(BATCH)).collect();
            left -= batch.len();
            hear(&mut batch);
        }
        self.handed_over += count as u64;
        count
    }

    /// What is still to come comes without news: who waits for it has to look.
    fn rest(&mut self) -> bool {
        let now = (self.clock)();
        let due = self.events.front().is_some_and(|event| event.at <= now);
        self.over() || self.rests_between && !due
    }

    fn now(&self) -> Now {
        Now {
            at: (self.clock)(),
            workers: self.hands.clone(),
        }
    }

    fn delivery(&self) -> Delivery {
        Delivery {
            emitted: self.handed_over,
            delivered: self.handed_over,
            ..Delivery::default()
        }
    }

    fn sample(&self) -> Option<Sample> {
        self.sample.clone()
    }

    fn intervals(&mut self) -> (Option<RuntimeInterval>, Vec<TaskInterval>) {
        (self.interval.clone(), Vec::new())
    }

    fn send(&mut self, command: Command) {
        if self.takes_orders {
            self.sent.push(command);
        } else {
            self.reports.extend(Report::only_watched(&command));
        }
    }

    fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    fn over(&self) -> bool {
        self.events.is_empty()
    }
}
