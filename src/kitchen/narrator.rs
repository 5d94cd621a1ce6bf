//! Says what just happened, and why, in a sentence or two.
//!
//! Every sentence is made from facts of the model, in one of two registers; that of the
//! kitchen puts Tokio's word in brackets where it teaches. Used by the story on screen and by
//! the plain output; it knows nothing of rows and columns.

mod card;
mod closing;
mod event;
mod fact;
mod job;
mod order;
mod raids;

pub use closing::closing;
pub use event::event;
pub use raids::OpenRaids;

use crate::app::Register;
use crate::events::{Certainty, Flavor, Nanos, Now, TaskId, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::sentences::{chains, chefs, names, shift};
use crate::kitchen::stuck;
use crate::kitchen::words::{self, Teller, capital, cards, sentence};
use crate::model::{Freeze, Happening, HappeningKind, Model, Ongoing};

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

impl Line {
    /// Both texts are sentences.
    fn new(words: Register, at: Nanos, (weight, text, why): Told) -> Self {
        Self {
            at,
            text: sentence(words, text),
            why: why.map(|why| sentence(words, why)),
            weight,
        }
    }
}

/// A finished fact; `None` if it is not worth a line.
pub fn happening(fact: &Happening, model: &Model, words: Register) -> Option<Line> {
    let told = fact::told(fact, Teller::new(model, words))?;
    let mut line = Line::new(words, fact.at, told);
    if let HappeningKind::Stuck(found) = &fact.kind {
        // It stays as it was written.
        line.why = Some(stuck::where_it_is(words, found));
    }
    Some(line)
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
pub fn raid(raid: &Raid<'_>, words: Register) -> Line {
    let ids = raid.cards.iter().map(|id| words::number(words, *id));
    let ids: Vec<String> = ids.collect();
    let named = match ids.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) if raid.total == ids.len() => {
            format!("{} and {last}", before.join(", "))
        }
        _ => names::cards_among_them(words, &count(raid.total as u64), &ids.join(", ")),
    };
    let chef = words::chef(words, raid.chef);
    let from = words::chef(words, Some(raid.from));
    let told = match raid.raids {
        0 | 1 => fact::raid(words, &chef, &named, &from, (raid.total, raid.lay)),
        n => fact::raids(words, &chef, &named, &from, n),
    };
    Line::new(words, raid.at, told)
}

/// Something that goes on.
pub fn ongoing(fact: &Ongoing, model: &Model, now: &Now, words: Register) -> Line {
    let by = Teller::new(model, words);
    let lasted = |since: Nanos| span(now.at.since(since));
    let chef = |worker: WorkerId| by.chef(Some(worker));
    let unseen = |worker: WorkerId| chefs::unseen(words, &chef(worker));
    let (at, text, why) = match *fact {
        Ongoing::Stalled {
            worker,
            task,
            since,
            site,
        } => (
            since,
            chefs::stalled(
                words,
                &chef(worker),
                &lasted(since),
                &by.card(task),
                &by.at_line(site),
            ),
            chefs::stalled_why(words, &chefs::remedy(words)),
        ),
        Ongoing::LifoTrapped {
            worker,
            task,
            since,
            idle,
        } => (
            since,
            chefs::trapped(words, &by.card(task), &lasted(since), &chef(worker)),
            by.of_clip(match idle {
                0 => chefs::trapped_alone_why(words),
                1 => chefs::trapped_beside_one_why(words),
                n => chefs::trapped_beside_why(words, n),
            }),
        ),
        Ongoing::DriverFrozen(ref freeze) => (
            freeze.since,
            frozen(freeze, by, now),
            frozen_because(freeze, by),
        ),
        Ongoing::Unseen {
            worker,
            since,
            waiting,
            more,
        } => (
            since,
            chefs::unseen_and_bells(words, &unseen(worker), &lasted(since)),
            chefs::unseen_and_bells_why(
                words,
                &capital(&cards(words, waiting, more)),
                &chef(worker),
                &unseen_because(by),
            ),
        ),
        Ongoing::OutOfSight { worker, since } => (
            since,
            chefs::unseen_for(words, &unseen(worker), &lasted(since)),
            chefs::unseen_why(words, &unseen_because(by)),
        ),
        Ongoing::JobsWait {
            job,
            since,
            queued,
            full,
        } => (
            since,
            words::jobs_wait(words, queued, true, &lasted(since), &by.card(job)),
            words::no_baker(words, full, true),
        ),
        Ongoing::LeftLocked {
            holder,
            since,
            site,
            ..
        } => (
            since,
            chains::left_locked(
                words,
                &by.card(holder),
                &by.at_line(Some(site)),
                &lasted(since),
            ),
            chains::left_locked_why(words),
        ),
        Ongoing::AllStalled => (
            now.at,
            chefs::all_stalled(words),
            chefs::all_stalled_why(words),
        ),
    };
    // What harms nobody that is seen is only notable.
    let harmless = matches!(fact, Ongoing::DriverFrozen(freeze) if freeze.waiting == 0);
    Line::new(words, at, (if harmless { 2 } else { 4 }, text, Some(why)))
}

