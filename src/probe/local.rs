//! What one thread knows: which task it polls, whose worker it is, where it writes.

mod birth;
mod home;
mod ids;
mod poll;

pub(super) use birth::{born, handled};
pub(super) use home::{attach, attach_own, attach_to_run, come_home};
pub(super) use poll::{JobInProgress, PollInProgress};

use super::clock::{self, Ticks};

use super::hub::{self, Hub};
use super::record::{Record, Tag, flag};
use super::writer::{NO_WORKER, Writer};
use crate::protocol::{SiteId, TaskId};
use ids::IdBlock;
use poll::Outer;
use std::cell::{Cell, RefCell};
use std::sync::Arc;

thread_local! {
    static LOCAL: Local = const { Local::new() };
}

/// Who called a waker, as written in the low flag bits of a `Woken` record.
pub(super) mod who {
    pub(crate) const TASK: u16 = 0;
    pub(crate) const DRIVER: u16 = 1;
    pub(crate) const BETWEEN_POLLS: u16 = 2;
    pub(crate) const BLOCKING: u16 = 3;
    pub(crate) const OUTSIDE: u16 = 4;
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
    /// `current` is a job of the blocking pool.
    in_job: Cell<bool>,
    /// Worker of the poll in progress, `NO_WORKER` inside and after `block_in_place`.
    worker: Cell<u32>,
    self_woken: Cell<bool>,
    /// Polls that wait for a nested one to end, and whether there are any.
    outer: RefCell<Vec<Outer>>,
    nested: Cell<bool>,
    /// A worker between the park and the unpark hook: wakes here are the driver's.
    parking: Cell<bool>,
    /// The task that ended last here, with nothing since.
    just_ended: Cell<u32>,
    /// Whether clock readings may be shared between neighbours, see [`Local::last`].
    chains: Cell<bool>,
    /// The latest clock reading on this worker, if nothing but the scheduler ran since;
    /// zero otherwise. It serves as the start of the next poll: a reading costs as much
    /// as all else a poll's record takes.
    last: Cell<Ticks>,
    /// `last` was read for a wake after the last poll: it holds for the wakes that follow.
    waking: Cell<bool>,
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
            in_job: Cell::new(false),
            worker: Cell::new(NO_WORKER),
            self_woken: Cell::new(false),
            outer: RefCell::new(Vec::new()),
            nested: Cell::new(false),
            parking: Cell::new(false),
            just_ended: Cell::new(0),
            chains: Cell::new(false),
            last: Cell::new(Ticks(0)),
            waking: Cell::new(false),
            last_job: Cell::new(0),
            ids: RefCell::new(IdBlock::EMPTY),
        }
    }

    #[inline]
    fn write(&self, f: impl FnOnce(&mut Writer)) {
        if let Some(writer) = self.writer.borrow_mut().as_mut() {
            f(writer);
        }
    }

    #[inline]
    fn woken(&self, task: u32) {
        let current = self.current.get();
        if self.in_job.get() {
            return self.woken_anyhow(task);
        }
        if current == task {
            return self.self_woken.set(true);
        }
        let owner = hub::owner_slot(task);
        if owner != self.slot.get() {
            return self.woken_anyhow(task);
        }
        if current != 0 && owner == hub::owner_slot(current) {
            return self.woken_by_task(task, current);
        }
        if current == 0 && owner == self.home.get() {
            if self.parking.get() {
                return self.woken_by_driver(task);
            }
            // On a worker between two polls that follow each other.
            if self.last.get().0 != 0 {
                return self.woken_between_polls(task);
            }
        }
        self.woken_anyhow(task);
    }

    #[inline]
    fn woken_by_task(&self, task: u32, current: u32) {
        let at = clock::now();
        let worker = self.worker.get();
        let record = Record::new(Tag::Woken, at, task, current).with(who::TASK);
        self.write(|writer| {
            if worker == NO_WORKER {
                writer.push_or_count(record);
            } else {
                writer.set_worker(worker, at);
                writer.push_or_count(record.with(flag::CORE));
            }
        });
    }

    /// Inside the park: the hook has said whose worker this is.
    #[inline]
    fn woken_by_driver(&self, task: u32) {
        self.write(|writer| {
            let at = clock::now();
            let record = Record::new(Tag::Woken, at, task, 0).with(who::DRIVER | flag::CORE);
            writer.push_or_count(record);
        });
    }

    /// Whoever calls the waker.
    #[inline(never)]
    fn woken_anyhow(&self, task: u32) {
        let current = self.current.get();
        let (who, by, worker, at) = if self.is_foreign(task) {
            // To that application this thread is just somebody outside.
            (who::OUTSIDE, 0, NO_WORKER, clock::now())
        } else if current != 0 {
            let who = if self.in_job.get() {
                who::BLOCKING
            } else {
                who::TASK
            };
            (who, current, self.worker.get(), clock::now())
        } else {
            self.caller_without_poll()
        };
        let record = Record::new(Tag::Woken, at, task, by)
            .with(who)
            .with_if(worker != NO_WORKER, flag::CORE);
        self.write_about(task, |writer| {
            if worker != NO_WORKER {
                writer.set_worker(worker, record.at);
            }
            writer.push_or_count(record);
        });
    }

    #[inline]
    fn woken_between_polls(&self, task: u32) {
        let at = self.reading_for_wake();
        let record = Record::new(Tag::Woken, at, task, self.just_ended.get())
            .with(who::BETWEEN_POLLS | flag::CORE);
        self.write(|writer| {
            writer.push_or_count(record);
        });
    }

    /// Who calls a waker outside any poll and job: name, task, worker, time.
    fn caller_without_poll(&self) -> (u16, u32, u32, Ticks) {
        let at = clock::now();
        match worker_index() {
            Some(worker) => (who::BETWEEN_POLLS, self.just_ended.get(), worker, at),
            None => match self.last_job.get() {
                0 => (who::OUTSIDE, 0, NO_WORKER, at),
                job => (who::BLOCKING, job, NO_WORKER, at),
            },
        }
    }

    /// The time of a wake between two polls. The first one after a poll that did not end
    /// its task may come after a look at the driver, so it reads the clock; those that
    /// follow come at once.
    fn reading_for_wake(&self) -> Ticks {
        if self.just_ended.get() == 0 && !self.waking.replace(true) {
            self.last.set(clock::now());
        }
        self.last.get()
    }

    /// A clock reading that may start the next poll.
    fn keep_reading(&self, at: Ticks) {
        self.last.set(if self.chains.get() { at } else { Ticks(0) });
        self.waking.set(false);
    }

    /// From here on other things than the scheduler run on this thread.
    fn forget_reading(&self) {
        self.last.set(Ticks(0));
        self.waking.set(false);
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

/// Told by the observed waker.
#[inline]
pub(super) fn woken(task: u32) {
    if task == 0 || LOCAL.try_with(|local| local.woken(task)).is_ok() {
        return;
    }
    late(
        task,
        Record::new(Tag::Woken, clock::now(), task, 0).with(who::OUTSIDE),
    );
}

/// Writes a record about a task, wherever this thread is.
pub(super) fn record(task: u32, record: Record) {
    let write = |local: &Local| local.write_about(task, |writer| writer.push(record));
    if LOCAL.try_with(write).is_err() {
        late(task, record);
    }
}

/// Writes that a wait began, unless the reader is too far behind for it; whether it did.
pub(super) fn record_wait(task: u32, record: Record, extra: Option<Record>) -> bool {
    let told = Cell::new(false);
    let write = |local: &Local| {
        local.write_about(task, |writer| told.set(writer.push_wait(record, extra)));
    };
    LOCAL.try_with(write).is_ok() && told.get()
}

#[cold]
fn late(task: u32, record: Record) {
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
        let record = Record::new(Tag::Park, clock::now(), worker, 0).with_if(unpark, flag::UNPARK);
        local.write(|writer| {
            writer.set_worker(worker, record.at);
            writer.push_park(record);
        });
        if unpark {
            local.keep_reading(record.at);
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
            if let Some(cell) = writer.hub.cells.get(worker as usize) {
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
            if let Some(cell) = writer.hub.cells.get(worker as usize) {
                cell.mark(task, site.and_then(|site| u32::try_from(site.index()).ok()));
            }
        });
    };
    let _ = LOCAL.try_with(mark);
}

/// Writes a record that is about no task, to the hub this thread is attached to.
pub(super) fn record_here(record: Record) {
    let _ = LOCAL.try_with(|local| local.write(|writer| writer.push(record)));
}
