//! Numbers for hubs, and whose a task's id is.
//!
//! Ids come in blocks of 1,024 that belong to one hub. When a hub is gone its number and
//! its blocks are free again: until a block has a new owner, the ids in it belong to nobody,
//! so that a task which outlives its hub reaches no other one. Free blocks are used in the
//! order in which they became free, and never before every other block of the process was
//! used: an id comes back only after four billion others.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Ids in a block, as a power of two.
const BLOCK_BITS: u32 = 10;
const BLOCKS: u32 = 1 << (32 - BLOCK_BITS);

/// Which hub a block of ids belongs to, by slot; 0 for none. Zeroed memory that takes
/// room only where it is touched.
static OWNERS: [AtomicU32; BLOCKS as usize] = [const { AtomicU32::new(0) }; BLOCKS as usize];

static FREE: Mutex<Free> = Mutex::new(Free::of(BLOCKS - 1));

fn free() -> MutexGuard<'static, Free> {
    // No panic can leave its short sections half done.
    FREE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What nobody has.
struct Free {
    /// Slots that were given back, and the greatest one ever given.
    slots: Vec<u32>,
    last_slot: u32,
    /// Blocks never used begin here; those after `blocks` do not exist: the last id of all
    /// is the probe's own.
    next_block: u32,
    blocks: u32,
    /// Blocks of hubs that are gone, the oldest first.
    given_back: VecDeque<u32>,
}

impl Free {
    const fn of(blocks: u32) -> Self {
        Self {
            slots: Vec::new(),
            last_slot: 0,
            next_block: 0,
            blocks,
            given_back: VecDeque::new(),
        }
    }

    fn slot(&mut self) -> u32 {
        self.slots.pop().unwrap_or_else(|| {
            // One for each hub alive at a time: memory ends long before.
            self.last_slot += 1;
            self.last_slot
        })
    }

    fn block(&mut self) -> Option<u32> {
        if self.next_block < self.blocks {
            self.next_block += 1;
            return Some(self.next_block - 1);
        }
        self.given_back.pop_front()
    }
}

/// A hub's number, from 1, and its blocks of ids.
pub(super) struct Slot {
    number: u32,
    blocks: Vec<u32>,
}

impl Slot {
    pub(super) fn new() -> Self {
        Self {
            number: free().slot(),
            blocks: Vec::new(),
        }
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// A further block of ids; empty when all four billion are in use.
    pub(super) fn new_block(&mut self) -> Range<u32> {
        let Some(block) = free().block() else {
            return 0..0;
        };
        self.blocks.push(block);
        OWNERS[block as usize].store(self.number, Ordering::Relaxed);
        let start = block << BLOCK_BITS;
        // Id 0 stands for "no task".
        start.max(1)..start + (1 << BLOCK_BITS)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        for block in &self.blocks {
            OWNERS[*block as usize].store(0, Ordering::Relaxed);
        }
        // Who gets the number or a block next sees that nobody owns the blocks.
        let mut free = free();
        free.slots.push(self.number);
        free.given_back.extend(self.blocks.drain(..));
    }
}

/// Slot of the hub a task belongs to, 0 if to none.
#[inline]
pub(super) fn owner_slot(task: u32) -> u32 {
    OWNERS[(task >> BLOCK_BITS) as usize].load(Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_comes_back_after_all_others() {
        let mut free = Free::of(3);
        assert_eq!((free.block(), free.block()), (Some(0), Some(1)));
        free.given_back.extend([1, 0]);
        let next: Vec<_> = std::iter::from_fn(|| free.block()).collect();
        assert_eq!(next, [2, 1, 0]);
        free.given_back.push_back(2);
        assert_eq!((free.block(), free.block()), (Some(2), None));
    }

    #[test]
    fn a_slot_is_used_again_and_its_ids_belong_to_nobody_in_between() {
        let mut free = Free::of(3);
        assert_eq!((free.slot(), free.slot()), (1, 2));
        free.slots.push(1);
        assert_eq!((free.slot(), free.slot()), (1, 3));

        let mut slot = Slot::new();
        let id = slot.new_block().start;
        assert_eq!(owner_slot(id), slot.number());
        drop(slot);
        assert_eq!(owner_slot(id), 0);
    }
}
