//! Words of the kitchen, which no text in Tokio's words may have.

use tokio_kitchen::kitchen::analogy::TABLE;

/// Forms of the words of the table, and words of the picture that are in no row of it.
const MORE: &[&str] = &[
    "chefs", "cards", "bells", "rails", "clips", "raids", "raided", "bakers", "tickets", "kitchen",
    "cook", "cooks", "cooked", "dish", "hatch", "door", "tray", "rang", "rings", "torn", "tears",
    "burns", "serves", "tearing", "shifts", "lane",
];

/// The first kitchen word in a text, if it has one.
pub(crate) fn kitchen_word(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    // A word that Tokio's own word contains is Tokio's as well; this program's own words are
    // in no language.
    let table = TABLE
        .iter()
        .filter(|row| !row.tokio.contains(row.kitchen) && !row.tokio.contains("this program"));
    let all = table.map(|row| row.kitchen).chain(MORE.iter().copied());
    all.into_iter().find(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|some| some == phrase)
    })
}
