//! Claims: sentences about a run that its events prove or refute, each with the moment that does.
//!
//! `no stall of simmer over 50ms`, `ready wait p99 under 10ms`,
//! `"Database" printed before "API Server"`: one small [vocabulary](SHAPES), the same on the
//! command line, in scenario files and on the screen. [`Claims`] hears of every event as the
//! model folds it, at a constant cost for each, and says of each claim whether it holds, is
//! broken, or is open, with figures and the [moment](Moment) that decided. Of a claim about all
//! of a run that is the worst one.
//!
//! It reads no clock and knows nothing of screens and scenarios. The words are the field's own:
//! worker, task, poll.

mod amount;
mod check;
mod cursor;
mod decidable;
mod eyes;
mod figure;
mod page;
mod parked;
mod parse;
mod sight;
mod subject;
mod tally;
#[cfg(test)]
mod tests;
mod token;
mod verdict;
mod vocabulary;
mod waited;

pub use check::Claims;
pub use cursor::{LONGEST_CLAIM, Name, kind_written};
pub use decidable::{KindInfo, Undecidable};
pub use page::{Section, page};
pub use subject::{Row, Subject, Takes, Unit};
pub use token::ClaimError;
pub use verdict::{Moment, State, Verdict};
pub use vocabulary::{CALLERS, COMPARISONS, Caller, Compare, SHAPES, STATISTICS, Statistic};
pub use waited::{Wait, Waited};

use crate::events::Nanos;
use std::fmt;
use std::str::FromStr;

/// A claim about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As it was written.
    text: String,
    form: Form,
}

/// What a claim says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// How many there are.
    Count {
        quantity: Quantity,
        subject: Subject,
        filter: Filter,
        limit: Option<(Compare, u64)>,
    },
    /// How long, or large, they are.
    Measure {
        statistic: Statistic,
        subject: Subject,
        filter: Filter,
        compare: Compare,
        limit: u64,
    },
    /// Which of two lines is printed first.
    Order { first: String, then: String },
    /// Whether two stretches of time have a moment in common.
    Overlap {
        never: bool,
        sides: [(Stretch, Option<Name>); 2],
    },
}

/// How many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    AtMost(u64),
    AtLeast(u64),
    Exactly(u64),
    Every,
}

/// Which of a subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) kind: Option<Name>,
    pub(crate) worker: Option<u16>,
    pub(crate) text: Option<String>,
    pub(crate) by: Option<Source>,
    pub(crate) while_parked: bool,
}

impl Filter {
    /// Nothing but a kind is said.
    fn is_plain(&self) -> bool {
        let Self {
            kind: _,
            worker,
            text,
            by,
            while_parked,
        } = self;
        worker.is_none() && text.is_none() && by.is_none() && !while_parked
    }
}

/// Who calls a waker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Caller(Caller),
    Kind(Name),
}

/// What has a beginning and an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stretch {
    Poll,
    Task,
    Job,
}

impl Stretch {
    const fn subject(self) -> Subject {
        match self {
            Self::Poll => Subject::Poll,
            Self::Task => Subject::Lifetime,
            Self::Job => Subject::Job,
        }
    }
}

impl FromStr for Claim {
    type Err = ClaimError;

