//! The story: what goes on first, then what weighs, then the rest, each newest first. A line
//! that stands above newer ones is marked.
//!
//! A crowd of like facts is told once with its number, and under a flood routine facts
//! change once a second only: a text nobody can read tells nothing.

use super::Eye;
use crate::events::{KindId, Nanos, TaskId, WorkerId};
use crate::kitchen::narrator::{self, Line, Raid};
use crate::kitchen::words::card;
use crate::model::{Happening, HappeningKind, Ongoing};
use std::mem::{Discriminant, discriminant};

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
/// Among so many of the crowds before it a fact looks for its own.
const NEAR: usize = 6;
/// Cards named in one line at most.
const NAMED: usize = 4;
/// Raids that follow each other so soon are told in one line.
const ONE_RAID: Nanos = Nanos::from_millis(100);
const SECOND: Nanos = Nanos::from_millis(1_000);

/// Tells the story as of now.
pub(super) fn story(eye: &Eye<'_>) -> Vec<StoryLine> {
    let model = eye.model();
    let mut ongoing = model.ongoing(eye.now());
    // What concerns all comes before what concerns one.
    ongoing.sort_by_key(|fact| !matches!(fact, Ongoing::AllStalled | Ongoing::TimersFrozen { .. }));
    // First of all: whatever goes on now, it goes on while the kitchen closes.
    let closing = narrator::closing(model, eye.now());
    let mut story: Vec<_> = closing.map(StoryLine::of_all).into_iter().collect();
    let mut tell = |line| story.push(StoryLine::of_all(line));
    let stalled = |fact: &&Ongoing| matches!(fact, Ongoing::Stalled { .. });
    let stalls = ongoing.iter().filter(stalled).count();
    let mut told = false;
    for fact in &ongoing {
        if stalls < MANY_STALLS || !stalled(&fact) {
            tell(narrator::ongoing(fact, model, eye.now()));
        } else if !std::mem::replace(&mut told, true) {
            let lines = ongoing.iter().filter(stalled);
            let lines = lines.map(|fact| narrator::ongoing(fact, model, eye.now()));
            let longest = lines.min_by_key(|line| line.at);
            tell(narrator::stalls(
                stalls,
                &longest.expect("there are several"),
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
    Some(StoryLine::of_all(narrator::rush(eye.model(), newest, now)))
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
        let new = told.line.weight > 2 || !kinds.contains(&crowd.like.what);
        if weighs && before < HELD && new {
            kinds.push(crowd.like.what);
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

/// The facts worth a line, newest first, like ones together.
fn crowds<'a>(eye: &Eye<'_>, recent: &[&'a Happening]) -> Vec<Crowd<'a>> {
    let closed = eye.model().closing().is_some() || !eye.model().running();
    let mut crowds: Vec<Crowd<'a>> = Vec::new();
    for fact in recent {
        // While it is so, that the kitchen closes stands on top anyway.
        let said = matches!(
            fact.kind,
            HappeningKind::Closing { .. } | HappeningKind::RunEnded
        );
        if closed && said && eye.at().since(fact.at) < HELD_FOR {
            continue;
        }
        let waits = waited(fact).is_some();
        if crowds.len() >= MOST && !waits {
            continue;
        }
        let like = Like::of(eye, fact);
        let near = if waits { MOST } else { NEAR };
        let near = crowds.iter_mut().rev().take(near);
        if let Some(crowd) = near.into_iter().find(|crowd| crowd.takes(fact, &like)) {
            crowd.add(fact);
            continue;
        }
        if crowds.len() >= MOST {
            continue;
        }
        if let Some(line) = narrator::happening(fact, eye.model()) {
            crowds.push(Crowd {
                like,
                line,
                first: fact,
                oldest: fact.at,
                tasks: fact.task.into_iter().collect(),
                longest: waited(fact),
                total: 1,
                raids: raid_of(fact).into_iter().collect(),
            });
        }
    }
    crowds
}

/// What makes two facts alike: but for the number of the card, one sentence tells both.
#[derive(PartialEq)]
struct Like {
    what: Discriminant<HappeningKind>,
    kind: Option<KindId>,
    parent: Option<TaskId>,
    worker: Option<WorkerId>,
    from: Option<WorkerId>,
    /// What else the sentence tells.
    told: Option<HappeningKind>,
}

impl Like {
    fn of(eye: &Eye<'_>, fact: &Happening) -> Self {
        let what = discriminant(&fact.kind);
        let task = fact.task.and_then(|task| eye.model().task(task));
        let mut like = Self {
            what,
            kind: task.as_ref().map(|task| task.kind),
            parent: task.and_then(|task| task.parent),
            worker: None,
            from: None,
            told: None,
        };
        match fact.kind {
            // A raid takes whatever lies there.
            HappeningKind::Moved { from, .. } => {
                like = Self {
                    what,
                    kind: None,
                    parent: None,
                    worker: fact.worker,
                    from: Some(from),
                    told: None,
                }
            }
            // Whatever it is: what held one up held up the others.
            HappeningKind::LongWait { .. } => (like.kind, like.parent) = (None, None),
            // The card that had to leave the clip is part of the reason only.
            HappeningKind::Spawned { .. } => like.worker = fact.worker,
            // Of a chef, with a time of its own, or of another card.
            _ => {
                like.worker = fact.worker.filter(|_| names_chef(&fact.kind));
                like.told = Some(fact.kind.clone());
            }
        }
        like
    }
}

/// Whether the sentence of the fact names its chef.
fn names_chef(kind: &HappeningKind) -> bool {
    matches!(
        kind,
        HappeningKind::FirstPoll { .. }
            | HappeningKind::PutAside { .. }
            | HappeningKind::StallEnded { .. }
            | HappeningKind::CoreHandedOver
    )
}

/// Facts told in one line.
struct Crowd<'a> {
    like: Like,
    line: Line,
    first: &'a Happening,
    /// When the oldest of them happened.
    oldest: Nanos,
    /// The cards, newest first, as many as are named at most.
    tasks: Vec<TaskId>,
    /// The longest wait between wake and poll, and whose it was.
    longest: Option<(Nanos, TaskId)>,
    total: usize,
    /// The raids they were taken in.
    raids: Vec<u64>,
}

/// The raid the card was taken in.
fn raid_of(fact: &Happening) -> Option<u64> {
    match fact.kind {
        HappeningKind::Moved { raid, .. } => Some(raid),
        _ => None,
    }
}

/// How many cards lay there before.
fn lay(fact: &Happening) -> u32 {
    match fact.kind {
        HappeningKind::Moved { lay, .. } => lay,
        _ => 0,
    }
}

/// How long the card had been ready, if that is what the fact tells.
fn waited(fact: &Happening) -> Option<(Nanos, TaskId)> {
    match fact.kind {
        HappeningKind::LongWait { waited } => Some((waited, fact.task?)),
        _ => None,
    }
}

impl Crowd<'_> {
    fn is_of_a_shift(&self) -> bool {
        matches!(
            self.first.kind,
            HappeningKind::Closing { .. } | HappeningKind::RunEnded
        )
    }

    fn takes(&self, fact: &Happening, like: &Like) -> bool {
        let raid = raid_of(fact).is_some();
        // What was taken at once stays together, whenever it is polled.
        let same = || self.raids.iter().any(|known| raid_of(fact) == Some(*known));
        self.like == *like
            && fact.task.is_some()
            && (!raid || same() || self.oldest.since(fact.at) < ONE_RAID)
            && (self.longest.is_none() || self.oldest.since(fact.at) < SECOND)
    }

    fn add(&mut self, fact: &Happening) {
        self.oldest = fact.at;
        self.total += 1;
        self.longest = self.longest.max(waited(fact));
        let raid = raid_of(fact);
        self.raids
            .extend(raid.filter(|raid| !self.raids.contains(raid)));
        if self.tasks.len() < NAMED {
            self.tasks.extend(fact.task);
        }
    }

    /// `cut`: older facts like these may have been forgotten.
    fn told(&self, eye: &Eye<'_>, cut: bool) -> StoryLine {
        let told = StoryLine {
            line: self.line.clone(),
            task: self.first.task,
            times: self.total,
            older: false,
        };
        match (self.like.from, self.longest) {
            (None, Some(longest)) if self.total > 1 => StoryLine {
                line: narrator::long_waits(eye.model(), self.line.at, (self.total, cut), longest),
                task: Some(longest.1),
                times: 1,
                ..told
            },
            (Some(from), _) if self.total > 1 => {
                let mut cards = self.tasks.clone();
                cards.sort();
                let raid = Raid {
                    at: self.line.at,
                    chef: self.first.worker,
                    from,
                    lay: lay(self.first),
                    cards: &cards,
                    total: self.total,
                    raids: self.raids.len(),
                };
                StoryLine {
                    line: narrator::raid(&raid),
                    times: 1,
                    ..told
                }
            }
            _ => told,
        }
    }
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
