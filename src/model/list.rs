//! A queue of task numbers that gives up any of them without touching the others.
//!
//! Every entry has a stamp, its running number, which the owner keeps with the task; the
//! stamp tells its slot in a ring. An entry taken out leaves a hole; holes at either end
//! go at once, and when they are most of the queue [`List::close_up`] moves the entries
//! together. So neighbours are never read: with a million tasks in random order each of
//! them would be a cache miss.

use crate::protocol::TaskId;

/// Holes that do not matter, however few entries there are.
const SLACK: u32 = 64;

/// From so many entries on a list is long.
const LONG: u32 = 1 << 14;

/// A ring above this size is given back when the queue runs empty.
const LARGE: usize = 1 << 16;

/// A queue of tasks, front first. A task is in one list at most.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// Numbers of tasks; 0 for a hole. As many as a power of two, or none.
    slots: Vec<u32>,
    /// Stamp of the first entry, and of the next to come. Stamps wrap around.
    head: u32,
    tail: u32,
    len: u32,
}

/// Where a list begins and ends: all of it but the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ends {
    head: u32,
    tail: u32,
    len: u32,
}

impl List {
    pub(super) const fn len(&self) -> usize {
        self.len as usize
    }

    /// Entries and holes.
    const fn span(&self) -> u32 {
        self.tail.wrapping_sub(self.head)
    }

    const fn slot(&self, stamp: u32) -> usize {
        stamp as usize & self.slots.len().wrapping_sub(1)
    }

    pub(super) fn front(&self) -> Option<TaskId> {
        self.iter().next()
    }

    /// Front first.
    pub(super) fn iter(&self) -> impl Iterator<Item = TaskId> {
        let stamps = (0..self.span()).map(|step| self.head.wrapping_add(step));
        stamps.filter_map(|stamp| TaskId::new(self.slots[self.slot(stamp)]))
    }

    /// Appends a task and gives its stamp.
    #[inline(always)]
    pub(super) fn push_back(&mut self, id: TaskId) -> u32 {
        if self.span() as usize == self.slots.len() {
            self.grow();
        }
        let stamp = self.tail;
        let slot = self.slot(stamp);
        self.slots[slot] = id.get();
        self.tail = stamp.wrapping_add(1);
        self.len += 1;
        stamp
    }

    /// Doubles the ring. Stamps stay.
    #[cold]
    fn grow(&mut self) {
        self.resize(2 * self.slots.len());
    }

    /// Gives the ring so many slots, a power of two, or a few. Stamps stay.
    fn resize(&mut self, slots: usize) {
        let mut old = Self {
            slots: vec![0; slots.max(16)],
            ..*self
        };
        std::mem::swap(self, &mut old);
        for step in 0..old.span() {
            let stamp = old.head.wrapping_add(step);
            let slot = self.slot(stamp);
            self.slots[slot] = old.slots[old.slot(stamp)];
        }
    }

    /// Takes out the task with this stamp, which must be in this list.
    ///
    /// Always inlined: it is in every wake and poll, and little if the end is not touched.
    #[inline(always)]
    pub(super) fn remove(&mut self, stamp: u32) {
        let slot = self.slot(stamp);
        self.slots[slot] = 0;
        self.len -= 1;
        if stamp == self.head {
            self.trim_head();
        } else if stamp == self.tail.wrapping_sub(1) {
            self.trim_tail();
        }
    }

    /// Takes out all but the first `keep` tasks, and gives them to `take`, front first.
    pub(super) fn split_off(&mut self, keep: usize, mut take: impl FnMut(TaskId)) {
        let mut kept = 0;
        for step in 0..self.span() {
            let slot = self.slot(self.head.wrapping_add(step));
            let Some(id) = TaskId::new(self.slots[slot]) else {
                continue;
            };
            if kept < keep {
                kept += 1;
                continue;
            }
            self.slots[slot] = 0;
            self.len -= 1;
            take(id);
        }
        match self.len {
            0 => self.trim_head(),
            _ => self.trim_tail(),
        }
    }

