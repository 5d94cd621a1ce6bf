//! One line of columns: what each column's time was spent with.

use super::Grid;
use crate::events::{Nanos, TaskId};
use std::collections::VecDeque;

/// What time can be spent with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// In polls below the stall threshold.
    Poll,
    /// In polls past it.
    Stall,
    /// Parked.
    Parked,
    /// Ready, and not polled.
    Ready,
    /// Pending.
    Pending,
    /// In a job of the blocking pool, or inside `block_in_place`.
    Job,
}

/// How many there are.
const ACTIVITIES: usize = 6;

/// One column. Times of things that go on at once (jobs) add up past its width.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    time: [Nanos; ACTIVITIES],
    /// Polls that touch the column, also those too short for the clock.
    pub polls: u32,
    /// A waker of the task was called.
    pub woken: bool,
}

impl Cell {
    /// Time spent so.
    pub fn time(&self, activity: Activity) -> Nanos {
        self.time[activity as usize]
    }

    /// Time spent in polls, short and long.
    pub fn polled(&self) -> Nanos {
        self.time(Activity::Poll) + self.time(Activity::Stall)
    }

    /// Whether a stall touches the column.
    pub fn is_stalled(&self) -> bool {
        self.time(Activity::Stall) > Nanos::ZERO
    }

    #[inline]
    pub(super) fn add(&mut self, activity: Activity, time: Nanos) {
        self.time[activity as usize] += time;
        if matches!(activity, Activity::Poll | Activity::Stall) {
            self.polls = self.polls.saturating_add(1);
        }
    }
}

/// A poll that is at least a column wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The task.
    pub task: TaskId,
    /// When it began.
    pub from: Nanos,
    /// When it ended, or was last seen to go on.
    pub to: Nanos,
    /// Whether it is past the stall threshold.
    pub stalled: bool,
}

/// One line of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lane {
    /// The columns.
    pub cells: Vec<Cell>,
    /// The polls that are at least a column wide, in the order they ended.
    pub long: VecDeque<Poll>,
}

impl Lane {
    pub(super) fn new(count: usize) -> Self {
        Self {
            cells: vec![Cell::default(); count],
            long: VecDeque::new(),
        }
    }

    /// Adds a stretch of time to the columns it lies in.
    pub(super) fn add(&mut self, grid: &Grid, from: Nanos, to: Nanos, activity: Activity) {
        let Some((from, to)) = grid.within(from, to) else {
            return;
        };
        let first = grid.column(from);
        // A stretch that ends where a column begins does not touch it.
        let last = grid.column(Nanos(to.0.saturating_sub(1)).max(from));
        for column in first..=last {
            let begin = from.max(grid.edge(column));
            let end = to.min(grid.edge(column + 1));
            if let Some(cell) = self.cells.get_mut(column) {
                cell.add(activity, end.since(begin));
            }
        }
    }

    /// Adds a poll.
    pub(super) fn poll(&mut self, grid: &Grid, poll: Poll) {
        let activity = if poll.stalled {
            Activity::Stall
        } else {
            Activity::Poll
        };
        self.add(grid, poll.from, poll.to, activity);
        if poll.to.since(poll.from) >= grid.width && grid.within(poll.from, poll.to).is_some() {
            self.long.push_back(poll);
        }
    }

    /// A waker was called.
    pub(super) fn wake(&mut self, grid: &Grid, at: Nanos) {
        if grid.within(at, at).is_some()
            && let Some(cell) = self.cells.get_mut(grid.column(at))
        {
            cell.woken = true;
        }
    }

    /// Moves on by so many columns; the grid is the new one.
    pub(super) fn slide(&mut self, grid: &Grid, by: usize) {
        if self.cells.is_empty() {
            return;
        }
        self.cells.drain(..by.min(self.cells.len()));
        self.cells.resize(grid.count, Cell::default());
        self.long.retain(|poll| poll.to > grid.start());
    }
}
