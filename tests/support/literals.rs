//! The string literals of a source file, for tests that read the source as text.

/// The string literals but for those of its tests, with their lines.
pub(crate) fn literals(source: &str) -> Vec<(usize, String)> {
    let code = source.split("\n#[cfg(test)]\nmod tests").next();
    let chars: Vec<char> = code.unwrap_or_default().chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => until(rest, |tail| tail[0] == '\n'),
            ['\'', '\\', _, '\'', ..] => 4,
            ['\'', _, '\'', ..] => 3,
            ['"', tail @ ..] => {
                let length = string_length(tail);
                found.push((line, tail[..length].iter().collect()));
                length + 2
            }
            _ => 1,
        };
        let passed = &chars[at..(at + length).min(chars.len())];
        line += passed.iter().filter(|c| **c == '\n').count();
        at += length;
    }
    found
}

fn until(chars: &[char], is_end: impl Fn(&[char]) -> bool) -> usize {
    (0..chars.len())
        .find(|at| is_end(&chars[*at..]))
        .unwrap_or(chars.len())
}

/// Up to the closing quote.
fn string_length(chars: &[char]) -> usize {
    let mut at = 0;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at.min(chars.len())
}
