//! What things found by a key were when the present segment began.
//!
//! Whoever owns the things calls [`Journal::note`] before it changes one; only the first
//! note of a segment counts. While nothing is remembered a note costs one comparison.

use super::numbers::NumberMap;
use std::hash::Hash;

/// Values before their first change in a segment, `None` for what was not there.
pub(super) type Before<K, V> = Box<[(K, Option<V>)]>;

/// The notes of the present segment, if the model remembers.
#[derive(Clone, Debug)]
pub(super) struct Journal<K, V> {
    first: Option<NumberMap<K, Option<V>>>,
}

impl<K, V> Default for Journal<K, V> {
    fn default() -> Self {
        Self { first: None }
    }
}

impl<K: Copy + Eq + Hash, V: Clone> Journal<K, V> {
    /// Begins a segment. A fresh map, because a large one is slow to walk even if empty.
    pub(super) fn remember(&mut self) {
        self.first = Some(NumberMap::default());
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.first = None;
    }

    /// Says that the thing is about to change; `before` is what it is now.
    #[inline]
    pub(super) fn note(&mut self, key: K, before: impl FnOnce() -> Option<V>) {
        if let Some(first) = &mut self.first {
            first.entry(key).or_insert_with(before);
        }
    }

    /// How many notes there are so far.
    pub(super) fn len(&self) -> usize {
        self.first.as_ref().map_or(0, NumberMap::len)
    }

    /// The notes so far.
    pub(super) fn before(&self) -> Before<K, V> {
        let notes = self.first.iter().flatten();
        notes.map(|(key, value)| (*key, value.clone())).collect()
    }
}

/// A map that can be taken back.
#[derive(Clone, Debug)]
pub(super) struct Noted<K, V> {
    map: NumberMap<K, V>,
    journal: Journal<K, V>,
}

impl<K, V> Default for Noted<K, V> {
    fn default() -> Self {
        Self {
            map: NumberMap::default(),
            journal: Journal::default(),
        }
    }
}

impl<K: Copy + Eq + Hash, V: Copy> Noted<K, V> {
    pub(super) fn len(&self) -> usize {
        self.map.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.map.is_empty()
    }

    pub(super) fn get(&self, key: K) -> Option<V> {
        self.map.get(&key).copied()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.map.iter()
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &V> {
        self.map.values()
    }

    pub(super) fn set(&mut self, key: K, value: V) {
        let before = self.map.insert(key, value);
        self.journal.note(key, || before);
    }

    pub(super) fn remove(&mut self, key: K) -> Option<V> {
        let before = self.map.remove(&key);
        self.journal.note(key, || before);
        before
    }

    pub(super) fn clear(&mut self) {
        for (key, before) in self.map.drain() {
            self.journal.note(key, || Some(before));
        }
    }

    /// Whether both hold the same.
    pub(super) fn same(&self, other: &Self) -> bool
    where
        V: PartialEq,
    {
        self.map == other.map
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self) {
        self.journal.remember();
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.journal.stop();
    }

    /// What changed in the segment, as it was.
    pub(super) fn before(&self) -> Before<K, V> {
        self.journal.before()
    }

    pub(super) fn take_back(&mut self, before: &Before<K, V>) {
        for &(key, value) in before {
            match value {
                Some(value) => self.map.insert(key, value),
                None => self.map.remove(&key),
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_first_note_of_a_segment_counts() {
        let mut map = Noted::<u32, u32>::default();
        map.set(1, 10);
        assert_eq!(map.before().len(), 0, "nothing is remembered yet");
        map.remember();
        map.set(1, 11);
        map.set(1, 12);
        map.set(2, 20);
        map.remove(2);
        let mut before = map.before();
        before.sort_unstable();
        assert_eq!(*before, [(1, Some(10)), (2, None)]);
        map.remember();
        assert_eq!(map.before().len(), 0, "a new segment");
    }

    #[test]
    fn a_map_is_taken_back_whatever_was_done_to_it() {
        let mut map = Noted::<u32, u32>::default();
        (0..5).for_each(|key| map.set(key, key));
        map.remember();
        map.remove(3);
        map.set(4, 44);
        map.clear();
        map.set(9, 9);
        let before = map.before();
        map.take_back(&before);
        assert_eq!(map.len(), 5);
        assert!((0..5).all(|key| map.get(key) == Some(key)));
    }
}
