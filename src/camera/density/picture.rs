//! The lines as they are drawn: up to a moment, with what went on then.

use super::fold::{Density, Rest};
use super::lane::{Activity, Lane, Poll};
use crate::events::{InHand, Nanos, Now, WorkerId};
use crate::model::{Model, Place};
use std::ops::Range;

/// The lines up to a moment, with what went on then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The first worker that was asked for.
    pub first: usize,
    /// The workers from there on, as far as they were asked for and are there.
    pub workers: Vec<Lane>,
    /// The blocking pool.
    pub pool: Lane,
    /// The task, if one was asked for.
    pub task: Option<Lane>,
}

impl Picture {
    /// The line of a worker; `None` if it was not asked for, or is not there.
    pub fn worker(&self, index: usize) -> Option<&Lane> {
        self.workers.get(index.checked_sub(self.first)?)
    }
}

impl Density {
    /// The lines of these workers, of the pool and of the task, with what went on at `ends`,
    /// the moment up to which they are drawn.
    /// `model` stands at any moment in the window: it knows of what no event told.
    /// `stalls` tells whether the poll of a worker that began then is known to have become a
    /// stall later, beyond the columns.
    pub fn picture(
        &self,
        shown: Range<usize>,
        ends: &Now,
        model: &Model,
        stalls: impl Fn(WorkerId, Nanos) -> bool,
    ) -> Picture {
        let until = ends.at.min(self.grid.end());
        let poll = |(index, hand): (u16, &Option<InHand>)| {
            let hand = (*hand)?;
            let long = until.since(hand.since) >= self.stall_after;
            Some(Poll {
                task: hand.task,
                from: hand.since,
                to: until,
                stalled: long || stalls(WorkerId::new(index), hand.since),
            })
        };
        let hands: Vec<_> = (0..=u16::MAX).zip(&ends.workers).map(poll).collect();
        // One that slept all the time is told of by the model alone.
        let known = self.workers.len().max(model.workers().len());
        let known = hands.len().max(known);
        let first = shown.start.min(known);
        let workers = (first..shown.end.min(known)).map(|index| {
            let hand = hands.get(index).copied().flatten();
            self.worker_picture(index, until, hand, model)
        });
        let life = self.life.as_ref().map(|life| {
            let mut hands = hands.iter().flatten();
            let hand = hands.find(|hand| hand.task == life.task).copied();
            life.picture(&self.grid, until, hand, model.task(life.task).as_ref())
        });
        Picture {
            first,
            workers: workers.collect(),
            pool: self.pool_picture(until, model),
            task: life,
        }
    }

    fn worker_picture(
        &self,
        index: usize,
        until: Nanos,
        hand: Option<Poll>,
        model: &Model,
    ) -> Lane {
        let (mut lane, rest) = match self.workers.get(index) {
            Some((lane, rest)) if !lane.cells.is_empty() => (lane.clone(), *rest),
            _ => (Lane::new(self.grid.count), Rest::Unheard),
        };
        let known = model.workers().get(index).filter(|worker| worker.parked);
        let since = match rest {
            Rest::Parked(since) => Some(since),
            Rest::Unheard => known.map(|worker| worker.since.max(self.from)),
            Rest::Awake => None,
        };
        let busy = hand.map_or(until, |hand| hand.from);
        if let Some(since) = since.filter(|since| *since < busy) {
            lane.add(&self.grid, since, busy, Activity::Parked);
        }
        if let Some(hand) = hand {
            lane.poll(&self.grid, hand);
        }
        lane
    }

    fn pool_picture(&self, until: Nanos, model: &Model) -> Lane {
        let mut pool = self.pool.clone();
        for (_, since) in &self.jobs {
            pool.add(&self.grid, *since, until, Activity::Job);
        }
        for job in model.blocking_running() {
            let told = self.jobs.iter().any(|(known, _)| *known == job.id);
            let began = job.since < self.from && job.place != Place::InPlace;
            if began && !told && !self.older.contains(&job.id) {
                pool.add(&self.grid, job.since, until, Activity::Job);
            }
        }
        pool
    }
}
