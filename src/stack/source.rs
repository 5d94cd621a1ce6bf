//! The source of a line, if its file is still what the program was built from.

use crate::events::{SourceText, shown};
use std::path::Path;
use std::time::SystemTime;

/// The longest line that is kept, in characters.
const LONGEST: usize = 200;
/// No source is larger.
const LARGEST: u64 = 16 << 20;

/// What is there of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    Text(String),
    Changed,
    Missing,
}

impl Source {
    /// The file, if it was not changed since the program was built.
    pub(super) fn of(file: &Path, built: Option<SystemTime>) -> Self {
        Self::read(file, built).unwrap_or(Self::Missing)
    }

    fn read(file: &Path, built: Option<SystemTime>) -> Option<Self> {
        let about = std::fs::metadata(file).ok()?;
        if !about.is_file() || about.len() > LARGEST {
            return None;
        }
        // Unknown is not unchanged.
        let is_changed = |built| about.modified().map_or(true, |changed| changed > built);
        if built.is_none_or(is_changed) {
            return Some(Self::Changed);
        }
        std::fs::read_to_string(file).ok().map(Self::Text)
    }

    /// The line with this number, from 1.
    pub(super) fn line(&self, number: u32) -> SourceText {
        match self {
            Self::Text(text) => match nth(text, number) {
                Some(line) => SourceText::Line(shown(line, LONGEST)),
                None => SourceText::Missing,
            },
            Self::Changed => SourceText::Changed,
            Self::Missing => SourceText::Missing,
        }
    }

    /// The name of the function that a line stands in, by how the lines above are indented.
    pub(super) fn function_around(&self, number: u32) -> Option<&str> {
        let Self::Text(text) = self else { return None };
        let own = nth(text, number)?;
        if let Some(name) = function_named(own.trim_start()) {
            // All of it stands in one line.
            return Some(name);
        }
        let mut limit = indent(own);
        let above: Vec<_> = text.lines().take(usize::try_from(number).ok()?).collect();
        for line in above.iter().rev().skip(1) {
            let code = line.trim_start();
            let is_of_a_header = code.starts_with([')', '{']) || code.starts_with("where");
            if code.is_empty() || is_of_a_header || indent(line) >= limit {
                continue;
            }
            if let Some(name) = function_named(code) {
                return Some(name);
            }
            limit = indent(line);
        }
        None
    }
}

fn nth(text: &str, number: u32) -> Option<&str> {
    let place = usize::try_from(number.checked_sub(1)?).ok()?;
    text.lines().nth(place)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The name in the first line of a function: `pub async fn name(..`.
fn function_named(code: &str) -> Option<&str> {
    let code = match code.strip_prefix("pub(") {
        Some(rest) => rest.split_once(')')?.1,
        None => code,
    };
    let mut words = code.split_whitespace();
    let is_before_fn = |word: &&str| {
        matches!(
            *word,
            "pub" | "async" | "const" | "unsafe" | "extern" | "\"C\""
        )
    };
    let word = words.find(|word| !is_before_fn(word))?;
    let name = (word == "fn").then(|| words.next()).flatten()?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || c == '_'));
    Some(&name[..end.unwrap_or(name.len())])
}

#[cfg(test)]
mod tests;
