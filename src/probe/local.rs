//! What one thread knows: which task it polls, whose worker it is, where it writes.

mod birth;
mod home;
mod ids;
mod poll;
mod wait;
mod wake;

pub(super) use birth::{born, handled};
pub(super) use home::{attach, attach_own, attach_to_run, come_home};
pub(super) use poll::{JobInProgress, PollInProgress, PolledBy};
pub(super) use wait::{Waited, wait_begins};
pub(super) use wake::{who, woken};

use super::clock::{self, Ticks};

use super::hub::{self, Hub};
use super::record::{Packed, Tag, flag};
use super::writer::{NO_WORKER, Writer};
use crate::events::{SiteId, TaskId};
use ids::IdBlock;
use poll::Outer;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

/// In place of the task that ended last: none did, and the clock was read for a wake since,
/// a reading that holds for the wakes that follow. No task has this number.
const WAKING: u32 = u32::MAX;

thread_local! {
    static LOCAL: Local = const { Local::new() };
}

/// See the module's text. Ids are 0 where there is none.
struct Local {
    /// Slot of the hub `writer` writes to, 0 before the first.
    slot: Cell<u16>,
    writer: RefCell<Option<Writer>>,
    /// Slot of the hub whose runtime this thread belongs to, 0 if to none.
    home: Cell<u16>,
    /// Writers of other hubs this thread also served.
    others: RefCell<Vec<Writer>>,
    /// The task polled, or the job that runs, on this thread now.
    current: Cell<u32>,
    /// The task that ended last here with nothing since, or `WAKING`.
    just_ended: Cell<u32>,
    /// `current` is a job of the blocking pool.
    in_job: Cell<bool>,
    /// Worker of the poll in progress, `NO_WORKER` inside and after `block_in_place`.
    worker: Cell<u32>,
    /// The task polled has woken itself; false between polls.
    self_woken: Cell<bool>,
    /// Polls that wait for a nested one to end, and whether there are any.
    outer: RefCell<Vec<Outer>>,
    nested: Cell<bool>,
    /// A worker between the park and the unpark hook: wakes here are the driver's.
    parking: Cell<bool>,
    /// Whether clock readings may be shared between neighbours, see [`Local::last`].
    chains: Cell<bool>,
    /// The latest clock reading on this worker, if nothing but the scheduler ran since;
    /// zero otherwise. It serves as the start of the next poll: a reading costs as much
    /// as all else a poll's record takes.
    last: Cell<Ticks>,
    /// The last job this pool thread ran: a wake after it is its completion.
    last_job: Cell<u32>,
    ids: RefCell<IdBlock>,
}

impl Local {
    const fn new() -> Self {
        Self {
            slot: Cell::new(0),
            writer: RefCell::new(None),
            home: Cell::new(0),
            others: RefCell::new(Vec::new()),
            current: Cell::new(0),
            just_ended: Cell::new(0),
            in_job: Cell::new(false),
            worker: Cell::new(NO_WORKER),
            self_woken: Cell::new(false),
            outer: RefCell::new(Vec::new()),
            nested: Cell::new(false),
            parking: Cell::new(false),
            chains: Cell::new(false),
            last: Cell::new(Ticks(0)),
            last_job: Cell::new(0),
            ids: RefCell::new(IdBlock::EMPTY),
        }
    }

    /// Always inlined: a record handed over in memory is written in small pieces and read
    /// in large ones, which the processor is slow at.
    #[inline(always)]
    fn write<R>(&self, f: impl FnOnce(&mut Writer) -> R) -> Option<R> {
        self.writer.borrow_mut().as_mut().map(f)
    }

    /// A clock reading that may start the next poll.
    #[inline]
    fn keep_reading(&self, at: Ticks) {
        self.last.set(if self.chains.get() { at } else { Ticks(0) });
    }

    /// From here on other things than the scheduler run on this thread.
    fn forget_reading(&self) {
        self.last.set(Ticks(0));
    }
}

/// The worker this thread is now, by Tokio's own word.
#[inline]
fn worker_index() -> Option<u32> {
    tokio::runtime::worker_index().and_then(|index| u32::try_from(index).ok())
}

/// The hub this thread writes to.
pub(super) fn hub() -> Option<Arc<Hub>> {
    LOCAL
        .try_with(|local| {
            local
                .writer
                .borrow()
                .as_ref()
                .map(|writer| Arc::clone(&writer.hub))
        })
        .ok()
        .flatten()
}

/// The observed task polled here, or the job that runs here; 0 if none.
pub(super) fn current() -> u32 {
    LOCAL.try_with(|local| local.current.get()).unwrap_or(0)
}

/// The same, for the public API.
pub(super) fn current_task() -> Option<TaskId> {
    TaskId::new(current())
}

/// Writes a record about a task, wherever this thread is.
pub(super) fn record(task: u32, record: Packed) {
    let write = |local: &Local| local.write_about(task, move |writer| writer.push(record));
    if LOCAL.try_with(write).is_err() {
        late(task, record);
    }
}

#[cold]
#[inline(never)]
fn late(task: u32, record: Packed) {
    if let Some(hub) = hub::owner(task) {
        hub.with_late_writer(|writer| writer.push(record));
    }
}

/// The park hook: from here to the unpark hook, wakes on this thread are the driver's.
pub(super) fn park(hub: &Arc<Hub>, unpark: bool) {
    let note = |local: &Local| {
        local.attach(hub);
        local.home.set(hub.slot);
        local.just_ended.set(0);
        let worker = worker_index();
        local.parking.set(!unpark && worker.is_some());
        let Some(worker) = worker else { return };
        let at = clock::now();
        let record = Packed::new(Tag::Park, at, worker, 0).with_if(unpark, flag::UNPARK);
        local.write(|writer| {
            writer.set_worker(worker, at);
            writer.push_park(record, unpark);
        });
        if unpark {
            local.keep_reading(at);
        } else {
            // Wakes inside are the driver's, and have their own times.
            local.forget_reading();
        }
    };
    let _ = LOCAL.try_with(note);
}

/// The task polled here gives up its worker's core. None if it has none to give.
pub(super) fn give_up_core() -> Option<(u32, u32)> {
    let give_up = |local: &Local| {
        let (task, worker) = (local.current.get(), local.worker.get());
        if task == 0 || worker == NO_WORKER {
            return None;
        }
        local.worker.set(NO_WORKER);
        local.forget_reading();
        local.write(|writer| {
            if let Some(cell) = writer.cell(worker) {
                cell.end(task);
            }
        });
        Some((task, worker))
    };
    LOCAL.try_with(give_up).ok().flatten()
}

/// Shows or hides the marked line of the poll in progress in the worker's now-cell.
pub(super) fn mark(site: Option<SiteId>) {
    let mark = |local: &Local| {
        let (task, worker) = (local.current.get(), local.worker.get());
        if task == 0 || local.in_job.get() {
            return;
        }
        local.write(|writer| {
            if let Some(cell) = writer.cell(worker) {
                cell.mark(task, site.and_then(|site| u32::try_from(site.index()).ok()));
            }
        });
    };
    let _ = LOCAL.try_with(mark);
}

/// Writes a record that is about no task, to the hub this thread is attached to.
pub(super) fn record_here(record: Packed) {
    let _ = LOCAL.try_with(|local| local.write(|writer| writer.push(record)));
}
