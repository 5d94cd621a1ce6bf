//! Pending tasks by what they wait for, and the deferred shelf.

use super::{Card, Eye, MOST};
use crate::app::Register;
use crate::app::{App, Instant};
use crate::events::{Nanos, TaskId, WaitOn};
use crate::kitchen::analogy::waits;
use crate::kitchen::words::telling_wait;

use crate::model::{Model, Task, Wait};

pub use waits::WaitGroup;

/// The pending tasks.
#[derive(Clone, Debug, PartialEq)]
pub struct Stove {
    /// The first ones: those whose bell rings first, then those that wait longest.
    pub pots: Vec<Pot>,
    /// How many are pending in all.
    pub len: usize,
    /// Yielded, on the deferred list (~).
    pub shelf: Vec<Card>,
}

/// One pending task.
#[derive(Clone, Debug, PartialEq)]
pub struct Pot {
    /// The card.
    pub card: Card,
    /// Where it belongs on the stove.
    pub group: WaitGroup,
    /// What it waits for, in a word or two.
    pub wants: String,
    /// For a timer: what is left, and the share of the wait that is over (0 to 1).
    pub bell: Option<(Nanos, f32)>,
    /// For a timer: so long past its due time.
    pub overdue: Option<Nanos>,
    /// For how long it has waited.
    pub waited: Nanos,
    /// All that it waits for at the same time, as under `join!` and `select!`, if that is more
    /// than one thing; last orders do not count. The timer that is due first stands first.
    pub waits: Vec<PotWait>,
}

/// One of several things a card waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PotWait {
    /// What it is, in a word or two.
    pub wants: String,
    /// For a timer: what is left.
    pub left: Option<Nanos>,
}

/// A timer this late is said to be late: the wheel itself is only exact to a millisecond.
const LATE: Nanos = Nanos::from_millis(20);

/// Looks at the stove.
pub(super) fn stove(eye: &Eye<'_>) -> Stove {
    let most = usize::from(eye.viewport.pending).min(MOST);
    let waiting = eye
        .model()
        .pending()
        .filter(|task| !eye.is_in_hand(task.id));
    let mut pots: Vec<_> = waiting
        .take(most)
        .map(|task| {
            let wait = first_bell(eye.model(), &task);
            (wait.and_then(|wait| wait.until), pot(eye, &task, wait))
        })
        .collect();
    // A stable sort: without a due time, the longest waiting stay first.
    pots.sort_by_key(|(until, _)| until.unwrap_or(Nanos(u64::MAX)));
    Stove {
        pots: pots.into_iter().map(|(_, pot)| pot).collect(),
        len: eye.model().pending_len(),
        shelf: eye
            .model()
            .deferred()
            .take(MOST / 4)
            .map(|task| eye.card(&task))
            .collect(),
    }
}

/// What is left until the first bell rings, of the cards that have been pending longest.
pub(super) fn soonest(app: &App) -> Option<Nanos> {
    let Instant { model, now, .. } = app.shown();
    let bell = |task: Task| first_bell(model, &task)?.until;
    let in_hand = |task: &Task| {
        now.workers
            .iter()
            .flatten()
            .any(|hand| hand.task == task.id)
    };
    let waiting = model.pending().filter(|task| !in_hand(task)).take(MOST);
    waiting.filter_map(bell).min().map(|due| due.since(now.at))
}

/// The timer of a task that is due first; without one, the wait that tells most.
fn first_bell(model: &Model, task: &Task) -> Option<Wait> {
    let timers = task.waits().filter(|wait| wait.until.is_some());
    timers
        .min_by_key(|wait| wait.until)
        .or_else(|| telling_wait(model, task))
}

fn pot(eye: &Eye<'_>, task: &Task, wait: Option<Wait>) -> Pot {
    let on = wait
        .and_then(|wait| eye.model().site(wait.site))
        .map_or(WaitOn::Other, |site| site.wait);
    let until = wait.and_then(|wait| wait.until);
    let row = waits::row(on);
    let left = |until: Nanos| {
        let all = until.since(task.since).0.max(1) as f32;
        let left = until.since(eye.at());
        (left, (1.0 - left.0 as f32 / all).clamp(0.0, 1.0))
    };
    Pot {
        card: eye.card(task),
        group: row.group,
        wants: wants(eye.app.register, row, wait.and_then(|wait| wait.on)),
        bell: until.map(left),
        overdue: until
            .map(|until| eye.at().since(until))
            .filter(|late| *late > LATE),
        waited: eye.at().since(task.since),
        waits: several(eye, task),
    }
}

/// See [`Pot::waits`].
pub(super) fn several(eye: &Eye<'_>, task: &Task) -> Vec<PotWait> {
    let on = |wait: &Wait| {
        let site = eye.model().site(wait.site);
        site.map_or(WaitOn::Other, |site| site.wait)
    };
    let mut waits: Vec<_> = task
        .waits()
        .filter(|wait| on(wait) != WaitOn::Signal)
        .collect();
    if waits.len() < 2 {
        return Vec::new();
    }
    waits.sort_by_key(|wait| wait.until.unwrap_or(Nanos(u64::MAX)));
    let told = waits.iter().map(|wait| PotWait {
        wants: wants(eye.app.register, waits::row(on(wait)), wait.on),
        left: wait.until.map(|until| until.since(eye.at())),
    });
    told.collect()
}

/// What the card wants on its part of the stove.
fn wants(words: Register, row: &waits::Row, whom: Option<TaskId>) -> String {
    match whom.filter(|_| row.of_whom) {
        Some(task) => format!("{} {task}", row.wants_in(words)),
        None => row.wants_in(words).to_owned(),
    }
}
