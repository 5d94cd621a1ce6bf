//! What is known of one task, unpacked for whoever reads it.
//!
//! A million tasks live at once, so the fold keeps them packed; a `Task` is made from a
//! record when it is asked for. It knows events and nothing of the table.

use super::together::Together;
use crate::events::{EndKind, KindId, Nanos, Role, SiteId, TaskId, WorkerId};

/// A task, or a job of the blocking pool (`is_blocking_job` tells).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: TaskId,
    /// Its kind.
    pub kind: KindId,
    /// The task that spawned it, if a task did.
    pub parent: Option<TaskId>,
    /// Line of the spawn call.
    pub spawn_site: SiteId,
    /// When it was spawned.
    pub spawned_at: Nanos,
    /// Size of its future in bytes; 0 for a job, and where it is not seen.
    pub bytes: u32,
    /// How much of it is seen.
    pub sight: Sight,
    /// Where it is, as far as polls that are over tell; see
    /// [`Model::place`](super::Model::place).
    pub place: Place,
    /// Since when it is in `place`. Moving from one queue to another does not reset
    /// it: for a task that is ready, it is the moment it became ready.
    pub since: Nanos,
    /// The innermost observed await that is pending, or marked line reached. Kept after the end.
    pub site: Option<SiteId>,
    /// For a timer wait, when it is due.
    pub until: Option<Nanos>,
    /// The task or job whose handle it awaits.
    pub awaits: Option<TaskId>,
    /// When its first poll began, or the job began to run.
    pub first_poll: Option<Nanos>,
    /// The worker that polled it last.
    pub last_worker: Option<WorkerId>,
    /// How many polls are over.
    pub polls: u32,
    /// How often a waker of it was called.
    pub wakes: u32,
    /// Time spent in its polls, or in the job's closure.
    pub busy: Nanos,
    /// Ready but not polled, in total, up to `since`.
    pub scheduled: Nanos,
    /// What became of its handle.
    pub handle: HandleState,
    /// Whether the scheduler queues it, or it is a lane beside its tasks.
    pub role: Role,
    /// Whether it is a job of the blocking pool.
    pub is_blocking_job: bool,
    pub(super) pending: Pending,
    pub(super) abort_asked: bool,
    pub(super) together: Option<Box<Together>>,
}

/// A pending observed await.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// Where, and for what.
    pub site: SiteId,
    /// For a timer, when it is due.
    pub until: Option<Nanos>,
    /// The task or job whose handle is awaited.
    pub on: Option<TaskId>,
}

/// All pending awaits of a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pending {
    /// At most one, told by the task's own fields.
    Shown,
    /// These, oldest first.
    Listed(Box<[Wait]>),
}

/// Where a task is. Exactly one place at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the injection queue (~).
    Injection,
    /// In a worker's local queue (~).
    Local(WorkerId),
    /// In a worker's LIFO slot (~).
    Lifo(WorkerId),
    /// Yielded: on a worker's deferred list (~).
    Deferred(WorkerId),
    /// Being polled. Only [`Model::place`](super::Model::place) gives it, from a
    /// [`Now`](crate::events::Now); in a task's own `place` it never stands.
    Polling(WorkerId),
    /// Pending: waits to be woken.
    Pending,
    /// Inside `block_in_place`, without a worker.
    InPlace,
    /// A lane, beside all queues: it waits, or its own thread polls it.
    Lane,
    /// Blocking job, not begun.
    BlockingQueue,
    /// Blocking job, running.
    BlockingRunning,
    /// Over, at that moment (`since`).
    Ended(EndKind),
}

impl Place {
    /// Ready, and waiting for a worker.
    pub const fn is_queued(self) -> bool {
        matches!(
            self,
            Self::Injection | Self::Local(_) | Self::Lifo(_) | Self::Deferred(_)
        )
    }

    /// The worker in whose queue, slot or hand it is.
    pub const fn worker(self) -> Option<WorkerId> {
        match self {
            Self::Local(worker)
            | Self::Lifo(worker)
            | Self::Deferred(worker)
            | Self::Polling(worker) => Some(worker),
            Self::Injection
            | Self::Pending
            | Self::InPlace
            | Self::Lane
            | Self::BlockingQueue
            | Self::BlockingRunning
            | Self::Ended(_) => None,
        }
    }

    /// Over.
    pub const fn is_ended(self) -> bool {
        matches!(self, Self::Ended(_))
    }
}

/// What became of the task's handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandleState {
    /// Somebody holds it.
    Held,
    /// Given up at the spawn, as part of the order.
    Detached,
    /// Awaited, result taken.
    Joined,
    /// Dropped before the result was taken.
    Dropped,
    /// Not seen: the task was not spawned through the probe.
    Unseen,
}

/// How much is seen of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sight {
    /// All that events tell: it was spawned through the probe.
    Whole,
    /// What Tokio's hooks show: its birth, its polls and its end. When it is ready, what became
    /// of its handle and how large its future is, is not seen.
    Hooks,
    /// As [`Hooks`](Self::Hooks), without its birth: it is older than its `spawned_at`.
    HooksLate,
}

impl Sight {
    /// Whether the probe's wrapper is around its future.
    pub const fn is_whole(self) -> bool {
        matches!(self, Self::Whole)
    }
}

impl Task {
    /// Whether it is over.
    pub fn is_ended(&self) -> bool {
        self.place.is_ended()
    }

    /// How long it has existed at `now`, or existed in all if it is over.
    pub fn age(&self, now: Nanos) -> Nanos {
        let end = if self.is_ended() { self.since } else { now };
        end.since(self.spawned_at)
    }

    /// Time it was neither polled nor ready, at `now`: it waited for something. A poll
    /// in progress counts from when the task became ready until that poll is over.
    pub fn idle(&self, now: Nanos) -> Nanos {
        let open = if self.place.is_queued() {
            now.since(self.since)
        } else {
            Nanos::ZERO
        };
        self.age(now).since(self.busy + self.scheduled + open)
    }

    /// Whether someone asked it to stop (by its handle), as far as seen while it lived.
    pub fn abort_asked(&self) -> bool {
        self.abort_asked
    }

    /// The last of its awaits that were pending at the same time and all came to their end, as
    /// under `join!`; a signal awaited beside them does not count.
    pub fn together(&self) -> Option<&Together> {
        self.together.as_deref()
    }

    /// All pending observed awaits: several under `join!` or `select!`. A signal awaited beside
    /// others comes first, then the others, oldest first.
    pub fn waits(&self) -> impl Iterator<Item = Wait> + '_ {
        let shown = self.site.map(|site| Wait {
            site,
            until: self.until,
            on: self.awaits,
        });
        let (one, many) = match &self.pending {
            Pending::Listed(waits) => (None, &waits[..]),
            Pending::Shown => (shown.filter(|_| !self.is_ended()), &[][..]),
        };
        one.into_iter().chain(many.iter().copied())
    }
}
