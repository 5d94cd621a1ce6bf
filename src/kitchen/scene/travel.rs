//! Cards on their way: a pure function of what happened and of now.

use crate::app::App;
use crate::events::{Nanos, TaskId, WorkerId};
use crate::model::{Happening, HappeningKind, Place};

/// How long a card travels.
pub(crate) const TRIP: Nanos = Nanos::from_millis(250);
/// More cards on their way at once are a blur: then none is drawn but the newest ones.
const MOST: usize = 10;
/// Facts looked at in search of them.
const LOOK_BACK: usize = 64;
/// When that many happen within so short a time, cards on their way would only cover the numbers.
const BLUR: Nanos = Nanos::from_millis(30);

/// Where a card can come from or go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Outside the kitchen.
    Door,
    /// The injection queue.
    Pass,
    /// A worker's hands.
    Chef(WorkerId),
    /// A worker's LIFO slot.
    Clip(WorkerId),
    /// A worker's local queue.
    Rail(WorkerId),
    /// The pending tasks.
    Stove,
    /// The blocking pool.
    Bakery,
    /// The ended tasks.
    Counter,
}

/// A card on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Traveller {
    /// Which card.
    pub task: TaskId,
    /// Where it comes from.
    pub from: Spot,
    /// Where it goes.
    pub to: Spot,
    /// The share of the way that is behind it (0 to 1), slower towards the end.
    pub progress: f32,
}

/// The moves of the last moment, newest first, one for each card.
pub(super) fn moves(app: &App) -> Vec<Traveller> {
    let shown = app.shown();
    let now = shown.now.at;
    let trip = slowed(app, TRIP);
    let mut moves: Vec<Traveller> = Vec::new();
    let recent = shown.model.happenings().rev().take(LOOK_BACK);
    let oldest = shown.model.happenings().rev().nth(LOOK_BACK - 1);
    if oldest.is_some_and(|fact| now.since(fact.at) < BLUR) {
        return moves;
    }
    for fact in recent.take_while(|fact| now.since(fact.at) < trip) {
        let Some(task) = fact
            .task
            .filter(|task| moves.iter().all(|other| other.task != *task))
        else {
            continue;
        };
        let Some((from, to)) = way(app, fact, task) else {
            continue;
        };
        let gone = now.since(fact.at).0 as f32 / trip.0 as f32;
        moves.push(Traveller {
            task,
            from,
            to,
            progress: 1.0 - (1.0 - gone).powi(2),
        });
        if moves.len() == MOST {
            break;
        }
    }
    moves
}

/// So long a part of the run takes the viewer as long as `span` does live: in slow motion
/// it is less.
pub(super) fn slowed(app: &App, span: Nanos) -> Nanos {
    if app.is_live() {
        return span;
    }
    Nanos((span.0 as f64 * app.speed.factor().min(1.0)) as u64)
}

fn way(app: &App, fact: &Happening, task: TaskId) -> Option<(Spot, Spot)> {
    let shown = app.shown();
    let hand = fact.worker.map(Spot::Chef);
    match fact.kind {
        HappeningKind::Spawned {
            parent, to_lifo, ..
        } => {
            let from = hand.filter(|_| parent.is_some()).unwrap_or(Spot::Door);
            let to = match fact.worker {
                Some(worker) if to_lifo => Spot::Clip(worker),
                // A scheduler without LIFO slots.
                Some(worker) => Spot::Rail(worker),
                None => Spot::Pass,
            };
            Some((from, to))
        }
        HappeningKind::FirstPoll { .. } => {
            let root = shown
                .model
                .task(task)
                .is_none_or(|task| task.parent.is_none());
            let from = fact.worker.filter(|_| !root).map_or(Spot::Pass, Spot::Clip);
            Some((from, hand?))
        }
        HappeningKind::Moved { from, .. } => Some((Spot::Rail(from), hand?)),
        HappeningKind::PutAside { .. } => Some((hand?, Spot::Stove)),
        HappeningKind::Woken { .. } => match shown.model.task(task)?.place {
            Place::Injection => Some((Spot::Stove, Spot::Pass)),
            Place::Lifo(worker) => Some((Spot::Stove, Spot::Clip(worker))),
            Place::Local(worker) => Some((Spot::Stove, Spot::Rail(worker))),
            _ => None,
        },
        HappeningKind::Completed { .. } | HappeningKind::Panicked | HappeningKind::Ended { .. } => {
            Some((hand?, Spot::Counter))
        }
        HappeningKind::Cancelled { .. } => Some((Spot::Stove, Spot::Counter)),
        HappeningKind::BlockingStarted => Some((Spot::Door, Spot::Bakery)),
        HappeningKind::BlockingEnded { .. } => Some((Spot::Bakery, Spot::Counter)),
        _ => None,
    }
}
