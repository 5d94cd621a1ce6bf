//! What happened on the observed runtime, and whom each kind of event is about.
//!
//! Every match that a new kind of event has to answer names all of them, so that none is
//! forgotten.

use super::{
    BlockingOutcome, Found, HandleAct, KindId, LockId, LockMode, Nanos, PollOutcome, Role, RunInfo,
    Site, SiteId, TaskId, TextId, WaitEnd, WakeBy, WorkerId,
};

/// One thing that happened, with the moment it was over.
///
/// Events of one thread come in order. Those of several threads are merged by `at`, and
/// their order is only as exact as the clocks (a microsecond or so), so whoever folds
/// them must accept small inversions.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// When it happened; for a poll, when the poll ended.
    pub at: Nanos,
    /// What happened.
    pub what: What,
}

// Events are moved and copied by the million: each word more is seen in the counts of
// instructions.
const _: () = assert!(size_of::<Event>() <= 56, "an event is larger");

/// The kinds of event.
#[derive(Clone, Debug, PartialEq)]
// A tag of its own: which kind it is, is asked of every event, and of a number hidden in a text's
// length that takes longer.
#[repr(u8)]
pub enum What {
    /// Announces the name of a kind of task, before its first use.
    Kind {
        /// The kind.
        id: KindId,
        /// Its name.
        name: String,
    },
    /// Announces a source place, before its first use.
    Site {
        /// The place's number.
        id: SiteId,
        /// The place.
        site: Site,
    },
    /// Announces a line of text, before its first use.
    Text {
        /// The text's number.
        id: TextId,
        /// The text, control characters removed.
        text: String,
    },
    /// A runtime was built and begins to work.
    RunStarted(RunInfo),
    /// The runtime is about to be stopped.
    Closing {
        /// Whether tasks were asked to finish (else they are dropped where they wait).
        graceful: bool,
    },
    /// The runtime is gone.
    RunEnded,
    /// A task was spawned (the call, before Tokio schedules it).
    Spawned {
        /// The new task.
        task: TaskId,
        /// The task that called spawn, if a task did.
        parent: Option<TaskId>,
        /// The kind of the new task.
        kind: KindId,
        /// The line that spawned it.
        site: SiteId,
        /// The worker on whose thread it was spawned, while it held its core: the task goes to
        /// its LIFO slot (to its queue, in the current-thread scheduler). `None`: to the
        /// injection queue.
        on: Option<WorkerId>,
        /// Size of its future in bytes, the probe's wrapper not counted.
        bytes: u32,
        /// Whether nobody will have its handle: the spawner gave it up at once.
        detached: bool,
        /// Whether the scheduler queues it, or it is a lane beside its tasks.
        role: Role,
    },
    /// There is a task that was not spawned through the probe: Tokio's hooks show it
    /// (`tokio_unstable`). Its birth, polls and end are seen, and what it awaits by name; the
    /// size of its future, its handle and its wakes are not.
    Seen {
        /// The task.
        task: TaskId,
        /// The task that spawned it, if it is known that a task did.
        parent: Option<TaskId>,
        /// Its kind: the line of its spawn, under its crate's or file's name.
        kind: KindId,
        /// The line that spawned it.
        site: SiteId,
        /// As in [`Spawned`](Self::Spawned).
        on: Option<WorkerId>,
        /// Whether it was spawned now; else it is older, and polled now for the first time that
        /// is seen.
        born: bool,
    },
    /// A poll ended.
    Polled {
        /// The task.
        task: TaskId,
        /// The worker that polled it; `None` if the poll ended without a worker's core
        /// (after `block_in_place` the core may have moved on).
        worker: Option<WorkerId>,
        /// When the poll began.
        start: Nanos,
        /// How it ended.
        outcome: PollOutcome,
        /// The task woke itself during this poll.
        self_woken: bool,
        /// The task spent its coop budget, so Tokio made it yield.
        budget_spent: bool,
    },
    /// A waker of the task was called.
    Woken {
        /// The task to be polled again.
        task: TaskId,
        /// Who called it.
        by: WakeBy,
        /// The worker on whose thread it was called, while it held its core.
        on: Option<WorkerId>,
    },
    /// An observed await of the task became pending.
    Waiting {
        /// The task.
        task: TaskId,
        /// Where, and for what.
        site: SiteId,
        /// For timers: when it is due.
        until: Option<Nanos>,
        /// What it waits for, if that is a task or a blocking job (its handle is awaited).
        on: Option<TaskId>,
    },
    /// A pending observed await of the task is over.
    WaitOver {
        /// The task.
        task: TaskId,
        /// Where.
        site: SiteId,
        /// Ready, or dropped before it was (a `select!` branch that lost, a timeout, an abort ..).
        end: WaitEnd,
    },
    /// The task reached a marked line without awaiting: synchronous work that may take long.
    At {
        /// The task.
        task: TaskId,
        /// The line.
        site: SiteId,
    },
    /// The task's future was dropped before it was ready: aborted, or its runtime went away.
    Dropped {
        /// The task.
        task: TaskId,
    },
    /// Something was done to a task's handle.
    Handle {
        /// The task whose handle it is.
        task: TaskId,
        /// The task that did it, if a task did.
        by: Option<TaskId>,
        /// What was done.
        act: HandleAct,
    },
    /// A worker found no work and parks.
    Parked {
        /// The worker.
        worker: WorkerId,
    },
    /// A worker woke up to look for work.
    Unparked {
        /// The worker.
        worker: WorkerId,
    },
    /// A job was handed to the blocking pool.
    BlockingSubmitted {
        /// The job.
        job: TaskId,
        /// The task that handed it in, if a task did.
        parent: Option<TaskId>,
        /// Its kind.
        kind: KindId,
        /// The line that handed it in.
        site: SiteId,
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
        /// How.
        outcome: BlockingOutcome,
    },
    /// A job of the blocking pool is over that was not handed in through the probe (`tokio::fs`,
    /// DNS, a library's own): Tokio's hooks show no more of it.
    JobNotSeen {
        /// The line that handed it in.
        site: SiteId,
    },
    /// A task called `block_in_place`: its worker's core moves to another thread.
    InPlaceStarted {
        /// The task, which keeps its thread but no longer has a worker.
        task: TaskId,
        /// The worker it gave up.
        worker: WorkerId,
    },
    /// The `block_in_place` closure returned.
    InPlaceEnded {
        /// The task.
        task: TaskId,
    },
    /// A task printed a line.
    Said {
        /// The task, `None` for the program itself.
        task: Option<TaskId>,
        /// The line.
        text: TextId,
    },
    /// A task or job panics. It is told before the panic unwinds, which the task itself may catch:
    /// that the task ends with it is told by its last poll.
    PanicAt {
        /// The task or job.
        task: TaskId,
        /// The line that panicked.
        site: SiteId,
        /// What it said; empty if that is no text.
        text: TextId,
    },
    /// A poll lasts long, and its thread was looked at. The poll went on at this moment: what was
    /// found is about it and no other one.
    Stuck {
        /// The task.
        task: TaskId,
        /// The worker that polls it.
        worker: WorkerId,
        /// What was found.
        found: Found,
    },
    /// Polls and wakes that were counted, not kept, because the reader was behind. Waits, marked
    /// lines and parks that were not kept have no event: their number is part of
    /// [`Delivery::coalesced`](super::Delivery::coalesced).
    Coalesced {
        /// The worker they happened on.
        worker: Option<WorkerId>,
        /// How many polls.
        polls: u64,
        /// Time spent in these polls.
        busy: Nanos,
        /// How many wakes.
        wakes: u64,
    },
    /// The whole process stood still: stopped, frozen or paused. It took no time: `at` and all
    /// later times are told as if it had not been.
    Suspended {
        /// How long, by a clock that ran on.
        lasted: Nanos,
        /// How much sooner timers are due that were set before and are due later: their clock
        /// ran on as well, unless the machine slept.
        timers: Nanos,
        /// The process was told to continue, or the clocks say that the machine slept. Else it
        /// is inferred: nothing of the process ran, though it would have.
        measured: bool,
    },
    /// What a wait that has just begun is for: a lock or permits that others have. Its
    /// [`Waiting`](Self::Waiting) is told before. At `at` or a moment later it is so.
    LockAwaited {
        /// The task that waits.
        task: TaskId,
        /// The line of its wait.
        site: SiteId,
        /// The lock or semaphore.
        lock: LockId,
        /// What it wants of it.
        mode: LockMode,
        /// Who has it, or one of those that have it; `None` if that is not known: it may be
        /// somebody whom no probe observes, or on its way to the next one.
        holder: Option<Holder>,
        /// How many others have it, too: readers, or holders of permits.
        others: u32,
    },
    /// A task has got a lock or permits for which others wait. Told only then.
    LockTaken {
        /// The task.
        task: TaskId,
        /// The lock or semaphore.
        lock: LockId,
        /// The line that waited for it.
        site: SiteId,
    },
    /// A task gives back, or loses, a lock or permits for which others wait. Told only then.
    LockFreed {
        /// The task that had it, whoever gave it back.
        task: TaskId,
        /// The lock or semaphore.
        lock: LockId,
    },
}

