//! The runtimes of a trace: which there are, and which workers and tasks are theirs.

use super::gather::Gathered;
use super::names::{NO_WORKER, Process, Task};
use crate::events::{
    Coverage, Flavor, MAX_BLOCKING, Nanos, RunInfo, Tokio, TokioVersion, WorkerId,
};

/// Runtimes of a trace that are told apart.
const MOST_RUNTIMES: usize = 256;

/// What the metadata of a segment tells of which polls there are, and what it says of all.
const COVERAGE: &str = "tokio.poll_coverage";
const ALL: &str = "all";

/// The lowest version of Tokio that dial9 works with.
const LOWEST: TokioVersion = TokioVersion::Since(51);

/// A runtime of a trace.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Runtime {
    pub(super) process: u8,
    /// `None`: of those of its process that were given no name.
    pub(super) name: Option<String>,
    pub(super) workers: u16,
    pub(super) coverage: Coverage,
}

impl Runtime {
    /// What is known of it when it is first seen. Its scheduler is not told.
    pub(super) fn info(&self, wakes_seen: bool) -> RunInfo {
        let mut tokio = Tokio::of(LOWEST);
        tokio.rules.tokio_index = false;
        tokio.rules.wakes_seen = wakes_seen;
        RunInfo {
            shift: 1,
            workers: self.workers,
            flavor: Flavor::MultiThread,
            tokio,
            unstable: self.coverage == Coverage::Hooks,
            coverage: self.coverage,
            max_blocking: MAX_BLOCKING,
        }
    }
}

/// A worker of a runtime of a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Worker {
    /// The place of its runtime.
    pub(super) runtime: usize,
    pub(super) id: WorkerId,
}

/// Which runtimes there are.
#[derive(Debug, Default)]
pub(super) struct Runtimes {
    pub(super) all: Vec<Runtime>,
    /// By process, then by the places of its workers.
    workers: Vec<Vec<Worker>>,
    /// The runtimes that samples are of.
    sampled: Vec<Option<usize>>,
    /// By process: what is its first runtime.
    first: Vec<usize>,
}

impl Runtimes {
    pub(super) fn of(gathered: &Gathered) -> Self {
        let mut runtimes = Self::default();
        for (number, process) in gathered.processes.iter().enumerate() {
            runtimes.add(number as u8, process);
        }
        for (process, name) in &gathered.sampled {
            let all = runtimes.all.iter().enumerate();
            let mut own = all.filter(|(_, one)| one.process == *process);
            let found = match name {
                Some(name) => own.find(|(_, one)| one.name.as_deref().unwrap_or("") == name),
                // Of all together: of the one, if there is one.
                None => own.next().filter(|_| own.next().is_none()),
            };
            let found = found.map(|(place, _)| place);
            runtimes.sampled.push(found);
        }
        runtimes
    }

    fn add(&mut self, number: u8, process: &Process) {
        let coverage = match process.about.get(COVERAGE).map(String::as_str) {
            Some(ALL) => Coverage::Hooks,
            _ => Coverage::Spawned,
        };
        self.first.push(self.all.len());
        let mut workers = Vec::new();
        for own in &process.workers {
            let mut named = process.runtimes.iter();
            let name = named.find(|(_, of)| of.contains(own)).map(|(name, _)| name);
            workers.push((name, *own));
        }
        // In the order of their numbers, which those of a runtime have together.
        let mut order: Vec<_> = (0..workers.len()).collect();
        order.sort_unstable_by_key(|place| workers[*place].1);
        let nobody = Worker {
            runtime: 0,
            id: WorkerId::new(0),
        };
        let mut own = vec![nobody; workers.len()];
        for place in order {
            let runtime = self.runtime(number, workers[place].0, coverage);
            let of = &mut self.all[runtime];
            own[place] = Worker {
                runtime,
                id: WorkerId::new(of.workers),
            };
            of.workers += 1;
        }
        self.workers.push(own);
    }

    fn runtime(&mut self, process: u8, name: Option<&String>, coverage: Coverage) -> usize {
        let is = |one: &Runtime| one.process == process && one.name.as_ref() == name;
        if let Some(known) = self.all.iter().position(is) {
            return known;
        }
        if self.all.len() >= MOST_RUNTIMES {
            return self.all.len() - 1;
        }
        self.all.push(Runtime {
            process,
            name: name.cloned(),
            workers: 0,
            coverage,
        });
        self.all.len() - 1
    }

    pub(super) fn worker(&self, process: u8, worker: u16) -> Option<Worker> {
        let own = self.workers.get(usize::from(process))?;
        own.get(usize::from(worker)).copied()
    }

    /// The runtime of a task. One that was spawned past all workers and never polled is counted to
    /// the first of its process: which it is, is not told.
    pub(super) fn of_task(&self, task: Task) -> Option<usize> {
        if task.worker != NO_WORKER {
            return Some(self.worker(task.process, task.worker)?.runtime);
        }
        let first = *self.first.get(usize::from(task.process))?;
        let of = self.all.get(first)?;
        (of.process == task.process).then_some(first)
    }

    pub(super) fn sampled(&self, sample: u16) -> Option<usize> {
        self.sampled.get(usize::from(sample)).copied().flatten()
    }

    /// Their names: that of the process too, where there are several.
    pub(super) fn names(&self, processes: &[Process]) -> Vec<String> {
        let several = processes.len() > 1;
        let name = |one: &Runtime| {
            let own = one.name.as_deref().unwrap_or("unnamed");
            match processes.get(usize::from(one.process)) {
                Some(process) if several => format!("{}: {own}", process.name),
                _ => own.to_owned(),
            }
        };
        self.all.iter().map(name).collect()
    }
}

/// When the clock of each process was at its first event, by one clock for all: the first of all is
/// at zero. And the milliseconds since 1970 of that zero, if any of them tells it.
pub(super) fn beginnings(processes: &[Process]) -> (Vec<Nanos>, Option<u64>) {
    let walls: Vec<_> = processes
        .iter()
        .map(|process| {
            let (own, wall) = process.clock?;
            let first = process.first?;
            Some(wall.saturating_add(first).saturating_sub(own))
        })
        .collect();
    let zero = walls.iter().copied().flatten().min();
    let since = |wall: &Option<u64>| match (wall, zero) {
        (Some(wall), Some(zero)) => Nanos(wall - zero),
        _ => Nanos::ZERO,
    };
    (
        walls.iter().map(since).collect(),
        zero.map(|ns| ns / 1_000_000),
    )
}
