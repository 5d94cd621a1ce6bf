//! What one thread knows: which task it polls, whose worker it is, where it writes.

#[cfg(tokio_unstable)]
mod bare;
mod birth;
mod end;
mod home;
mod own;
mod poll;
mod wait;
mod wake;

#[cfg(tokio_unstable)]
pub(crate) use bare::Announced;
#[cfg(tokio_unstable)]
pub(super) use bare::{
    Spawn, WITHOUT_NUMBER, bare_is_over, bare_poll_begins, bare_poll_ends, born_bare,
    is_over_unborn, record_unseen_job, take_spawn, unseen_job_is_over,
};
pub(super) use birth::{born, handled};
pub(super) use end::{dropped, job_dropped, result_dropped};
pub(super) use home::{Serving, attach_own, attach_to_run, detach, observes, record_for};
pub(super) use poll::{JobInProgress, PollInProgress, PolledBy};
pub(super) use wait::{Wait, Waited};
pub(super) use wake::woken;

use super::clock::{self, Ticks};
use super::hub::Hub;
use super::record::{NO_WORKER, Packed, Tag, flag};
use super::registry::{self, note_late, write_late};
use super::tokio_api;
use super::writer::Writer;
use crate::events::{SiteId, TaskId, What, WorkerId};
use end::Ended;
use poll::Outer;
use std::cell::{Cell, RefCell};
use std::sync::Arc;
use tokio::task::Id;

/// In place of the task that ended last: none did, and the clock was read for a wake since,
/// a reading that holds for the wakes that follow. No task has this number.
const WAKING: u32 = u32::MAX;

thread_local! {
    static LOCAL: Local = const { Local::new() };
}

/// See the module's text. Ids are 0 where there is none.
struct Local {
    /// Slot of the hub `writer` writes to, 0 before the first.
    slot: Cell<u32>,
    writer: RefCell<Option<Writer>>,
    /// Slot of the hub whose runtime this thread belongs to, 0 if to none.
    home: Cell<u32>,
    /// Tokio's number of a runtime that this thread was in and that nobody observes, 0 before.
    unobserved: Cell<u64>,
    /// Writers of other hubs this thread also served.
    others: RefCell<Vec<Writer>>,
    /// The task polled, or the job that runs, on this thread now.
    current: Cell<u32>,
    /// The task that ended last here with nothing since, or `WAKING`.
    just_ended: Cell<u32>,
    /// Whose future, result or work may be dropped here now.
    ended: Cell<Ended>,
    /// Tokio's id where a worker's own loop runs on this thread, seen as it parked; the outer
    /// `None` before. A current-thread runtime has no id of its own.
    own_id: Cell<Option<Option<Id>>>,
    /// A runtime has started this thread.
    in_pool: Cell<bool>,
    /// What Tokio's hooks tell here.
    #[cfg(tokio_unstable)]
    bare: bare::Bare,
    /// `current` is a job of the blocking pool.
    in_job: Cell<bool>,
    /// Worker of the poll in progress, `NO_WORKER` inside and after `block_in_place`. Where
    /// `last` holds, the worker this thread is.
    worker: Cell<u32>,
    /// Worker of the poll around the one in progress, which is a part of it; `NO_WORKER` if
    /// there is none.
    beneath: Cell<u32>,
    /// The task that gave up its worker in its poll, which goes on; 0 if none did.
    gave_up: Cell<u32>,
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
    /// The marked line, and the task that is there; none between polls.
    marked: Cell<(u32, Option<SiteId>)>,
    /// The job that ended last on this pool thread, with no wake between two jobs since: the
    /// next one may be its completion.
    last_job: Cell<u32>,
}

