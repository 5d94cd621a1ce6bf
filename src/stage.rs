//! The one place where events are taken in, whoever shows or reports them.
//!
//! [`Stage`] holds the newest moment of the observed runtime. It puts the starts of polls
//! right, folds events into the model, keeps them in a [`Camera`] where there is one, notes
//! whose results are to be taken, and tells a [`Listener`]. The application with its screen,
//! a run without one and the bench take events in through it, so that all of them tell the
//! same of the same events. It knows neither where events come from nor any clock: time
//! enters as a value.

mod gap;
mod instant;
mod rate;
#[cfg(test)]
mod tests;

pub use gap::{Gap, Gaps};
pub use instant::Instant;

use crate::camera::{Camera, Mark};
use crate::claim::{Claim, Claims, Verdict};
use crate::events::{Delivery, Event, Nanos, Now, Sample, TaskId, What};
use crate::model::Model;
use crate::order::{Command, Report};
use rate::SpawnRate;

/// The newest moment of the observed runtime, and what it takes to come to the next one.
pub struct Stage {
    newest: Instant,
    gaps: Gaps,
    spawn_rate: SpawnRate,
    /// Tasks and jobs that ended since this was last asked for, and whose handle the engine
    /// holds.
    to_collect: Vec<TaskId>,
    runs: u64,
    most_workers: usize,
    claims: Claims,
    /// All was heard before: nothing more is found in it, and what is claimed is decided.
    again: bool,
}

/// Who hears of events, one after the other, as the stage takes them in.
pub trait Listener {
    /// This event is about to be folded in: the model is as it was before.
    fn before(&mut self, _event: &Event, _model: &Model) {}

    /// This event was folded in.
    fn after(&mut self, event: &Event, model: &Model);
}

/// Nobody.
impl Listener for () {
    #[inline]
    fn after(&mut self, _: &Event, _: &Model) {}
}

impl<F: FnMut(&Event, &Model)> Listener for F {
    #[inline]
    fn after(&mut self, event: &Event, model: &Model) {
        self(event, model);
    }
}

/// One, then another.
pub struct Both<'a, A, B>(pub &'a mut A, pub &'a mut B);

impl Listener for Claims {
    fn before(&mut self, event: &Event, model: &Model) {
        Self::before(self, event, model);
    }

    fn after(&mut self, event: &Event, model: &Model) {
        Self::after(self, event, model);
    }
}

impl<A: Listener, B: Listener> Listener for Both<'_, A, B> {
    fn before(&mut self, event: &Event, model: &Model) {
        self.0.before(event, model);
        self.1.before(event, model);
    }

    fn after(&mut self, event: &Event, model: &Model) {
        self.0.after(event, model);
        self.1.after(event, model);
    }
}

impl Stage {
    /// Before anything was seen; a poll of at least `stall_after` is a stall.
    pub fn new(stall_after: Nanos) -> Self {
        Self {
            newest: Instant::before_all(stall_after),
            gaps: Gaps::default(),
            spawn_rate: SpawnRate::default(),
            to_collect: Vec::new(),
            runs: 0,
            most_workers: 0,
            claims: Claims::default(),
            again: false,
        }
    }

    /// A [new](Self::new) stage with a model that can be taken back: for one whose events a
    /// camera keeps.
    pub fn with_history(stall_after: Nanos) -> Self {
        let mut stage = Self::new(stall_after);
        stage.newest.model.remember();
        stage
    }

    /// The newest moment.
    pub fn newest(&self) -> &Instant {
        &self.newest
    }

    /// For tests of what is drawn from it.
    #[cfg(test)]
    pub(crate) fn newest_mut(&mut self) -> &mut Instant {
        &mut self.newest
    }

    /// Goes on from an earlier moment, from which on events are heard once more: what is found in
    /// them was found, and what is claimed is decided.
    pub fn go_on_from(&mut self, moment: Instant) {
        self.newest = moment;
        self.newest.model.remember();
        self.again = true;
    }

    /// When the process was suspended.
    pub fn gaps(&self) -> &Gaps {
        &self.gaps
    }

    /// Runtimes that were started so far.
    pub fn runs(&self) -> u64 {
        self.runs
    }

    /// Most workers a runtime had so far.
    pub fn most_workers(&self) -> usize {
        self.most_workers
    }

