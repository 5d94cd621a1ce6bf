//! The words of a claim, read one by one. Whatever could have stood at a place is noted as it is
//! asked for: that is what an error expects, and what a completion offers.

use super::subject::Unit;
use super::token::{ClaimError, Token, bytes, time, tokens};
use super::vocabulary::CALLERS;
use crate::document::{nearest, one_of, quoted};
use crate::plain::is_harmful;
use std::borrow::Cow;

/// Longest claim, in characters.
pub const LONGEST_CLAIM: usize = 200;

/// Words that go on with a claim: a kind of such a name is put in quotes.
const NOT_KINDS: &[&str] = &[
    "under", "over", "at", "on", "by", "while", "never", "overlap", "overlaps", "the", "an",
];

/// The name of a kind as a claim has it: in quotes where it needs them. `None` if no claim can
/// have it.
pub fn kind_written(name: &str) -> Option<Cow<'_, str>> {
    if name.is_empty() || name.contains(|c| c == '"' || is_harmful(c)) {
        return None;
    }
    let callers = CALLERS.iter().map(|(words, _)| *words);
    let mut words = callers.chain(NOT_KINDS.iter().copied());
    let is_plain =
        !name.contains(char::is_whitespace) && !words.any(|word| word.eq_ignore_ascii_case(name));
    Some(match is_plain {
        true => name.into(),
        false => format!("\"{name}\"").into(),
    })
}

/// What can stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Want {
    /// This word, and those that must follow it.
    Words(&'static str, List),
    /// The name of a kind.
    Kind,
    /// A whole number.
    Number,
    /// A time.
    Time,
    /// A number of bytes.
    Bytes,
    /// A text in quotes.
    Text,
    /// Nothing more.
    End,
}

/// Of which list words are, for an error: a long list says less than two words of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Short,
    Subjects,
    Statistics,
    /// Other words for one that is in a list.
    Aliases,
}

impl Want {
    /// As an error expects it; `None`: another one says it.
    const fn shown(self) -> Option<&'static str> {
        Some(match self {
            Self::Words(words, List::Short) => words,
            Self::Words(_, List::Subjects) => "a subject such as stall or ready wait",
            Self::Words(_, List::Statistics) => "a statistic such as max or p99",
            Self::Words(_, List::Aliases) => return None,
            Self::Kind => "the name of a kind of task",
            Self::Number => "a whole number",
            Self::Time => "a time such as 50ms or 1.5s, up to 24h",
            Self::Bytes => "a number of bytes such as 512B or 2KiB",
            Self::Text => "a text in quotes",
            Self::End => "the end of the claim",
        })
    }

    /// The word that stands there, if it is a certain one.
    pub(super) fn word(self) -> Option<&'static str> {
        match self {
            Self::Words(words, _) => words.split(' ').next(),
            _ => None,
        }
    }
}

