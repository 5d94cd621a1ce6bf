//! Wakes: who calls a waker on this thread.

use super::{LOCAL, Local, WAKING, worker_index};
use crate::probe::clock::{self, Ticks};
use crate::probe::record::{NO_WORKER, Packed, Tag, flag, who};
use crate::probe::registry;
use crate::probe::slots::owner_slot;

impl Local {
    /// Each way on is a function of its own, so that each saves only the registers it needs.
    #[inline(always)]
    fn woken(&self, task: u32) {
        let current = self.current.get();
        if self.in_job.get() {
            return self.woken_anyhow(task);
        }
        if current == task {
            return self.self_woken.set(true);
        }
        let owner = owner_slot(task);
        if owner != self.slot.get() {
            return self.woken_anyhow(task);
        }
        if current != 0 && owner == owner_slot(current) {
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

    #[inline(never)]
    fn woken_by_task(&self, task: u32, current: u32) {
        let at = clock::now();
        let worker = self.worker.get();
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

    /// Inside the park: the hook has said whose worker this is.
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
        let record = Packed::new(Tag::Woken, at, task, by)
            .with(who)
            .with_if(worker != NO_WORKER, flag::CORE);
        self.write_about(task, move |writer| {
            if worker != NO_WORKER {
                writer.set_worker(worker, at);
            }
            writer.push_or_count(record);
        });
    }

    #[inline(always)]
    fn woken_between_polls(&self, task: u32) {
        // The first wake after a poll that did not end its task may come after a look at
        // the driver, so it reads the clock; those that follow come at once.
        if self.just_ended.get() == 0 {
            self.last.set(clock::now());
            self.just_ended.set(WAKING);
        }
        let record = Packed::new(Tag::Woken, self.last.get(), task, self.ended_before())
            .with(who::BETWEEN_POLLS | flag::CORE);
        self.write(move |writer| {
            writer.push_or_count(record);
        });
    }

    /// The task that ended last here, with nothing but wakes since; 0 if none.
    #[inline]
    fn ended_before(&self) -> u32 {
        match self.just_ended.get() {
            WAKING => 0,
            task => task,
        }
    }

    /// Who calls a waker outside any poll and job: name, task, worker, time.
    fn caller_without_poll(&self) -> (u16, u32, u32, Ticks) {
        let at = clock::now();
        match worker_index() {
            Some(worker) => (who::BETWEEN_POLLS, self.ended_before(), worker, at),
            None => match self.last_job.get() {
                0 => (who::OUTSIDE, 0, NO_WORKER, at),
                job => (who::BLOCKING, job, NO_WORKER, at),
            },
        }
    }
}

/// Told by the observed waker.
#[inline(never)]
pub(in crate::probe) fn woken(task: u32) {
    if task != 0 && LOCAL.try_with(|local| local.woken(task)).is_err() {
        woken_late(task);
    }
}

#[cold]
#[inline(never)]
fn woken_late(task: u32) {
    let record = Packed::new(Tag::Woken, clock::now(), task, 0);
    registry::write_late(task, record.with(who::OUTSIDE));
}
