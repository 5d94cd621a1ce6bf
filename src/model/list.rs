//! A queue of task numbers that gives up any of them without touching the others.
//!
//! Every entry has a stamp, its running number, which the owner keeps with the task. An
//! entry taken out leaves a hole; holes at either end go at once, and when they are most
//! of the queue [`List::close_up`] moves the entries together. So neighbours are never
//! read: with a million tasks in random order each of them would be a cache miss.

use crate::protocol::TaskId;
use std::collections::VecDeque;

/// Holes that do not matter, however few entries there are.
const SLACK: usize = 64;

/// Above this many places, memory is given back when the queue runs empty.
const LARGE: usize = 1 << 16;

/// A queue of tasks, front first. A task is in one list at most.
#[derive(Clone, Debug, Default)]
pub(super) struct List {
    /// Numbers of tasks; 0 for a hole. Neither end is a hole.
    slots: VecDeque<u32>,
    /// Stamp of the first slot. Stamps wrap around.
    base: u32,
    len: usize,
}

impl List {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) fn front(&self) -> Option<TaskId> {
        self.slots.front().and_then(|number| TaskId::new(*number))
    }

    /// Front first.
    pub(super) fn iter(&self) -> impl Iterator<Item = TaskId> {
        self.slots.iter().filter_map(|number| TaskId::new(*number))
    }

    /// Appends a task and gives its stamp.
    pub(super) fn push_back(&mut self, id: TaskId) -> u32 {
        let stamp = self.base.wrapping_add(self.slots.len() as u32);
        self.slots.push_back(id.get());
        self.len += 1;
        stamp
    }

    /// Takes out the task with this stamp, which must be in this list.
    pub(super) fn remove(&mut self, stamp: u32) {
        let Some(slot) = self.slots.get_mut(stamp.wrapping_sub(self.base) as usize) else {
            return;
        };
        *slot = 0;
        self.len -= 1;
        while self.slots.front() == Some(&0) {
            self.slots.pop_front();
            self.base = self.base.wrapping_add(1);
        }
        while self.slots.back() == Some(&0) {
            self.slots.pop_back();
        }
        if self.len == 0 && self.slots.capacity() > LARGE {
            self.slots = VecDeque::new();
        }
    }

    /// Whether most of it is holes.
    pub(super) fn is_sparse(&self) -> bool {
        self.slots.len() > 2 * self.len + SLACK
    }

    /// Moves the entries together and tells every task its new stamp.
    pub(super) fn close_up(&mut self, mut tell: impl FnMut(TaskId, u32)) {
        self.slots.retain(|number| *number != 0);
        let mut stamp = self.base;
        for id in self.iter() {
            tell(id, stamp);
            stamp = stamp.wrapping_add(1);
        }
    }

    /// Whether the task is where the stamp says.
    pub(super) fn holds(&self, id: TaskId, stamp: u32) -> bool {
        let slot = self.slots.get(stamp.wrapping_sub(self.base) as usize);
        slot == Some(&id.get())
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
        assert_eq!((list.front(), list.slots.len(), list.len()), (None, 0, 0));
    }

    #[test]
    fn holes_are_closed_before_they_outweigh_the_entries_for_long() {
        // The stamps wrap around on the way.
        let mut list = List {
            base: u32::MAX - 100,
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
                assert_eq!(list.slots.len(), list.len());
            }
            assert!(list.slots.len() <= 2 * list.len() + SLACK);
        }
        assert_eq!(order(&list), wanted);
        assert!((1..10).contains(&closed), "{closed}");
        assert!(list.iter().all(|id| list.holds(id, stamps[&id.get()])));
    }
}
