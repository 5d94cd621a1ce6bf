//! What a thread was found doing in a poll that lasts long, and at which line.

use super::Certainty;
use super::plain::is_harmful;
use std::fmt;
use std::time::Duration;

/// What was found out about a poll that lasts long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// What its thread was doing, as the system tells.
    pub doing: Doing,
    /// The application's own lines on its stack, the innermost first: the call that lasts, then
    /// the functions around it, up to the task's own future. Empty if they are not known.
    pub lines: Vec<CodeLine>,
    /// Why there are no lines; `None` where there are.
    pub why: Option<NoLine>,
    /// The text of the innermost line.
    pub text: SourceText,
}

/// A line of the application's source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// The function it stands in, without generic arguments. Where the executable has a table
    /// of lines and no more, a closure or an async function has the name that stands above the
    /// line in its source; empty if the source is not here.
    pub function: String,
    /// The file, as the compiler was given it, or below the folder that has the `Cargo.lock`.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Whether this call was found by the tables the compiler writes for that
    /// ([`Observed`](Certainty::Observed)), or by looking through the stack for what may be the
    /// address of a call.
    pub certainty: Certainty,
}

impl CodeLine {
    /// `src/app.rs:12`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }
}

/// What a thread does, as the system tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It is in a system call: what for, in words, and the call's name.
    Call {
        /// Such as `reads fd 12 = /data/x`.
        words: String,
        /// The name of the call; its number where the name is not known.
        call: String,
    },
    /// It runs. Both times since the first look.
    Computes {
        /// It was on a processor for so long.
        ran: Duration,
        /// It could run, and waited for a processor for so long.
        waited: Duration,
    },
    /// It could run and mostly waits for a processor: the machine is busy. Both times since
    /// the first look.
    WaitsForProcessor {
        /// It was on a processor for so long.
        ran: Duration,
        /// It could run, and waited for a processor for so long.
        waited: Duration,
    },
    /// It runs, or could: the system does not tell how much of the time it had a processor.
    Runs,
    /// It sleeps in no system call: it waits for memory to come from a disk, or was stopped.
    Elsewhere,
    /// The system does not tell.
    Unknown,
}

impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call { words, call } => write!(f, "{words} ({call})"),
            Self::Computes { .. } => f.write_str("computes"),
            Self::WaitsForProcessor { ran, waited } => write!(
                f,
                "waits for a CPU: the machine is busy (ran {} ms, waited {} ms)",
                ran.as_millis(),
                waited.as_millis()
            ),
            Self::Runs => f.write_str("runs, or waits for a CPU"),
            Self::Elsewhere => f.write_str("waits for memory, or was stopped"),
            Self::Unknown => f.write_str("not known here"),
        }
    }
}

/// Why no line is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoLine {
    /// The executable has no table of lines.
    NoTables,
    /// The thread runs: its stack is read only while it sleeps.
    Runs,
    /// No call on its stack is of the application's own source.
    NotOwn,
    /// The stack could not be read, here or at this moment.
    Unread,
    /// Its program is not here, or was built anew since.
    OtherBuild,
}

impl NoLine {
    /// A sentence, and what to do about it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoTables => {
                "no line: build with debug = \"line-tables-only\" and strip = \"none\""
            }
            Self::Runs => "no line: a thread that computes is not interrupted to read its stack",
            Self::NotOwn => "no line of the application's own source is on its stack",
            Self::Unread => "no line: its stack could not be read",
            Self::OtherBuild => "no line: its program is not here, or was built anew since",
        }
    }
}

/// The text of a line, read from the file it was built from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceText {
    /// The line, without the space around it.
    Line(String),
    /// The file was changed after the program was built.
    Changed,
    /// There is no such file here, or no such line in it.
    Missing,
}

impl SourceText {
    /// The line, or why it is not shown.
    pub fn words(&self) -> &str {
        match self {
            Self::Line(text) => text,
            Self::Changed => "(the file was changed after the build)",
            Self::Missing => "(the file is not here)",
        }
    }
}

impl Stuck {
    /// The line of the call that lasts.
    pub fn line(&self) -> Option<&CodeLine> {
        self.lines.first()
    }

    /// Bytes of all its texts.
    pub fn string_bytes(&self) -> usize {
        let line = |line: &CodeLine| size_of::<CodeLine>() + line.function.len() + line.file.len();
        let doing = match &self.doing {
            Doing::Call { words, call } => words.len() + call.len(),
            _ => 0,
        };
        let text = match &self.text {
            SourceText::Line(text) => text.len(),
            SourceText::Changed | SourceText::Missing => 0,
        };
        doing + text + self.lines.iter().map(line).sum::<usize>()
    }
}

/// A text from outside, as it may be shown: on one line, without what reorders it, of at most
/// so many characters.
pub fn shown(text: &str, longest: usize) -> String {
    let clean = text.trim().chars();
    clean.filter(|c| !is_harmful(*c)).take(longest).collect()
}
