//! The tasks, by number, and the lists they are linked into.
//!
//! Numbers are dense, so a page of 1,024 slots and two array steps replace a hash
//! table. A page whose tasks are all forgotten shrinks to one bit per task. Lists
//! are threaded through the tasks: taking one out of the middle of a queue of a
//! million costs as much as taking the first. The table knows nothing of places:
//! the fold decides what is linked where.

use super::task::Task;
use crate::protocol::TaskId;

/// Slots of a page.
const PAGE: usize = 1_024;

type Bits = [u64; PAGE / 64];

/// What the table can say of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Never mentioned.
    Never,
    /// In the table.
    Known,
    /// It was in the table, ended, and was taken out.
    Forgotten {
        /// Whether it had ended by completing.
        completed: bool,
    },
}

#[derive(Clone, Debug)]
enum Page {
    Untouched,
    Open(Box<Open>),
    /// Every task of it is forgotten; the bits say which had completed.
    Closed(Box<Bits>),
}

#[derive(Clone, Debug)]
struct Open {
    slots: Box<[Option<Task>]>,
    forgotten: Bits,
    completed: Bits,
    forgotten_count: usize,
}

/// All tasks that are not forgotten.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pages: Vec<Page>,
}

/// A list threaded through the tasks. A task is in one list at most.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct List {
    head: u32,
    tail: u32,
    len: usize,
}

impl List {
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    pub(super) const fn front(&self) -> Option<TaskId> {
        TaskId::new(self.head)
    }
}

const fn split(id: TaskId) -> (usize, usize) {
    let index = id.get() as usize - 1;
    (index / PAGE, index % PAGE)
}

fn bit(bits: &Bits, slot: usize) -> bool {
    bits[slot / 64] >> (slot % 64) & 1 == 1
}

impl Page {
    fn slots(&self) -> &[Option<Task>] {
        match self {
            Self::Open(open) => &open.slots,
            Self::Untouched | Self::Closed(_) => &[],
        }
    }
}

impl Table {
    pub(super) fn get(&self, id: TaskId) -> Option<&Task> {
        let (page, slot) = split(id);
        match self.pages.get(page)? {
            Page::Open(open) => open.slots[slot].as_ref(),
            Page::Untouched | Page::Closed(_) => None,
        }
    }

    pub(super) fn get_mut(&mut self, id: TaskId) -> Option<&mut Task> {
        let (page, slot) = split(id);
        match self.pages.get_mut(page)? {
            Page::Open(open) => open.slots[slot].as_mut(),
            Page::Untouched | Page::Closed(_) => None,
        }
    }

    pub(super) fn seen(&self, id: TaskId) -> Seen {
        let (page, slot) = split(id);
        match self.pages.get(page) {
            None | Some(Page::Untouched) => Seen::Never,
            Some(Page::Closed(completed)) => Seen::Forgotten {
                completed: bit(completed, slot),
            },
            Some(Page::Open(open)) if open.slots[slot].is_some() => Seen::Known,
            Some(Page::Open(open)) if bit(&open.forgotten, slot) => Seen::Forgotten {
                completed: bit(&open.completed, slot),
            },
            Some(Page::Open(_)) => Seen::Never,
        }
    }

