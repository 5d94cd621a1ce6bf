//! One runtime of a program, as far as it has told.

use super::super::batches::BATCH;
use super::super::since::Since;
use crate::events::{Delivery, Event, Nanos, Now, Sample, What};
use crate::probe::wire::Tick;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The time shown goes on by the clock of this process, and stays so far behind: what happens is
/// told no later.
const BEHIND: Duration = Duration::from_millis(80);

/// Tokio has no more, whatever a program says.
const MOST_WORKERS: usize = 1 << 16;

/// How many events these count for: a string as many as it takes the room of.
fn weight(events: &[Event]) -> usize {
    let strings = |event: &Event| event.what.string_bytes() / size_of::<Event>();
    events.len() + events.iter().map(strings).sum::<usize>()
}

/// See the module's text.
#[derive(Default)]
pub(super) struct Runtime {
    /// Told, and followed by a tick: no earlier one will come.
    ready: VecDeque<Event>,
    ready_weight: usize,
    /// Told since.
    coming: Vec<Event>,
    coming_weight: usize,
    /// The newest tick, and when it came.
    tick: Option<(Tick, Instant)>,
    /// The moment that was shown by then.
    reached: Nanos,
    /// What Tokio had counted before it was told of.
    since: Since,
    /// It will tell no more since then.
    stopped: Option<Instant>,
}

impl Runtime {
    /// Events that can be taken, those with long strings as several.
    pub(super) fn ready(&self) -> usize {
        self.ready_weight
    }

    /// Events that no tick has followed yet, as in [`ready`](Self::ready).
    pub(super) fn coming(&self) -> usize {
        self.coming_weight
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ready.is_empty()
    }

    pub(super) fn hear(&mut self, events: Vec<Event>) {
        self.coming_weight += weight(&events);
        self.coming.extend(events);
    }

    pub(super) fn tick(&mut self, mut tick: Tick) {
        tick.now.workers.truncate(MOST_WORKERS);
        if let Some(sample) = &mut tick.sample {
            sample.workers.truncate(MOST_WORKERS);
        }
        self.are_ready();
        self.since.note(&tick);
        // One that was long on its way does not take the time back.
        self.reached = self.moment();
        self.tick = Some((tick, Instant::now()));
    }

    /// Something was found out here, of this moment.
    pub(super) fn tell(&mut self, what: What) {
        let at = self.moment();
        let event = Event { at, what };
        self.ready_weight += weight(std::slice::from_ref(&event));
        self.ready.push_back(event);
    }

    fn are_ready(&mut self) {
        self.ready.extend(self.coming.drain(..));
        self.ready_weight += std::mem::take(&mut self.coming_weight);
    }

    /// Nothing more will come: what came is all.
    pub(super) fn ends(&mut self) {
        self.are_ready();
        self.stopped.get_or_insert_with(Instant::now);
    }

    pub(super) fn take(&mut self, enough: usize, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let mut taken = 0;
        let mut batch = Vec::with_capacity(BATCH);
        while taken < enough && !self.ready.is_empty() {
            let count = BATCH.min(self.ready.len());
            batch.extend(self.ready.drain(..count));
            taken += count;
            self.ready_weight -= weight(&batch);
            hear(&mut batch);
            batch.clear();
        }
        taken
    }

    fn moment(&self) -> Nanos {
        let Some((tick, came)) = &self.tick else {
            return Nanos::ZERO;
        };
        let now = self.stopped.unwrap_or_else(Instant::now);
        let since = now.saturating_duration_since(*came);
        let goes_on = Nanos::from_duration(since.saturating_sub(BEHIND));
        self.reached.max(tick.now.at + goes_on)
    }

    /// The newest tick: all up to its moment can be taken, if it was not.
    pub(super) fn newest_tick(&self) -> Option<&Tick> {
        self.tick.as_ref().map(|(tick, _)| tick)
    }

    /// The newest moment that is told of, with the polls in progress.
    pub(super) fn now(&self) -> Now {
        let workers = self.tick.as_ref().map(|(tick, _)| tick.now.workers.clone());
        Now {
            at: self.moment(),
            workers: workers.unwrap_or_default(),
        }
    }

    pub(super) fn delivery(&self) -> Delivery {
        let tick = self.tick.as_ref();
        tick.map(|(tick, _)| tick.delivery).unwrap_or_default()
    }

    pub(super) fn sample(&self) -> Option<Sample> {
        let sample = self.tick.as_ref()?.0.sample.clone()?;
        Some(self.since.count(sample))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::TextId;

    #[test]
    fn long_strings_count_for_the_room_they_take() {
        let text = |length: usize| Event {
            at: Nanos(1),
            what: What::Text {
                id: TextId::new(1),
                text: "x".repeat(length),
            },
        };
        let mut runtime = Runtime::default();
        runtime.hear(vec![text(0), text(size_of::<Event>() * 1000)]);
        assert_eq!((runtime.coming(), runtime.ready()), (1002, 0));
        runtime.tick(Tick::default());
        runtime.tell(What::RunEnded);
        assert_eq!((runtime.coming(), runtime.ready()), (0, 1003));
        assert_eq!(runtime.take(usize::MAX, &mut |_| {}), 3);
        assert_eq!((runtime.ready(), runtime.is_empty()), (0, true));
    }
}
