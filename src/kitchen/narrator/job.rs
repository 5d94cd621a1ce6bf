//! What happened to a job of the bakery.

use super::{Told, because, plain};
use crate::app::Register;
use crate::events::{BlockingOutcome, TaskId};
use crate::kitchen::amount::span;
use crate::kitchen::sentences::bakery;
use crate::kitchen::words::{self, Teller, panic_text};
use crate::model::{Happening, HappeningKind};

/// Tells what happened to it.
pub(super) fn told(fact: &Happening, by: Teller<'_>, subject: &str) -> Told {
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
