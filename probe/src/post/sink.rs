//! Where a stream goes.

use super::alive::Alive;
use crate::events::Event;
use crate::wire::{Ask, Stack, Tick};
use std::time::Duration;

/// Writes what it is told as a stream of its own. Runtimes have numbers, from 1.
pub(super) trait Sink: Send {
    /// These happened.
    fn hear(&mut self, runtime: u16, events: &[Event]);

    /// All up to a moment was told.
    fn tick(&mut self, runtime: u16, tick: &Tick);

    /// It begins, or begins anew, and must be told what is so: of every runtime by
    /// [`state`](Self::state), before anything else. It is asked before each look.
    fn begins(&mut self) -> bool;

    /// What is so at this moment.
    fn state(&mut self, runtime: u16, alive: &Alive);

    /// A look at all runtimes is over.
    fn flush(&mut self);

    /// The process is about to end, and says why.
    fn bye(&mut self, why: &str);

    /// A runtime is gone, and the process may be about to end.
    fn settle(&mut self) {}

    /// Nothing more can be told to it.
    fn is_over(&self) -> bool;

    /// How long it may be without news while something happens.
    fn every(&self) -> Duration;

    /// What it asks for, and of which runtime.
    fn asked(&mut self) -> Option<(u16, Ask)> {
        None
    }

    /// The thread of a worker, for which it has asked.
    fn answer(&mut self, _runtime: u16, _stack: &Stack) {}
}
