//! A runtime as it is read.

use super::alive::Alive;
use super::looked;
use super::sample::sample;
use super::sink::Sink;
use super::waits::Waits;
use crate::events::{Delivery, Event, Nanos, What, WorkerId};
use crate::observe::{Probe, Reader};
use crate::thread::OsThread;
use crate::wire::{Stack, Tick};
use std::time::Duration;
use tokio::runtime::RuntimeMetrics;

/// Events read at once: more than that are read in several parts.
const AT_ONCE: usize = 1 << 14;

/// See the module's text.
pub(super) struct Member {
    pub(super) number: u16,
    reader: Reader,
    /// As long as it lives a task that is spawned has a number.
    probe: Probe,
    metrics: RuntimeMetrics,
    alive: Alive,
    waits: Waits,
    /// Somebody wants all events.
    listens: bool,
    /// The last look has shown something.
    is_awake: bool,
    /// The accounts when it began to listen: what was only counted before is nobody's loss.
    before: Delivery,
}

impl Member {
    pub(super) fn new(number: u16, reader: Reader, probe: Probe, metrics: RuntimeMetrics) -> Self {
        Self {
            number,
            reader,
            probe,
            metrics,
            alive: Alive::default(),
            waits: Waits::default(),
            listens: true,
            is_awake: true,
            before: Delivery::default(),
        }
    }

    /// Calls `news` when a worker parks or unparks, or a job begins or ends, while this thread
    /// [rests](Self::rest).
    pub(super) fn on_news(&self, news: impl Fn() + Send + Sync + 'static) {
        self.reader.on_news(news);
    }

    pub(super) fn alive(&self) -> &Alive {
        &self.alive
    }

    /// Whether everything is recorded from now on, or only what is told to who comes later.
    pub(super) fn listen(&mut self, listens: bool) {
        if self.listens != listens {
            self.listens = listens;
            self.probe.records_all(listens);
            match listens {
                true => self.begin_to_listen(),
                false => self.alive.forget_parked(),
            }
        }
    }

    fn begin_to_listen(&mut self) {
        self.is_awake = true;
        self.read(&mut []);
        self.before = self.reader.delivery();
        let at = self.reader.moment();
        for worker in self.reader.parked() {
            let what = What::Parked { worker };
            self.alive.hear(&[Event { at, what }]);
        }
    }

    /// The whole process stood still for so long by now.
    pub(super) fn stood_still(&mut self, total: Duration) {
        self.waits.stood_still(Nanos::from_duration(total));
    }

    /// Reads what has happened, and tells it.
    pub(super) fn look(&mut self, sinks: &mut [Box<dyn Sink>]) {
        let tick = self.tick();
        let mut heard = 0;
        // Not to the last event: where more comes than is read there is none.
        loop {
            let (count, latest) = self.read(sinks);
            heard += count;
            if count < AT_ONCE || latest > tick.now.at {
                break;
            }
        }
        let in_hand = tick.now.workers.iter().any(Option::is_some);
        let parked = self.alive.is_parked(self.metrics.num_workers());
        let is_awake = heard > 0 || in_hand || self.listens && !parked;
        // One tick more, after the last event: all is told by then.
        if is_awake || self.is_awake {
            for sink in sinks {
                sink.tick(self.number, &tick);
            }
        }
        self.is_awake = is_awake;
    }

    /// Reads some of what there is: how many events, and the moment of the latest.
    fn read(&mut self, sinks: &mut [Box<dyn Sink>]) -> (usize, Nanos) {
        let Self {
            reader,
            alive,
            number,
            ..
        } = self;
        let mut latest = Nanos::ZERO;
        let count = reader.drain_some(AT_ONCE, |events| {
            latest = events.last().map_or(latest, |event| latest.max(event.at));
            alive.hear(events);
            for sink in &mut *sinks {
                sink.hear(*number, events);
            }
        });
        (count, latest)
    }

    /// Whether nothing goes on, and whoever begins something wakes this thread.
    pub(super) fn rest(&mut self) -> bool {
        !self.is_awake && self.reader.rest()
    }

    /// The runtime is gone: reads all there is.
    pub(super) fn end(mut self, sinks: &mut [Box<dyn Sink>]) {
        self.probe.run_ended();
        let tick = self.tick();
        let Self {
            reader,
            alive,
            number,
            ..
        } = &mut self;
        let mut events = Vec::new();
        reader.drain_all(|event| events.push(event));
        alive.hear(&events);
        for sink in sinks {
            sink.hear(*number, &events);
            sink.tick(*number, &tick);
        }
    }

    /// Whether the last look has shown something.
    pub(super) const fn is_awake(&self) -> bool {
        self.is_awake
    }

    /// The thread of a worker that holds a poll.
    pub(super) fn stack(&self, worker: WorkerId) -> Option<Stack> {
        looked::look(&self.reader, worker)
    }

    /// What is so now, all before being told or not.
    pub(super) fn tick(&self) -> Tick {
        let now = self.reader.now();
        let mut sample = sample(&self.metrics, now.at);
        self.waits.add_to(&mut sample, &self.reader);
        let thread = |worker| self.reader.thread(WorkerId::new(worker));
        let threads = (0..).take(now.workers.len()).map(thread);
        Tick {
            threads: threads
                .map(|thread| thread.map_or(0, OsThread::get))
                .collect(),
            sample: Some(sample),
            delivery: since(self.reader.delivery(), self.before),
            now,
        }
    }
}

/// What was counted since.
fn since(now: Delivery, before: Delivery) -> Delivery {
    Delivery {
        emitted: now.emitted.saturating_sub(before.emitted),
        delivered: now.delivered.saturating_sub(before.delivered),
        coalesced: now.coalesced.saturating_sub(before.coalesced),
        dropped: now.dropped.saturating_sub(before.dropped),
        // These are about tasks, which may still be alive.
        without_id: now.without_id,
        without_wakes: now.without_wakes,
    }
}
