//! A thread's memory of the numbers it looked up last, without a hash map or a lock.

use std::cell::Cell;

/// Entries; a program has few call sites that are hot at once.
const SIZE: usize = 64;

/// An entry and its neighbour hold what falls on it, so that two call sites that are used in
/// turn do not push each other out; a third does, which only costs another look into the table.
pub(super) struct Cache([Cell<Entry>; SIZE]);

/// An address and what tells equal addresses apart. Address 0 is never looked up.
type Key = (usize, usize);

#[derive(Clone, Copy)]
struct Entry {
    key: Key,
    number: u32,
}

impl Cache {
    pub(super) const fn new() -> Self {
        Self(
            [const {
                Cell::new(Entry {
                    key: (0, 0),
                    number: 0,
                })
            }; SIZE],
        )
    }

    #[inline]
    pub(super) fn get_or(&self, key: Key, look_up: impl FnOnce() -> u32) -> u32 {
        // Addresses of `Location`s and strings differ in their middle bits.
        let at = ((key.0 >> 3) ^ (key.0 >> 9) ^ key.1) % SIZE;
        let entry = self.0[at].get();
        if entry.key == key {
            entry.number
        } else {
            self.get_beside(at, key, look_up)
        }
    }

    /// A function of its own, so that the first look saves no registers for it.
    #[inline(never)]
    fn get_beside(&self, at: usize, key: Key, look_up: impl FnOnce() -> u32) -> u32 {
        let (slot, beside) = (&self.0[at], &self.0[at ^ 1]);
        let entry = slot.get();
        let second = beside.get();
        if second.key == key {
            return second.number;
        }
        let number = look_up();
        beside.set(entry);
        slot.set(Entry { key, number });
        number
    }
}

/// As [`Cache`], by the name itself: one that an application makes up may be at an address where
/// another was before.
pub(super) struct Names([Cell<(&'static str, u32)>; SIZE]);

impl Names {
    pub(super) const fn new() -> Self {
        Self([const { Cell::new(("", 0)) }; SIZE])
    }

    /// `look_up` gives the name as it is kept, with its number.
    #[inline]
    pub(super) fn get_or(&self, name: &str, look_up: impl FnOnce() -> (&'static str, u32)) -> u32 {
        let at = name.as_ptr().addr();
        let at = ((at >> 3) ^ (at >> 9) ^ name.len()) % SIZE;
        let (slot, beside) = (&self.0[at], &self.0[at ^ 1]);
        // No name is that of an empty entry.
        let known = [slot.get(), beside.get()];
        if let Some((_, number)) = known
            .iter()
            .find(|known| known.0 == name && !name.is_empty())
        {
            return *number;
        }
        let entry = look_up();
        beside.set(known[0]);
        slot.set(entry);
        entry.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_looked_up_once_until_two_others_take_its_place() {
        let cache = Cache::new();
        let mut looks = 0;
        let mut get = |key, number| {
            cache.get_or(key, || {
                looks += 1;
                number
            })
        };
        assert_eq!((get((8, 1), 5), get((8, 1), 6)), (5, 5));
        assert_eq!(get((8, 1 + SIZE), 7), 7);
        assert_eq!(get((8, 1), 9), 5, "beside it");
        assert_eq!(get((8, 1 + 2 * SIZE), 8), 8);
        assert_eq!((get((8, 1 + SIZE), 9), get((8, 1), 9)), (7, 9));
        assert_eq!(looks, 4);
    }

    #[test]
    fn a_name_is_known_by_its_text_wherever_it_is() {
        let names = Names::new();
        let mut text = String::from("one");
        assert_eq!(names.get_or(&text, || ("one", 1)), 1);
        assert_eq!(names.get_or(&text, || unreachable!()), 1);
        text.replace_range(.., "two");
        assert_eq!(names.get_or(&text, || ("two", 2)), 2);
        assert_eq!(names.get_or("", || ("", 7)), 7);
        assert_eq!(names.get_or("", || ("", 7)), 7, "looked up again");
    }
}
