//! The sentence for each finished fact.

use super::{Told, because, card, closing, job, order, plain};
use crate::app::Register;
use crate::events::{Nanos, RunInfo, SiteId, TaskId, WakeBy, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::sentences::{cards, chefs, names, shift};
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::{Teller, capital, raid_takes, sentence};
use crate::model::{Happening, HappeningKind};

/// Tells a fact; `None` if it is not worth a line.
pub(super) fn told(fact: &Happening, by: Teller<'_>) -> Option<Told> {
    let words = by.words;
    let subject = subject(fact, by);
    let chef = by.chef(fact.worker);
    Some(match &fact.kind {
        // Printed lines have a place of their own, and taking a result from outside is no news.
        HappeningKind::Said(_) | HappeningKind::Joined { by: None } => return None,
        HappeningKind::RunStarted(run) => started(by.words, run),
        HappeningKind::Closing { graceful } => closing::begins(fact.at, *graceful, by),
        HappeningKind::RunEnded => closing::ends(fact.at, by),
        HappeningKind::Spawned {
            parent,
            to_lifo,
            displaced,
        } => {
            let on = fact.worker.is_some().then_some(&chef);
            let why = queued(by, on, *to_lifo, *displaced);
            because(1, handed_in(by, &subject, *parent, on), why)
        }
        HappeningKind::FirstPoll { waited } => order::first_poll(fact, by, &subject, *waited),
        HappeningKind::PutAside { site } => put_aside(by, (&subject, fact.task), &chef, *site),
        HappeningKind::Woken { by: caller } => woken(by, (fact.task?, *caller, fact.worker)),
        HappeningKind::Suspended { lasted, measured } => suspended(words, *lasted, *measured),
        HappeningKind::BlockingStarted
        | HappeningKind::BlockingEnded { .. }
        | HappeningKind::JobsWaited { .. } => job::told(fact, by, &subject),
        _ => return of_chef(fact, by, &subject, &chef).or_else(|| card::told(fact, by, &subject)),
    })
}

/// What a chef did, or was held by.
fn of_chef(fact: &Happening, by: Teller<'_>, subject: &str, chef: &str) -> Option<Told> {
    let words = by.words;
    Some(match &fact.kind {
        HappeningKind::Moved { from, lay, .. } => {
            let from = by.chef(Some(*from));
            raid(words, chef, subject, &from, (1, *lay))
        }
        HappeningKind::StallEnded { lasted, site } => {
            let (line, took) = (by.at_line(*site), span(*lasted));
            let text = chefs::stall_over(words, chef, subject, &line, &took);
            because(3, text, chefs::stall_over_why(words, &chefs::remedy(words)))
        }
        HappeningKind::FreezeEnded {
            lasted,
            site,
            waiting,
            more,
        } => {
            let who = match fact.task {
                Some(_) => chefs::held(words, subject, &by.at_line(*site), chef),
                None => chefs::was_unseen(words, chef),
            };
            freeze_over(words, *lasted, who, (*waiting, *more))
        }
        HappeningKind::OutOfSight { lasted } => because(
            3,
            chefs::was_unseen_for(words, chef, &span(*lasted)),
            chefs::was_unseen_why(words),
        ),
        HappeningKind::LifoFreed { waited } => because(
            3,
            chefs::clip_freed(words, subject, &span(*waited)),
            by.of_clip(chefs::clip_freed_why(words)),
        ),
        HappeningKind::LongWait { waited } => because(
            2,
            chefs::late(words, subject, &span(*waited), chef),
            chefs::late_why(words),
        ),
        HappeningKind::CoreHandedOver => because(
            3,
            chefs::handed_over(words, subject, chef),
            chefs::handed_over_why(words),
        ),
        // What it is at may be a line of code, which is no sentence: see `happening`.
        HappeningKind::Stuck(found) => plain(
            3,
            cards::woken(words, &stuck::held(words, chef, subject, found)),
        ),
        _ => return None,
    })
}

fn subject(fact: &Happening, by: Teller<'_>) -> String {
    let task = fact.task.map(|task| by.card(task));
    task.unwrap_or_else(|| names::a_card(by.words))
}

fn freeze_over(words: Register, lasted: Nanos, who: String, waiting: (u32, bool)) -> Told {
    let why = match waiting {
        (1, false) => chefs::freeze_over_one_why(words),
        (n, more) => {
            let least = if more { "at least " } else { "" };
            let cards = names::cards(words, &format!("{least}{}", count(n.into())));
            chefs::freeze_over_why(words, &capital(&cards))
        }
    };
    let who = sentence(words, who);
    because(3, chefs::freeze_over(words, &span(lasted), &who), why)
}

fn suspended(words: Register, lasted: Nanos, measured: bool) -> Told {
    let lasted = span(lasted);
    let text = match measured {
        true => shift::stood_still_measured(words, &lasted),
        false => shift::stood_still(words, &lasted),
    };
    because(2, text, shift::stood_still_why(words))
}

/// Cards that one chef took from another's rail at once: which, how many, and of how many
/// that lay there.
pub(super) fn raid(
    words: Register,
    chef: &str,
    cards: &str,
    from: &str,
    (taken, lay): (usize, u32),
) -> Told {
    let text = chefs::raid(words, chef, cards, from);
    because(2, text, raid_takes(words, taken, lay))
}

/// Cards that one chef took from another's rail in several raids.
pub(super) fn raids(words: Register, chef: &str, cards: &str, from: &str, raids: usize) -> Told {
    let text = chefs::raids(words, chef, cards, from, raids);
    because(2, text, chefs::raid_why(words))
}

fn started(words: Register, run: &RunInfo) -> Told {
    let chefs = match run.workers {
        1 => shift::one_chef(words),
        n => shift::chefs(words, n),
    };
    let opens = shift::shift_opens(words, run.shift, &chefs, run.max_blocking);
    let set: Vec<_> = run.settings().iter().map(ToString::to_string).collect();
    match set.as_slice() {
        [] => plain(1, opens),
        set => because(1, opens, shift::settings_why(words, &set.join(", "))),
    }
}

/// `chef`: on whose thread.
fn handed_in(
    by: Teller<'_>,
    subject: &str,
    parent: Option<TaskId>,
    chef: Option<&String>,
) -> String {
    match (parent, chef) {
        (Some(parent), _) => cards::handed_in_by(by.words, &by.card(parent), subject),
        (None, Some(chef)) => cards::handed_in_on(by.words, subject, chef),
        (None, None) => cards::handed_in_outside(by.words, subject),
    }
}

/// Where a card that was handed in lies, and why. `chef`: on whose thread.
fn queued(
    by: Teller<'_>,
    chef: Option<&String>,
    to_lifo: bool,
    displaced: Option<TaskId>,
) -> String {
    match (chef, to_lifo, displaced) {
        (Some(chef), true, Some(old)) => cards::to_clip_of_another(by.words, chef, &by.card(old)),
        (Some(chef), true, None) => cards::to_clip(by.words, chef),
        // There is no clip: in the current-thread scheduler, or because it was switched off.
        (Some(chef), false, _) => cards::to_rail(by.words, chef),
        (None, ..) => cards::to_pass(by.words),
    }
}

/// A card that no chef takes from a queue: its own thread goes on with it.
fn is_lane(by: Teller<'_>, task: Option<TaskId>) -> bool {
    let task = task.and_then(|task| by.model.task(task));
    task.is_some_and(|task| task.role.is_lane())
}

fn put_aside(
    by: Teller<'_>,
    (subject, task): (&str, Option<TaskId>),
    chef: &str,
    site: Option<SiteId>,
) -> Told {
    let (words, line, waits) = (by.words, by.at_line(site), by.wait(site));
    match is_lane(by, task) {
        true => because(
            0,
            cards::pauses(words, subject, &line, waits),
            cards::pauses_why(words),
        ),
        false => because(
            0,
            cards::put_aside(words, chef, subject, &line, waits),
            cards::put_aside_why(words),
        ),
    }
}

fn woken(teller: Teller<'_>, wake: (TaskId, WakeBy, Option<WorkerId>)) -> Told {
    let words = teller.words;
    let (task, by, on) = wake;
    let name = &|id| teller.card(id);
    let wake = Wake {
        task,
        by,
        on,
        name,
        words,
    };
    let why = match is_lane(teller, Some(task)) {
        true => cards::woken_in_lane_why(words),
        false => cards::woken_why(words),
    };
    because(0, cards::woken(words, &wake.rang()), why)
}
