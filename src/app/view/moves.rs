//! Moves of the view that keys and the mouse ask for: to the side, event by event, to a
//! waker and back.

use super::{App, SCRUBS, SHORTEST};
use crate::app::{Refused, Said, Screen, Selection};
use crate::camera::{Place, Which, next, previous};
use crate::events::{Nanos, What};

impl App {
    /// To the side by so many steps; past the newest moment is live.
    pub(in crate::app) fn scrub(&mut self, steps: i64) {
        let step = self.scrub_window().0 / SCRUBS * steps.unsigned_abs();
        let at = self.place().at;
        if let Some((oldest, _)) = self
            .span()
            .filter(|_| steps < 0 && self.view.past.is_some())
            && at <= oldest
            && !self.is_elsewhere(at.since(Nanos(step)))
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

    /// The stretch of time that steps to the side are measured by.
    fn scrub_window(&self) -> Nanos {
        match self.screen {
            Screen::Timeline => self.window,
            // Elsewhere nobody sees how long the whole history is.
            _ if self.fits => super::STRIP,
            _ => self.window.min(super::STRIP),
        }
    }

    /// To a moment pointed at: outside the history it is its nearer end.
    pub(in crate::app) fn drag_to(&mut self, to: Nanos) {
        let Some((oldest, newest)) = self.span() else {
            self.refuse(Refused::NoPast);
            return;
        };
        if self.is_elsewhere(to) {
            return;
        }
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

    /// Stands still at a place of the history.
    pub(in crate::app) fn go_to_place(&mut self, place: Place, by_number: bool) {
        self.freeze();
        self.pause();
        self.stand(place, by_number);
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
            _ => self.acts_on().map_or(Which::Any, Which::Task),
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
            None if self.is_beyond(forth) => {}
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
        match self.acts_on() {
            Some(task) => {
                self.follow = true;
                self.selected = Selection::Task(task);
                self.say(Said::Following(task));
            }
            None => self.refuse(Refused::NothingToFollow),
        }
    }

    /// Whether what is next, or before, is in another part of the history, which is then shown.
    fn is_beyond(&mut self, forth: bool) -> bool {
        let Some((oldest, newest)) = self.part() else {
            return false;
        };
        self.is_elsewhere(match forth {
            true => newest + Nanos(1),
            false => oldest.since(Nanos(1)),
        })
    }

    /// Stands still at this place, with exactly the events before it.
    pub(in crate::app) fn stand_still_at(&mut self, place: Place) {
        self.freeze();
        self.pause();
        self.stand(place, true);
    }

    /// To whoever woke the task in focus last, at that moment.
    pub(in crate::app) fn go_to_waker(&mut self) {
        let Some(task) = self.acts_on() else {
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

    /// The timeline shows a shorter or longer stretch of time, up to the whole history.
    pub(in crate::app) fn zoom(&mut self, closer: bool) {
        if closer {
            self.fits = false;
            self.window = Nanos((self.window.0 / 2).max(SHORTEST.0));
            return;
        }
        let wider = Nanos(self.window.0.saturating_mul(2));
        if self.fits || wider >= self.whole_history() {
            self.fit();
        } else {
            self.window = wider;
        }
    }

    /// The timeline shows the whole history.
    pub(in crate::app) fn fit(&mut self) {
        if self.fits {
            self.say(Said::WholeHistory);
        }
        self.fits = true;
        self.window = self.whole_history();
    }
}
