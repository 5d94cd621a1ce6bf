//! Polls and jobs in progress on this thread.

use super::end::Ended;
use super::{LOCAL, Local, worker_index};
use crate::events::PollOutcome;
use crate::observe::clock::{self, Ticks};
use crate::observe::record::{NO_WORKER, Packed, flag};
use crate::observe::registry;
use crate::observe::slots::owner_slot;
use crate::observe::tokio_api;
use std::sync::Arc;

/// A poll in progress on this thread. Dropped without an outcome, it panicked.
pub(in crate::observe) struct PollInProgress {
    task: u32,
    start: Ticks,
}

/// The worker that polled a task last.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::observe) struct PolledBy(u16);

impl PolledBy {
    /// The last worker that Tokio may have has this number too. What it gets wrong by that the
    /// model puts right.
    pub(in crate::observe) const NOBODY: Self = Self(u16::MAX - 1);
    /// A thread without a worker: such a one polls but never next.
    const NO_WORKER: Self = Self::worker(NO_WORKER);

    #[inline]
    const fn worker(worker: u32) -> Self {
        Self(worker as u16)
    }

    /// Whether this worker polled it last, or nobody did: then its polls so far were over
    /// before the worker's latest clock reading.
    #[inline]
    fn is_known_to(self, worker: u32) -> bool {
        self == Self::NOBODY || self == Self::worker(worker)
    }
}

/// What was so before a poll that is nested in another one on the same thread.
#[derive(Clone, Copy)]
pub(super) struct Outer {
    current: u32,
    worker: u32,
    beneath: u32,
    in_job: bool,
    self_woken: bool,
}

impl PollInProgress {
    #[inline(always)]
    pub(in crate::observe) fn begin(task: u32, last: PolledBy) -> Self {
        let start = begin(task, last);
        Self { task, start }
    }

    /// Of a task that is not the scheduler's to poll: another poll polls it inside of its own,
    /// and keeps the worker in hand, if it has one.
    pub(in crate::observe) fn begin_inside(task: u32) -> Self {
        let start = LOCAL.try_with(|local| local.begin_inside(task));
        let start = start.unwrap_or_else(|_| clock::now());
        Self { task, start }
    }

    /// Ends the poll: the task is over.
    #[inline(always)]
    pub(in crate::observe) fn ready(self) {
        let (task, start) = self.ended();
        ready(task, start);
    }

    /// Ends the poll: the task waits. Gives who polled it.
    #[inline(always)]
    pub(in crate::observe) fn pending(self) -> PolledBy {
        let (task, start) = self.ended();
        pending(task, start)
    }

    /// Its drop would tell of a panic.
    #[inline(always)]
    fn ended(self) -> (u32, Ticks) {
        let poll = std::mem::ManuallyDrop::new(self);
        (poll.task, poll.start)
    }
}

impl Drop for PollInProgress {
    #[cold]
    fn drop(&mut self) {
        finish::<{ PollOutcome::Panicked as u16 }>(self.task, self.start, false);
    }
}

// Plain numbers in and out, which travel in registers: these are called from the code of
// every kind of task.

#[inline(never)]
fn begin(task: u32, last: PolledBy) -> Ticks {
    LOCAL
        .try_with(|local| local.begin::<false>(task, last))
        .unwrap_or_else(|_| clock::now())
}

#[inline(never)]
fn ready(task: u32, start: Ticks) {
    finish::<{ PollOutcome::Ready as u16 }>(task, start, false);
}

#[inline(never)]
fn pending(task: u32, start: Ticks) -> PolledBy {
    let budget_spent = !tokio::task::coop::has_budget_remaining();
    finish::<{ PollOutcome::Pending as u16 }>(task, start, budget_spent)
}

/// The outcome is a constant so that each one has straight code of its own.
#[inline(always)]
fn finish<const OUTCOME: u16>(task: u32, start: Ticks, budget_spent: bool) -> PolledBy {
    let end = clock::now();
    let finish = |local: &Local| local.finish::<OUTCOME, false>(task, start, end, budget_spent);
    LOCAL.try_with(finish).unwrap_or_else(|_| {
        registry::write_late(task, Packed::poll(task, start, end).with(OUTCOME));
        PolledBy::NO_WORKER
    })
}

impl Local {
    /// `BARE` tells polls that only Tokio's hooks see: the code of the others is then called from
    /// one place, where the compiler puts it.
    #[inline(always)]
    pub(super) fn begin<const BARE: bool>(&self, task: u32, last: PolledBy) -> Ticks {
        let start = self.last.get();
        // A worker that loses its processor right after the reading may take a task that
        // another one has polled meanwhile.
        let follows = start.0 != 0
            && self.current.get() == 0
            && last.is_known_to(self.worker.get())
            && owner_slot(task) == self.slot.get();
        if !follows {
            return self.begin_anew(task);
        }
        // The same worker polls on: only the task is new.
        self.current.set(task);
        self.write(move |writer| writer.begin_in_hand(task, start));
        start
    }

    #[cold]
    #[inline(never)]
    fn begin_anew(&self, task: u32) -> Ticks {
        let (worker, start) = self.turn_to::<true>(task);
        self.worker.set(worker);
        start
    }