    fn from_str(text: &str) -> Result<Self, ClaimError> {
        parse::claim(text)
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Claim {
    /// Reads what is to be counted or measured, without a limit: `stall of block max`,
    /// `completions of block`. It is a claim that every run keeps; its verdict has the
    /// [value](Verdict::value). `poll of block` is the longest one, `polls of block` how many.
    ///
    /// # Errors
    /// When there is nothing that could be measured so.
    pub fn measuring(text: &str) -> Result<Self, ClaimError> {
        let measured = ["at least 0ns", "at least 0B"]
            .into_iter()
            .find_map(|limit| format!("{text} {limit}").parse().ok());
        let counted = || format!("at least 0 {text}").parse().ok();
        let found = match Subject::names_many(text) {
            true => counted().or(measured),
            false => measured.or_else(counted),
        };
        found.ok_or_else(|| ClaimError {
            at: 0,
            found: crate::document::quoted(text),
            expected: "what a claim can count or measure, such as \"stall of block max\" or \
                       \"completions of block\""
                .into(),
        })
    }

    /// Whether it says that something never comes, or in no larger number: one event can refute
    /// it, and nothing but the end of the run proves it.
    pub fn forbids(&self) -> bool {
        match &self.form {
            Form::Count { quantity, .. } => {
                matches!(quantity, Quantity::AtMost(_) | Quantity::Every)
            }
            Form::Overlap { never, .. } => *never,
            Form::Measure { .. } | Form::Order { .. } => false,
        }
    }

    /// From which length on a poll may break it, if it is broken by polls that are too long and not
    /// by those that are too short; a poll of at least `stall_after` is a stall.
    fn too_long(&self, stall_after: Nanos) -> Option<Nanos> {
        let (breaks, subject, limit) = match &self.form {
            Form::Count {
                quantity,
                limit,
                subject,
                ..
            } => {
                let ceiling = limit.is_some_and(|(compare, _)| compare.is_ceiling());
                let breaks = match quantity {
                    Quantity::AtMost(_) | Quantity::Exactly(0) => !ceiling,
                    Quantity::Every => ceiling,
                    Quantity::AtLeast(_) | Quantity::Exactly(_) => false,
                };
                (breaks, subject, limit.map(|(_, limit)| limit))
            }
            Form::Measure {
                compare,
                subject,
                limit,
                ..
            } => (compare.is_ceiling(), subject, Some(*limit)),
            Form::Order { .. } | Form::Overlap { .. } => return None,
        };
        let least = match subject {
            Subject::Stall => stall_after,
            _ => Nanos::ZERO,
        };
        breaks.then(|| limit.map_or(least, Nanos))
    }

    /// In what its [value](Verdict::value) is.
    pub fn unit(&self) -> Unit {
        match &self.form {
            Form::Measure { subject, .. } => subject.row().unit,
            _ => Unit::None,
        }
    }

    /// A [value](Verdict::value) in its unit.
    pub fn shown(&self, value: u64) -> String {
        amount::shown(value, self.unit())
    }

    /// What is [measured](Self::measuring), without the limit that every run keeps.
    pub fn measured(&self) -> &str {
        let text = self.text.as_str();
        let text = text.strip_suffix(" at least 0ns").unwrap_or(text);
        let text = text.strip_suffix(" at least 0B").unwrap_or(text);
        text.strip_prefix("at least 0 ").unwrap_or(text)
    }

    /// The kinds of task it names, and where.
    pub fn kinds(&self) -> impl Iterator<Item = &Name> {
        let of = match &self.form {
            Form::Count { filter, .. } | Form::Measure { filter, .. } => {
                let by = match &filter.by {
                    Some(Source::Kind(name)) => Some(name),
                    _ => None,
                };
                [filter.kind.as_ref(), by]
            }
            Form::Order { .. } => [None, None],
            Form::Overlap { sides, .. } => [sides[0].1.as_ref(), sides[1].1.as_ref()],
        };
        of.into_iter().flatten()
    }
}

/// A time as claims tell it: short, and rounded down.
pub fn time_shown(time: Nanos) -> String {
    amount::shown(time.0, Unit::Time)
}

/// What could be typed next after an unfinished claim: words that go on from what is typed, also
/// the names of these kinds.
pub fn complete<'k>(text: &str, kinds: &[&'k str]) -> Vec<&'k str>
where
    'static: 'k,
{
    parse::complete(text, kinds)
}

impl fmt::Display for ClaimError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            at,
            found,
            expected,
        } = self;
        write!(f, "column {}: found {found}; expected {expected}", at + 1)
    }
}

impl std::error::Error for ClaimError {}
