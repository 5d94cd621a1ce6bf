//! Where the view stands in time, and how it moves: live, paused, slow, scrubbed.
//!
//! Live is the view at the newest moment, and what is shown is what is being folded. When
//! the view leaves it, a copy is shown and moved about beside it, while the newest goes on
//! as ever: nothing here ever holds up a poll.

mod address;
mod claims;
mod findings;
mod moves;

use super::{App, Instant, Refused, Said, Selection};
use crate::camera::{Place, Speed, earliest, hands, seek};
use crate::claim::Moment;
use crate::events::{Nanos, TaskId};
use crate::model::Model;

/// Between two frames at most so much time passes for the view: a suspend is no time.
const LONGEST_FRAME: Nanos = Nanos::from_millis(250);
/// A step to the side is this part of the stretch of time the timeline shows.
pub(super) const SCRUBS: u64 = 50;
/// The shortest stretch of time the timeline can show; the longest is the whole history.
const SHORTEST: Nanos = Nanos(1_000);
/// The stretch of time that the workers' strips show.
const STRIP: Nanos = Nanos::from_millis(10_000);

/// Where the view stands in time.
#[derive(Default)]
pub(super) struct View {
    /// What is shown, while that is not the newest moment.
    past: Option<Box<Past>>,
    /// The memory of the model that was shown last in the past.
    spare: Option<Box<Model>>,
    /// Where the view came from, newest last.
    jumps: Vec<Jump>,
    /// Live: findings that began up to here are no reason to stop at.
    watched_until: Nanos,
}

impl View {
    /// While it is not live: the task in focus when it left the newest moment.
    pub(super) fn pinned(&self) -> Option<Option<TaskId>> {
        self.past.as_ref().map(|past| past.pinned)
    }
}

/// A moment of the past, and how the view moves there.
struct Past {
    /// What is shown.
    shown: Instant,
    /// The place chosen, shown from the next picture on.
    place: Place,
    is_shown: bool,
    /// The events below this number are those the model shown has folded.
    stands_at: u64,
    /// Chosen by its number: events that come later do not belong to it, whenever they were.
    by_number: bool,
    playing: bool,
    /// Findings that began up to here are no reason to stop at. One that began later may
    /// be told only after the view has passed its beginning.
    watched_until: Nanos,
    /// Part of a nanosecond that slow motion is ahead of the place.
    carry: f64,
    pinned: Option<TaskId>,
}

/// How the view moves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// At the newest moment.
    Live,
    /// It stands still.
    Paused,
    /// It goes on at this speed.
    Playing(Speed),
}

/// A place one can come back to.
type Jump = (Place, Selection);

impl App {
    /// How the view moves.
    pub fn pace(&self) -> Pace {
        match &self.view.past {
            None => Pace::Live,
            Some(past) if past.playing => Pace::Playing(self.speed),
            Some(_) => Pace::Paused,
        }
    }

    /// Whether the newest moment is shown.
    pub fn is_live(&self) -> bool {
        self.view.past.is_none()
    }

    /// The moment on screen. Live it is the newest one itself, not a copy.
    pub fn shown(&self) -> &Instant {
        match &self.view.past {
            None => self.stage.newest(),
            Some(past) => &past.shown,
        }
    }

    /// The place shown.
    pub fn place(&self) -> Place {
        match &self.view.past {
            None => Place {
                position: self.camera.log.end(),
                at: self.newest().now.at,
            },
            Some(past) => past.place,
        }
    }

    /// The number of events that had happened at the moment shown.
    pub fn position(&self) -> u64 {
        self.place().position
    }

    /// How far the newest moment is ahead of the one shown.
    pub fn behind(&self) -> Nanos {
        self.newest().now.at.since(self.shown().now.at)
    }

    /// Whether the moment shown is no longer in the history: it can be left, not entered again.
    pub fn is_forgotten(&self) -> bool {
        let oldest = self.camera.oldest();
        !self.is_live() && oldest.is_some_and(|oldest| self.shown().now.at < oldest)
    }

    /// The newest moment was `before` until now: lets the view go on.
    pub(super) fn go_on_from(&mut self, before: Nanos) {
        let passed = self.newest().now.at.since(before).min(LONGEST_FRAME);
        if self.is_live() {
            self.stop_if_asked();
        } else {
            self.go_on(passed);
        }
        self.settle();
        if let Some(oldest) = self.camera.oldest() {
            self.camera.marks.forget_before(oldest);
        }
    }

    /// Live: pauses at a claim that is decided, or at a finding of a chosen kind.
    fn stop_if_asked(&mut self) {
        if self.stop_at_decided_claim() || self.stop_at.is_empty() {
            return;
        }
        let findings = &self.camera.findings;
        let finding = findings.after(self.view.watched_until, self.stop_at);
        if let Some(finding) = finding.copied() {
            self.stop_at_finding(finding);
        }
    }

    /// The newest moment stands still, and time passes for who looks on.
    pub(super) fn time_passes(&mut self, time: Nanos) {
        if !self.is_live() {
            self.go_on(time.min(LONGEST_FRAME));
        }
    }

    /// What began before now is no reason to stop.
    pub(super) fn watch_from_now(&mut self) {
        self.view.watched_until = self.newest().now.at;
        if let Some(past) = &mut self.view.past {
            past.watched_until = past.place.at;
        }
    }

