//! Rows, what stands on them, and who draws them.

use super::arrows::Arrow;
use crate::events::{Nanos, TaskId, WorkerId};
use std::io;

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Of {
    Worker(WorkerId),
    /// A `block_on`, one at a time.
    Lane(usize),
    /// Tasks of a `LocalSet`, one at a time.
    Local(usize),
    /// Jobs of the blocking pool, one at a time.
    Job(usize),
    /// Polls on no worker, one at a time.
    Loose(usize),
}

/// A row of a runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Row {
    pub(super) runtime: u16,
    pub(super) of: Of,
}

impl Row {
    pub(super) fn name(self) -> String {
        match self.of {
            Of::Worker(worker) => format!("worker {worker}"),
            Of::Lane(place) => format!("block_on {}", place + 1),
            Of::Local(place) => format!("local set {}", place + 1),
            Of::Job(place) => format!("blocking pool {}", place + 1),
            Of::Loose(place) => format!("without a worker {}", place + 1),
        }
    }

    /// Its place among those of its runtime.
    pub(super) fn rank(self) -> u32 {
        let (kind, place) = match self.of {
            Of::Worker(worker) => (0, worker.index()),
            Of::Lane(place) => (1, place),
            Of::Local(place) => (2, place),
            Of::Job(place) => (3, place),
            Of::Loose(place) => (4, place),
        };
        (kind << 24) | (place as u32 & 0xFF_FFFF)
    }
}

/// What stands on a row.
pub(super) struct Slice {
    pub(super) row: Row,
    pub(super) start: Nanos,
    pub(super) end: Nanos,
    pub(super) name: String,
    pub(super) task: Option<TaskId>,
    pub(super) place: Option<String>,
    pub(super) outcome: Option<&'static str>,
    /// The arrows that begin in it.
    pub(super) from: Vec<Arrow>,
    /// The one that ends at its beginning.
    pub(super) to: Option<Arrow>,
}

/// Draws slices.
pub(super) trait Draw {
    fn runtime(&mut self, number: u16, name: &str) -> io::Result<()>;
    /// There is a row, before anything on it.
    fn row(&mut self, row: Row) -> io::Result<()>;
    fn slice(&mut self, slice: Slice) -> io::Result<()>;
    /// A number that changes with time.
    fn count(&mut self, runtime: u16, name: &'static str, at: Nanos, count: u64) -> io::Result<()>;
    fn end(&mut self) -> io::Result<()>;
}

/// Places on which no two things are at the same time.
#[derive(Default)]
pub(super) struct Places {
    /// When each place is free again.
    pub(super) free: Vec<Nanos>,
}

impl Places {
    pub(super) fn take(&mut self, start: Nanos, end: Nanos) -> usize {
        let found = self.free.iter().position(|free| *free <= start);
        let place = found.unwrap_or_else(|| {
            self.free.push(Nanos::ZERO);
            self.free.len() - 1
        });
        self.free[place] = end;
        place
    }
}
