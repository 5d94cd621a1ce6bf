//! The pure fold: [`Model::apply`] turns events into workers, tasks, queues,
//! waits and counters.
//!
//! It owns the picture of the runtime as far as events tell it. It asks no clock,
//! touches no thread and knows nothing of screens: the same events always give the
//! same model. What a worker is doing at this very moment is not in it (the event of a
//! poll comes when it ends) but in a [`Now`](crate::events::Now); [`Model::ongoing`] and
//! [`Model::place`] look at both. A task that is being polled is still found in the
//! queue it was taken from until its poll ends: whoever draws a queue leaves out
//! the tasks that the `Now` has in hand.
//!
//! Queue lengths are known to Tokio, queue *contents* are not: [`Model::injection`],
//! [`Model::local`] and [`Worker::lifo`] follow Tokio's scheduling rules from spawns,
//! wakes and polls. They are inferred, and whoever shows them must say so.
//!
//! Events of one thread must come in order; across threads any order is accepted. A task
//! is entered at its first mention, whatever that is, and one that ended stays ended. Where
//! all events come in order of time, as from a reader, [`Model::true_start`] makes the starts
//! of polls exact before they are folded: see [`Model::apply`].
//!
//! ```
//! use tokio_kitchen::model::Model;
//! use tokio_kitchen::probe::{self, Probe};
//! use tokio_kitchen::events::Nanos;
//!
//! let (probe, mut reader) = Probe::new();
//! let runtime = probe.build(&mut tokio::runtime::Builder::new_multi_thread())?;
//! runtime.block_on(async { probe::spawn(probe::yield_now()).await }).expect("no panic");
//! drop(runtime);
//!
//! // A poll of 100 ms or more is a stall.
//! let mut model = Model::new(Nanos::from_millis(100));
//! reader.drain_all(|event| model.apply(&event));
//! assert_eq!(model.counters().completed, 1);
//! assert_eq!(model.counters().polls, 2);
//! # Ok::<(), std::io::Error>(())
//! ```

mod announced;
mod blocking;
mod chain;
mod counters;
mod driver;
mod extra;
mod fold;
mod freeze;
mod happening;
mod invariants;
mod journal;
mod kinds;
mod lifecycle;
mod links;
mod list;
mod locks;
mod numbers;
mod ongoing;
mod origins;
mod panics;
mod polls;
mod pool;
mod queues;
mod raids;
mod record;
mod retold;
mod ring;
mod routine;
mod same;
mod shutdown;
mod sight;
mod spans;
mod stall;
mod stuck;
mod suspended;
mod table;
mod task;
mod timers;
mod together;
mod undo;
mod waits;
mod wakes;
mod worker;

pub use counters::{BlockingCounters, Counters, JobTimes, KindStats, Wakes};
pub use happening::{Freeze, Happening, HappeningKind, Ongoing};
pub use links::{Awaited, Chain, ChainEnd, Deadlock, Link};
pub use panics::Panic;
pub use polls::SKEW;
pub use raids::Raids;
pub use shutdown::Shutdown;
pub use sight::Still;
pub use spans::Spans;
pub use stall::Stall;
pub use stuck::StuckPoll;
pub use task::{HandleState, Place, Sight, Task, Wait};
pub use together::Together;
pub use undo::Undo;
pub use worker::{Span, SpanKind, Worker};

use crate::events::{KindId, Nanos, RunInfo, Site, SiteId, TaskId, TextId, WorkerId};
use announced::{Announced, number};
use driver::Driver;
use happening::Happenings;
use journal::Noted;
use kinds::Kinds;

use locks::Locks;
use pool::Pool;
use queues::Lists;
use raids::Raid;
use ring::Ring;
use table::Table;
use timers::Timers;
use undo::Begin;