/// Several chefs are stalled at once: told in one line, by the one that is held the longest.
pub(crate) fn stalls(number: usize, longest: &Line, words: Register) -> Line {
    Line {
        text: chefs::stalled_at_once(words, number, &longest.text),
        ..longest.clone()
    }
}

/// More happened at once than can be told card by card.
pub(crate) fn rush(model: &Model, at: Nanos, now: bool, words: Register) -> Line {
    let all = model.counters();
    let (spawned, alive) = (count(all.spawned), count(all.alive()));
    let text = match now {
        true => shift::rush(words, &spawned, &alive),
        false => shift::rush_went_by(words, &spawned, &alive),
    };
    Line::new(words, at, because(1, text, shift::rush_why(words)))
}

/// That nobody polls timers and sockets, who holds it up, and who waits.
fn frozen(freeze: &Freeze, by: Teller<'_>, now: &Now) -> String {
    let words = by.words;
    let lasted = span(now.at.since(freeze.since));
    let who = by.held_by(freeze.worker, freeze.task, freeze.site);
    let mark = match freeze.certainty {
        Certainty::Observed => "",
        Certainty::Inferred => "~ ",
    };
    let waiting = capital(&cards(words, freeze.waiting, freeze.more));
    let waiting = match (freeze.waiting, freeze.overdue) {
        (0, _) => chefs::none_waits(words),
        (_, 0) => chefs::they_wait(words, &waiting),
        (_, 1) => chefs::they_wait_overdue(words, &waiting, &names::one_bell(words)),
        (_, late) => chefs::they_wait_overdue(words, &waiting, &names::bells(words, late)),
    };
    chefs::frozen(words, &lasted, mark, &who, &waiting)
}

/// Why no chef polls timers and sockets: none is free, or the free ones sleep and nobody tells them.
fn frozen_because(freeze: &Freeze, by: Teller<'_>) -> String {
    match (freeze.task, freeze.idle) {
        (None, _) => unseen_because(by),
        (_, 0) => chefs::frozen_all_busy_why(by.words),
        _ => chefs::frozen_unwoken_why(by.words),
    }
}

/// What a worker may be at that no event tells of.
fn unseen_because(by: Teller<'_>) -> String {
    match by.model.run().map(|run| run.flavor) {
        Some(Flavor::CurrentThread) => chefs::unseen_at_main_why(by.words),
        _ => chefs::unseen_at_what_why(by.words),
    }
}

/// Cards that a chef took long after they were ready, told together: how many, whether
/// there were more, how long the last of them had waited, and which it was.
pub(crate) fn long_waits(
    by: Teller<'_>,
    at: Nanos,
    cards: (usize, bool),
    (waited, longest): (Nanos, TaskId),
) -> Line {
    let text = words::waited_together(by.words, cards, waited, &by.card(longest));
    Line::new(by.words, at, because(2, text, chefs::late_why(by.words)))
}

/// Like [`event`], of a poll that begins.
pub(crate) fn begins_poll(by: Teller<'_>, worker: WorkerId, task: TaskId) -> String {
    let (chef, card) = (by.chef(Some(worker)), by.card(task));
    crate::kitchen::sentences::events::begins_poll(by.words, &chef, &card)
}

/// The same where each line is by itself: the program goes unnamed.
pub fn printed_plain(task: Option<TaskId>, text: &str, words: Register) -> String {
    let Some(task) = task else {
        return names::says_unnamed(words, text);
    };
    sentence(words, names::says(words, &words::number(words, task), text))
}

/// What a card printed, or the program.
pub(crate) fn printed(by: Teller<'_>, at: Nanos, task: Option<TaskId>, text: &str) -> Line {
    let who = task.map_or_else(|| names::the_program(by.words), |task| by.card(task));
    Line::new(by.words, at, plain(1, names::says(by.words, &who, text)))
}

#[cfg(test)]
mod tests;
