//! Which facts of the model are findings.

use super::finding::{End, Finding};
use super::kind::FindingKind;
use crate::events::{BlockingOutcome, Nanos, Now};
use crate::model::{Happening, HappeningKind, Model, Ongoing};

/// The facts the model has told after the one with this number, newest first: the number of
/// each, and the finding it tells of.
pub(super) fn told_after(
    number: u64,
    model: &Model,
) -> impl Iterator<Item = (u64, Option<Finding>)> {
    let facts = model.happenings().rev();
    let facts = facts.take_while(move |fact| fact.number > number);
    facts.map(|fact| (fact.number, of_fact(fact)))
}

/// The finding that a fact of the model tells of, if it tells of one.
fn of_fact(fact: &Happening) -> Option<Finding> {
    let (kind, lasted) = match fact.kind {
        HappeningKind::StallEnded { lasted, .. } => (FindingKind::Stall, lasted),
        HappeningKind::FreezeEnded { lasted, .. } => (FindingKind::Frozen, lasted),
        HappeningKind::LifoFreed { waited } => (FindingKind::Trapped, waited),
        HappeningKind::Deadlock(_) => (FindingKind::Deadlock, Nanos::ZERO),
        HappeningKind::Panicked
        | HappeningKind::Ended { panicked: true }
        | HappeningKind::BlockingEnded {
            outcome: BlockingOutcome::Panicked,
            ..
        } => (FindingKind::Panic, Nanos::ZERO),
        HappeningKind::JobsWaited { longest, .. } => (FindingKind::JobsWait, longest),
        HappeningKind::LongWait { waited } => (FindingKind::LongWait, waited),
        HappeningKind::AbortAsked
        | HappeningKind::Cancelled {
            abort_asked: true, ..
        } => (FindingKind::Abort, Nanos::ZERO),
        HappeningKind::BudgetSpent => (FindingKind::Budget, Nanos::ZERO),
        HappeningKind::Moved { .. } => (FindingKind::Move, Nanos::ZERO),
        _ => return None,
    };
    let mut finding = Finding {
        task: fact.task,
        worker: fact.worker,
        ..Finding::new(kind, fact.at.since(lasted), fact.at)
    };
    match fact.kind {
        HappeningKind::Deadlock(ref links) => finding.count = links.len(),
        HappeningKind::StallEnded { site, .. } => finding.site = site,
        HappeningKind::FreezeEnded {
            site,
            waiting,
            more,
            ..
        } => {
            (finding.site, finding.count) = (site, waiting as usize);
            finding.at_least = more;
        }
        // It was in the LIFO slot of the worker that polls it, or not: only the task is sure.
        HappeningKind::LifoFreed { .. } => finding.worker = None,
        HappeningKind::JobsWaited { jobs, full, .. } => {
            finding.count = usize::try_from(jobs).unwrap_or(usize::MAX);
            finding.pool = full;
        }
        HappeningKind::Moved { from, raid, lay } => {
            (finding.from, finding.raid, finding.lay) = (Some(from), raid, lay);
        }
        HappeningKind::Cancelled { site, .. } => {
            (finding.carried_out, finding.site) = (true, site);
        }
        _ => {}
    }
    Some(finding)
}

/// What goes on at a moment, as far as it is a finding.
pub(super) fn going_on(model: &Model, now: &Now) -> impl Iterator<Item = Finding> {
    let facts = model.ongoing(now).into_iter();
    facts.filter_map(|fact| of_ongoing(&fact, now.at))
}

/// The finding that goes on at a moment.
fn of_ongoing(fact: &Ongoing, at: Nanos) -> Option<Finding> {
    let goes_on = |kind, since| Finding {
        end: End::GoesOn,
        ..Finding::new(kind, since, at)
    };
    Some(match *fact {
        Ongoing::Stalled {
            worker,
            task,
            since,
            site,
        } => Finding {
            task: Some(task),
            worker: Some(worker),
            site,
            ..goes_on(FindingKind::Stall, since)
        },
        Ongoing::LifoTrapped {
            worker,
            task,
            since,
            ..
        } => Finding {
            task: Some(task),
            worker: Some(worker),
            ..goes_on(FindingKind::Trapped, since)
        },
        Ongoing::DriverFrozen(freeze) if freeze.waiting > 0 => Finding {
            task: freeze.task,
            worker: Some(freeze.worker),
            site: freeze.site,
            count: freeze.waiting,
            at_least: freeze.more,
            ..goes_on(FindingKind::Frozen, freeze.since)
        },
        Ongoing::JobsWait {
            job,
            since,
            queued,
            full,
        } => Finding {
            task: Some(job),
            count: queued,
            pool: full,
            ..goes_on(FindingKind::JobsWait, since)
        },
        Ongoing::LeftLocked {
            holder,
            since,
            site,
            ..
        } => Finding {
            task: Some(holder),
            site: Some(site),
            ..goes_on(FindingKind::LeftLocked, since)
        },
        // Nobody is seen to be harmed, or it is not known that anybody is.
        Ongoing::DriverFrozen(_)
        | Ongoing::Unseen { .. }
        | Ongoing::OutOfSight { .. }
        | Ongoing::AllStalled => return None,
    })
}
