//! A small lexer for the text of scenario files: just enough to tell names, strings and comments
//! apart.

use super::{Token, TokenKind};

/// The tokens of every line.
pub(super) fn lex(source: &str) -> Vec<Vec<Token>> {
    source.lines().map(lex_line).collect()
}

fn lex_line(line: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let (kind, length) = next(first, rest);
        let (text, after) = rest.split_at(length);
        match tokens.last_mut() {
            // Plain neighbours become one token, so that a line is few spans.
            Some(last) if last.kind == kind && kind == TokenKind::Plain => last.text.push_str(text),
            _ => tokens.push(Token {
                kind,
                text: text.into(),
            }),
        }
        rest = after;
    }
    tokens
}

/// Kind and length in bytes of the token at the start of `rest`.
fn next(first: char, rest: &str) -> (TokenKind, usize) {
    match first {
        '#' => (TokenKind::Comment, rest.len()),
        '"' | '\'' => (TokenKind::Text, text(first, rest)),
        '0'..='9' => (TokenKind::Number, word(rest)),
        c if is_word(c) => {
            let length = word(rest);
            let kind = match &rest[..length] {
                "true" | "false" => TokenKind::Keyword,
                _ if rest[length..].trim_start().starts_with('=') => TokenKind::Call,
                _ => TokenKind::Plain,
            };
            (kind, length)
        }
        c => (TokenKind::Plain, c.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-')
}

fn word(rest: &str) -> usize {
    rest.find(|c| !is_word(c)).unwrap_or(rest.len())
}

/// To the quote that closes it, or to the end of the line. Between `'` nothing is escaped.
fn text(quote: char, rest: &str) -> usize {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = quote == '"',
            c if c == quote => return i + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use TokenKind::*;

    #[test]
    fn tells_the_kinds_apart() {
        let found = lex("  { sleep = \"1\\\"s\", keep = true }, # 3\nyield = 2");
        let expected = [
            (Plain, "  { "),
            (Call, "sleep"),
            (Plain, " = "),
            (Text, "\"1\\\"s\""),
            (Plain, ", "),
            (Call, "keep"),
            (Plain, " = "),
            (Keyword, "true"),
            (Plain, " }, "),
            (Comment, "# 3"),
        ];
        let line = |index: usize| {
            let tokens = found[index].iter();
            tokens
                .map(|token| (token.kind, &*token.text))
                .collect::<Vec<_>>()
        };
        assert_eq!(line(0), expected);
        assert_eq!(line(1), [(Call, "yield"), (Plain, " = "), (Number, "2")]);
    }

    #[test]
    fn nothing_is_lost_whatever_the_text() {
        for source in ["", "\"", "'\\'", "é'ü'\"ß\\", "a = 'x", "\u{301}=", "#\"#"] {
            let back = lex(source).into_iter().flatten().map(|token| token.text);
            assert_eq!(back.collect::<String>(), source);
        }
    }
}
