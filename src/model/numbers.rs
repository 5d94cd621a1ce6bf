//! Hash tables keyed by our own numbers: the default hasher guards against hostile
//! keys, which costs more than the rest of folding an event; ours are counters.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// Spreads a counter over all bits by one multiplication (Fibonacci hashing).
#[derive(Default)]
pub(super) struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes
            .iter()
            .for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, number: u32) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

pub(super) type NumberMap<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;
pub(super) type NumberSet<K> = HashSet<K, BuildHasherDefault<Spread>>;

/// Things announced once under a number, such as source places.
#[derive(Clone, Debug)]
pub(super) struct Announced<K, V>(NumberMap<K, V>);

impl<K, V> Default for Announced<K, V> {
    fn default() -> Self {
        Self(NumberMap::default())
    }
}

impl<K: Eq + Hash + Copy, V> Announced<K, V> {
    pub(super) fn set(&mut self, id: K, value: V) {
        self.0.insert(id, value);
    }

    pub(super) fn get(&self, id: K) -> Option<&V> {
        self.0.get(&id)
    }
}
