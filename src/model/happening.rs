//! Noteworthy facts, in Tokio's words: what a narrator reads.
//!
//! Plain values; they know nothing of the tables they were found in.

mod rings;

pub(super) use rings::{Happenings, HappeningsBefore};

use super::links::Link;
use crate::events::{
    BlockingOutcome, Certainty, Nanos, RunInfo, SiteId, Stuck, TaskId, TextId, WakeBy, WorkerId,
};
use std::sync::Arc;

/// One noteworthy fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// Running number, growing by one; a number not found was skipped or is forgotten.
    pub number: u64,
    /// When.
    pub at: Nanos,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The worker it happened on.
    pub worker: Option<WorkerId>,
    /// What.
    pub kind: HappeningKind,
}

/// The kinds of fact.
#[derive(Clone, Debug, PartialEq)]
pub enum HappeningKind {
    /// A runtime begins to work: this one, whichever works later.
    RunStarted(Arc<RunInfo>),
    /// The runtime is about to be stopped.
    Closing {
        /// Whether tasks are asked to finish first.
        graceful: bool,
    },
    /// The runtime is gone.
    RunEnded,
    /// A task was spawned.
    Spawned {
        /// By which task.
        parent: Option<TaskId>,
        /// Into the worker's LIFO slot, else into a queue (~).
        to_lifo: bool,
        /// The task that had to leave the LIFO slot for it (~).
        displaced: Option<TaskId>,
    },
    /// First poll, after so long.
    FirstPoll {
        /// From spawn to the beginning of the poll.
        waited: Nanos,
    },
    /// Pending at a place.
    PutAside {
        /// The innermost await, if observed.
        site: Option<SiteId>,
    },
    /// A waker was called.
    Woken {
        /// By whom.
        by: WakeBy,
    },
    /// It was queued on `from` and polled on another worker (~). To be taken from the injection
    /// queue is no move.
    Moved {
        /// The worker whose queue it left.
        from: WorkerId,
        /// Number of the raid it was taken in: tasks taken at once have the same.
        raid: u64,
        /// How many tasks the queue held before that raid (~); one in its worker's hand
        /// may be among them.
        lay: u32,
    },
    /// A poll past the threshold is over.
    StallEnded {
        /// Its length.
        lasted: Nanos,
        /// The marked line it held the worker at, if any.
        site: Option<SiteId>,
    },
    /// Nobody polled the timer and I/O driver for a while, and tasks waited for it (~): its
    /// worker was held by the task, or by something that is not observed. This is its end; it
    /// is told when the poll that held the worker is over.
    FreezeEnded {
        /// How long, at least.
        lasted: Nanos,
        /// The marked line the worker was held at, if any.
        site: Option<SiteId>,
        /// How many tasks waited for a timer or a socket.
        waiting: u32,
        /// There may have been more: of very many pending tasks some are looked at.
        more: bool,
    },
    /// A worker was awake, and for long nothing was seen of it: it polled something that is not
    /// seen, or its thread had no processor. Only where not all tasks are seen.
    OutOfSight {
        /// How long.
        lasted: Nanos,
    },
    /// It was the LIFO slot's task while its worker stalled, and is polled at last (~).
    LifoFreed {
        /// From ready to polled.
        waited: Nanos,
    },
    /// It was ready for longer than the stall threshold before it was polled, and no
    /// [`LifoFreed`](Self::LifoFreed) says why.
    LongWait {
        /// From ready to polled.
        waited: Nanos,
    },
    /// The task is done.
    Completed {
        /// Its handle was dropped before: nobody takes the result.
        unclaimed: bool,
    },
    /// The task panicked.
    Panicked,
    /// The task is over, in its own poll; whether it returned, panicked or was aborted is not
    /// known.
    Ended {
        /// It panicked in that poll, and may have caught it.
        panicked: bool,
    },
    /// The task was dropped before it was done.
    Cancelled {
        /// Someone asked it to stop.
        abort_asked: bool,
        /// Where it waited.
        site: Option<SiteId>,
    },
    /// The handle was dropped before the result was taken.
    HandleDropped,
    /// The task was asked to stop.
    AbortAsked,
    /// The result was taken.
    Joined {
        /// By which task.
        by: Option<TaskId>,
    },
    /// A pool thread began the job.
    BlockingStarted,
    /// The job is over.
    BlockingEnded {
        /// How.
        outcome: BlockingOutcome,
        /// It returned, and its handle was dropped before: nobody takes the result.
        unclaimed: bool,
    },
    /// Jobs were queued in the blocking pool for at least the stall threshold, and none is any
    /// more. The task is the one that waited the longest.
    JobsWaited {
        /// How many.
        jobs: u64,
        /// The longest such wait.
        longest: Nanos,
        /// How many threads the pool may have, if all of them were busy for most of that wait;
        /// else why it waited is not known.
        full: Option<u32>,
    },
    /// `block_in_place`: the worker's core moves to another thread.
    CoreHandedOver,
    /// A line was printed.
    Said(TextId),
    /// The task spent its coop budget and was made to yield.
    BudgetSpent,
    /// An observed await was dropped while pending, by a task that went on: a branch of
    /// `select!` that lost, a `timeout` that was over, or any other drop. Which, no event tells.
    AwaitDropped {
        /// Where it waited.
        site: SiteId,
    },
    /// The whole process stood still; no time passed.
    Suspended {
        /// How long, by a clock that ran on.
        lasted: Nanos,
        /// The process was told to continue, or the machine slept (else ~).
        measured: bool,
    },
    /// A poll lasts long, and its thread was looked at meanwhile.
    Stuck(Arc<Stuck>),
    /// Tasks wait for each other in a circle, which has just closed: none of them can go on as
    /// long as none gives its wait up. The last waits for the first.
    Deadlock(Arc<[Link]>),
    /// A rare event without a kind of fact of its own: its name.
    Other(&'static str),
}

impl HappeningKind {
    /// Facts of every poll, of which a rush makes millions.
    pub const fn is_routine(&self) -> bool {
        matches!(
            self,
            Self::Spawned { .. }
                | Self::FirstPoll { .. }
                | Self::PutAside { .. }
                | Self::Woken { .. }
                | Self::Moved { .. }
                | Self::LongWait { .. }
                | Self::Completed { unclaimed: false }
                | Self::Ended { panicked: false }
                | Self::Joined { .. }
                | Self::HandleDropped
                | Self::BlockingStarted
                | Self::BlockingEnded {
                    outcome: BlockingOutcome::Completed,
                    unclaimed: false,
                }
                | Self::Said(_)
                | Self::BudgetSpent
                | Self::AwaitDropped { .. }
        )
    }
}

/// Nobody polls the timer and I/O driver: no timer fires, no socket becomes ready.
///
/// A worker that parks polls it; so does one between two polls, now and then. One that has it
/// and is then held by a poll passes it on to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// For at least so long.
    pub since: Nanos,
    /// The worker that had it last; where no worker is parked, the one held last.
    pub worker: WorkerId,
    /// The task that holds this worker; `None` if it is not observed.
    pub task: Option<TaskId>,
    /// The marked line reached, if any.
    pub site: Option<SiteId>,
    /// Workers that are parked, and could poll it if anybody called them.
    pub idle: usize,
    /// Pending tasks that wait for a timer or a socket.
    pub waiting: usize,
    /// There may be more of these.
    pub more: bool,
    /// Timers among them that are overdue.
    pub overdue: usize,
    /// Observed where every worker is seen to be held by a poll. A parked one is only known not
    /// to have the driver by the scheduler's rules.
    pub certainty: Certainty,
}

