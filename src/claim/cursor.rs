//! The words of a claim, read one by one. Whatever could have stood at a place is noted as it is
//! asked for: that is what an error expects, and what a completion offers.

use super::vocabulary::Unit;
use crate::document::{one_of, quoted};
use crate::events::Nanos;
use crate::plain::is_harmful;

/// Longest claim, in characters.
pub const LONGEST_CLAIM: usize = 200;

/// What can stand at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Want {
    /// This word.
    Word(&'static str),
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

impl Want {
    const fn shown(self) -> &'static str {
        match self {
            Self::Word(word) => word,
            Self::Kind => "the name of a kind of task",
            Self::Number => "a whole number",
            Self::Time => "a time such as 50ms or 1.5s",
            Self::Bytes => "a number of bytes such as 512B or 2KiB",
            Self::Text => "a text in quotes",
            Self::End => "the end of the claim",
        }
    }
}

/// Why a text is no claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimError {
    /// The character where it is, from 0.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// What could stand there.
    pub expected: String,
}

#[derive(Clone, Debug)]
struct Token<'a> {
    /// Where it begins, in bytes.
    start: usize,
    /// As it is written, quotes included.
    raw: &'a str,
    /// Its inside, if it is quoted.
    quoted: Option<&'a str>,
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
        let mut at = self.at;
        for word in phrase.split(' ') {
            if !self.is_word(at, word) {
                self.want(at, Want::Word(word));
                return false;
            }
            at += 1;
        }
        self.at = at;
        true
    }

    /// Steps over the longest of these phrases that comes next.
    pub(super) fn choose<T: Copy>(
        &mut self,
        phrases: impl IntoIterator<Item = (&'static str, T)>,
    ) -> Option<T> {
        let (begin, mut best) = (self.at, None);
        for (phrase, value) in phrases {
            self.at = begin;
            if self.eat(phrase) && best.is_none_or(|(end, _)| self.at > end) {
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
        let name = (!name.is_empty()).then(|| Name {
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
        let one = |many: &str| {
            let one = many.strip_suffix('s');
            one.is_some_and(|one| wanted.iter().any(|want| want.shown() == one))
        };
        let known = wanted.iter().map(|want| want.shown());
        let known = known.filter(|word| !one(word));
        let (found, start) = match self.token(at) {
            Some(token) => (token.raw, token.start),
            None => ("", self.text.trim_end().len()),
        };
        let found_shown = match found {
            "" => "the end of the claim".into(),
            found => quoted(found),
        };
        ClaimError {
            at: self.column(start),
            found: found_shown,
            expected: one_of(found, known),
        }
    }

    /// What could stand at a place, each once.
    fn wanted(&self, at: usize) -> Vec<Want> {
        let mut wanted = Vec::new();
        for (_, want) in self.wants.iter().filter(|(place, _)| *place == at) {
            if !wanted.contains(want) {
                wanted.push(*want);
            }
        }
        wanted
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

fn tokens(text: &str) -> Result<Vec<Token<'_>>, ClaimError> {
    let mut tokens = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let start = text.len() - rest.len();
        let Some(first) = rest.chars().next() else {
            return Ok(tokens);
        };
        let (end, inside) = if first == '"' {
            let Some(end) = rest[1..].find('"') else {
                return Err(ClaimError {
                    at: text[..start].chars().count(),
                    found: quoted(rest),
                    expected: "a text that ends with a quote".into(),
                });
            };
            (end + 2, Some(&rest[1..=end]))
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"');
            (end.unwrap_or(rest.len()), None)
        };
        tokens.push(Token {
            start,
            raw: &rest[..end],
            quoted: inside,
        });
        rest = &rest[end..];
    }
}

/// The longest time a claim may name.
const LONGEST: Nanos = Nanos::from_millis(24 * 3_600_000);

fn time(text: &str) -> Option<u64> {
    let span = humantime::parse_duration(text).ok()?;
    let span = Nanos::from_duration(span);
    (span <= LONGEST).then_some(span.0)
}

fn bytes(text: &str) -> Option<u64> {
    let units = [
        ("KiB", 1 << 10),
        ("MiB", 1 << 20),
        ("kB", 1_000),
        ("B", 1),
        ("", 1),
    ];
    units.into_iter().find_map(|(unit, worth)| {
        let number: u64 = text.strip_suffix(unit)?.replace('_', "").parse().ok()?;
        number.checked_mul(worth)
    })
}
