//! The tickets of a set's tasks, by Tokio's id.

use crate::observe::Ticket;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use tokio::task::Id;

/// See the module's text. Dropped, it tells that their results are lost.
#[derive(Default)]
pub(super) struct Tickets(HashMap<Id, Ticket, BuildHasherDefault<OfId>>);

impl Tickets {
    pub(super) fn keep(&mut self, task: Id, ticket: Ticket) {
        self.0.insert(task, ticket);
    }

    /// The result of this task was taken.
    pub(super) fn used(&mut self, task: Id) {
        if let Some(ticket) = self.0.remove(&task) {
            ticket.used();
        }
    }

    /// All tasks that are left are asked to stop.
    pub(super) fn abort_asked(&self) {
        self.0.values().for_each(Ticket::abort_asked);
    }

    /// All tasks that are left run on by themselves.
    pub(super) fn dropped(&mut self) {
        self.0.clear();
    }
}

/// The hash of an id, which is one number that grows from task to task: nobody outside chooses
/// it, so all it needs is to be spread over all bits.
#[derive(Default)]
struct OfId(u64);

impl Hasher for OfId {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, number: u64) {
        // An odd number whose bits have no pattern: 2^64 divided by the golden ratio.
        self.0 = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write(&mut self, bytes: &[u8]) {
        // Were an id something else one day.
        bytes
            .iter()
            .for_each(|byte| self.write_u64(u64::from(*byte)));
    }
}
