//! Tokio's ids as numbers: it gives them in no other way than to be hashed.

use std::hash::{Hash, Hasher};

/// The number of one of Tokio's ids, which is never 0; 0 of what has none.
#[inline]
pub(super) fn number_of(id: impl Hash) -> u64 {
    let mut number = Number(0);
    id.hash(&mut number);
    number.0
}

/// Keeps the number that is hashed.
struct Number(u64);

impl Hasher for Number {
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    /// Not called for an id; of others it would make some number.
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }
}
