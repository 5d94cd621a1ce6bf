//! Where the view stands in time, and how it moves: live, paused, slow, scrubbed.
//!
//! Live is the view at the newest moment, and the model shown is the one that is being
//! folded. When the view leaves it, a copy is shown and moved about, while the model of
//! the newest moment goes on apart: nothing here ever holds up a poll.

mod address;
mod findings;
mod moves;

use super::{App, Selection};
use crate::camera::{Mark, Place, Speed, earliest, hands, seek};
use crate::events::{Nanos, Now, Sample, TaskId};
use crate::model::Model;

/// Between two frames at most so much time passes for the view: a suspend is no time.
const LONGEST_FRAME: Nanos = Nanos::from_millis(250);
/// A step to the side is this part of the stretch of time the timeline shows.
pub(super) const SCRUBS: u64 = 50;
/// The stretches of time the timeline can show: from 1 µs to 10 hours.
const SHORTEST: Nanos = Nanos(1_000);
const LONGEST: Nanos = Nanos(36_000_000_000_000);

/// The view, while it is not live.
pub(super) struct Past {
    /// The model of the newest moment.
    model: Model,
    now: Now,
    mark: Mark,
    /// The place chosen, shown from the next picture on.
    place: Place,
    is_shown: bool,
    /// The events below this number are those the model shown has folded.
    stands_at: u64,
    /// Chosen by its number: events that come later do not belong to it, whenever they were.
    by_number: bool,
    playing: bool,
    /// Happenings that began up to here are no reason to stop at. One that began later may
    /// be told only after the view has passed its beginning.
    watched_until: Nanos,
    /// Part of a nanosecond that slow motion is ahead of the place.
    carry: f64,
    /// The task in focus when the view left the newest moment.
    pub(super) pinned: Option<TaskId>,
}

impl Past {
    pub(super) fn newest(&mut self) -> &mut Model {
        &mut self.model
    }
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
pub(super) type Jump = (Place, Selection);

impl App {
    /// How the view moves.
    pub fn pace(&self) -> Pace {
        match &self.past {
            None => Pace::Live,
            Some(past) if past.playing => Pace::Playing(self.speed),
            Some(_) => Pace::Paused,
        }
    }

    /// Whether the newest moment is shown.
    pub fn is_live(&self) -> bool {
        self.past.is_none()
    }

    /// The place shown.
    pub fn place(&self) -> Place {
        match &self.past {
            None => Place {
                position: self.camera.log.end(),
                at: self.now.at,
            },
            Some(past) => past.place,
        }
    }

    /// The model of the newest moment, whatever is shown.
    pub fn newest(&self) -> &Model {
        self.past.as_ref().map_or(&self.model, |past| &past.model)
    }

    pub(super) fn newest_sample(&self) -> &Sample {
        self.past
            .as_ref()
            .map_or(&self.sample, |past| &past.mark.sample)
    }

    pub(super) fn newest_refused(&self) -> u64 {
        self.past
            .as_ref()
            .map_or(self.refused, |past| past.mark.refused)
    }

    /// Orders were refused just now, whatever is shown.
    pub(super) fn count_refused(&mut self, count: u64) {
        let refused = match &mut self.past {
            Some(past) => &mut past.mark.refused,
            None => &mut self.refused,
        };
        *refused = refused.saturating_add(count);
    }

    /// The number of events that had happened at the moment shown.
    pub fn position(&self) -> u64 {
        self.place().position
    }

    /// The polls in progress at the newest moment, whatever is shown.
    pub fn newest_now(&self) -> &Now {
        self.past.as_ref().map_or(&self.now, |past| &past.now)
    }

    /// How far the newest moment is ahead of the one shown.
    pub fn behind(&self) -> Nanos {
        self.newest_now().at.since(self.now.at)
    }

    /// Whether the moment shown is no longer in the history: it can be left, not entered again.
    pub fn is_forgotten(&self) -> bool {
        let oldest = self.camera.oldest();
        self.past.is_some() && oldest.is_some_and(|oldest| self.now.at < oldest)
    }

    /// Takes in what was read of the newest moment, and lets the view go on.
    pub(super) fn keep_frame(&mut self, now: Now, mark: Mark) {
        let passed = now.at.since(self.newest_now().at).min(LONGEST_FRAME);
        let model = self.past.as_ref().map_or(&self.model, |past| &past.model);
        self.camera.findings.watch(model, &now);
        self.camera.marks.push(mark.clone());
        match &mut self.past {
            None => {
                self.now = now;
                self.show_mark(mark);
                self.stop_if_asked();
            }
            Some(past) => {
                past.now = now;
                past.mark = mark;
                self.go_on(passed);
            }
        }
        self.settle();
        if let Some(oldest) = self.camera.oldest() {
            self.camera.marks.forget_before(oldest);
        }
    }

