//! Moves of the view that keys and the mouse ask for: to the side, event by event, to a
//! waker and back.

use super::{App, LONGEST, SCRUBS, SHORTEST};
use crate::app::{Refused, Said, Selection};
use crate::camera::{Place, Which, next, previous};
use crate::events::{Nanos, What};

impl App {
    /// To the side by so many steps; past the newest moment is live.
    pub(in crate::app) fn scrub(&mut self, steps: i64) {
        let step = self.window.0 / SCRUBS * steps.unsigned_abs();
        let at = self.place().at;
        if let Some((oldest, _)) = self
            .span()
            .filter(|_| steps < 0 && self.view.past.is_some())
            && at <= oldest
        {
            self.say(Said::Beginning(oldest));
            return;
        }
        let to = if steps < 0 {
            at.since(Nanos(step))
        } else {
            at + Nanos(step)
        };
        self.drag_to(to);
    }

    /// To a moment pointed at: outside the history it is its nearer end.
    pub(in crate::app) fn drag_to(&mut self, to: Nanos) {
        let Some((oldest, newest)) = self.span() else {
            self.refuse(Refused::NoPast);
            return;
        };
        if to >= newest {
            self.go_live();
            return;
        }
        self.freeze();
        self.pause();
        if to < oldest {
            self.say(Said::Beginning(oldest));
        }
        self.stand_at(to.max(oldest));
    }

    /// To the oldest moment.
    pub(in crate::app) fn go_to_oldest(&mut self) {
        self.drag_to(Nanos::ZERO);
    }

    /// What steps go through: a task that is followed, else what is asked for.
    fn steps_through(&self, selected: bool) -> Which {
        if !selected && !self.follow {
            return Which::Any;
        }
        match self.selected {
            Selection::Worker(worker) if !self.follow => Which::Worker(worker),
            // Also before it was spawned.
            Selection::Task(task) => Which::Task(task),
            _ => self.focus().map_or(Which::Any, Which::Task),
        }
    }

    /// To the next event, or the one before.
    pub(in crate::app) fn step(&mut self, forth: bool, selected: bool) {
        let which = self.steps_through(selected);
        self.freeze();
        self.pause();
        let Some(past) = &self.view.past else { return };
        let find = if forth { next } else { previous };
        let log = &self.camera.log;
        match find(log, past.place, which, &self.newest().now) {
            Some(place) => self.stand(place, true),
            None => self.say(Said::NoEvent { forth, of: which }),
        }
    }

    /// Steps go through the life of the task in focus, or through everything again.
    pub(in crate::app) fn toggle_follow(&mut self) {
        if self.follow {
            self.follow = false;
            self.say(Said::FollowingNone);
            return;
        }
        match self.focus() {
            Some(task) => {
                self.follow = true;
                self.selected = Selection::Task(task);
                self.say(Said::Following(task));
            }
            None => self.refuse(Refused::NothingToFollow),
        }
    }

    /// Stands still at this place, with exactly the events before it.
    pub(in crate::app) fn stand_still_at(&mut self, place: Place) {
        self.freeze();
        self.pause();
        self.stand(place, true);
    }

    /// To whoever woke the task in focus last, at that moment.
    pub(in crate::app) fn go_to_waker(&mut self) {
        let Some(task) = self.focus() else {
            self.refuse(Refused::NoTask);
            return;
        };
        let here = (self.place(), self.selected);
        let log = &self.camera.log;
        let wake = log
            .of_task(task, here.0.position)
            .rev()
            .find_map(|(number, event)| match event.what {
                What::Woken { by, on, .. } => Some((number, by, on)),
                _ => None,
            });
        let Some((number, by, on)) = wake else {
            self.say(Said::NoWake(task));
            return;
        };
        let waker = by.caller();
        let at = log.reached(number + 1).unwrap_or(here.0.at);
        let place = Place {
            position: number + 1,
            at,
        };
        let select = waker.filter(|waker| *waker != task).map(Selection::Task);
        let there = (place, select.unwrap_or(here.1));
        self.freeze();
        self.pause();
        // Asked once more where it leads to, the way back stays as long as it was.
        if there != here {
            self.view.jumps.push(here);
        }
        self.stand(place, true);
        self.selected = there.1;
        self.say(Said::Woken { task, by, on });
    }

    /// Back from a waker.
    pub(in crate::app) fn come_back(&mut self) {
        let Some((place, selected)) = self.view.jumps.pop() else {
            self.refuse(Refused::NoWayBack);
            return;
        };
        self.freeze();
        self.pause();
        self.stand(place, true);
        self.selected = selected;
    }

    /// The timeline shows a shorter or longer stretch of time.
    pub(in crate::app) fn zoom(&mut self, closer: bool) {
        let window = if closer {
            Nanos(self.window.0 / 2)
        } else {
            Nanos(self.window.0.saturating_mul(2))
        };
        self.window = Nanos(window.0.clamp(SHORTEST.0, LONGEST.0));
    }
}
