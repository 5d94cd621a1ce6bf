//! Things announced once under a number, such as source places and lines of text.

use super::journal::{Before, Journal};
use super::numbers::NumberMap;

/// Numbers up to here are places in a table; announced ones are dense, so in truth all are.
const DENSE: u32 = 1 << 20;

/// Things announced once under a number, such as source places.
#[derive(Clone, Debug)]
pub(super) struct Announced<V> {
    dense: Vec<Option<V>>,
    rest: NumberMap<u32, V>,
    journal: Journal<u32, V>,
}

impl<V> Default for Announced<V> {
    fn default() -> Self {
        Self {
            dense: Vec::new(),
            rest: NumberMap::default(),
            journal: Journal::default(),
        }
    }
}

impl<V> Announced<V> {
    /// All of them, with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, &V)> {
        let dense = (0..).zip(&self.dense);
        let dense = dense.filter_map(|(id, value)| Some((id, value.as_ref()?)));
        dense.chain(self.rest.iter().map(|(id, value)| (*id, value)))
    }
}

impl<V: Clone> Announced<V> {
    pub(super) fn set(&mut self, id: u32, value: V) {
        let before = self.get(id).cloned();
        self.journal.note(id, || before);
        self.write(id, value);
    }

    fn write(&mut self, id: u32, value: V) {
        // A far number would make a table of mostly nothing.
        if id >= DENSE || id as usize > 2 * self.dense.len() + 1_024 {
            self.rest.insert(id, value);
            return;
        }
        let index = id as usize;
        if index >= self.dense.len() {
            self.dense.resize_with(index + 1, || None);
        }
        self.rest.remove(&id);
        self.dense[index] = Some(value);
    }

    pub(super) fn get(&self, id: u32) -> Option<&V> {
        match self.dense.get(id as usize) {
            Some(Some(value)) => Some(value),
            _ if self.rest.is_empty() => None,
            _ => self.rest.get(&id),
        }
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
    pub(super) fn before(&self) -> Before<u32, V> {
        self.journal.before()
    }

    pub(super) fn take_back(&mut self, before: &Before<u32, V>) {
        for (id, value) in before {
            match value {
                Some(value) => self.write(*id, value.clone()),
                None => {
                    self.rest.remove(id);
                    if let Some(place) = self.dense.get_mut(*id as usize) {
                        *place = None;
                    }
                }
            }
        }
    }
}

/// Announced numbers are `u32` in events, whatever their newtype hands out.
pub(super) fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn announcements_are_taken_back() {
        let mut names = Announced::default();
        names.set(1, "one");
        names.set(u32::MAX, "far");
        names.remember();
        for id in [1, 2, u32::MAX, u32::MAX - 1] {
            names.set(id, "new");
            names.set(id, "newer");
        }
        let before = names.before();
        names.take_back(&before);
        let left = [1, 2, u32::MAX, u32::MAX - 1].map(|id| names.get(id).copied());
        assert_eq!(left, [Some("one"), None, Some("far"), None]);
    }

    #[test]
    fn near_and_far_numbers_are_found_and_the_newest_wins() {
        let mut names = Announced::default();
        for id in [5_000, 0, 2_000, 5_000, u32::MAX, 0] {
            names.set(id, format!("{id} of {}", names.dense.len()));
        }
        (1..3_000).for_each(|id| names.set(id, id.to_string()));
        names.set(5_000, String::from("new"));
        assert_eq!(names.get(0).map(String::as_str), Some("0 of 1"));
        assert_eq!(names.get(2_000).map(String::as_str), Some("2000"));
        assert_eq!(names.get(5_000).map(String::as_str), Some("new"));
        assert!(names.get(u32::MAX).is_some() && names.get(4_000).is_none());
    }
}
