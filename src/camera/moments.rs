//! What is worth a jump: stalls, panics and the like, with the moment each began.
//!
//! Learned from the facts the model tells, and from what goes on at a frame: a stall is
//! in the list while it lasts. Seen twice, or told at its end, it stays one entry; so do
//! crowds of like facts (a raid, the tasks that waited behind one stall).

mod kinds;
mod moment;

pub use kinds::{Sort, Sorts};
pub use moment::{End, Moment};

use crate::events::{Nanos, Now};
use crate::model::Model;
use moment::{WAVE, of_fact, of_ongoing};
use std::collections::VecDeque;

/// Kept of each sort: the newest.
const KEPT: usize = 512;

/// Among so many of the newest a fact that may come in floods looks for its own.
const NEAR: usize = 16;

/// What is kept of one sort.
#[derive(Clone, Debug, Default)]
struct Kept {
    moments: VecDeque<Moment>,
    found: u64,
}

/// The moments of the run, the newest 512 of each sort.
#[derive(Clone, Debug, Default)]
pub struct Moments {
    kept: [Kept; Sort::ALL.len()],
    /// Number of the newest fact taken in.
    seen: u64,
    /// Number of the newest moment.
    newest: u64,
}

impl Moments {
    /// Takes in the facts `model` has told since the last call.
    ///
    /// To be called after every few dozen events: the model forgets facts.
    pub fn learn(&mut self, model: &Model) {
        let seen = self.seen;
        let (mut told, mut found) = (0, Vec::new());
        for fact in model.happenings().rev() {
            if fact.number <= seen {
                break;
            }
            told += 1;
            self.seen = self.seen.max(fact.number);
            found.extend(of_fact(fact));
        }
        for moment in found.into_iter().rev() {
            self.keep(moment);
        }
        if self.seen - seen > told {
            self.note_skipped(model.at());
        }
    }

    /// Facts were skipped just now: the newest crowds may be larger than they look.
    fn note_skipped(&mut self, at: Nanos) {
        for sort in [Sort::Move, Sort::LongWait, Sort::Budget] {
            let newest = self.kept[sort as usize].moments.back_mut();
            if let Some(crowd) = newest.filter(|crowd| at.since(crowd.until) < WAVE) {
                crowd.at_least = true;
            }
        }
    }

    /// Takes in what goes on at a frame.
    pub fn watch(&mut self, model: &Model, now: &Now) {
        for fact in model.ongoing(now) {
            if let Some(moment) = of_ongoing(&fact, now.at) {
                self.keep(moment);
            }
        }
        for moment in self.kept.iter_mut().flat_map(|kept| &mut kept.moments) {
            if moment.goes_on() && moment.until < now.at {
                moment.end = End::Unseen;
            }
        }
    }

    fn keep(&mut self, fresh: Moment) {
        let Kept { moments, found } = &mut self.kept[fresh.sort as usize];
        let near = match fresh.sort {
            Sort::Panic => 0,
            Sort::Move | Sort::LongWait | Sort::Budget => NEAR,
            // Asked twice it is asked twice in a row; its end may come much later.
            Sort::Abort if !fresh.carried_out => NEAR,
            Sort::Frozen | Sort::Stall | Sort::Trapped | Sort::Abort => KEPT,
        };
        let mut known = moments.iter_mut().rev().take(near);
        if let Some(known) = known.find(|known| known.takes(&fresh)) {
            known.learn(&fresh);
            return;
        }
        if moments.len() == KEPT {
            moments.pop_front();
        }
        *found += 1;
        self.newest += 1;
        moments.push_back(Moment {
            number: self.newest,
            ..fresh
        });
    }

    /// How many of the sort were found since the run began, those no longer kept too.
    pub fn found(&self, sort: Sort) -> u64 {
        self.kept[sort as usize].found
    }

    /// All that are kept, in no particular order.
    pub fn all(&self) -> impl Iterator<Item = &Moment> {
        self.kept.iter().flat_map(|kept| &kept.moments)
    }

    /// The first of these sorts that began after the moment.
    pub fn after(&self, at: Nanos, sorts: Sorts) -> Option<&Moment> {
        let later = self.all().filter(|moment| moment.at > at);
        later
            .filter(|moment| sorts.has(moment.sort))
            .min_by_key(|moment| moment.at)
    }

    /// The next one to jump to: any but what happens all the time, which has to be asked for.
    pub fn next(&self, at: Nanos, also: Sorts) -> Option<&Moment> {
        self.after(at, also.with_weighty())
    }

    /// The one before to jump to. What began while a worker stalled is mostly the stall's
    /// doing: from behind the stall, one comes to its beginning first.
    pub fn previous(&self, at: Nanos, also: Sorts) -> Option<&Moment> {
        let sorts = also.with_weighty();
        let earlier = |moment: &&Moment| moment.at < at && sorts.has(moment.sort);
        let last = self.all().filter(earlier).max_by_key(|moment| moment.at)?;
        let stalls = || {
            let stalls = self.kept[Sort::Stall as usize].moments.iter();
            stalls.filter(|stall| stall.at <= last.at)
        };
        let caused = stalls().any(|stall| last.at <= stall.until && stall.until <= at);
        // Of several stalls the last one begun: none is passed over.
        let cause = stalls().filter(|_| caused).max_by_key(|stall| stall.at);
        cause.or(Some(last))
    }

    /// The weightiest first, of one sort what goes on, then the longest (of moves and spent
    /// budgets the largest), then the newest.
    pub fn by_weight(&self) -> Vec<Moment> {
        let mut all: Vec<_> = self.all().copied().collect();
        let size = |m: &Moment| match m.sort {
            Sort::Move | Sort::Budget => m.count as u64,
            _ => m.lasted().0,
        };
        let heavier = |m: &Moment| (m.goes_on(), size(m), m.at, m.number);
        all.sort_unstable_by(|a, b| {
            a.sort
                .cmp(&b.sort)
                .then_with(|| heavier(b).cmp(&heavier(a)))
        });
        all
    }
}

#[cfg(test)]
mod tests;
