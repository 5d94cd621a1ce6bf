//! What happened on the observed runtime.

use super::{KindId, Nanos, SiteId, TaskId, TextId, WorkerId};

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

/// The kinds of event.
#[derive(Clone, Debug, PartialEq)]
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
        /// Ready, or dropped before it was (a lost `select!` branch, an abort).
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
}

/// How a poll ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PollOutcome {
    /// The task waits.
    Pending,
    /// The task is done.
    Ready,
    /// The task panicked.
    Panicked,
}

/// Who called a waker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WakeBy {
    /// A task, in its own poll. The same task: a self-wake.
    Task(TaskId),
    /// The timer or I/O driver, polled by the worker that was parking.
    Driver,
    /// A worker between two polls: the deferred list (`yield_now`, spent budget), a
    /// task's completion waking the one that awaits its handle, or the periodic driver
    /// tick. The task given ended last on this thread, just before, if one did; whoever
    /// folds the events knows what the woken task waited for and can tell which it was.
    BetweenPolls(Option<TaskId>),
    /// A job of the blocking pool, running or just completed.
    Blocking(Option<TaskId>),
    /// A thread that belongs to no runtime.
    Outside,
}

/// How an observed await ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// It was ready.
    Ready,
    /// It was dropped while pending.
    Dropped,
}

/// What can be done with a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleAct {
    /// It was awaited to the end, and the result taken.
    Joined,
    /// It was dropped before the result was taken: the task is detached.
    Dropped,
    /// The task was asked to stop. It stops at its next await, or not at all.
    AbortAsked,
}

/// How a job of the blocking pool ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockingOutcome {
    /// It returned.
    Completed,
    /// It panicked.
    Panicked,
    /// It was dropped before it began.
    Cancelled,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndKind {
    /// Its future returned `Ready`.
    Completed,
    /// Its poll panicked.
    Panicked,
    /// Its future was dropped while pending.
    Cancelled,
}

/// A place in source code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// File, as the compiler names it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is waited for there.
    pub wait: WaitOn,
}

/// What an observed await waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitOn {
    /// A timer.
    Timer,
    /// A socket.
    Io,
    /// A channel (to receive, or for room to send).
    Channel,
    /// A `Mutex` or `RwLock`.
    Lock,
    /// A semaphore permit.
    Permit,
    /// A `Notify`, `watch` or `broadcast` signal.
    Signal,
    /// The end of another task.
    Join,
    /// The end of a blocking-pool job.
    Blocking,
    /// `yield_now`: nothing, only its turn.
    Yield,
    /// Not a wait: a spawn call.
    Spawn,
    /// Not a wait: synchronous work that holds the worker.
    Work,
    /// Something else.
    Other,
}

/// Which scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flavor {
    /// `multi_thread`.
    MultiThread,
    /// `current_thread`.
    CurrentThread,
}

/// What is known of a runtime when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunInfo {
    /// 1 for the first runtime a probe has built, counting up with each further one.
    pub shift: u32,
    /// Number of workers.
    pub workers: u16,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Tokio's version.
    pub tokio: String,
    /// Whether built with `tokio_unstable`.
    pub unstable: bool,
    /// Limit of the blocking pool, in threads.
    pub max_blocking: u32,
}
