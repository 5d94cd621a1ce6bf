//! The line in which a claim is typed: what can come next, and what is wrong with it.

use crate::claim::complete;

/// A claim that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimLine {
    /// What was typed so far.
    pub text: String,
    /// What was wrong with it when it was to be read.
    pub mistake: Option<ClaimMistake>,
    /// The text whose words are gone through, and which of them is taken.
    cycle: Option<(String, usize)>,
}

/// Why a text is no claim, or none that a run can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimMistake {
    /// The character it is at, from 0; `None`: it is about the whole.
    pub at: Option<usize>,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: String,
}

impl ClaimLine {
    /// It is another text now.
    pub(in crate::app) fn text_mut(&mut self) -> &mut String {
        self.mistake = None;
        self.cycle = None;
        &mut self.text
    }

    /// The words that can come next, and which one was taken.
    pub(in crate::app) fn words(&self, kinds: &[String]) -> (Vec<String>, Option<usize>) {
        match &self.cycle {
            Some((begun, index)) => (words(begun, kinds), Some(*index)),
            None => (words(&self.text, kinds), None),
        }
    }

    /// Takes the first word that can come next; asked again, the next one in its place.
    pub(in crate::app) fn complete(&mut self, kinds: &[String]) {
        let (mut begun, index) = match self.cycle.take() {
            Some((begun, index)) => (begun, index + 1),
            None => (self.text.clone(), 0),
        };
        let mut words = words(&begun, kinds);
        if words.is_empty() && !begun.ends_with(' ') {
            // The word is whole: the one after it.
            begun.push(' ');
            words = self::words(&begun, kinds);
        }
        let Some(word) = words.get(index % words.len().max(1)) else {
            return;
        };
        let kept = begun.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        self.text = format!("{}{word}", &begun[..kept]);
        self.mistake = None;
        self.cycle = Some((begun, index % words.len()));
    }
}

/// The words that can come next, each once.
fn words(text: &str, kinds: &[String]) -> Vec<String> {
    let kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
    let mut words: Vec<String> = Vec::new();
    for word in complete(text, &kinds) {
        if words.iter().all(|known| known != word) {
            words.push(word.to_owned());
        }
    }
    words
}