    /// Puts a task in that was never seen.
    pub(super) fn insert(&mut self, task: Task) {
        let (page, slot) = split(task.id);
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || Page::Untouched);
        }
        let page = &mut self.pages[page];
        if matches!(page, Page::Untouched) {
            let slots = (0..PAGE).map(|_| None).collect();
            let none = [0; PAGE / 64];
            let open = Open {
                slots,
                forgotten: none,
                completed: none,
                forgotten_count: 0,
            };
            *page = Page::Open(Box::new(open));
        }
        if let Page::Open(open) = page {
            open.slots[slot] = Some(task);
        }
    }

    /// Takes out a task that ended and is in no list.
    pub(super) fn forget(&mut self, id: TaskId, completed: bool) {
        let (page, slot) = split(id);
        let Some(page) = self.pages.get_mut(page) else {
            return;
        };
        let Page::Open(open) = page else { return };
        if open.slots[slot].take().is_none() {
            return;
        }
        open.forgotten[slot / 64] |= 1 << (slot % 64);
        open.completed[slot / 64] |= u64::from(completed) << (slot % 64);
        open.forgotten_count += 1;
        if open.forgotten_count == PAGE {
            *page = Page::Closed(Box::new(open.completed));
        }
    }

    /// All tasks from the given number on.
    pub(super) fn from(&self, from: Option<TaskId>) -> impl DoubleEndedIterator<Item = &Task> {
        let (first, slot) = from.map_or((0, 0), split);
        let first = first.min(self.pages.len());
        self.pages[first..]
            .iter()
            .enumerate()
            .flat_map(move |(n, page)| {
                let slots = page.slots();
                let skip = if n == 0 { slot.min(slots.len()) } else { 0 };
                slots[skip..].iter().flatten()
            })
    }

    pub(super) fn push_back(&mut self, list: &mut List, id: TaskId) {
        let Some(task) = self.get_mut(id) else { return };
        task.prev = list.tail;
        task.next = 0;
        match TaskId::new(list.tail).and_then(|tail| self.get_mut(tail)) {
            Some(tail) => tail.next = id.get(),
            None => list.head = id.get(),
        }
        list.tail = id.get();
        list.len += 1;
    }

    /// Takes a task out of the list it is in, which must be this one.
    pub(super) fn unlink(&mut self, list: &mut List, id: TaskId) {
        let Some(task) = self.get_mut(id) else { return };
        let (prev, next) = (task.prev, task.next);
        task.prev = 0;
        task.next = 0;
        match TaskId::new(prev).and_then(|prev| self.get_mut(prev)) {
            Some(before) => before.next = next,
            None => list.head = next,
        }
        match TaskId::new(next).and_then(|next| self.get_mut(next)) {
            Some(after) => after.prev = prev,
            None => list.tail = prev,
        }
        list.len -= 1;
    }

    /// The tasks of a list, front first.
    pub(super) fn walk(&self, list: &List) -> impl Iterator<Item = &Task> {
        let at = |number| TaskId::new(number).and_then(|id| self.get(id));
        std::iter::successors(at(list.head), move |task| at(task.next))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::Nanos;

    fn id(number: u32) -> TaskId {
        TaskId::new(number).unwrap()
    }

    fn filled(numbers: impl IntoIterator<Item = u32>) -> Table {
        let mut table = Table::default();
        for number in numbers {
            table.insert(Task::unknown(id(number), Nanos::ZERO));
        }
        table
    }

    fn order(table: &Table, list: &List) -> Vec<u32> {
        table.walk(list).map(|task| task.id.get()).collect()
    }

    #[test]
    fn a_list_gives_up_any_of_its_tasks() {
        let mut table = filled(1..=5);
        let mut list = List::default();
        (1..=5).for_each(|n| table.push_back(&mut list, id(n)));
        table.unlink(&mut list, id(3));
        assert_eq!(order(&table, &list), [1, 2, 4, 5]);
        table.unlink(&mut list, id(1));
        table.unlink(&mut list, id(5));
        assert_eq!(order(&table, &list), [2, 4]);
        table.push_back(&mut list, id(1));
        assert_eq!((order(&table, &list), list.len()), (vec![2, 4, 1], 3));
        [2, 4, 1]
            .into_iter()
            .for_each(|n| table.unlink(&mut list, id(n)));
        assert_eq!((list.front(), list.tail, list.len()), (None, 0, 0));
    }

    #[test]
    fn a_page_closes_when_all_its_tasks_are_forgotten() {
        let mut table = filled(1..=1_025);
        for n in 1..=1_024 {
            assert_eq!(table.seen(id(n)), Seen::Known);
            table.forget(id(n), n % 2 == 0);
            assert_eq!(
                table.seen(id(n)),
                Seen::Forgotten {
                    completed: n % 2 == 0
                }
            );
        }
        assert!(matches!(table.pages[0], Page::Closed(_)));
        assert_eq!(table.seen(id(7)), Seen::Forgotten { completed: false });
        assert_eq!(table.seen(id(8)), Seen::Forgotten { completed: true });
        assert_eq!(table.seen(id(1_025)), Seen::Known);
        assert_eq!(table.seen(id(1_026)), Seen::Never);
        assert_eq!(table.seen(id(u32::MAX)), Seen::Never);
    }

    #[test]
    fn numbers_come_in_order_from_both_ends() {
        let table = filled([3, 1_500, 9, 5_000]);
        let from = |n| {
            table
                .from(id(n).into())
                .map(|task| task.id.get())
                .collect::<Vec<_>>()
        };
        assert_eq!(from(1), [3, 9, 1_500, 5_000]);
        assert_eq!(from(9), [9, 1_500, 5_000]);
        assert_eq!(from(10), [1_500, 5_000]);
        assert_eq!(from(9_999), [0; 0]);
        let back: Vec<_> = table.from(None).rev().map(|task| task.id.get()).collect();
        assert_eq!(back, [5_000, 1_500, 9, 3]);
    }
}
