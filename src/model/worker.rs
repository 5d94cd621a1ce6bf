//! What is known of one worker: its counters, its LIFO slot and its recent history.
//!
//! Counters and history come from finished polls and parks; slot and queue length
//! are inferred. It knows neither tasks nor other workers.

use super::ring::{Front, Past};
use crate::events::{Nanos, TaskId, WorkerId};
use std::collections::VecDeque;

/// How many spans of history a worker keeps.
const HISTORY: usize = 2_000;

/// Spans closer than this are drawn as one; it is far below what a screen can show.
const MERGE: Nanos = Nanos(50_000);

/// A worker of the present runtime.
#[derive(Clone, Debug)]
pub struct Worker {
    /// Its index.
    pub index: WorkerId,
    /// Whether it is parked.
    pub parked: bool,
    /// Since when parked or unparked.
    pub since: Nanos,
    /// Polls that are over.
    pub polls: u64,
    /// Of these, stalls.
    pub slow_polls: u64,
    /// Time spent in polls.
    pub busy: Nanos,
    /// The longest poll.
    pub longest_poll: Nanos,
    /// How often it parked.
    pub parks: u64,
    /// Tasks it polled that were queued on another worker (~).
    pub migrated_in: u64,
    /// Raids in which it took these (~).
    pub raids: u64,
    /// The task it polled last, and when that poll ended.
    pub last: Option<(TaskId, Nanos)>,
    /// LIFO slot (~).
    pub lifo: Option<TaskId>,
    /// Length of the local queue (~); [`Model::local`](super::Model::local) has the tasks in it.
    pub local_len: usize,
    /// Recent history, oldest first, adjacent alike spans merged, bounded (about 2,000).
    pub history: VecDeque<Span>,
    /// When events of it were counted that are not told one by one.
    pub(super) counted: Nanos,
    /// The newest finished stall, from and to.
    pub(super) last_stall: Option<(Nanos, Nanos)>,
    /// What the history needs to be taken back.
    front: Front<Span>,
}

/// A stretch of a worker's recent life, for strips and timelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its beginning.
    pub from: Nanos,
    /// Its end.
    pub to: Nanos,
    /// What it was.
    pub kind: SpanKind,
}

/// What a worker did for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanKind {
    /// One poll of a task; neighbours closer than 50 µs are merged (then the task is the last one).
    Poll(TaskId),
    /// A poll past the stall threshold.
    Stall(TaskId),
    /// Parked.
    Parked,
}

impl SpanKind {
    /// Two stalls are two facts; polls and parks flow together.
    fn merges_with(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Poll(_), Self::Poll(_)) | (Self::Parked, Self::Parked)
        )
    }
}

impl Worker {
    pub(super) fn new(index: WorkerId, at: Nanos) -> Self {
        Self {
            index,
            parked: false,
            since: at,
            polls: 0,
            slow_polls: 0,
            busy: Nanos::ZERO,
            longest_poll: Nanos::ZERO,
            parks: 0,
            migrated_in: 0,
            raids: 0,
            last: None,
            lifo: None,
            local_len: 0,
            history: VecDeque::new(),
            counted: Nanos::ZERO,
            last_stall: None,
            front: Front::default(),
        }
    }

    /// A copy of all but the history.
    pub(super) fn without_history(&self) -> Self {
        Self {
            history: VecDeque::new(),
            front: Front::default(),
            ..*self
        }
    }

    /// Begins a segment. Only the history is remembered here: the rest is small.
    pub(super) fn remember(&mut self) {
        self.front.remember(&self.history);
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.front.stop();
    }

    /// What the history was when the segment began; `None` if the worker was made since.
    pub(super) const fn past(&self) -> Option<&Past<Span>> {
        self.front.past()
    }

    /// As [`past`](Self::past), of a worker that goes away: its history must not be needed to
    /// tell what it was.
    pub(super) fn into_past(mut self) -> Option<Past<Span>> {
        self.front.keep_all(&self.history);
        self.front.into_past()
    }

    /// Puts the rest as it was, of `small`, and the history of the worker at its place now.
    pub(super) fn taken_back(small: &Self, now: Option<Self>, past: &Past<Span>) -> Self {
        let mut before = small.without_history();
        if let Some(now) = now {
            (before.history, before.front) = (now.history, now.front);
        }
        before.front.take_back(&mut before.history, past);
        before
    }

    /// When it was last seen to do something: park, unpark, or end a poll.
    pub(super) fn seen(&self) -> Nanos {
        self.last.map_or(self.since, |(_, end)| end.max(self.since))
    }

    pub(super) fn park(&mut self, at: Nanos) {
        self.parks += 1;
        self.parked = true;
        self.since = at;
    }

