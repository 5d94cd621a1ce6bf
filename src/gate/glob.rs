//! Patterns of lines.

/// A pattern: `*` is any text, `?` any one character, everything else itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(Vec<char>);

impl Glob {
    /// Any text is one.
    pub fn new(pattern: &str) -> Self {
        Self(pattern.chars().collect())
    }

    /// Whether all of a text is like it.
    pub fn fits(&self, text: &str) -> bool {
        let (pattern, text) = (&self.0, text.chars().collect::<Vec<_>>());
        let (mut p, mut t) = (0, 0);
        // Where the last star was, and up to where it has taken the text.
        let mut star: Option<(usize, usize)> = None;
        while t < text.len() {
            match pattern.get(p) {
                Some('*') => {
                    star = Some((p, t));
                    p += 1;
                }
                Some(c) if *c == '?' || *c == text[t] => {
                    p += 1;
                    t += 1;
                }
                _ => match &mut star {
                    Some((at, taken)) => {
                        *taken += 1;
                        (p, t) = (*at + 1, *taken);
                    }
                    None => return false,
                },
            }
        }
        pattern[p..].iter().all(|c| *c == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, fits) in [
            ("src/x.rs:12", "src/x.rs:12", true),
            ("src/x.rs:12", "src/x.rs:123", false),
            ("src/x.rs:*", "src/x.rs:12", true),
            ("src/*:1?", "src/a/b.rs:12", true),
            ("src/*:1?", "src/a/b.rs:1", false),
            ("*", "", true),
            ("?", "", false),
            ("*a*b*", "xxaxxbxx", true),
            ("*a*b", "xxaxxbxx", false),
            ("src/x.rs", "src/xyrs", false),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(Glob::new(pattern).fits(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_take_no_long() {
        let pattern = "*a".repeat(1_000) + "b";
        assert!(!Glob::new(&pattern).fits(&"a".repeat(5_000)));
    }
}
