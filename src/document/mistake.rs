//! The one error a document gives: where, what was found, what was expected.

use super::nearest::suggest;
use super::place::place;
use crate::plain::{escaped, is_harmful};

/// What is wrong with a document, in one line: place, found, expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: found {found}; expected {expected}")]
pub struct Mistake {
    place: String,
    found: String,
    expected: String,
}

impl Mistake {
    /// A mistake at this line and column of `file`.
    pub(crate) fn at(
        file: &str,
        (line, column): (usize, usize),
        found: String,
        expected: String,
    ) -> Self {
        Self {
            place: format!("{}:{line}:{column}", clean(file)),
            found,
            expected,
        }
    }

    /// A mistake that is in no file.
    pub(crate) fn new(place: &str, found: String, expected: String) -> Self {
        let place = place.into();
        Self {
            place,
            found,
            expected,
        }
    }

    /// The file has bytes that are no text; the first ones after `before`.
    pub(crate) fn no_text(path: &str, before: &[u8]) -> Self {
        let found = "bytes that cannot be read as UTF-8".into();
        Self::at(path, place(before), found, "a TOML file".into())
    }

    /// The file is not there or cannot be read.
    pub(crate) fn unreadable(path: &str, error: &std::io::Error, expected: &str) -> Self {
        let found = format!("a file that cannot be read ({error})");
        Self::new(&clean(path), found, expected.into())
    }
}

/// `one of a, b, c`, with the nearest name to what was found.
pub(crate) fn one_of<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> String {
    let known: Vec<_> = known.collect();
    let hint = nearest(found, known.iter().copied());
    match known.as_slice() {
        [] => "nothing here".into(),
        [only] => format!("{only}{hint}"),
        _ => format!("one of {}{hint}", known.join(", ")),
    }
}

/// ` (did you mean x?)`, if one of these is near enough; else nothing.
pub(crate) fn nearest<'a>(found: &str, known: impl Iterator<Item = &'a str>) -> String {
    let near = suggest(found, known);
    near.map_or(String::new(), |name| format!(" (did you mean {name:?}?)"))
}

/// Longest text from outside that an error repeats, in characters.
const LONGEST_QUOTE: usize = 60;

/// Text from outside in quotes, safe to print on one line and no longer than makes sense.
pub(crate) fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => clean(&format!("{:?}...", &text[..end])),
        None => clean(&format!("{text:?}")),
    }
}

/// Text from outside, safe to print on one line.
pub(crate) fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if is_harmful(c) => clean.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
            // Letters keep their look, combined ones too; what has none is escaped.
            c if c.is_alphanumeric() || matches!(c, '\'' | '"' | '\\') => clean.push(c),
            c => clean.extend(c.escape_debug()),
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_hidden_characters_are_escaped() {
        assert_eq!(clean("a/b-c.toml it's \u{e9}"), "a/b-c.toml it's \u{e9}");
        assert_eq!(clean("x\u{1b}[2J"), "x\\u{1b}[2J");
        assert_eq!(clean("x\u{202e}y\n"), "x\\u{202e}y\\n");
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(quoted("a\"b"), r#""a\"b""#);
        assert_eq!(quoted(&"\u{e9}".repeat(1_000)).chars().count(), 60 + 5);
    }

    #[test]
    fn names_the_choices_and_the_nearest() {
        let text = one_of("chob", ["chop", "simmer"].into_iter());
        assert_eq!(text, "one of chop, simmer (did you mean \"chop\"?)");
    }
}
