//! The ids of one hub that no thread has yet, or no longer wants.

use crate::observe::slots::Slot;
use std::collections::BTreeMap;
use std::ops::Range;

/// Ids are handed out once each, in ranges, the lowest first. What a thread gives back
/// goes before new ones: the numbers in use stay close to each other.
pub(super) struct Ids {
    slot: Slot,
    /// Never handed out.
    fresh: Range<u32>,
    /// Given back unused: starts and ends of ranges that do not touch.
    returned: BTreeMap<u32, u32>,
    /// Blocks it may still take. For tests of what happens when there is none.
    blocks_left: u32,
}

impl Ids {
    pub(super) fn of(slot: Slot) -> Self {
        Self {
            slot,
            fresh: 0..0,
            returned: BTreeMap::new(),
            blocks_left: u32::MAX,
        }
    }

    /// Up to `wanted` ids, at least one; empty when there are no more.
    pub(super) fn take(&mut self, wanted: u32) -> Range<u32> {
        if let Some((start, end)) = self.returned.pop_first() {
            let taken = first(start..end, wanted);
            if taken.end < end {
                self.returned.insert(taken.end, end);
            }
            return taken;
        }
        if self.fresh.is_empty() && self.blocks_left > 0 {
            self.blocks_left -= 1;
            self.fresh = self.slot.new_block();
        }
        let taken = first(self.fresh.clone(), wanted);
        self.fresh.start = taken.end;
        taken
    }

    /// Takes ids back that nobody used.
    pub(super) fn give_back(&mut self, mut ids: Range<u32>) {
        if ids.is_empty() {
            return;
        }
        if let Some(end) = self.returned.remove(&ids.end) {
            ids.end = end;
        }
        if let Some((&start, &end)) = self.returned.range(..ids.start).next_back()
            && end == ids.start
        {
            self.returned.remove(&start);
            ids.start = start;
        }
        if ids.end == self.fresh.start {
            self.fresh.start = ids.start;
        } else {
            self.returned.insert(ids.start, ids.end);
        }
    }

    /// From now on there are none.
    #[cfg(test)]
    pub(super) fn use_up(&mut self) {
        self.fresh = 0..0;
        self.returned.clear();
        self.blocks_left = 0;
    }
}

fn first(ids: Range<u32>, wanted: u32) -> Range<u32> {
    ids.start..ids.end.min(ids.start.saturating_add(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_given_back_is_used_before_new_ones() {
        let mut ids = Ids::of(Slot::new());
        let a = ids.take(10);
        let b = ids.take(10);
        ids.give_back(a.start + 4..a.end);
        assert_eq!(ids.take(4), a.start + 4..a.start + 8);
        assert_eq!(ids.take(4), a.start + 8..a.end);
        ids.give_back(b.start + 1..b.end);
        // They touch those that were never used, and are as good as these.
        assert_eq!(ids.take(20), b.start + 1..b.start + 21);
    }

    proptest! {
        #[test]
        fn every_id_is_used_once_and_none_is_left_out(
            acts in proptest::collection::vec((1_u32..40, 0_usize..40, 0_usize..4), 1..200)
        ) {
            let mut ids = Ids::of(Slot::new());
            let mut threads = vec![0..0; 4];
            let mut used = Vec::new();
            for (wanted, some, thread) in acts {
                ids.give_back(std::mem::replace(&mut threads[thread], 0..0));
                let mut taken = ids.take(wanted);
                prop_assert!(!taken.is_empty() && taken.len() <= wanted as usize);
                used.extend(taken.by_ref().take(some));
                threads[thread] = taken;
            }
            threads.into_iter().for_each(|left| ids.give_back(left));
            while !(ids.fresh.is_empty() && ids.returned.is_empty()) {
                used.extend(ids.take(7));
            }
            let all = used.len();
            used.sort_unstable();
            used.dedup();
            prop_assert_eq!(used.len(), all);
            let (first, last) = (used[0], used[all - 1]);
            prop_assert!(first == 1 || first.is_multiple_of(1_024));
            prop_assert_eq!(last % 1_024, 1_023);
            let whole = |pair: &[u32]| pair[1] == pair[0] + 1 || pair[1].is_multiple_of(1_024);
            prop_assert!(used.windows(2).all(whole));
        }
    }
}
