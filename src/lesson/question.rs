//! Questions about a moment that stands still: the right answer is what the model says of it.

use super::Text;
use super::dice::next;
use crate::claim::{Claim, Moment};
use crate::events::{EndKind, Nanos, Now, TaskId, WorkerId};
use crate::model::{Model, Place, Task};

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
    /// How many polls of the task are over.
    Polls,
    /// How often a waker of the task was called.
    Wakes,
}

/// The names of topics.
pub(super) const TOPICS: [(&str, Topic); 8] = [
    ("place", Topic::Place),
    ("holder", Topic::Holder),
    ("worker", Topic::Worker),
    ("parked", Topic::Parked),
    ("ready", Topic::Ready),
    ("alive", Topic::Alive),
    ("polls", Topic::Polls),
    ("wakes", Topic::Wakes),
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
        let at = At {
            model,
            now,
            task: moment.task.and_then(|task| model.task(task)),
            worker: moment.worker,
        };
        let right = at.right(self.topic)?;
        let mut wrong = at.wrong(self.topic, right);
        wrong.retain(|choice| *choice != right);
        let mut dice = seed;
        let mut choices = vec![right];
        while choices.len() < 3 {
            if wrong.is_empty() {
                return None;
            }
            let index = (next(&mut dice) % wrong.len() as u64) as usize;
            let choice = wrong.swap_remove(index);
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        let place = (next(&mut dice) % 3) as usize;
        choices.swap(0, place);
        Some(Asked {
            topic: self.topic,
            task: moment.task.filter(|_| self.topic.is_of_task()),
            worker: moment.worker.filter(|_| self.topic == Topic::Worker),
            choices: choices.try_into().ok()?,
            right: place,
        })
    }
}

impl Topic {
    /// Whether it is about one task.
    pub const fn is_of_task(self) -> bool {
        matches!(self, Self::Place | Self::Holder | Self::Polls | Self::Wakes)
    }
}

/// A moment that stands still.
struct At<'a> {
    model: &'a Model,
    now: &'a Now,
    task: Option<Task>,
    worker: Option<WorkerId>,
}

impl At<'_> {
    fn right(&self, topic: Topic) -> Option<Choice> {
        let Self { model, now, .. } = self;
        let task = self.task.as_ref();
        Some(match topic {
            Topic::Place => Choice::Place(model.place(task?, now)),
            Topic::Holder => Choice::Worker(match model.place(task?, now) {
                Place::Polling(worker) => Some(worker),
                // Its own thread may poll it: that is not told.
                Place::Lane | Place::InPlace => return None,
                _ => None,
            }),
            Topic::Worker => Choice::Doing(self.does(self.worker?)?),
            Topic::Parked => Choice::Count(self.parked()),
            Topic::Ready => Choice::Count(self.ready()),
            Topic::Alive => Choice::Count(model.counters().alive()),
            Topic::Polls => Choice::Count(task?.polls.into()),
            Topic::Wakes => Choice::Count(task?.wakes.into()),
        })
    }

    fn does(&self, worker: WorkerId) -> Option<WorkerDoes> {
        let polls = self.model.in_hand(self.now);
        let mut of_it = polls.filter(|(by, _)| *by == worker);
        let known = self.model.workers().get(worker.index())?;
        Some(match of_it.next() {
            Some((_, hand)) => WorkerDoes::Polls(hand.task),
            None if known.parked => WorkerDoes::Parked,
            None => WorkerDoes::Awake,
        })
    }

    fn parked(&self) -> u64 {
        let workers = self.model.workers().iter();
        let parked = workers.filter(|worker| self.does(worker.index) == Some(WorkerDoes::Parked));
        parked.count() as u64
    }

    fn ready(&self) -> u64 {
        let tasks = self.model.tasks_from(None);
        let ready = tasks.filter(|task| self.model.place(task, self.now).is_queued());
        ready.count() as u64
    }

    /// Answers that are not right, as far as they are likely mistakes.
    fn wrong(&self, topic: Topic, right: Choice) -> Vec<Choice> {
        let workers = || self.model.workers().iter().map(|worker| worker.index);
        match topic {
            Topic::Place => self.places(),
            Topic::Holder => {
                let all = workers().map(Some).chain([None]);
                all.map(Choice::Worker).collect()
            }
            Topic::Worker => {
                let task = self.task.as_ref().map(|task| WorkerDoes::Polls(task.id));
                let all = [WorkerDoes::Parked, WorkerDoes::Awake]
                    .into_iter()
                    .chain(task);
                all.map(Choice::Doing).collect()
            }
            _ => {
                let Choice::Count(right) = right else {
                    return Vec::new();
                };
                let near = [
                    Some(right + 1),
                    right.checked_sub(1),
                    Some(right + 2),
                    right.checked_sub(2),
                ];
                let most = match topic {
                    // More than there are is no mistake that anybody makes; of one it may be.
                    Topic::Parked => (workers().count() as u64).max(2),
                    _ => u64::MAX,
                };
                let near = near.into_iter().flatten().filter(|count| *count <= most);
                near.map(Choice::Count).collect()
            }
        }
    }

    fn places(&self) -> Vec<Choice> {
        let last = self.task.as_ref().and_then(|task| task.last_worker);
        let worker = last.or(self.worker).unwrap_or(WorkerId::new(0));
        let is_job = self.task.as_ref().is_some_and(|task| task.is_blocking_job);
        let all = match is_job {
            true => vec![
                Place::BlockingQueue,
                Place::BlockingRunning,
                Place::Ended(EndKind::Completed),
                Place::Ended(EndKind::Cancelled),
            ],
            false => vec![
                Place::Injection,
                Place::Local(worker),
                Place::Lifo(worker),
                Place::Polling(worker),
                Place::Pending,
                Place::Ended(EndKind::Completed),
            ],
        };
        all.into_iter().map(Choice::Place).collect()
    }
}

impl Moment {
    /// Where one stands to see it: within what lasts, near to its end.
    pub fn within(&self) -> Nanos {
        let lasted = self.until.since(self.at);
        Nanos(self.at.0 + lasted.0 / 10 * 9)
    }
}
