//! The card in focus: its facts in short.

use super::{Eye, Strip, stove, strip};
use crate::app::Register;
use crate::events::{Certainty, EndKind, InHand, Nanos, Role, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::{places, waits};
use crate::kitchen::words::{card, panic_text, telling_wait, ticket_gave};
use crate::kitchen::{inspector, state};
use crate::model::{HandleState, Place, Sight, Task};

/// The card in focus in short.
#[derive(Clone, Debug, PartialEq)]
pub struct CardFacts {
    /// Whether it is a card at all.
    pub about: About,
    /// Number and kind.
    pub title: String,
    /// Facts, most important first.
    pub facts: Vec<Fact>,
    /// Its last seconds.
    pub strip: Strip,
}

/// What short facts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A card.
    Card,
    /// A chef who is selected and has none in hand.
    Chef,
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub label: &'static str,
    /// Its value.
    pub value: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// Looks at the card in focus.
pub(super) fn facts(eye: &Eye<'_>) -> Option<CardFacts> {
    let task = eye.model().task(eye.focus?)?;
    let (now, chef, certainty) = place(eye, &task);
    let mut facts = vec![Fact {
        label: "now",
        value: now,
        certainty,
    }];
    if task.place.is_ended() {
        facts.push(observed(
            "ended",
            format!("{} ago", span(eye.at().since(task.since))),
        ));
    }
    facts.extend(chef.map(|chef| Fact {
        label: "at",
        value: format!("{} {chef}", eye.words().chef),
        certainty,
    }));
    facts.extend(waits_for(eye, &task));
    let by = task
        .parent
        .map_or_else(|| "outside".into(), |parent| parent.to_string());
    facts.push(observed(
        "spawned",
        format!("{:.2}s by {by}", task.spawned_at.as_secs_f64()),
    ));
    if !task.is_blocking_job {
        facts.extend(polled(eye, &task));
    }
    let text = panic_text(eye.model(), Some(task.id));
    if task.place == Place::Ended(EndKind::Panicked) || !text.is_empty() {
        facts.push(observed(
            "panic",
            text.trim_start_matches(" at ").to_owned(),
        ));
    }
    facts.push(observed(
        eye.words().ticket,
        ticket(&task, eye.app.register).to_string(),
    ));
    if task.bytes > 0 {
        let bytes = format!("{} bytes", count(task.bytes.into()));
        facts.push(observed("size", bytes));
    }
    Some(CardFacts {
        about: About::Card,
        title: card(eye.model(), task.id),
        facts,
        strip: strip(eye, &task),
    })
}

/// A measured fact.
fn observed(label: &'static str, value: String) -> Fact {
    Fact {
        label,
        value,
        certainty: Certainty::Observed,
    }
}

/// What a card on the stove waits for.
fn waits_for(eye: &Eye<'_>, task: &Task) -> Option<Fact> {
    if eye.model().place(task, eye.now()) != Place::Pending {
        return None;
    }
    let wait = telling_wait(eye.model(), task);
    let on = wait
        .and_then(|wait| eye.model().site(wait.site))
        .map(|site| waits::row(site.wait).short_in(eye.app.register));
    let whom = wait
        .and_then(|wait| wait.on)
        .map_or_else(String::new, |task| format!(" {task}"));
    let also = match stove::several(eye, task).len() {
        0 => String::new(),
        waits => format!("{waits} at once: "),
    };
    let on = on.unwrap_or("its waker");
    Some(observed("waits", format!("{also}{on}{whom}")))
}

/// Its polls and wakes.
fn polled(eye: &Eye<'_>, task: &Task) -> [Fact; 3] {
    let hand = hand_of(eye, task);
    let first = match task.first_poll {
        Some(_) if task.sight == Sight::HooksLate => "not seen".into(),
        Some(first) if task.role == Role::BlockOn && first == task.spawned_at => "at once".into(),
        Some(first) => format!("after {}", span(first.since(task.spawned_at))),
        // The model hears of a poll when it ends; the hand tells of it before.
        None => match hand {
            Some(hand) => format!("after {}", span(hand.since.since(task.spawned_at))),
            None => format!("not yet, {}", span(eye.at().since(task.spawned_at))),
        },
    };
    let polls = count(eye.model().polls_of(task, eye.now()));
    let state = state::of(task, eye.model(), eye.now());
    let shares = inspector::shares(task, &state, eye.at().max(eye.model().at()));
    let wakes = match task.sight.is_whole() {
        true => format!(
            "{}, queued {}",
            count(task.wakes.into()),
            span(shares.scheduled)
        ),
        false => "not seen".to_owned(),
    };
    [
        observed("1st poll", first),
        observed("polls", format!("{polls}, busy {}", span(shares.busy))),
        observed("wakes", wakes),
    ]
}

/// The poll of it that is in progress.
fn hand_of(eye: &Eye<'_>, task: &Task) -> Option<InHand> {
    let mut hands = eye.now().workers.iter().flatten();
    hands.find(|hand| hand.task == task.id).copied()
}

fn ticket(task: &Task, words: Register) -> &'static str {
    match task.handle {
        HandleState::Held => "JoinHandle held",
        HandleState::Detached => "given up (detached)",
        HandleState::Joined => ticket_gave(task.place),
        HandleState::Dropped if words == Register::Tokio => "dropped",
        HandleState::Dropped => "torn (dropped)",
        HandleState::Unseen => "not seen",
    }
}

/// What the card is at, the chef concerned, and how sure that is.
fn place(eye: &Eye<'_>, task: &Task) -> (String, Option<WorkerId>, Certainty) {
    let place = eye.model().place(task, eye.now());
    let since = match place {
        Place::Polling(worker) => {
            let held = eye.now().workers.get(worker.index()).copied().flatten();
            held.map_or(Nanos::ZERO, |hand| eye.at().since(hand.since))
        }
        _ => eye.at().since(task.since),
    };
    let row = places::row(place, task.handle, since >= eye.model().stall_after());
    let text = match place {
        Place::Ended(_) => row.spot_in(eye.app.register).to_owned(),
        _ => format!("{} {}", row.spot_in(eye.app.register), span(since)),
    };
    (text, place.worker(), row.certainty)
}

fn strip(eye: &Eye<'_>, task: &Task) -> Strip {
    let mut strip = strip::of_task(
        eye.model().workers(),
        task.id,
        eye.now(),
        eye.model().stall_after(),
    );
    if task.place.is_queued() && !eye.is_in_hand(task.id) {
        strip.add(task.since, eye.at(), strip::Part::Waiting);
    }
    strip
}
