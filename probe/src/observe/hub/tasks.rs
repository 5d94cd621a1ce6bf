//! Which task has which of Tokio's ids, found without a lock.
//!
//! Tokio's ids count up, process-wide, so the tasks alive at one time mostly have places of
//! their own in a table that is indexed by the low bits of the id. A few places beside it serve
//! those that have not; where these are taken, too, a table of twice the size is opened beside
//! the others. A place is taken as a task is spawned, which is where memory is asked for, and
//! empty again when it is over.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Places in the first table.
const FIRST: usize = 1 << 12;

/// Tables, each twice as large as the one before: room for half a billion tasks.
const TABLES: usize = 17;

/// Places in which an id may be: two cache lines, or three.
const NEAR: usize = 8;

/// Beside the number of a task: a wrapper is around its future.
const WRAPPED: u64 = 1 << 32;

/// See the module's text.
#[derive(Default)]
pub(in crate::observe) struct Tasks {
    tables: [OnceLock<Box<[Place]>>; TABLES],
    /// How many of them are in use.
    open: AtomicUsize,
}

/// Tokio's id, 0 where nobody is, and whose it is: a number, or, where nobody is, the id of who
/// was there last.
#[derive(Default)]
struct Place {
    id: AtomicU64,
    task: AtomicU64,
}

/// A task that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::observe) enum Known {
    /// The wrapper around its future tells of it.
    Wrapped(u32),
    /// Nobody tells of it but Tokio's hooks.
    Bare(u32),
}

impl Known {
    const fn bits(self) -> u64 {
        match self {
            Self::Wrapped(task) => task as u64 | WRAPPED,
            Self::Bare(task) => task as u64,
        }
    }

    const fn from_bits(bits: u64) -> Self {
        match bits & WRAPPED {
            0 => Self::Bare(bits as u32),
            _ => Self::Wrapped(bits as u32),
        }
    }
}

impl Tasks {
    /// Whose id this is. To be asked where that task is polled or dropped, or from its spawn:
    /// the id of another one may be gone, and its place taken, while it is looked at.
    #[inline]
    pub(in crate::observe) fn find(&self, id: u64) -> Option<Known> {
        let place = self.place(id)?;
        Some(Known::from_bits(place.task.load(Ordering::Relaxed)))
    }

    /// Enters a task that is about to be scheduled for the first time. `false` if there is no
    /// room, which half a billion tasks have taken.
    pub(in crate::observe) fn enter(&self, id: u64, task: Known) -> bool {
        let mut open = self.open.load(Ordering::Acquire);
        loop {
            if self.tables(open).any(|table| take_place(table, id, task)) {
                return true;
            }
            let Some(next) = self.tables.get(open) else {
                return false;
            };
            next.get_or_init(|| (0..FIRST << open).map(|_| Place::default()).collect());
            open += 1;
            self.open.fetch_max(open, Ordering::AcqRel);
        }
    }

    /// Takes out a task that is over.
    pub(in crate::observe) fn leave(&self, id: u64) -> Option<Known> {
        let place = self.place(id)?;
        let task = Known::from_bits(place.task.load(Ordering::Relaxed));
        place.task.store(id, Ordering::Relaxed);
        place.id.store(0, Ordering::Release);
        Some(task)
    }

    /// Whether a task with this id was here and is over, as far as that is known: another one
    /// may have taken its place since.
    pub(in crate::observe) fn has_left(&self, id: u64) -> bool {
        let is_empty = |place: &&Place| place.id.load(Ordering::Acquire) == 0;
        let open = self.open.load(Ordering::Acquire);
        self.tables(open)
            .flat_map(|table| near(table, id).filter(is_empty))
            .any(|place| place.task.load(Ordering::Relaxed) == id)
    }

    #[inline]
    fn place(&self, id: u64) -> Option<&Place> {
        let open = self.open.load(Ordering::Acquire);
        self.first_place(open, id)
            .or_else(|| self.other_place(open, id))
    }

    /// Where most are found: its own place in the largest table.
    #[inline]
    fn first_place(&self, open: usize, id: u64) -> Option<&Place> {
        let table = self.tables.get(open.wrapping_sub(1))?.get()?;
        let place = table.get(id as usize & (table.len() - 1))?;
        (place.id.load(Ordering::Relaxed) == id).then_some(place)
    }

    #[inline(never)]
    fn other_place(&self, open: usize, id: u64) -> Option<&Place> {
        self.tables(open)
            .find_map(|table| near(table, id).find(|place| place.id.load(Ordering::Relaxed) == id))
    }

    /// The first so many tables, the largest first: most tasks are there.
    #[inline]
    fn tables(&self, open: usize) -> impl Iterator<Item = &[Place]> {
        let tables = self.tables[..open].iter().rev();
        tables.filter_map(|table| table.get().map(|table| &**table))
    }
}

