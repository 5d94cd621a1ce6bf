//! The sink that is a viewer in another process.

use super::alive::Alive;
use super::file::hello;
use super::sink::Sink;
use super::stalls::Stalls;
use crate::events::{Event, Nanos};
use crate::serve::Viewer;
use crate::wire::{Ask, Bye, Encoder, Ending, Kind, Mark, Stack, Tick};
use std::time::{Duration, SystemTime};

/// A tick so often while something happens.
const EVERY: Duration = Duration::from_millis(50);

/// See the module's text.
pub(super) struct Watching {
    viewer: Viewer,
    encoder: Encoder,
    /// Whose events the encoder has, and how many.
    runtime: u16,
    events: u64,
    /// Blocks that are not on their way yet.
    bytes: Vec<u8>,
    stalls: Stalls,
}

impl Watching {
    /// It is told at once who this is: a look may be on its way that takes long.
    pub(super) fn new(viewer: Viewer, began: SystemTime) -> Self {
        let (mut encoder, mut bytes) = (Encoder::plain(), Vec::new());
        encoder.hello(&hello(began), &mut bytes);
        viewer.state(bytes);
        Self {
            viewer,
            encoder,
            runtime: 0,
            events: 0,
            bytes: Vec::new(),
            stalls: Stalls::default(),
        }
    }

    fn send(&mut self) {
        self.encoder.events(self.runtime, &mut self.bytes);
        let (bytes, events) = (&mut self.bytes, &mut self.events);
        if !bytes.is_empty() {
            self.viewer
                .tell(std::mem::take(bytes), std::mem::take(events));
        }
    }
}

impl Sink for Watching {
    fn hear(&mut self, runtime: u16, events: &[Event]) {
        self.runtime = runtime;
        self.events += events.len() as u64;
        for event in events {
            self.encoder.push(event);
            if self.encoder.is_full() {
                self.send();
            }
        }
    }

    fn tick(&mut self, runtime: u16, tick: &Tick) {
        self.send();
        self.encoder.tick(runtime, tick, &mut self.bytes);
        self.send();
        // Before it can ask: short ones would be over by then.
        self.stalls.look(runtime, &tick.now);
    }

    fn begins(&mut self) -> bool {
        let Some(lost) = self.viewer.begins() else {
            return false;
        };
        if lost > 0 {
            self.encoder.mark(0, &Mark { lost }, &mut self.bytes);
        }
        self.viewer.state(std::mem::take(&mut self.bytes));
        true
    }

    fn state(&mut self, runtime: u16, alive: &Alive) {
        for event in alive.state() {
            self.encoder.push(&event);
            if self.encoder.is_full() {
                self.encoder.state(runtime, &mut self.bytes);
            }
        }
        self.encoder.state(runtime, &mut self.bytes);
        self.viewer.state(std::mem::take(&mut self.bytes));
    }

    fn flush(&mut self) {
        self.send();
    }

    fn bye(&mut self, why: &str) {
        self.send();
        let bye = Bye {
            ending: Ending::Panicked,
            text: why.to_owned(),
        };
        self.encoder.bye(&bye, &mut self.bytes);
        self.send();
        self.viewer.settle();
    }

    fn settle(&mut self) {
        self.send();
        self.viewer.settle();
    }

    fn is_over(&self) -> bool {
        self.viewer.is_gone()
    }

    fn every(&self) -> Duration {
        self.stalls.every(EVERY)
    }

    fn asked(&mut self) -> Option<(u16, Ask)> {
        self.stalls.asked().or_else(|| self.viewer.asked())
    }

    fn answer(&mut self, runtime: u16, stack: &Stack) {
        self.send();
        let payload = stack.bytes();
        self.encoder
            .block(Kind::Stack, runtime, Nanos::ZERO, &payload, &mut self.bytes);
        self.send();
    }
}