    /// Drops the holes at the front: all there is, if no entry is left.
    #[inline]
    fn trim_head(&mut self) {
        if self.len == 0 {
            self.head = self.tail;
            if self.slots.len() > LARGE {
                self.slots = Vec::new();
            }
            return;
        }
        self.head = self.head.wrapping_add(1);
        while self.slots[self.slot(self.head)] == 0 {
            self.head = self.head.wrapping_add(1);
        }
    }

    /// Drops the holes at the back of a list that has entries.
    #[inline]
    fn trim_tail(&mut self) {
        while self.slots[self.slot(self.tail.wrapping_sub(1))] == 0 {
            self.tail = self.tail.wrapping_sub(1);
        }
    }

    /// Whether one more hole could be one too many.
    #[inline]
    pub(super) const fn is_nearly_sparse(&self) -> bool {
        self.span() > Self::most(self.len.saturating_sub(1))
    }

    /// Whether most of it is holes.
    #[inline]
    pub(super) const fn is_sparse(&self) -> bool {
        self.span() > Self::most(self.len)
    }

    /// Entries and holes that so many entries may be spread over. A long list is closed up
    /// less often: every task in it is told its new stamp, which takes longer than a picture.
    const fn most(len: u32) -> u32 {
        let times = if len < LONG { 2 } else { 8 };
        times * len + SLACK
    }

    /// Moves the entries together and tells every task its new stamp.
    pub(super) fn close_up(&mut self, mut tell: impl FnMut(TaskId, u32)) {
        let mut to = self.head;
        for step in 0..self.span() {
            let from = self.slot(self.head.wrapping_add(step));
            let Some(id) = TaskId::new(std::mem::take(&mut self.slots[from])) else {
                continue;
            };
            let slot = self.slot(to);
            self.slots[slot] = id.get();
            tell(id, to);
            to = to.wrapping_add(1);
        }
        self.tail = to;
    }

    pub(super) const fn ends(&self) -> Ends {
        Ends {
            head: self.head,
            tail: self.tail,
            len: self.len,
        }
    }

    /// First step of taking the list back: an entry that changed since is taken out. It
    /// leaves a hole; ends and length are stale until [`List::take_back`].
    pub(super) fn vacate(&mut self, id: TaskId, stamp: u32) {
        let slot = self.slot(stamp);
        if let Some(entry) = self.slots.get_mut(slot).filter(|entry| **entry == id.get()) {
            *entry = 0;
        }
    }

    /// Second step, once all such entries are out: the ends are as they were, and the ring
    /// has room for what was between them.
    pub(super) fn take_back(&mut self, ends: Ends) {
        let span = ends.tail.wrapping_sub(ends.head) as usize;
        if span > self.slots.len() {
            self.resize(span.next_power_of_two());
        }
        (self.head, self.tail, self.len) = (ends.head, ends.tail, ends.len);
    }

    /// Last step: an entry that was there is put back under its stamp.
    pub(super) fn reoccupy(&mut self, id: TaskId, stamp: u32) {
        let slot = self.slot(stamp);
        self.slots[slot] = id.get();
    }