/// Who has a lock or permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The task or job.
    pub task: TaskId,
    /// The line that took it.
    pub site: SiteId,
}

impl What {
    /// The name of its kind, for people and programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "kind",
            Self::Site { .. } => "site",
            Self::Text { .. } => "text",
            Self::RunStarted(_) => "run-started",
            Self::Closing { .. } => "closing",
            Self::RunEnded => "run-ended",
            Self::Spawned { .. } => "spawned",
            Self::Seen { .. } => "seen",
            Self::Polled { .. } => "polled",
            Self::Woken { .. } => "woken",
            Self::Waiting { .. } => "waiting",
            Self::WaitOver { .. } => "wait-over",
            Self::At { .. } => "at",
            Self::Dropped { .. } => "dropped",
            Self::Handle { .. } => "handle",
            Self::Parked { .. } => "parked",
            Self::Unparked { .. } => "unparked",
            Self::BlockingSubmitted { .. } => "blocking-submitted",
            Self::BlockingStarted { .. } => "blocking-started",
            Self::BlockingEnded { .. } => "blocking-ended",
            Self::JobNotSeen { .. } => "job-not-seen",
            Self::InPlaceStarted { .. } => "in-place-started",
            Self::InPlaceEnded { .. } => "in-place-ended",
            Self::Said { .. } => "said",
            Self::PanicAt { .. } => "panic-at",
            Self::Stuck { .. } => "stuck",
            Self::Coalesced { .. } => "coalesced",
            Self::Suspended { .. } => "suspended",
            Self::LockAwaited { .. } => "lock-awaited",
            Self::LockTaken { .. } => "lock-taken",
            Self::LockFreed { .. } => "lock-freed",
        }
    }

    /// The task or job the event is about.
    #[inline]
    pub fn subject(&self) -> Option<TaskId> {
        match *self {
            Self::Spawned { task, .. }
            | Self::Seen { task, .. }
            | Self::Polled { task, .. }
            | Self::Woken { task, .. }
            | Self::Waiting { task, .. }
            | Self::WaitOver { task, .. }
            | Self::At { task, .. }
            | Self::Dropped { task }
            | Self::Handle { task, .. }
            | Self::InPlaceStarted { task, .. }
            | Self::InPlaceEnded { task }
            | Self::PanicAt { task, .. }
            | Self::Stuck { task, .. }
            | Self::LockAwaited { task, .. }
            | Self::LockTaken { task, .. }
            | Self::LockFreed { task, .. } => Some(task),
            Self::BlockingSubmitted { job, .. }
            | Self::BlockingStarted { job }
            | Self::BlockingEnded { job, .. } => Some(job),
            Self::Said { task, .. } => task,
            Self::Kind { .. }
            | Self::Site { .. }
            | Self::Text { .. }
            | Self::RunStarted(_)
            | Self::Closing { .. }
            | Self::RunEnded
            | Self::Parked { .. }
            | Self::Unparked { .. }
            | Self::JobNotSeen { .. }
            | Self::Coalesced { .. }
            | Self::Suspended { .. } => None,
        }
    }

    /// The worker on which it happened: the one that polled, or on whose thread a task was
    /// spawned or woken, or that parked or gave its core away. None for events that were only
    /// counted: they are many.
    #[inline]
    pub fn on(&self) -> Option<WorkerId> {
        match *self {
            Self::Polled { worker, .. } => worker,
            Self::Woken { on, .. } | Self::Spawned { on, .. } | Self::Seen { on, .. } => on,
            Self::Parked { worker }
            | Self::Unparked { worker }
            | Self::InPlaceStarted { worker, .. }
            | Self::Stuck { worker, .. } => Some(worker),
            Self::Kind { .. }
            | Self::Site { .. }
            | Self::Text { .. }
            | Self::RunStarted(_)
            | Self::Closing { .. }
            | Self::RunEnded
            | Self::Waiting { .. }
            | Self::WaitOver { .. }
            | Self::At { .. }
            | Self::Dropped { .. }
            | Self::Handle { .. }
            | Self::BlockingSubmitted { .. }
            | Self::BlockingStarted { .. }
            | Self::BlockingEnded { .. }
            | Self::JobNotSeen { .. }
            | Self::InPlaceEnded { .. }
            | Self::PanicAt { .. }
            | Self::Said { .. }
            | Self::Coalesced { .. }
            | Self::Suspended { .. }
            | Self::LockAwaited { .. }
            | Self::LockTaken { .. }
            | Self::LockFreed { .. } => None,
        }
    }

    /// The task or job that exists from here on.
    #[inline]
    pub fn born(&self) -> Option<Birth> {
        match *self {
            Self::Spawned {
                task, parent, kind, ..
            }
            | Self::Seen {
                task, parent, kind, ..
            }
            | Self::BlockingSubmitted {
                job: task,
                parent,
                kind,
                ..
            } => Some(Birth { task, parent, kind }),
            _ => None,
        }
    }

    /// Whether a task or job exists from here on.
    #[inline]
    pub fn is_birth(&self) -> bool {
        self.born().is_some()
    }

    /// The kind and number of a task or job that begins here and that no task spawned.
    pub fn root(&self) -> Option<(KindId, TaskId)> {
        let born = self.born().filter(|born| born.parent.is_none())?;
        Some((born.kind, born.task))
    }

    /// The task or job that is over with this.
    #[inline]
    pub fn ends(&self) -> Option<TaskId> {
        match *self {
            Self::Polled { task, outcome, .. } => (outcome != PollOutcome::Pending).then_some(task),
            Self::Dropped { task } => Some(task),
            Self::BlockingEnded { job, .. } => Some(job),
            _ => None,
        }
    }

    /// Whether it only announces a name or a place, before its first use.
    #[inline]
    pub const fn is_announcement(&self) -> bool {
        matches!(
            self,
            Self::Kind { .. } | Self::Site { .. } | Self::Text { .. }
        )
    }

    /// Bytes of the strings it holds; only announcements and [`Stuck`](Self::Stuck) have any.
    pub fn string_bytes(&self) -> usize {
        match self {
            Self::Kind { name, .. } => name.len(),
            Self::Site { site, .. } => site.file.len(),
            Self::Text { text, .. } => text.len(),
            Self::Stuck { found, .. } => found.string_bytes(),
            _ => 0,
        }
    }
}

/// A task or job that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birth {
    /// Its number.
    pub task: TaskId,
    /// The task that spawned it, if a task did.
    pub parent: Option<TaskId>,
    /// Its kind.
    pub kind: KindId,
}

#[cfg(test)]
mod tests;
