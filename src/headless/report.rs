//! The report of a run as values, ready to be printed as JSON or as tables.

mod freezes;
mod runtime;

pub(super) use freezes::FreezeReport;
pub(super) use runtime::RuntimeReport;

use super::claims::ClaimReport;
use crate::events::{
    Certainty, CodeLine, Delivery, Doing, KindId, Nanos, Now, Sample, SiteId, TaskId, WorkerId,
};
use crate::findings::Findings;
use crate::model::{Counters, JobTimes, KindStats, Model, Ongoing, Place, Raids, Spans, Worker};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a run was, in numbers. Times are in milliseconds. Polls are those that began, as on
/// the screen; a time of polls knows only those that are over.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Report {
    pub(super) tokio: String,
    pub(super) tokio_unstable: bool,
    /// How it was built; none if no runtime was.
    pub(super) runtime: Option<RuntimeReport>,
    /// Which tasks are seen; none if no runtime was built.
    pub(super) coverage: Option<&'static str>,
    pub(super) workers: Vec<WorkerReport>,
    pub(super) tasks: Tasks,
    pub(super) blocking: Blocking,
    pub(super) pool: Pool,
    pub(super) polls: u64,
    pub(super) wakes: Wakes,
    pub(super) raids: RaidReport,
    pub(super) events: Events,
    /// When nobody polled the timer and I/O driver while tasks waited for it.
    pub(super) freezes: Vec<FreezeReport>,
    pub(super) recipes: BTreeMap<String, Recipe>,
    /// Of all tasks.
    pub(super) waits: Waits,
    /// Tasks and jobs that returned, with nobody to take the result.
    pub(super) unclaimed: u64,
    pub(super) refused: u64,
    pub(super) elapsed_ms: f64,
    pub(super) suspended: Suspended,
    pub(super) claims: Vec<ClaimReport>,
    pub(super) check: Check,
}

/// How often the whole process stood still, and how long in all: in no other time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Suspended {
    pub(super) times: u64,
    pub(super) for_ms: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct WorkerReport {
    pub(super) index: usize,
    pub(super) polls: u64,
    pub(super) busy_ms: f64,
    pub(super) longest_poll_ms: f64,
    pub(super) parks: u64,
    pub(super) stalls: Vec<StallReport>,
    /// Stalls that were counted, and are not in the list any more.
    pub(super) stalls_left_out: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct StallReport {
    pub(super) task: u32,
    pub(super) recipe: String,
    pub(super) at_ms: f64,
    pub(super) for_ms: f64,
    /// What its thread was doing at the last look, at its line where the task has told that; none
    /// if nobody looked.
    pub(super) doing: Option<String>,
    /// The line it was at; none if that is not known.
    pub(super) line: Option<String>,
    /// Whether the line is known by the tables that lead to it; else it is inferred.
    pub(super) line_measured: bool,
}

impl StallReport {
    /// A poll of a task that this worker began at `at`, until it was over or the run was; at a
    /// line that the task itself has told, which wins over one that was looked up.
    fn of(
        model: &Model,
        (worker, task): (WorkerId, TaskId),
        (at, lasted): (Nanos, Nanos),
        site: Option<SiteId>,
    ) -> Self {
        let span = (at, Nanos(at.0.saturating_add(lasted.0)));
        // What it did at another line says nothing of this one.
        let found = match site {
            Some(site) => model.found_at(worker, task, span, site),
            None => model.found(worker, task, span),
        };
        let told = site.and_then(|site| model.site(site));
        let told = told.map(|site| format!("{}:{}", site.file, site.line));
        let line = found.and_then(|poll| poll.found.line());
        let measured = |line: &CodeLine| line.certainty == Certainty::Observed;
        Self {
            task: task.get(),
            recipe: String::new(),
            at_ms: at.as_millis_f64(),
            for_ms: lasted.as_millis_f64(),
            doing: found
                .map(|poll| &poll.found.doing)
                .filter(|doing| **doing != Doing::Unknown)
                .map(ToString::to_string),
            line_measured: told.is_some() || line.is_some_and(measured),
            line: told.or_else(|| line.map(CodeLine::place)),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Tasks {
    pub(super) spawned: u64,
    pub(super) completed: u64,
    pub(super) panicked: u64,
    pub(super) cancelled: u64,
    /// Ended; how is not known.
    pub(super) ended_unknown: u64,
    pub(super) alive: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Blocking {
    pub(super) submitted: u64,
    pub(super) completed: u64,
    pub(super) panicked: u64,
    pub(super) cancelled: u64,
}

/// The blocking pool as a place of waiting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Pool {
    pub(super) max_threads: u32,
    /// Most at a time; tasks inside `block_in_place` count.
    pub(super) most_running: u64,
    pub(super) most_queued: u64,
    /// Jobs that were queued for at least `long_ms`, those that still are too.
    pub(super) long_waits: u64,
    pub(super) long_ms: f64,
    pub(super) longest_wait_ms: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Wakes {
    pub(super) by_task: u64,
    pub(super) by_driver: u64,
    pub(super) by_deferred: u64,
    pub(super) by_blocking: u64,
    pub(super) by_outside: u64,
    pub(super) by_unobserved: u64,
    /// By whom is not known.
    pub(super) unresolved: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Events {
    pub(super) emitted: u64,
    pub(super) delivered: u64,
    pub(super) coalesced: u64,
    pub(super) dropped: u64,
    /// Of a run that was cut: events that came while this was put together, and are in no
    /// other number.
    pub(super) later: u64,
    /// Tasks and jobs that are not observed, for want of a number.
    pub(super) unobserved: u64,
    /// Tasks whose wakes are not seen.
    pub(super) without_wakes: u64,
}

/// Steals. One raid takes one task or many; a batch from the injection queue is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct RaidReport {
    pub(super) operations: u64,
    pub(super) tasks: u64,
    /// Whether Tokio counted them, which takes `tokio_unstable`; else they are inferred.
    pub(super) measured: bool,
    /// Of these, those whose tasks are known, which are inferred: raids that a story tells.
    pub(super) named_operations: u64,
    pub(super) named_tasks: u64,
}

/// One kind of task: its tasks, its jobs in the blocking pool, and their times.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Recipe {
    #[serde(flatten)]
    pub(super) tasks: Tasks,
    pub(super) blocking: Blocking,
    /// Lanes beside the scheduler's tasks, which are in no other count of it but its polls.
    pub(super) lanes: u64,
    /// Of its tasks and jobs, those that returned with nobody to take the result.
    pub(super) unclaimed: u64,
    /// The times of its jobs; none where it has no job.
    pub(super) jobs: Option<Jobs>,
    pub(super) polls: u64,
    pub(super) first_poll: Times,
    pub(super) scheduled: Times,
    pub(super) busy: Times,
    pub(super) total: Times,
}

/// How long tasks waited for a worker; none where none was polled.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Waits {
    /// From ready to the next poll.
    pub(super) ready: Option<Times>,
    /// From spawn to the first poll.
    pub(super) first_poll: Option<Times>,
}

/// The times of jobs in the blocking pool.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Jobs {
    pub(super) queued: Times,
    pub(super) ran: Times,
    pub(super) total: Times,
}

/// Percentiles of a time, in milliseconds; all zero if it never occurred.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Times {
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) p99: f64,
    pub(super) max: f64,
}

