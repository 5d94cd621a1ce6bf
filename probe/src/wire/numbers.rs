//! Numbers as bytes: seven bits in each, the lowest first.

/// The most bytes a number takes.
const LONGEST: usize = 10;

/// Small in either direction is small.
pub(super) const fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> 63) as u64
}

pub(super) const fn unzigzag(value: u64) -> i64 {
    (value >> 1) as i64 ^ -((value & 1) as i64)
}

#[inline]
pub(super) fn push(bytes: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

pub(super) fn push_text(bytes: &mut Vec<u8>, text: &str) {
    push(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Reads what the other functions have written. Past its end it gives nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bytes<'a>(pub(super) &'a [u8]);

impl<'a> Bytes<'a> {
    /// The next number. `None` at the end, and where it does not end.
    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for (index, byte) in self.0.iter().take(LONGEST).enumerate() {
            value |= u64::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                self.0 = &self.0[index + 1..];
                return Some(value);
            }
        }
        None
    }

    /// So many bytes.
    pub(super) fn take(&mut self, count: u64) -> Option<&'a [u8]> {
        let count = usize::try_from(count).ok()?;
        let (taken, left) = self.0.split_at_checked(count)?;
        self.0 = left;
        Some(taken)
    }

    /// Bytes, after their number.
    pub(super) fn part(&mut self) -> Option<Self> {
        let count = self.number()?;
        self.take(count).map(Self)
    }

    /// A text; what is no text in it is replaced.
    pub(super) fn text(&mut self) -> Option<String> {
        let Self(bytes) = self.part()?;
        Some(String::from_utf8_lossy(bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(numbers: Vec<u64>, text: String) {
            let mut bytes = Vec::new();
            numbers.iter().for_each(|number| push(&mut bytes, *number));
            push_text(&mut bytes, &text);
            let mut read = Bytes(&bytes);
            for number in numbers {
                prop_assert_eq!(read.number(), Some(number));
            }
            prop_assert_eq!(read.text(), Some(text));
            prop_assert_eq!(read.number(), None);
        }

        #[test]
        fn a_difference_comes_back(value: i64) {
            prop_assert_eq!(unzigzag(zigzag(value)), value);
        }

        #[test]
        fn any_bytes_are_read_to_an_end(bytes: Vec<u8>) {
            let mut read = Bytes(&bytes);
            while read.number().is_some() {}
            let mut read = Bytes(&bytes);
            while read.text().is_some() {}
        }
    }
}
