//! Which of two lines was printed first.

use super::{End, at};
use crate::claim::sight::Sight;
use crate::claim::subject::Subject;
use crate::claim::verdict::{Moment, State, Verdict};
use crate::events::Certainty;
use crate::model::Model;

/// See the module's text.
#[derive(Clone, Debug)]
pub(in crate::claim) struct Order {
    first: Line,
    then: Line,
    /// How many lines were printed.
    lines: u64,
}

/// A text, and the first line that has it: its number and when it was printed.
type Line = (String, Option<(u64, Moment)>);

impl Order {
    pub(super) fn new(first: &str, then: &str) -> Self {
        Self {
            first: (first.to_owned(), None),
            then: (then.to_owned(), None),
            lines: 0,
        }
    }

    pub(super) fn record(&mut self, sight: &Sight, model: &Model) {
        if sight.subject != Subject::Line || self.is_decided() {
            return;
        }
        let Some(text) = sight.text.map(|text| model.text(text)) else {
            return;
        };
        self.lines += 1;
        let Self { first, then, lines } = self;
        // A line with both texts comes before nothing.
        for (wanted, found) in [then, first] {
            if found.is_none() && text.contains(wanted.as_str()) {
                *found = Some((*lines, sight.moment));
            }
        }
    }

    const fn is_decided(&self) -> bool {
        self.then.1.is_some()
    }

    pub(super) fn verdict(&self, end: &End) -> Verdict {
        let told = |(text, moment): &Line| match moment {
            Some((_, moment)) => format!("{text:?} at {}", at(moment.at)),
            None => format!("{text:?} not printed"),
        };
        let mut figures = match (self.first.1, self.then.1) {
            (None, Some(_)) => format!("{}, {:?} not before", told(&self.then), self.first.0),
            _ => format!("{}, {}", told(&self.first), told(&self.then)),
        };
        // A line that was lost may be the first one with either text.
        let state = match (self.first.1, self.then.1) {
            (Some(first), Some(then)) => end.of_all(State::of(first.0 < then.0), &mut figures),
            (_, None) if !end.over => State::Open,
            _ => end.of_all(State::Broken, &mut figures),
        };
        Verdict {
            state,
            certainty: Certainty::Observed,
            figures,
            value: None,
            moment: self.then.1.or(self.first.1).map(|(_, moment)| moment),
        }
    }
}