/// The folded state.
#[derive(Clone, Debug)]
pub struct Model {
    stall_after: Nanos,
    at: Nanos,
    run: Option<RunInfo>,
    running: bool,
    shutdown: Option<Shutdown>,
    workers: Vec<Worker>,
    table: Table,
    lists: Lists,
    timers: Timers,
    pool: Pool,
    kinds: Kinds,
    sites: Announced<Site>,
    texts: Announced<String>,
    recent_texts: Ring<(Nanos, Option<TaskId>, TextId)>,
    counters: Counters,
    poll_histogram: [u64; 64],
    ended: Ring<TaskId>,
    stalls: Ring<Stall>,
    panics: Ring<Panic>,
    stuck: Ring<StuckPoll>,
    deadlocks: Ring<Deadlock>,
    happenings: Happenings,
    /// How many tasks were mentioned before the event of their spawn: their kind is not known yet.
    early: usize,
    /// When tasks that were ready already were last woken once more.
    rewoken: Noted<TaskId, Nanos>,
    /// Tasks moved along with a stolen one, and in which raid.
    moved: Noted<TaskId, Raid>,
    /// Who has what somebody waits for.
    locks: Locks,
    /// Whether routine polls and wakes are folded in one go; else all go the long way.
    shortcut: bool,
    /// Who polls the timer and I/O driver (~).
    driver: Driver,
    /// The beginning of the present segment, if the model remembers.
    begin: Option<Box<Begin>>,
}

impl Model {
    /// A model of which no event is folded yet. A poll of at least `stall_after` is a stall.
    pub fn new(stall_after: Nanos) -> Self {
        Self {
            stall_after,
            at: Nanos::ZERO,
            run: None,
            running: false,
            shutdown: None,
            workers: Vec::new(),
            table: Table::default(),
            lists: Lists::default(),
            timers: Timers::default(),
            pool: Pool::default(),
            kinds: Kinds::default(),
            sites: Announced::default(),
            texts: Announced::default(),
            recent_texts: Ring::default(),
            counters: Counters::default(),
            poll_histogram: [0; 64],
            ended: Ring::default(),
            stalls: Ring::default(),
            panics: Ring::default(),
            stuck: Ring::default(),
            deadlocks: Ring::default(),
            happenings: Happenings::default(),
            early: 0,
            rewoken: Noted::default(),
            moved: Noted::default(),
            locks: Locks::default(),
            shortcut: true,
            driver: Driver::default(),
            begin: None,
        }
    }

    /// Folds every event the long way: for tests, which compare both ways.
    #[doc(hidden)]
    #[must_use]
    pub fn the_long_way(mut self) -> Self {
        self.shortcut = false;
        self
    }

    /// The moment of the newest event; 0 before the first.
    pub fn at(&self) -> Nanos {
        self.at
    }

    /// The threshold given to `new`.
    pub fn stall_after(&self) -> Nanos {
        self.stall_after
    }

    /// The present runtime, or the last one if none runs; `None` before the first.
    pub fn run(&self) -> Option<&RunInfo> {
        self.run.as_ref()
    }

    /// Whether a runtime is running.
    pub fn running(&self) -> bool {
        self.running
    }

    /// Whether the runtime is closing: `Some(true)` gracefully, `Some(false)` at once, `None` if
    /// it is not, or is gone already.
    pub fn closing(&self) -> Option<bool> {
        let shutdown = self.shutdown.filter(|_| self.running);
        shutdown.map(|shutdown| shutdown.graceful)
    }

    /// The workers of the present runtime, or of the last one, by index.
    pub fn workers(&self) -> &[Worker] {
        &self.workers
    }

    /// A task or blocking job; `None` if never seen, or ended so long ago that it was forgotten.
    pub fn task(&self, id: TaskId) -> Option<Task> {
        self.table.view(id)
    }

    /// Whether there ever was such a task or blocking job, be it forgotten by now or not.
    pub fn has_seen(&self, id: TaskId) -> bool {
        self.table.seen(id) != record::Seen::Never
    }

    /// The name of a kind; `?` if it was never announced.
    pub fn kind(&self, id: KindId) -> &str {
        self.kinds.get(id).map_or("?", |kind| &kind.name)
    }

    /// All kinds announced or used, with their counts and times.
    pub fn kinds(&self) -> impl Iterator<Item = (KindId, &str, &KindStats)> {
        let all = self.kinds.iter();
        all.map(|(id, kind)| (id, kind.name.as_str(), &kind.stats))
    }

    /// A place in source code; `None` if it was never announced.
    pub fn site(&self, id: SiteId) -> Option<&Site> {
        self.sites.get(number(id.index()))
    }

    /// A printed line; empty if it was never announced.
    pub fn text(&self, id: TextId) -> &str {
        self.texts
            .get(number(id.index()))
            .map_or("", String::as_str)
    }

