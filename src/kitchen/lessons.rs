//! The list of lessons, and what was done of each.

use crate::app::App;
use crate::kitchen::lesson::words::plain;
use crate::kitchen::tone::Tone;
use crate::lesson::Outcome;

/// What the game below all lessons is.
const GAME: &str = "The same load twice: first you hand each ready card to a chef, which is \
                    simulated and marked so; then the real scheduler does. Latency and idle time \
                    stand side by side.";
/// What the row of the game says.
pub const HEAD_CHEF: &str = "Be the head chef";

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonsView {
    /// All of them.
    pub rows: Vec<LessonRow>,
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
    let played = app.course().map(|course| course.lesson());
    let outcome = |name: &str| app.progress().lessons.get(name).copied();
    let rows = app.lessons().iter().enumerate();
    let rows = rows.map(|(index, lesson)| LessonRow {
        number: index + 1,
        title: plain(&lesson.title, app.register),
        done: done(outcome(&lesson.name)),
        played: played.is_some_and(|played| played.name == lesson.name),
    });
    let chosen = app.lessons().get(app.chosen_lesson());
    let reached = app
        .lessons()
        .iter()
        .filter(|lesson| outcome(&lesson.name).is_some_and(|outcome| outcome.reached));
    LessonsView {
        rows: rows.collect(),
        chosen: app.chosen_lesson(),
        situation: match chosen {
            Some(lesson) => plain(&lesson.situation, app.register),
            None => GAME.to_owned(),
        },
        done: reached.count(),
    }
}

/// What was done of a lesson.
fn done(outcome: Option<Outcome>) -> (char, String, Tone) {
    let Some(outcome) = outcome else {
        return (' ', "not begun".to_owned(), Tone::Dim);
    };
    let guess = match outcome.guessed {
        true => "guess right",
        false => "guess not right",
    };
    let answers = match outcome.answered {
        1 => "1 answer right".to_owned(),
        many => format!("{many} answers right"),
    };
    match outcome.reached {
        true => ('+', format!("reached, {guess}, {answers}"), Tone::Served),
        false => ('?', format!("begun, {guess}, {answers}"), Tone::Ready),
    }
}
