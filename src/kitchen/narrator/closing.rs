//! What is said while the kitchen closes, and when it has: last orders, lights out.
//!
//! The numbers are those of this closing alone, from the events since it began.

use super::{Line, Told, because, plain};
use crate::events::{EVENT_INTERVAL, Nanos, Now};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::{places, waits};
use crate::kitchen::words::{card, many, telling_wait};
use crate::model::{Model, Place, Shutdown, Task};

/// Cards that are named one by one.
const NAMED: usize = 3;
/// Cards looked at: with so many left, nobody reads names.
const LOOKED_AT: usize = 4_096;

/// Why a card goes on although the lights are out.
fn noticed(model: &Model) -> String {
    let set = model.rules().and_then(|rules| rules.event_interval);
    let polls = match set.map_or(EVENT_INTERVAL, u32::from) {
        1 => "a poll".into(),
        n => format!("up to {} polls", count(n.into())),
    };
    format!(
        "A chef hears of it when they park, or after {polls}, and cooks on what is queued until \
         then."
    )
}

/// What is true of the kitchen as a whole while it closes, and after.
pub fn closing(model: &Model, now: &Now) -> Option<Line> {
    let left = match model.counters().alive() {
        1 => "1 card is".to_string(),
        n => format!("{} cards are", count(n)),
    };
    let (text, why) = match (model.running(), model.shutdown()) {
        (false, _) => closed(model, now)?,
        (true, Some(shutdown)) if shutdown.graceful => (
            format!("Last orders: {left} left (graceful shutdown)."),
            last_orders(model, now, shutdown),
        ),
        (true, Some(shutdown)) => {
            let since = span(now.at.since(shutdown.since));
            let queued = match queued(model, now) {
                0 => String::new(),
                n => format!(", {} queued (~)", count(n)),
            };
            (
                format!("Lights out for {since}: {left} left{queued} (shutdown_background)."),
                noticed(model),
            )
        }
        (true, None) => return None,
    };
    Some(Line {
        at: now.at,
        text,
        why: Some(why),
        weight: 3,
    })
}

/// The ready cards in all queues. Inferred, like these. Those in hand are still listed there.
fn queued(model: &Model, now: &Now) -> u64 {
    let hands = now.workers.iter().flatten();
    let in_hand = hands.filter(|hand| {
        model
            .task(hand.task)
            .is_some_and(|task| task.place.is_queued())
    });
    let lifo = model.workers().iter().filter(|chef| chef.lifo.is_some());
    let local: usize = model.workers().iter().map(|chef| chef.local_len).sum();
    let listed = model.injection_len() + model.deferred_len() + local + lifo.count();
    listed.saturating_sub(in_hand.count()) as u64
}

fn closed(model: &Model, now: &Now) -> Option<(String, String)> {
    model.run()?;
    Some(match now.workers.iter().flatten().count() {
        0 => match (model.counters().alive(), model.counters().blocking.alive()) {
            (0, 0) => (
                "The kitchen is closed: no card is left.".to_string(),
                "Any order opens a new shift (a new runtime).".to_string(),
            ),
            (1.., _) => (
                "The kitchen is closed.".to_string(),
                format!(
                    "Of cards not known to be over there are {}. Any order opens a new shift.",
                    count(model.counters().alive())
                ),
            ),
            (0, n) => (
                format!(
                    "The kitchen is closed, but bakery jobs are not over: {}.",
                    count(n)
                ),
                "A blocking job that has begun cannot be stopped. Any order opens a new shift."
                    .to_string(),
            ),
        },
        n => (
            format!(
                "The kitchen is closed, but {} still in a poll.",
                if n == 1 {
                    "1 chef is".into()
                } else {
                    format!("{n} chefs are")
                }
            ),
            "A poll cannot be stopped from outside: each thread ends after its own.".to_string(),
        ),
    })
}

/// Whom a signal woke, and which cards it cannot reach.
fn last_orders(model: &Model, now: &Now, shutdown: &Shutdown) -> String {
    let told = told(model, shutdown);
    let (deaf, more) = deaf(model);
    if deaf.is_empty() {
        return format!("{told}.");
    }
    let names: Vec<_> = deaf
        .iter()
        .take(NAMED)
        .map(|task| format!("{} {}", card(model, task.id), held_by(model, now, task)))
        .collect();
    let more = match deaf.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {} more", many(n, more)),
    };
    format!("{told}. Not listening: {}{more}.", names.join("; "))
}

