//! The newest polls of one worker, remembered from picture to picture: only what is new is
//! looked through.

use super::Log;
use super::log::BriefKind;
use crate::events::{Nanos, PollOutcome, TaskId, WorkerId};
use std::collections::VecDeque;
use std::ops::Range;

/// So many polls are remembered.
const KEPT: usize = 500;
/// So many events are looked through at most: a worker that slept among others that work
/// must not hold up a picture.
const REACH: u64 = 50_000;

/// A poll of the worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The number of the event that tells of it.
    pub number: u64,
    /// The task.
    pub task: TaskId,
    /// When it began.
    pub from: Nanos,
    /// When it ended.
    pub to: Nanos,
    /// How it ended.
    pub outcome: PollOutcome,
}

/// The newest polls of one worker up to some event, as far as they are found among the
/// newest events.
#[derive(Clone, Debug, Default)]
pub struct Duty {
    worker: Option<WorkerId>,
    /// The numbers that were looked through.
    read: Range<u64>,
    /// Newest first.
    turns: VecDeque<Turn>,
}

impl Duty {
    /// Brings it up to date: what the log has of the worker, below a number that is at most
    /// its end.
    pub fn read<U>(&mut self, log: &Log<U>, worker: WorkerId, below: u64) {
        let begin = below.saturating_sub(REACH).max(log.first());
        let goes_on = self.worker == Some(worker) && (begin..=below).contains(&self.read.end);
        if !goes_on {
            *self = Self {
                worker: Some(worker),
                read: begin..begin,
                turns: VecDeque::new(),
            };
        }
        log.scan(self.read.end, below, |number, brief| {
            if let BriefKind::Polled {
                task,
                worker: Some(on),
                start,
                outcome,
                ..
            } = brief.kind
                && on == worker
            {
                self.turns.push_front(Turn {
                    number,
                    task,
                    from: start,
                    to: brief.at,
                    outcome,
                });
            }
        });
        self.turns.truncate(KEPT);
        // What the log forgot, nobody can go to.
        let first = log.first();
        while self.turns.back().is_some_and(|turn| turn.number < first) {
            self.turns.pop_back();
        }
        self.read.end = below;
    }

    /// The polls, newest first.
    pub fn turns(&self) -> &VecDeque<Turn> {
        &self.turns
    }

    /// Whether it is of this worker, up to this number.
    pub fn is_all(&self, worker: WorkerId, below: u64) -> bool {
        self.worker == Some(worker) && self.read.end == below
    }
}
