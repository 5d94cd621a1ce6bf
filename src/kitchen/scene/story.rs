//! The story: what goes on first, then what weighs, then the rest, each newest first. A line
//! that stands above newer ones is marked.
//!
//! A crowd of like facts is told once with its number, and under a flood routine facts
//! change once a second only: a text nobody can read tells nothing.

mod crowd;

use super::Eye;
use crate::events::{Nanos, TaskId};
use crate::kitchen::narrator::{self, Line};
use crate::kitchen::words::card;
use crate::model::{Happening, HappeningKind, Ongoing};
use crowd::crowds;
use std::mem::Discriminant;

/// One entry of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryLine {
    /// What is told.
    pub line: Line,
    /// The card it is about.
    pub task: Option<TaskId>,
    /// How many alike this stands for.
    pub times: usize,
    /// It weighs so much that it stands above newer lines.
    pub older: bool,
}

impl StoryLine {
    fn of_all(line: Line) -> Self {
        Self {
            line,
            task: None,
            times: 1,
            older: false,
        }
    }
}

/// A line that a card printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
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
/// From so many facts within a second on, it is a rush.
const RUSH: usize = 400;
/// From so many chefs on stalls are told in one line.
const MANY_STALLS: usize = 3;
const SECOND: Nanos = Nanos::from_millis(1_000);

/// Tells the story as of now.
pub(super) fn story(eye: &Eye<'_>) -> Vec<StoryLine> {
    let (model, words) = (eye.model(), eye.app.register);
    let mut ongoing = eye.shown().ongoing();
    // What concerns all comes before what concerns one, and what harms nobody last.
    ongoing.sort_by_key(|fact| match fact {
        Ongoing::DriverFrozen(freeze) if freeze.waiting == 0 => 2,
        Ongoing::AllStalled | Ongoing::DriverFrozen(_) => 0,
        _ => 1,
    });
    // First of all: whatever goes on now, it goes on while the kitchen closes.
    let closing = narrator::closing(model, eye.now(), eye.app.can_order(), words);
    let mut story: Vec<_> = closing.map(StoryLine::of_all).into_iter().collect();
    let mut tell = |line| story.push(StoryLine::of_all(line));
    let stalled = |fact: &&Ongoing| matches!(fact, Ongoing::Stalled { .. });
    let stalls = ongoing.iter().filter(stalled).count();
    let mut told = false;
    for fact in &ongoing {
        if stalls < MANY_STALLS || !stalled(&fact) {
            tell(narrator::ongoing(fact, model, eye.now(), words));
        } else if !std::mem::replace(&mut told, true) {
            let lines = ongoing.iter().filter(stalled);
            let lines = lines.map(|fact| narrator::ongoing(fact, model, eye.now(), words));
            let longest = lines.min_by_key(|line| line.at);
            tell(narrator::stalls(
                stalls,
                &longest.expect("there are several"),
                words,
            ));
        }
    }
    let recent = recent(eye);
    let (held, routine) = sort(eye, &recent);
    story.extend(held);
    let quiet = |rush: &StoryLine| {
        let newest = rush.line.at;
        routine
            .iter()
            .all(|told| newest.since(told.line.at) > SECOND)
    };
    story.extend(rush(eye, &recent).filter(quiet));
    story.extend(routine);
    story.truncate(MOST);
    mark(&mut story);
    story
}

/// The newest facts, newest first. In the past none that came later: events of several threads
/// are only about in order.
fn recent<'a>(eye: &Eye<'a>) -> Vec<&'a Happening> {
    let facts = eye.model().happenings().rev();
    let live = eye.app.is_live();
    let until = eye.at();
    let facts = facts.filter(|fact| live || fact.at <= until);
    facts.take(LOOK_BACK).collect()
}

/// Marks what stands above newer lines.
fn mark(story: &mut [StoryLine]) {
    let mut newest = Nanos::ZERO;
    for told in story.iter_mut().rev() {
        told.older = told.line.at < newest;
        newest = newest.max(told.line.at);
    }
}

/// In a rush what is remembered covers less than a second, or only lines that cards printed.
fn rush(eye: &Eye<'_>, recent: &[&Happening]) -> Option<StoryLine> {
    let newest = recent.first()?.at;
    let all = recent.get(RUSH)?;
    if newest.since(all.at) > SECOND {
        return None;
    }
    let now = eye.at().since(newest) < SECOND;
    let told = narrator::rush(eye.model(), newest, now, eye.app.register);
    Some(StoryLine::of_all(told))
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
    let (mut held, mut routine) = (Vec::new(), Vec::new());
    let mut kinds: Vec<Discriminant<HappeningKind>> = Vec::new();
    for crowd in crowds(eye, recent) {
        let told = crowd.told(eye, recent.len() >= RUSH);
        // That an earlier shift closed is history once another one is open.
        let over = eye.model().running() && crowd.is_of_a_shift();
        let weighs = told.line.weight >= 2 && at.since(told.line.at) < HELD_FOR && !over;
        let before = held
            .iter()
            .filter(|other: &&StoryLine| other.line.weight >= told.line.weight)
            .count();
        // Of what is only notable the newest of its sort stands for the others.
        let new = told.line.weight > 2 || !kinds.contains(&crowd.what());
        if weighs && before < HELD && new {
            kinds.push(crowd.what());
            held.push(told);
        } else if told.line.at <= newest {
            routine.push(told);
        }
    }
    held.sort_by_key(|told| std::cmp::Reverse((told.line.weight, told.line.at)));
    // What gave way to weightier facts is told with the rest.
    routine.extend(held.drain(HELD.min(held.len())..));
    routine.sort_by_key(|told| std::cmp::Reverse(told.line.at));
    (held, routine)
}

/// The newest printed lines, newest first.
pub(super) fn ticker(eye: &Eye<'_>) -> Vec<Printed> {
    let model = eye.model();
    let (live, until) = (eye.app.is_live(), eye.at());
    model
        .recent_texts()
        .rev()
        .filter(|(at, ..)| live || *at <= until)
        .take(eye.viewport.printed.into())
        .map(|(at, task, text)| Printed {
            at,
            who: task.map_or_else(String::new, |task| card(model, task)),
            text: model.text(text).to_string(),
        })
        .collect()
}
