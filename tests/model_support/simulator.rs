//! A small simulator of a runtime: random choices in, a legal history out, with
//! what is true at its end. It keeps one log per thread, as the probe does.

#![allow(
    clippy::unwrap_used,
    reason = "a helper of tests, outside any test function"
)]

use crate::script::*;
use std::collections::BTreeMap;
use tokio_kitchen::events::{
    BlockingOutcome, Event, HandleAct, KindId, Nanos, PollOutcome, Role, SiteId, TaskId, WaitEnd,
    WakeBy, What, WorkerId,
};

pub(crate) const WORKERS: u16 = 3;
/// Threads of the blocking pool.
const POOL: usize = 2;

/// Where a task truly is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth {
    Ready,
    Deferred(u16),
    Running,
    Pending,
    Ended,
    JobQueued,
    JobRunning,
}

#[derive(Clone, Debug)]
pub(crate) struct SimTask {
    pub(crate) id: TaskId,
    pub(crate) truth: Truth,
    is_job: bool,
    /// Spawned past the probe: its wakes, its handle and how it ends are not told.
    pub(crate) bare: bool,
    woken: bool,
    yields: bool,
    completed: bool,
    held: bool,
    waits: Vec<u32>,
}

struct Open {
    task: usize,
    start: Nanos,
    /// What the worker takes for the start: its latest clock reading may be earlier.
    taken: Nanos,
    in_place: bool,
    was_in_place: bool,
    self_woken: bool,
}

/// Sums the fold must arrive at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) spawned: u64,
    pub(crate) completed: u64,
    pub(crate) panicked: u64,
    pub(crate) cancelled: u64,
    pub(crate) ended_unknown: u64,
    pub(crate) polls: u64,
    pub(crate) wakes: u64,
    pub(crate) unclaimed: u64,
    pub(crate) jobs: (u64, u64, u64),
}

pub(crate) struct Simulator {
    preempted: bool,
    clock: u64,
    pub(crate) tasks: Vec<SimTask>,
    open: [Option<Open>; WORKERS as usize],
    jobs: [Option<usize>; POOL],
    parked: [bool; WORKERS as usize],
    /// Each worker's clock reading that its next poll may begin with.
    readings: [Option<Nanos>; WORKERS as usize],
    /// True starts of the polls, by task and end.
    pub(crate) starts: BTreeMap<(TaskId, Nanos), Nanos>,
    /// One log per worker, per pool thread, and of the outside.
    pub(crate) logs: Vec<Vec<Event>>,
    pub(crate) sums: Sums,
}

impl Simulator {
    /// Every start is read from the clock when the poll begins.
    pub(crate) fn run(choices: &[(u8, u16)]) -> Self {
        Self::play(choices, false)
    }

    /// Workers take the end of a poll as the start of the next one, and may lose their
    /// processor anywhere in between.
    #[allow(dead_code, reason = "one of the tests that share this file uses it")]
    pub(crate) fn preempted(choices: &[(u8, u16)]) -> Self {
        Self::play(choices, true)
    }

    fn play(choices: &[(u8, u16)], preempted: bool) -> Self {
        let mut sim = Self {
            preempted,
            clock: 0,
            tasks: Vec::new(),
            open: [const { None }; WORKERS as usize],
            jobs: [None; POOL],
            parked: [false; WORKERS as usize],
            readings: [None; WORKERS as usize],
            starts: BTreeMap::new(),
            logs: vec![Vec::new(); WORKERS as usize + POOL + 1],
            sums: Sums::default(),
        };
        for &(op, arg) in choices {
            sim.clock += 1 + u64::from(arg % 977) * 300;
            sim.step(op, usize::from(arg));
        }
        sim
    }

    fn outside(&self) -> usize {
        self.logs.len() - 1
    }

    fn log(&mut self, thread: usize, what: What) {
        self.clock += 1;
        self.logs[thread].push(Event {
            at: Nanos(self.clock),
            what,
        });
    }

    fn step(&mut self, op: u8, arg: usize) {
        let outside = self.outside();
        match op % 16 {
            0 => self.spawn(outside, None, None, arg),
            1 => self.wake(outside, arg, WakeBy::Outside, None),
            2 => self.handle(outside, arg, None),
            3 => self.submit(outside, None),
            4 | 5 => self.pool(arg),
            6 => self.abort(arg),
            _ => self.work(usize::from(op) % usize::from(WORKERS), arg),
        }
    }

