//! What is true at this moment, read from memory rather than from messages.

use super::{Nanos, SiteId, TaskId};

/// What each worker has in hand at one moment.
///
/// For the present it is read from the probe's now-cells. For any other moment it can be
/// derived from the polls recorded around it. A picture of the runtime takes both: the
/// folded events *and* a `Now`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Now {
    /// The moment.
    pub at: Nanos,
    /// Per worker index, the poll in progress.
    pub workers: Vec<Option<InHand>>,
}

/// A poll in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InHand {
    /// The task being polled.
    pub task: TaskId,
    /// Since when.
    pub since: Nanos,
    /// The marked line it has reached without awaiting, if any.
    pub site: Option<SiteId>,
}

/// Tokio's own metrics at one moment. Reading them wakes nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The moment.
    pub at: Nanos,
    /// Alive tasks, blocking jobs not counted.
    pub alive: usize,
    /// Length of the injection queue.
    pub injection: usize,
    /// Per worker.
    pub workers: Vec<WorkerSample>,
    /// Threads of the blocking pool (workers not counted), `tokio_unstable` only.
    pub blocking_threads: Option<usize>,
    /// Idle threads of the blocking pool, `tokio_unstable` only.
    pub blocking_idle: Option<usize>,
    /// Jobs queued for the blocking pool, `tokio_unstable` only.
    pub blocking_queue: Option<usize>,
}

/// Tokio's own metrics of one worker.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WorkerSample {
    /// Length of the local queue, LIFO slot not counted, `tokio_unstable` only.
    pub local: Option<usize>,
    /// Tasks stolen from other workers so far (published in batches), `tokio_unstable` only.
    pub steals: Option<u64>,
    /// How often it stole, however many tasks at once (published in batches),
    /// `tokio_unstable` only.
    pub raids: Option<u64>,
    /// Times parked so far (published in batches).
    pub parks: u64,
    /// Busy time so far (published in batches; stands still during a stall).
    pub busy: Nanos,
    /// How long its thread has had no processor so far: it waited for one, or the whole process
    /// stood still. `None` where that is not read. Not Tokio's: the system counts it.
    pub waited: Option<Nanos>,
}

/// Accounts of the event pipeline: `emitted = delivered + coalesced + dropped`,
/// once everything emitted has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    /// Events the probe has recorded or counted.
    pub emitted: u64,
    /// Events handed to the reader.
    pub delivered: u64,
    /// Polls, wakes, waits, marked lines and parks that were only counted, because the reader
    /// was behind.
    pub coalesced: u64,
    /// Records that could not be read.
    pub dropped: u64,
    /// Tasks and jobs that are not observed, because all four billion ids of the process
    /// are in use. They run, and tell nothing: no record of them is in the other numbers.
    pub without_id: u64,
    /// Tasks whose wakes are not seen, because Tokio gave them a waker that the probe does not
    /// know. All else of them is told.
    pub without_wakes: u64,
}
