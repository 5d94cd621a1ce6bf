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
    /// Lanes begun: futures of `block_on` and tasks of a `LocalSet`. They count nowhere else.
    pub lanes: u64,
    /// Ended by returning `Ready`.
    pub completed: u64,
    /// Ended by a panic.
    pub panicked: u64,
    /// Ended by being dropped.
    pub cancelled: u64,
    /// Ended in their own poll; how is not known.
    pub ended_unknown: u64,
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
    /// Polled on another worker than the one it was queued on (~): tasks taken in raids.
    pub migrated: u64,
    /// Raids in which these were taken (~): one steal takes many.
    /// [`Model::raids`](super::Model::raids) has Tokio's own count beside it.
    pub raids: u64,
}

impl Counters {
    /// Tasks spawned and not ended yet.
    pub fn alive(&self) -> u64 {
        self.spawned.saturating_sub(self.ended())
    }

    /// Tasks that ended, in any way.
    pub fn ended(&self) -> u64 {
        self.completed + self.panicked + self.cancelled + self.ended_unknown
    }

    pub(super) fn count_end(&mut self, kind: EndKind) {
        match kind {
            EndKind::Completed => self.completed += 1,
            EndKind::Panicked => self.panicked += 1,
            EndKind::Cancelled => self.cancelled += 1,
            EndKind::Unknown => self.ended_unknown += 1,
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
    /// Not handed in through the probe, and seen only as they ended; in no other number here.
    pub unseen: u64,
    /// Of those begun or dropped, queued for at least the stall threshold. As those below, not
    /// kept per kind.
    pub long_waits: u64,
    /// The longest that one was queued.
    pub longest_wait: Nanos,
    /// Most at a time that ran; tasks inside `block_in_place` count.
    pub most_running: u64,
    /// Most at a time that were queued.
    pub most_queued: u64,
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
            // No job ends so.
            EndKind::Unknown => {}
        }
    }
}

/// Counts and times of one kind: of its tasks, and apart from them of its jobs in the
/// blocking pool, which have no polls.
///
/// The times keep two significant digits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindStats {
    /// Counts, as in the totals. Wakes and migrations are not kept per kind.
    pub counts: Counters,
    /// Of tasks, from spawn to the beginning of the first poll.
    pub first_poll: Spans,
    /// Of tasks, from ready to polled, once for each time it became ready.
    pub scheduled: Spans,
    /// Length of single polls.
    pub busy: Spans,
    /// Of tasks, from spawn to end.
    pub total: Spans,
    /// Of jobs.
    pub jobs: JobTimes,
}

/// Times of the jobs of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobTimes {
    /// From the call of `spawn_blocking` to the beginning of the job.
    pub queued: Spans,
    /// From the beginning of the job to its end.
    pub ran: Spans,
    /// From the call of `spawn_blocking` to the end.
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

    /// The end of a task, or of a job.
    pub(super) fn count_end(&mut self, job: bool, kind: EndKind, age: Nanos) {
        if job {
            self.counts.blocking.count_end(kind);
            self.jobs.total.record(age);
        } else {
            self.counts.count_end(kind);
            self.total.record(age);
        }
    }
}
