//! A small lexer for Rust text: just enough to tell words, strings and comments apart.

use super::Token;

/// The kinds of token the screen styles apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Anything else.
    Plain,
    /// A keyword of the language.
    Keyword,
    /// `.await`: the places where a card can be put down.
    Await,
    /// A string or character.
    Text,
    /// A comment.
    Comment,
    /// A number.
    Number,
    /// A name that is called.
    Call,
}

const KEYWORDS: &[&str] = &[
    "as", "async", "await", "break", "const", "continue", "else", "enum", "false", "fn", "for",
    "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return",
    "self", "static", "struct", "true", "type", "use", "where", "while",
];

/// What runs over the end of a line.
#[derive(Clone, Copy, PartialEq)]
enum Open {
    Nothing,
    Comment,
    Text,
}

/// The tokens of every line.
pub(super) fn lex(source: &str) -> Vec<Vec<Token>> {
    let mut open = Open::Nothing;
    source
        .lines()
        .map(|line| lex_line(line, &mut open))
        .collect()
}

fn lex_line(line: &str, open: &mut Open) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let (kind, length) = match *open {
            Open::Comment => until_closed(rest, 0, "*/", TokenKind::Comment, open),
            Open::Text => text(rest, 0, open),
            Open::Nothing => next(rest, open),
        };
        let (token, after) = rest.split_at(length);
        push(&mut tokens, kind, token);
        rest = after;
    }
    tokens
}

/// Plain neighbours become one token, so that a line is few spans.
fn push(tokens: &mut Vec<Token>, kind: TokenKind, text: &str) {
    match tokens.last_mut() {
        Some(last) if last.kind == kind && kind == TokenKind::Plain => last.text.push_str(text),
        _ => tokens.push(Token {
            kind,
            text: text.into(),
        }),
    }
}

/// Kind and length in bytes of the token at the start of `rest`, which is not empty.
fn next(rest: &str, open: &mut Open) -> (TokenKind, usize) {
    let first = rest
        .chars()
        .next()
        .expect("the caller checked that there is more");
    if rest.starts_with("//") {
        return (TokenKind::Comment, rest.len());
    }
    if rest.starts_with("/*") {
        return until_closed(rest, 2, "*/", TokenKind::Comment, open);
    }
    if let Some(word) = rest
        .strip_prefix(".await")
        .filter(|after| !after.starts_with(is_word))
    {
        return (TokenKind::Await, rest.len() - word.len());
    }
    match first {
        '"' => text(rest, 1, open),
        '\'' => character(rest),
        '0'..='9' => (TokenKind::Number, length_while(rest, is_word)),
        c if is_word(c) => {
            let length = length_while(rest, is_word);
            let called = rest[length..].starts_with(['(', '!']);
            match &rest[..length] {
                word if KEYWORDS.contains(&word) => (TokenKind::Keyword, length),
                _ if called => (TokenKind::Call, length),
                _ => (TokenKind::Plain, length),
            }
        }
        c => (TokenKind::Plain, c.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn length_while(text: &str, keep: impl Fn(char) -> bool) -> usize {
    text.find(|c| !keep(c)).unwrap_or(text.len())
}

fn until_closed(
    rest: &str,
    from: usize,
    end: &str,
    kind: TokenKind,
    open: &mut Open,
) -> (TokenKind, usize) {
    match rest[from..].find(end) {
        Some(found) => {
            *open = Open::Nothing;
            (kind, from + found + end.len())
        }
        None => {
            *open = Open::Comment;
            (kind, rest.len())
        }
    }
}

fn text(rest: &str, from: usize, open: &mut Open) -> (TokenKind, usize) {
    let mut escaped = false;
    for (i, c) in rest.char_indices().filter(|(i, _)| *i >= from) {
        match c {
            '"' if !escaped => {
                *open = Open::Nothing;
                return (TokenKind::Text, i + 1);
            }
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    *open = Open::Text;
    (TokenKind::Text, rest.len())
}

/// A character, or else a lifetime: the quote alone.
fn character(rest: &str) -> (TokenKind, usize) {
    let mut chars = rest.char_indices().skip(1);
    let escaped = match chars.next() {
        Some((_, '\\')) => chars.next().is_some(),
        Some(_) => true,
        None => false,
    };
    match (escaped, chars.next()) {
        (true, Some((i, '\''))) => (TokenKind::Text, i + 1),
        _ => (TokenKind::Plain, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::*;

    fn kinds(source: &str) -> Vec<(TokenKind, String)> {
        lex(source)
            .into_iter()
            .flatten()
            .map(|token| (token.kind, token.text))
            .collect()
    }

    #[test]
    fn tells_the_kinds_apart() {
        let found = kinds("let x = sleep(3).await; // wait");
        let expected = [
            (Keyword, "let"),
            (Plain, " x = "),
            (Call, "sleep"),
            (Plain, "("),
            (Number, "3"),
            (Plain, ")"),
            (Await, ".await"),
            (Plain, "; "),
            (Comment, "// wait"),
        ];
        assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_string())));
    }

    #[test]
    fn strings_and_comments_run_over_lines() {
        let lines = lex("a \"one\\\"\ntwo\" b /* c\nd */ e");
        assert_eq!(lines[1][0].kind, Text);
        assert_eq!(
            lines[2][0],
            Token {
                kind: Comment,
                text: "d */".into()
            }
        );
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for source in [
            "",
            "'",
            "'\\",
            "\"",
            "fn f<'a>(x: &'a str) { '{' }",
            "/*",
            "é'ü'\"ß\\",
            "\u{301}.await",
        ] {
            let back: String = lex(source)
                .into_iter()
                .flatten()
                .map(|token| token.text)
                .collect();
            assert_eq!(back, source);
        }
    }
}
