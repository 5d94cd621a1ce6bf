//! What a trace names: its processes, their workers and runtimes, tasks and places.

use super::frames::{Field, Told};
use crate::events::is_harmful;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Nobody, as a number of a worker or a task.
pub(super) const NO_WORKER: u16 = u16::MAX;
pub(super) const NO_TASK: u32 = u32::MAX;

/// Workers of a process, and tasks and places of a trace, that are told apart.
const MOST_WORKERS: usize = 1 << 10;
const MOST_TASKS: usize = 1 << 24;
const MOST_PLACES: usize = 1 << 15;

/// What dial9 writes where the thread is none of a worker: of the blocking pool, or unknown.
const NO_WORKERS: std::ops::RangeInclusive<u64> = 254..=255;

/// A process of a trace.
#[derive(Debug, Default)]
pub(super) struct Process {
    /// What its files are called.
    pub(super) name: String,
    /// What it tells of itself.
    pub(super) about: BTreeMap<String, String>,
    /// Its runtimes that have a name, and the numbers of their workers.
    pub(super) runtimes: BTreeMap<String, BTreeSet<u64>>,
    /// Its workers by their numbers in the trace, and the place of each in order of appearance.
    pub(super) workers: Vec<u64>,
    worker_numbers: HashMap<u64, u16>,
    /// A moment by its own clock, and the same one in nanoseconds since 1970.
    pub(super) clock: Option<(u64, u64)>,
    /// Its first event that is told.
    pub(super) first: Option<u64>,
}

impl Process {
    /// The place of a worker; none for a thread that is none, and where there are too many.
    pub(super) fn worker(&mut self, number: Option<u64>) -> u16 {
        let Some(number) = number.filter(|number| !NO_WORKERS.contains(number)) else {
            return NO_WORKER;
        };
        if let Some(place) = self.worker_numbers.get(&number) {
            return *place;
        }
        if self.workers.len() >= MOST_WORKERS {
            return NO_WORKER;
        }
        let place = self.workers.len() as u16;
        self.workers.push(number);
        self.worker_numbers.insert(number, place);
        place
    }

    /// Takes in what a segment tells of its process.
    pub(super) fn learn(&mut self, told: Told) {
        for (key, value) in told.pairs {
            let Some(runtime) = key.strip_prefix("runtime.") else {
                self.about.insert(clean(&key), clean(&value));
                continue;
            };
            let workers = value
                .split(',')
                .filter_map(|one| one.trim().parse::<u64>().ok());
            let workers = workers.take(MOST_WORKERS);
            self.runtimes
                .entry(clean(runtime))
                .or_default()
                .extend(workers);
        }
    }

    /// Takes in a moment by two clocks.
    pub(super) fn set_clock(&mut self, told: &Told) {
        let wall = told.number(Field::Realtime);
        self.clock = self.clock.or(wall.map(|wall| (told.at, wall)));
    }
}

/// Nothing of it does any harm on a terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !is_harmful(*c)).collect()
}

/// What is known of a task.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) process: u8,
    /// A worker that polled it, or on which it was spawned.
    pub(super) worker: u16,
    /// Where it was spawned; 0 where that is not told.
    pub(super) place: u16,
    /// Its spawn or a poll is told, not only a wake or its end.
    pub(super) is_shown: bool,
    /// A wake of it is told.
    pub(super) is_woken: bool,
}

/// The tasks of a trace, and the places they were spawned at.
pub(super) struct Names {
    tasks: HashMap<(u8, u64), u32>,
    pub(super) all: Vec<Task>,
    place_numbers: HashMap<String, u16>,
    pub(super) places: Vec<String>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            tasks: HashMap::new(),
            all: Vec::new(),
            place_numbers: HashMap::from([(String::new(), 0)]),
            places: vec![String::new()],
        }
    }
}

impl Names {
    /// The number of a task; none of none, and where there are too many.
    pub(super) fn task(&mut self, process: u8, id: Option<u64>) -> u32 {
        let Some(id) = id.filter(|id| *id != 0) else {
            return NO_TASK;
        };
        if let Some(number) = self.tasks.get(&(process, id)) {
            return *number;
        }
        if self.all.len() >= MOST_TASKS {
            return NO_TASK;
        }
        let number = self.all.len() as u32;
        self.tasks.insert((process, id), number);
        self.all.push(Task {
            process,
            worker: NO_WORKER,
            place: 0,
            is_shown: false,
            is_woken: false,
        });
        number
    }

    /// Notes a spawn or a poll.
    pub(super) fn shown(&mut self, task: u32, worker: u16, place: Option<&str>) {
        let place = place.map_or(0, |place| self.place(place));
        if let Some(task) = self.all.get_mut(task as usize) {
            task.is_shown = true;
            if task.worker == NO_WORKER {
                task.worker = worker;
            }
            if task.place == 0 {
                task.place = place;
            }
        }
    }

    /// Notes a wake.
    pub(super) fn woken(&mut self, task: u32) {
        if let Some(task) = self.all.get_mut(task as usize) {
            task.is_woken = true;
        }
    }

    fn place(&mut self, text: &str) -> u16 {
        if let Some(place) = self.place_numbers.get(text) {
            return *place;
        }
        if self.places.len() >= MOST_PLACES {
            return 0;
        }
        let place = self.places.len() as u16;
        self.places.push(text.to_owned());
        self.place_numbers.insert(text.to_owned(), place);
        place
    }
}