    fn show_mark(&mut self, mark: Mark) {
        self.sample = mark.sample;
        self.delivery = mark.delivery;
        self.spawn_rate = mark.spawn_rate;
        self.refused = mark.refused;
    }

    /// Live: pauses at a finding of a chosen kind.
    fn stop_if_asked(&mut self) {
        if self.stop_at.is_empty() {
            return;
        }
        let finding = self.camera.findings.after(self.watched_until, self.stop_at);
        if let Some(finding) = finding.copied() {
            self.stop_at_finding(finding);
        }
    }

    /// What began before now is no reason to stop.
    pub(super) fn watch_from_now(&mut self) {
        self.watched_until = self.newest_now().at;
        if let Some(past) = &mut self.past {
            past.watched_until = past.place.at;
        }
    }

    /// The view's own clock.
    fn go_on(&mut self, passed: Nanos) {
        let Some(past) = &mut self.past else { return };
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
        let mut to = from + Nanos(step as u64);
        if let Some(gap) = self.gaps.iter().find(|gap| gap.from <= to && to < gap.to) {
            to = gap.to;
        }
        let watched_until = past.watched_until;
        let finding = self.camera.findings.after(watched_until, self.stop_at);
        let finding = finding.filter(|finding| !self.stop_at.is_empty() && finding.at <= to);
        if let Some(finding) = finding.copied() {
            self.stop_at_finding(finding);
        } else if to >= self.newest_now().at {
            self.go_live();
            self.watched_until = watched_until;
        } else {
            self.stand_at(to);
        }
    }

    /// Leaves the newest moment, at it.
    pub(super) fn freeze(&mut self) {
        if self.past.is_some() {
            return;
        }
        let shown = match self.spare.take() {
            Some(spare) => self.model.snapshot_into(*spare),
            None => self.model.snapshot(),
        };
        self.past = Some(Box::new(Past {
            model: std::mem::replace(&mut self.model, shown),
            now: self.now.clone(),
            mark: Mark {
                at: self.now.at,
                sample: self.sample.clone(),
                delivery: self.delivery,
                spawn_rate: self.spawn_rate,
                refused: self.refused,
            },
            place: Place {
                position: self.camera.log.end(),
                at: self.now.at,
            },
            is_shown: true,
            stands_at: self.camera.log.end(),
            by_number: false,
            playing: false,
            watched_until: self.watched_until,
            carry: 0.0,
            pinned: self.focus(),
        }));
    }

    /// Back to the newest moment.
    pub(super) fn go_live(&mut self) {
        let Some(past) = self.past.take() else {
            return;
        };
        let shown = std::mem::replace(&mut self.model, past.model);
        self.spare = Some(Box::new(shown));
        self.now = past.now;
        self.show_mark(past.mark);
        self.watched_until = self.now.at;
        self.speed = Speed::default();
        self.jumps.clear();
    }

    fn pause(&mut self) {
        if let Some(past) = &mut self.past {
            past.playing = false;
            past.carry = 0.0;
        }
    }

    /// Space: stand still, or go on.
    pub(super) fn toggle_pause(&mut self) {
        match &mut self.past {
            None => {
                self.freeze();
                self.note(
                    "paused: the runtime goes on. No poll is held up: holding one is a stall",
                );
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
        if self.past.is_none() {
            if faster {
                self.complain("live cannot be faster: go back in time first");
                return;
            }
            self.freeze();
            if let Some(past) = &mut self.past {
                past.playing = true;
            }
        }
        self.speed = if faster {
            self.speed.faster()
        } else {
            self.speed.slower()
        };
        self.note(format!("the view's clock: {}", self.speed));
    }

    /// Shows the moment; one that is not kept any more becomes the oldest that is.
    fn stand_at(&mut self, at: Nanos) {
        let position = self.camera.log.position(at);
        self.stand(Place { position, at }, false);
    }

    /// Chooses the place to be shown from the next picture on: many keys between two
    /// pictures cost one move of the model.
    fn stand(&mut self, place: Place, by_number: bool) {
        let Some(past) = &mut self.past else { return };
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
        let Some(past) = self.past.as_deref_mut().filter(|past| !past.is_shown) else {
            return;
        };
        let log = &self.camera.log;
        let to = past.place.position;
        past.stands_at = seek(&mut self.model, past.stands_at, to, &past.model, log);
        past.is_shown = true;
        if past.stands_at > to {
            // It was forgotten since it was chosen.
            past.place = Place {
                position: past.stands_at,
                at: log.at(past.stands_at).unwrap_or(past.place.at),
            };
        }
        self.now = hands(log, past.place, &self.model, &past.now);
        let mark = self.camera.marks.at(past.place.at);
        let mark = mark.cloned().unwrap_or_default();
        self.show_mark(mark);
    }

    /// The oldest moment and the newest.
    fn span(&self) -> Option<(Nanos, Nanos)> {
        Some((self.camera.oldest()?, self.newest_now().at))
    }
}
