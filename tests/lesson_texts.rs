//! What lessons say: each sentence in two registers, and Tokio's without a word of the kitchen.

#[path = "support/kitchen_words.rs"]
mod kitchen_words;

use kitchen_words::kitchen_word;
use tokio_kitchen::lesson::{Lesson, Piece, read_all};

/// The words of a form, without keys, figures, code and the names of recipes and kinds: those
/// are the run's own.
fn own(pieces: &[Piece], names: &[String]) -> String {
    let words = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Key(_) | Piece::Figure { .. } => " ",
    });
    let words: String = words.collect();
    let words: String = words.split('`').step_by(2).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let words = words.split_whitespace();
    let words = words.filter(|word| !names.contains(&bare(word)));
    words.collect::<Vec<_>>().join(" ")
}

/// What the runs of a lesson call their recipes and kinds of tasks.
fn names(lesson: &Lesson) -> Vec<String> {
    let mut names = Vec::new();
    for run in &lesson.runs {
        let orders = run.scenario.orders.iter();
        names.extend(orders.map(|planned| planned.order.recipe.to_owned()));
        names.extend(run.scenario.kinds().into_iter().map(|kind| kind.name));
    }
    names
}

#[test]
fn no_lesson_has_a_word_of_the_kitchen_in_tokios_words() {
    let mut wrong = Vec::new();
    let mut found = 0;
    for lesson in read_all().expect("the lessons have no mistake") {
        let names = names(&lesson);
        for text in lesson.texts() {
            let told = own(&text.tokio, &names);
            if let Some(word) = kitchen_word(&told) {
                wrong.push(format!("{}: {word}: {told}", lesson.name));
            }
            found += usize::from(kitchen_word(&own(&text.analogy, &names)).is_some());
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    // The same test finds words where they are.
    assert!(found > 100, "{found}");
}

/// A figure that one register has, the other one has, too: both say the same of the run.
#[test]
fn both_registers_have_the_same_keys_and_figures() {
    let parts = |pieces: &[Piece]| {
        let parts = pieces.iter();
        let parts = parts.filter(|piece| !matches!(piece, Piece::Words(_)));
        let mut parts: Vec<_> = parts.map(|piece| format!("{piece:?}")).collect();
        parts.sort();
        parts
    };
    let mut wrong = Vec::new();
    for lesson in read_all().expect("the lessons have no mistake") {
        for text in lesson.texts() {
            if parts(&text.analogy) != parts(&text.tokio) {
                wrong.push(format!("{}: {:?}", lesson.name, text.tokio));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