    pub(super) fn unpark(&mut self, at: Nanos) {
        if self.parked {
            self.note_span(Span {
                from: self.since,
                to: at,
                kind: SpanKind::Parked,
            });
        }
        self.parked = false;
        self.since = at;
    }

    /// Always inlined: nearly every caller knows that it is no stall.
    #[inline(always)]
    pub(super) fn polled(&mut self, task: TaskId, start: Nanos, end: Nanos, stall: bool) {
        let lasted = end.since(start);
        self.polls += 1;
        self.busy += lasted;
        self.longest_poll = self.longest_poll.max(lasted);
        if self.last.is_none_or(|(_, last)| last <= end) {
            self.last = Some((task, end));
        }
        if stall {
            self.slow_polls += 1;
            self.last_stall = Some((start, end));
            self.note_span(Span {
                from: start,
                to: end,
                kind: SpanKind::Stall(task),
            });
        } else if !self.went_on(task, start, end) {
            self.note_span(Span {
                from: start,
                to: end,
                kind: SpanKind::Poll(task),
            });
        }
    }

    /// Merges a poll with the one before; `false` if they are not so close. What
    /// `note_span` does with most polls, without its detours.
    #[inline(always)]
    fn went_on(&mut self, task: TaskId, start: Nanos, end: Nanos) -> bool {
        match self.history.back_mut() {
            Some(
                last @ Span {
                    kind: SpanKind::Poll(_),
                    ..
                },
            ) if start >= last.from && start.since(last.to) < MERGE => {
                last.to = last.to.max(end);
                last.kind = SpanKind::Poll(task);
                true
            }
            _ => false,
        }
    }

    fn note_span(&mut self, span: Span) {
        if self
            .history
            .back()
            .is_some_and(|last| span.from < last.from)
        {
            // A poll that gave its worker away is told when it ends, long after.
            let place = self
                .history
                .partition_point(|known| known.from <= span.from);
            self.front.keep_all(&self.history);
            self.history.insert(place, span);
            self.bound();
            return;
        }
        if let Some(last) = self.history.back_mut()
            && last.kind.merges_with(span.kind)
            && span.from.since(last.to) < MERGE
        {
            last.to = last.to.max(span.to);
            last.kind = span.kind;
            return;
        }
        self.history.push_back(span);
        self.bound();
    }

    fn bound(&mut self) {
        if self.history.len() > HISTORY {
            self.front.before_pop(&self.history);
            self.history.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worker() -> Worker {
        Worker::new(WorkerId::new(0), Nanos::ZERO)
    }

    #[test]
    fn close_polls_merge_and_a_stall_stands_alone() {
        let (a, b) = (TaskId::new(1).unwrap(), TaskId::new(2).unwrap());
        let mut worker = worker();
        worker.polled(a, Nanos(0), Nanos(10), false);
        worker.polled(b, Nanos(1_000), Nanos(1_010), false);
        worker.polled(a, Nanos(1_020), Nanos(200_000_000), true);
        worker.polled(a, Nanos(200_000_001), Nanos(400_000_000), true);
        let history: Vec<_> = worker.history.iter().copied().collect();
        assert_eq!(history.len(), 3);
        assert_eq!(
            history[0],
            Span {
                from: Nanos(0),
                to: Nanos(1_010),
                kind: SpanKind::Poll(b)
            }
        );
        assert_eq!(worker.polls, 4);
        assert_eq!(worker.slow_polls, 2);
        assert_eq!(worker.longest_poll, Nanos(199_999_999));
    }

    #[test]
    fn a_span_told_late_is_put_where_it_belongs() {
        let task = TaskId::new(1).unwrap();
        let mut worker = worker();
        for start in [10_000_000, 20_000_000, 15_000_000] {
            worker.polled(task, Nanos(start), Nanos(start + 5), false);
        }
        let starts: Vec<_> = worker
            .history
            .iter()
            .map(|span| span.from.as_millis())
            .collect();
        assert_eq!(starts, [10, 15, 20]);
        assert_eq!(worker.last, Some((task, Nanos(20_000_005))));
    }

    #[test]
    fn history_is_bounded() {
        let task = TaskId::new(1).unwrap();
        let mut worker = worker();
        for i in 0..5_000u64 {
            worker.polled(task, Nanos(i * 1_000_000), Nanos(i * 1_000_000 + 5), false);
        }
        assert_eq!(worker.history.len(), HISTORY);
    }

    #[test]
    fn a_park_becomes_a_span_when_it_is_over() {
        let mut worker = worker();
        worker.park(Nanos(5));
        assert!(worker.parked && worker.history.is_empty());
        worker.unpark(Nanos(9));
        assert_eq!(
            worker.history.back(),
            Some(&Span {
                from: Nanos(5),
                to: Nanos(9),
                kind: SpanKind::Parked
            })
        );
    }
}