impl Local {
    const fn new() -> Self {
        Self {
            slot: Cell::new(0),
            writer: RefCell::new(None),
            home: Cell::new(0),
            unobserved: Cell::new(0),
            others: RefCell::new(Vec::new()),
            current: Cell::new(0),
            just_ended: Cell::new(0),
            ended: Cell::new(Ended::NOBODY),
            own_id: Cell::new(None),
            in_pool: Cell::new(false),
            #[cfg(tokio_unstable)]
            bare: bare::Bare::new(),
            in_job: Cell::new(false),
            worker: Cell::new(NO_WORKER),
            beneath: Cell::new(NO_WORKER),
            gave_up: Cell::new(0),
            self_woken: Cell::new(false),
            outer: RefCell::new(Vec::new()),
            nested: Cell::new(false),
            parking: Cell::new(false),
            chains: Cell::new(false),
            last: Cell::new(Ticks(0)),
            marked: Cell::new((0, None)),
            last_job: Cell::new(0),
        }
    }

    /// Always inlined: a record handed over in memory is written in small pieces and read
    /// in large ones, which the processor is slow at.
    #[inline(always)]
    fn write<R>(&self, f: impl FnOnce(&mut Writer) -> R) -> Option<R> {
        self.writer.borrow_mut().as_mut().map(f)
    }

    /// The worker whose core this thread has in the poll in progress, `NO_WORKER` if it has none.
    #[inline]
    fn core(&self) -> u32 {
        match self.worker.get() {
            NO_WORKER => self.beneath.get(),
            worker => worker,
        }
    }

    /// A clock reading that may start the next poll.
    #[inline]
    fn keep_reading(&self, at: Ticks) {
        self.last.set(if self.chains.get() { at } else { Ticks(0) });
    }

    /// A later reading on the same worker, if there is one that holds.
    #[inline]
    fn renew_reading(&self, at: Ticks) {
        if self.last.get().0 != 0 {
            self.last.set(at);
        }
    }

    /// From here on other things than the scheduler run on this thread.
    fn forget_reading(&self) {
        self.last.set(Ticks(0));
    }

    /// A runtime parks that is run inside a poll or a job, in `block_on`: the thread still
    /// belongs to who polls it, and only the record is the other one's.
    #[cold]
    fn park_inside(&self, hub: &Arc<Hub>, unpark: bool) {
        if !tokio_api::TELLS_WORKER {
            self.is_worker_of(hub);
        }
        let Some(worker) = worker_index() else { return };
        let at = clock::now();
        let write = |writer: &mut Writer| write_park(writer, worker, at, unpark);
        if self.write_for(hub, write) == Some(true) {
            hub.alarm.ring();
        }
    }
}

