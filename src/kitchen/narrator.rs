//! Says what just happened, and why, in a sentence or two.
//!
//! Every sentence is made from facts of the model and puts Tokio's word in brackets
//! where it teaches. Used by the story on screen and by the plain output; it knows
//! nothing of rows and columns.

mod closing;
mod event;
mod fact;
mod order;
mod raids;

pub use closing::closing;
pub use event::event;
pub use raids::OpenRaids;

use crate::events::{Certainty, Flavor, Nanos, Now, TaskId, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::words::{self, LATE, REMEDY, at_line, card};
use crate::model::{Freeze, Happening, Model, Ongoing};

/// One line of the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// When it happened; for something that goes on, since when.
    pub at: Nanos,
    /// What happened.
    pub text: String,
    /// Why, or what it means.
    pub why: Option<String>,
    /// 0 routine, 1 worth a line, 2 notable, 3 weighty, 4 goes on now.
    pub weight: u8,
}

/// Weight, text and reason.
type Told = (u8, String, Option<String>);

fn plain(weight: u8, text: String) -> Told {
    (weight, text, None)
}

fn because(weight: u8, text: String, why: impl Into<String>) -> Told {
    (weight, text, Some(why.into()))
}

/// A finished fact; `None` if it is not worth a line.
pub fn happening(fact: &Happening, model: &Model) -> Option<Line> {
    let (weight, text, why) = fact::told(fact, model)?;
    Some(Line {
        at: fact.at,
        text,
        why,
        weight,
    })
}

/// Cards that one chef took from another's rail.
#[derive(Debug)]
pub struct Raid<'a> {
    /// When the last of them was polled, as far as it is told.
    pub at: Nanos,
    /// Who took them.
    pub chef: Option<WorkerId>,
    /// Whose rail it was.
    pub from: WorkerId,
    /// How many lay there before (~).
    pub lay: u32,
    /// Some of the cards.
    pub cards: &'a [TaskId],
    /// How many they were.
    pub total: usize,
    /// In how many raids.
    pub raids: usize,
}

/// One raid, or several like it.
pub fn raid(raid: &Raid<'_>) -> Line {
    let &Raid {
        at,
        chef,
        from,
        lay,
        cards,
        total,
        raids,
    } = raid;
    let names: Vec<String> = cards.iter().map(TaskId::to_string).collect();
    let named = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) if total == names.len() => {
            format!("{} and {last}", before.join(", "))
        }
        _ => format!(
            "{} cards, {} among them,",
            count(total as u64),
            names.join(", ")
        ),
    };
    let chef = words::chef(chef);
    let (weight, text, why) = match raids {
        0 | 1 => fact::raid(&chef, &named, from, (total, lay)),
        n => fact::raids(&chef, &named, from, n),
    };
    Line {
        at,
        text,
        why,
        weight,
    }
}

/// Something that goes on.
pub fn ongoing(fact: &Ongoing, model: &Model, now: &Now) -> Line {
    let lasted = |since: Nanos| span(now.at.since(since));
    let (at, text, why) = match fact {
        Ongoing::Stalled { worker, task, since, site } => (
            *since,
            format!(
                "Chef {worker} is stalled for {}: one poll of {}{}.",
                lasted(*since),
                card(model, *task),
                at_line(model, *site)
            ),
            format!("{REMEDY} Until an .await has to wait, nobody can take it away."),
        ),
        Ongoing::LifoTrapped { worker, task, since, idle } => (
            *since,
            format!(
                "{} is ready for {} but sits in the clip (~ LIFO slot) of stalled Chef {worker}.",
                card(model, *task),
                lasted(*since)
            ),
            words::of_clip(model, &match idle {
                0 => "A clip cannot be raided (no steal from the LIFO slot): it waits for its own chef.".into(),
                1 => "A clip cannot be raided (no steal): it waits beside 1 parked chef.".into(),
                n => format!("A clip cannot be raided (no steal): it waits beside {n} parked chefs."),
            }),
        ),
        Ongoing::DriverFrozen(freeze) => (
            freeze.since,
            frozen(freeze, model, now),
            frozen_because(freeze, model).into(),
        ),
        Ongoing::Unseen { worker, since, waiting, more } => (
            *since,
            format!(
                "{} for {}. No other chef minds the bells.",
                words::unseen(*worker),
                lasted(*since)
            ),
            format!(
                "{} wait for a timer or a socket. If Chef {worker} does not look up, none comes (~). {}",
                waiting_cards(*waiting, *more),
                unseen_because(model)
            ),
        ),
        Ongoing::OutOfSight { worker, since } => (
            *since,
            format!("{} for {}.", words::unseen(*worker), lasted(*since)),
            format!("They are awake, in no poll that is seen. {}", unseen_because(model)),
        ),
        Ongoing::JobsWait { job, since, queued, full } => (
            *since,
            words::jobs_wait(*queued, true, &lasted(*since), &card(model, *job)),
            words::no_baker(*full, true),
        ),
        Ongoing::AllStalled => (
            now.at,
            "Every chef is stalled: none is free for a ready card, or to mind the bells.".into(),
            "Cards and timers go on when one of them is free; the bakery works on.".into(),
        ),
    };
    // What harms nobody that is seen is only notable.
    let harmless = matches!(fact, Ongoing::DriverFrozen(freeze) if freeze.waiting == 0);
    Line {
        at,
        text,
        why: Some(why),
        weight: if harmless { 2 } else { 4 },
    }
}

