//! The sentence for each finished fact.

use super::{Told, because, closing, order, plain};
use crate::app::Register;
use crate::events::{BlockingOutcome, EndKind, Nanos, SiteId, TaskId, WaitOn, WakeBy, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::sentences::{bakery, cards, chefs, names, shift};
use crate::kitchen::stuck;
use crate::kitchen::wakes::Wake;
use crate::kitchen::words::{self, Teller, capital, panic_text, raid_takes, sentence};
use crate::model::{Happening, HappeningKind, Place};

/// Tells a fact; `None` if it is not worth a line.
pub(super) fn told(fact: &Happening, by: Teller<'_>) -> Option<Told> {
    let words = by.words;
    let subject = subject(fact, by);
    let chef = by.chef(fact.worker);
    Some(match &fact.kind {
        // Printed lines have a place of their own, and taking a result from outside is no news.
        HappeningKind::Said(_) | HappeningKind::Joined { by: None } => return None,
        HappeningKind::RunStarted => started(by),
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
        HappeningKind::Moved { from, lay, .. } => {
            let from = by.chef(Some(*from));
            raid(words, &chef, &subject, &from, (1, *lay))
        }
        HappeningKind::StallEnded { lasted, site } => {
            let (line, took) = (by.at_line(*site), span(*lasted));
            let text = chefs::stall_over(words, &chef, &subject, &line, &took);
            because(3, text, chefs::stall_over_why(words, &chefs::remedy(words)))
        }
        HappeningKind::FreezeEnded {
            lasted,
            site,
            waiting,
            more,
        } => {
            let who = match fact.task {
                Some(_) => chefs::held(words, &subject, &by.at_line(*site), &chef),
                None => chefs::was_unseen(words, &chef),
            };
            freeze_over(words, *lasted, who, (*waiting, *more))
        }
        HappeningKind::OutOfSight { lasted } => because(
            3,
            chefs::was_unseen_for(words, &chef, &span(*lasted)),
            chefs::was_unseen_why(words),
        ),
        HappeningKind::LifoFreed { waited } => because(
            3,
            chefs::clip_freed(words, &subject, &span(*waited)),
            by.of_clip(chefs::clip_freed_why(words)),
        ),
        HappeningKind::LongWait { waited } => because(
            2,
            chefs::late(words, &subject, &span(*waited), &chef),
            chefs::late_why(words),
        ),
        HappeningKind::CoreHandedOver => because(
            3,
            chefs::handed_over(words, &subject, &chef),
            chefs::handed_over_why(words),
        ),
        HappeningKind::Suspended { lasted, measured } => suspended(words, *lasted, *measured),
        HappeningKind::Stuck(found) => because(
            3,
            cards::woken(words, &stuck::held(words, &chef, &subject, found)),
            stuck::where_it_is(words, found),
        ),
        HappeningKind::BlockingStarted
        | HappeningKind::BlockingEnded { .. }
        | HappeningKind::JobsWaited { .. } => job(fact, by, &subject),
        _ => return of_card(fact, by, &subject),
    })
}

fn subject(fact: &Happening, by: Teller<'_>) -> String {
    let task = fact.task.map(|task| by.card(task));
    task.unwrap_or_else(|| names::a_card(by.words))
}

/// What happened to a card in the end, or is asked of it.
fn of_card(fact: &Happening, by: Teller<'_>, subject: &str) -> Option<Told> {
    let words = by.words;
    let said = || panic_text(by.model, fact.task);
    Some(match &fact.kind {
        HappeningKind::Completed { unclaimed: false } => {
            match fact.task.and_then(|task| order::together(by, task)) {
                Some(took) => because(
                    1,
                    cards::served_together(words, subject, &took),
                    cards::served_together_why(words),
                ),
                None => plain(1, cards::served(words, subject)),
            }
        }
        HappeningKind::Completed { unclaimed: true } => because(
            2,
            cards::unclaimed(words, subject),
            cards::unclaimed_why(words),
        ),
        HappeningKind::Panicked => because(
            3,
            cards::burnt(words, subject, &said()),
            cards::burnt_why(words),
        ),
        HappeningKind::Ended { panicked: false } => {
            because(1, cards::gone(words, subject), cards::gone_why(words))
        }
        HappeningKind::Ended { panicked: true } => because(
            3,
            cards::gone_panicked(words, subject, &said()),
            cards::gone_panicked_why(words),
        ),
        HappeningKind::Cancelled { abort_asked, site } => binned(by, subject, *abort_asked, *site),
        HappeningKind::HandleDropped => because(
            2,
            cards::ticket_torn(words, subject),
            cards::ticket_torn_why(words),
        ),
        HappeningKind::AbortAsked => abort_asked(by, fact.task, subject),
        HappeningKind::Joined { by: whom } => joined(by, subject, (*whom)?, fact.task),
        HappeningKind::BudgetSpent => because(
            2,
            cards::budget_spent(words, subject),
            cards::budget_spent_why(words),
        ),
        HappeningKind::AwaitDropped { site } => return await_dropped(by, subject, *site),
        HappeningKind::Other(name) => plain(1, cards::other(words, subject, name)),
        _ => return None,
    })
}

/// What happened to a job of the bakery.
fn job(fact: &Happening, by: Teller<'_>, subject: &str) -> Told {
    let words = by.words;
    match &fact.kind {
        HappeningKind::BlockingEnded {
            unclaimed: true, ..
        } => because(
            2,
            bakery::unclaimed(words, subject),
            bakery::unclaimed_why(words),
        ),
        HappeningKind::BlockingEnded { outcome, .. } => {
            baked(words, subject, *outcome, &panic_text(by.model, fact.task))
        }
        HappeningKind::JobsWaited {
            jobs,
            longest,
            full,
        } => {
            let jobs = usize::try_from(*jobs).unwrap_or(usize::MAX);
            because(
                3,
                words::jobs_wait(words, jobs, false, &span(*longest), subject),
                words::no_baker(words, *full, false),
            )
        }
        _ => because(
            1,
            baker_begins(by, subject, fact.task),
            bakery::begins_why(words),
        ),
    }
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

fn started(by: Teller<'_>) -> Told {
    let words = by.words;
    let Some(run) = by.model.run() else {
        return plain(2, shift::opens(words));
    };
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

fn binned(by: Teller<'_>, subject: &str, abort_asked: bool, site: Option<SiteId>) -> Told {
    let (words, line) = (by.words, by.at_line(site));
    match (abort_asked, site) {
        (true, Some(_)) => because(
            3,
            cards::binned_when_asked(words, subject, &line),
            cards::binned_when_asked_why(words),
        ),
        (true, None) => because(
            3,
            cards::binned_when_asked(words, subject, ""),
            cards::binned_somewhere_why(words),
        ),
        (false, _) => because(
            3,
            cards::binned(words, subject, &line),
            cards::binned_why(words),
        ),
    }
}

/// Who took what a ticket gave.
fn joined(teller: Teller<'_>, subject: &str, by: TaskId, of: Option<TaskId>) -> Told {
    let (words, by) = (teller.words, teller.card(by));
    let of = of.and_then(|of| teller.model.task(of));
    let text = match of.map(|task| task.place) {
        Some(Place::Ended(EndKind::Panicked)) => cards::joined_panicked(words, &by, subject),
        Some(Place::Ended(EndKind::Cancelled)) => cards::joined_cancelled(words, &by, subject),
        _ => cards::joined(words, &by, subject),
    };
    plain(1, text)
}

fn abort_asked(by: Teller<'_>, task: Option<TaskId>, subject: &str) -> Told {
    let job = task
        .and_then(|task| by.model.task(task))
        .is_some_and(|task| task.is_blocking_job);
    let why = match job {
        true => cards::abort_of_job_why(by.words),
        false => cards::abort_why(by.words),
    };
    because(2, cards::abort_asked(by.words, subject), why)
}

/// Who dropped it is not told by any event: that another await ended just before proves nothing.
fn await_dropped(by: Teller<'_>, subject: &str, site: SiteId) -> Option<Told> {
    let words = by.words;
    let why = match by.model.site(site).map(|site| site.wait) {
        // Every patient recipe listens for last orders beside what it waits for: that this
        // await is dropped says only that the kitchen is still open.
        Some(WaitOn::Signal) => return None,
        // A timeout whose future was in time drops its timer as well: there nothing is lost.
        Some(WaitOn::Timer) => cards::timer_dropped_why(words),
        _ => cards::await_dropped_why(words),
    };
    let (line, waits) = (by.at_line(Some(site)), by.wait(Some(site)));
    let text = cards::await_dropped(words, subject, &line, waits);
    Some(because(1, text, why))
}

/// A job says who handed it in, if a card did.
fn baker_begins(teller: Teller<'_>, subject: &str, job: Option<TaskId>) -> String {
    let words = teller.words;
    let by = job.and_then(|job| teller.model.task(job)?.parent);
    let by = by.map(|by| bakery::by(words, &teller.card(by)));
    let by = by.unwrap_or_else(|| bakery::from_outside(words));
    bakery::begins(words, subject, &by)
}

fn baked(words: Register, subject: &str, outcome: BlockingOutcome, said: &str) -> Told {
    match outcome {
        BlockingOutcome::Completed => plain(1, bakery::done(words, subject)),
        BlockingOutcome::Panicked => because(
            3,
            bakery::burnt(words, subject, said),
            bakery::burnt_why(words),
        ),
        BlockingOutcome::Cancelled => {
            because(3, bakery::binned(words, subject), bakery::binned_why(words))
        }
    }
}
