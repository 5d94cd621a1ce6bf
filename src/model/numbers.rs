//! Hash tables keyed by our own numbers: the default hasher guards against hostile
//! keys, which costs more than the rest of folding an event; ours are counters.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

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
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

pub(super) type NumberMap<K, V> = HashMap<K, V, BuildHasherDefault<Spread>>;
