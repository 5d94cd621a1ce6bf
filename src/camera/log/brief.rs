//! An event in brief: what a picture of many events needs, cheap to make.

use crate::events::{Nanos, PollOutcome, TaskId, What, WorkerId};

/// One event, without what a picture of thousands cannot show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brief {
    /// When it happened; for a poll, when the poll ended.
    pub at: Nanos,
    /// What happened.
    pub kind: BriefKind,
}

/// What happened, in brief. See [`What`] for the meaning of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BriefKind {
    /// One poll.
    Polled {
        /// The task.
        task: TaskId,
        /// The worker, as the event tells it.
        worker: Option<WorkerId>,
        /// When the poll began.
        start: Nanos,
        /// How it ended.
        outcome: PollOutcome,
        /// The task woke itself during it.
        self_woken: bool,
    },
    /// A waker of the task was called.
    Woken {
        /// The task.
        task: TaskId,
        /// The worker on whose thread it was called.
        on: Option<WorkerId>,
    },
    /// An observed await became pending.
    Waiting {
        /// The task.
        task: TaskId,
    },
    /// A task was spawned, or seen for the first time.
    Spawned {
        /// The new task.
        task: TaskId,
    },
    /// A task was dropped before it was ready.
    Dropped {
        /// The task.
        task: TaskId,
    },
    /// A worker parks.
    Parked {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker looks for work again.
    Unparked {
        /// The worker.
        worker: WorkerId,
    },
    /// A job was handed to the blocking pool.
    BlockingSubmitted {
        /// The job.
        job: TaskId,
    },
    /// A pool thread began the job.
    BlockingStarted {
        /// The job.
        job: TaskId,
    },
    /// The job is over.
    BlockingEnded {
        /// The job.
        job: TaskId,
    },
    /// A task gave its worker's core away (`block_in_place`).
    InPlaceStarted {
        /// The task.
        task: TaskId,
        /// The worker it gave up.
        worker: WorkerId,
    },
    /// The closure of `block_in_place` returned.
    InPlaceEnded {
        /// The task.
        task: TaskId,
    },
    /// Anything else.
    Other,
}

impl BriefKind {
    /// The brief form of what happened.
    pub fn of(what: &What) -> Self {
        match *what {
            What::Polled {
                task,
                worker,
                start,
                outcome,
                self_woken,
                ..
            } => Self::Polled {
                task,
                worker,
                start,
                outcome,
                self_woken,
            },
            What::Woken { task, on, .. } => Self::Woken { task, on },
            What::Waiting { task, .. } => Self::Waiting { task },
            What::Spawned { task, .. } | What::Seen { task, .. } => Self::Spawned { task },
            What::Dropped { task } => Self::Dropped { task },
            What::Parked { worker } => Self::Parked { worker },
            What::Unparked { worker } => Self::Unparked { worker },
            What::BlockingSubmitted { job, .. } => Self::BlockingSubmitted { job },
            What::BlockingStarted { job } => Self::BlockingStarted { job },
            What::BlockingEnded { job, .. } => Self::BlockingEnded { job },
            What::InPlaceStarted { task, worker } => Self::InPlaceStarted { task, worker },
            What::InPlaceEnded { task } => Self::InPlaceEnded { task },
            _ => Self::Other,
        }
    }
}
