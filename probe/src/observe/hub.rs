//! What all threads of one observed application share: ids, chunks, now-cells, notes.
//!
//! Nothing here is on the poll path but the now-cells: the rest is touched once per
//! chunk, per block of ids, or per run.

mod chunks;
mod ids;
mod streams;
#[cfg(tokio_unstable)]
mod tasks;
mod workers;

pub(super) use chunks::{CHUNK_BUDGET_BYTES, Handover};
#[cfg(tokio_unstable)]
pub(super) use tasks::Known;

use super::alarm::Alarm;
use super::cell::NowCell;
use super::chunk::{CHUNK_BYTES, Chunk};
use super::clock::{self, Ticks};
use super::slots::Slot;
use super::tokio_api::RuntimeId;
use crate::events::What;
use ids::Ids;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use streams::Streams;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use workers::Workers;

/// The present run and when its building began.
#[derive(Clone, Copy)]
pub(super) struct Runs {
    present: u32,
    began: Ticks,
}

impl Runs {
    /// Whether it is the present one.
    #[inline]
    pub(super) fn is_present(self, run: u32) -> bool {
        run == self.present
    }

    /// Whether a thread first seen in `run` spoke for a worker at a moment: in its own
    /// run, which lasts until the next one begins. The reader may come to its last
    /// records only then.
    #[inline]
    pub(super) fn spoke_for_worker(self, run: u32, at: Ticks) -> bool {
        run == self.present || (run + 1 == self.present && at < self.began)
    }
}

/// See the module's text.
pub(super) struct Hub {
    /// Number of this hub among those of the process, from 1.
    pub(super) slot: u32,
    /// Zero of its time.
    pub(super) started: Ticks,
    /// Those of the present runtime's workers, by index, as far as one is known. Locked when
    /// a thread becomes a worker, and by whoever asks what they do now.
    cells: Mutex<Vec<Arc<NowCell>>>,
    /// Polls that gave up their worker in `block_in_place` and are not over: no cell shows them.
    without_worker: AtomicUsize,
    chunks: UnboundedSender<Handover>,
    spare: Mutex<Vec<Arc<Chunk>>>,
    /// Chunks handed over and not yet given back, and how many there may be.
    unread: AtomicUsize,
    budget: usize,
    /// How many there may be at the moment: the budget, or fewer in a flood.
    allowed: AtomicUsize,
    ids: Mutex<Ids>,
    /// Tasks and jobs that are not observed because there was no id left.
    without_id: AtomicU64,
    /// Tasks whose wakes are not seen.
    without_wakes: AtomicU64,
    /// Rare events that belong to no thread's stream, in order of time.
    notes: Mutex<Vec<(Ticks, What)>>,
    /// Every writer's accounts, for the sum of what was emitted.
    streams: Mutex<Streams>,
    /// The reader and all clones of the probe are gone.
    closed: AtomicBool,
    /// Nobody wants to know more than who lives and who has died.
    lives_only: AtomicBool,
    /// Whether threads may share clock readings between neighbouring polls.
    chains: AtomicBool,
    /// Runtimes built so far.
    runs: AtomicU32,
    /// When the building of the latest one began, in ticks.
    run_began: AtomicU64,
    /// Tokio's number of the present runtime, once it is built; 0 before.
    runtime: AtomicU64,
    /// Those of the present runtime.
    workers: Workers,
    /// While a runtime is being built: when that began, in ticks.
    hold: AtomicU64,
    /// Tasks by Tokio's ids, where its hooks tell of them.
    #[cfg(tokio_unstable)]
    pub(super) tasks: tasks::Tasks,
    /// Wakes a reader that sleeps.
    pub(super) alarm: Alarm,
}

/// No panic can leave these short sections half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The reader goes no further while this lives.
pub(super) struct Held<'a> {
    hub: &'a Hub,
    since: Ticks,
}

