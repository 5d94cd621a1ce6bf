//! The lines of all workers, of the blocking pool and of one task, filled from the log.

use super::Grid;
use super::lane::{Activity, Lane, Poll};
use super::life::Life;
use crate::camera::log::Weigh;
use crate::camera::{Brief, BriefKind, Log};
use crate::events::{Nanos, TaskId, WorkerId};

/// Whether a worker is parked, as far as events told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// No event told of it yet.
    Unheard,
    Parked(Nanos),
    Awake,
}

/// How the time of a window was spent.
#[derive(Clone, Debug)]
pub struct Density {
    pub(super) grid: Grid,
    pub(super) stall_after: Nanos,
    /// Events are told from here on.
    pub(super) from: Nanos,
    /// Number of the next event to take in.
    next: u64,
    /// By worker. One that no event told of has no columns yet.
    pub(super) workers: Vec<(Lane, Rest)>,
    pub(super) pool: Lane,
    pub(super) life: Option<Life>,
    /// Jobs that began in the window and go on.
    pub(super) jobs: Vec<(TaskId, Nanos)>,
    /// Jobs that had begun before it, and ended.
    pub(super) older: Vec<TaskId>,
    /// Tasks that gave their worker up and are inside `block_in_place`.
    in_place: Vec<(TaskId, WorkerId, Nanos)>,
    /// The column of the newest poll and its edges: the next poll mostly lies there too.
    near: (Nanos, Nanos, usize),
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

    /// How many columns are held for all workers together.
    #[cfg(test)]
    pub(super) fn columns_held(&self) -> usize {
        self.workers.iter().map(|(lane, _)| lane.cells.len()).sum()
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
                let Some((lane, Rest::Awake)) = self.workers.get_mut(worker.index()) else {
                    return false;
                };
                lane.cells[column].add(Activity::Poll, time);
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
                self.worker(worker).1 = Rest::Parked(at);
            }
            BriefKind::Unparked { worker } => self.unparked(worker, at),
            BriefKind::BlockingStarted { job } => self.jobs.push((job, at)),
            BriefKind::BlockingEnded { job } => self.job_over(job, at),
            BriefKind::InPlaceStarted { task, worker } => {
                self.forget_in_place(task);
                self.in_place.push((task, worker, at));
                self.jobs.push((task, at));
            }
            BriefKind::InPlaceEnded { task } => self.job_over(task, at),
            BriefKind::Dropped { task } => self.forget_in_place(task),
            _ => {}
        }
        if let Some(life) = &mut self.life {
            life.take(&self.grid, at, &brief.kind, self.stall_after);
        }
    }

    /// The line of a worker that an event tells of. Those before it get no columns by that:
    /// memory grows with the workers that do something.
    fn worker(&mut self, worker: WorkerId) -> &mut (Lane, Rest) {
        let index = worker.index();
        if self.workers.len() <= index {
            let unheard = || (Lane::default(), Rest::Unheard);
            self.workers.resize_with(index + 1, unheard);
        }
        let (lane, _) = &mut self.workers[index];
        if lane.cells.is_empty() {
            *lane = Lane::new(self.grid.count);
        }
        &mut self.workers[index]
    }

    fn polled(&mut self, worker: WorkerId, poll: Poll) {
        let grid = self.grid;
        let (lane, rest) = self.worker(worker);
        if *rest == Rest::Unheard {
            *rest = Rest::Awake;
        }
        lane.poll(&grid, poll);
        if let Some((_, at)) = grid.within(poll.to, poll.to) {
            let column = grid.column(at);
            self.near = (grid.edge(column), grid.edge(column + 1), column);
        }
    }

    /// The poll in which the task gave its worker up is over, if it ever did: that poll may
    /// only have been counted.
    fn forget_in_place(&mut self, task: TaskId) {
        self.in_place.retain(|(given, ..)| *given != task);
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
        let (lane, rest) = self.worker(worker);
        match *rest {
            Rest::Unheard => lane.add(&grid, from, at, Activity::Parked),
            Rest::Parked(since) => lane.add(&grid, since, at, Activity::Parked),
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
        self.pool.add(&self.grid, since, at, Activity::Job);
    }
}
