//! The list of lessons: which row is chosen, and what it begins.

use crate::app::{App, Screen, way};
use std::sync::Arc;

impl App {
    /// Chooses the next lesson of the list, or the one before.
    pub(in crate::app) fn step_lesson(&mut self, step: isize) {
        let chosen = self.lessons.chosen.saturating_add_signed(step);
        // The row below all lessons is the game.
        self.lessons.chosen = chosen.min(self.lessons.list.len());
    }

    /// Chooses this row; a second time begins it.
    pub(in crate::app) fn pick_lesson(&mut self, row: usize) {
        if self.lessons.chosen == row {
            self.begin_chosen_lesson();
        } else {
            self.lessons.chosen = row.min(self.lessons.list.len());
        }
    }

    /// Begins the chosen lesson; below them all is the game beside them.
    pub(in crate::app) fn begin_chosen_lesson(&mut self) {
        match self.lessons.list.get(self.lessons.chosen) {
            Some(lesson) => self.open_lesson(Arc::clone(lesson), false),
            None => self.open_by_hand(),
        }
    }

    /// A lesson is over: the next one is chosen in the list.
    pub(super) fn after_lesson(&mut self, was: &str) {
        self.leave_lesson();
        let at = self.lessons.list.iter().position(|one| one.name == was);
        if let Some(at) = at {
            self.lessons.chosen = (at + 1).min(self.lessons.list.len() - 1);
        }
        way::open(self, Screen::Lessons);
    }
}
