//! Texts of lessons in one of their two registers, with figures in the place of measures and
//! actions in the place of buttons.

use crate::app::{Action, App, Register};
use crate::claim::Claim;
use crate::kitchen::sentences::lesson as say;
use crate::kitchen::text::Text;
use crate::lesson::{self, Button, Course, Lacks, Piece};

/// What the texts of a lesson are told with.
pub(crate) struct Words<'a> {
    pub(crate) app: &'a App,
    pub(crate) course: &'a Course,
}

impl<'a> Words<'a> {
    pub(crate) fn of(app: &'a App, course: &'a Course) -> Self {
        Self { app, course }
    }

    /// Which register is chosen.
    pub(crate) fn register(&self) -> Register {
        self.app.register
    }

    /// A text of the lesson.
    pub(crate) fn text(&self, text: &lesson::Text) -> Text {
        let pieces = pieces(text, self.register());
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
        let known = known.filter(|info| info.key().is_some());
        known.map_or(Action::GoOn, |info| Action::HandIn(info.name))
    }

    /// `=2.000s`.
    fn figure(&self, run: usize, of: &Claim) -> String {
        let seen = self.course.seen().get(run).and_then(Option::as_ref);
        let verdict = seen.and_then(|seen| seen.verdict(of));
        let value = verdict.and_then(|verdict| Some((verdict.certainty, verdict.value?)));
        match value {
            Some((certainty, value)) => format!("{}{}", certainty.mark(), of.shown(value)),
            None => say::unknown(self.register()),
        }
    }

    /// Why a run cannot be done here, in one sentence.
    pub(crate) fn lacks(&self, lacks: Lacks) -> String {
        match lacks {
            Lacks::Unstable => say::lacks_unstable(self.register()),
            Lacks::Cores { needed, there } => say::lacks_cores(self.register(), needed, there),
        }
    }
}

/// A text without figures and keys: those are of a lesson that is played.
pub(crate) fn plain(text: &lesson::Text, register: Register) -> String {
    let words = pieces(text, register).iter().map(|piece| match piece {
        Piece::Words(words) => words.as_str(),
        Piece::Key(_) | Piece::Figure { .. } => "..",
    });
    words.collect()
}

/// One of the two forms of a text.
fn pieces(text: &lesson::Text, register: Register) -> &[Piece] {
    match register {
        Register::Analogy => &text.analogy,
        Register::Tokio => &text.tokio,
    }
}
