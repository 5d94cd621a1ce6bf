//! Lessons: a situation, a guess, runs that prove or refute it, and what is to be learned.
//!
//! A [`Lesson`] is read from TOML. Its goals, and the answers of its prediction, are claims: what
//! they say is decided by the events of a run, never by a timer or a key. [`Course`] is one
//! lesson being played, step by step; [`Watch`] hears of the events of one of its runs. It owns
//! neither runs nor screens, and reads no clock. [`by_hand`] is a game beside the course.

mod built_in;
pub mod by_hand;
mod course;
mod dice;
mod here;
mod line_orders;
mod measured;
mod parse;
mod progress;
mod question;
#[cfg(test)]
mod tests;
mod text;
mod watch;

pub use built_in::{load, names, read_all};
pub use course::{Course, Guessed, Quiz, Step, is_keyless};
pub use here::{Here, Lacks};
pub use line_orders::{LineOrder, LineOrders};
pub use measured::{Comparison, Held, Relation};
pub use progress::{Outcome, Progress};
pub use question::{Asked, Choice, Question, Topic, WorkerDoes};
pub use text::{BUTTONS, Button, Piece, Text};
pub use watch::{Seen, Watch};

use crate::claim::Claim;
use crate::scenario::{Act, Scenario};
use std::sync::Arc;

/// The most words between two actions of the learner.
pub const MOST_WORDS: usize = 60;
/// How many questions are asked at the end.
const QUESTIONS: u8 = 3;

/// A lesson, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesson {
    /// The name of a built-in one, or the path of its file.
    pub name: String,
    /// What it is about.
    pub title: Text,
    /// Statements that it makes seen, as the text says them that it follows.
    pub covers: Vec<Covered>,
    /// What it begins with.
    pub situation: Text,
    /// What the learner is asked before the first run.
    pub predict: Predict,
    /// The runs: the first one decides the prediction, in the others something is changed.
    pub runs: Vec<Run>,
    /// Why it was so.
    pub why: Text,
    /// What is measured in the runs, side by side.
    pub compare: Vec<Comparison>,
    /// Source code to read or to take away.
    pub code: Vec<Code>,
    /// The questions at the end are drawn from these.
    pub pool: Vec<Question>,
}

/// A statement, and what makes it seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// As it is said elsewhere.
    pub statement: String,
    /// What is seen of it here.
    pub seen: String,
}

/// A question with three answers of which one is right.
#[derive(Clone, Debug, PartialEq)]
pub struct Predict {
    /// The question.
    pub question: Text,
    /// The answers.
    pub answers: [Answer; 3],
}

/// An answer that a run proves or refutes.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// As it is offered.
    pub text: Text,
    /// What it claims.
    pub proof: Proof,
    /// Said at the moment that decides: one sentence.
    pub because: Text,
}

/// What decides about an answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Proof {
    /// It is right if this holds in the first run.
    Claim(Claim),
    /// It is right if lines came in this order more often than in any other, or if more orders
    /// began so than otherwise: indexes into [`Run::lines`] of the first run.
    Order(Vec<usize>),
}

/// One run of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What it is called where runs stand side by side.
    pub name: Text,
    /// What the learner is to do.
    pub ask: Text,
    /// What is ordered, and on which runtime.
    pub scenario: Scenario,
    /// Which of its orders come without the learner: indexes.
    pub background: Vec<usize>,
    /// What it takes to run it.
    pub needs: Here,
    /// What must have happened.
    pub goals: Vec<Goal>,
    /// Lines whose order is counted, for each task that nobody but the engine began: parts of
    /// their texts.
    pub lines: Vec<String>,
    /// All claims to watch in it: those of the goals first.
    pub watched: Arc<[Claim]>,
}

/// What must have happened in a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// In words.
    pub text: Text,
    /// As a claim.
    pub claim: Claim,
}

/// A piece of source code.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    /// What it shows.
    pub title: Text,
    /// The code.
    pub text: String,
    /// It is something to take away: it is shown at the end; else before the second run.
    pub keep: bool,
}

impl Run {
    /// What is played of it: all of it by itself, or what comes without the learner.
    pub fn script(&self, by_itself: bool) -> Scenario {
        let mut script = self.scenario.clone();
        if !by_itself {
            let background = |index: &usize| self.background.contains(index);
            let orders = script.orders.into_iter().enumerate();
            script.orders = orders
                .filter(|(index, _)| background(index))
                .map(|(_, order)| order)
                .collect();
            // What is done to tasks and to the runtime is the learner's.
            script
                .acts
                .retain(|planned| matches!(planned.act, Act::Tempo(_) | Act::Workers(_)));
        }
        script
    }
}

impl Lesson {
    /// Reads a lesson from its text; `name` is what errors call the file.
    ///
    /// # Errors
    /// When the text has a mistake: the first one found.
    pub fn parse(name: &str, text: &str) -> Result<Self, crate::document::Mistake> {
        parse::lesson(name, text)
    }

    /// The pieces of code that are shown at the end, or before the second run.
    pub fn code(&self, keep: bool) -> impl Iterator<Item = (usize, &Code)> {
        let all = self.code.iter().enumerate();
        all.filter(move |(_, code)| code.keep == keep)
    }
}
