//! Wakes: who calls a waker on this thread.

use super::end::Code;
use super::{LOCAL, Local, WAKING, worker_index};
use crate::observe::clock::{self, Ticks};
use crate::observe::record::{NO_WORKER, Packed, Tag, flag, who};
use crate::observe::registry;
use crate::observe::slots::owner_slot;
use crate::observe::tokio_api::RuntimeId;
use tokio::task::Id;

impl Local {
    /// Each way on is a function of its own, so that each saves only the registers it needs.
    #[inline(always)]
    fn woken<const NAMED: bool>(&self, task: u32) {
        let current = self.current.get();
        if self.in_job.get() {
            return self.woken_anyhow::<NAMED>(task);
        }
        if current == task {
            return self.self_woken.set(true);
        }
        let owner = owner_slot(task);
        if owner != self.slot.get() {
            return self.woken_anyhow::<NAMED>(task);
        }
        if current != 0 && owner == owner_slot(current) {
            return self.woken_by_task(task, current);
        }
        if current == 0 && owner == self.home.get() {
            // On a worker between two polls that follow each other: all tasks are observed, so
            // it is the loop, unless what one held is dropped that has just ended.
            if self.last.get().0 != 0 {
                if matches!(self.just_ended.get(), 0 | WAKING) || self.is_in_own_code() {
                    return self.woken_between_polls(task);
                }
            } else if self.is_in_own_code() {
                if self.parking.get() {
                    return self.woken_by_driver(task);
                }
                return self.woken_in_loop::<NAMED>(task);
            }
        }
        self.woken_anyhow::<NAMED>(task);
    }

    /// Whether the worker's own loop runs here, and no task, observed or not, nor the drop of
    /// what one held.
    #[inline]
    fn is_in_own_code(&self) -> bool {
        self.own_id.get() == Some(tokio::task::try_id())
    }

    #[inline(never)]
    fn woken_by_task(&self, task: u32, current: u32) {
        let at = clock::now();
        let worker = self.core();
        let record = Packed::new(Tag::Woken, at, task, current).with(who::TASK);
        self.write(move |writer| {
            if worker == NO_WORKER {
                writer.push_or_count(record);
            } else {
                writer.set_worker(worker, at);
                writer.push_or_count(record.with(flag::CORE));
            }
        });
    }

    /// Inside the park, in the worker's own loop: the hook has said whose worker this is.
    #[inline(never)]
    fn woken_by_driver(&self, task: u32) {
        self.write(move |writer| {
            let at = clock::now();
            let record = Packed::new(Tag::Woken, at, task, 0).with(who::DRIVER | flag::CORE);
            writer.push_or_count(record);
        });
    }

