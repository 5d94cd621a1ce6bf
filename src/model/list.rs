//! A queue of task numbers that gives up any of them without touching the others.
//!
//! It is a chain of small blocks. Every entry has a stamp, which the owner keeps with the
//! task: the number of its block and the slot in there. An entry taken out leaves a hole,
//! and a block without entries leaves the chain. So a stamp never changes, nothing is ever
//! moved, and neighbours are never read: with a million tasks in random order each of them
//! would be a cache miss.

mod blocks;
mod past;
#[cfg(test)]
mod tests;

pub(super) use past::Left;

use crate::events::TaskId;
use blocks::{BLOCK, Block, Blocks, Link, NONE, SLOTS};

/// A queue of tasks, front first. A task is in one list at most.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    blocks: Blocks,
    ends: Ends,
    /// The blocks that left in the present segment, if the model remembers.
    left: Option<Vec<Left>>,
}

/// Where a list begins and ends: all of it but the blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    /// The first block.
    first: u32,
    /// The next stamp, if it is not the `end` of the last block.
    next: u32,
    end: u32,
    len: u32,
    /// Of the next block.
    serial: u64,
}

impl Default for Ends {
    fn default() -> Self {
        Self {
            first: NONE,
            next: 0,
            end: 0,
            len: 0,
            serial: 0,
        }
    }
}

impl Ends {
    /// The last block.
    const fn last(&self) -> u32 {
        self.end.div_ceil(BLOCK as u32).wrapping_sub(1)
    }
}

const fn split(stamp: u32) -> (u32, usize) {
    (stamp / BLOCK as u32, stamp as usize % BLOCK)
}

impl List {
    pub(super) const fn len(&self) -> usize {
        self.ends.len as usize
    }

    pub(super) fn front(&self) -> Option<TaskId> {
        self.iter().next()
    }

    /// The blocks, front first.
    fn order(&self) -> impl Iterator<Item = u32> {
        let after = |block: &u32| self.blocks.link(*block).map(|link| link.after);
        std::iter::successors(Some(self.ends.first), after).take_while(|block| *block != NONE)
    }

    /// Front first.
    pub(super) fn iter(&self) -> impl Iterator<Item = TaskId> {
        let blocks = self.order().filter_map(|block| self.blocks.get(block));
        let slots = blocks.flat_map(Block::slots);
        slots.filter_map(|slot| TaskId::new(*slot))
    }

    /// Appends a task and gives its stamp.
    #[inline(always)]
    pub(super) fn push_back(&mut self, id: TaskId) -> u32 {
        if self.ends.next == self.ends.end {
            self.append_block();
        }
        let stamp = self.ends.next;
        self.ends.next = stamp + 1;
        self.ends.len += 1;
        let (block, slot) = split(stamp);
        self.blocks.fill(block, slot, id.get());
        stamp
    }

    #[inline(never)]
    fn append_block(&mut self) {
        let (last, block) = (self.ends.last(), self.blocks.take());
        if let Some(link) = self.blocks.link_mut(block) {
            *link = Link {
                before: last,
                after: NONE,
                serial: self.ends.serial,
            };
        }
        match self.blocks.link_mut(last) {
            Some(link) => link.after = block,
            None => self.ends.first = block,
        }
        self.ends.serial += 1;
        self.ends.next = block * BLOCK as u32;
        self.ends.end = self.ends.next + SLOTS as u32;
    }

    /// Takes out the task with this stamp, which must be in this list.
    ///
    /// Always inlined: it is in every wake and poll, and little if its block has others.
    #[inline(always)]
    pub(super) fn remove(&mut self, stamp: u32) {
        let (number, slot) = split(stamp);
        self.ends.len -= 1;
        if let Some(block) = self.blocks.get_mut(number) {
            block.clear(slot);
            if block.is_empty() {
                self.emptied(number);
            }
        }
    }

    /// A block without entries goes, but the last is filled again.
    #[inline(never)]
    fn emptied(&mut self, block: u32) {
        if block == self.ends.last() {
            self.ends.next = self.ends.end - SLOTS as u32;
            return;
        }
        let Some(&Link {
            before,
            after,
            serial,
        }) = self.blocks.link(block)
        else {
            return;
        };
        match self.blocks.link_mut(before) {
            Some(link) => link.after = after,
            None => self.ends.first = after,
        }
        if let Some(link) = self.blocks.link_mut(after) {
            link.before = before;
        }
        self.blocks.free(block);
        if let Some(left) = &mut self.left {
            left.push((block, serial));
        }
    }

    /// Takes out all but the first `keep` tasks, and gives them to `take`, front first.
    pub(super) fn split_off(&mut self, mut keep: usize, mut take: impl FnMut(TaskId)) {
        let mut number = self.ends.first;
        while let Some(&Link { after, .. }) = self.blocks.link(number)
            && let Some(block) = self.blocks.get_mut(number)
        {
            let taken = block.split_off(&mut keep, &mut take);
            self.ends.len -= taken;
            if taken > 0 && block.is_empty() {
                self.emptied(number);
            }
            number = after;
        }
    }

    /// Whether the task is where the stamp says.
    pub(super) fn holds(&self, id: TaskId, stamp: u32) -> bool {
        let (block, slot) = split(stamp);
        let slots = self.blocks.get(block).map(Block::slots);
        slots.is_some_and(|slots| slots.get(slot) == Some(&id.get()))
    }

    /// Whether the chain is whole, each block but the last in it has entries, and no other
    /// is taken. Slow: for tests only.
    pub(super) fn is_sound(&self) -> bool {
        let order: Vec<u32> = self.order().collect();
        let mut before = (NONE, 0);
        let linked = order.iter().all(|block| {
            let Some(link) = self.blocks.link(*block) else {
                return false;
            };
            let fits = link.before == before.0 && link.serial >= before.1;
            before = (*block, link.serial + 1);
            let is_empty = self.blocks.get(*block).is_none_or(Block::is_empty);
            fits && (!is_empty || *block == self.ends.last())
        });
        let last = order.last().copied().unwrap_or(NONE);
        linked
            && (last, before.1 <= self.ends.serial) == (self.ends.last(), true)
            && self.blocks.count() == (order.len(), true)
    }
}
