//! The story: what goes on first, then what weighs, then the rest, newest first.
//!
//! A crowd of like facts is told once with its number, and under a flood routine facts
//! change once a second only: a text nobody can read tells nothing.

use super::Eye;
use crate::kitchen::narrator::{self, Line};
use crate::kitchen::words::card;
use crate::model::{Happening, HappeningKind, Ongoing};
use crate::protocol::{KindId, Nanos, TaskId};
use std::mem::{Discriminant, discriminant};

/// One entry of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryLine {
    /// What is told.
    pub line: Line,
    /// The card it is about.
    pub task: Option<TaskId>,
    /// How many like it this stands for.
    pub times: usize,
}

/// A line that a card printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// When.
    pub at: Nanos,
    /// Who, with its kind; empty for the program itself.
    pub who: String,
    /// The line.
    pub text: String,
}

/// Facts looked at.
const LOOK_BACK: usize = 1_024;
/// Lines at most: more than any screen has room for.
const MOST: usize = 40;
/// Weighty facts that stand before the routine ones, and for how long.
const HELD: usize = 3;
const HELD_FOR: Nanos = Nanos::from_millis(8_000);
/// More routine facts than this in a second are a flood.
const FLOOD: usize = 40;
const SECOND: Nanos = Nanos::from_millis(1_000);

/// Tells the story as of now.
pub(super) fn story(eye: &Eye<'_>) -> Vec<StoryLine> {
    let model = eye.model();
    let mut ongoing = model.ongoing(&eye.app.now);
    // What concerns all comes before what concerns one.
    ongoing.sort_by_key(|fact| !matches!(fact, Ongoing::AllStalled | Ongoing::TimersFrozen { .. }));
    let mut story: Vec<_> = ongoing
        .iter()
        .map(|fact| StoryLine {
            line: narrator::ongoing(fact, model, &eye.app.now),
            task: None,
            times: 1,
        })
        .collect();
    let closing = narrator::closing(model, &eye.app.now);
    story.extend(closing.map(|line| StoryLine {
        line,
        task: None,
        times: 1,
    }));
    let recent: Vec<_> = model.happenings().rev().take(LOOK_BACK).collect();
    let (held, routine) = sort(eye, &recent);
    story.extend(held);
    story.extend(routine);
    story.truncate(MOST);
    story
}

fn sort(eye: &Eye<'_>, recent: &[&Happening]) -> (Vec<StoryLine>, Vec<StoryLine>) {
    let at = eye.at();
    let flood = recent
        .get(FLOOD)
        .is_some_and(|fact| at.since(fact.at) < SECOND);
    // Whole seconds: what is told then stands still until the next one begins.
    let newest = if flood {
        Nanos(at.0 / SECOND.0 * SECOND.0)
    } else {
        at
    };
    let closed = eye.model().closing().is_some() || !eye.model().running();
    let mut held: Vec<StoryLine> = Vec::new();
    let mut routine: Vec<(Crowd, StoryLine)> = Vec::new();
    for fact in recent {
        // While it is so, that the kitchen closes stands on top anyway.
        let said = matches!(
            fact.kind,
            HappeningKind::Closing { .. } | HappeningKind::RunEnded
        );
        if closed && said && at.since(fact.at) < HELD_FOR {
            continue;
        }
        let crowd = Crowd::of(eye, fact);
        if let Some((_, told)) = routine
            .iter_mut()
            .rev()
            .take(3)
            .find(|(other, _)| *other == crowd && crowd.joins())
        {
            told.times += 1;
            continue;
        }
        if routine.len() >= MOST {
            break;
        }
        let Some(line) = narrator::happening(fact, eye.model()) else {
            continue;
        };
        let weighs = line.weight >= 2 && at.since(line.at) < HELD_FOR;
        let told = StoryLine {
            line,
            task: fact.task,
            times: 1,
        };
        if weighs
            && held
                .iter()
                .filter(|other| other.line.weight >= told.line.weight)
                .count()
                < HELD
        {
            held.push(told);
        } else if fact.at <= newest {
            routine.push((crowd, told));
        }
    }
    held.sort_by_key(|told| std::cmp::Reverse((told.line.weight, told.line.at)));
    // What gave way to weightier facts is told with the rest.
    let mut routine: Vec<_> = routine.into_iter().map(|(_, told)| told).collect();
    routine.extend(held.drain(HELD.min(held.len())..));
    routine.sort_by_key(|told| std::cmp::Reverse(told.line.at));
    (held, routine)
}

/// What makes two facts alike.
#[derive(PartialEq)]
struct Crowd {
    what: Discriminant<HappeningKind>,
    kind: Option<KindId>,
    parent: Option<TaskId>,
    joins: bool,
}

impl Crowd {
    fn of(eye: &Eye<'_>, fact: &Happening) -> Self {
        let task = fact.task.and_then(|task| eye.model().task(task));
        Self {
            what: discriminant(&fact.kind),
            kind: task.as_ref().map(|task| task.kind),
            parent: task.and_then(|task| task.parent),
            joins: fact.task.is_some(),
        }
    }

    fn joins(&self) -> bool {
        self.joins
    }
}

/// The newest printed lines, newest last.
pub(super) fn ticker(eye: &Eye<'_>) -> Vec<Said> {
    let model = eye.model();
    let mut lines: Vec<_> = model
        .recent_texts()
        .rev()
        .take(eye.height)
        .map(|(at, task, text)| Said {
            at,
            who: task.map_or_else(String::new, |task| card(model, task)),
            text: model.text(text).to_string(),
        })
        .collect();
    lines.reverse();
    lines
}
