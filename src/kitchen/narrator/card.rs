//! How a card ends, and what is asked of it.

use super::{Told, because, order, plain};
use crate::events::{EndKind, Role, SiteId, TaskId, WaitOn};
use crate::kitchen::chain;
use crate::kitchen::sentences::cards;
use crate::kitchen::words::{Teller, panic_text};
use crate::model::{Happening, HappeningKind, Place};

/// What happened to a card in the end, or is asked of it; `None` if it is not worth a line.
pub(super) fn told(fact: &Happening, by: Teller<'_>, subject: &str) -> Option<Told> {
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
            match fact.task.and_then(|task| by.model.task(task)) {
                Some(task) if task.role == Role::BlockOn => cards::burnt_in_block_on_why(words),
                _ => cards::burnt_why(words),
            },
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
        HappeningKind::Deadlock(links) => {
            let (text, why) = chain::deadlock(by, Some(links), subject);
            because(3, text, why)
        }
        HappeningKind::Other(name) => plain(1, cards::other(words, subject, name)),
        // Told elsewhere. All are named: a kind without its sentence does not compile.
        HappeningKind::Said(_)
        | HappeningKind::RunStarted(_)
        | HappeningKind::Closing { .. }
        | HappeningKind::RunEnded
        | HappeningKind::Spawned { .. }
        | HappeningKind::FirstPoll { .. }
        | HappeningKind::PutAside { .. }
        | HappeningKind::Woken { .. }
        | HappeningKind::Suspended { .. }
        | HappeningKind::BlockingStarted
        | HappeningKind::BlockingEnded { .. }
        | HappeningKind::JobsWaited { .. }
        | HappeningKind::Moved { .. }
        | HappeningKind::StallEnded { .. }
        | HappeningKind::FreezeEnded { .. }
        | HappeningKind::OutOfSight { .. }
        | HappeningKind::LifoFreed { .. }
        | HappeningKind::LongWait { .. }
        | HappeningKind::CoreHandedOver
        | HappeningKind::Stuck(_) => return None,
    })
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
