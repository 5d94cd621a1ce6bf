//! Claims while a run goes on: [`Claims`] hears of every event.

use super::eyes::Eyes;
use super::sight::Subjects;
use super::subject::Subject;
use super::tally::{End, Tally};
use super::verdict::Verdict;
use super::waited::Waited;
use super::{Claim, Form};
use crate::events::{Delivery, Event, Nanos, Now, Sample};
use crate::model::Model;

/// Claims, and what the run says of each so far.
#[derive(Debug, Default)]
pub struct Claims {
    all: Vec<Check>,
    waited: Waited,
}

/// One claim.
#[derive(Debug)]
struct Check {
    claim: Claim,
    eyes: Eyes,
    tally: Tally,
    end: End,
}

impl Claim {
    /// What must be seen for it.
    fn subjects(&self) -> Subjects {
        let none = Subjects::default();
        match &self.form {
            Form::Count { subject, .. } | Form::Measure { subject, .. } => none.with(*subject),
            Form::Order { .. } => none.with(Subject::Line),
            Form::Overlap { sides, .. } => sides
                .iter()
                .fold(none, |all, (stretch, _)| all.with(stretch.subject())),
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
            eyes: Eyes::new(
                claim.subjects(),
                claim.asks_for_parked(),
                claim.too_long(stall_after),
            ),
            tally: Tally::new(&claim.form, stall_after),
            end: End::default(),
            claim,
        });
        Self {
            all: all.collect(),
            waited: Waited::default(),
        }
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

    /// What they are about goes on from here: what the model has was before it, and so was what
    /// had been delivered by then.
    pub fn begin(&mut self, model: &Model, before: &Delivery) {
        for check in &mut self.all {
            check.eyes.begin(model, before);
        }
    }

    /// Polls that began before this are passed over.
    pub fn polls_from(&mut self, from: Nanos) {
        for check in &mut self.all {
            check.eyes.polls_from = from;
        }
    }

    /// How long workers had waited for a CPU at a moment: of polls too long is only what is so
    /// without that. Known before the polls up to then are told, or not at all.
    pub fn looked(&mut self, sample: &Sample) {
        self.waited.look(sample);
    }

    /// This event is about to be folded into the model. Of what is [over](Self::conclude)
    /// nothing is heard any more.
    pub fn before(&mut self, event: &Event, model: &Model) {
        for check in self.not_over() {
            check.eyes.before(event, model);
        }
    }

    /// This event was folded in.
    pub fn after(&mut self, event: &Event, model: &Model) {
        let Self { all, waited } = self;
        for check in all.iter_mut().filter(|check| !check.end.over) {
            let Check {
                eyes, tally, end, ..
            } = check;
            eyes.after(event, model, waited);
            (end.missed, end.unseen) = (eyes.missed, eyes.unseen);
            for sight in eyes.seen.drain(..) {
                tally.record(&sight, model);
            }
        }
    }

    /// What goes on at a frame: a stall breaks its claim while it lasts.
    pub fn watch(&mut self, model: &Model, now: &Now) {
        let Self { all, waited } = self;
        for check in all.iter_mut().filter(|check| !check.end.over) {
            let sights = check.eyes.look(model, now, waited);
            check.tally.look(&sights, model);
        }
    }

    /// The run is over, or was ended, at this moment: what is not decided is decided, as far as
    /// what was seen allows. What goes on counts with what it has come to.
    pub fn conclude(&mut self, model: &Model, now: &Now) {
        let Self { all, waited } = self;
        for check in all.iter_mut().filter(|check| !check.end.over) {
            let sights = check.eyes.look_at_all(model, now, waited);
            check.tally.look(&sights, model);
            check.end.unseen = check.eyes.unseen;
            check.end.over = true;
        }
    }

    /// How the events were delivered, from the first one ever to this moment: what the probe has
    /// only counted, or could not read, no claim has seen. What was so before they
    /// [began](Self::begin) does not matter.
    pub fn delivered(&mut self, delivery: &Delivery) {
        for check in self.not_over() {
            check.eyes.delivered(delivery);
            let Check { eyes, end, .. } = check;
            (end.missed, end.unseen) = (eyes.missed, eyes.unseen);
        }
    }

    fn not_over(&mut self) -> impl Iterator<Item = &mut Check> {
        self.all.iter_mut().filter(|check| !check.end.over)
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
