//! The blocking pool as the bakery, and ended tasks on the counter.

use super::strip::{Part, Strip};
use super::{Card, Eye, MOST};
use crate::events::{EndKind, Nanos, Sample, Value};
use crate::kitchen::analogy::Labels;
use crate::kitchen::words::Tally;
use crate::model::{HandleState, Place, Task};

/// The blocking pool.
#[derive(Clone, Debug, PartialEq)]
pub struct Bakery {
    /// Jobs being run, and cards inside `block_in_place`.
    pub baking: Vec<Baking>,
    /// How many of both in all.
    pub running: usize,
    /// Jobs not begun, the first of them.
    pub queue: Vec<Card>,
    /// How many jobs are not begun.
    pub queued: Value<usize>,
    /// Threads of the pool and idle ones among them, where Tokio tells.
    pub threads: Option<(usize, usize)>,
    /// Most threads it may have.
    pub max: u32,
    /// When a job or a card in place was at work, as far back as its ended jobs are known.
    pub strip: Strip,
}

/// A job in the works.
#[derive(Clone, Debug, PartialEq)]
pub struct Baking {
    /// The job or card.
    pub card: Card,
    /// For how long.
    pub time: Nanos,
    /// It is a card in `block_in_place`, on a thread that was a chef's.
    pub in_place: bool,
}

/// Ended tasks, jobs of the pool included.
#[derive(Clone, Debug, PartialEq)]
pub struct Counter {
    /// Completed and claimed.
    pub served: u64,
    /// Cancelled.
    pub binned: u64,
    /// Panicked.
    pub burnt: u64,
    /// Completed, with nobody to take the result.
    pub unclaimed: u64,
    /// Over, how is not known: spawned past the probe.
    pub gone: u64,
    /// The newest, newest first.
    pub dishes: Vec<Dish>,
}

/// One ended task.
#[derive(Clone, Debug, PartialEq)]
pub struct Dish {
    /// Its card.
    pub card: Card,
    /// What became of it.
    pub outcome: Outcome,
    /// How long ago.
    pub ago: Nanos,
}

/// What became of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Completed.
    Served,
    /// Cancelled.
    Binned,
    /// Panicked.
    Burnt,
    /// Completed after its handle was dropped.
    Unclaimed,
    /// Over; how is not known.
    Gone,
}

impl Outcome {
    /// The word on screen.
    pub const fn word(self, words: &Labels) -> &'static str {
        match self {
            Self::Served => words.served,
            Self::Binned => words.binned,
            Self::Burnt => words.burnt,
            Self::Unclaimed => words.unclaimed,
            Self::Gone => words.gone,
        }
    }

    /// What became of a task, if it ended.
    pub(crate) fn of(task: &Task) -> Option<Self> {
        match (task.place, task.handle) {
            (Place::Ended(EndKind::Completed), HandleState::Dropped) => Some(Self::Unclaimed),
            (Place::Ended(EndKind::Completed), _) => Some(Self::Served),
            (Place::Ended(EndKind::Cancelled), _) => Some(Self::Binned),
            (Place::Ended(EndKind::Panicked), _) => Some(Self::Burnt),
            (Place::Ended(EndKind::Unknown), _) => Some(Self::Gone),
            _ => None,
        }
    }
}

/// Looks at the bakery.
pub(super) fn bakery(eye: &Eye<'_>) -> Bakery {
    let model = eye.model();
    // A sample of a runtime that is gone says nothing of now.
    let gone = Sample::default();
    let sample = if model.running() {
        &eye.shown().mark.sample
    } else {
        &gone
    };
    let baking = |task: Task| Baking {
        card: eye.card(&task),
        time: eye.at().since(task.since),
        in_place: task.place == Place::InPlace,
    };
    let baking: Vec<_> = model.blocking_running().take(MOST).map(baking).collect();
    Bakery {
        running: model.blocking_running_len().max(baking.len()),
        baking,
        queue: model
            .blocking_queued()
            .take(MOST / 4)
            .map(|task| eye.card(&task))
            .collect(),
        queued: match eye.sample().and_then(|sample| sample.blocking_queue) {
            Some(measured) => Value::observed(measured),
            // Submitted and not begun is seen by the probe itself.
            None => Value::observed(model.blocking_queued_len()),
        },
        threads: sample.blocking_threads.zip(sample.blocking_idle),
        max: model.run().map_or(0, |run| run.max_blocking),
        strip: baked(eye),
    }
}

/// Ended cards looked at for the strip: a rush must not make a frame slow.
const LOOK_BACK: usize = 2_000;

fn baked(eye: &Eye<'_>) -> Strip {
    let mut strip = Strip::new(eye.at());
    let ended = eye.model().ended().take(LOOK_BACK);
    for job in ended.filter(|task| task.is_blocking_job) {
        if let Some(began) = job.first_poll {
            strip.add(began, job.since, Part::Busy);
        }
    }
    for job in eye.model().blocking_running().take(MOST) {
        strip.add(job.since, eye.at(), Part::Busy);
    }
    strip
}

/// Looks at the counter.
pub(super) fn counter(eye: &Eye<'_>) -> Counter {
    let all = Tally::of(eye.model());
    let dish = |task: Task| {
        let outcome = Outcome::of(&task)?;
        Some(Dish {
            card: eye.card(&task),
            outcome,
            ago: eye.at().since(task.since),
        })
    };
    Counter {
        served: all.served,
        binned: all.binned,
        burnt: all.burnt,
        unclaimed: all.unclaimed,
        gone: all.gone,
        dishes: eye
            .model()
            .ended()
            .take(MOST / 2)
            .filter_map(dish)
            .collect(),
    }
}
