//! A gate: what a recording must be like, for a build that fails where it is not.
//!
//! A [`Gate`] folds the events of one runtime and judges every poll: it held its worker for too
//! long, or not, **less the time its thread waited for a CPU**. What it finds stands on a line of
//! the user's own source. Claims are judged beside. A [`Judged`] says of each rule that it is
//! kept, or broken, or that the recording does not tell; [`report`] says it to people and to
//! programs.
//!
//! It is pure: events and looks go in as values, and whatever the length of a recording its memory
//! is bounded.

mod coverage;
mod finding;
mod glob;
mod judge;
mod judged;
mod lines;
pub mod report;
#[cfg(test)]
mod tests;

pub use finding::Finding;
pub use glob::Glob;
pub use judged::{Check, Judged, Verdict};
pub use lines::{Folders, How, Place};

use crate::claim::{Claim, Claims, Moment, State};
use crate::events::{Delivery, Event, Nanos, Now, Sample, What};
use crate::stage::{Instant, Stage};
use coverage::Coverage;
use judge::Judge;

/// What a recording must be like.
#[derive(Clone, Debug)]
pub struct Rules {
    /// No poll may hold its worker for longer.
    pub max_stall: Option<Nanos>,
    /// A poll of at least that long is a stall, where a claim does not say how long.
    pub stall_after: Nanos,
    /// Claims of the run.
    pub claims: Vec<Claim>,
    /// What is found at these lines does not count.
    pub ignore: Vec<Glob>,
    /// Polls that began before, from the start of the run, do not count.
    pub after: Nanos,
    /// Lines are told below these.
    pub folders: Folders,
}

/// Judges one runtime of a recording.
pub struct Gate {
    runtime: u16,
    rules: Rules,
    stage: Stage,
    judge: Judge,
    coverage: Coverage,
    /// From when on it is judged; `None` before the first event.
    from: Option<Nanos>,
    /// Of each claim that is broken, the moment and its line.
    broken: Vec<Option<(Moment, Finding)>>,
}

impl Gate {
    /// Nothing is told yet of this runtime, whose number is from 1.
    pub fn new(runtime: u16, rules: &Rules) -> Self {
        let mut gate = Self {
            runtime,
            rules: rules.clone(),
            stage: Stage::new(rules.max_stall.unwrap_or(rules.stall_after)),
            judge: Judge::new(rules),
            coverage: Coverage::default(),
            from: None,
            broken: Vec::new(),
        };
        if rules.after == Nanos::ZERO {
            gate.claim();
        }
        gate
    }

    fn claim(&mut self) {
        let claims = Claims::new(self.rules.claims.iter().cloned(), self.rules.stall_after);
        self.broken = self.rules.claims.iter().map(|_| None).collect();
        self.stage.claims_mut().extend(claims);
    }

    /// The look that comes next. It is told before the events up to it: how long threads waited
    /// for a CPU in a poll is known by the look behind it.
    pub fn coming(&mut self, sample: &Sample) {
        self.judge.waited.look(sample);
        self.stage.claims_mut().looked(sample);
    }

    /// Takes events in, in order of time.
    pub fn hear(&mut self, events: &mut [Event]) {
        if let Some(first) = self.first(events) {
            let from = first + self.rules.after;
            self.from = Some(from);
            self.judge.from = from;
        }
        let begins = self.broken.len() < self.rules.claims.len();
        let from = self.from.filter(|_| begins).unwrap_or_default();
        let before = match begins {
            true => events.partition_point(|event| event.at < from),
            false => 0,
        };
        let (before, after) = events.split_at_mut(before);
        self.fold(before);
        if begins && self.from.is_some() && !after.is_empty() {
            self.begin_claims(from);
        }
        self.fold(after);
    }

    /// When the run began, if that is told here for the first time.
    fn first(&self, events: &[Event]) -> Option<Nanos> {
        let started = |event: &&Event| matches!(event.what, What::RunStarted(_));
        let begins = events.iter().find(started);
        let begins = begins.or_else(|| events.iter().find(|event| event.what.subject().is_some()));
        begins.filter(|_| self.from.is_none()).map(|event| event.at)
    }

    /// From this moment on.
    fn begin_claims(&mut self, from: Nanos) {
        let mut claims = Claims::new(self.rules.claims.iter().cloned(), self.rules.stall_after);
        let Instant { model, mark, .. } = self.stage.newest();
        claims.begin(model, &mark.delivery);
        claims.polls_from(from);
        self.broken = self.rules.claims.iter().map(|_| None).collect();
        self.stage.claims_mut().extend(claims);
    }

    fn fold(&mut self, events: &mut [Event]) {
        self.coverage.hear(events);
        self.stage.hear(events, None, &mut self.judge);
    }

    /// All up to this moment was told.
    pub fn frame(&mut self, now: Now, sample: Option<Sample>, delivery: Delivery) {
        let alive = self.stage.newest().model.counters().alive();
        self.coverage.look(alive, sample.as_ref());
        self.stage.frame(now, sample, delivery, None);
        let newest = self.stage.newest();
        if newest
            .model
            .run()
            .is_some_and(|run| !run.coverage.is_whole())
        {
            self.coverage.ongoing(&newest.ongoing());
        }
        self.place_claims();
    }

    /// While it is still known where: the lines of what breaks claims.
    fn place_claims(&mut self) {
        let model = &self.stage.newest().model;
        for ((_, verdict), known) in self.stage.verdicts().zip(&mut self.broken) {
            let moment = verdict.moment.filter(|_| verdict.state == State::Broken);
            let Some(moment) = moment else { continue };
            if known.as_ref().is_none_or(|(before, _)| *before != moment) {
                let finding = Finding::of_claim(&moment, model, &self.rules.folders);
                *known = Some((moment, finding));
            }
        }
    }

    /// Nothing more is told. `doubts`: why what was told may not be all.
    pub fn conclude(mut self, doubts: &[String]) -> Judged {
        let Instant { model, now, .. } = self.stage.newest();
        self.judge.going_on(model, now);
        self.stage.conclude();
        self.place_claims();
        judged::of(self, doubts)
    }
}