/// A place in the words of a claim.
pub(super) struct Cursor<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    at: usize,
    /// What could have stood where.
    wants: Vec<(usize, Want)>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Result<Self, ClaimError> {
        if let Some((at, _)) = text.char_indices().nth(LONGEST_CLAIM) {
            return Err(ClaimError {
                at: text[..at].chars().count(),
                found: "more text".into(),
                expected: format!("a claim of at most {LONGEST_CLAIM} characters"),
            });
        }
        if let Some((at, c)) = text.chars().enumerate().find(|(_, c)| is_harmful(*c)) {
            return Err(ClaimError {
                at,
                found: quoted(&c.to_string()),
                expected: "plain text on one line".into(),
            });
        }
        Ok(Self {
            text,
            tokens: tokens(text)?,
            at: 0,
            wants: Vec::new(),
        })
    }

    fn token(&self, at: usize) -> Option<&Token<'a>> {
        self.tokens.get(at)
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        let token = self.token(at).filter(|token| token.quoted.is_none());
        token.is_some_and(|token| token.raw.eq_ignore_ascii_case(word))
    }

    fn want(&mut self, at: usize, want: Want) {
        self.wants.push((at, want));
    }

    /// Steps over these words, if they come next.
    pub(super) fn eat(&mut self, phrase: &'static str) -> bool {
        self.eat_of(phrase, List::Short)
    }

    fn eat_of(&mut self, phrase: &'static str, list: List) -> bool {
        let (mut at, mut rest) = (self.at, phrase);
        loop {
            let (word, more) = rest.split_once(' ').unwrap_or((rest, ""));
            if !self.is_word(at, word) {
                // Once begun, the rest of it is no long list.
                let list = match list {
                    List::Aliases => list,
                    _ if at > self.at => List::Short,
                    _ => list,
                };
                self.want(at, Want::Words(rest, list));
                return false;
            }
            at += 1;
            rest = more;
            if rest.is_empty() {
                self.at = at;
                return true;
            }
        }
    }

    /// Steps over the longest of these phrases that comes next. The first one for a value is how
    /// it is called.
    pub(super) fn choose<T: Copy + PartialEq>(
        &mut self,
        list: List,
        phrases: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Option<T> {
        let (begin, mut best) = (self.at, None);
        let mut called = Vec::new();
        for (phrase, value) in phrases {
            let is_alias = called.contains(&value);
            called.push(value);
            self.at = begin;
            let list = if is_alias { List::Aliases } else { list };
            if self.eat_of(phrase, list) && best.is_none_or(|(end, _)| self.at > end) {
                best = Some((self.at, value));
            }
        }
        self.at = best.map_or(begin, |(end, _)| end);
        best.map(|(_, value)| value)
    }

    /// A text in quotes.
    pub(super) fn text(&mut self) -> Option<String> {
        let inside = self.token(self.at).and_then(|token| token.quoted);
        let inside = inside.filter(|inside| !inside.is_empty());
        match inside {
            Some(inside) => {
                let inside = inside.to_owned();
                self.at += 1;
                Some(inside)
            }
            None => {
                self.want(self.at, Want::Text);
                None
            }
        }
    }

    /// The name of a kind, quoted or a word; and where it stands.
    pub(super) fn kind(&mut self) -> Option<Name> {
        self.want(self.at, Want::Kind);
        let token = self.token(self.at)?;
        let name = token.quoted.unwrap_or(token.raw);
        let is_word = token.quoted.is_none() && NOT_KINDS.contains(&name);
        let name = (!name.is_empty() && !is_word).then(|| Name {
            name: name.to_owned(),
            at: self.column(token.start),
        })?;
        self.at += 1;
        Some(name)
    }

    /// A whole number.
    pub(super) fn number(&mut self, most: u64) -> Option<u64> {
        self.want(self.at, Want::Number);
        let token = self.token(self.at)?;
        let number = token.raw.replace('_', "").parse().ok()?;
        (number <= most).then(|| {
            self.at += 1;
            number
        })
    }

    /// A time or a number of bytes.
    pub(super) fn value(&mut self, unit: Unit) -> Option<u64> {
        let (want, read): (_, fn(&str) -> Option<u64>) = match unit {
            Unit::Bytes => (Want::Bytes, bytes),
            Unit::Time | Unit::None => (Want::Time, time),
        };
        self.want(self.at, want);
        let value = read(self.token(self.at)?.raw)?;
        self.at += 1;
        Some(value)
    }

    /// Nothing comes any more.
    pub(super) fn end(&mut self) -> bool {
        self.want(self.at, Want::End);
        self.at == self.tokens.len()
    }

    fn column(&self, byte: usize) -> usize {
        self.text[..byte].chars().count()
    }

    /// What is wrong at the furthest place that was understood.
    pub(super) fn error(&self) -> ClaimError {
        let at = self.wants.iter().map(|(at, _)| *at).max().unwrap_or(0);
        let wanted = self.wanted(at);
        let mut known: Vec<&str> = Vec::new();
        for shown in wanted.iter().filter_map(|want| want.shown()) {
            if !known.contains(&shown) {
                known.push(shown);
            }
        }
        let (found, start) = match self.token(at) {
            Some(token) => (token.raw, token.start),
            None => ("", self.text.trim_end().len()),
        };
        let near = nearest(found, wanted.iter().filter_map(|want| want.word()));
        ClaimError {
            at: self.column(start),
            found: match found {
                "" => "the end of the claim".into(),
                found => quoted(found),
            },
            expected: one_of("", known.into_iter()) + &near,
        }
    }

    /// What could stand at a place, as it was asked for.
    fn wanted(&self, at: usize) -> Vec<Want> {
        let there = self.wants.iter().filter(|(place, _)| *place == at);
        there.map(|(_, want)| *want).collect()
    }

    /// What could come after all that is there.
    pub(super) fn next(&self) -> Vec<Want> {
        self.wanted(self.tokens.len())
    }
}

/// A name and where it stands in the claim, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub name: String,
    /// Where.
    pub at: usize,
}
