//! Where the history tells of one task, remembered from picture to picture: only what is
//! new is looked through, however long the history is.

#[cfg(test)]
mod tests;

use super::Log;
use crate::events::{Event, TaskId, What};
use std::collections::VecDeque;
use std::ops::Range;

/// A piece spans at most so many numbers. So there are at most as many pieces as the history
/// has events, divided by this: next to nothing, and still a piece is quickly looked through.
const PIECE: u64 = 1 << 10;

/// How many events of some sorts there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// All events.
    pub events: usize,
    /// Polls.
    pub polls: usize,
    /// Wakes.
    pub wakes: usize,
}

impl Tally {
    fn note(&mut self, what: &What) {
        self.events += 1;
        self.polls += usize::from(matches!(what, What::Polled { .. }));
        self.wakes += usize::from(matches!(what, What::Woken { .. }));
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.polls += other.polls;
        self.wakes += other.wakes;
    }
}

/// A range of numbers in which there are events of the task.
#[derive(Clone, Debug)]
struct Piece {
    numbers: Range<u64>,
    tally: Tally,
}

impl Piece {
    fn at(number: u64) -> Self {
        Self {
            numbers: number..number + 1,
            tally: Tally::default(),
        }
    }
}

/// Where the history tells of one task, from its birth on as far as that is kept, up to
/// some event.
///
/// The birth is the first thing that is told of a task, so nothing before it is looked at.
#[derive(Clone, Debug, Default)]
pub struct Traces {
    task: Option<TaskId>,
    /// What the log began with, and the number up to which it was looked through.
    read: Range<u64>,
    birth: Option<u64>,
    /// Oldest first.
    pieces: VecDeque<Piece>,
}

impl Traces {
    /// Whether the history tells this, and no more, of the task below that number.
    pub fn is_all<U>(&self, log: &Log<U>, task: TaskId, below: u64) -> bool {
        self.task == Some(task) && self.read == (log.first()..below)
    }

    /// Brings it up to date: what the log has of the task, below a number that is at most
    /// its end.
    pub fn read<U>(&mut self, log: &Log<U>, task: TaskId, below: u64) {
        if self.is_all(log, task, below) {
            return;
        }
        let first = log.first();
        // Before its birth, what came before that counts: it was not looked at.
        let unborn = self.birth.is_some_and(|birth| birth >= below);
        if self.task != Some(task) || unborn || self.read.end <= first {
            self.read_back(log, task, below);
        } else {
            self.keep(log, task, first..below);
            self.read_on(log, task, self.read.end..below);
        }
        self.read = first..below;
    }

    /// From the newest event back to the birth: a short life is soon read.
    fn read_back<U>(&mut self, log: &Log<U>, task: TaskId, below: u64) {
        *self = Self {
            task: Some(task),
            ..Self::default()
        };
        for (number, event) in log.of_life_within(task, 0..below).rev() {
            match self.pieces.front_mut() {
                Some(piece) if piece.numbers.end - number <= PIECE => piece.numbers.start = number,
                _ => self.pieces.push_front(Piece::at(number)),
            }
            if let Some(piece) = self.pieces.front_mut() {
                piece.tally.note(&event.what);
            }
            if is_birth(&event, task) {
                self.birth = Some(number);
                return;
            }
        }
    }

    fn read_on<U>(&mut self, log: &Log<U>, task: TaskId, numbers: Range<u64>) {
        for (number, event) in log.of_life_within(task, numbers) {
            if is_birth(&event, task) {
                self.birth = Some(number);
                self.pieces.clear();
            }
            match self.pieces.back_mut() {
                Some(piece) if number - piece.numbers.start < PIECE => {
                    piece.numbers.end = number + 1;
                }
                _ => self.pieces.push_back(Piece::at(number)),
            }
            if let Some(piece) = self.pieces.back_mut() {
                piece.tally.note(&event.what);
            }
        }
    }

    /// Forgets what is not among these numbers.
    fn keep<U>(&mut self, log: &Log<U>, task: TaskId, kept: Range<u64>) {
        self.birth = self.birth.filter(|birth| kept.contains(birth));
        self.pieces.retain_mut(|piece| {
            let Range { start, end } = piece.numbers;
            let numbers = start.max(kept.start)..end.min(kept.end);
            if numbers != piece.numbers {
                piece.tally = Tally::default();
                for (_, event) in log.of_life_within(task, numbers.clone()) {
                    piece.tally.note(&event.what);
                }
                piece.numbers = numbers;
            }
            piece.tally.events > 0
        });
    }

    /// How much the history tells.
    pub fn total(&self) -> Tally {
        let mut total = Tally::default();
        for piece in &self.pieces {
            total.add(piece.tally);
        }
        total
    }

    /// Whether it tells the whole life.
    pub fn has_birth(&self) -> bool {
        self.birth.is_some()
    }

    /// Up to `count` events with their numbers, newest first, after the newest `skipped`; and
    /// how many polls are among those skipped. The log is the one that was read.
    pub fn newest<U>(
        &self,
        log: &Log<U>,
        skipped: usize,
        count: usize,
    ) -> (usize, Vec<(u64, Event)>) {
        let Some(task) = self.task else {
            return (0, Vec::new());
        };
        let mut above = Tally::default();
        let mut pieces = self.pieces.iter().rev().peekable();
        while let Some(piece) = pieces.next_if(|piece| above.events + piece.tally.events <= skipped)
        {
            above.add(piece.tally);
        }
        let mut events =
            pieces.flat_map(|piece| log.of_life_within(task, piece.numbers.clone()).rev());
        for (_, event) in events.by_ref().take(skipped - above.events) {
            above.note(&event.what);
        }
        (above.polls, events.take(count).collect())
    }

    /// How many events there are that are newer than the one of that number.
    pub fn newer_than<U>(&self, log: &Log<U>, number: u64) -> usize {
        let Some(task) = self.task else { return 0 };
        let mut newer = 0;
        for piece in self.pieces.iter().rev() {
            let Range { start, end } = piece.numbers;
            if number < start {
                newer += piece.tally.events;
            } else {
                newer += log.of_life_within(task, number + 1..end).count();
                break;
            }
        }
        newer
    }
}

/// Whether a life begins here: it also has the births of others that the task spawned.
fn is_birth(event: &Event, task: TaskId) -> bool {
    event.what.born().is_some_and(|born| born.task == task)
}
