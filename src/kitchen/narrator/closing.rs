//! What is said while the kitchen closes, and when it has: last orders, lights out.
//!
//! The numbers are those of this closing alone, from the events since it began.

use super::{Line, Told, because, plain};
use crate::app::Register;
use crate::events::{EVENT_INTERVAL, Nanos, Now};
use crate::kitchen::amount::{count, span};
use crate::kitchen::analogy::places;
use crate::kitchen::sentences::shift;
use crate::kitchen::words::{Teller, many, telling_wait};
use crate::model::{Model, Place, Shutdown, Task};

/// Cards that are named one by one.
const NAMED: usize = 3;
/// Cards looked at: with so many left, nobody reads names.
const LOOKED_AT: usize = 4_096;

/// Why a card goes on although the lights are out.
fn noticed(by: Teller<'_>) -> String {
    let set = by.model.rules().and_then(|rules| rules.event_interval);
    let polls = match set.map_or(EVENT_INTERVAL, u32::from) {
        1 => shift::one_poll(by.words),
        n => shift::up_to_polls(by.words, &count(n.into())),
    };
    shift::noticed_why(by.words, &polls)
}

/// What is true of the kitchen as a whole while it closes, and after; with what an order would
/// do, where one can be given.
pub fn closing(model: &Model, now: &Now, can_order: bool, words: Register) -> Option<Line> {
    let by = Teller::new(model, words);
    let left = match model.counters().alive() {
        1 => shift::one_is(words),
        n => shift::they_are(words, &count(n)),
    };
    let (text, why) = match (model.running(), model.shutdown()) {
        (false, _) => closed(by, now, can_order)?,
        (true, Some(shutdown)) if shutdown.graceful => (
            shift::last_orders(words, &left),
            last_orders(by, now, shutdown),
        ),
        (true, Some(shutdown)) => {
            let since = span(now.at.since(shutdown.since));
            let queued = match queued(model, now) {
                0 => String::new(),
                n => shift::queued(words, &count(n)),
            };
            (
                shift::lights_out(words, &since, &left, &queued),
                noticed(by),
            )
        }
        (true, None) => return None,
    };
    let told = match why.is_empty() {
        true => plain(3, text),
        false => because(3, text, why),
    };
    Some(Line::new(words, now.at, told))
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

/// That it is closed, and what more there is to say of that; nothing, if that is empty.
fn closed(by: Teller<'_>, now: &Now, can_order: bool) -> Option<(String, String)> {
    let words = by.words;
    by.model.run()?;
    let all = by.model.counters();
    let polls = now.workers.iter().flatten().count();
    let (text, why) = match (polls, all.alive(), all.blocking.alive()) {
        (0, 0, 0) => (shift::closed_empty(words), String::new()),
        (0, 0, jobs) => (
            shift::closed_but_jobs(words, &count(jobs)),
            shift::closed_but_jobs_why(words),
        ),
        (0, alive, _) => (
            shift::closed(words),
            shift::closed_why(words, &count(alive)),
        ),
        (1, ..) => (
            shift::closed_but_one_polls(words),
            shift::closed_but_polls_why(words),
        ),
        (n, ..) => (
            shift::closed_but_polls(words, n),
            shift::closed_but_polls_why(words),
        ),
    };
    let next = (can_order && polls == 0).then(|| shift::any_order(words));
    let why = [Some(why).filter(|why| !why.is_empty()), next];
    Some((
        text,
        why.into_iter().flatten().collect::<Vec<_>>().join(" "),
    ))
}

/// Whom a signal woke, and which cards it cannot reach.
fn last_orders(by: Teller<'_>, now: &Now, shutdown: &Shutdown) -> String {
    let words = by.words;
    let told = told(by, shutdown);
    let (deaf, more) = deaf(by.model);
    if deaf.is_empty() {
        return shift::told_why(words, &told);
    }
    let named = deaf.iter().take(NAMED);
    let names: Vec<_> = named
        .map(|task| shift::deaf_one(words, &by.card(task.id), &held_by(by, now, task)))
        .collect();
    let more = match deaf.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => shift::and_more(words, &many(n, more)),
    };
    shift::deaf_why(words, &told, &names.join("; "), &more)
}

/// How many cards the channel woke. What was only counted under load has lost its waker.
fn told(by: Teller<'_>, shutdown: &Shutdown) -> String {
    let lost = by.model.counters().wakes.unresolved > shutdown.before.wakes.unresolved;
    let least = if lost { "at least " } else { "" };
    shift::signal_woke(
        by.words,
        least,
        &count(shutdown.woken),
        &count(shutdown.alive()),
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
fn held_by(by: Teller<'_>, now: &Now, task: &Task) -> String {
    let (model, words) = (by.model, by.words);
    let place = model.place(task, now);
    match place {
        Place::Polling(chef) => shift::in_hands(words, &by.chef(Some(chef))),
        Place::Pending | Place::Lane => {
            let wait = telling_wait(model, task);
            let what = by.wait(wait.map(|wait| wait.site));
            match wait.and_then(|wait| wait.on) {
                Some(whom) => {
                    shift::waits_for_whom(words, what, &crate::kitchen::words::number(words, whom))
                }
                None => shift::waits_for(words, what),
            }
        }
        Place::InPlace => shift::blocks(words),
        _ => {
            let row = places::row(place, task.handle, false);
            shift::is_ready(words, row.tokio)
        }
    }
}

/// The kitchen begins to close.
pub(super) fn begins(at: Nanos, graceful: bool, by: Teller<'_>) -> Told {
    let words = by.words;
    // Of an earlier shift the numbers are not known any more.
    let this = by.model.shutdown();
    let this = this.filter(|shutdown| shutdown.since == at);
    let cards = this.map_or_else(String::new, |shutdown| match shutdown.alive() {
        0 => shift::none_left(words),
        1 => shift::one_not_ended(words),
        n => shift::not_ended(words, &count(n)),
    });
    if !graceful {
        return because(3, shift::lights_go_out(words, &cards), noticed(by));
    }
    let text = shift::last_orders_called(words, &cards);
    match this.filter(|shutdown| shutdown.alive() > 0) {
        None => plain(3, text),
        Some(shutdown) => because(
            3,
            text,
            shift::last_orders_called_why(words, &count(shutdown.listening)),
        ),
    }
}

/// The runtime is gone.
pub(super) fn ends(at: Nanos, by: Teller<'_>) -> Told {
    let words = by.words;
    let this = by.model.shutdown();
    let Some(shutdown) = this.filter(|shutdown| shutdown.over == Some(at)) else {
        return plain(3, shift::shift_closed(words));
    };
    let (now, before) = (by.model.counters(), &shutdown.before);
    let mut ended = shift::ended(
        words,
        &count(now.completed - before.completed),
        &count(now.cancelled - before.cancelled),
        &count(now.panicked - before.panicked),
    );
    let gone = now.ended_unknown - before.ended_unknown;
    if gone > 0 {
        ended = shift::ended_gone(words, &ended, &count(gone));
    }
    let why = match (shutdown.graceful, shutdown.alive()) {
        (true, 0) => shift::since_last_orders_why(words, &ended),
        (true, _) => shift::since_last_orders_told_why(words, &ended, &told(by, shutdown)),
        (false, _) => shift::since_lights_out_why(words, &ended),
    };
    let text = match now.alive() {
        0 => shift::shift_closed_empty(words),
        1 => shift::shift_closed_with_one(words),
        n => shift::shift_closed_with(words, &count(n)),
    };
    because(3, text, why)
}

#[cfg(test)]
mod tests;
