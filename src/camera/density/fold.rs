//! The lines of all workers, of the blocking pool and of one task, filled from the log.

use super::Grid;
use super::lane::{Lane, Part, Poll};
use super::life::Life;
use crate::camera::log::Weigh;
use crate::camera::{Brief, BriefKind, Log};
use crate::events::{InHand, Nanos, Now, TaskId, WorkerId};
use crate::model::{Model, Place};

/// Most workers a runtime of this program has.
const WORKERS: usize = 64;

/// Whether a worker is parked, as far as events told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// No event told of it yet.
    Unheard,
    Parked(Nanos),
    Awake,
}

/// How the time of a window was spent.
#[derive(Clone, Debug)]
pub struct Density {
    grid: Grid,
    stall_after: Nanos,
    /// Events are told from here on.
    from: Nanos,
    /// Number of the next event to take in.
    next: u64,
    workers: Vec<(Lane, Rest)>,
    pool: Lane,
    life: Option<Life>,
    /// Jobs that began in the window and go on.
    jobs: Vec<(TaskId, Nanos)>,
    /// Jobs that had begun before it, and ended.
    older: Vec<TaskId>,
    /// Tasks that gave their worker up and are inside `block_in_place`.
    in_place: Vec<(TaskId, WorkerId, Nanos)>,
    /// The column of the newest poll and its edges: the next poll mostly lies there too.
    near: (Nanos, Nanos, usize),
}

/// The lines up to a moment, with what went on then.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// By worker.
    pub workers: Vec<Lane>,
    /// The blocking pool.
    pub pool: Lane,
    /// The task, if one was asked for.
    pub task: Option<Lane>,
}

impl Density {
    /// Empty columns; `task` gets a line of its own. A poll at least `stall_after` long
    /// is a stall. Events are read from the beginning of the first column on.
    pub fn new<U: Weigh>(
        grid: Grid,
        task: Option<TaskId>,
        stall_after: Nanos,
        log: &Log<U>,
    ) -> Self {
        let from = grid.start().max(log.oldest().unwrap_or_default());
        Self {
            grid,
            stall_after,
            from,
            next: match from {
                Nanos::ZERO => log.first(),
                from => log.position(Nanos(from.0 - 1)),
            },
            workers: Vec::new(),
            pool: Lane::new(grid.count),
            life: task.map(|task| Life::new(task, from, grid.count)),
            jobs: Vec::new(),
            older: Vec::new(),
            in_place: Vec::new(),
            near: (Nanos::ZERO, Nanos::ZERO, 0),
        }
    }

    /// The columns.
    pub fn grid(&self) -> Grid {
        self.grid
    }

    /// The task that has a line.
    pub fn task(&self) -> Option<TaskId> {
        self.life.as_ref().map(|life| life.task)
    }

    /// The number of events that belong to the columns, as far as they were taken in.
    pub fn position(&self) -> u64 {
        self.next
    }

    /// Moves on in time to other columns of the same width; `false` if nothing would be
    /// kept by that, or if they begin earlier.
    pub fn move_to(&mut self, grid: Grid) -> bool {
        let old = self.grid;
        let forth = grid.first >= old.first && grid.end() >= old.end();
        if grid.width != old.width || !forth || grid.start() >= old.end() {
            return false;
        }
        if grid != old {
            self.grid = grid;
            self.near = (Nanos::ZERO, Nanos::ZERO, 0);
            let by = (grid.first - old.first) as usize;
            let workers = self.workers.iter_mut().map(|(lane, _)| lane);
            let life = self.life.iter_mut().map(|life| &mut life.lane);
            for lane in workers.chain(life).chain([&mut self.pool]) {
                lane.slide(&grid, by);
            }
        }
        true
    }

    /// Takes in the events that are new in the log and belong to the columns.
    pub fn read<U: Weigh>(&mut self, log: &Log<U>) {
        let end = log.position(Nanos(self.grid.end().0.saturating_sub(1)));
        if self.next < end {
            let task = self.task();
            log.scan(self.next, end, |_, brief| {
                if !self.take_quick(brief, task) {
                    self.take(brief);
                }
            });
            self.next = end;
        }
    }

    /// The most frequent events in few steps: polls within one column, and what concerns
    /// other tasks than `watched`. `false`: it is none of these.
    #[inline]
    fn take_quick(&mut self, brief: &Brief, watched: Option<TaskId>) -> bool {
        match brief.kind {
            BriefKind::Polled {
                task,
                worker: Some(worker),
                start,
                ..
            } => {
                let (begin, end, column) = self.near;
                let time = brief.at.since(start);
                let near = begin <= start && brief.at < end && time < self.stall_after;
                if !near || Some(task) == watched {
                    return false;
                }
                let Some((lane, rest @ (Rest::Awake | Rest::Unheard))) =
                    self.workers.get_mut(worker.index())
                else {
                    return false;
                };
                *rest = Rest::Awake;
                lane.cells[column].add(Part::Poll, time);
                true
            }
            BriefKind::Woken { task, .. } => Some(task) != watched,
            BriefKind::Other => true,
            _ => false,
        }
    }

