//! Claims while a run goes on: [`Claims`] hears of every event.

use super::sight::{Eyes, Subjects};
use super::tally::{End, Tally};
use super::verdict::Verdict;
use super::vocabulary::{Subject, Unit};
use super::{Claim, Form, Quantity, Stretch};
use crate::events::{Event, Nanos, Now};
use crate::model::Model;
use std::fmt;

/// Claims, and what the run says of each so far.
#[derive(Debug, Default)]
pub struct Claims {
    all: Vec<Check>,
}

/// A claim that no run can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecidable {
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

/// One claim.
#[derive(Debug)]
struct Check {
    claim: Claim,
    eyes: Eyes,
    tally: Tally,
    end: End,
}

impl Claim {
    /// Whether a run can decide it, where a poll of at least `stall_after` is a stall.
    ///
    /// # Errors
    /// When no event can make it true, or none can make it false.
    pub fn can_be_decided(&self, stall_after: Nanos) -> Result<(), Undecidable> {
        let wrong = |found: &str, expected: String| {
            Err(Undecidable {
                found: found.into(),
                expected,
            })
        };
        let threshold = |limit: u64, subject: Subject| {
            (subject == Subject::Freeze && limit < stall_after.0).then(|| {
                let after = humantime::format_duration(stall_after.as_duration());
                format!("a time from {after} (--stall-after) on: shorter freezes are not told")
            })
        };
        let empty = |compare: super::Compare, limit: u64, unit: Unit| {
            (compare == super::Compare::Under && limit == 0 && unit != Unit::None)
                .then(|| "a value above 0: nothing is under it".to_owned())
        };
        match &self.form {
            Form::Count {
                quantity,
                subject,
                limit,
                ..
            } => {
                if let Some((compare, limit)) = *limit {
                    let unit = subject.row().unit;
                    if let Some(expected) =
                        threshold(limit, *subject).or_else(|| empty(compare, limit, unit))
                    {
                        return wrong("a value that decides nothing", expected);
                    }
                    if *subject == Subject::Stall && compare.is_ceiling() && limit <= stall_after.0 {
                        let after = humantime::format_duration(stall_after.as_duration());
                        return wrong(
                            "an empty range",
                            format!("a time above {after} (--stall-after): no stall is shorter"),
                        );
                    }
                }
                if *quantity == Quantity::AtLeast(0) {
                    return wrong("\"at least 0\"", "a number from 1: there always are 0".into());
                }
                Ok(())
            }
            Form::Measure {
                subject,
                compare,
                limit,
                ..
            } => {
                let expected = empty(*compare, *limit, subject.row().unit);
                match expected.or_else(|| threshold(*limit, *subject)) {
                    Some(expected) => wrong("a value that decides nothing", expected),
                    None => Ok(()),
                }
            }
            Form::Order { first, then } if first == then => wrong(
                "the same text twice",
                "two texts: no line is before itself".into(),
            ),
            Form::Order { .. } | Form::Overlap { .. } => Ok(()),
        }
    }

    /// What must be seen for it.
    fn subjects(&self) -> Subjects {
        let none = Subjects::default();
        match &self.form {
            Form::Count { subject, .. } | Form::Measure { subject, .. } => none.with(*subject),
            Form::Order { .. } => none.with(Subject::Line),
            Form::Overlap { sides, .. } => sides.iter().fold(none, |all, (stretch, _)| {
                all.with(match stretch {
                    Stretch::Poll => Subject::Poll,
                    Stretch::Task => Subject::Lifetime,
                    Stretch::Job => Subject::Job,
                })
            }),
        }
    }

    fn asks_for_parked(&self) -> bool {
        match &self.form {
            Form::Count { filter, .. } | Form::Measure { filter, .. } => filter.while_parked,
            Form::Order { .. } | Form::Overlap { .. } => false,
        }
    }
}

impl Claims {
    /// Nothing was seen yet; a poll of at least `stall_after` is a stall.
    pub fn new(claims: impl IntoIterator<Item = Claim>, stall_after: Nanos) -> Self {
        let all = claims.into_iter().map(|claim| Check {
            eyes: Eyes::new(claim.subjects(), claim.asks_for_parked()),
            tally: Tally::new(&claim.form, stall_after),
            end: End::default(),
            claim,
        });
        Self { all: all.collect() }
    }

    /// Whether nothing is claimed.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many claims there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Takes these in as well, with what they have seen.
    pub fn extend(&mut self, others: Self) {
        self.all.extend(others.all);
    }

    /// Gives up the claim at this place, if there is one.
    pub fn remove(&mut self, index: usize) {
        if index < self.all.len() {
            self.all.remove(index);
        }
    }

    /// The run they are about goes on from here: what the model tells already was before it.
    pub fn begin(&mut self, model: &Model) {
        for check in &mut self.all {
            check.eyes.begin(model);
        }
    }

    /// This event is about to be folded into the model. Of what is [over](Self::conclude)
    /// nothing is heard any more.
    pub fn before(&mut self, event: &Event, model: &Model) {
        for check in self.all.iter_mut().filter(|check| !check.end.over) {
            check.eyes.before(event, model);
        }
    }

    /// This event was folded in.
    pub fn after(&mut self, event: &Event, model: &Model) {
        for check in self.all.iter_mut().filter(|check| !check.end.over) {
            check.eyes.after(event, model);
            check.eyes.slot_changed(model);
            check.end.missed = check.eyes.missed;
            for sight in check.eyes.seen.drain(..) {
                check.tally.record(&sight, model);
            }
        }
    }

    /// What goes on at a frame: a stall breaks its claim while it lasts.
    pub fn watch(&mut self, model: &Model, now: &Now) {
        for check in self.all.iter_mut().filter(|check| !check.end.over) {
            let sights = check.eyes.look(model, now, false);
            check.tally.look(&sights, model);
        }
    }

    /// The run is over, or was ended, at this moment: what is not decided is decided, as far as
    /// what was seen allows. What goes on counts with what it has come to.
    pub fn conclude(&mut self, model: &Model, now: &Now) {
        for check in self.all.iter_mut().filter(|check| !check.end.over) {
            let sights = check.eyes.look(model, now, true);
            check.tally.look(&sights, model);
            check.end.over = true;
        }
    }

    /// Which of them are [over](Self::conclude).
    pub fn over(&self) -> impl Iterator<Item = bool> {
        self.all.iter().map(|check| check.end.over)
    }

    /// Each claim with what is said of it now.
    pub fn verdicts(&self, model: &Model) -> impl Iterator<Item = (&Claim, Verdict)> {
        let all = self.all.iter();
        all.map(|check| (&check.claim, check.tally.verdict(&check.end, model)))
    }
}
