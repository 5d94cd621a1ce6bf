//! How a list comes back: entries are put back one by one under their stamps, by those who
//! know them; here are the blocks they were in, and the order of these.

use super::blocks::{Link, NONE};
use super::{Ends, List, split};
use crate::events::TaskId;

/// A block that left a list: its number and serial.
pub(in crate::model) type Left = (u32, u64);

impl List {
    pub(in crate::model) const fn ends(&self) -> Ends {
        self.ends
    }

    /// Begins a segment: from now on blocks that leave are noted.
    pub(in crate::model) fn remember(&mut self) {
        self.left = Some(Vec::new());
    }

    /// Ends remembering.
    pub(in crate::model) fn stop(&mut self) {
        self.left = None;
    }

    /// The blocks that left in this segment.
    pub(in crate::model) fn left(&self) -> Box<[Left]> {
        self.left.as_deref().unwrap_or_default().into()
    }

    /// First step of taking the list back: an entry that changed since is taken out. Ends
    /// and length are stale until [`List::take_back`].
    pub(in crate::model) fn vacate(&mut self, id: TaskId, stamp: u32) {
        let (block, slot) = split(stamp);
        if self.holds(id, stamp)
            && let Some(block) = self.blocks.get_mut(block)
        {
            block.clear(slot);
        }
    }

    /// Second step, once all such entries are out: the blocks are those of then, in their
    /// order. `left`: all that left since, and maybe others.
    pub(in crate::model) fn take_back<'a>(
        &mut self,
        ends: Ends,
        left: impl Iterator<Item = &'a Left>,
    ) {
        let mut order: Vec<(u64, u32)> = self
            .order()
            .filter_map(|block| Some((self.blocks.link(block)?.serial, block)))
            .chain(left.map(|(block, serial)| (*serial, *block)))
            .filter(|(serial, _)| *serial < ends.serial)
            .collect();
        order.sort_unstable();
        order.dedup();
        self.blocks.take_only(order.iter().map(|(_, block)| *block));
        let number = |at: Option<&(u64, u32)>| at.map_or(NONE, |(_, block)| *block);
        for (index, &(serial, block)) in order.iter().enumerate() {
            if let Some(link) = self.blocks.link_mut(block) {
                *link = Link {
                    before: number(index.checked_sub(1).and_then(|index| order.get(index))),
                    after: number(order.get(index + 1)),
                    serial,
                };
            }
        }
        self.ends = ends;
    }

    /// Last step: an entry that was there is put back under its stamp.
    pub(in crate::model) fn reoccupy(&mut self, id: TaskId, stamp: u32) {
        let (block, slot) = split(stamp);
        if !self.holds(id, stamp)
            && let Some(block) = self.blocks.get_mut(block)
        {
            block.fill(slot, id.get());
        }
    }
}
