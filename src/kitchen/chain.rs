//! Who waits for whom, in words: a circle of waits, and the chain from one card on.

use crate::events::{Nanos, SiteId, TaskId};
use crate::kitchen::sentences::chains as say;
use crate::kitchen::state::{self, site_name};
use crate::kitchen::words::{Teller, number};
use crate::model::{Awaited, Chain, ChainEnd, Deadlock, Link, Place, Task};

/// So many cards of a circle are named in a sentence.
const NAMED: usize = 8;
/// So many of them with their lines.
const WITH_LINES: usize = 2;
/// So many links of a chain are lines of their own; the rest is counted.
const SHOWN: usize = 3;

/// `#07 → #12 → #07`.
pub(crate) fn around(by: Teller<'_>, links: &[Link]) -> String {
    let mut names: Vec<String> = links
        .iter()
        .take(NAMED)
        .map(|link| number(by.words, link.task))
        .collect();
    if links.len() > NAMED {
        names.push(say::more(by.words, links.len() - NAMED));
    }
    names.extend(links.first().map(|link| number(by.words, link.task)));
    names.join(" → ")
}

/// The circle that closed at a card, and why nobody in it goes on, with the lines of each; without
/// them if it is no longer known.
pub(crate) fn deadlock(by: Teller<'_>, links: Option<&[Link]>, subject: &str) -> (String, String) {
    let words = by.words;
    let Some(links) = links else {
        let text = say::deadlock_with(words, subject);
        return (text, say::deadlock_of_some_why(words));
    };
    let before = links.iter().cycle().skip(links.len().saturating_sub(1));
    let pairs = before.zip(links).take(WITH_LINES);
    let mut lines: Vec<String> = pairs.map(|(before, link)| has(by, before, link)).collect();
    if links.len() > WITH_LINES {
        lines.push(say::more(words, links.len() - WITH_LINES));
    }
    (
        say::deadlock(words, &around(by, links)),
        say::deadlock_why(words, &lines.join("; ")),
    )
}

/// The deadlock that closed then at this card, if it is still known.
pub(crate) fn known(by: Teller<'_>, at: Nanos, task: Option<TaskId>) -> Option<&[Link]> {
    let is_it = |one: &&Deadlock| one.at == at && one.links.first().map(|link| link.task) == task;
    let found = by.model.deadlocks().rev().find(is_it)?;
    Some(&found.links)
}

/// `#12 since b.rs:9, waits at b.rs:15`: since when it has what the one before it waits for.
fn has(by: Teller<'_>, before: &Link, link: &Link) -> String {
    let words = by.words;
    let card = number(words, link.task);
    let has = match before.what {
        Awaited::Lock { taken, .. } => card + &say::since(words, &line(by, taken)),
        Awaited::End => say::by_its_end(words, &card),
    };
    has + &say::waits(words, &line(by, link.site))
}

fn line(by: Teller<'_>, site: SiteId) -> String {
    let site = by.model.site(site).map(site_name);
    site.unwrap_or_else(|| say::line_unknown(by.words))
}

/// One line of a chain: what it is called, the text, and whom it is about.
pub(crate) type Row = (&'static str, String, Option<TaskId>);

/// The chain from a card on, if it waits for another one: who holds what it waits for since which
/// line, where that one waits, and so on to the end.
pub(crate) fn rows(by: Teller<'_>, chain: &Chain, now: Nanos) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (index, link) in chain.links.iter().take(SHOWN).enumerate() {
        let next = chain.links.get(index + 1);
        rows.push(behind(by, link, next));
    }
    let more = chain.links.len().saturating_sub(SHOWN);
    if more > 0 {
        rows.push(("", say::more(by.words, more), None));
    }
    if !chain.links.is_empty() || matches!(chain.end, ChainEnd::HolderUnknown(..)) {
        rows.extend(end(by, chain, now));
    }
    rows
}

/// Who is behind a wait, since which line, and where that one waits.
fn behind(by: Teller<'_>, link: &Link, next: Option<&Link>) -> Row {
    let words = by.words;
    let mut text = by.card(link.of);
    let label = match link.what {
        Awaited::Lock { taken, others, .. } => {
            text.push_str(&say::since(words, &line(by, taken)));
            if others > 0 {
                text.push_str(&say::others(words, others));
            }
            "held by"
        }
        Awaited::End => "end of",
    };
    if let Some(next) = next {
        text.push_str(&say::waits(words, &line(by, next.site)));
    }
    (label, text, Some(link.of))
}

/// Where it ends.
fn end(by: Teller<'_>, chain: &Chain, now: Nanos) -> Option<Row> {
    let words = by.words;
    let text = match chain.end {
        ChainEnd::Circle(from) => {
            let circle = &chain.links[from..];
            let around = around(by, circle);
            return Some(match circle.iter().all(|link| link.what.is_firm()) {
                true => ("deadlock", around, None),
                false => ("a ring", say::unless_permits(words, &around), None),
            });
        }
        ChainEnd::Ended(task) => {
            let had = chain.links.last().map(|link| link.what);
            return match had {
                Some(Awaited::Lock { .. }) => {
                    let text = say::left(words, &number(words, task));
                    Some(("", text, Some(task)))
                }
                _ => None,
            };
        }
        ChainEnd::Waits(task, wait) => {
            let wait = state::wait_text(by.model, wait, now);
            say::waits_otherwise(words, &number(words, task), &wait)
        }
        ChainEnd::HolderUnknown(..) => {
            return Some(("held by", say::holder_unknown(words), None));
        }
        ChainEnd::Unseen(task) => say::waits_unseen(words, &number(words, task)),
        ChainEnd::Goes(task) => goes(by, by.model.task(task)?),
        ChainEnd::Forgotten(task) => say::not_known(words, &number(words, task)),
        ChainEnd::Long => say::long(words),
    };
    Some(("", text, None))
}

fn goes(by: Teller<'_>, task: Task) -> String {
    let name = number(by.words, task.id);
    match task.place {
        Place::BlockingQueue => say::is_queued_job(by.words, &name),
        place if place.is_queued() => say::is_ready(by.words, &name),
        _ => say::goes_on(by.words, &name),
    }
}