impl Held<'_> {
    pub(super) const fn since(&self) -> Ticks {
        self.since
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.hub.hold.store(u64::MAX, Ordering::SeqCst);
    }
}

impl Hub {
    pub(super) fn new(budget_bytes: usize, started: Ticks) -> (Self, UnboundedReceiver<Handover>) {
        let (chunks, receiver) = unbounded_channel();
        let slot = Slot::new();
        let hub = Self {
            slot: slot.number(),
            started,
            cells: Mutex::default(),
            chunks,
            spare: Mutex::default(),
            unread: AtomicUsize::new(0),
            budget: budget_bytes / CHUNK_BYTES,
            allowed: AtomicUsize::new(budget_bytes / CHUNK_BYTES),
            ids: Mutex::new(Ids::of(slot)),
            without_worker: AtomicUsize::new(0),
            without_id: AtomicU64::new(0),
            without_wakes: AtomicU64::new(0),
            notes: Mutex::default(),
            streams: Mutex::default(),
            closed: AtomicBool::new(false),
            lives_only: AtomicBool::new(false),
            chains: AtomicBool::new(false),
            runs: AtomicU32::new(0),
            run_began: AtomicU64::new(0),
            runtime: AtomicU64::new(0),
            workers: Workers::default(),
            hold: AtomicU64::new(u64::MAX),
            #[cfg(tokio_unstable)]
            tasks: tasks::Tasks::default(),
            alarm: Alarm::default(),
        };
        (hub, receiver)
    }

    /// Nobody will read any more: what threads still write is thrown away.
    pub(super) fn forget_reader(&self) {
        // The callback may own a clone of the probe, which would keep all of this for ever.
        self.alarm.forget_wake();
        lock(&self.spare).clear();
        lock(&self.notes).clear();
    }

    /// Nobody will ask for anything any more, and no further task is observed.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }

    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Up to `wanted` ids, at least one, the lowest there are. None when all four billion
    /// are in use, which is counted for each task, or when nobody would read of the task.
    pub(super) fn take_ids(&self, wanted: u32) -> Range<u32> {
        if self.is_closed() {
            return 0..0;
        }
        let ids = lock(&self.ids).take(wanted);
        if ids.is_empty() {
            self.without_id.fetch_add(1, Ordering::Relaxed);
        }
        ids
    }

    /// Takes ids back that no task has got.
    pub(super) fn give_ids_back(&self, ids: Range<u32>) {
        lock(&self.ids).give_back(ids);
    }

    /// A task is not observed, as there is no room for it.
    #[cfg(tokio_unstable)]
    pub(super) fn has_no_room(&self) {
        self.without_id.fetch_add(1, Ordering::Relaxed);
    }

    /// Tasks and jobs that are not observed for want of an id.
    pub(super) fn without_id(&self) -> u64 {
        self.without_id.load(Ordering::Relaxed)
    }

    /// The wakes of one more task are not seen.
    pub(super) fn count_without_wakes(&self) {
        self.without_wakes.fetch_add(1, Ordering::Relaxed);
    }

    /// Tasks whose wakes are not seen.
    pub(super) fn without_wakes(&self) -> u64 {
        self.without_wakes.load(Ordering::Relaxed)
    }

    /// From now on there are no ids left.
    #[cfg(test)]
    pub(super) fn use_up_ids(&self) {
        lock(&self.ids).use_up();
    }

    /// Whether all is recorded, as far as there is room; else only what tasks live and die by.
    pub(super) fn records_all(&self) -> bool {
        !self.lives_only.load(Ordering::Relaxed)
    }

    pub(super) fn record_all(&self, all: bool) {
        self.lives_only.store(!all, Ordering::Relaxed);
    }

    pub(super) fn chains(&self) -> bool {
        self.chains.load(Ordering::Relaxed)
    }

    pub(super) fn set_chains(&self) {
        self.chains.store(true, Ordering::Relaxed);
    }

