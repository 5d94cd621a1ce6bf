//! How the guess came out: by what was seen of the first run.

use super::Course;
use crate::claim::{Moment, State};
use crate::lesson::line_orders::beginnings;
use crate::lesson::{LineOrder, Proof, Seen};

/// How the guess came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guessed {
    /// It was right.
    Right,
    /// It was wrong.
    Wrong,
    /// The run does not tell.
    Unknown,
}

impl Course {
    /// Whether an answer is right; `None` where the first run does not tell.
    pub fn is_right(&self, answer: usize) -> Option<bool> {
        let seen = self.seen.first()?.as_ref()?;
        match &self.lesson.predict.answers.get(answer)?.proof {
            Proof::Claim(claim) => match seen.verdict(claim)?.state {
                State::Holds => Some(true),
                State::Broken => Some(false),
                State::Open => None,
            },
            Proof::Order(order) => {
                let first = most_frequent(seen, order.len())?;
                Some(first.order == *order)
            }
        }
    }

    /// How the guess came out.
    pub fn guessed(&self) -> Guessed {
        match self.guess.and_then(|guess| self.is_right(guess)) {
            Some(true) => Guessed::Right,
            Some(false) => Guessed::Wrong,
            None => Guessed::Unknown,
        }
    }

    /// The right answer: an index.
    pub fn right(&self) -> Option<usize> {
        (0..3).find(|answer| self.is_right(*answer) == Some(true))
    }

    /// The moment that decides the guess: it refutes a wrong one, or else proves the right one.
    pub fn deciding(&self) -> Option<Moment> {
        let guess = self.guess.and_then(|guess| self.moment_of(guess));
        guess.or_else(|| self.moment_of(self.right()?))
    }

    /// The moment that decides about an answer.
    pub fn moment_of(&self, answer: usize) -> Option<Moment> {
        let seen = self.seen.first()?.as_ref()?;
        match &self.lesson.predict.answers.get(answer)?.proof {
            Proof::Claim(claim) => seen.verdict(claim)?.moment,
            Proof::Order(order) => {
                let (task, at) = most_frequent(seen, order.len())?.example;
                Some(Moment {
                    at,
                    until: at,
                    task: Some(task),
                    kind: None,
                    worker: None,
                })
            }
        }
    }
}

/// How most orders began, of so many lines; `None` if none came more often than another.
fn most_frequent(seen: &Seen, lines: usize) -> Option<LineOrder> {
    let mut begun = beginnings(seen.orders(), lines).into_iter();
    let (first, second) = (begun.next()?, begun.next());
    let alone = second.is_none_or(|second| second.rounds < first.rounds);
    alone.then_some(first)
}
