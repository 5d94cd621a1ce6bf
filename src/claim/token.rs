//! Words, texts in quotes and values of a claim.

use crate::document::quoted;
use crate::events::Nanos;

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

/// A word, or a text in quotes.
#[derive(Clone, Debug)]
pub(super) struct Token<'a> {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// As it is written, quotes included.
    pub(super) raw: &'a str,
    /// Its inside, if it is quoted.
    pub(super) quoted: Option<&'a str>,
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, ClaimError> {
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

pub(super) fn time(text: &str) -> Option<u64> {
    let span = humantime::parse_duration(text).ok()?;
    let span = Nanos::from_duration(span);
    (span <= LONGEST).then_some(span.0)
}

pub(super) fn bytes(text: &str) -> Option<u64> {
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