    /// Whoever calls the waker.
    #[inline(never)]
    fn woken_anyhow<const NAMED: bool>(&self, task: u32) {
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
            (who, current, self.core(), clock::now())
        } else {
            self.caller_without_poll(task)
        };
        let record = Packed::new(Tag::Woken, at, task, by)
            .with(who)
            .with_if(NAMED || self.chains.get(), flag::NAMED)
            .with_if(worker != NO_WORKER, flag::CORE);
        self.write_about(task, move |writer| {
            if worker != NO_WORKER {
                writer.set_worker(worker, at);
            }
            writer.push_or_count(record);
        });
    }

    /// Between two polls, where what else runs there is not all observed.
    #[inline(never)]
    fn woken_in_loop<const NAMED: bool>(&self, task: u32) {
        let Some(worker) = worker_index() else {
            return self.woken_anyhow::<NAMED>(task);
        };
        let at = clock::now();
        let record = Packed::new(Tag::Woken, at, task, self.just_ended())
            .with(who::BETWEEN_POLLS | flag::CORE)
            .with_if(NAMED || self.chains.get(), flag::NAMED);
        self.write(move |writer| {
            writer.set_worker(worker, at);
            writer.push_or_count(record);
        });
    }

    #[inline(always)]
    fn woken_between_polls(&self, task: u32) {
        // The wake right after the end of a task comes at once. The next one, and the first
        // after another poll, may come after a look at the driver, so it reads the clock;
        // those that follow come at once.
        let ended = match self.just_ended.get() {
            WAKING => 0,
            0 => {
                self.last.set(clock::now());
                self.just_ended.replace(WAKING)
            }
            _ => self.just_ended.replace(0),
        };
        // Here all tasks are observed, and what they wait for beside a name has names.
        let record = Packed::new(Tag::Woken, self.last.get(), task, ended)
            .with(who::BETWEEN_POLLS | flag::CORE | flag::NAMED);
        self.write(move |writer| {
            writer.push_or_count(record);
        });
    }

    /// The task that ended last here, with nothing since: its completion wakes once.
    fn just_ended(&self) -> u32 {
        match self.just_ended.get() {
            WAKING => 0,
            _ => self.just_ended.replace(0),
        }
    }

    /// Whether this thread runs the runtime of this task: any thread may run another one, which
    /// is not observed.
    fn runs(task: u32) -> bool {
        let hub = registry::owner(task);
        hub.zip(RuntimeId::present())
            .is_some_and(|(hub, id)| hub.is_of(id))
    }

    /// Who calls the waker of a task outside any poll and job: name, task, worker, time.
    #[inline]
    fn caller_without_poll(&self, task: u32) -> (u16, u32, u32, Ticks) {
        let at = clock::now();
        self.renew_reading(at);
        match worker_index() {
            Some(worker) if self.is_in_own_code() => {
                let (who, task) = if self.parking.get() {
                    (who::DRIVER, 0)
                } else {
                    (who::BETWEEN_POLLS, self.just_ended())
                };
                (who, task, worker, at)
            }
            worker => {
                let (who, task, worker) = self.caller_of_other_code(task, worker);
                (who, task, worker, at)
            }
        }
    }

    /// As [`Self::caller_without_poll`], where it is not a worker's own loop: name, task, worker.
    #[cold]
    #[inline(never)]
    fn caller_of_other_code(&self, woken: u32, worker: Option<u32>) -> (u16, u32, u32) {
        let worker = worker.filter(|_| Self::runs(woken)).unwrap_or(NO_WORKER);
        let id = match self.code() {
            Code::Ended(task, who) => return (who, task, worker),
            Code::Of(id) => id,
        };
        if worker == NO_WORKER {
            let (who, job) = self.caller_without_worker(woken, id);
            return (who, job, worker);
        }
        let own = self.own_id.get();
        // Before its first park the loop's id is not known: it may be this one.
        if id.is_none() || own.is_none_or(|own| own == id) {
            (who::BETWEEN_POLLS, self.just_ended(), worker)
        } else {
            (who::UNOBSERVED, 0, worker)
        }
    }

    /// As [`Self::caller_without_poll`], on a thread that is no worker now: name and job.
    fn caller_without_worker(&self, woken: u32, id: Option<Id>) -> (u16, u32) {
        if !self.in_pool.get() {
            // A thread that calls `block_on` of this runtime: Tokio has an id there in the tasks of
            // a `LocalSet` only. A thread of another runtime may have one in its own loop.
            let in_task = id.is_some() && self.own_id.get().flatten() != id && Self::runs(woken);
            let who = if in_task {
                who::UNOBSERVED
            } else {
                who::OUTSIDE
            };
            return (who, 0);
        }
        match (id, self.own_id.get()) {
            // Once a worker: in `block_in_place`.
            (Some(_), Some(Some(_))) => (who::UNOBSERVED, 0),
            (Some(_), _) => (who::BLOCKING, 0),
            (None, _) => match self.last_job.take() {
                0 => (who::BLOCKING, 0),
                job => (who::BETWEEN_POLLS, job),
            },
        }
    }
}

/// Told by the observed waker.
#[inline(never)]
///
/// `NAMED`: the waker is one that a named await has stored.
pub(in crate::observe) fn woken<const NAMED: bool>(task: u32) {
    if task != 0 && LOCAL.try_with(|local| local.woken::<NAMED>(task)).is_err() {
        woken_late(task);
    }
}

#[cold]
#[inline(never)]
fn woken_late(task: u32) {
    let record = Packed::new(Tag::Woken, clock::now(), task, 0);
    registry::write_late(task, record.with(who::OUTSIDE));
}
