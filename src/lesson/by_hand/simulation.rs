//! A load played by hand: nothing of it runs, all of it is arithmetic on a clock that is given.

use super::{Load, Measures};
use crate::events::Nanos;

/// A load that is being played by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    load: Load,
    now: Nanos,
    tasks: Vec<Progress>,
    /// The task that each worker has.
    hands: Vec<Option<usize>>,
    /// The ready tasks, in the order in which they became ready.
    ready: Vec<usize>,
    waits: Vec<Nanos>,
    /// Time that each worker spent on pieces that are done.
    busy: Vec<Nanos>,
}

/// How far a task is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Progress {
    /// Which of its pieces comes next, or is worked on.
    piece: usize,
    state: State,
}

/// What a task is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has not come yet, or it waits: until then.
    Away {
        /// When it is ready.
        until: Nanos,
    },
    /// It is ready, and no worker has it.
    Ready {
        /// From when on.
        since: Nanos,
    },
    /// A worker works on it.
    InWork {
        /// Which one.
        worker: usize,
        /// From when on.
        since: Nanos,
        /// When this piece is done.
        until: Nanos,
    },
    /// All of its work is done.
    Over {
        /// Since when.
        at: Nanos,
    },
}

/// Why a task was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotGiven {
    /// There is no such worker.
    NoWorker,
    /// The worker has a task.
    Busy,
    /// The task is not ready, or none is.
    NotReady,
}

impl Simulation {
    /// At the beginning of a load.
    pub fn new(load: Load) -> Self {
        let progress = |pieces: &[super::Piece]| Progress {
            piece: 0,
            state: match pieces.first() {
                Some(piece) => State::Away { until: piece.after },
                None => State::Over { at: Nanos::ZERO },
            },
        };
        let workers = usize::from(load.workers);
        let mut simulation = Self {
            now: Nanos::ZERO,
            tasks: (load.tasks.iter())
                .map(|task| progress(&task.pieces))
                .collect(),
            hands: vec![None; workers],
            ready: Vec::new(),
            waits: Vec::new(),
            busy: vec![Nanos::ZERO; workers],
            load,
        };
        simulation.go_to(Nanos::ZERO);
        simulation
    }

    /// Lets so much time pass. What is due in it happens at its own time, however seldom this
    /// is called.
    pub fn advance(&mut self, by: Nanos) {
        self.go_to(self.now + by);
    }

    fn go_to(&mut self, until: Nanos) {
        while let Some((at, task)) = self.next_due().filter(|(at, _)| *at <= until) {
            self.now = self.now.max(at);
            self.happen(task);
        }
        if !self.is_over() {
            self.now = self.now.max(until);
        }
    }

    /// What happens next by itself: a piece is done, or a wait is over.
    fn next_due(&self) -> Option<(Nanos, usize)> {
        let due = |(task, progress): (usize, &Progress)| match progress.state {
            State::Away { until } | State::InWork { until, .. } => Some((until, task)),
            State::Ready { .. } | State::Over { .. } => None,
        };
        self.tasks.iter().enumerate().filter_map(due).min()
    }

    fn happen(&mut self, task: usize) {
        let Progress { piece, state } = self.tasks[task];
        match state {
            State::Away { until } => {
                self.tasks[task].state = State::Ready { since: until };
                self.ready.push(task);
            }
            State::InWork {
                worker,
                since,
                until,
            } => {
                self.hands[worker] = None;
                self.busy[worker] += until.since(since);
                let next = self.load.tasks[task].pieces.get(piece + 1);
                let state = match next {
                    Some(next) => State::Away {
                        until: until + next.after,
                    },
                    None => State::Over { at: until },
                };
                self.tasks[task] = Progress {
                    piece: piece + 1,
                    state,
                };
            }
            State::Ready { .. } | State::Over { .. } => {}
        }
    }

    /// Gives a ready task to a worker that has none.
    ///
    /// # Errors
    /// When that cannot be; nothing has changed then.
    pub fn give(&mut self, task: usize, worker: usize) -> Result<(), NotGiven> {
        match self.hands.get(worker) {
            None => return Err(NotGiven::NoWorker),
            Some(Some(_)) => return Err(NotGiven::Busy),
            Some(None) => {}
        }
        let place = self.ready.iter().position(|ready| *ready == task);
        let place = place.ok_or(NotGiven::NotReady)?;
        let Progress {
            piece,
            state: State::Ready { since },
        } = self.tasks[task]
        else {
            return Err(NotGiven::NotReady);
        };
        self.ready.remove(place);
        self.hands[worker] = Some(task);
        self.waits.push(self.now.since(since));
        self.tasks[task].state = State::InWork {
            worker,
            since: self.now,
            until: self.now + self.load.tasks[task].pieces[piece].work,
        };
        Ok(())
    }

    /// The load.
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// Its clock: zero at the beginning of the load. It stands when all is done.
    pub fn now(&self) -> Nanos {
        self.now
    }

    /// The ready tasks, by number, in the order in which they became ready.
    pub fn ready(&self) -> &[usize] {
        &self.ready
    }

    /// What a task is at, and how many of its pieces are done.
    pub fn task(&self, task: usize) -> Option<(State, usize)> {
        let progress = self.tasks.get(task)?;
        Some((progress.state, progress.piece))
    }

    /// The task that each worker has, and the time it spent on tasks up to now.
    pub fn workers(&self) -> impl Iterator<Item = (Option<usize>, Nanos)> {
        let busy = self.busy.iter().zip(&self.hands);
        busy.map(|(busy, hand)| {
            let state = hand.map(|task| self.tasks[task].state);
            match state {
                Some(State::InWork { since, .. }) => (*hand, *busy + self.now.since(since)),
                _ => (*hand, *busy),
            }
        })
    }

    /// How many tasks are over.
    pub fn done(&self) -> usize {
        let over = |task: &&Progress| matches!(task.state, State::Over { .. });
        self.tasks.iter().filter(over).count()
    }

    /// Whether all of them are.
    pub fn is_over(&self) -> bool {
        self.done() == self.tasks.len()
    }

    /// How long it has lasted, from the first task's coming.
    pub fn lasted(&self) -> Nanos {
        self.now.since(self.load.begins())
    }

    /// What it came to; `None` while it goes on.
    pub fn measures(&self) -> Option<Measures> {
        let lasted = self.lasted();
        self.is_over()
            .then(|| Measures::new(self.waits.clone(), Nanos::ZERO, lasted, &self.busy))
    }
}
