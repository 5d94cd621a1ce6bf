//! Texts of lessons in one of their two registers, with figures in the place of measures and
//! actions in the place of buttons.

use crate::app::{Action, App, Register};
use crate::claim::Claim;
use crate::kitchen::text::Text;
use crate::lesson::{self, Button, Course, Lacks, Piece};

/// What the texts of a lesson are told with.
pub(crate) struct Words<'a> {
    pub(crate) app: &'a App,
    pub(crate) course: &'a Course,
}

/// What stands where nothing was measured.
const UNKNOWN: &str = "unknown";

impl<'a> Words<'a> {
    pub(crate) fn of(app: &'a App, course: &'a Course) -> Self {
        Self { app, course }
    }

    /// Which register is chosen.
    pub(crate) fn register(&self) -> Register {
        self.app.register
    }

    /// Whether that is Tokio's.
    pub(crate) fn in_tokios(&self) -> bool {
        self.register() == Register::Tokio
    }

    /// One of two, by the register.
    pub(crate) fn either<T>(&self, analogy: T, tokio: T) -> T {
        if self.in_tokios() { tokio } else { analogy }
    }

    /// A text of the lesson.
    pub(crate) fn text(&self, text: &lesson::Text) -> Text {
        let pieces = self.either(&text.analogy, &text.tokio);
        let mut told = Text::default();
        for piece in pieces {
            told = match piece {
                Piece::Words(words) => told.words(words.clone()),
                Piece::Key(button) => told.key(self.action(button)),
                Piece::Figure { run, of } => told.words(self.figure(*run, of)),
            };
        }
        told
    }

    /// What a button asks for.
    fn action(&self, button: &Button) -> Action {
        match button {
            Button::Order(recipe) => self.order(recipe),
            Button::Abort => Action::Abort,
            Button::DropHandle => Action::DropHandle,
            Button::Close => Action::Close { graceful: true },
            Button::ShutDown => Action::Close { graceful: false },
            Button::GoOn => Action::GoOn,
            Button::Again => Action::PlayAgain,
        }
    }

    /// What orders a recipe: those that have no key of their own are handed in by going on.
    pub(crate) fn order(&self, recipe: &str) -> Action {
        let known = self.app.menu.iter().find(|info| info.name == recipe);
        known.map_or(Action::GoOn, |info| Action::HandIn(info.name))
    }

    /// `=2.000s`.
    fn figure(&self, run: usize, of: &Claim) -> String {
        let seen = self.course.seen().get(run).and_then(Option::as_ref);
        let verdict = seen.and_then(|seen| seen.verdict(of));
        let value = verdict.and_then(|verdict| Some((verdict.certainty, verdict.value?)));
        match value {
            Some((certainty, value)) => format!("{}{}", certainty.mark(), of.shown(value)),
            None => UNKNOWN.to_owned(),
        }
    }

    /// Why a run cannot be done here, in one sentence.
    pub(crate) fn lacks(lacks: Lacks) -> String {
        match lacks {
            Lacks::Unstable => {
                "This run takes a build with tokio_unstable; this one is without it.".to_owned()
            }
            Lacks::Cores { needed, there } => {
                format!("This run takes {needed} processors, and here are {there}.")
            }
        }
    }
}

/// A text without figures and keys: those are of a lesson that is played.
pub(crate) fn plain(text: &lesson::Text, register: Register) -> String {
    let pieces = match register {
        Register::Analogy => &text.analogy,
        Register::Tokio => &text.tokio,
    };
    let words = pieces.iter().map(|piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Key(_) | Piece::Figure { .. } => "..",
    });
    words.collect()
}
