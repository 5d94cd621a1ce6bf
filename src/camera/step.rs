//! The next place worth standing at: an event, or the beginning of a poll.
//!
//! Events tell a poll when it ends; for someone who looks on, it begins as well.

use super::log::{Log, Weigh};
use crate::events::{InHand, Nanos, Now, TaskId, WorkerId};
use crate::model::Model;

/// A place in the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The events with a lower number have happened.
    pub position: u64,
    /// The moment.
    pub at: Nanos,
}

/// What steps go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Everything.
    Any,
    /// What concerns this task.
    Task(TaskId),
    /// What happens on this worker.
    Worker(WorkerId),
}

impl Which {
    fn takes_poll(self, worker: usize, hand: &InHand) -> bool {
        match self {
            Self::Any => true,
            Self::Task(task) => hand.task == task,
            Self::Worker(wanted) => wanted.index() == worker,
        }
    }
}

/// The polls in progress at a place that `model` stands at: those the log tells of, and
/// those of `newest` (the polls in progress at the newest moment) that had begun by then.
pub fn hands<U: Weigh>(log: &Log<U>, place: Place, model: &Model, newest: &Now) -> Now {
    let mut workers = in_progress(log, place, newest);
    workers.resize(model.workers().len(), None);
    for hand in workers.iter_mut().flatten() {
        hand.site = hand.site.or_else(|| model.line(hand.task));
    }
    Now {
        at: place.at,
        workers,
    }
}

fn in_progress<U: Weigh>(log: &Log<U>, place: Place, newest: &Now) -> Vec<Option<InHand>> {
    let mut workers = log.hands(place.position, place.at);
    workers.resize(workers.len().max(newest.workers.len()), None);
    for (hand, newest) in workers.iter_mut().zip(&newest.workers) {
        let begun = newest.filter(|newest| newest.since <= place.at);
        // Which line it has reached since, the events up to the place tell.
        *hand = hand.or(begun.map(|newest| InHand {
            site: None,
            ..newest
        }));
    }
    workers
}

/// When the polls began that are in progress at the place.
fn begun<U: Weigh>(log: &Log<U>, place: Place, which: Which, newest: &Now) -> Vec<Nanos> {
    in_progress(log, place, newest)
        .iter()
        .enumerate()
        .filter_map(|(worker, hand)| {
            let hand = hand.as_ref()?;
            which.takes_poll(worker, hand).then_some(hand.since)
        })
        .collect()
}

/// The moment that belongs to a position.
fn reached<U: Weigh>(log: &Log<U>, position: u64) -> Nanos {
    log.reached(position).unwrap_or(Nanos::ZERO)
}

/// The next place after this one; `None` if there is none yet.
pub fn next<U: Weigh>(log: &Log<U>, from: Place, which: Which, newest: &Now) -> Option<Place> {
    let numbers = from.position..log.end();
    let found = match which {
        // A task that is over may have no event for long: this looks at few of the others.
        Which::Task(task) => log.of_task_within(task, numbers).next(),
        // To stand at the name of something that nothing has happened to shows nothing.
        Which::Any => log
            .range(numbers.start, numbers.end)
            .find(|(_, event)| !event.what.is_announcement()),
        Which::Worker(worker) => log
            .range(numbers.start, numbers.end)
            .find(|(_, event)| event.what.on() == Some(worker)),
    };
    let (number, until) = match &found {
        Some((number, event)) => (*number, event.at.max(from.at)),
        None => (log.end(), newest.at.max(from.at)),
    };
    // A poll that ends just then, or gives its worker away, was in progress before.
    let before = |at| Place {
        position: number,
        at,
    };
    let just_before = begun(log, before(until.since(Nanos(1))), which, newest);
    let then = begun(log, before(until), which, newest);
    let first = just_before
        .into_iter()
        .chain(then)
        .filter(|start| *start > from.at && *start <= until)
        .min();
    if let Some(start) = first {
        return Some(Place {
            position: log.position(start).max(from.position),
            at: start,
        });
    }
    found.map(|(number, _)| Place {
        position: number + 1,
        at: reached(log, number + 1).max(from.at),
    })
}

/// The place before this one; `None` if nothing is remembered of it.
pub fn previous<U: Weigh>(log: &Log<U>, from: Place, which: Which, newest: &Now) -> Option<Place> {
    let on_event = from.position > log.first() && reached(log, from.position) >= from.at;
    let below = from.position - u64::from(on_event);
    let event = match which {
        Which::Task(task) => log.of_task(task, below).next_back(),
        Which::Any => log
            .range(log.first(), below)
            .rfind(|(_, event)| !event.what.is_announcement()),
        Which::Worker(worker) => log
            .range(log.first(), below)
            .rfind(|(_, event)| event.what.on() == Some(worker)),
    };
    let event = event.map(|(number, _)| Place {
        position: number + 1,
        at: reached(log, number + 1),
    });
    // A poll that ended just now, or gave its worker away, was in progress before.
    let before = Place {
        position: below,
        at: from.at.since(Nanos(1)),
    };
    let just_before = begun(log, before, which, newest);
    let start = just_before
        .into_iter()
        .chain(begun(log, from, which, newest))
        .filter(|start| *start < from.at)
        .max()
        .map(|start| Place {
            position: log.position(start).min(from.position),
            at: start,
        });
    match (event, start) {
        (Some(event), Some(start)) if start.at > event.at => Some(start),
        (event, start) => event.or(start),
    }
}
