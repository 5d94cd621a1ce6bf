//! The lesson that is played, at its present step: what there is to read, to answer and to do.
//!
//! Plain values; the names of keys are left to whoever draws. Texts of lessons come in two
//! registers: [`words`] chooses one.

mod compared;
mod question;
mod run;
mod steps;
pub(crate) mod words;

pub use compared::{Measured, Ordered, Value};
pub use run::Goal;

use crate::app::{Action, App};
use crate::kitchen::code::{self, CodeLine};
use crate::kitchen::sentences::lesson as say;
use crate::kitchen::text::{Piece, Text};
use crate::kitchen::tone::Tone;
use crate::lesson::Step;

/// What is shown of a lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonView {
    /// `LESSON 10 of 22`.
    pub place: String,
    /// What it is about.
    pub title: Text,
    /// The step, in a word or two.
    pub step: String,
    /// What it shows, from the top.
    pub blocks: Vec<Block>,
    /// What is awaited, each with the key that does it.
    pub next: Vec<Awaited>,
    /// A piece of code, which has a page of its own.
    pub code: Option<Vec<CodeLine>>,
    /// Rows that were scrolled down.
    pub scroll: usize,
    /// It waits for an answer: keys are answers.
    pub asks: bool,
}

/// What is awaited of the learner.
#[derive(Clone, Debug, PartialEq)]
pub struct Awaited {
    /// It asks for this; nothing: only time passes.
    pub action: Option<Action>,
    /// What that does.
    pub does: Text,
}

/// A part of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// To be read.
    Words(Text, Tone),
    /// One of three answers.
    Answer {
        /// Its place, from 0.
        place: usize,
        /// As it is offered.
        text: Text,
        /// What became of it.
        mark: Mark,
    },
    /// What a run is to reach.
    Goal(Goal),
    /// A row of the comparison.
    Measured(Measured),
    /// How often each order of lines came.
    Ordered(Ordered),
    /// A row without anything.
    Gap,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing was chosen yet.
    Open,
    /// Another one was chosen, and this one is not right.
    Passed,
    /// It was chosen, and is right.
    Right,
    /// It was chosen, and is wrong.
    Wrong,
    /// It is the right one, and was not chosen.
    Missed,
}

/// Looks at the lesson that is played.
pub fn view(app: &App) -> Option<LessonView> {
    let course = app.course()?;
    let words = words::Words::of(app, course);
    let parts = steps::parts(app, &words);
    let number = app
        .lessons()
        .iter()
        .position(|lesson| lesson.name == course.lesson().name);
    Some(LessonView {
        place: match number {
            Some(at) => say::place(app.register, at + 1, app.lessons().len()),
            None => say::own_place(app.register),
        },
        title: words.text(&course.lesson().title),
        step: steps::name(course, app.register),
        blocks: parts.blocks,
        next: parts.next,
        code: match course.step() {
            Step::Code(index) => Some(code::whole(&course.lesson().code[index].text)),
            _ => None,
        },
        scroll: app.scroll,
        asks: app.awaits_answer(),
    })
}

/// The code that is shown, whole, and what it is called.
pub fn shown_code(app: &App) -> Option<(String, String)> {
    let course = app.course()?;
    let Step::Code(index) = course.step() else {
        return None;
    };
    let code = course.lesson().code.get(index)?;
    let title = words::Words::of(app, course).text(&code.title);
    let words = title.pieces().iter().map(|piece| match piece {
        Piece::Words(words) => words.as_ref(),
        Piece::Key(_) => "",
    });
    Some((words.collect(), code.text.clone()))
}
