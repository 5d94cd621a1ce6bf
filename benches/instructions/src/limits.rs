//! The file of limits: read, written, and what stands at its top.

use std::collections::BTreeMap;
use std::fmt::Write;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/limits.toml");

const TOP: &str = "\
# Instructions per operation, as callgrind counts them: no change may go above these.
#
# poll.* and spawn.* are what the probe adds to plain Tokio; read.* is the reader, fold.*
# the model, keep.* the log. benches/counts says what an operation is.
#
# A limit is the count at the time it was set, and 2 %. To set all anew, up or down:
#     .ci/instructions --set
# Raise one only for something worth its cost, and say in the commit what that is.
";

/// Limits by row, and the compiler they were set with: another one makes other code.
#[derive(Debug, PartialEq)]
pub(crate) struct Limits {
    pub(crate) compiler: String,
    pub(crate) rows: BTreeMap<String, f64>,
}

impl Limits {
    pub(crate) fn load() -> Result<Self, String> {
        let text = std::fs::read_to_string(PATH).map_err(|error| format!("{PATH}: {error}"))?;
        Self::parse(&text)
    }

    pub(crate) fn save(&self) -> Result<(), String> {
        std::fs::write(PATH, self.text()).map_err(|error| format!("{PATH}: {error}"))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut limits = Self {
            compiler: String::new(),
            rows: BTreeMap::new(),
        };
        for line in text.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = || format!("not a limit: {line}");
            let (name, value) = line.split_once(" = ").ok_or_else(bad)?;
            if name == "compiler" {
                limits.compiler = value.trim_matches('"').to_owned();
            } else {
                let value: f64 = value.parse().map_err(|_| bad())?;
                limits.rows.insert(name.to_owned(), value);
            }
        }
        Ok(limits)
    }

    fn text(&self) -> String {
        let mut text = format!("{TOP}compiler = \"{}\"\n\n", self.compiler);
        for (name, limit) in &self.rows {
            writeln!(text, "{name} = {limit:.1}").expect("memory takes all");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Limits {
        Limits {
            compiler: "rustc 1.95.0".to_owned(),
            rows: BTreeMap::from([("fold.polls".to_owned(), 81.3), ("poll.x".to_owned(), 7.0)]),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        assert_eq!(Limits::parse(&example().text()), Ok(example()));
    }

    #[test]
    fn what_is_no_limit_is_told() {
        assert!(Limits::parse("fold.polls = many").is_err());
        assert!(Limits::parse("fold.polls").is_err());
    }
}
