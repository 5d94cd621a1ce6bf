//! What may reach a terminal: one list for every output.
//!
//! Names, paths, printed lines and arguments come from outside. In what a terminal would obey,
//! what reorders a line, and what is there but not seen, nothing of them may reach one: a text
//! must be what it looks like. Known to all; it knows nothing itself.

pub(crate) use kitchen_probe::events::is_harmful;
use std::borrow::Cow;

/// The text with all that is harmful escaped: for what must be known exactly, as a name.
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.extend(c.escape_default()),
            c if is_harmful(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_known() {
        assert_eq!(escaped("né.toml"), "né.toml");
        assert_eq!(escaped("a\u{1b}[2J\n\u{200e}b"), "a\\u{1b}[2J\\n\\u{200e}b");
    }
}
