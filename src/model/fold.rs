//! One event to the part of the fold that knows it; and what concerns no single
//! task: announcements, runtimes, workers.

use super::Model;
use super::announced::number;
use super::counters::KindStats;
use super::driver::Driver;
use super::happening::HappeningKind;
use super::polls::Poll;
use super::task::Wait;
use crate::events::{Event, Flavor, Nanos, RunInfo, TaskId, TextId, What, WorkerId};
use crate::limits::TEXTS_KEPT;
use std::sync::Arc;

/// Below so many tasks the records are in the processor's cache anyway.
const MANY: usize = 16_384;

impl Model {
    /// Reads the records that these events will change, and changes nothing: to be called
    /// before they are [applied](Self::apply). With very many tasks each record is a cache
    /// miss; read in a row, the misses overlap. A matter of speed only.
    pub fn warm(&self, events: &[Event]) {
        if self.table.capacity() < MANY {
            return;
        }
        let polls = events.iter().map(|event| match event.what {
            What::Polled { task, .. } | What::Woken { task, .. } => self.table.glance(task),
            _ => 0,
        });
        std::hint::black_box(polls.fold(0, u64::wrapping_add));
    }

    /// Folds one event in.
    ///
    /// Whoever has the events of all threads in order of time, as a
    /// [`Reader`](crate::probe::Reader) gives them, should first put the start of a poll right
    /// with [`true_start`](Self::true_start), if the probe
    /// [shares clock readings](crate::probe::Probe::all_observed) between polls:
    ///
    /// ```
    /// # use tokio_kitchen::{events::{Event, What}, model::Model};
    /// fn fold(model: &mut Model, mut event: Event) {
    ///     if let What::Polled { task, start, .. } = &mut event.what {
    ///         *start = model.true_start(*task, *start, event.at);
    ///     }
    ///     model.apply(&event);
    /// }
    /// ```
    ///
    /// A `Stage` of the program does both.
    pub fn apply(&mut self, event: &Event) {
        let at = event.at;
        self.at = self.at.max(at);
        // What comes by the million goes straight to a function of its own, called as the last
        // thing done here: the way there takes no memory and saves no register.
        match &event.what {
            What::Polled { .. } => self.poll_told(at, &event.what),
            What::Woken { .. } => self.wake_told(at, &event.what),
            What::Waiting { .. } => self.wait_told(at, &event.what),
            &What::WaitOver { task, site, end } => self.wait_over(at, task, site, end),
            What::Spawned { .. } | What::Seen { .. } => self.spawned(at, &event.what),
            rarer => self.rarer(at, rarer),
        }
    }

    /// Folds any event in; for those of every day [`apply`](Self::apply) has a shorter way.
    #[inline(never)]
    fn rarer(&mut self, at: Nanos, what: &What) {
        match what {
            What::Polled { .. } => self.poll_told(at, what),
            What::Woken { .. } => self.wake_told(at, what),
            What::Waiting { .. } => self.wait_told(at, what),
            &What::WaitOver { task, site, end } => self.wait_over(at, task, site, end),
            &What::At { task, site } => self.reached(at, task, site),
            What::Spawned { .. } | What::Seen { .. } => self.spawned(at, what),
            &What::Dropped { task } => self.dropped(at, task),
            &What::Handle { task, by, act } => self.handle_act(at, task, by, act),
            &What::BlockingSubmitted {
                job,
                parent,
                kind,
                site,
            } => {
                self.blocking_submitted(at, job, parent, (kind, site));
            }
            &What::BlockingStarted { job } => self.blocking_started(at, job),
            &What::BlockingEnded { job, outcome } => self.blocking_ended(at, job, outcome),
            What::JobNotSeen { .. } => self.counters.blocking.unseen += 1,
            &What::InPlaceStarted { task, worker } => self.in_place_started(at, task, worker),
            // It runs on, without a worker, until its poll ends.
            What::InPlaceEnded { .. } => {}
            &What::Parked { worker } => self.parked(at, worker, true),
            &What::Unparked { worker } => self.parked(at, worker, false),
            &What::PanicAt { task, site, text } => self.panics_at(at, task, site, text),
            What::Stuck {
                task,
                worker,
                found,
            } => self.stuck_at(at, *task, *worker, found.read()),
            &What::Said { task, text } => self.said(at, task, text),
            &What::Coalesced {
                worker,
                polls,
                busy,
                wakes,
            } => {
                self.coalesced(worker, polls, busy, wakes);
            }
            &What::Suspended {
                lasted,
                timers,
                measured,
            } => self.suspended(at, (lasted, timers), measured),
            What::LockAwaited { .. } | What::LockTaken { .. } | What::LockFreed { .. } => {
                self.lock_told(at, what);
            }
            What::Kind { id, name } => self.kinds.entry(*id).name.clone_from(name),
            What::Site { id, site } => self.sites.set(number(id.index()), site.clone()),
            What::Text { id, text } => self.texts.set(number(id.index()), text.clone()),
            What::RunStarted(info) => self.run_started(at, info),
            &What::Closing { graceful } => self.begin_shutdown(at, graceful),
            What::RunEnded => self.end_shutdown(at),
        }
    }

