//! Two scenarios put side by side: played in turn, round after round, each time in a process of
//! its own, and compared figure by figure.
//!
//! A process of its own gives every round the same beginning: no thread that is still blocked, no
//! memory and no cache of the round before. It is this program's own `run`, whose report in JSON
//! is what is compared: nothing is measured here. The rounds of one side tell how far a figure
//! differs by chance; [`spread`] says when a difference counts.
//!
//! Whoever plays ([`Plays`]) asks again and again whether a round is over; nothing here waits.

mod amount;
mod claims;
mod figures;
mod json;
mod play;
mod plays;
mod sheet;
mod spread;
#[cfg(test)]
mod tests;
mod text;

pub(crate) use play::{MOMENTS, Play};
pub(crate) use plays::Plays;
pub(crate) use sheet::{Row, Sheet};

use crate::config::Side;

/// What two sides came to, round by round.
#[derive(Debug)]
pub(crate) struct Comparison<'a> {
    pub(crate) sides: &'a [Side; 2],
    /// Rounds of each side, in order.
    pub(crate) plays: &'a [Vec<Play>; 2],
    /// They are recordings, one of each side, of which there is this to say besides.
    pub(crate) recordings: Option<&'a [String]>,
}

/// What the sides are called.
pub(crate) const NAMES: [&str; 2] = ["A", "B"];

impl Comparison<'_> {
    /// The comparison as text, 80 columns wide.
    pub(crate) fn text(&self) -> String {
        text::text(&self.sheet())
    }

    /// The comparison as one JSON object.
    pub(crate) fn json(&self) -> serde_json::Result<String> {
        json::text(self)
    }

    /// The comparison as rows of words.
    pub(crate) fn sheet(&self) -> Sheet {
        sheet::of(self)
    }

    /// One line for each claim that does not hold in each round.
    pub(crate) fn broken(&self) -> Vec<String> {
        claims::broken(self)
    }

    /// Rounds that both sides have played.
    fn rounds(&self) -> usize {
        let [a, b] = self.plays;
        a.len().min(b.len())
    }
}
