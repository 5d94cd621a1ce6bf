//! Sentences of lessons, each in two registers: the analogy's words, and the field's own terms.

use crate::claim::Claim;
use crate::document::clean;

/// A sentence or two, in both registers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// In the words of the analogy.
    pub analogy: Vec<Piece>,
    /// In the field's own terms.
    pub tokio: Vec<Piece>,
}

/// A part of a sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// As it is.
    Words(String),
    /// The key that does this.
    Key(Button),
    /// A figure measured in a run.
    Figure {
        /// Index of the run.
        run: usize,
        /// What is measured.
        of: Claim,
    },
}

/// What a key does that a lesson names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Button {
    /// Orders this recipe; one without a key is ordered by [`GoOn`](Self::GoOn).
    Order(String),
    /// Asks the selected task to abort.
    Abort,
    /// Drops the handle of the selected task.
    DropHandle,
    /// Closes the runtime, gracefully.
    Close,
    /// Closes it at once.
    ShutDown,
    /// The next step.
    GoOn,
    /// The run once more.
    Again,
}

/// The names of buttons, as `{abort}`; a recipe is ordered by `{order NAME}`.
pub const BUTTONS: [(&str, Button); 6] = [
    ("abort", Button::Abort),
    ("drop-handle", Button::DropHandle),
    ("close", Button::Close),
    ("shut-down", Button::ShutDown),
    ("go-on", Button::GoOn),
    ("again", Button::Again),
];

impl Text {
    /// How many words a reader has to read, in the longer register.
    pub fn words(&self) -> usize {
        let count = |pieces: &[Piece]| {
            let words = pieces.iter().map(|piece| match piece {
                Piece::Words(words) => words.split_whitespace().count(),
                Piece::Key(_) | Piece::Figure { .. } => 1,
            });
            words.sum::<usize>()
        };
        count(&self.analogy).max(count(&self.tokio))
    }

    /// Both registers.
    pub(super) fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.analogy.iter().chain(&self.tokio)
    }

    /// The figures in it: which run, and what is measured there.
    pub fn figures(&self) -> impl Iterator<Item = (usize, &Claim)> {
        self.pieces().filter_map(|piece| match piece {
            Piece::Figure { run, of } => Some((*run, of)),
            _ => None,
        })
    }
}

/// Splits a sentence at `{...}`; says at which byte it is wrong, what was found and expected.
pub(super) fn pieces(text: &str, runs: usize) -> Result<Vec<Piece>, (usize, String, String)> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let at = text.len() - rest.len() + open;
        if open > 0 {
            pieces.push(Piece::Words(clean(&rest[..open])));
        }
        let Some(length) = rest[open..].find('}') else {
            return Err((at, "\"{\" without \"}\"".into(), EXPECTED.into()));
        };
        let inside = &rest[open + 1..open + length];
        let piece = piece(inside, runs);
        pieces.push(piece.map_err(|(found, expected)| (at, found, expected))?);
        rest = &rest[open + length + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(clean(rest)));
    }
    Ok(pieces)
}

const EXPECTED: &str = "{order RECIPE}, {abort}, {drop-handle}, {close}, {shut-down}, {go-on}, \
                        {again}, or {= MEASURE} with a figure of the first run, {=2 MEASURE} of \
                        the second";

fn piece(inside: &str, runs: usize) -> Result<Piece, (String, String)> {
    if let Some(measure) = inside.strip_prefix('=') {
        let digits = measure.len()
            - measure
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let (number, measure) = measure.split_at(digits);
        let run = match number {
            "" => 1,
            number => number.parse().unwrap_or(0),
        };
        if run == 0 || run > runs {
            let found = format!("a figure of run {number}");
            return Err((found, format!("a run of this lesson, from 1 to {runs}")));
        }
        let of = Claim::measuring(measure.trim());
        let of = of.map_err(|error| (error.found, error.expected))?;
        return Ok(Piece::Figure { run: run - 1, of });
    }
    if let Some(recipe) = inside.strip_prefix("order ") {
        return Ok(Piece::Key(Button::Order(recipe.trim().to_owned())));
    }
    let button = BUTTONS.iter().find(|(name, _)| *name == inside);
    match button {
        Some((_, button)) => Ok(Piece::Key(button.clone())),
        None => Err((clean(&format!("{{{inside}}}")), EXPECTED.into())),
    }
}
