//! Polls and jobs in progress on this thread.

use super::{LOCAL, Local, worker_index};
use crate::probe::clock::{self, Ticks};
use crate::probe::hub;
use crate::probe::record::{Record, flag};
use crate::probe::writer::{NO_WORKER, Writer};
use crate::protocol::PollOutcome;

/// A poll in progress on this thread. Dropped without an outcome, it panicked.
pub(in crate::probe) struct PollInProgress {
    task: u32,
    start: Ticks,
    worker: u32,
}

/// What was so before a poll that is nested in another one on the same thread. It waits
/// in the thread's own list: a poll in progress stays small enough for registers.
#[derive(Clone, Copy)]
pub(super) struct Outer {
    current: u32,
    worker: u32,
    self_woken: bool,
}

impl PollInProgress {
    #[inline]
    pub(in crate::probe) fn begin(task: u32) -> Self {
        LOCAL.with(|local| Self::begin_on(local, task))
    }

    #[inline]
    fn begin_on(local: &Local, task: u32) -> Self {
        let start = local.last.get();
        let follows =
            start.0 != 0 && local.current.get() == 0 && hub::owner_slot(task) == local.slot.get();
        if !follows {
            return Self::begin_anew(local, task);
        }
        // The same worker polls on: only the task is new.
        let mut writer = local.writer.borrow_mut();
        let worker = writer.as_mut().map_or(NO_WORKER, |writer| {
            show_in_hand(writer, writer.worker(), task, start);
            writer.worker()
        });
        local.current.set(task);
        local.worker.set(worker);
        local.self_woken.set(false);
        Self {
            task,
            start,
            worker,
        }
    }

    #[cold]
    fn begin_anew(local: &Local, task: u32) -> Self {
        let is_served = local.serve(task);
        let worker = worker_index().unwrap_or(NO_WORKER);
        let start = clock::now();
        if is_served {
            local.write(|writer| {
                writer.set_worker(worker, start);
                show_in_hand(writer, worker, task, start);
            });
        }
        let outer = Outer {
            current: local.current.replace(task),
            worker: local.worker.replace(worker),
            self_woken: local.self_woken.replace(false),
        };
        if outer.current != 0 {
            local.outer.borrow_mut().push(outer);
            local.nested.set(true);
        }
        Self {
            task,
            start,
            worker,
        }
    }

    /// Ends the poll: the task is over.
    #[inline(never)]
    pub(in crate::probe) fn ready(self) {
        self.finish::<{ PollOutcome::Ready as u16 }>(false);
        // Its drop would tell of a panic.
        std::mem::forget(self);
    }

    /// Ends the poll: the task waits.
    #[inline(never)]
    pub(in crate::probe) fn pending(self, budget_spent: bool) {
        self.finish::<{ PollOutcome::Pending as u16 }>(budget_spent);
        std::mem::forget(self);
    }

    /// The outcome is a constant so that each one has straight code of its own.
    #[inline(always)]
    fn finish<const OUTCOME: u16>(&self, budget_spent: bool) {
        let end = clock::now();
        let _ = LOCAL.try_with(|local| self.finish_on::<OUTCOME>(local, end, budget_spent));
    }

    #[inline(always)]
    fn finish_on<const OUTCOME: u16>(&self, local: &Local, end: Ticks, budget_spent: bool) {
        let is_over = OUTCOME != PollOutcome::Pending as u16;
        let core_kept = local.worker.get() != NO_WORKER;
        let record = Record::poll(self.task, self.start, end)
            .with(OUTCOME)
            .with_if(core_kept, flag::CORE)
            .with_if(local.self_woken.get(), flag::SELF_WOKEN)
            .with_if(budget_spent, flag::BUDGET);
        local.write(|writer| {
            if let Some(cell) = writer.hub.cells.get(self.worker as usize) {
                cell.end(self.task);
            }
            if is_over {
                writer.keep(record);
            } else {
                writer.push_or_count(record);
            }
        });
        if core_kept {
            local.keep_reading(end);
        } else {
            local.forget_reading();
        }
        local.just_ended.set(if is_over { self.task } else { 0 });
        local.current.set(0);
        if local.nested.get() {
            local.back_to_outer_poll();
        }
    }
}

impl Local {
    /// A nested poll is over: the one around it goes on.
    #[cold]
    fn back_to_outer_poll(&self) {
        let mut waiting = self.outer.borrow_mut();
        if let Some(outer) = waiting.pop() {
            self.current.set(outer.current);
            self.worker.set(outer.worker);
            self.self_woken.set(outer.self_woken);
            // Between two parts of a poll, not between two polls.
            self.forget_reading();
        }
        self.nested.set(!waiting.is_empty());
    }
}

#[inline]
fn show_in_hand(writer: &Writer, worker: u32, task: u32, since: Ticks) {
    if let Some(cell) = writer.hub.cells.get(worker as usize) {
        cell.begin(task, since);
    }
}

impl Drop for PollInProgress {
    #[cold]
    fn drop(&mut self) {
        self.finish::<{ PollOutcome::Panicked as u16 }>(false);
    }
}

/// A job of the blocking pool that runs on this thread.
pub(in crate::probe) struct JobInProgress {
    outer: (u32, bool),
}

impl JobInProgress {
    pub(in crate::probe) fn begin(job: u32) -> Self {
        let outer = LOCAL.with(|local| {
            local.serve(job);
            local.last_job.set(job);
            (local.current.replace(job), local.in_job.replace(true))
        });
        Self { outer }
    }
}

impl Drop for JobInProgress {
    fn drop(&mut self) {
        let restore = |local: &Local| {
            local.current.set(self.outer.0);
            local.in_job.set(self.outer.1);
        };
        let _ = LOCAL.try_with(restore);
    }
}
