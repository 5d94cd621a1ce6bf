//! The stacks of a recording, named ahead of who reads it.

use super::file::{Place, Recording};
use crate::probe::wire::Kind;

fn is_stack(place: &Place) -> bool {
    place.head.kind == Kind::Stack as u8
}

impl Recording {
    /// Whether it has stacks, which are named by tables of many megabytes.
    pub fn has_stacks(&self) -> bool {
        self.places().iter().any(is_stack)
    }

    /// Names all its stacks. That takes long: a thread of its own may do it ahead of who reads.
    pub fn name_stacks(&self) {
        for place in self.places().iter().filter(|place| is_stack(place)) {
            // What is damaged is told to who reads.
            let _ = self.block(place);
        }
        self.stacks().are_ready();
    }

    /// Whether the block at this place is read without waiting long: it is no stack, or the tables
    /// for it are read.
    pub fn is_quick(&self, place: usize) -> bool {
        let place = self.places().get(place);
        !place.is_some_and(is_stack) || self.stacks().is_ready()
    }
}
