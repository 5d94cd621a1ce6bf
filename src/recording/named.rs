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
        for (index, place) in self.places().iter().enumerate() {
            if is_stack(place) {
                // What is damaged is told to who reads.
                let _ = self.block(place);
                self.stacks().are_named_to(index);
            }
        }
        self.stacks().are_named_to(usize::MAX);
    }

    /// Whether the block at this place is read without waiting long: it is no stack, or was named
    /// by [`name_stacks`](Self::name_stacks).
    pub fn is_quick(&self, place: usize) -> bool {
        let stack = self.places().get(place).filter(|place| is_stack(place));
        stack.is_none() || self.stacks().is_named(place)
    }
}
