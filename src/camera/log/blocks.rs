//! A numbered queue of small values in blocks of equal size: it grows without moving what
//! it holds, and blocks that are left are used again.

use std::collections::VecDeque;

/// Values of one block: 16 KiB of 16 bytes each.
pub(super) const BLOCK: usize = 1 << 10;

/// Values numbered from 0 in the order they came; the oldest can be dropped.
pub(super) struct Blocks<T> {
    full: VecDeque<Vec<T>>,
    open: Vec<T>,
    /// Number of the oldest value kept.
    first: u64,
    /// Number of the first value of the open block.
    begun: u64,
    /// Blocks that hold nothing: the memory of new ones.
    spare: Vec<Vec<T>>,
}

impl<T> Default for Blocks<T> {
    fn default() -> Self {
        Self {
            full: VecDeque::new(),
            open: Vec::new(),
            first: 0,
            begun: 0,
            spare: Vec::new(),
        }
    }
}

/// The block a number is in, counted from the beginning.
pub(super) const fn block_of(number: u64) -> u64 {
    number / BLOCK as u64
}

/// Number of the first value after the block that `number` is in.
pub(super) const fn block_end(number: u64) -> u64 {
    (block_of(number) + 1) * BLOCK as u64
}

impl<T> Blocks<T> {
    pub(super) fn first(&self) -> u64 {
        self.first
    }

    /// The number the next value gets.
    #[inline]
    pub(super) fn end(&self) -> u64 {
        self.begun + self.open.len() as u64
    }

    /// Appends a value.
    #[inline]
    pub(super) fn push(&mut self, value: T) {
        if self.open.len().is_multiple_of(BLOCK) {
            self.begin_block();
        }
        self.open.push(value);
    }

    /// How many values the open block can still take.
    pub(super) fn room(&self) -> usize {
        BLOCK - self.open.len() % BLOCK
    }

    /// Appends values; at most as many as there is [room](Self::room) for.
    #[inline]
    pub(super) fn extend(&mut self, values: impl Iterator<Item = T>) {
        if self.open.len().is_multiple_of(BLOCK) {
            self.begin_block();
        }
        self.open.extend(values);
    }

    #[cold]
    fn begin_block(&mut self) {
        if !self.open.is_empty() {
            self.begun += BLOCK as u64;
            self.full.push_back(std::mem::take(&mut self.open));
        }
        if self.open.capacity() == 0 {
            let spare = self.spare.pop();
            self.open = spare.unwrap_or_else(|| Vec::with_capacity(BLOCK));
        }
    }

    /// The values from `from` up to `to`; all kept and of one block.
    pub(super) fn slice(&self, from: u64, to: u64) -> &[T] {
        let block = match from.checked_sub(self.begun) {
            Some(_) => &self.open,
            None => {
                let before_open = block_of(self.begun) - block_of(from);
                &self.full[self.full.len() - before_open as usize]
            }
        };
        let skipped = (from % BLOCK as u64) as usize;
        &block[skipped..skipped + (to - from) as usize]
    }

    /// Drops all values below `number`.
    pub(super) fn drop_below(&mut self, number: u64) {
        self.first = number;
        while self.full_begin() + BLOCK as u64 <= number {
            let Some(mut block) = self.full.pop_front() else {
                return;
            };
            block.clear();
            self.spare.push(block);
        }
    }

    /// Number of the first value of the oldest block.
    fn full_begin(&self) -> u64 {
        self.begun - (self.full.len() * BLOCK) as u64
    }

    /// Gives spare blocks back until they take at most `bytes`.
    pub(super) fn trim(&mut self, bytes: usize) {
        self.spare.truncate(bytes / (BLOCK * size_of::<T>()));
    }

    pub(super) fn spare_bytes(&self) -> usize {
        self.spare.len() * BLOCK * size_of::<T>()
    }
}

impl<T: Copy> Blocks<T> {
    /// The value that is kept under the number whose low 32 bits these are.
    pub(super) fn get_low(&self, low: u32) -> T {
        let number = self.first + u64::from(low.wrapping_sub(self.first as u32));
        self.slice(number, number + 1)[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_keep_their_numbers_and_blocks_are_used_again() {
        let mut blocks = Blocks::<u64>::default();
        for value in 0..5_000 {
            blocks.push(value);
        }
        assert_eq!((blocks.first(), blocks.end()), (0, 5_000));
        assert_eq!(blocks.slice(1_023, 1_024), [1_023]);
        assert_eq!(blocks.slice(4_998, 5_000), [4_998, 4_999]);
        blocks.drop_below(2_100);
        assert_eq!(blocks.spare_bytes(), 2 * BLOCK * 8);
        assert_eq!(blocks.slice(2_100, 2_102), [2_100, 2_101]);
        for value in 5_000..6_500 {
            blocks.push(value);
        }
        assert_eq!(blocks.spare_bytes(), 0);
        assert_eq!(
            (blocks.get_low(2_100), blocks.get_low(6_499)),
            (2_100, 6_499)
        );
    }

    #[test]
    fn spare_blocks_can_be_given_back() {
        let mut blocks = Blocks::<u64>::default();
        for value in 0..4_097 {
            blocks.push(value);
        }
        blocks.drop_below(4_096);
        blocks.trim(3 * BLOCK * 8 - 1);
        assert_eq!(blocks.spare_bytes(), 2 * BLOCK * 8);
    }

    #[test]
    fn a_queue_dropped_to_its_end_goes_on() {
        let mut blocks = Blocks::<u64>::default();
        for value in 0..1_024 {
            blocks.push(value);
            blocks.drop_below(value + 1);
        }
        blocks.push(1_024);
        assert_eq!((blocks.first(), blocks.end()), (1_024, 1_025));
        assert_eq!(blocks.get_low(1_024), 1_024);
    }
}
