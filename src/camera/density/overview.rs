//! The whole history in one line: how busy the workers were, and where they stalled.

use crate::camera::log::Weigh;
use crate::camera::{BriefKind, Log};
use crate::events::{Nanos, Now};
use std::collections::VecDeque;

/// Columns kept at most: finer than any terminal, so that a terminal's columns are sums.
const COLUMNS: usize = 1024;
/// The narrowest column: 2^16 ns, 65.5 µs.
const NARROWEST: u32 = 16;

/// A column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Heap {
    polled: Nanos,
    stalled: Nanos,
}

/// How a stretch of time was spent, all workers together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    /// Time in polls; a worker each, so it can be longer than the stretch.
    pub polled: Nanos,
    /// Whether a stall touches the stretch.
    pub stalled: bool,
    /// How long the stretch is, made of whole columns.
    pub of: Nanos,
}

/// The whole history in at most 1,024 columns. When it outgrows them, two become one.
#[derive(Clone, Debug)]
pub struct Overview {
    /// A column is 2^`power` ns wide.
    power: u32,
    /// Number of the first column, counted from the beginning of the run.
    first: u64,
    columns: VecDeque<Heap>,
    next: u64,
    stall_after: Nanos,
}

impl Overview {
    /// Nothing was taken in yet.
    pub fn new(stall_after: Nanos) -> Self {
        Self {
            power: NARROWEST,
            first: 0,
            columns: VecDeque::new(),
            next: 0,
            stall_after,
        }
    }

    /// Takes in what is new in the log, and forgets what the log forgot.
    pub fn read<U: Weigh>(&mut self, log: &Log<U>) {
        if let Some(oldest) = log.oldest() {
            self.forget_before(oldest);
        }
        let from = self.next.max(log.first());
        self.next = log.end();
        log.scan(from, self.next, |_, brief| {
            if let BriefKind::Polled { start, .. } = brief.kind {
                self.add(start, brief.at);
            }
        });
    }

    fn forget_before(&mut self, oldest: Nanos) {
        let keep = oldest.0 >> self.power;
        if keep > self.first {
            let gone = (keep - self.first).min(self.columns.len() as u64);
            self.columns.drain(..gone as usize);
            self.first = keep;
        }
    }

    fn add(&mut self, from: Nanos, to: Nanos) {
        while (to.0 >> self.power).saturating_sub(self.first) >= COLUMNS as u64 {
            self.double();
        }
        let stalled = to.since(from) >= self.stall_after;
        let begin = from.0.max(self.first << self.power).min(to.0);
        let first = ((begin >> self.power).saturating_sub(self.first)) as usize;
        let last = ((to.0 >> self.power).saturating_sub(self.first)) as usize;
        if self.columns.len() <= last {
            self.columns.resize(last + 1, Heap::default());
        }
        for column in first..=last {
            let number = self.first + column as u64;
            let (edge, next) = (number << self.power, (number + 1) << self.power);
            let time = Nanos(to.0.min(next)).since(Nanos(begin.max(edge)));
            let heap = &mut self.columns[column];
            heap.polled += time;
            if stalled {
                heap.stalled += time;
            }
        }
    }

    fn double(&mut self) {
        let mut merged: VecDeque<Heap> = VecDeque::with_capacity(COLUMNS);
        for (number, heap) in (self.first..).zip(&self.columns) {
            match merged.back_mut() {
                Some(left) if number % 2 == 1 => {
                    left.polled += heap.polled;
                    left.stalled += heap.stalled;
                }
                _ => merged.push_back(*heap),
            }
        }
        self.first /= 2;
        self.power += 1;
        self.columns = merged;
    }

    /// How a stretch was spent, with the polls in progress at `now`.
    pub fn share(&self, from: Nanos, to: Nanos, now: &Now) -> Share {
        let first = from.0 >> self.power;
        let last = (to.0.saturating_sub(1) >> self.power).max(first);
        let begin = Nanos(first << self.power);
        let end = Nanos((last + 1) << self.power);
        let mut share = Share {
            of: end.min(now.at.max(begin)).since(begin),
            ..Share::default()
        };
        let skipped = first.saturating_sub(self.first);
        let count = (last + 1).saturating_sub(first.max(self.first));
        let known = self.columns.iter().skip(skipped as usize);
        // A run that is long quiet has many more columns than are kept: those are empty.
        for heap in known.take(count as usize) {
            share.polled += heap.polled;
            share.stalled |= heap.stalled > Nanos::ZERO;
        }
        for hand in now.workers.iter().flatten() {
            let time = end.min(now.at).since(begin.max(hand.since));
            share.polled += time;
            let long = now.at.since(hand.since) >= self.stall_after;
            share.stalled |= long && time > Nanos::ZERO;
        }
        share
    }
}
