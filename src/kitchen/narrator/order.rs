//! What came in which order, and what ran at the same time: why lines are printed in the order
//! of this run, and what awaits took that one card had together.

use super::{Told, because, plain};
use crate::events::{Nanos, TaskId};
use crate::kitchen::amount::span;
use crate::kitchen::words::{card, chef};
use crate::model::{Happening, Model};

/// Awaits whose lengths are told one by one.
const LISTED: usize = 4;
/// Letters of a printed line that are quoted.
const QUOTED: usize = 28;

/// A card is polled for the first time. If its giver, or a card handed in after it by the same
/// giver, had printed something by then, that was not the order in which they were handed in.
pub(super) fn first_poll(fact: &Happening, model: &Model, subject: &str, waited: Nanos) -> Told {
    let text = format!(
        "{} takes {subject} for the first time; it had waited {}.",
        chef(fact.worker),
        span(waited)
    );
    match fact.task.and_then(|task| printed_before(model, task)) {
        Some(why) => because(2, text, why),
        None => plain(0, text),
    }
}

/// What the card's giver, and cards handed in after it by the same giver, had printed when it
/// was polled for the first time. `None` if nothing.
fn printed_before(model: &Model, id: TaskId) -> Option<String> {
    let task = model.task(id)?;
    let (parent, first) = (task.parent?, task.first_poll?);
    let younger = |other: TaskId| {
        model
            .task(other)
            .is_some_and(|other| other.parent == Some(parent) && other.spawned_at > task.spawned_at)
    };
    let (mut by_parent, mut by_younger) = (None, None);
    for (at, by, text) in model.recent_texts().rev() {
        if at < task.spawned_at {
            break;
        }
        match by.filter(|_| at < first) {
            Some(by) if by == parent => by_parent = Some(text),
            Some(by) if by != id && younger(by) => by_younger = Some((by, text)),
            _ => {}
        }
    }
    let quoted = |text| format!("\"{}\"", beginning(model.text(text)));
    let giver =
        by_parent.map(|text| format!("{} had printed {}", card(model, parent), quoted(text)));
    let sibling = by_younger.map(|(by, text)| {
        let who = card(model, by);
        format!("{who}, handed in later but polled sooner, {}", quoted(text))
    });
    let said = match (giver, sibling) {
        (Some(giver), Some(sibling)) => format!("{giver}, and {sibling}"),
        (Some(giver), None) => giver,
        (None, Some(sibling)) => sibling.replacen("sooner,", "sooner, had printed", 1),
        (None, None) => return None,
    };
    Some(format!(
        "By then {said}: a spawn only queues a card, and whichever a chef polls first begins first."
    ))
}

/// So much of a line that one knows it again.
fn beginning(line: &str) -> String {
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}..", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// What a card's awaits took that ran at the same time, against one after the other.
pub(super) fn together(model: &Model, task: TaskId) -> Option<String> {
    let task = model.task(task)?;
    let together = task.together()?;
    let number = together.waits.len();
    let waits = match together.waits.split_last() {
        Some((last, before)) if number <= LISTED => {
            let before: Vec<_> = before.iter().map(|wait| span(*wait)).collect();
            format!("waits of {} and {}", before.join(", "), span(*last))
        }
        _ => format!("{number} waits, of up to {},", span(together.longest())),
    };
    let took = match span(together.took) == span(together.longest()) {
        true => "the longest",
        false => "in all",
    };
    Some(format!(
        "its {waits} took {}, {took}, not {}, the sum.",
        span(together.took),
        span(together.sum())
    ))
}

#[cfg(test)]
mod tests;
