//! The questions at the end of a lesson.

use crate::lesson::dice::shuffle;
use crate::lesson::{Asked, Lesson, QUESTIONS};

/// The questions that are drawn, and how they were answered.
#[derive(Clone, Debug)]
pub struct Quiz {
    /// Indexes into the pool, in the order they are asked.
    drawn: Vec<usize>,
    /// The one that is asked.
    at: usize,
    asked: Option<Asked>,
    picked: Option<usize>,
    /// How many were asked and answered, and how many rightly.
    answered: u8,
    right: u8,
}

impl Quiz {
    pub(super) fn new(lesson: &Lesson, seed: u64) -> Self {
        let mut drawn: Vec<usize> = (0..lesson.pool.len()).collect();
        shuffle(&mut drawn, seed.rotate_left(17));
        Self {
            drawn,
            at: 0,
            asked: None,
            picked: None,
            answered: 0,
            right: 0,
        }
    }

    /// The question that is to be asked: its index in the pool.
    pub fn current(&self) -> Option<usize> {
        match self.answered < QUESTIONS || self.picked.is_some() {
            true => self.drawn.get(self.at).copied(),
            false => None,
        }
    }

    /// It is asked so at its moment.
    pub fn ask(&mut self, asked: Asked) {
        self.asked = Some(asked);
    }

    /// As it is asked.
    pub fn asked(&self) -> Option<&Asked> {
        self.asked.as_ref()
    }

    /// Chooses an answer, once.
    pub fn pick(&mut self, place: usize) {
        let Some(asked) = &self.asked else { return };
        if self.picked.is_some() || place >= asked.choices.len() {
            return;
        }
        self.picked = Some(place);
        self.answered += 1;
        self.right += u8::from(place == asked.right);
    }

    /// The answer that was chosen.
    pub fn picked(&self) -> Option<usize> {
        self.picked
    }

    /// Whether the present question was answered.
    pub fn is_answered(&self) -> bool {
        self.picked.is_some()
    }

    /// To the next question; `false` if there is none.
    pub(super) fn pass(&mut self) -> bool {
        self.at += 1;
        self.asked = None;
        self.picked = None;
        self.current().is_some()
    }

    /// How many were answered, and how many of them rightly.
    pub fn score(&self) -> (u8, u8) {
        (self.answered, self.right)
    }

    /// How many were answered rightly.
    pub fn right(&self) -> u8 {
        self.right
    }
}
