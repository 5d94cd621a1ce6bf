//! Places in a text.

/// Line and column of what follows these bytes, from 1; columns are characters.
pub(super) fn place(before: &[u8]) -> (usize, usize) {
    let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
    let begins = before.iter().rposition(|byte| *byte == b'\n');
    let in_line = &before[begins.map_or(0, |end| end + 1)..];
    // Of a character of several bytes the first one counts.
    let column = 1 + in_line.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn lines_and_characters_are_counted_from_one() {
        assert_eq!(place(b""), (1, 1));
        assert_eq!(place(b"ab\n"), (2, 1));
        assert_eq!(place("a\n\n\u{e9}\u{1f980}x".as_bytes()), (3, 4));
        // Half of a character: it has begun.
        assert_eq!(place(&"\u{e9}".as_bytes()[..1]), (1, 2));
    }
}