    /// Whether the task is where the stamp says.
    pub(super) fn holds(&self, id: TaskId, stamp: u32) -> bool {
        stamp.wrapping_sub(self.head) < self.span() && self.slots[self.slot(stamp)] == id.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn id(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    fn order(list: &List) -> Vec<u32> {
        list.iter().map(TaskId::get).collect()
    }

    #[test]
    fn a_list_gives_up_any_of_its_tasks() {
        let mut list = List::default();
        let stamps: Vec<_> = (1..=5).map(|n| list.push_back(id(n))).collect();
        list.remove(stamps[2]);
        assert_eq!(order(&list), [1, 2, 4, 5]);
        assert!(list.holds(id(2), stamps[1]) && !list.holds(id(3), stamps[2]));
        list.remove(stamps[0]);
        list.remove(stamps[4]);
        assert_eq!((order(&list), list.front()), (vec![2, 4], Some(id(2))));
        let again = list.push_back(id(1));
        assert_eq!((order(&list), list.len()), (vec![2, 4, 1], 3));
        [stamps[1], stamps[3], again]
            .into_iter()
            .for_each(|stamp| list.remove(stamp));
        assert_eq!((list.front(), list.span(), list.len()), (None, 0, 0));
    }

    #[test]
    fn a_list_gives_up_its_second_half() {
        let mut list = List::default();
        let stamps: Vec<_> = (1..=9).map(|n| list.push_back(id(n))).collect();
        [0, 2, 7].into_iter().for_each(|n| list.remove(stamps[n]));
        let mut taken = Vec::new();
        list.split_off(3, |id| taken.push(id.get()));
        assert_eq!((order(&list), taken), (vec![2, 4, 5], vec![6, 7, 9]));
        assert_eq!((list.len(), list.span()), (3, 4));
        list.push_back(id(1));
        assert_eq!(order(&list), [2, 4, 5, 1]);
    }

    #[test]
    fn a_list_is_taken_back_though_its_ring_was_given_back() {
        let many = LARGE as u32 + 10;
        let mut list = List::default();
        (1..=many).for_each(|n| {
            list.push_back(id(n));
        });
        let ends = list.ends();
        (0..many).for_each(|stamp| list.remove(stamp));
        assert_eq!(list.slots.len(), 0);
        let after = list.push_back(id(7));
        list.vacate(id(7), after);
        list.take_back(ends);
        (1..=many).for_each(|n| list.reoccupy(id(n), n - 1));
        assert!(order(&list).into_iter().eq(1..=many));
    }

    #[test]
    fn entries_that_did_not_change_stay_when_a_list_is_taken_back() {
        let mut list = List::default();
        (1..=16).for_each(|n| {
            list.push_back(id(n));
        });
        list.remove(0);
        let ends = list.ends();
        let again = list.push_back(id(1));
        list.remove(5);
        list.push_back(id(6));
        list.vacate(id(1), again);
        list.vacate(id(6), again.wrapping_add(1));
        list.take_back(ends);
        list.reoccupy(id(6), 5);
        assert!(order(&list).into_iter().eq(2..=16));
        // A longer span: the ring grows around those that are there.
        list.take_back(Ends {
            tail: ends.tail.wrapping_add(9),
            ..ends
        });
        assert!(order(&list).into_iter().eq(2..=16) && list.slots.len() == 32);
    }

    #[test]
    fn holes_are_closed_before_they_outweigh_the_entries_for_long() {
        // The stamps wrap around on the way.
        let mut list = List {
            head: u32::MAX - 100,
            tail: u32::MAX - 100,
            ..List::default()
        };
        let mut stamps: HashMap<u32, u32> =
            (1..=1_000).map(|n| (n, list.push_back(id(n)))).collect();
        let (mut closed, mut wanted) = (0, (1..=1_000).collect::<Vec<u32>>());
        for round in 0..5_000u32 {
            let at = (round.wrapping_mul(2_654_435_769) >> 7) as usize % 999;
            let moved = wanted.remove(at + 1);
            list.remove(stamps[&moved]);
            stamps.insert(moved, list.push_back(id(moved)));
            wanted.push(moved);
            if list.is_sparse() {
                closed += 1;
                list.close_up(|id, stamp| {
                    stamps.insert(id.get(), stamp);
                });
                assert_eq!(list.span() as usize, list.len());
            }
            assert!(list.span() <= 2 * list.len + SLACK && list.slots.len() <= 4_096);
        }
        assert_eq!(order(&list), wanted);
        assert!((1..10).contains(&closed), "{closed}");
        assert!(list.iter().all(|id| list.holds(id, stamps[&id.get()])));
    }
}