    fn pick(&self, arg: usize, fits: impl Fn(&SimTask) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.tasks.len())
            .filter(|i| fits(&self.tasks[*i]))
            .collect();
        (!fitting.is_empty()).then(|| fitting[arg % fitting.len()])
    }

    fn enter(&mut self, truth: Truth, held: bool) -> TaskId {
        let id = id(u32::try_from(self.tasks.len()).unwrap() + 1);
        let is_job = truth == Truth::JobQueued;
        let (woken, yields, completed, waits) = (false, false, false, Vec::new());
        self.tasks.push(SimTask {
            id,
            truth,
            is_job,
            bare: false,
            woken,
            yields,
            completed,
            held,
            waits,
        });
        id
    }

    /// A task that is spawned past the probe; without `born` it is seen at its first poll.
    fn spawn_bare(&mut self, thread: usize, parent: Option<TaskId>, on: Option<u16>, born: bool) {
        let truth = if born { Truth::Ready } else { Truth::Running };
        let task = self.enter(truth, false);
        self.tasks.last_mut().unwrap().bare = true;
        self.sums.spawned += 1;
        let (kind, site, on) = (KindId::new(0), SiteId::new(0), on.map(WorkerId::new));
        let what = What::Seen {
            task,
            parent,
            kind,
            site,
            on,
            born,
        };
        self.log(thread, what);
    }

    fn spawn(&mut self, thread: usize, parent: Option<TaskId>, on: Option<u16>, arg: usize) {
        if arg % 16 > 12 {
            return self.spawn_bare(thread, parent, on, true);
        }
        let detached = arg.is_multiple_of(5);
        let task = self.enter(Truth::Ready, !detached);
        self.sums.spawned += 1;
        let (kind, site, on) = (KindId::new(0), SiteId::new(0), on.map(WorkerId::new));
        self.log(
            thread,
            What::Spawned {
                task,
                parent,
                kind,
                site,
                on,
                bytes: 1,
                detached,
                role: Role::Task,
            },
        );
    }

    fn submit(&mut self, thread: usize, parent: Option<TaskId>) {
        let job = self.enter(Truth::JobQueued, true);
        self.sums.jobs.0 += 1;
        let (kind, site) = (KindId::new(1), SiteId::new(0));
        self.log(
            thread,
            What::BlockingSubmitted {
                job,
                parent,
                kind,
                site,
            },
        );
    }

    /// Any task may be woken at any time, even one that ended.
    fn wake(&mut self, thread: usize, arg: usize, by: WakeBy, on: Option<u16>) {
        let Some(index) = self.pick(arg, |task| !task.is_job && !task.bare) else {
            return;
        };
        let task = &mut self.tasks[index];
        match task.truth {
            Truth::Pending | Truth::Deferred(_) => task.truth = Truth::Ready,
            Truth::Running => task.woken = true,
            _ => {}
        }
        self.sums.wakes += 1;
        let (task, on) = (task.id, on.map(WorkerId::new));
        self.log(thread, What::Woken { task, by, on });
    }

    fn handle(&mut self, thread: usize, arg: usize, by: Option<TaskId>) {
        let Some(index) = self.pick(arg, |task| task.held) else {
            return;
        };
        let task = &mut self.tasks[index];
        let act = match arg % 3 {
            0 => HandleAct::AbortAsked,
            1 if task.truth == Truth::Ended => HandleAct::Joined,
            _ => HandleAct::Dropped,
        };
        task.held = act == HandleAct::AbortAsked;
        // A handle dropped earlier counts when the task completes.
        self.sums.unclaimed += u64::from(act == HandleAct::Dropped && task.completed);
        let task = task.id;
        self.log(thread, What::Handle { task, by, act });
    }

    fn pool(&mut self, arg: usize) {
        let (slot, thread) = (arg % POOL, usize::from(WORKERS) + arg % POOL);
        if let Some(index) = self.jobs[slot].take() {
            let panics = arg.is_multiple_of(7);
            let outcome = if panics {
                BlockingOutcome::Panicked
            } else {
                BlockingOutcome::Completed
            };
            self.end(index, !panics);
            self.sums.jobs.1 += u64::from(!panics);
            let job = self.tasks[index].id;
            self.log(thread, What::BlockingEnded { job, outcome });
        } else if let Some(index) = self.pick(arg, |task| task.truth == Truth::JobQueued) {
            let job = self.tasks[index].id;
            if arg.is_multiple_of(5) {
                self.end(index, false);
                self.sums.jobs.2 += 1;
                let outcome = BlockingOutcome::Cancelled;
                self.log(thread, What::BlockingEnded { job, outcome });
            } else {
                self.tasks[index].truth = Truth::JobRunning;
                self.jobs[slot] = Some(index);
                self.log(thread, What::BlockingStarted { job });
            }
        }
    }

    fn end(&mut self, index: usize, completed: bool) {
        let task = &mut self.tasks[index];
        task.truth = Truth::Ended;
        task.completed = completed;
        let dropped_before = completed && !task.held && task.id.get() > 0;
        let detached = dropped_before && self.detached(index);
        self.sums.unclaimed += u64::from(dropped_before && !detached);
    }

    fn detached(&self, index: usize) -> bool {
        let id = self.tasks[index].id;
        self.logs.iter().flatten().any(
            |event| matches!(event.what, What::Spawned { task, detached: true, .. } if task == id),
        )
    }

    /// A task that is not being polled is dropped, on a worker between two polls.
    fn abort(&mut self, arg: usize) {
        let thread = arg % usize::from(WORKERS);
        let alive = |task: &SimTask| {
            matches!(
                task.truth,
                Truth::Ready | Truth::Pending | Truth::Deferred(_)
            )
        };
        let Some(index) = self
            .pick(arg, alive)
            .filter(|_| self.open[thread].is_none())
        else {
            return;
        };
        self.end(index, false);
        self.sums.cancelled += 1;
        let task = self.tasks[index].id;
        let waits = std::mem::take(&mut self.tasks[index].waits);
        let mut events: Vec<What> = waits
            .into_iter()
            .map(|s| What::WaitOver {
                task,
                site: SiteId::new(s),
                end: WaitEnd::Dropped,
            })
            .collect();
        let drop_at = if arg.is_multiple_of(2) {
            0
        } else {
            events.len()
        };
        events.insert(drop_at, What::Dropped { task });
        events.into_iter().for_each(|what| self.log(thread, what));
    }

    fn work(&mut self, thread: usize, arg: usize) {
        if self.open[thread].is_some() {
            self.in_poll(thread, arg);
            return;
        }
        let index = u16::try_from(thread).unwrap();
        let worker = WorkerId::new(index);
        match arg % 8 {
            0 => {
                let park = !self.parked[thread];
                self.parked[thread] = park;
                let what = if park {
                    What::Parked { worker }
                } else {
                    What::Unparked { worker }
                };
                self.log(thread, what);
                self.readings[thread] = (!park).then_some(Nanos(self.clock));
            }
            1 => self.wake(thread, arg, WakeBy::Driver, Some(index)),
            2 => self.wake_deferred(thread, arg),
            3 if arg.is_multiple_of(11) => {
                self.spawn_bare(thread, None, None, false);
                self.begin_poll(thread, self.tasks.len() - 1);
            }
            _ => {
                // Of a bare task no wake is told.
                let ready = |task: &SimTask| match task.truth {
                    Truth::Ready => true,
                    Truth::Pending | Truth::Deferred(_) => task.bare,
                    _ => false,
                };
                if let Some(task) = self.pick(arg, ready) {
                    self.begin_poll(thread, task);
                }
            }
        }
    }

    fn begin_poll(&mut self, thread: usize, task: usize) {
        self.tasks[task].truth = Truth::Running;
        self.clock += 1;
        let start = Nanos(self.clock);
        let reading = self.readings[thread].take();
        let taken = reading.filter(|_| self.preempted).unwrap_or(start);
        let (in_place, was_in_place, self_woken) = (false, false, false);
        self.open[thread] = Some(Open {
            task,
            start,
            taken,
            in_place,
            was_in_place,
            self_woken,
        });
    }

    fn wake_deferred(&mut self, thread: usize, arg: usize) {
        let index = u16::try_from(thread).unwrap();
        let yielded = |task: &SimTask| !task.bare && task.truth == Truth::Deferred(index);
        let Some(at) = self.pick(arg, yielded) else {
            return;
        };
        self.tasks[at].truth = Truth::Ready;
        self.sums.wakes += 1;
        let (task, on) = (self.tasks[at].id, Some(WorkerId::new(index)));
        self.log(
            thread,
            What::Woken {
                task,
                by: WakeBy::BetweenPolls(None),
                on,
            },
        );
    }

    fn in_poll(&mut self, thread: usize, arg: usize) {
        let Some(open) = &mut self.open[thread] else {
            return;
        };
        let (index, in_place) = (open.task, open.in_place);
        let me = self.tasks[index].id;
        let worker = u16::try_from(thread).unwrap();
        let on = (!open.was_in_place).then_some(worker);
        match arg % 16 {
            0 => self.spawn(thread, Some(me), on, arg),
            1 => self.wake(thread, arg / 16, WakeBy::Task(me), on),
            // Told by the poll itself, at its end.
            2 if !in_place && !self.tasks[index].bare => {
                open.self_woken = true;
                self.tasks[index].woken = true;
            }
            3 | 4 => self.wait(
                thread,
                index,
                [TIMER, CHANNEL, JOIN, YIELD, SIGNAL][arg / 16 % 5],
            ),
            5 | 6 => self.wait_over(thread, index, arg / 16),
            7 => self.log(
                thread,
                What::At {
                    task: me,
                    site: SiteId::new(WORK),
                },
            ),
            8 => self.handle(thread, arg / 16, Some(me)),
            9 => self.submit(thread, Some(me)),
            10 if !open.was_in_place => {
                (open.in_place, open.was_in_place) = (true, true);
                self.log(
                    thread,
                    What::InPlaceStarted {
                        task: me,
                        worker: WorkerId::new(worker),
                    },
                );
            }
            10 | 11 if in_place => {
                open.in_place = false;
                self.log(thread, What::InPlaceEnded { task: me });
            }
            12.. if !in_place => self.end_poll(thread, arg / 16),
            _ => {}
        }
    }

    fn wait(&mut self, thread: usize, index: usize, number: u32) {
        self.tasks[index].waits.push(number);
        self.tasks[index].yields |= number == YIELD;
        let due = Nanos(self.clock + 5_000_000);
        let (task, site) = (self.tasks[index].id, SiteId::new(number));
        let until = (number == TIMER).then_some(due);
        self.log(
            thread,
            What::Waiting {
                task,
                site,
                until,
                on: None,
            },
        );
    }

    fn wait_over(&mut self, thread: usize, index: usize, arg: usize) {
        let task = &mut self.tasks[index];
        if task.waits.is_empty() {
            return;
        }
        let number = task.waits.remove(arg % task.waits.len());
        task.yields = task.waits.contains(&YIELD);
        let end = if arg.is_multiple_of(3) {
            WaitEnd::Dropped
        } else {
            WaitEnd::Ready
        };
        let (task, site) = (task.id, SiteId::new(number));
        self.log(thread, What::WaitOver { task, site, end });
    }

    fn end_poll(&mut self, thread: usize, arg: usize) {
        let Some(open) = self.open[thread].take() else {
            return;
        };
        let index = u16::try_from(thread).unwrap();
        let worker = (!open.was_in_place || arg.is_multiple_of(2)).then_some(WorkerId::new(index));
        let outcome = match arg % 8 {
            0..3 if self.tasks[open.task].bare => PollOutcome::Over,
            0 => PollOutcome::Panicked,
            1 | 2 => PollOutcome::Ready,
            _ => PollOutcome::Pending,
        };
        self.sums.polls += 1;
        self.sums.wakes += u64::from(open.self_woken);
        let task = &mut self.tasks[open.task];
        let (woken, yields, id) = (std::mem::take(&mut task.woken), task.yields, task.id);
        match outcome {
            PollOutcome::Pending => {
                task.truth = match worker {
                    _ if woken => Truth::Ready,
                    Some(_) if yields => Truth::Deferred(index),
                    None if yields => Truth::Ready,
                    _ => Truth::Pending,
                };
            }
            PollOutcome::Ready => {
                self.end(open.task, true);
                self.sums.completed += 1;
            }
            PollOutcome::Panicked => {
                self.end(open.task, false);
                self.sums.panicked += 1;
            }
            PollOutcome::Over => {
                self.end(open.task, false);
                self.sums.ended_unknown += 1;
            }
        }
        let (start, self_woken, budget_spent) = (open.taken, open.self_woken, false);
        let what = What::Polled {
            task: id,
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
        };
        self.log(thread, what);
        let end = Nanos(self.clock);
        self.starts.insert((id, end), open.start);
        self.readings[thread] = worker.map(|_| end);
    }
}
