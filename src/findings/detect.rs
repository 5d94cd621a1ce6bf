//! Which facts of the model are findings.

use super::finding::{End, Finding};
use super::kind::FindingKind;
use crate::events::{BlockingOutcome, Nanos};
use crate::model::{Happening, HappeningKind, Ongoing};

/// The finding that a fact of the model tells of, if it tells of one.
pub(super) fn of_fact(fact: &Happening) -> Option<Finding> {
    let (kind, lasted) = match fact.kind {
        HappeningKind::StallEnded { lasted, .. } => (FindingKind::Stall, lasted),
        HappeningKind::LifoFreed { waited } => (FindingKind::Trapped, waited),
        HappeningKind::Panicked
        | HappeningKind::BlockingEnded {
            outcome: BlockingOutcome::Panicked,
        } => (FindingKind::Panic, Nanos::ZERO),
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
        HappeningKind::StallEnded { site, .. } => finding.site = site,
        // It was in the LIFO slot of the worker that polls it, or not: only the task is sure.
        HappeningKind::LifoFreed { .. } => finding.worker = None,
        HappeningKind::Moved { from } => finding.from = Some(from),
        HappeningKind::Cancelled { site, .. } => {
            (finding.carried_out, finding.site) = (true, site);
        }
        _ => {}
    }
    Some(finding)
}

/// The finding that goes on at a moment.
pub(super) fn of_ongoing(fact: &Ongoing, at: Nanos) -> Option<Finding> {
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
        Ongoing::TimersFrozen { overdue, since } => Finding {
            count: overdue,
            ..goes_on(FindingKind::Frozen, since)
        },
        Ongoing::AllStalled => return None,
    })
}
