//! Facts that one line tells: which are alike, and how many of them.

use super::{Eye, HELD_FOR, MOST, SECOND, StoryLine};
use crate::events::{KindId, Nanos, TaskId, WorkerId};
use crate::kitchen::narrator::{self, Line, Raid};
use crate::kitchen::words::Teller;
use crate::model::{Happening, HappeningKind};
use std::mem::{Discriminant, discriminant};

/// Among so many of the crowds before it a fact looks for its own.
const NEAR: usize = 6;
/// Cards named in one line at most.
const NAMED: usize = 4;
/// Raids that follow each other so soon are told in one line.
const ONE_RAID: Nanos = Nanos::from_millis(100);

/// The facts worth a line, newest first, like ones together.
pub(super) fn crowds<'a>(eye: &Eye<'_>, recent: &[&'a Happening]) -> Vec<Crowd<'a>> {
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
        if let Some(line) = narrator::happening(fact, eye.model(), eye.app.register) {
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
pub(super) struct Crowd<'a> {
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
    /// Which sort of fact they are.
    pub(super) fn what(&self) -> Discriminant<HappeningKind> {
        self.like.what
    }

    /// Whether they tell of a shift's end.
    pub(super) fn is_of_a_shift(&self) -> bool {
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
    pub(super) fn told(&self, eye: &Eye<'_>, cut: bool) -> StoryLine {
        let told = StoryLine {
            line: self.line.clone(),
            task: self.first.task,
            times: self.total,
            older: false,
        };
        match (self.like.from, self.longest) {
            (None, Some(longest)) if self.total > 1 => StoryLine {
                line: narrator::long_waits(
                    Teller::new(eye.model(), eye.app.register),
                    self.line.at,
                    (self.total, cut),
                    longest,
                ),
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
                    line: narrator::raid(&raid, eye.app.register),
                    times: 1,
                    ..told
                }
            }
            _ => told,
        }
    }
}
