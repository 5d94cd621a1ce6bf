//! The list of lessons, and what was done of each.

use crate::app::App;
use crate::lesson::{Outcome, Text};

/// What the list shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonsView {
    /// All of them.
    pub rows: Vec<LessonRow>,
    /// The row that is chosen.
    pub chosen: usize,
}

/// One lesson.
#[derive(Clone, Debug, PartialEq)]
pub struct LessonRow {
    /// Its number, from 1.
    pub number: usize,
    /// What it is about.
    pub title: Text,
    /// What was done of it, if anything.
    pub outcome: Option<Outcome>,
    /// It is the one that is played.
    pub played: bool,
}

/// Makes the list.
pub fn view(app: &App) -> LessonsView {
    let played = app.course().map(|course| course.lesson());
    let rows = app.lessons().iter().enumerate();
    let rows = rows.map(|(index, lesson)| LessonRow {
        number: index + 1,
        title: lesson.title.clone(),
        outcome: app.progress().lessons.get(&lesson.name).copied(),
        played: played.is_some_and(|played| played.name == lesson.name),
    });
    LessonsView {
        rows: rows.collect(),
        chosen: app.chosen_lesson(),
    }
}