    #[inline(never)]
    fn poll_told(&mut self, at: Nanos, what: &What) {
        let &What::Polled {
            task,
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
        } = what
        else {
            return;
        };
        let worker = self.known(worker);
        let flags = (self_woken, budget_spent);
        // Made anew for either way: so the short one keeps it out of memory.
        let poll = || Poll {
            task,
            worker,
            start,
            end: at,
            outcome,
            flags,
        };
        if !self.routine_poll(&poll()) {
            self.polled(&poll());
        }
    }

    #[inline(never)]
    fn wake_told(&mut self, at: Nanos, what: &What) {
        if let &What::Woken { task, by, on } = what {
            self.woken(at, task, by, on);
        }
    }

    #[inline(never)]
    fn wait_told(&mut self, at: Nanos, what: &What) {
        if let &What::Waiting {
            task,
            site,
            until,
            on,
        } = what
        {
            self.waiting(at, task, Wait { site, until, on });
        }
    }

    fn run_started(&mut self, at: Nanos, info: &RunInfo) {
        self.reset_workers(info.workers.max(1), at);
        let mut run = info.clone();
        if run.flavor == Flavor::CurrentThread {
            // Whoever told of the run may know no more than the version.
            run.tokio.rules.lifo_slot = Some(false);
        }
        let told = HappeningKind::RunStarted(Arc::new(run.clone()));
        self.run = Some(run);
        self.running = true;
        self.shutdown = None;
        self.driver = Driver::at(at);
        self.tell(at, None, None, told);
    }

    fn parked(&mut self, at: Nanos, worker: WorkerId, parked: bool) {
        let Some(id) = self.known(Some(worker)) else {
            return;
        };
        self.look_for_end(id, at);
        let worker = &self.workers[id.index()];
        if parked && at.since(worker.seen()) >= self.stall_after {
            self.unseen_until(at, id);
            self.comes_into_sight(id, at);
        }
        let worker = &mut self.workers[id.index()];
        if parked {
            worker.park(at);
            self.driver.parks(id, at);
        } else {
            self.driver.unparks(id, worker.since, at);
            worker.unpark(at);
        }
    }

    fn said(&mut self, at: Nanos, task: Option<TaskId>, text: TextId) {
        self.recent_texts.push((at, task, text), TEXTS_KEPT);
        self.tell(at, task, None, HappeningKind::Said(text));
    }

    fn coalesced(&mut self, worker: Option<WorkerId>, polls: u64, busy: Nanos, wakes: u64) {
        self.counters.polls += polls;
        self.counters.wakes.unresolved += wakes;
        self.driver.lost(self.at);
        if let Some(worker) = self.known(worker) {
            let worker = &mut self.workers[worker.index()];
            worker.polls += polls;
            worker.busy += busy;
            worker.counted = self.at;
        }
    }

    #[inline]
    pub(super) fn tell(
        &mut self,
        at: Nanos,
        task: Option<TaskId>,
        worker: Option<WorkerId>,
        kind: HappeningKind,
    ) {
        self.happenings.push(at, task, worker, kind);
    }

    /// The statistics a task counts in, unless its kind is not known yet.
    pub(super) fn stats_of(&mut self, id: TaskId) -> Option<&mut KindStats> {
        let kind = self.table.kind_of(self.table.get(id)?)?;
        Some(&mut self.kinds.entry(kind).stats)
    }
}
