//! Questions about a moment that stands still: the answer is what the model says of it.

use super::Text;
use crate::claim::{Claim, Moment};
use crate::events::{Nanos, Now, TaskId, WakeBy, WorkerId};
use crate::model::{Model, Place};

/// A question of the pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The run whose moment is shown: an index.
    pub run: usize,
    /// The moment that decides this claim, and its task and worker.
    pub at: Claim,
    /// What is asked.
    pub topic: Topic,
    /// Said after the answer: what is to be learned from it.
    pub because: Text,
}

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Where the task is.
    Place,
    /// Which worker polls the task.
    Holder,
    /// What the worker does.
    Worker,
    /// How many workers are parked.
    Parked,
    /// How many tasks are ready and wait for a worker.
    Ready,
    /// How many tasks have not ended.
    Alive,
    /// Who woke the task last.
    Waker,
}

/// The names of topics.
pub(super) const TOPICS: [(&str, Topic); 7] = [
    ("place", Topic::Place),
    ("holder", Topic::Holder),
    ("worker", Topic::Worker),
    ("parked", Topic::Parked),
    ("ready", Topic::Ready),
    ("alive", Topic::Alive),
    ("waker", Topic::Waker),
];

/// One answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// There.
    Place(Place),
    /// This worker; `None`: no worker.
    Worker(Option<WorkerId>),
    /// It does this.
    Doing(WorkerDoes),
    /// So many.
    Count(u64),
    /// This one woke it.
    Waker(WakeBy),
}

/// What a worker does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkerDoes {
    /// It polls this task.
    Polls(TaskId),
    /// It is parked.
    Parked,
    /// It is awake between two polls.
    Awake,
}

/// A question as it is asked at its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What is asked.
    pub topic: Topic,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The worker it is about.
    pub worker: Option<WorkerId>,
    /// The answers, in the order they are offered.
    pub choices: [Choice; 3],
    /// The index of the right one.
    pub right: usize,
}

impl Question {
    /// The question at its moment, with the model and the polls in progress then; `None` where
    /// there is no right answer, or no two wrong ones.
    pub fn ask(&self, moment: &Moment, model: &Model, now: &Now, seed: u64) -> Option<Asked> {
        let _ = (moment, model, now, seed);
        None
    }
}

impl Moment {
    /// Where one stands to see it: within what lasts, near to its end.
    pub fn within(&self) -> Nanos {
        let lasted = self.until.since(self.at);
        Nanos(self.at.0 + lasted.0 / 10 * 9)
    }
}
