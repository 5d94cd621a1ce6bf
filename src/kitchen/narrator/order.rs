//! What came in which order, and what ran at the same time: why lines are printed in the order
//! of this run, and what awaits took that one card had together.

use super::{Told, because, plain};
use crate::events::{Nanos, TaskId, TextId};
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

/// What the card's giver, and cards handed in after it by the same giver, had printed before
/// the card printed anything, or was polled if it printed nothing. `None` if nothing.
fn printed_before(model: &Model, id: TaskId) -> Option<String> {
    let task = model.task(id)?;
    let (parent, first) = (task.parent?, task.first_poll?);
    let since = model.recent_texts().rev();
    let since: Vec<_> = since
        .take_while(|(at, ..)| *at >= task.spawned_at)
        .collect();
    let own = since.iter().rev().find(|(_, by, _)| *by == Some(id));
    let until = own.map_or(first, |(at, ..)| *at);
    let before = || since.iter().rev().filter(|(at, ..)| *at < until);
    let giver = before()
        .find(|(_, by, _)| *by == Some(parent))
        .map(|(.., text)| text);
    let sibling = before().find_map(|(_, by, text)| {
        let other = by.filter(|by| *by != id).and_then(|by| model.task(by))?;
        let younger = other.parent == Some(parent) && other.spawned_at > task.spawned_at;
        younger.then_some((other, text))
    });

    let quoted = |text: &TextId| format!("\"{}\"", beginning(model.text(*text)));
    let giver = giver.map(|text| format!("{} {}", card(model, parent), quoted(text)));
    let sibling = sibling.map(|(other, text)| {
        let sooner = other.first_poll.is_some_and(|other| other < first);
        let polled = if sooner { " but polled sooner" } else { "" };
        format!(
            "{}, handed in later{polled}, {}",
            card(model, other.id),
            quoted(text)
        )
    });
    let both = [giver, sibling].into_iter().flatten();
    let said = both.collect::<Vec<_>>().join(" and ");
    let by = if own.is_some() { "it printed" } else { "that" };
    (!said.is_empty())
        .then(|| format!("A spawn only queues a card. Before {by}, others printed: {said}."))
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
