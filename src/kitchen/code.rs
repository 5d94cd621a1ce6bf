//! The source of the card in focus: the function it is in, and the line where it is now.
//!
//! Reads only the recipe texts of the menu, never the disk. The screen styles the tokens.

mod lexer;
mod toml;

pub use lexer::TokenKind;

use crate::order::RecipeInfo;
use std::path::Path;

/// A piece of a line, all of one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// How to style it.
    pub kind: TokenKind,
    /// Its text.
    pub text: String,
}

/// One line of source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its text, in pieces.
    pub tokens: Vec<Token>,
    /// The card is at this line.
    pub here: bool,
}

impl CodeLine {
    /// A line whose text is not here, by what is known of it.
    pub(super) fn plain(number: u32, text: &str, here: bool) -> Self {
        let kind = TokenKind::Plain;
        let text = crate::plain::escaped(text).into_owned();
        Self {
            number,
            tokens: vec![Token { kind, text }],
            here,
        }
    }
}

/// Longest function shown whole; of a longer one, the part around the mark.
const MAX_LINES: usize = 120;

/// The recipe whose source has the line that a site names. From tables of lines the file has
/// the whole path where the sources are not there any more. A file of one's own may have several
/// recipes.
pub fn recipe_at(
    mut recipes: impl Iterator<Item = &'static RecipeInfo>,
    file: &str,
    line: u32,
) -> Option<&'static RecipeInfo> {
    let path = Path::new(file);
    recipes.find(|recipe| match recipe.is_written() {
        true => recipe.file == file && has_line(recipe.source, line),
        false => path.ends_with(recipe.file),
    })
}

fn has_line(source: &str, line: u32) -> bool {
    let mut lines = source.lines().skip(line.saturating_sub(1) as usize);
    lines.next().is_some_and(|line| !line.trim().is_empty())
}

/// The function around a line, or the first async one if there is no line; of a recipe that was
/// written in a scenario file all of it.
pub fn excerpt(recipe: &RecipeInfo, line: Option<u32>) -> Vec<CodeLine> {
    let lines: Vec<&str> = recipe.source.lines().collect();
    let wanted = line.map(|line| line.saturating_sub(1) as usize);
    let (tokens, part) = if recipe.is_written() {
        (toml::lex(recipe.source), written(&lines))
    } else {
        let tokens = lexer::lex(recipe.source);
        let part = function(&lines, &tokens, wanted);
        (tokens, part)
    };
    let Some((mut first, mut last)) = part else {
        return Vec::new();
    };
    if let Some(wanted) = wanted.filter(|_| last - first >= MAX_LINES) {
        first = first.max(wanted.saturating_sub(MAX_LINES / 2));
        last = last.min(first + MAX_LINES);
    }
    let indent = lines[first].len() - lines[first].trim_start().len();
    tokens
        .into_iter()
        .enumerate()
        .take(last + 1)
        .skip(first)
        .map(|(i, tokens)| CodeLine {
            number: i as u32 + 1,
            tokens: unindent(tokens, indent),
            here: wanted == Some(i),
        })
        .collect()
}

/// All lines of a text in Rust.
pub fn whole(text: &str) -> Vec<CodeLine> {
    let lines = (1..).zip(lexer::lex(text));
    lines
        .map(|(number, tokens)| CodeLine {
            number,
            tokens,
            here: false,
        })
        .collect()
}

/// First and last line of what was written: the other lines of its file are blank.
fn written(lines: &[&str]) -> Option<(usize, usize)> {
    let is_own = |line: &&str| !line.trim().is_empty();
    let first = lines.iter().position(is_own)?;
    Some((first, lines.iter().rposition(is_own)?))
}

/// First and last line of the innermost function that holds `wanted`.
fn function(
    lines: &[&str],
    tokens: &[Vec<Token>],
    wanted: Option<usize>,
) -> Option<(usize, usize)> {
    let spans = || {
        let starts = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| is_function(line))
            .map(|(i, _)| i);
        starts.map(|start| (start, end_of_block(tokens, start)))
    };
    match wanted {
        Some(wanted) => spans().rfind(|&(first, last)| first <= wanted && wanted <= last),
        None => spans()
            .find(|&(first, _)| lines[first].contains("async fn"))
            .or_else(|| spans().next()),
    }
}

fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace().peekable();
    while words
        .next_if(|word| {
            word.starts_with("pub") || matches!(*word, "async" | "const" | "crate)" | "super)")
        })
        .is_some()
    {}
    words.next() == Some("fn")
}

/// The line on which the braces opened from `start` on are closed again.
fn end_of_block(tokens: &[Vec<Token>], start: usize) -> usize {
    let mut depth = 0_i32;
    let mut opened = false;
    for (i, line) in tokens.iter().enumerate().skip(start) {
        let code = line
            .iter()
            .filter(|token| !matches!(token.kind, TokenKind::Text | TokenKind::Comment));
        for c in code.flat_map(|token| token.text.chars()) {
            match c {
                '{' => (depth, opened) = (depth + 1, true),
                '}' => depth -= 1,
                _ => {}
            }
        }
        if opened && depth <= 0 {
            return i;
        }
    }
    tokens.len().saturating_sub(1)
}

fn unindent(mut tokens: Vec<Token>, indent: usize) -> Vec<Token> {
    if let Some(first) = tokens.first_mut() {
        let blank = first.text.len() - first.text.trim_start_matches(' ').len();
        first.text.drain(..blank.min(indent));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::Origin;

    const SOURCE: &str = "//! Text.\n\nconst X: &str = \"}\";\n\npub(crate) async fn stew(n: u32) {\n    let a = '{'; // }\n    sleep(a).await;\n}\n\nfn other() {\n    stew(1);\n}\n";

    const fn recipe() -> RecipeInfo {
        RecipeInfo {
            name: "stew",
            origin: Origin::Menu('1'),
            blocks: false,
            summary: "",
            file: "src/stew.rs",
            source: SOURCE,
            params: &[],
            kinds: &[],
        }
    }

    fn shown(line: Option<u32>) -> Vec<(u32, bool)> {
        excerpt(&recipe(), line)
            .iter()
            .map(|line| (line.number, line.here))
            .collect()
    }

    #[test]
    fn a_recipe_is_known_by_the_whole_path_of_its_file() {
        const STEW: RecipeInfo = RecipeInfo {
            source: "",
            ..recipe()
        };
        let found = |file| recipe_at([&STEW].into_iter(), file, 6).is_some();
        assert!(found("src/stew.rs") && found("/built/elsewhere/src/stew.rs"));
        assert!(!found("src/other.rs") && !found("/built/mysrc/stew.rs"));
    }

    #[test]
    fn shows_the_function_around_the_line() {
        assert_eq!(
            shown(Some(7)),
            [(5, false), (6, false), (7, true), (8, false)]
        );
        assert_eq!(shown(Some(11)), [(10, false), (11, true), (12, false)]);
    }

    #[test]
    fn what_was_written_is_known_by_its_line_and_shown_whole() {
        const SOURCE: &str = "\n\n[[recipe]]\nname = \"stew\"\n\nsteps = [\n]\n";
        const STEW: RecipeInfo = RecipeInfo {
            origin: Origin::Written,
            file: "my/stew.toml",
            source: SOURCE,
            ..recipe()
        };
        let found = |file, line| recipe_at([&STEW].into_iter(), file, line).is_some();
        assert!(found("my/stew.toml", 6));
        assert!(!found("my/stew.toml", 2) && !found("my/stew.toml", 9));
        assert!(!found("not/my/stew.toml", 6));
        let shown = excerpt(&STEW, Some(6));
        let numbers: Vec<_> = shown.iter().map(|line| (line.number, line.here)).collect();
        let rest = [(5, false), (6, true), (7, false)];
        assert_eq!(numbers[..2], [(3, false), (4, false)]);
        assert_eq!(numbers[2..], rest);
    }

    #[test]
    fn without_a_line_the_first_async_function() {
        assert_eq!(shown(None).first(), Some(&(5, false)));
    }

    #[test]
    fn a_line_outside_every_function_shows_nothing() {
        assert!(shown(Some(3)).is_empty());
        assert!(shown(Some(4_000)).is_empty());
    }
}
