//! What is claimed of the run, as a list with live verdicts.
//!
//! Drawn by `ui::screen::claims`. The claims and their figures speak Tokio's own words: they
//! are the same on the command line and in reports. Verdicts are of the newest moment,
//! whatever moment is shown.

use super::amount::moment;
use super::state::Tone;
use crate::app::{App, ClaimMistake, Claimed, Standing};
use crate::camera::earliest;
use crate::claim::{State, Verdict};
use crate::events::{Certainty, Nanos};

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimsView {
    /// The rows near the chosen one.
    pub rows: Vec<Row>,
    /// How many rows are above them.
    pub first: usize,
    /// How all of them stand.
    pub standing: Standing,
    /// Which one of all is chosen.
    pub chosen: Option<usize>,
    /// The play that they are about is over.
    pub over: bool,
    /// The chosen one, told at length.
    pub told: Option<Told>,
    /// The claim that is being typed.
    pub typed: Option<Typed>,
}

/// One claim.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which row of all.
    pub index: usize,
    /// What is claimed.
    pub text: String,
    /// A sign for its verdict: one for each, so that no colour is needed.
    pub sign: char,
    /// The verdict in a word; while the history is looked through how far.
    pub word: String,
    /// How it looks.
    pub tone: Tone,
    /// How sure the figures are, once there are any.
    pub certainty: Option<Certainty>,
    /// What was counted or measured.
    pub figures: String,
    /// Its moment.
    pub at: Option<Nanos>,
    /// The address of that moment.
    pub address: Option<String>,
    /// The view stops when it is decided.
    pub stops: bool,
    /// The view stands at its moment.
    pub here: bool,
    /// It is chosen.
    pub chosen: bool,
    /// Its moment is before the history: the view cannot go there.
    pub forgotten: bool,
}

/// A claim in sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is claimed.
    pub claim: String,
    /// Its verdict, with the figures.
    pub verdict: String,
    /// Where to see it, and how far it looks back.
    pub place: String,
}

/// A claim that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// So far.
    pub text: String,
    /// What is wrong with it.
    pub mistake: Option<ClaimMistake>,
    /// What can come next.
    pub words: Vec<String>,
    /// Which of them was taken.
    pub taken: Option<usize>,
}

/// Looks at the claims for a page with so many rows.
pub fn view(app: &App, rows: u16) -> ClaimsView {
    let all = app.claims();
    let chosen = app.chosen_claim();
    // Wherever the page puts the chosen row, the others on it are no farther than this.
    let reach = usize::from(rows);
    let first = chosen.map_or(0, |chosen| chosen.saturating_sub(reach));
    let oldest = app.log().at(earliest(app.log()));
    let waits = all.iter().position(|claimed| claimed.verdict.is_none());
    let near = all.iter().enumerate().skip(first).take(2 * reach);
    ClaimsView {
        rows: near
            .map(|(index, claimed)| {
                let looked = if waits == Some(index) {
                    app.looked_back()
                } else {
                    0
                };
                Row {
                    index,
                    chosen: chosen == Some(index),
                    ..row(app, claimed, looked, oldest)
                }
            })
            .collect(),
        first,
        standing: app.standing(),
        chosen,
        over: app.play_is_over(),
        told: chosen.map(|index| tell(&all[index], oldest)),
        typed: typed(app),
    }
}

fn row(app: &App, claimed: &Claimed, looked: u8, oldest: Option<Nanos>) -> Row {
    let verdict = claimed.verdict.as_ref();
    let at = verdict.and_then(|verdict| Some(verdict.moment?.at));
    let address = verdict.and_then(|verdict| Some(verdict.moment?.address().to_string()));
    let (sign, tone) = match claimed.state() {
        Some(State::Holds) => ('+', Tone::Served),
        Some(State::Broken) => ('X', Tone::Burnt),
        Some(State::Open) => ('?', Tone::Pending),
        None => ('<', Tone::Dim),
    };
    Row {
        index: 0,
        text: claimed.claim.to_string(),
        sign,
        word: match claimed.state() {
            Some(state) => state.name().to_owned(),
            None => format!("{looked} %"),
        },
        tone,
        certainty: verdict.map(|verdict| verdict.certainty),
        figures: match verdict {
            Some(verdict) => verdict.figures.clone(),
            None => format!("looking back: {looked} %"),
        },
        at,
        address,
        stops: claimed.stops,
        here: at.is_some_and(|at| !app.is_live() && app.place().at == at),
        chosen: false,
        forgotten: at.is_some_and(|at| oldest.is_none_or(|oldest| at < oldest)),
    }
}

fn tell(claimed: &Claimed, oldest: Option<Nanos>) -> Told {
    let mut place = String::new();
    let mut add = |sentence: String| {
        if !place.is_empty() {
            place.push(' ');
        }
        place += &sentence;
    };
    let moment_of = |verdict: &Verdict| verdict.moment;
    match claimed.verdict.as_ref().and_then(moment_of) {
        Some(moment) if oldest.is_none_or(|oldest| moment.at < oldest) => add(
            "The history no longer reaches back to its moment: the view cannot go there.".into(),
        ),
        Some(moment) => add(format!("Address {}.", moment.address())),
        None if claimed.verdict.is_some() => add("It has no moment.".into()),
        None => {}
    }
    if let Some(since) = claimed.since {
        add(format!(
            "It is about what happened since {}: the history does not reach back further.",
            moment(since)
        ));
    }
    Told {
        claim: claimed.claim.to_string(),
        verdict: sentence(claimed),
        place,
    }
}

fn sentence(claimed: &Claimed) -> String {
    let Some(verdict) = &claimed.verdict else {
        return "The history is looked through for it; then it follows the run.".into();
    };
    let (mark, figures) = (verdict.certainty.mark(), &verdict.figures);
    match verdict.state {
        State::Holds => format!("It holds {mark} {figures}."),
        State::Broken => format!("It is broken {mark} {figures}."),
        State::Open if claimed.over => {
            format!("It stays open, the run did not decide it {mark} {figures}.")
        }
        State::Open => format!("It is open, the run can still decide it {mark} {figures}."),
    }
}

fn typed(app: &App) -> Option<Typed> {
    let line = app.typing.claim()?;
    let (words, taken) = app.claim_words();
    Some(Typed {
        text: line.text.clone(),
        mistake: line.mistake.clone(),
        words,
        taken,
    })
}

/// What is said of a claim at its moment.
pub(super) fn decided(claim: &str, state: State) -> String {
    match state {
        State::Holds => format!("{claim} holds"),
        State::Broken => format!("{claim} is broken"),
        State::Open => format!("{claim} is open, and this is the nearest to deciding it"),
    }
}

/// `broken 1 of 3 claims, 2 hold`.
pub(crate) fn standing(standing: Standing) -> String {
    let Standing { all, broken, hold } = standing;
    let claims = if all == 1 { "claim" } else { "claims" };
    let open = all - broken - hold;
    let mut text = match broken {
        0 => format!("{hold} of {all} {claims} hold"),
        broken => format!("broken {broken} of {all} {claims}, {hold} hold"),
    };
    if open > 0 {
        text += &format!(", {open} open");
    }
    text
}

#[cfg(test)]
mod tests;
