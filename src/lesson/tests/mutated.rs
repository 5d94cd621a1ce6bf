//! Texts of the course with something broken in them: read or refused, and never a panic.

use crate::lesson::Lesson;
use crate::lesson::built_in::texts;
use proptest::prelude::*;

/// What is put in a text, in place of something else.
fn put_in() -> impl Strategy<Value = String> {
    let known = [
        "",
        "{",
        "}",
        "{= ",
        "{=9 poll max}",
        "{order ",
        "[[run]]\n",
        "[[predict.answer]]\n",
        "\"",
        "'''",
        "\"\"\"",
        "\\u0000",
        "\\u001b",
        "\u{feff}",
        "\r\n",
        "= 0\n",
        "= -1\n",
        "= 1e400\n",
        "= []\n",
        "= {}\n",
        "\"24h\"",
        "1000000",
        "99999999999999999999",
        "of stall",
        "every ",
        "no ",
        "\u{1f373}",
        "e\u{301}",
    ];
    prop_oneof![
        prop::sample::select(known.to_vec()).prop_map(str::to_owned),
        "[ -~\n]{0,12}",
        "\\PC{0,4}",
    ]
}

/// The nearest place before this one that is no part of a character.
fn whole(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

proptest! {
    #[test]
    fn a_text_of_the_course_that_was_broken_is_read_or_refused_in_one_clean_line(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, put_in()), 1..4),
    ) {
        let all: Vec<&str> = texts().collect();
        let mut text = which.get(&all).to_string();
        for (at, length, put) in edits {
            let from = whole(&text, at.index(text.len() + 1));
            let to = whole(&text, (from + length).min(text.len())).max(from);
            text.replace_range(from..to, &put);
        }
        if let Err(error) = Lesson::parse("f", &text) {
            let error = error.to_string();
            prop_assert!(error.starts_with("f:"), "{error}");
            prop_assert!(error.contains("; expected "), "{error}");
            prop_assert!(!error.chars().any(char::is_control), "{error:?}");
        }
    }
}