/// Something that goes on now, seen from the events and the polls in progress.
#[derive(Clone, Debug, PartialEq)]
pub enum Ongoing {
    /// A poll past the threshold.
    Stalled {
        /// The worker it holds.
        worker: WorkerId,
        /// The task.
        task: TaskId,
        /// When the poll began.
        since: Nanos,
        /// The marked line reached, if any.
        site: Option<SiteId>,
    },
    /// A ready task sits in the LIFO slot of a stalled worker (~), beside `idle` parked workers.
    LifoTrapped {
        /// The stalled worker.
        worker: WorkerId,
        /// The task in its slot.
        task: TaskId,
        /// When the task became ready.
        since: Nanos,
        /// How many workers are parked.
        idle: usize,
    },
    /// Nobody polls the timer and I/O driver.
    DriverFrozen(Freeze),
    /// A worker is awake, and for long nothing is seen of it: something runs there that is not
    /// observed, or its thread has no processor. Nobody else polls the driver (~); whether that
    /// worker does is not known.
    Unseen {
        /// The worker.
        worker: WorkerId,
        /// When it, or another one, was last seen to do something.
        since: Nanos,
        /// How many pending tasks wait for a timer or a socket.
        waiting: usize,
        /// There may be more: of very many pending tasks some are looked at.
        more: bool,
    },
    /// As [`HappeningKind::OutOfSight`], and it goes on.
    OutOfSight {
        /// The worker.
        worker: WorkerId,
        /// Since when.
        since: Nanos,
    },
    /// A task waits for what another one took, and has not given back, that is over for at least
    /// the stall threshold: its guard was leaked, or is somewhere else now.
    LeftLocked {
        /// The task that is over.
        holder: TaskId,
        /// The task that waits the longest.
        task: TaskId,
        /// Since when it waits for what that one left.
        since: Nanos,
        /// The line that took it.
        site: SiteId,
    },
    /// Every worker is stalled.
    AllStalled,
    /// A job is queued in the blocking pool for at least the stall threshold.
    JobsWait {
        /// The one that waits the longest.
        job: TaskId,
        /// Since when.
        since: Nanos,
        /// How many are queued in all.
        queued: usize,
        /// How many threads the pool may have, if all of them are busy; else why the job waits
        /// is not known.
        full: Option<u32>,
    },
}
