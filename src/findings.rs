//! What is worth a jump: stalls, panics and the like, with the moment each began.
//!
//! Learned from the facts the model tells, and from what goes on at a moment: a stall is
//! in the list while it lasts. Seen twice, or told at its end, it stays one entry; so do
//! crowds of like facts (a steal, the tasks that waited behind one stall). It needs no log
//! of events and no clock: whoever folds events into a [`Model`] can ask for findings.
//!
//! A kind of finding is a row of the table in `findings/kind.rs`, and the fact it is made
//! of one of `findings/detect.rs`.

mod detect;
mod finding;
mod kind;
mod rules;

pub use finding::{End, Finding};
pub use kind::{FindingKind, FindingKinds, Row};
pub use rules::Size;

use crate::events::{Nanos, Now};
use crate::limits::FINDINGS_KEPT;
use crate::model::Model;
use detect::{going_on, told_after};
use kind::WAVE;
use rules::{Near, When};
use std::collections::VecDeque;

/// Among so many of the newest a fact that may come in floods looks for its own.
const NEAR: usize = 16;

/// What is kept of one kind.
#[derive(Clone, Debug, Default)]
struct Kept {
    newest: VecDeque<Finding>,
    found: u64,
}

/// The findings of a run: of each kind a bounded number of the newest.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    kept: [Kept; FindingKind::ALL.len()],
    /// Number of the newest fact taken in.
    seen: u64,
    /// Number of the newest finding.
    newest: u64,
}

impl Findings {
    /// Takes in the facts that are new in `model` since the last call.
    ///
    /// To be called after every few dozen events: the model keeps only the newest facts.
    pub fn learn(&mut self, model: &Model) {
        let seen = self.seen;
        let (mut told, mut found) = (0, Vec::new());
        for (number, finding) in told_after(seen, model) {
            told += 1;
            self.seen = self.seen.max(number);
            found.extend(finding);
        }
        for finding in found.into_iter().rev() {
            self.keep(finding);
        }
        if self.seen - seen > told {
            self.note_skipped(model.at());
        }
    }

    /// Facts were skipped just now: the newest crowds may be larger than they look.
    fn note_skipped(&mut self, at: Nanos) {
        let crowds = |kind: &FindingKind| {
            let same = kind.row().same;
            same.raid || matches!(same.when, When::Within(_))
        };
        for kind in FindingKind::ALL.into_iter().filter(crowds) {
            let newest = self.kept[kind as usize].newest.back_mut();
            if let Some(crowd) = newest.filter(|crowd| at.since(crowd.until) < WAVE) {
                crowd.at_least = true;
            }
        }
    }

    /// Takes in what goes on at a frame.
    pub fn watch(&mut self, model: &Model, now: &Now) {
        for finding in going_on(model, now) {
            self.keep(finding);
        }
        for finding in self.kept.iter_mut().flat_map(|kept| &mut kept.newest) {
            if finding.goes_on() && finding.until < now.at {
                finding.end = End::Unseen;
            }
        }
    }

    fn keep(&mut self, fresh: Finding) {
        let Kept { newest, found } = &mut self.kept[fresh.kind as usize];
        let near = match fresh.kind.row().same.near {
            Near::Newest => NEAR,
            Near::AllForItsEnd if !fresh.carried_out => NEAR,
            Near::All | Near::AllForItsEnd => FINDINGS_KEPT,
        };
        let mut known = newest.iter_mut().rev().take(near);
        if let Some(known) = known.find(|known| known.takes(&fresh)) {
            known.learn(&fresh);
            return;
        }
        if newest.len() == FINDINGS_KEPT {
            newest.pop_front();
        }
        *found += 1;
        self.newest += 1;
        newest.push_back(Finding {
            number: self.newest,
            ..fresh
        });
    }

    /// How many of the kind were found since the run began, those no longer kept too.
    pub fn found(&self, kind: FindingKind) -> u64 {
        self.kept[kind as usize].found
    }

    /// All that are kept, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Finding> {
        self.kept.iter().flat_map(|kept| &kept.newest)
    }

    /// The first of these kinds that began after the finding.
    pub fn after(&self, at: Nanos, kinds: FindingKinds) -> Option<&Finding> {
        let later = self.all().filter(|finding| finding.at > at);
        later
            .filter(|finding| kinds.has(finding.kind))
            .min_by_key(|finding| finding.at)
    }

    /// The next one to jump to: any but what happens all the time, which has to be asked for.
    pub fn next(&self, at: Nanos, also: FindingKinds) -> Option<&Finding> {
        self.after(at, also.with_weighty())
    }

    /// The one before to jump to. What began while a worker stalled is mostly the stall's
    /// doing: from behind the stall, one comes to its beginning first.
    pub fn previous(&self, at: Nanos, also: FindingKinds) -> Option<&Finding> {
        let kinds = also.with_weighty();
        let earlier = |finding: &&Finding| finding.at < at && kinds.has(finding.kind);
        let last = self
            .all()
            .filter(earlier)
            .max_by_key(|finding| finding.at)?;
        let stalls = || {
            let stalls = self.kept[FindingKind::Stall as usize].newest.iter();
            stalls.filter(|stall| stall.at <= last.at)
        };
        let caused = stalls().any(|stall| last.at <= stall.until && stall.until <= at);
        // Of several stalls the last one begun: none is passed over.
        let cause = stalls().filter(|_| caused).max_by_key(|stall| stall.at);
        cause.or(Some(last))
    }

    /// The weightiest first, of one kind what goes on, then the longest (of moves and spent
    /// budgets the largest), then the newest.
    pub fn by_weight(&self) -> Vec<Finding> {
        let mut all: Vec<_> = self.all().copied().collect();
        let size = |one: &Finding| match one.kind.row().size {
            Size::Count => one.count as u64,
            Size::Time => one.lasted().0,
        };
        let heavier = |m: &Finding| (m.goes_on(), size(m), m.at, m.number);
        all.sort_unstable_by(|a, b| {
            a.kind
                .cmp(&b.kind)
                .then_with(|| heavier(b).cmp(&heavier(a)))
        });
        all
    }
}

#[cfg(test)]
mod tests;
