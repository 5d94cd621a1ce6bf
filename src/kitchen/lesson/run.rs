//! A run of a lesson: what to do, its goals as they stand, and what is awaited.

use super::words::Words;
use super::{Awaited, Block};
use crate::app::Action;
use crate::claim::{State, Verdict};
use crate::kitchen::sentences::lesson as say;
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
    pub word: String,
    /// How that looks.
    pub tone: Tone,
    /// What was counted or measured, with its mark.
    pub figures: Option<String>,
}

/// What to do in a run, and how it goes.
pub(super) fn blocks(words: &Words<'_>, index: usize, run: &Run) -> Vec<Block> {
    let course = words.course;
    if let Some(lacks) = course.lacks(index) {
        let why = words.lacks(lacks).into();
        return vec![Block::Words(why, Tone::Ready)];
    }
    let verdicts = course.goals(&words.app.newest().model);
    let missed = course.missed().is_some();
    let mut blocks = Vec::new();
    if missed {
        let said = say::run_missed(words.register()).into();
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
    let register = words.register();
    let (sign, word, tone) = match (verdict.map(|verdict| verdict.state), over) {
        (Some(State::Holds), _) => ('+', say::goal_reached(register), Tone::Served),
        (Some(State::Broken | State::Open), true) => ('X', say::goal_missed(register), Tone::Burnt),
        (Some(State::Broken), false) => ('X', say::goal_lost(register), Tone::Burnt),
        (Some(State::Open), false) if goal.claim.forbids() => {
            ('?', say::goal_so_far(register), Tone::Pending)
        }
        (Some(State::Open) | None, _) => ('?', say::goal_open(register), Tone::Pending),
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

/// What is awaited in a run.
pub(super) fn next(words: &Words<'_>, index: usize) -> Vec<Awaited> {
    let (course, register) = (words.course, words.register());
    let awaited = |action, does: String| Awaited {
        action: Some(action),
        does: does.into(),
    };
    let waits = |does: String| {
        vec![Awaited {
            action: None,
            does: does.into(),
        }]
    };
    if course.lacks(index).is_some() {
        return vec![awaited(Action::GoOn, say::passes_on(register))];
    }
    if course.missed().is_some() {
        return vec![awaited(Action::PlayAgain, say::runs_again(register))];
    }
    if !course.is_running() {
        return waits(say::runtime_opens(register));
    }
    let verdicts = course.goals(&words.app.newest().model);
    let lost = verdicts
        .iter()
        .flatten()
        .any(|verdict| verdict.state == State::Broken);
    if lost {
        return vec![awaited(Action::PlayAgain, say::begins_again(register))];
    }
    match course.next_by_hand() {
        Some(recipe) => vec![Awaited {
            action: Some(words.order(recipe)),
            does: say::hands_in(register, recipe).into(),
        }],
        None => waits(say::watch(register)),
    }
}
