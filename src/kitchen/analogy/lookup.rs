//! Finds the row of a word, in either language.

use super::{LIMITS, Row, TABLE};
use crate::document::closest;

/// The row of a word of the kitchen or of Tokio's, however it is spelled; of several the first,
/// and one that has just this word before one that has it among others.
pub fn find(word: &str) -> Option<&'static Row> {
    let asked = words(word);
    if asked.is_empty() {
        return None;
    }
    let sides = |row: &'static Row| [row.kitchen, row.tokio];
    let is = |row: &&'static Row| sides(row).iter().any(|side| words(side) == asked);
    let has = |row: &&'static Row| {
        let has = |side: &&str| has_all(&words(side), &asked);
        sides(row).iter().any(has)
    };
    let found = TABLE.iter().find(is);
    found.or_else(|| TABLE.iter().find(has))
}

/// Whether the word is the kitchen's, of this row.
pub fn is_kitchen_word(row: &Row, word: &str) -> bool {
    has_all(&words(row.kitchen), &words(word))
}

/// The word of either language that looks most like this one.
pub fn nearest(word: &str) -> &'static str {
    closest(word, vocabulary()).unwrap_or_default()
}

/// Every word of both languages.
pub fn vocabulary() -> impl Iterator<Item = &'static str> {
    let own = |row: &'static Row| [row.kitchen, row.tokio].into_iter();
    let words = TABLE.iter().flat_map(own);
    // What Tokio has no word for is said in brackets.
    words.filter(|word| !word.starts_with('('))
}

/// Where the picture ends that this row belongs to.
pub fn limit(row: &Row) -> Option<&'static str> {
    let of = ABOUT.iter().position(|words| words.contains(&row.kitchen));
    of.map(|index| LIMITS[index])
}

/// The kitchen words of which each of the [`LIMITS`] speaks.
const ABOUT: [&[&str]; LIMITS.len()] = [
    &["stove", "in hand"],
    &["bell", "minding the bells", "parked"],
    &["rail", "raid"],
    &["chef", "head chef"],
    &["card"],
];

fn has_all(words: &[String], asked: &[String]) -> bool {
    !asked.is_empty() && asked.iter().all(|word| words.contains(word))
}

/// Its words in lower case, one of many.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    let parts = parts.filter(|part| !part.is_empty() && !part.eq_ignore_ascii_case("the"));
    let lower = parts.map(str::to_lowercase);
    lower
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.len() > 2 && !one.ends_with('s') => one.to_owned(),
            _ => word,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_both_languages_finds_its_row() {
        for row in TABLE {
            assert_eq!(find(row.kitchen), Some(row));
            assert!(is_kitchen_word(row, row.kitchen));
        }
        for word in vocabulary() {
            let row = find(word).expect("a row");
            assert!([row.kitchen, row.tokio].contains(&word), "{word}");
        }
    }

    #[test]
    fn a_word_is_found_as_people_write_it() {
        for (asked, kitchen) in [
            ("Clip", "clip"),
            ("lifo", "clip"),
            ("the LIFO slot", "clip"),
            ("bells", "bell"),
            ("worker", "chef"),
            ("workers", "chef"),
            ("task", "card"),
            ("spawn", "handing in"),
            ("poll", "in hand"),
            ("waker", "bell"),
            ("joinhandle", "ticket"),
            ("served", "served"),
            ("local queue", "rail"),
        ] {
            assert_eq!(find(asked).map(|row| row.kitchen), Some(kitchen), "{asked}");
        }
        assert_eq!(find("oven"), None);
        assert_eq!(find("  "), None);
        assert_eq!(nearest("clop"), "clip");
        assert_eq!(nearest("injektion queue"), "injection queue");
    }

    #[test]
    fn where_the_picture_ends_is_said_of_words_of_the_table() {
        for (words, limit) in ABOUT.iter().zip(LIMITS) {
            for word in *words {
                let row = find(word).expect("a word of the table");
                assert_eq!(row.kitchen, *word);
                assert_eq!(super::limit(row), Some(*limit));
            }
        }
        assert_eq!(find("ticket").and_then(limit), None);
    }
}
