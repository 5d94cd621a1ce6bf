//! What came in which order, and what ran at the same time: why lines are printed in the order
//! of this run, and what awaits took that one card had together.

use super::{Told, because, plain};
use crate::events::{Nanos, TaskId, TextId};
use crate::kitchen::amount::span;
use crate::kitchen::sentences::order;
use crate::kitchen::words::Teller;
use crate::model::Happening;

/// Awaits whose lengths are told one by one.
const LISTED: usize = 4;
/// Letters of a printed line that are quoted.
const QUOTED: usize = 28;

/// A card is polled for the first time. If its giver, or a card handed in after it by the same
/// giver, had printed something by then, that was not the order in which they were handed in.
pub(super) fn first_poll(fact: &Happening, by: Teller<'_>, subject: &str, waited: Nanos) -> Told {
    let text = order::first_poll(by.words, &by.chef(fact.worker), subject, &span(waited));
    match fact.task.and_then(|task| printed_before(by, task)) {
        Some(why) => because(2, text, why),
        None => plain(0, text),
    }
}

/// What the card's giver, and cards handed in after it by the same giver, had printed before
/// the card printed anything, or was polled if it printed nothing. `None` if nothing.
fn printed_before(teller: Teller<'_>, id: TaskId) -> Option<String> {
    let Teller { model, words } = teller;
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

    let quoted = |text: &TextId| order::quoted(words, beginning(model.text(*text)).as_str());
    let giver = giver.map(|text| order::giver(words, &teller.card(parent), &quoted(text)));
    let sibling = sibling.map(|(other, text)| {
        let (card, quoted) = (teller.card(other.id), quoted(text));
        match other.first_poll.is_some_and(|other| other < first) {
            true => order::later_but_sooner(words, &card, &quoted),
            false => order::later(words, &card, &quoted),
        }
    });
    let both = [giver, sibling].into_iter().flatten();
    let said = both.collect::<Vec<_>>().join(" and ");
    (!said.is_empty()).then(|| match own {
        Some(_) => order::it_printed_why(words, &said),
        None => order::that_why(words, &said),
    })
}

/// So much of a line that one knows it again.
fn beginning(line: &str) -> String {
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}..", line[..end].trim_end()),
        None => line.to_owned(),
    }
}

/// What a card's awaits took that ran at the same time, against one after the other.
pub(super) fn together(by: Teller<'_>, task: TaskId) -> Option<String> {
    let words = by.words;
    let task = by.model.task(task)?;
    let together = task.together()?;
    let number = together.waits.len();
    let (took, longest) = (span(together.took), span(together.longest()));
    let waits = match together.waits.split_last() {
        Some((last, before)) if number <= LISTED => {
            let before: Vec<_> = before.iter().map(|wait| span(*wait)).collect();
            order::waits_listed(words, &before.join(", "), &span(*last))
        }
        _ => order::waits_counted(words, number, &longest),
    };
    let how = match took == longest {
        true => order::the_longest(words),
        false => order::in_all(words),
    };
    let sum = span(together.sum());
    Some(order::took_together(words, &waits, &took, &how, &sum))
}

#[cfg(test)]
mod tests;