/// The worker this thread is now: by Tokio's own word, where it has one.
#[inline]
fn worker_index() -> Option<u32> {
    if !tokio_api::TELLS_WORKER {
        return own::worker();
    }
    tokio_api::told_worker().and_then(|index| u32::try_from(index).ok())
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

/// This thread spawns nothing for a while: the ids it keeps are for others.
pub(super) fn rest() {
    let _ = LOCAL.try_with(|local| local.write(Writer::rest));
}

/// Whether this thread is in the middle of writing.
pub(super) fn is_writing() -> bool {
    let writing = LOCAL.try_with(|local| local.writer.try_borrow_mut().is_err());
    writing.unwrap_or(false)
}

/// The observed task polled here, or the job that runs here; 0 if none.
pub(super) fn current() -> u32 {
    LOCAL.try_with(|local| local.current.get()).unwrap_or(0)
}

/// The task or job of [`current`], as events name it.
pub(super) fn current_task() -> Option<TaskId> {
    TaskId::new(current())
}

/// The wakes of this task are not seen.
#[cold]
pub(super) fn has_no_wakes(task: u32) {
    if let Some(hub) = registry::owner(task) {
        hub.count_without_wakes();
    }
}

/// Writes a record about a task, wherever this thread is.
pub(super) fn record(task: u32, record: Packed) {
    let write = |local: &Local| local.write_about(task, move |writer| writer.push(record));
    if LOCAL.try_with(write).is_err() {
        write_late(task, record);
    }
}

/// Tells a rare event, in order with all that this thread writes: to the application of the
/// task it is about, or to the one this thread serves. It takes a lock, and memory until it is
/// read: an event of which there may be many is a record.
pub(super) fn note(what: &What) {
    note_of(clock::now(), what);
}

/// As [`note`], of what was so at that moment, after which this thread has told nothing.
pub(super) fn note_of(at: Ticks, what: &What) {
    let task = what.subject().map(TaskId::get);
    let write = |local: &Local| match task {
        Some(task) => local.write_about(task, |writer| writer.note(at, what.clone())),
        None => local.write(|writer| writer.note(at, what.clone())),
    };
    if let (Err(_), Some(task)) = (LOCAL.try_with(write), task) {
        note_late(task, at, what);
    }
}

/// Writes that a job of the blocking pool begins or ends, which wakes a reader that sleeps.
pub(super) fn record_job(job: u32, record: Packed) {
    let write = |local: &Local| {
        local.write_about(job, move |writer| {
            writer.push(record);
            Arc::clone(&writer.hub)
        })
    };
    match LOCAL.try_with(write) {
        Ok(Some(hub)) => {
            hub.alarm.ring();
        }
        Ok(None) => {}
        Err(_) => write_late(job, record),
    }
}

/// The park hook: from here to the unpark hook, wakes on this thread are the driver's.
pub(super) fn park(hub: &Arc<Hub>, unpark: bool) {
    let note = |local: &Local| {
        if local.current.get() != 0 {
            return local.park_inside(hub, unpark);
        }
        local.attach(hub);
        local.home.set(hub.slot);
        local.just_ended.set(0);
        local.parking.set(false);
        if !unpark {
            local.own_id.set(Some(tokio::task::try_id()));
        }
        if !tokio_api::TELLS_WORKER {
            local.is_worker_of(hub);
        }
        let Some(worker) = worker_index() else { return };
        let at = clock::now();
        let is_news = local.write(|writer| write_park(writer, worker, at, unpark));
        // What the callback does is done by this worker, not by its driver.
        let has_called = is_news == Some(true) && hub.alarm.ring();
        local.parking.set(!unpark);
        if unpark && !has_called {
            local.worker.set(worker);
            local.keep_reading(at);
        } else {
            // Wakes inside are the driver's, and have their own times.
            local.forget_reading();
        }
    };
    let _ = LOCAL.try_with(note);
}

/// Writes that the worker parks or unparks; whether that is news for a reader that sleeps.
#[inline]
fn write_park(writer: &mut Writer, worker: u32, at: Ticks, unpark: bool) -> bool {
    let record = Packed::new(Tag::Park, at, worker, 0).with_if(unpark, flag::UNPARK);
    writer.set_worker(worker, at);
    if unpark {
        writer.is_awake();
    } else {
        writer.has_nothing_in_hand();
    }
    writer.push_park(record, at, unpark)
}

/// The task polled here gives up its worker's core. None if it has none to give.
pub(super) fn give_up_core() -> Option<(TaskId, WorkerId)> {
    let give_up = |local: &Local| {
        let task = TaskId::new(local.current.get())?;
        let worker = u16::try_from(local.worker.replace(NO_WORKER)).ok()?;
        local.forget_reading();
        if !tokio_api::TELLS_WORKER {
            local.is_no_worker();
        }
        // Counted before the cell is left: a poll is always seen in one of the two.
        if let Some(hub) = registry::owner(task.get()) {
            hub.gives_up_worker();
            local.gave_up.set(task.get());
        }
        local.write(|writer| writer.end_in_hand(worker.into(), task.get()));
        Some((task, WorkerId::new(worker)))
    };
    LOCAL.try_with(give_up).ok().flatten()
}

/// Shows the marked line of the poll in progress in the worker's now-cell, or hides it. Gives the
/// line marked before, with its task: in a poll inside another one it is the other one's, and
/// given back it is not shown as this one's.
pub(super) fn mark(line: (u32, Option<SiteId>)) -> (u32, Option<SiteId>) {
    let mark = |local: &Local| {
        let before = local.marked.replace(line);
        let (task, worker) = (local.current.get(), local.worker.get());
        if task != 0 && !local.in_job.get() {
            let site = line.1.filter(|_| line.0 == task);
            let site = site.and_then(|site| u32::try_from(site.index()).ok());
            local.write(|writer| writer.mark_in_hand(worker, task, site));
        }
        before
    };
    LOCAL.try_with(mark).unwrap_or((0, None))
}
