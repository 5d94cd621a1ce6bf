//! A run of a lesson: what to do, its goals as they stand, and what is awaited.

use super::words::Words;
use super::{Awaited, Block};
use crate::app::Action;
use crate::claim::{State, Verdict};
use crate::kitchen::text::Text;
use crate::kitchen::tone::Tone;
use crate::lesson::{self, Run};

/// What a run is to reach, and how that stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Goal {
    /// In words.
    pub text: Text,
    /// The shape of how it stands.
    pub sign: char,
    /// How it stands, in a word or three.
    pub word: &'static str,
    /// How that looks.
    pub tone: Tone,
    /// What was counted or measured, with its mark.
    pub figures: Option<String>,
}

/// What to do in a run, and how it goes.
pub(super) fn blocks(words: &Words<'_>, index: usize, run: &Run) -> Vec<Block> {
    let course = words.course;
    if let Some(lacks) = course.lacks(index) {
        let why = Words::lacks(lacks).into();
        return vec![Block::Words(why, Tone::Ready)];
    }
    let verdicts = course.goals(&words.app.newest().model);
    let missed = course.missed().is_some();
    let mut blocks = Vec::new();
    if missed {
        let said = "The run is over, and not all was reached:".into();
        blocks.push(Block::Words(said, Tone::Burnt));
    } else {
        blocks.push(Block::Words(words.text(&run.ask), Tone::Plain));
    }
    blocks.push(Block::Gap);
    let verdicts = verdicts.unwrap_or_default();
    for (index, one) in run.goals.iter().enumerate() {
        blocks.push(Block::Goal(goal(words, one, verdicts.get(index), missed)));
    }
    blocks
}

fn goal(words: &Words<'_>, goal: &lesson::Goal, verdict: Option<&Verdict>, over: bool) -> Goal {
    let (sign, word, tone) = match (verdict.map(|verdict| verdict.state), over) {
        (Some(State::Holds), _) => ('+', "reached", Tone::Served),
        (Some(State::Broken | State::Open), true) => ('X', "not reached", Tone::Burnt),
        (Some(State::Broken), false) => ('X', "cannot be reached any more", Tone::Burnt),
        (Some(State::Open), false) if is_kept(goal, verdict) => ('?', "so far", Tone::Pending),
        (Some(State::Open) | None, _) => ('?', "not yet", Tone::Pending),
    };
    let told = verdict.filter(|verdict| verdict.state != State::Holds);
    Goal {
        text: words.text(&goal.text),
        sign,
        word,
        tone,
        figures: told.map(|verdict| format!("{} {}", verdict.certainty.mark(), verdict.figures)),
    }
}

/// Whether it is a goal that nothing reaches but the end of the run: that something does not
/// happen.
fn is_kept(goal: &lesson::Goal, verdict: Option<&Verdict>) -> bool {
    let claim = goal.claim.to_string();
    let forbids = ["no ", "at most ", "every "];
    verdict.is_some() && forbids.iter().any(|start| claim.starts_with(start))
}

/// What is awaited in a run.
pub(super) fn next(words: &Words<'_>, index: usize) -> Vec<Awaited> {
    let course = words.course;
    let awaited = |action, does: &'static str| Awaited {
        action: Some(action),
        does: does.into(),
    };
    let waits = |does: &'static str| {
        vec![Awaited {
            action: None,
            does: does.into(),
        }]
    };
    if course.lacks(index).is_some() {
        return vec![awaited(Action::GoOn, "passes on")];
    }
    if course.missed().is_some() {
        return vec![awaited(Action::PlayAgain, "runs it again")];
    }
    if !course.is_running() {
        return waits("A new runtime opens for this run ...");
    }
    let verdicts = course.goals(&words.app.newest().model);
    let lost = verdicts
        .iter()
        .flatten()
        .any(|verdict| verdict.state == State::Broken);
    if lost {
        return vec![awaited(Action::PlayAgain, "begins this run again")];
    }
    match course.next_by_hand() {
        Some(recipe) => vec![Awaited {
            action: Some(words.order(recipe)),
            does: Text::from(words.either("hands in ", "spawns ")).words(recipe),
        }],
        None => waits("Watch. It is over when all of it has ended."),
    }
}
