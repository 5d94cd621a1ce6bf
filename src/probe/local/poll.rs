//! Polls and jobs in progress on this thread.

use super::{LOCAL, Local, worker_index};
use crate::probe::clock::{self, Ticks};
use crate::probe::record::{Record, flag};
use crate::probe::writer::NO_WORKER;
use crate::protocol::PollOutcome;

/// A poll in progress on this thread. Dropped without an outcome, it panicked.
pub(in crate::probe) struct PollInProgress {
    task: u32,
    start: Ticks,
    worker: u32,
    /// The poll this one is nested in, on the same thread.
    outer: (u32, u32, bool),
    is_over: bool,
}

impl PollInProgress {
    pub(in crate::probe) fn begin(task: u32) -> Self {
        LOCAL.with(|local| Self::begin_on(local, task))
    }

    fn begin_on(local: &Local, task: u32) -> Self {
        let is_served = local.serve(task);
        let last = local.last.replace(Ticks(0));
        let (worker, start) = if last.0 == 0 {
            (worker_index().unwrap_or(NO_WORKER), clock::now())
        } else {
            (local.last_worker(), last)
        };
        if is_served {
            local.write(|writer| {
                writer.set_worker(worker, start);
                if let Some(cell) = writer.hub.cells.get(worker as usize) {
                    cell.begin(task, start);
                }
            });
        }
        local.just_ended.set(0);
        let outer_worker = local.worker.replace(worker);
        let outer = (
            local.current.replace(task),
            outer_worker,
            local.self_woken.replace(false),
        );
        Self {
            task,
            start,
            worker,
            outer,
            is_over: false,
        }
    }

    /// Ends the poll.
    pub(in crate::probe) fn end(mut self, outcome: PollOutcome, budget_spent: bool) {
        self.finish(outcome, budget_spent);
    }

    fn finish(&mut self, outcome: PollOutcome, budget_spent: bool) {
        self.is_over = true;
        let end = clock::now();
        let finish = |local: &Local| {
            let core_kept = local.worker.get() != NO_WORKER;
            let record = Record::poll(self.task, self.start, end)
                .with(outcome_bits(outcome))
                .with_if(core_kept, flag::CORE)
                .with_if(local.self_woken.get(), flag::SELF_WOKEN)
                .with_if(budget_spent, flag::BUDGET);
            local.write_about(self.task, |writer| {
                if let Some(cell) = writer.hub.cells.get(self.worker as usize) {
                    cell.end(self.task);
                }
                match outcome {
                    PollOutcome::Pending => writer.push_or_count(record),
                    PollOutcome::Ready | PollOutcome::Panicked => writer.push(record),
                }
            });
            if core_kept {
                local.keep_reading(end);
            } else {
                local.forget_reading();
            }
            let (task, worker, self_woken) = self.outer;
            local.current.set(task);
            local.worker.set(worker);
            local.self_woken.set(self_woken);
            local.just_ended.set(if outcome == PollOutcome::Pending {
                0
            } else {
                self.task
            });
        };
        let _ = LOCAL.try_with(finish);
    }
}

impl Drop for PollInProgress {
    fn drop(&mut self) {
        if !self.is_over {
            self.finish(PollOutcome::Panicked, false);
        }
    }
}

fn outcome_bits(outcome: PollOutcome) -> u16 {
    match outcome {
        PollOutcome::Pending => 0,
        PollOutcome::Ready => 1,
        PollOutcome::Panicked => 2,
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