/// Tokio's own count of alive tasks, and whether all accounts agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// `RuntimeMetrics::num_alive_tasks`; none if the scenario closed the runtime at once.
    pub(super) num_alive_tasks: Option<u64>,
    /// The run was ended while work went on. Tokio's count is of a moment later then.
    pub(super) cut: bool,
    pub(super) holds: bool,
}

/// What is read at the end of a run, besides the model.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) elapsed: Nanos,
    pub(super) delivery: Delivery,
    /// Of a run that is cut: events emitted before the last reading began.
    pub(super) cut: Option<u64>,
    pub(super) now: Now,
    pub(super) num_alive_tasks: Option<u64>,
    /// What workers did in runtimes before the last one.
    pub(super) earlier: Earlier,
    /// Tasks alive in the model, counted one by one.
    pub(super) alive: u64,
    pub(super) refused: u64,
    /// How often the process stood still, and how long in all.
    pub(super) suspended: (u64, Nanos),
    /// What Tokio told last of the present runtime.
    pub(super) sample: Sample,
}

/// What workers did, by index, in runtimes that are gone: an act may change their number,
/// and the model counts anew with each runtime.
#[derive(Clone, Debug, Default)]
pub(super) struct Earlier(Vec<Did>);

#[derive(Clone, Copy, Debug, Default)]
struct Did {
    polls: u64,
    busy: Nanos,
    longest_poll: Nanos,
    parks: u64,
    stalls: u64,
}

impl Did {
    fn of(worker: &Worker) -> Self {
        Self {
            polls: worker.polls,
            busy: worker.busy,
            longest_poll: worker.longest_poll,
            parks: worker.parks,
            stalls: worker.slow_polls,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            polls: self.polls + other.polls,
            busy: self.busy + other.busy,
            longest_poll: self.longest_poll.max(other.longest_poll),
            parks: self.parks + other.parks,
            stalls: self.stalls + other.stalls,
        }
    }
}

