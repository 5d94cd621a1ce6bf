//! The line in which a claim is typed: what can come next, and what is wrong with it.

use crate::app::{App, Typing};
use crate::claim::{Claim, complete};
use crate::document::{one_of, quoted};
use std::collections::BTreeSet;

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

    /// Takes the first word that can come next; asked again, the next one in its place.
    fn complete(&mut self, kinds: &[String]) {
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

impl App {
    /// The words that can come next in the claim that is typed, and which one was taken.
    pub fn claim_words(&self) -> (Vec<String>, Option<usize>) {
        let Typing::Claim(line) = &self.typing else {
            return (Vec::new(), None);
        };
        match &line.cycle {
            Some((begun, index)) => (words(begun, &self.kinds_to_claim()), Some(*index)),
            None => (words(&line.text, &self.kinds_to_claim()), None),
        }
    }

    pub(in crate::app) fn complete_claim(&mut self) {
        let kinds = self.kinds_to_claim();
        if let Typing::Claim(line) = &mut self.typing {
            line.complete(&kinds);
        }
    }

    /// The claim was typed: it is made, or stays to be mended.
    pub(in crate::app) fn submit_claim(&mut self, mut line: ClaimLine) {
        match self.read_claim(&line.text) {
            Ok(claim) => self.claim(claim),
            Err(mistake) => {
                line.mistake = Some(mistake);
                self.typing = Typing::Claim(line);
            }
        }
    }

    fn read_claim(&self, text: &str) -> Result<Claim, ClaimMistake> {
        let claim: Claim = text.parse().map_err(|error: crate::claim::ClaimError| {
            ClaimMistake {
                at: Some(error.at),
                found: error.found,
                expected: error.expected,
            }
        })?;
        claim
            .can_be_decided(self.options.stall_after)
            .map_err(|wrong| ClaimMistake {
                at: None,
                found: wrong.found,
                expected: wrong.expected,
            })?;
        let kinds = self.kinds_to_claim();
        for name in claim.kinds() {
            let known = kinds.iter().any(|kind| kind.trim_matches('"') == name.name);
            let expected = one_of(&name.name, kinds.iter().map(String::as_str));
            // What is near no name may be a kind that comes later.
            if !known && expected.contains("did you mean") {
                return Err(ClaimMistake {
                    at: Some(name.at),
                    found: quoted(&name.name),
                    expected,
                });
            }
        }
        Ok(claim)
    }

    /// The kinds of task that can be named: those seen, and those that can be ordered; in
    /// quotes where they have to be.
    fn kinds_to_claim(&self) -> Vec<String> {
        let seen = self.newest().model.kinds().map(|(_, name, _)| name);
        let menu = self.menu.iter().map(|recipe| recipe.name);
        let all: BTreeSet<&str> = seen.chain(menu).filter(|name| *name != "?").collect();
        let quoted = |name: &str| match name.contains(char::is_whitespace) {
            true => format!("\"{name}\""),
            false => name.to_owned(),
        };
        all.into_iter().map(quoted).collect()
    }
}