/// The places in which an id may be.
#[inline]
fn near(table: &[Place], id: u64) -> impl Iterator<Item = &Place> {
    // The low bits are all that counts.
    (0..NEAR)
        .filter_map(move |step| table.get((id as usize).wrapping_add(step) & (table.len() - 1)))
}

fn take_place(table: &[Place], id: u64, task: Known) -> bool {
    let is_free = |place: &&Place| {
        let free = place.id.load(Ordering::Relaxed) == 0;
        free && place
            .id
            .compare_exchange(0, id, Ordering::Acquire, Ordering::Relaxed)
            .is_ok()
    };
    let Some(place) = near(table, id).find(is_free) else {
        return false;
    };
    // Who polls the task has it from its spawn, by way of a queue: this is seen by then.
    place.task.store(task.bits(), Ordering::Release);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn an_id_is_found_until_it_is_over() {
        let tasks = Tasks::default();
        assert_eq!(tasks.find(1), None);
        assert!(tasks.enter(1, Known::Bare(7)) && tasks.enter(2, Known::Wrapped(u32::MAX)));
        assert_eq!(tasks.find(1), Some(Known::Bare(7)));
        assert_eq!(tasks.find(2), Some(Known::Wrapped(u32::MAX)));
        assert_eq!(tasks.find(1 + (1 << 32)), None);
        assert_eq!(tasks.leave(1), Some(Known::Bare(7)));
        assert_eq!((tasks.find(1), tasks.leave(1)), (None, None));
    }

    #[test]
    fn who_is_over_was_here() {
        let tasks = Tasks::default();
        assert!(!tasks.has_left(3));
        assert!(tasks.enter(3, Known::Wrapped(7)));
        assert!(!tasks.has_left(3), "it is here");
        tasks.leave(3);
        assert!(tasks.has_left(3) && !tasks.has_left(4));
        assert!(tasks.enter(3 + FIRST as u64, Known::Bare(8)));
        assert!(!tasks.has_left(3), "another has its place");
    }

    #[test]
    fn ids_that_fall_on_one_place_have_tables_of_their_own() {
        let tasks = Tasks::default();
        let ids = || (1..=40_u64).map(|number| number << 40);
        for (number, id) in (1..).zip(ids()) {
            assert!(tasks.enter(id, Known::Bare(number)));
        }
        for (number, id) in (1..).zip(ids()) {
            assert_eq!(tasks.find(id), Some(Known::Bare(number)));
        }
        assert_eq!(tasks.open.load(Ordering::Relaxed), 5, "8 in each");
        assert!(ids().all(|id| tasks.leave(id).is_some()));
        assert!(tasks.enter(1 << 40, Known::Bare(1)));
        assert_eq!(tasks.open.load(Ordering::Relaxed), 5, "room is used again");
    }

    #[test]
    fn many_alive_at_once_take_about_as_many_places() {
        let tasks = Tasks::default();
        assert!((1..=100_000).all(|id| tasks.enter(id, Known::Bare(id as u32))));
        assert!((1..=100_000).all(|id| tasks.find(id) == Some(Known::Bare(id as u32))));
        assert!(tasks.open.load(Ordering::Relaxed) <= 6);
    }

    #[test]
    fn threads_do_not_take_each_others_places() {
        let tasks = Tasks::default();
        let work = |thread: u64| {
            for id in (1..20_000_u64).map(|round| round * 4 + thread) {
                assert!(tasks.enter(id, Known::Bare(id as u32)));
                let kept = id.saturating_sub(400);
                if kept > 4 {
                    assert_eq!(tasks.leave(kept), Some(Known::Bare(kept as u32)));
                }
                assert_eq!(tasks.find(id), Some(Known::Bare(id as u32)));
            }
        };
        std::thread::scope(|scope| {
            for thread in 0..4 {
                scope.spawn(move || work(thread));
            }
        });
        assert!(tasks.open.load(Ordering::Relaxed) <= 2);
    }

    proptest! {
        #[test]
        fn it_is_a_map(acts in proptest::collection::vec((1_u64..60, any::<bool>()), 1..400)) {
            let tasks = Tasks::default();
            let mut known = HashMap::new();
            for (number, enters) in acts {
                // A dozen fall on each place.
                let id = number % 5 + (number << 20);
                if enters && !known.contains_key(&id) {
                    prop_assert!(tasks.enter(id, Known::Bare(number as u32)));
                    known.insert(id, Known::Bare(number as u32));
                } else if !enters {
                    prop_assert_eq!(tasks.leave(id), known.remove(&id));
                }
                prop_assert_eq!(tasks.find(id), known.get(&id).copied());
            }
        }
    }
}