    fn take(&mut self, brief: &Brief) {
        let at = brief.at;
        match brief.kind {
            BriefKind::Polled {
                task,
                worker,
                start,
                ..
            } => {
                let poll = Poll {
                    task,
                    from: start,
                    to: at,
                    stalled: at.since(start) >= self.stall_after,
                };
                match worker {
                    Some(worker) => self.polled(worker, poll),
                    None => self.polled_without_worker(poll),
                }
            }
            BriefKind::Parked { worker } => {
                if let Some((_, rest)) = self.worker(worker) {
                    *rest = Rest::Parked(at);
                }
            }
            BriefKind::Unparked { worker } => self.unparked(worker, at),
            BriefKind::BlockingStarted { job } => self.jobs.push((job, at)),
            BriefKind::BlockingEnded { job } => self.job_over(job, at),
            BriefKind::InPlaceStarted { task, worker } => {
                self.in_place.push((task, worker, at));
                self.jobs.push((task, at));
            }
            BriefKind::InPlaceEnded { task } => self.job_over(task, at),
            _ => {}
        }
        if let Some(life) = &mut self.life {
            life.take(&self.grid, at, &brief.kind, self.stall_after);
        }
    }

    fn worker(&mut self, worker: WorkerId) -> Option<&mut (Lane, Rest)> {
        let index = worker.index();
        if index >= WORKERS {
            return None;
        }
        while self.workers.len() <= index {
            let lane = Lane::new(self.grid.count);
            self.workers.push((lane, Rest::Unheard));
        }
        self.workers.get_mut(index)
    }

    fn polled(&mut self, worker: WorkerId, poll: Poll) {
        let grid = self.grid;
        let Some((lane, rest)) = self.worker(worker) else {
            return;
        };
        if *rest == Rest::Unheard {
            *rest = Rest::Awake;
        }
        lane.poll(&grid, poll);
        if let Some((_, at)) = grid.within(poll.to, poll.to) {
            let column = grid.column(at);
            self.near = (grid.edge(column), grid.edge(column + 1), column);
        }
    }

    /// The worker had been given up by then: it was polled there until it was.
    fn polled_without_worker(&mut self, poll: Poll) {
        let given = self
            .in_place
            .iter()
            .position(|(task, ..)| *task == poll.task);
        let Some((_, worker, at)) = given.map(|index| self.in_place.swap_remove(index)) else {
            return;
        };
        let to = at.max(poll.from);
        let stalled = to.since(poll.from) >= self.stall_after;
        self.polled(
            worker,
            Poll {
                to,
                stalled,
                ..poll
            },
        );
    }

    fn unparked(&mut self, worker: WorkerId, at: Nanos) {
        let (grid, from) = (self.grid, self.from);
        let Some((lane, rest)) = self.worker(worker) else {
            return;
        };
        match *rest {
            Rest::Unheard => lane.add(&grid, from, at, Part::Parked),
            Rest::Parked(since) => lane.add(&grid, since, at, Part::Parked),
            Rest::Awake => {}
        }
        *rest = Rest::Awake;
    }

    fn job_over(&mut self, job: TaskId, at: Nanos) {
        let began = self.jobs.iter().position(|(running, _)| *running == job);
        let since = match began.map(|index| self.jobs.swap_remove(index)) {
            Some((_, since)) => since,
            None => {
                self.older.push(job);
                self.from
            }
        };
        self.pool.add(&self.grid, since, at, Part::Job);
    }

    /// The lines with what went on at `ends`, the moment up to which they are drawn.
    /// `model` stands at any moment in the window: it knows of what no event told.
    /// `stalls` tells whether the poll of a worker that began then is known to have become a
    /// stall later, beyond the columns.
    pub fn picture(
        &self,
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
        let hands: Vec<_> = (0..).zip(&ends.workers).map(poll).collect();
        // One that slept all the time is told of by the model alone.
        let known = self.workers.len().max(model.workers().len());
        let count = hands.len().max(known).min(WORKERS);
        let workers = (0..count).map(|index| {
            let hand = hands.get(index).copied().flatten();
            self.worker_picture(index, until, hand, model)
        });
        let life = self.life.as_ref().map(|life| {
            let mut hands = hands.iter().flatten();
            let hand = hands.find(|hand| hand.task == life.task).copied();
            life.picture(&self.grid, until, hand, model.task(life.task).as_ref())
        });
        Picture {
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
            Some((lane, rest)) => (lane.clone(), *rest),
            None => (Lane::new(self.grid.count), Rest::Unheard),
        };
        let known = model.workers().get(index).filter(|worker| worker.parked);
        let since = match rest {
            Rest::Parked(since) => Some(since),
            Rest::Unheard => known.map(|worker| worker.since.max(self.from)),
            Rest::Awake => None,
        };
        let busy = hand.map_or(until, |hand| hand.from);
        if let Some(since) = since.filter(|since| *since < busy) {
            lane.add(&self.grid, since, busy, Part::Parked);
        }
        if let Some(hand) = hand {
            lane.poll(&self.grid, hand);
        }
        lane
    }

    fn pool_picture(&self, until: Nanos, model: &Model) -> Lane {
        let mut pool = self.pool.clone();
        for (_, since) in &self.jobs {
            pool.add(&self.grid, *since, until, Part::Job);
        }
        for job in model.blocking_running() {
            let told = self.jobs.iter().any(|(known, _)| *known == job.id);
            let began = job.since < self.from && job.place != Place::InPlace;
            if began && !told && !self.older.contains(&job.id) {
                pool.add(&self.grid, job.since, until, Part::Job);
            }
        }
        pool
    }
}