    /// The newest printed lines, newest last: when, by which task (`None` for the program), what.
    pub fn recent_texts(
        &self,
    ) -> impl DoubleEndedIterator<Item = (Nanos, Option<TaskId>, TextId)> + ExactSizeIterator {
        self.recent_texts.items().iter().copied()
    }

    /// The tasks in the injection queue, front first. Inferred.
    pub fn injection(&self) -> impl Iterator<Item = Task> {
        self.table.walk(&self.lists.injection)
    }

    /// Length of the injection queue. Inferred.
    pub fn injection_len(&self) -> usize {
        self.lists.injection.len()
    }

    /// The tasks in a worker's local queue, front first; none if there is no such worker.
    /// Inferred.
    pub fn local(&self, worker: WorkerId) -> impl Iterator<Item = Task> {
        let list = self.lists.local.get(worker.index());
        list.into_iter().flat_map(|list| self.table.walk(list))
    }

    /// The tasks that have yielded and wait until their worker has looked at its driver, of all
    /// workers together. Inferred.
    pub fn deferred(&self) -> impl Iterator<Item = Task> {
        self.table.walk(&self.lists.deferred)
    }

    /// How many tasks have yielded so. Inferred.
    pub fn deferred_len(&self) -> usize {
        self.lists.deferred.len()
    }

    /// Pending tasks, longest pending first.
    pub fn pending(&self) -> impl Iterator<Item = Task> {
        self.table.walk(&self.lists.pending)
    }

    /// How many tasks are pending.
    pub fn pending_len(&self) -> usize {
        self.lists.pending.len()
    }

    /// Lanes that are not over: futures of `block_on`, and tasks of a `LocalSet`.
    pub fn lanes(&self) -> impl Iterator<Item = Task> {
        self.table.walk(&self.lists.lanes)
    }

    /// Jobs running in the blocking pool, longest first, then those inside `block_in_place`.
    pub fn blocking_running(&self) -> impl Iterator<Item = Task> {
        let in_place = self.table.walk(&self.lists.in_place);
        self.table
            .walk(&self.lists.blocking_running)
            .chain(in_place)
    }

    /// Jobs handed to the blocking pool and not begun, oldest first.
    pub fn blocking_queued(&self) -> impl Iterator<Item = Task> {
        self.table.walk(&self.lists.blocking_queue)
    }

    /// How many jobs run in the blocking pool, and tasks inside `block_in_place`.
    pub fn blocking_running_len(&self) -> usize {
        self.lists.blocking_running.len() + self.lists.in_place.len()
    }

    /// How many jobs wait for a thread of the blocking pool.
    pub fn blocking_queued_len(&self) -> usize {
        self.lists.blocking_queue.len()
    }

    /// The tasks and jobs that ended last, newest first: at most
    /// 4,096. Older ones are forgotten.
    pub fn ended(&self) -> impl Iterator<Item = Task> {
        self.ended
            .items()
            .iter()
            .rev()
            .filter_map(|id| self.table.view(*id))
    }

    /// All tasks and jobs that are known, in order of their ids, from the given one on. Each is
    /// made when the iterator comes to it, so a page of a long list costs no more than that.
    pub fn tasks_from(&self, from: Option<TaskId>) -> impl DoubleEndedIterator<Item = Task> {
        self.table.from(from)
    }

    /// The marked line a task has reached in the poll in progress, if any.
    pub fn line(&self, id: TaskId) -> Option<SiteId> {
        self.table.extra(self.table.get(id)?)?.line()
    }

    /// Totals since the first event.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// How long polls took: bucket `n` counts those of 2ⁿ up to 2ⁿ⁺¹ ns, bucket 0 also those
    /// of 0 ns. Polls that were [only counted](crate::events::What::Coalesced) are not in it.
    pub fn poll_histogram(&self) -> &[u64; 64] {
        &self.poll_histogram
    }

    /// Stalls that are over, oldest first: the newest
    /// 10,000. All are counted in
    /// [`Counters::slow_polls`].
    pub fn stalls(&self) -> impl DoubleEndedIterator<Item = &Stall> + ExactSizeIterator {
        self.stalls.items().iter()
    }

    /// The newest noteworthy facts, oldest first. A few hundred routine ones and as many
    /// weighty ones are kept; a gap in the numbers is where others were.
    pub fn happenings(&self) -> impl DoubleEndedIterator<Item = &Happening> {
        self.happenings.iter()
    }
}