impl Earlier {
    /// Adds what the workers of the present runtime did.
    pub(super) fn add(&mut self, workers: &[Worker]) {
        let known = self.0.len().max(workers.len());
        self.0.resize(known, Did::default());
        for (did, worker) in self.0.iter_mut().zip(workers) {
            *did = did.and(Did::of(worker));
        }
    }
}

impl End {
    /// Whether every task is accounted for, in the counters and one by one, and every event of
    /// the probe was handed over, merged or counted as lost: if the run is cut, every one that
    /// was emitted before its last reading.
    pub(super) fn holds(&self, counters: &Counters) -> bool {
        let ended = counters.ended();
        let told = self.accounted();
        counters.spawned == self.alive + ended
            && match self.cut {
                Some(emitted) => emitted <= told,
                None => self.delivery.emitted == told && self.agrees_with_tokio(),
            }
            && self.delivery.without_id == 0
    }

    /// Whether Tokio counts as many tasks alive. While work goes on it counts later.
    fn agrees_with_tokio(&self) -> bool {
        self.num_alive_tasks.unwrap_or(0) == self.alive
    }

    /// Events that are in the report.
    fn accounted(&self) -> u64 {
        self.delivery.delivered + self.delivery.coalesced + self.delivery.dropped
    }

    fn events(&self) -> Events {
        let Delivery {
            emitted,
            delivered,
            coalesced,
            dropped,
            without_id,
            without_wakes,
        } = self.delivery;
        let told = self.accounted();
        Events {
            emitted: if self.cut.is_some() { told } else { emitted },
            delivered,
            coalesced,
            dropped,
            later: self.cut.map_or(0, |_| emitted.saturating_sub(told)),
            unobserved: without_id,
            without_wakes,
        }
    }
}

/// The report.
pub(super) fn of(model: &Model, findings: &Findings, end: &End) -> Report {
    let counters = model.counters();
    let run = model.run();
    let wakes = &counters.wakes;
    Report {
        tokio: run
            .map(|run| run.tokio.version.to_string())
            .unwrap_or_default(),
        tokio_unstable: cfg!(tokio_unstable),
        runtime: runtime::of(model),
        coverage: run.map(|run| run.coverage.name()),
        workers: workers(model, end),
        tasks: Tasks {
            alive: end.alive,
            ..tasks(counters)
        },
        blocking: blocking(counters),
        pool: pool(model, end.now.at),
        polls: model.polls(&end.now),
        wakes: Wakes {
            by_task: wakes.by_task,
            by_driver: wakes.by_driver,
            by_deferred: wakes.by_deferred,
            by_blocking: wakes.by_blocking,
            by_outside: wakes.by_outside,
            by_unobserved: wakes.by_unobserved,
            unresolved: wakes.unresolved,
        },
        events: end.events(),
        raids: raids(model, &end.sample),
        freezes: freezes::of(model, findings),
        recipes: model
            .kinds()
            .filter(|(_, _, kind)| {
                let counts = &kind.counts;
                counts.spawned + counts.lanes + counts.blocking.submitted > 0
            })
            .map(|(id, name, kind)| (name.to_owned(), recipe(kind, begun(id, model, &end.now))))
            .collect(),
        waits: Waits {
            ready: of_all(model, |kind| &kind.scheduled),
            first_poll: of_all(model, |kind| &kind.first_poll),
        },
        unclaimed: counters.unclaimed,
        refused: end.refused,
        elapsed_ms: end.elapsed.as_millis_f64(),
        suspended: Suspended {
            times: end.suspended.0,
            for_ms: end.suspended.1.as_millis_f64(),
        },
        claims: Vec::new(),
        check: Check {
            num_alive_tasks: end.num_alive_tasks,
            cut: end.cut.is_some(),
            holds: end.holds(counters),
        },
    }
}

fn tasks(counters: &Counters) -> Tasks {
    Tasks {
        spawned: counters.spawned,
        completed: counters.completed,
        panicked: counters.panicked,
        cancelled: counters.cancelled,
        ended_unknown: counters.ended_unknown,
        alive: counters.alive(),
    }
}

fn pool(model: &Model, now: Nanos) -> Pool {
    let jobs = &model.counters().blocking;
    let waits = || model.blocking_queued().map(|job| now.since(job.since));
    let long = waits().filter(|wait| *wait >= model.stall_after()).count();
    let longest = waits().fold(jobs.longest_wait, Nanos::max);
    Pool {
        max_threads: model.run().map_or(0, |run| run.max_blocking),
        most_running: jobs.most_running,
        most_queued: jobs.most_queued,
        long_waits: jobs.long_waits + long as u64,
        long_ms: model.stall_after().as_millis_f64(),
        longest_wait_ms: longest.as_millis_f64(),
    }
}

