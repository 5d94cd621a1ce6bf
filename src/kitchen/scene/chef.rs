//! One worker as a chef: what they are at, what lies before them, how their last seconds went.

use super::{Card, Eye, Queue, Strip, strip, travel};
use crate::app::Pace;
use crate::events::{Nanos, Stuck, Value, WorkerId};
use crate::kitchen::analogy::Labels;
use crate::model::{Place, SpanKind, Worker};
use std::sync::Arc;

/// A poll shorter than the eye is shown for this long after it ended.
pub(crate) const LINGER: Nanos = Nanos::from_millis(250);

/// A worker.
#[derive(Clone, Debug, PartialEq)]
pub struct Chef {
    /// Their number.
    pub index: WorkerId,
    /// What they are at.
    pub state: ChefState,
    /// For how long, if that is no poll.
    pub time: Nanos,
    /// The card in hand, or the one that was just put down.
    pub hand: Option<Hand>,
    /// The LIFO slot (~).
    pub clip: Option<Clip>,
    /// The local queue.
    pub rail: Queue,
    /// The last seconds; empty if there are more chefs than rows on the screen.
    pub strip: Strip,
    /// Where the card in hand lay before this poll, as far as the model can tell (~).
    pub source: Option<Source>,
    /// Polls so far, one in progress counted.
    pub polls: u64,
    /// Polls past the stall threshold so far.
    pub slow: u64,
    /// Raids on other rails so far, however many cards each took.
    pub raids: Value<u64>,
    /// What holds them, if they are stalled and it was looked at.
    pub stuck: Option<Arc<Stuck>>,
}

/// Where a chef looks for the next card, in the order of the scheduler's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Their own LIFO slot.
    Clip,
    /// Their own local queue.
    Rail,
    /// The injection queue.
    Pass,
    /// The local queue of another worker.
    Raid(WorkerId),
}

/// The state words of a chef.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChefState {
    /// In a poll, or awake since one that ended a blink ago.
    Cooking,
    /// In one poll past the threshold.
    Stalled,
    /// The thread sleeps: no work.
    Parked,
    /// Awake between polls.
    Looking,
    /// Awake, and for long in no poll that is seen.
    OutOfSight,
    /// The runtime is gone, and the thread with it.
    Home,
}

impl ChefState {
    /// The word on screen.
    pub const fn word(self, words: &Labels) -> &'static str {
        match self {
            Self::Cooking => words.cooking,
            Self::Stalled => words.stalled,
            Self::Parked => "parked",
            Self::Looking => words.looking,
            Self::OutOfSight => "not seen",
            Self::Home => words.home,
        }
    }
}

/// A card in a chef's hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Hand {
    /// The card.
    pub card: Card,
    /// How long this poll lasts, or lasted.
    pub time: Nanos,
    /// The poll still goes on.
    pub going_on: bool,
}

/// A card in the LIFO slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// The card.
    pub card: Card,
    /// Its chef is stalled: nobody can take it, for so long now.
    pub trapped: Option<Nanos>,
}

/// Looks at one worker.
pub(super) fn chef(eye: &Eye<'_>, worker: &Worker) -> Chef {
    let (state, hand) = state(eye, worker);
    Chef {
        index: worker.index,
        source: hand
            .as_ref()
            .filter(|hand| hand.going_on)
            .and_then(|hand| source(eye, worker.index, hand)),
        state,
        time: eye.at().since(worker.since),
        clip: clip(eye, worker, state, hand.as_ref()),
        hand,
        rail: eye.queue(eye.model().local(worker.index), eye.rail_len(worker)),
        strip: match eye.shows_strips() {
            true => strip::of_worker(worker, eye.now(), eye.model().stall_after()),
            // So many chefs have no row each, but a face: see `Kitchen::first_chef`.
            false => Strip::none(eye.at()),
        },
        polls: eye.model().polls_on(worker, eye.now()),
        slow: worker.slow_polls,
        raids: eye.model().raids_of(worker, eye.counted()).operations,
        stuck: stuck(eye, worker),
    }
}

fn state(eye: &Eye<'_>, worker: &Worker) -> (ChefState, Option<Hand>) {
    let in_hand = eye
        .now()
        .workers
        .get(worker.index.index())
        .copied()
        .flatten();
    if let Some(hand) = in_hand {
        let time = eye.at().since(hand.since);
        let stalled = time >= eye.model().stall_after();
        let state = if stalled {
            ChefState::Stalled
        } else {
            ChefState::Cooking
        };
        return (
            state,
            Some(Hand {
                card: eye.card_of(hand.task),
                time,
                going_on: true,
            }),
        );
    }
    // A poll cannot be stopped: a shut down runtime waits for nobody, but its thread goes on.
    if !eye.model().running() {
        return (ChefState::Home, None);
    }
    if let Some((task, _)) = worker
        .last
        .filter(|(_, ended)| eye.at().since(*ended) < linger(eye))
    {
        let time = last_poll(worker).unwrap_or_default();
        // The card is seen a little longer than it is held. Who sleeps by now does not cook.
        let state = match worker.parked {
            true => ChefState::Parked,
            false => ChefState::Cooking,
        };
        return (
            state,
            Some(Hand {
                card: eye.card_of(task),
                time,
                going_on: false,
            }),
        );
    }
    let state = match worker.parked {
        true => ChefState::Parked,
        false if eye.is_out_of_sight(worker.index) => ChefState::OutOfSight,
        false => ChefState::Looking,
    };
    (state, None)
}

/// What was found last about the poll in progress.
fn stuck(eye: &Eye<'_>, worker: &Worker) -> Option<Arc<Stuck>> {
    let hand = eye.now().workers.get(worker.index.index()).copied()??;
    let found = eye
        .model()
        .found(worker.index, hand.task, (hand.since, eye.at()))?;
    Some(Arc::clone(&found.found))
}

/// How long a poll that is over is shown: where the view stands still, not at all.
fn linger(eye: &Eye<'_>) -> Nanos {
    match eye.app.pace() {
        Pace::Paused => Nanos::ZERO,
        Pace::Live | Pace::Playing(_) => travel::slowed(eye.app, LINGER),
    }
}

/// The model hears of a poll only when it ends: until then it has the card where it was taken from.
fn source(eye: &Eye<'_>, chef: WorkerId, hand: &Hand) -> Option<Source> {
    match eye.model().task(hand.card.task)?.place {
        Place::Lifo(of) if of == chef => Some(Source::Clip),
        Place::Local(of) if of == chef => Some(Source::Rail),
        Place::Local(of) => Some(Source::Raid(of)),
        Place::Injection => Some(Source::Pass),
        _ => None,
    }
}

fn last_poll(worker: &Worker) -> Option<Nanos> {
    worker
        .history
        .iter()
        .rev()
        .take(4)
        .find_map(|span| match span.kind {
            SpanKind::Poll(_) | SpanKind::Stall(_) => Some(span.to.since(span.from)),
            SpanKind::Parked => None,
        })
}

fn clip(eye: &Eye<'_>, worker: &Worker, state: ChefState, hand: Option<&Hand>) -> Option<Clip> {
    let task = worker.lifo.filter(|task| !eye.is_in_hand(*task))?;
    let ready = eye
        .model()
        .task(task)
        .map_or(Nanos::ZERO, |task| eye.at().since(task.since));
    let stalled_for = hand
        .filter(|_| state == ChefState::Stalled)
        .map(|hand| hand.time);
    Some(Clip {
        card: eye.card_of(task),
        trapped: stalled_for.map(|stalled| ready.min(stalled)),
    })
}
