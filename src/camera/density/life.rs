//! One task's life along the events: pending, ready, polled.

use super::Grid;
use super::lane::{Activity, Lane, Poll};
use crate::camera::BriefKind;
use crate::events::{Nanos, PollOutcome, TaskId};
use crate::model::{Place, Task};

/// What the task was doing since the last event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No event told of it yet.
    Unheard,
    Pending,
    Ready,
    Job,
    Over,
}

/// The line of one task.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) task: TaskId,
    pub(super) lane: Lane,
    state: State,
    since: Nanos,
    /// A wake since the last poll ended, other than the one that made it ready.
    woken: Option<Nanos>,
}

impl Life {
    /// Nothing is known yet; events are told from `from` on.
    pub(super) fn new(task: TaskId, from: Nanos, columns: usize) -> Self {
        Self {
            task,
            lane: Lane::new(columns),
            state: State::Unheard,
            since: from,
            woken: None,
        }
    }

    fn turn(&mut self, state: State, since: Nanos) {
        (self.state, self.since) = (state, since);
    }

    /// The time since the last event was spent as its state says.
    fn spend(&mut self, grid: &Grid, to: Nanos) {
        let since = self.since;
        if to <= since {
            return;
        }
        let mut add = |from, to, activity| self.lane.add(grid, from, to, activity);
        match (self.state, self.woken) {
            (State::Unheard, Some(woken)) if woken < to => {
                add(since, woken, Activity::Pending);
                add(woken.max(since), to, Activity::Ready);
            }
            // It is polled without a wake that was told: it was ready before.
            (State::Unheard | State::Ready, _) => add(since, to, Activity::Ready),
            (State::Pending, _) => add(since, to, Activity::Pending),
            (State::Job, _) => add(since, to, Activity::Job),
            (State::Over, _) => {}
        }
    }

    /// Takes an event in; those of other tasks are left out.
    #[inline]
    pub(super) fn take(&mut self, grid: &Grid, at: Nanos, kind: &BriefKind, stall_after: Nanos) {
        match *kind {
            BriefKind::Polled {
                task,
                start,
                outcome,
                self_woken,
                ..
            } if task == self.task => {
                let poll = Poll {
                    task,
                    from: start,
                    to: at,
                    stalled: at.since(start) >= stall_after,
                };
                self.polled(grid, poll, outcome, self_woken);
            }
            BriefKind::Woken { task, .. } if task == self.task => self.wake(grid, at),
            BriefKind::Spawned { task } | BriefKind::BlockingSubmitted { job: task }
                if task == self.task =>
            {
                self.turn(State::Ready, at);
            }
            BriefKind::Dropped { task } | BriefKind::BlockingEnded { job: task }
                if task == self.task =>
            {
                if self.state == State::Unheard {
                    self.unheard(*kind);
                }
                self.spend(grid, at);
                self.turn(State::Over, at);
            }
            BriefKind::BlockingStarted { job } if job == self.task => {
                self.spend(grid, at);
                self.turn(State::Job, at);
            }
            _ => {}
        }
    }

    /// What an end says of the time before it.
    fn unheard(&mut self, end: BriefKind) {
        self.state = match end {
            BriefKind::BlockingEnded { .. } => State::Job,
            _ => State::Pending,
        };
    }

    fn wake(&mut self, grid: &Grid, at: Nanos) {
        self.lane.wake(grid, at);
        match self.state {
            State::Pending if at >= self.since => {
                self.spend(grid, at);
                self.turn(State::Ready, at);
            }
            State::Unheard if self.woken.is_some() => {}
            State::Unheard | State::Ready => self.woken = Some(at),
            State::Pending | State::Job | State::Over => {}
        }
    }

    fn polled(&mut self, grid: &Grid, poll: Poll, outcome: PollOutcome, self_woken: bool) {
        // Woken by somebody else while it was polled: told before the poll, which is told
        // at its end.
        let during = self.woken.is_some_and(|woken| woken >= poll.from)
            || (self.state == State::Ready && self.since > poll.from);
        self.spend(grid, poll.from);
        self.woken = None;
        self.lane.poll(grid, poll);
        let state = match outcome {
            PollOutcome::Pending if self_woken || during => State::Ready,
            PollOutcome::Pending => State::Pending,
            PollOutcome::Ready | PollOutcome::Panicked | PollOutcome::Over => State::Over,
        };
        self.turn(state, poll.to);
    }

    /// The line up to `until`, with what goes on then: `hand` is its poll in progress,
    /// `known` the task as a model knows it, for one no event told of.
    pub(super) fn picture(
        &self,
        grid: &Grid,
        until: Nanos,
        hand: Option<Poll>,
        known: Option<&Task>,
    ) -> Lane {
        let mut life = self.clone();
        if life.state == State::Unheard && life.woken.is_none() && hand.is_none() {
            let state = match known.map(|task| task.place) {
                Some(Place::Pending | Place::Lane) => State::Pending,
                Some(place) if place.is_queued() => State::Ready,
                Some(Place::BlockingQueue) => State::Ready,
                Some(Place::BlockingRunning | Place::InPlace) => State::Job,
                _ => State::Over,
            };
            let since = known.map_or(until, |task| task.since.max(life.since));
            life.turn(state, since);
        }
        life.spend(grid, hand.map_or(until, |hand| hand.from));
        if let Some(hand) = hand {
            life.lane.poll(grid, hand);
        }
        life.lane
    }
}