fn raids(model: &Model, sample: &Sample) -> RaidReport {
    let Raids { operations, tasks } = model.raids(Some(sample));
    RaidReport {
        operations: operations.value,
        tasks: tasks.value,
        measured: operations.certainty == Certainty::Observed,
        named_operations: model.counters().raids,
        named_tasks: model.counters().migrated,
    }
}

fn blocking(counters: &Counters) -> Blocking {
    Blocking {
        submitted: counters.blocking.submitted,
        completed: counters.blocking.completed,
        panicked: counters.blocking.panicked,
        cancelled: counters.blocking.cancelled,
    }
}

/// All workers there ever were, in all runtimes of the run.
fn workers(model: &Model, end: &End) -> Vec<WorkerReport> {
    let mut did = end.earlier.clone();
    did.add(model.workers());
    let in_progress = |index: usize| {
        let worker = model.workers().get(index);
        worker.map_or(0, |worker| model.polls_on(worker, &end.now) - worker.polls)
    };
    (0u16..)
        .zip(did.0)
        .map(|(index, mut did)| {
            did.polls += in_progress(index.into());
            worker(WorkerId::new(index), did, model, &end.now)
        })
        .collect()
}

fn worker(index: WorkerId, did: Did, model: &Model, now: &Now) -> WorkerReport {
    let over = model
        .stalls()
        .filter(|stall| stall.worker == index)
        .map(|stall| StallReport {
            recipe: model.kind(stall.kind).to_owned(),
            ..StallReport::of(
                model,
                (index, stall.task),
                (stall.at, stall.lasted),
                stall.site,
            )
        });
    let kept = model.stalls().filter(|stall| stall.worker == index).count() as u64;
    WorkerReport {
        index: index.index(),
        polls: did.polls,
        busy_ms: did.busy.as_millis_f64(),
        longest_poll_ms: did.longest_poll.as_millis_f64(),
        parks: did.parks,
        stalls: over.chain(stalled_now(index, model, now)).collect(),
        stalls_left_out: did.stalls.saturating_sub(kept),
    }
}

/// A stall that goes on at the end of the run, as long as it is by then.
fn stalled_now(index: WorkerId, model: &Model, now: &Now) -> Option<StallReport> {
    model.ongoing(now).into_iter().find_map(|fact| match fact {
        Ongoing::Stalled {
            worker,
            task,
            since,
            site,
        } if worker == index => {
            let known = model.task(task)?;
            let lasted = now.at.since(since);
            Some(StallReport {
                recipe: model.kind(known.kind).to_owned(),
                ..StallReport::of(model, (index, task), (since, lasted), site)
            })
        }
        _ => None,
    })
}

/// The polls of a kind that were in progress at the end.
fn begun(kind: KindId, model: &Model, now: &Now) -> u64 {
    let in_place = model
        .blocking_running()
        .filter(|task| !task.is_blocking_job);
    let in_hand = model
        .in_hand(now)
        .filter_map(|(_, hand)| model.task(hand.task))
        .filter(|task| task.place != Place::InPlace);
    in_hand
        .chain(in_place)
        .filter(|task| task.kind == kind)
        .count() as u64
}

fn recipe(kind: &KindStats, begun: u64) -> Recipe {
    Recipe {
        tasks: tasks(&kind.counts),
        blocking: blocking(&kind.counts),
        lanes: kind.counts.lanes,
        unclaimed: kind.counts.unclaimed,
        jobs: (kind.counts.blocking.submitted > 0).then(|| jobs(&kind.jobs)),
        polls: kind.counts.polls + begun,
        first_poll: times(&kind.first_poll),
        scheduled: times(&kind.scheduled),
        busy: times(&kind.busy),
        total: times(&kind.total),
    }
}

fn jobs(jobs: &JobTimes) -> Jobs {
    Jobs {
        queued: times(&jobs.queued),
        ran: times(&jobs.ran),
        total: times(&jobs.total),
    }
}

/// A time of all kinds together.
fn of_all(model: &Model, which: fn(&KindStats) -> &Spans) -> Option<Times> {
    let mut all = Spans::default();
    model
        .kinds()
        .for_each(|(_, _, kind)| all.absorb(which(kind)));
    (!all.is_empty()).then(|| times(&all))
}

fn times(spans: &Spans) -> Times {
    if spans.is_empty() {
        return Times::default();
    }
    let share = |share| spans.quantile(share).as_millis_f64();
    Times {
        p50: share(0.5),
        p90: share(0.9),
        p99: share(0.99),
        max: spans.max().as_millis_f64(),
    }
}
