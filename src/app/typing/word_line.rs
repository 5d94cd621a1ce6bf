//! The line in which a word is typed that is to be explained.

use super::Typing;
use crate::app::App;

/// A word that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordLine {
    /// What was typed so far.
    pub text: String,
    /// The text whose words are gone through, and which of them is taken.
    cycle: Option<(String, usize)>,
}

impl WordLine {
    /// It is another text now.
    pub(in crate::app) fn text_mut(&mut self) -> &mut String {
        self.cycle = None;
        &mut self.text
    }

    fn words(&self, known: &[&'static str]) -> (Vec<&'static str>, Option<usize>) {
        match &self.cycle {
            Some((begun, index)) => (words(begun, known), Some(*index)),
            None => (words(&self.text, known), None),
        }
    }

    /// Takes the first word that is meant perhaps; asked again, the next one in its place.
    fn complete(&mut self, known: &[&'static str]) {
        let (begun, index) = match self.cycle.take() {
            Some((begun, index)) => (begun, index + 1),
            None => (self.text.clone(), 0),
        };
        let words = words(&begun, known);
        if let Some(word) = words.get(index % words.len().max(1)) {
            (*word).clone_into(&mut self.text);
            self.cycle = Some((begun, index % words.len()));
        }
    }
}

/// Those that begin so, then those of which another word does.
fn words(begun: &str, known: &[&'static str]) -> Vec<&'static str> {
    let begun = begun.trim_start().to_lowercase();
    let begins = |name: &&&str| name.to_lowercase().starts_with(&begun);
    let inside = |name: &&&str| {
        let name = name.to_lowercase();
        let mut words = name.split(|c: char| !c.is_alphanumeric()).skip(1);
        !name.starts_with(&begun) && words.any(|word| word.starts_with(&begun))
    };
    let first = known.iter().filter(begins);
    first.chain(known.iter().filter(inside)).copied().collect()
}

impl App {
    /// The words that are meant perhaps by what is typed, and which one was taken.
    pub fn word_choices(&self) -> (Vec<&'static str>, Option<usize>) {
        match &self.typing {
            Typing::Word(line) => line.words(&self.vocabulary),
            _ => Default::default(),
        }
    }

    pub(in crate::app) fn ask_word(&mut self) {
        self.asked = None;
        self.typing = Typing::Word(WordLine::default());
    }

    pub(in crate::app) fn complete(&mut self) {
        match &mut self.typing {
            Typing::Word(line) => line.complete(&self.vocabulary),
            _ => self.complete_claim(),
        }
    }

    pub(super) fn submit_word(&mut self, line: &WordLine) {
        let word = line.text.trim();
        self.asked = (!word.is_empty()).then(|| word.to_owned());
    }

    /// Explains nothing any more; `false` if nothing was.
    pub(in crate::app) fn close_word(&mut self) -> bool {
        self.asked.take().is_some()
    }
}