    /// Where no poll is around it that is seen, it is the worker's own.
    fn begin_inside(&self, task: u32) -> Ticks {
        if self.current.get() == 0 {
            return self.begin_anew(task);
        }
        let (worker, start) = self.turn_to::<false>(task);
        self.worker.set(NO_WORKER);
        self.beneath.set(worker);
        start
    }

    /// This thread polls another task from now on, maybe inside a poll. Gives the worker it is.
    /// `IN_HAND`: that is what the worker has in hand.
    #[inline(always)]
    fn turn_to<const IN_HAND: bool>(&self, task: u32) -> (u32, Ticks) {
        let is_served = self.serve(task);
        if !tokio_api::TELLS_WORKER {
            self.write(|writer| Arc::clone(&writer.hub))
                .inspect(|hub| self.is_worker_of(hub));
        }
        // A thread of another runtime may poll it, one that is not observed.
        let is_home = self.home.get() == owner_slot(task) || self.is_in_runtime();
        let worker = worker_index().filter(|_| is_home).unwrap_or(NO_WORKER);
        let start = clock::now();
        if is_served {
            self.write(move |writer| {
                writer.set_worker(worker, start);
                if IN_HAND {
                    writer.is_worker();
                    writer.begin_in_hand(task, start);
                }
            });
        }
        let current = self.current.replace(task);
        if current != 0 {
            self.put_aside_poll(current);
        }
        (worker, start)
    }

    /// The poll, or the job, that goes on around the one that begins.
    #[cold]
    #[inline(never)]
    fn put_aside_poll(&self, current: u32) {
        self.outer.borrow_mut().push(Outer {
            current,
            worker: self.worker.get(),
            beneath: self.beneath.replace(NO_WORKER),
            in_job: self.in_job.replace(false),
            self_woken: self.self_woken.replace(false),
        });
        self.nested.set(true);
    }

    #[inline(always)]
    pub(super) fn finish<const OUTCOME: u16, const BARE: bool>(
        &self,
        task: u32,
        start: Ticks,
        end: Ticks,
        budget_spent: bool,
    ) -> PolledBy {
        let is_over = OUTCOME != PollOutcome::Pending as u16;
        let worker = self.worker.get();
        let core_kept = worker != NO_WORKER;
        let self_woken = self.self_woken.get();
        let record = Packed::poll(task, start, end)
            .with(OUTCOME)
            .with_if(core_kept, flag::CORE)
            .with_if(self_woken, flag::SELF_WOKEN)
            .with_if(budget_spent, flag::BUDGET);
        self.write(move |writer| {
            // A core given up is no longer this poll's, and neither is the cell.
            writer.end_in_hand(worker, task);
            if is_over {
                writer.keep(record);
            } else {
                writer.push_or_count(record);
            }
        });
        if core_kept {
            self.keep_reading(end);
        } else {
            self.forget_reading();
            self.over_without_worker(task);
        }
        self.current.set(0);
        self.just_ended.set(if is_over { task } else { 0 });
        // Where all tasks are observed, `just_ended` tells.
        if is_over && !self.chains.get() {
            self.ended.set(Ended::in_poll(task));
        }
        if self_woken {
            self.self_woken.set(false);
        }
        if self.nested.get() {
            self.back_to_outer_poll();
        }
        PolledBy::worker(worker)
    }

    /// If the poll gave up its worker, it is over.
    #[cold]
    fn over_without_worker(&self, task: u32) {
        if self.gave_up.get() == task {
            self.gave_up.set(0);
            if let Some(hub) = registry::owner(task) {
                hub.over_without_worker();
            }
        }
    }

    /// A nested poll is over: the one around it goes on, maybe of another hub's task.
    #[cold]
    fn back_to_outer_poll(&self) {
        let mut waiting = self.outer.borrow_mut();
        let outer = waiting.pop();
        self.nested.set(!waiting.is_empty());
        drop(waiting);
        if let Some(outer) = outer {
            self.current.set(outer.current);
            self.worker.set(outer.worker);
            self.beneath.set(outer.beneath);
            self.in_job.set(outer.in_job);
            self.self_woken.set(outer.self_woken);
            // Between two parts of a poll, not between two polls.
            self.forget_reading();
            self.serve(outer.current);
        }
    }
}

/// A job of the blocking pool that runs on this thread.
pub(in crate::observe) struct JobInProgress {
    job: u32,
    outer: (u32, bool),
}

impl JobInProgress {
    pub(in crate::observe) fn begin(job: u32) -> Self {
        let outer = LOCAL.with(|local| {
            local.serve(job);
            local.last_job.set(0);
            // If it ever was a worker, it is no more.
            local.own_id.set(None);
            (local.current.replace(job), local.in_job.replace(true))
        });
        Self { job, outer }
    }
}

impl Drop for JobInProgress {
    fn drop(&mut self) {
        let restore = |local: &Local| {
            local.current.set(self.outer.0);
            local.in_job.set(self.outer.1);
            if self.outer.0 == 0 {
                local.ended.set(Ended::job(self.job));
                local.last_job.set(self.job);
            }
        };
        let _ = LOCAL.try_with(restore);
    }
}
