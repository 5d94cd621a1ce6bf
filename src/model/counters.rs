//! Totals: of the whole run, and per kind of task.
//!
//! Plain numbers that only grow. They hold what the report prints and know nothing
//! of single tasks.

use super::spans::Spans;
use crate::events::{EndKind, Nanos};

/// Totals since the run began, over all runtimes of the process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Tasks spawned, jobs of the blocking pool not counted.
    pub spawned: u64,
    /// Ended by returning `Ready`.
    pub completed: u64,
    /// Ended by a panic.
    pub panicked: u64,
    /// Ended by being dropped.
    pub cancelled: u64,
    /// Completed, and the handle dropped before or after without the result being
    /// taken. Jobs count too.
    pub unclaimed: u64,
    /// Polls that are over.
    pub polls: u64,
    /// Of these, at least as long as the stall threshold.
    pub slow_polls: u64,
    /// Waker calls.
    pub wakes: Wakes,
    /// Jobs of the blocking pool.
    pub blocking: BlockingCounters,
    /// Polled on another worker than the one it was queued on (~).
    pub migrated: u64,
}

impl Counters {
    /// Tasks spawned and not ended yet.
    pub fn alive(&self) -> u64 {
        self.spawned.saturating_sub(self.ended())
    }

    /// Tasks that ended, in any way.
    pub fn ended(&self) -> u64 {
        self.completed + self.panicked + self.cancelled
    }

    pub(super) fn count_end(&mut self, kind: EndKind) {
        match kind {
            EndKind::Completed => self.completed += 1,
            EndKind::Panicked => self.panicked += 1,
            EndKind::Cancelled => self.cancelled += 1,
        }
    }
}

/// Wakes by origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wakes {
    /// By a task: another one, itself, or one that ended or was cancelled.
    pub by_task: u64,
    /// By the timer or I/O driver.
    pub by_driver: u64,
    /// From the deferred list (`yield_now`, spent budget).
    pub by_deferred: u64,
    /// By a job of the blocking pool.
    pub by_blocking: u64,
    /// By code outside of every task and job.
    pub by_outside: u64,
    /// By a task that is not observed.
    pub by_unobserved: u64,
    /// By whom is not known: nothing told, or they were only counted under load.
    pub unresolved: u64,
}

impl Wakes {
    /// All of them.
    pub fn total(&self) -> u64 {
        self.by_task
            + self.by_driver
            + self.by_deferred
            + self.by_blocking
            + self.by_outside
            + self.by_unobserved
            + self.unresolved
    }
}

/// Jobs of the blocking pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BlockingCounters {
    /// Handed in.
    pub submitted: u64,
    /// Begun.
    pub started: u64,
    /// Returned.
    pub completed: u64,
    /// Panicked.
    pub panicked: u64,
    /// Dropped before they began.
    pub cancelled: u64,
}

impl BlockingCounters {
    /// Handed in and not over yet.
    pub fn alive(&self) -> u64 {
        self.submitted
            .saturating_sub(self.completed + self.panicked + self.cancelled)
    }

    pub(super) fn count_end(&mut self, kind: EndKind) {
        match kind {
            EndKind::Completed => self.completed += 1,
            EndKind::Panicked => self.panicked += 1,
            EndKind::Cancelled => self.cancelled += 1,
        }
    }
}

/// Counts and times of one kind of task, or of one kind of blocking job.
///
/// The times keep two significant digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindStats {
    /// Counts, as in the totals. Wakes and migrations are not kept per kind.
    pub counts: Counters,
    /// From spawn to the beginning of the first poll (or of the job).
    pub first_poll: Spans,
    /// From ready to polled, once for each time it became ready.
    pub scheduled: Spans,
    /// Length of single polls (or of the job).
    pub busy: Spans,
    /// From spawn to end.
    pub total: Spans,
}

impl KindStats {
    /// A poll that was not slow, and how long the task was ready before it if it was.
    #[inline(always)]
    pub(super) fn count_routine(&mut self, lasted: Nanos, waited: Option<Nanos>) {
        self.counts.polls += 1;
        self.busy.record(lasted);
        if let Some(waited) = waited {
            self.scheduled.record(waited);
        }
    }
}
