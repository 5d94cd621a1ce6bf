//! What was found out about a poll, as an event carries it.
//!
//! Every event is dropped somewhere, most of them by loops that handle millions a second. What is
//! dropped with it is one text, as a name is: anything larger would be paid for with each event.

use super::plain::is_harmful;
use super::{Certainty, CodeLine, Doing, NoLine, SourceText, Stuck};
use std::time::Duration;

/// Between two parts. No text that may be shown has it in it.
const BETWEEN: char = '\u{1f}';

/// Characters of a packed text that are read.
const LONGEST: usize = 1 << 16;

/// A [`Stuck`], packed into one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found(String);

impl From<&Stuck> for Found {
    fn from(stuck: &Stuck) -> Self {
        let mut packed = Self(String::new());
        packed.doing(&stuck.doing);
        packed.part(match stuck.why {
            None => "",
            Some(NoLine::NoTables) => "no tables",
            Some(NoLine::Runs) => "runs",
            Some(NoLine::NotOwn) => "not own",
            Some(NoLine::Unread) => "unread",
            Some(NoLine::OtherBuild) => "other build",
        });
        match &stuck.text {
            SourceText::Line(text) => packed.part("line").part(text),
            SourceText::Changed => packed.part("changed").part(""),
            SourceText::Missing => packed.part("missing").part(""),
        };
        for line in &stuck.lines {
            let is_measured = line.certainty == Certainty::Observed;
            packed
                .part(&line.function)
                .part(&line.file)
                .part(&line.line.to_string())
                .part(if is_measured { "=" } else { "~" });
        }
        packed
    }
}

impl Found {
    /// What was found.
    pub fn read(&self) -> Stuck {
        let mut parts = self.0.split(BETWEEN).skip(1);
        let mut next = || parts.next().unwrap_or_default();
        let doing = doing_of(next(), next(), next());
        let why = match next() {
            "no tables" => Some(NoLine::NoTables),
            "runs" => Some(NoLine::Runs),
            "not own" => Some(NoLine::NotOwn),
            "unread" => Some(NoLine::Unread),
            "other build" => Some(NoLine::OtherBuild),
            _ => None,
        };
        let text = match (next(), next()) {
            ("line", text) => SourceText::Line(text.to_owned()),
            ("changed", _) => SourceText::Changed,
            _ => SourceText::Missing,
        };
        let mut lines = Vec::new();
        while let (Some(function), Some(file), Some(line), Some(mark)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        {
            lines.push(CodeLine {
                function: function.to_owned(),
                file: file.to_owned(),
                line: line.parse().unwrap_or_default(),
                certainty: match mark {
                    "=" => Certainty::Observed,
                    _ => Certainty::Inferred,
                },
            });
        }
        Stuck {
            doing,
            lines,
            why,
            text,
        }
    }

    /// As one text, for whoever keeps or sends it.
    pub fn packed(&self) -> &str {
        &self.0
    }

    /// From a text that [`packed`](Self::packed) has given. Any other one says little, and nothing
    /// that does harm on a terminal.
    #[must_use]
    pub fn from_packed(text: &str) -> Self {
        let fine = |c: &char| *c == BETWEEN || !is_harmful(*c);
        Self(text.chars().filter(fine).take(LONGEST).collect())
    }

    /// Bytes of its text.
    pub fn string_bytes(&self) -> usize {
        self.0.len()
    }

    fn doing(&mut self, doing: &Doing) {
        let ns = |time: &Duration| time.as_nanos().to_string();
        let (name, one, other) = match doing {
            Doing::Call { words, call } => ("call", words.clone(), call.clone()),
            Doing::Computes { ran, waited } => ("computes", ns(ran), ns(waited)),
            Doing::WaitsForProcessor { ran, waited } => ("waits", ns(ran), ns(waited)),
            Doing::Runs => ("runs", String::new(), String::new()),
            Doing::Elsewhere => ("elsewhere", String::new(), String::new()),
            Doing::Unknown => ("", String::new(), String::new()),
        };
        self.part(name).part(&one).part(&other);
    }

    fn part(&mut self, text: &str) -> &mut Self {
        self.0.push(BETWEEN);
        self.0.extend(text.chars().filter(|c| *c != BETWEEN));
        self
    }
}

fn doing_of(name: &str, one: &str, other: &str) -> Doing {
    let time = |ns: &str| Duration::from_nanos(ns.parse().unwrap_or_default());
    let (ran, waited) = (time(one), time(other));
    match name {
        "call" => Doing::Call {
            words: one.to_owned(),
            call: other.to_owned(),
        },
        "computes" => Doing::Computes { ran, waited },
        "waits" => Doing::WaitsForProcessor { ran, waited },
        "runs" => Doing::Runs,
        "elsewhere" => Doing::Elsewhere,
        _ => Doing::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_read_again() {
        let (ran, waited) = (Duration::from_nanos(7), Duration::from_millis(3));
        let call = Doing::Call {
            words: "reads fd 12 = /data/x".into(),
            call: "read".into(),
        };
        let doings = [
            call,
            Doing::Computes { ran, waited },
            Doing::WaitsForProcessor { ran, waited },
            Doing::Runs,
            Doing::Elsewhere,
            Doing::Unknown,
        ];
        let whys = [
            NoLine::NoTables,
            NoLine::Runs,
            NoLine::NotOwn,
            NoLine::Unread,
            NoLine::OtherBuild,
        ];
        let whys = [None].into_iter().chain(whys.map(Some));
        let texts = [
            SourceText::Line("a.lock().unwrap();".into()),
            SourceText::Line(String::new()),
            SourceText::Changed,
            SourceText::Missing,
        ];
        let line = |function: &str, line, certainty| CodeLine {
            function: function.into(),
            file: "src/app.rs".into(),
            line,
            certainty,
        };
        let lines = [
            line("load", 12, Certainty::Observed),
            line("", 1, Certainty::Inferred),
        ];
        for doing in doings {
            for why in whys.clone() {
                for text in &texts {
                    for lines in [&lines[..], &lines[..1], &[]] {
                        let stuck = Stuck {
                            doing: doing.clone(),
                            lines: lines.to_vec(),
                            why,
                            text: text.clone(),
                        };
                        assert_eq!(Found::from(&stuck).read(), stuck);
                    }
                }
            }
        }
    }

    #[test]
    fn a_text_cannot_pass_for_two() {
        let stuck = Stuck {
            doing: Doing::Runs,
            lines: Vec::new(),
            why: None,
            text: SourceText::Line("a\u{1f}b".into()),
        };
        let text = SourceText::Line("ab".into());
        assert_eq!(Found::from(&stuck).read(), Stuck { text, ..stuck });
    }
}
