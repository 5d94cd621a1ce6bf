//! Claims that no run can prove or refute: known before anything runs.

use super::subject::Subject;
use super::vocabulary::Compare;
use super::{Claim, Form, Name, Quantity};
use crate::document::{one_of, quoted};
use crate::events::Nanos;
use std::fmt;

/// A claim that no run can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecidable {
    /// The character where it says that, from 0; None if it is all of it.
    pub at: Option<usize>,
    /// What it says.
    pub found: String,
    /// What could be decided.
    pub expected: String,
}

impl fmt::Display for Undecidable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "found {}; expected {}", self.found, self.expected)
    }
}

impl std::error::Error for Undecidable {}

/// A kind of task that a run can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindInfo {
    /// Its name.
    pub name: String,
    /// Whether it hands jobs to the blocking pool.
    pub jobs: bool,
}

impl Claim {
    /// Whether a run can decide it, where a poll of at least `stall_after` is a stall and there
    /// are at most so many workers.
    ///
    /// # Errors
    /// When no event can make it true, or none can make it false.
    pub fn can_be_decided(&self, stall_after: Nanos, workers: u16) -> Result<(), Undecidable> {
        if let Some(worker) = self.worker().filter(|worker| *worker >= workers) {
            let last = workers.saturating_sub(1);
            let expected = format!("a worker of this run, from 0 to {last}");
            return wrong(&format!("worker {worker}"), expected);
        }
        match &self.form {
            Form::Count {
                quantity,
                subject,
                limit,
                ..
            } => {
                if *quantity == Quantity::AtLeast(0) {
                    return wrong("\"at least 0\"", "a number from 1: there are always 0");
                }
                let limit = limit.map(|(compare, limit)| (compare, limit));
                limit.map_or(Ok(()), |limit| {
                    let all = *quantity == Quantity::Every;
                    value(*subject, limit, all, stall_after)
                })
            }
            Form::Measure {
                subject,
                compare,
                limit,
                ..
            } => value(*subject, (*compare, *limit), true, stall_after),
            Form::Order { first, then } if first == then => {
                wrong("the same text twice", "two texts: no line is before itself")
            }
            // Whatever has the first one has the other.
            Form::Order { first, then } if first.contains(then) => wrong(
                &format!("{}, which is part of {}", quoted(then), quoted(first)),
                "two texts that one line need not have both: no line is before itself",
            ),
            Form::Order { .. } | Form::Overlap { .. } => Ok(()),
        }
    }

    /// The worker it is about, if it is about one.
    fn worker(&self) -> Option<u16> {
        match &self.form {
            Form::Count { filter, .. } | Form::Measure { filter, .. } => filter.worker,
            Form::Order { .. } | Form::Overlap { .. } => None,
        }
    }

    /// Whether a run can decide it that has no other kinds of task than these.
    ///
    /// # Errors
    /// When it names another one, or asks for the jobs of one that has none.
    pub fn fits_kinds(&self, known: &[KindInfo]) -> Result<(), Undecidable> {
        let named = |name: &Name| known.iter().find(|kind| kind.name == name.name);
        if let Some(unknown) = self.kinds().find(|name| named(name).is_none()) {
            let names = known.iter().map(|kind| kind.name.as_str());
            return Err(Undecidable {
                at: Some(unknown.at),
                found: quoted(&unknown.name),
                expected: format!(
                    "a kind of task of this run: {}",
                    one_of(&unknown.name, names)
                ),
            });
        }
        let none = !known.iter().any(|kind| kind.jobs);
        if none && self.needs_some() && self.kinds_of_jobs().any(|kind| kind.is_none()) {
            let found = "what is said of every job of the blocking pool, to which no kind of this \
                         run hands any";
            return wrong(found, "a claim about something else");
        }
        let idle = self
            .kinds_of_jobs()
            .flatten()
            .find(|name| named(name).is_some_and(|kind| !kind.jobs));
        let Some(idle) = idle else {
            return Ok(());
        };
        let with_jobs = known.iter().filter(|kind| kind.jobs);
        let with_jobs = with_jobs.map(|kind| kind.name.as_str());
        Err(Undecidable {
            at: Some(idle.at),
            found: format!(
                "{}, which hands no jobs to the blocking pool",
                quoted(&idle.name)
            ),
            expected: match with_jobs.clone().next() {
                Some(_) => format!("a kind that does: {}", one_of(&idle.name, with_jobs)),
                None => "a claim about something else: no kind of this run does".into(),
            },
        })
    }

    /// It is never decided where there is none of what it is about.
    fn needs_some(&self) -> bool {
        match &self.form {
            Form::Measure { .. } => true,
            Form::Count { quantity, .. } => *quantity == Quantity::Every,
            Form::Order { .. } | Form::Overlap { .. } => false,
        }
    }

    /// Of each kind of jobs it is about, whose they are; None: of all kinds.
    fn kinds_of_jobs(&self) -> impl Iterator<Item = Option<&Name>> {
        let is_job = |subject| matches!(subject, Subject::Job | Subject::PoolWait);
        let of = match &self.form {
            Form::Count {
                subject, filter, ..
            }
            | Form::Measure {
                subject, filter, ..
            } => [is_job(*subject).then_some(filter.kind.as_ref()), None],
            Form::Order { .. } => [None, None],
            Form::Overlap { sides, .. } => sides
                .each_ref()
                .map(|(stretch, kind)| is_job(stretch.subject()).then_some(kind.as_ref())),
        };
        of.into_iter().flatten()
    }
}

fn wrong(found: &str, expected: impl Into<String>) -> Result<(), Undecidable> {
    Err(Undecidable {
        at: None,
        found: found.into(),
        expected: expected.into(),
    })
}

/// Of a limit; `all`: it is about every value, or one made of them, not about how many there are.
fn value(
    subject: Subject,
    (compare, limit): (Compare, u64),
    all: bool,
    stall_after: Nanos,
) -> Result<(), Undecidable> {
    let range = |text: &str| format!("an empty range: {text}");
    if limit == 0 && compare == Compare::Under {
        return wrong(&range("nothing is under 0"), "a value above 0");
    }
    if limit == 0 && compare == Compare::AtLeast {
        return wrong("\"at least 0\", which always is so", "a value above 0");
    }
    // Neither is told, or there, below the threshold.
    let lowest = match subject {
        Subject::Freeze => Some("no shorter freeze is told"),
        Subject::Stall if all || compare.is_ceiling() => Some("no stall is shorter"),
        _ => None,
    };
    let Some(why) = lowest else {
        return Ok(());
    };
    let after = stall_after.0;
    let useless = match compare {
        Compare::Under => limit <= after,
        Compare::AtMost => limit < after,
        Compare::Over => limit < after,
        Compare::AtLeast => all && limit <= after || limit < after,
    };
    if !useless {
        return Ok(());
    }
    let span = humantime::format_duration(stall_after.as_duration());
    let expected = format!("a time above {span} (--stall-after)");
    wrong(&format!("a time below which {why}"), expected)
}