    /// What is claimed of the run.
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// To claim more, or less.
    pub fn claims_mut(&mut self) -> &mut Claims {
        &mut self.claims
    }

    /// Each claim, and what is said of it now.
    pub fn verdicts(&self) -> impl Iterator<Item = (&Claim, Verdict)> {
        self.claims.verdicts(&self.newest.model)
    }

    /// Looks for the claims at what goes on at the newest moment, as with each frame.
    pub fn watch(&mut self) {
        let Instant { model, now, mark } = &self.newest;
        self.claims.watch(model, now);
        self.claims.delivered(&mark.delivery);
    }

    /// The run is over at the newest moment: what is claimed is decided, as far as it can be.
    pub fn conclude(&mut self) {
        let Instant { model, now, .. } = &self.newest;
        self.claims.conclude(model, now);
    }

    /// Takes events in, in order of time, some dozens at once for speed. The starts of polls
    /// are put right in `events` itself, and who called a waker is told as far as it is known
    /// then: `history` and `listener` get them so too.
    pub fn hear(
        &mut self,
        events: &mut [Event],
        history: Option<&mut Camera>,
        listener: &mut impl Listener,
    ) {
        if self.claims.is_empty() || self.again {
            return self.fold(events, history, listener);
        }
        let mut claims = std::mem::take(&mut self.claims);
        self.fold(events, history, &mut Both(&mut claims, listener));
        self.claims = claims;
    }

    fn fold(
        &mut self,
        events: &mut [Event],
        history: Option<&mut Camera>,
        listener: &mut impl Listener,
    ) {
        self.newest.model.warm(events);
        for event in &mut *events {
            let model = &mut self.newest.model;
            match &mut event.what {
                What::Polled { task, start, .. } => {
                    *start = model.true_start(*task, *start, event.at);
                }
                What::Woken { task, by, on } => {
                    *by = model.true_waker(event.at, *task, *by, *on);
                }
                What::RunStarted(info) => {
                    self.runs += 1;
                    self.most_workers = self.most_workers.max(info.workers.into());
                }
                &mut What::Suspended {
                    lasted, measured, ..
                } => self.gaps.note(Gap {
                    at: event.at,
                    lasted,
                    measured,
                }),
                _ => {}
            }
            listener.before(event, model);
            model.apply(event);
            // The engine holds the handles of what has no parent, and of nothing else.
            let root = event.what.ends().filter(|id| {
                let task = model.task(*id);
                task.is_some_and(|task| task.parent.is_none())
            });
            self.to_collect.extend(root);
            listener.after(event, model);
        }
        if let Some(camera) = history {
            let model = &mut self.newest.model;
            camera.record(events);
            camera.save(model);
            if !self.again {
                camera.findings.learn(model);
            }
            camera.facts.learn(model);
        }
    }

    /// Comes to the moment `now`, with all that was read from memory then. Without a sample
    /// the last one holds on.
    pub fn frame(
        &mut self,
        mut now: Now,
        sample: Option<Sample>,
        delivery: Delivery,
        history: Option<&mut Camera>,
    ) {
        let Instant { model, mark, .. } = &self.newest;
        model.put_right(&mut now);
        if !self.again {
            self.claims.watch(model, &now);
            self.claims.delivered(&delivery);
        }
        let sample = sample.unwrap_or_else(|| mark.sample.clone());
        let mark = Mark {
            // It is read after the rest, and tells nothing of the time before it was.
            at: now.at.max(sample.at),
            still: mark.still_at(&sample),
            sample,
            delivery,
            spawn_rate: self.spawn_rate.note(now.at, model.counters().spawned),
            refused: mark.refused,
        };
        if let Some(camera) = history {
            if !self.again {
                camera.findings.watch(model, &now);
            }
            camera.marks.push(mark.clone());
        }
        self.newest.now = now;
        self.newest.mark = mark;
    }

    /// Takes in what the engine said: refused orders are counted.
    pub fn reported(&mut self, report: &Report) {
        if let Report::Refused { count, .. } = report {
            let refused = &mut self.newest.mark.refused;
            *refused = refused.saturating_add(*count);
        }
    }

    /// The command to take the results of what ended since the last call.
    pub fn collect(&mut self) -> Option<Command> {
        let ended = std::mem::take(&mut self.to_collect);
        (!ended.is_empty()).then_some(Command::Collect(ended))
    }
}
