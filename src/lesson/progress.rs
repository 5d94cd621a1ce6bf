//! What of the course was done: kept from one start of the program to the next.

use super::QUESTIONS;
use crate::document::{Fields, Mistake, Source};
use std::collections::BTreeMap;

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The course was offered: once is enough.
    pub offered: bool,
    /// By the name of the lesson.
    pub lessons: BTreeMap<String, Outcome>,
}

/// How a lesson came out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// All its goals were reached.
    pub reached: bool,
    /// The first guess was right.
    pub guessed: bool,
    /// So many of the questions at its end were answered rightly.
    pub answered: u8,
}

const FIELDS: [&str; 2] = ["offered", "lesson"];
const OUTCOME: [&str; 4] = ["name", "reached", "guessed", "answered"];
impl Progress {
    /// Notes how a lesson came out; what was better before stays. Whether that changed anything.
    pub fn note(&mut self, lesson: &str, outcome: Outcome) -> bool {
        let known = self.lessons.entry(lesson.to_owned()).or_default();
        let better = Outcome {
            reached: known.reached || outcome.reached,
            guessed: known.guessed || outcome.guessed,
            answered: known.answered.max(outcome.answered),
        };
        std::mem::replace(known, better) != better
    }

    /// Takes in what was done elsewhere; what is better stays.
    pub fn take_in(&mut self, other: &Self) {
        self.offered |= other.offered;
        for (lesson, outcome) in &other.lessons {
            self.note(lesson, *outcome);
        }
    }

    /// Reads it from the text of its file.
    ///
    /// # Errors
    /// When the text is none of ours.
    pub fn parse(name: &str, text: &str) -> Result<Self, Mistake> {
        let source = Source { name, text };
        let document = source.parse("the progress of a learner")?;
        let top = Fields::new(source, "progress", (document.get_ref(), 0..0), &FIELDS)?;
        let flag = |fields: &Fields<'_>, name| {
            let field = fields.get(name);
            field.map_or(Ok(false), |field| field.truth())
        };
        let mut progress = Self {
            offered: flag(&top, "offered")?,
            ..Self::default()
        };
        let lessons = top.get("lesson").map(|field| field.tables()).transpose()?;
        for table in lessons.unwrap_or_default() {
            let fields = Fields::new(source, "a lesson", table, &OUTCOME)?;
            let name = fields.need("name", "\"stall\"")?.text()?.to_owned();
            let answered = fields.get("answered");
            let answered = answered.map(|field| field.number("answers", 0, QUESTIONS.into()));
            let outcome = Outcome {
                reached: flag(&fields, "reached")?,
                guessed: flag(&fields, "guessed")?,
                answered: answered.transpose()?.unwrap_or(0) as u8,
            };
            progress.lessons.insert(name, outcome);
        }
        Ok(progress)
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        let mut text = format!("offered = {}\n", self.offered);
        for (name, outcome) in &self.lessons {
            let Outcome {
                reached,
                guessed,
                answered,
            } = outcome;
            let name = toml::Value::from(name.as_str());
            text += &format!(
                "\n[[lesson]]\nname = {name}\nreached = {reached}\nguessed = {guessed}\n\
                 answered = {answered}\n"
            );
        }
        text
    }
}