/// How many cards the channel woke. What was only counted under load has lost its waker.
fn told(model: &Model, shutdown: &Shutdown) -> String {
    let lost = model.counters().wakes.unresolved > shutdown.before.wakes.unresolved;
    let least = if lost { "at least " } else { "" };
    format!(
        "A signal (watch or the like) woke {least}{} of {} cards",
        count(shutdown.woken),
        count(shutdown.alive())
    )
}

/// Cards that are left and await no signal, and whether there may be more of them.
fn deaf(model: &Model) -> (Vec<Task>, bool) {
    let mut alive = model.alive();
    let looked_at = alive.by_ref().take(LOOKED_AT);
    let deaf = looked_at
        .filter(|id| !model.listens(*id))
        .filter_map(|id| model.task(id))
        .collect();
    (deaf, alive.next().is_some())
}

/// What the closing waits for with this card.
fn held_by(model: &Model, now: &Now, task: &Task) -> String {
    let place = model.place(task, now);
    match place {
        Place::Polling(chef) => format!("is in the hands of Chef {chef}"),
        Place::Pending | Place::Lane => {
            let wait = telling_wait(model, task);
            let long = wait
                .and_then(|wait| model.site(wait.site))
                .map_or("its waker", |site| waits::row(site.wait).long);
            match wait.and_then(|wait| wait.on) {
                Some(whom) => format!("waits for {long} {whom}"),
                None => format!("waits for {long}"),
            }
        }
        Place::InPlace => "blocks (block_in_place)".into(),
        _ => {
            let row = places::row(place, task.handle, false);
            format!("is ready (~ {})", row.tokio)
        }
    }
}

/// The kitchen begins to close.
pub(super) fn begins(at: Nanos, graceful: bool, model: &Model) -> Told {
    // Of an earlier shift the numbers are not known any more.
    let this = model.shutdown().filter(|shutdown| shutdown.since == at);
    let cards = |shutdown: &Shutdown| match shutdown.alive() {
        0 => ": no card is left".to_string(),
        1 => ": 1 card is not ended yet".to_string(),
        n => format!(": {} cards are not ended yet", count(n)),
    };
    let cards = this.map_or_else(String::new, cards);
    if !graceful {
        return because(
            3,
            format!("Lights out (shutdown_background){cards}."),
            noticed(model),
        );
    }
    let text = format!("Last orders (graceful shutdown){cards}.");
    match this.filter(|shutdown| shutdown.alive() > 0) {
        None => plain(3, text),
        Some(shutdown) => because(
            3,
            text,
            format!(
                "{} of them listen to a signal (watch or the like).",
                count(shutdown.listening)
            ),
        ),
    }
}

/// The runtime is gone.
pub(super) fn ends(at: Nanos, model: &Model) -> Told {
    let this = model
        .shutdown()
        .filter(|shutdown| shutdown.over == Some(at));
    let Some(shutdown) = this else {
        return plain(3, "The kitchen closed.".into());
    };
    let (now, before) = (model.counters(), &shutdown.before);
    let mut ended = format!(
        "{} served, {} binned, {} burnt",
        count(now.completed - before.completed),
        count(now.cancelled - before.cancelled),
        count(now.panicked - before.panicked)
    );
    let gone = now.ended_unknown - before.ended_unknown;
    if gone > 0 {
        ended += &format!(", {} gone", count(gone));
    }
    let why = if shutdown.graceful && shutdown.alive() == 0 {
        format!("Since last orders: {ended}.")
    } else if shutdown.graceful {
        format!("Since last orders: {ended}. {}.", told(model, shutdown))
    } else {
        format!("Since lights out: {ended}.")
    };
    let text = match now.alive() {
        0 => "The kitchen closed: no card is left.".to_string(),
        1 => "The kitchen closed, with 1 card not over yet.".to_string(),
        n => format!("The kitchen closed, with {} cards not over yet.", count(n)),
    };
    because(3, text, why)
}

#[cfg(test)]
mod tests;