    /// Notes a rare event that no thread's stream carries.
    pub(super) fn note(&self, what: What) {
        self.note_at(clock::now(), what);
    }

    /// Notes it as of an earlier moment, which [`Self::hold_events`] gave.
    pub(super) fn note_at(&self, at: Ticks, what: What) {
        if self.is_unread_for_good() {
            return;
        }
        let mut notes = lock(&self.notes);
        let place = notes.partition_point(|(other, _)| *other <= at);
        notes.insert(place, (at, what));
    }

    /// Keeps the reader from going past this moment until the value is dropped: also where
    /// Tokio panics because a thread cannot be had.
    pub(super) fn hold_events(&self) -> Held<'_> {
        let since = clock::now();
        self.hold.store(since.0, Ordering::SeqCst);
        Held { hub: self, since }
    }

    /// A runtime is being built since this moment. Gives its number, from 1.
    pub(super) fn begin_run(&self, began: Ticks) -> u32 {
        let mut cells = lock(&self.cells);
        // Threads of the earlier runtime keep theirs, where nobody looks any more.
        cells.clear();
        self.workers.reset();
        // The moment first: who sees the new number sees its beginning.
        self.run_began.store(began.0, Ordering::Relaxed);
        self.runs.fetch_add(1, Ordering::Release) + 1
    }

    /// The now-cell of a worker, for a thread first seen in this run. Outside the present
    /// run, and where there is no worker, it is one that nobody reads.
    pub(super) fn cell(&self, worker: u32, run: u32) -> Arc<NowCell> {
        let mut cells = lock(&self.cells);
        let place = usize::from(match u16::try_from(worker) {
            Ok(worker) if run == self.run() => worker,
            _ => return Arc::default(),
        });
        if cells.len() <= place {
            cells.resize_with(place + 1, Arc::default);
        }
        Arc::clone(&cells[place])
    }

    /// Lets `look` see the cells of the present runtime's workers; those behind are missing
    /// as long as these workers have polled nothing.
    pub(super) fn look_at_cells<R>(&self, look: impl FnOnce(&[Arc<NowCell>]) -> R) -> R {
        look(&lock(&self.cells))
    }

    /// A poll gives up its worker.
    pub(super) fn gives_up_worker(&self) {
        self.without_worker.fetch_add(1, Ordering::SeqCst);
    }

    /// A poll that gave up its worker is over.
    pub(super) fn over_without_worker(&self) {
        self.without_worker.fetch_sub(1, Ordering::SeqCst);
    }

    /// Whether a poll goes on that gave up its worker.
    pub(super) fn polls_without_worker(&self) -> bool {
        self.without_worker.load(Ordering::SeqCst) > 0
    }

    /// Number of the present runtime, 0 before the first.
    pub(super) fn run(&self) -> u32 {
        self.runs.load(Ordering::Acquire)
    }

    /// The present run, for telling which threads speak for its workers.
    pub(super) fn runs(&self) -> Runs {
        let present = self.run();
        Runs {
            present,
            began: Ticks(self.run_began.load(Ordering::Relaxed)),
        }
    }

    /// The moment the reader must not go past.
    pub(super) fn hold(&self) -> Ticks {
        Ticks(self.hold.load(Ordering::SeqCst))
    }

    /// The present runtime is this one.
    pub(super) fn is_built(&self, runtime: RuntimeId) {
        self.runtime.store(runtime.number(), Ordering::Release);
    }

    /// Whether the present runtime is this one.
    pub(super) fn is_of(&self, runtime: RuntimeId) -> bool {
        self.runtime.load(Ordering::Acquire) == runtime.number()
    }

    /// The notes up to a moment, in order of time.
    pub(super) fn take_notes(&self, until: Ticks) -> Vec<(Ticks, What)> {
        let mut notes = lock(&self.notes);
        let ready = notes.iter().take_while(|(at, _)| *at <= until).count();
        notes.drain(..ready).collect()
    }
}
