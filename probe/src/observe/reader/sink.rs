//! Where the reader puts events.

use crate::events::Event;

/// Events handed on at once: enough that the reader's code and the listener's each stay in
/// the processor for a while, few enough that the events stay in its cache.
const BATCH: usize = 64;

/// Who takes the events, one after the other.
pub(super) trait Sink {
    /// Takes the event that `make` makes.
    fn take(&mut self, make: impl FnOnce() -> Event);
}

/// Each one alone.
pub(super) struct Each<F>(pub(super) F);

impl<F: FnMut(Event)> Sink for Each<F> {
    #[inline]
    fn take(&mut self, make: impl FnOnce() -> Event) {
        (self.0)(make());
    }
}

/// Some dozens at once.
pub(super) struct Batches<F: FnMut(&mut [Event])> {
    events: Vec<Event>,
    hear: F,
}

impl<F: FnMut(&mut [Event])> Batches<F> {
    pub(super) fn new(hear: F) -> Self {
        Self {
            events: Vec::with_capacity(BATCH),
            hear,
        }
    }

    /// Hands on what is left.
    pub(super) fn end(mut self) {
        if !self.events.is_empty() {
            self.hand_on();
        }
    }

    #[inline(never)]
    fn hand_on(&mut self) {
        (self.hear)(&mut self.events);
        self.events.clear();
    }
}

impl<F: FnMut(&mut [Event])> Sink for Batches<F> {
    /// There is room before it is made, so that it is made in its place: to move an event
    /// costs more than to make it.
    #[inline(always)]
    fn take(&mut self, make: impl FnOnce() -> Event) {
        self.events.extend(std::iter::once_with(make));
        if self.events.len() >= BATCH {
            self.hand_on();
        }
    }
}