/// Several chefs are stalled at once: told in one line, by the one that is held the longest.
pub(crate) fn stalls(chefs: usize, longest: &Line) -> Line {
    Line {
        text: format!("{chefs} chefs are stalled at once. {}", longest.text),
        ..longest.clone()
    }
}

/// More happened at once than can be told card by card.
pub(crate) fn rush(model: &Model, at: Nanos, now: bool) -> Line {
    let all = model.counters();
    let what = if now { "A rush" } else { "A rush went by" };
    Line {
        at,
        text: format!(
            "{what}: {} cards handed in so far, {} not ended yet.",
            count(all.spawned),
            count(all.alive())
        ),
        why: Some("Too much happened at once to be told card by card.".into()),
        weight: 1,
    }
}

/// That nobody polls timers and sockets, who holds it up, and who waits.
fn frozen(freeze: &Freeze, model: &Model, now: &Now) -> String {
    let lasted = span(now.at.since(freeze.since));
    let who = words::held_by(model, freeze.worker, freeze.task, freeze.site);
    let mark = match freeze.certainty {
        Certainty::Observed => "",
        Certainty::Inferred => "~ ",
    };
    let waiting = match (freeze.waiting, freeze.overdue) {
        (0, _) => "Of the cards that are watched none waits for one.".into(),
        (cards, 0) => format!("{} wait.", waiting_cards(cards, freeze.more)),
        (cards, late) => format!(
            "{} wait, {} overdue.",
            waiting_cards(cards, freeze.more),
            match late {
                1 => "1 bell".into(),
                n => format!("{n} bells"),
            }
        ),
    };
    format!(
        "Nobody minds the bells for {lasted} ({mark}driver frozen: timers and sockets): {who}. {waiting}"
    )
}

/// `1 card`, `6 cards`, `at least 6 cards`.
fn waiting_cards(cards: usize, more: bool) -> String {
    let plural = if cards == 1 && !more { "" } else { "s" };
    let cards = format!("{} card{plural}", words::many(cards, more));
    cards.replacen("at least", "At least", 1)
}

/// Why no chef polls timers and sockets: none is free, or the free ones sleep and nobody tells them.
fn frozen_because(freeze: &Freeze, model: &Model) -> &'static str {
    match (freeze.task, freeze.idle) {
        (None, _) => unseen_because(model),
        (_, 0) => {
            "Every chef has a card in hand. One of them must park before timers and sockets are polled."
        }
        _ => {
            "One new card from outside un-freezes it: hand one in. The chef who held the driver was \
             called to a card that blocks, and woke no other."
        }
    }
}

/// What a worker may be at that no event tells of.
fn unseen_because(model: &Model) -> &'static str {
    match model.run().map(|run| run.flavor) {
        Some(Flavor::CurrentThread) => {
            "What they are at is not known: main's own code (its future in block_on, or what it does \
             outside of it), a task that was not spawned through the probe, or their thread has no \
             processor."
        }
        _ => {
            "What they are at is not known: a task that was not spawned through the probe, or their \
             thread has no processor."
        }
    }
}

/// Cards that a chef took long after they were ready, told together: how many, whether
/// there were more, how long the last of them had waited, and which it was.
pub(crate) fn long_waits(
    model: &Model,
    at: Nanos,
    (cards, more): (usize, bool),
    (waited, longest): (Nanos, TaskId),
) -> Line {
    let cards = words::many(cards, more);
    Line {
        at,
        text: words::waited_together(&cards, waited, &card(model, longest)),
        why: Some(LATE.into()),
        weight: 2,
    }
}

#[cfg(test)]
mod tests;
