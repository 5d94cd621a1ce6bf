//! The list of lessons, and what was done of each.

use crate::app::{App, Register};
use crate::kitchen::lesson::words::plain;
use crate::kitchen::sentences::lesson as say;
use crate::kitchen::tone::Tone;
use crate::lesson::{Course, Outcome};

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonsView {
    /// All of them.
    pub rows: Vec<LessonRow>,
    /// What the row below all lessons says: the game.
    pub game: String,
    /// The row that is chosen.
    pub chosen: usize,
    /// What the chosen one begins with.
    pub situation: String,
    /// So many of them are done.
    pub done: usize,
}

/// One lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRow {
    /// Its number, from 1.
    pub number: usize,
    /// What it is about.
    pub title: String,
    /// A mark, what was done of it in words, and how that looks.
    pub done: (char, String, Tone),
    /// It is the one that is played.
    pub played: bool,
}

/// Makes the list.
pub fn view(app: &App) -> LessonsView {
    let played = app.course().map(Course::lesson);
    let outcome = |name: &str| app.progress().lessons.get(name).copied();
    let rows = app.lessons().iter().enumerate();
    let rows = rows.map(|(index, lesson)| LessonRow {
        number: index + 1,
        title: plain(&lesson.title, app.register),
        done: done(outcome(&lesson.name), app.register),
        played: played.is_some_and(|played| played.name == lesson.name),
    });
    let chosen = app.lessons().get(app.chosen_lesson());
    let reached = app
        .lessons()
        .iter()
        .filter(|lesson| outcome(&lesson.name).is_some_and(|outcome| outcome.reached));
    LessonsView {
        rows: rows.collect(),
        game: say::head_chef(app.register),
        chosen: app.chosen_lesson(),
        situation: match chosen {
            Some(lesson) => plain(&lesson.situation, app.register),
            None => say::game(app.register),
        },
        done: reached.count(),
    }
}

/// What was done of a lesson.
fn done(outcome: Option<Outcome>, register: Register) -> (char, String, Tone) {
    let Some(outcome) = outcome else {
        return (' ', say::not_begun(register), Tone::Dim);
    };
    let guess = match outcome.guessed {
        true => say::done_guess_right(register),
        false => say::done_guess_wrong(register),
    };
    let answers = match outcome.answered {
        1 => say::one_answer(register),
        many => say::many_answers(register, many),
    };
    match outcome.reached {
        true => (
            '+',
            say::done_reached(register, &guess, &answers),
            Tone::Served,
        ),
        false => (
            '?',
            say::done_begun(register, &guess, &answers),
            Tone::Ready,
        ),
    }
}