    /// The view's own clock.
    fn go_on(&mut self, passed: Nanos) {
        let Some(past) = &mut self.view.past else {
            return;
        };
        if !past.playing {
            // Events of that moment may have been read only now.
            let place = past.place;
            let log = &self.camera.log;
            let kept = place.position >= log.first();
            if kept && !past.by_number && log.position(place.at) != place.position {
                self.stand_at(place.at);
            }
            return;
        }
        let step = passed.0 as f64 * self.speed.factor() + past.carry;
        past.carry = step.fract();
        let from = past.place.at;
        let to = from + Nanos(step as u64);
        let watched_until = past.watched_until;
        let finding = self.camera.findings.after(watched_until, self.stop_at);
        let finding = finding.filter(|finding| !self.stop_at.is_empty() && finding.at <= to);
        let before = finding.map_or(to, |finding| finding.at);
        if let Some((claim, _)) = self.claim_between(watched_until, before) {
            self.stop_at_claim(claim);
        } else if let Some(finding) = finding.copied() {
            self.stop_at_finding(finding);
        } else if to >= self.newest().now.at && self.is_elsewhere(to) {
            // It goes on there.
        } else if to >= self.newest().now.at {
            self.leave_past();
            self.view.watched_until = watched_until;
        } else {
            self.stand_at(to);
        }
    }

    /// Leaves the newest moment, at it.
    pub(super) fn freeze(&mut self) {
        if !self.is_live() {
            return;
        }
        let spare = self.view.spare.take().map(|spare| *spare);
        self.view.past = Some(Box::new(Past {
            shown: self.newest().copy(spare),
            place: self.place(),
            is_shown: true,
            stands_at: self.camera.log.end(),
            by_number: false,
            playing: false,
            watched_until: self.view.watched_until,
            carry: 0.0,
            pinned: self.focus(),
        }));
    }

    /// Back to the newest moment.
    pub(super) fn go_live(&mut self) {
        self.leave_past();
        self.claims.watch_from_now();
    }

    /// To the newest moment of all, whatever part of the history it is in.
    pub(super) fn go_to_newest(&mut self) {
        if !self.newest_is_elsewhere() {
            self.go_live();
        }
    }

    fn leave_past(&mut self) {
        let Some(past) = self.view.past.take() else {
            return;
        };
        self.view.spare = Some(Box::new(past.shown.model));
        self.view.jumps.clear();
        self.view.watched_until = self.newest().now.at;
        self.speed = Speed::default();
    }

    fn pause(&mut self) {
        if let Some(past) = &mut self.view.past {
            past.playing = false;
            past.carry = 0.0;
        }
    }

    /// Space: stand still, or go on.
    pub(super) fn toggle_pause(&mut self) {
        match &mut self.view.past {
            None => {
                self.freeze();
                self.say(Said::Paused);
            }
            Some(past) => {
                past.playing = !past.playing;
                past.watched_until = past.place.at;
                past.carry = 0.0;
            }
        }
    }

    /// Slower or faster; from the newest moment on, slower is slow motion.
    pub(super) fn change_speed(&mut self, faster: bool) {
        if self.view.past.is_none() {
            if faster {
                self.refuse(Refused::LiveFaster);
                return;
            }
            self.freeze();
            if let Some(past) = &mut self.view.past {
                past.playing = true;
            }
        }
        self.speed = if faster {
            self.speed.faster()
        } else {
            self.speed.slower()
        };
        self.say(Said::Speed(self.speed));
    }

    /// Shows the moment; one that is not kept any more becomes the oldest that is.
    /// Stands still within what lasted, near to its end.
    pub(super) fn stand_still_in(&mut self, moment: &Moment) {
        self.freeze();
        self.pause();
        self.stand_at(moment.within());
    }

    fn stand_at(&mut self, at: Nanos) {
        let position = self.camera.log.position(at);
        self.stand(Place { position, at }, false);
    }

    /// Chooses the place to be shown from the next picture on: many keys between two
    /// pictures cost one move of the model.
    fn stand(&mut self, place: Place, by_number: bool) {
        let Some(past) = &mut self.view.past else {
            return;
        };
        let log = &self.camera.log;
        let position = place.position.clamp(earliest(log), log.end());
        let at = match log.at(position) {
            Some(at) if position > place.position => place.at.max(at),
            _ => place.at,
        };
        past.by_number = by_number;
        past.place = Place { position, at };
        past.is_shown = false;
    }

    /// Moves the model to the place chosen.
    pub(super) fn settle(&mut self) {
        let past = self.view.past.as_deref_mut();
        let Some(past) = past.filter(|past| !past.is_shown) else {
            return;
        };
        let (log, newest) = (&self.camera.log, self.stage.newest());
        let (shown, to) = (&mut past.shown, past.place.position);
        past.stands_at = seek(&mut shown.model, past.stands_at, to, &newest.model, log);
        past.is_shown = true;
        if past.stands_at > to {
            // It was forgotten since it was chosen.
            past.place = Place {
                position: past.stands_at,
                at: log.at(past.stands_at).unwrap_or(past.place.at),
            };
        }
        shown.now = hands(log, past.place, &shown.model, &newest.now);
        let mark = self.camera.marks.at(past.place.at);
        shown.mark = mark.cloned().unwrap_or_default();
    }

    /// The model before the event with this number, which is in the history.
    pub fn model_at(&self, position: u64) -> Model {
        let (log, newest) = (&self.camera.log, self.stage.newest());
        let mut model = newest.model.snapshot();
        seek(&mut model, log.end(), position, &newest.model, log);
        model
    }

    /// The oldest moment and the newest.
    fn span(&self) -> Option<(Nanos, Nanos)> {
        Some((self.camera.oldest()?, self.newest().now.at))
    }
}
