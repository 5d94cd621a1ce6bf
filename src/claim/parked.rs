//! How long, in all, a worker was parked up to any moment of late.

use crate::events::{Event, Nanos, What, WorkerId};
use std::collections::VecDeque;

/// Most changes that are remembered: asked for are those since the oldest task that is ready
/// became so.
const CHANGES: usize = 1 << 16;

/// See the module's text.
#[derive(Debug)]
pub(super) struct ParkedTime {
    wanted: bool,
    parked: Vec<bool>,
    count: usize,
    changes: VecDeque<Change>,
    /// There were older ones.
    forgot: bool,
}

/// Of whether any worker is parked.
#[derive(Clone, Copy, Debug)]
struct Change {
    at: Nanos,
    /// The time with one parked until then.
    before: u64,
    /// One is from then on.
    any: bool,
}

impl ParkedTime {
    pub(super) fn new(wanted: bool) -> Self {
        Self {
            wanted,
            parked: Vec::new(),
            count: 0,
            changes: VecDeque::new(),
            forgot: false,
        }
    }

    /// This worker is parked already.
    pub(super) fn begin(&mut self, at: Nanos, worker: WorkerId) {
        if self.wanted {
            self.set(at, worker, true);
        }
    }

    pub(super) fn hear(&mut self, event: &Event) {
        if !self.wanted {
            return;
        }
        match event.what {
            What::Parked { worker } => self.set(event.at, worker, true),
            What::Unparked { worker } => self.set(event.at, worker, false),
            What::RunStarted(_) | What::RunEnded => {
                for worker in (0..=u16::MAX).take(self.parked.len()) {
                    self.set(event.at, WorkerId::new(worker), false);
                }
            }
            _ => {}
        }
    }

    fn set(&mut self, at: Nanos, worker: WorkerId, parked: bool) {
        if self.parked.len() <= worker.index() {
            self.parked.resize(worker.index() + 1, false);
        }
        let before = std::mem::replace(&mut self.parked[worker.index()], parked);
        let any_before = self.count > 0;
        self.count -= usize::from(before);
        self.count += usize::from(parked);
        let any = self.count > 0;
        if any == any_before {
            return;
        }
        let last = self.changes.back().map_or(Nanos::ZERO, |change| change.at);
        let at = at.max(last);
        let before = self.up_to(at);
        if self.changes.len() == CHANGES {
            self.changes.pop_front();
            self.forgot = true;
        }
        self.changes.push_back(Change { at, before, any });
    }

    /// The time with a worker parked, from the beginning up to `at`.
    fn up_to(&self, at: Nanos) -> u64 {
        let after = self.changes.partition_point(|change| change.at <= at);
        match after.checked_sub(1).and_then(|last| self.changes.get(last)) {
            Some(last) if last.any => last.before + at.since(last.at).0,
            Some(last) => last.before,
            None => self.changes.front().map_or(0, |first| first.before),
        }
    }

    /// Whether it is known from `from` on.
    pub(super) fn reaches_back_to(&self, from: Nanos) -> bool {
        !self.forgot || self.changes.front().is_some_and(|first| first.at <= from)
    }

    pub(super) fn between(&self, from: Nanos, until: Nanos) -> u64 {
        self.up_to(until).saturating_sub(self.up_to(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_counts_while_any_worker_is_parked() {
        let mut parked = ParkedTime::new(true);
        let changes = [
            (10, 0, true),
            (20, 1, true),
            (30, 0, false),
            (50, 1, false),
            (70, 0, true),
        ];
        for (at, worker, is) in changes {
            parked.set(Nanos(at), WorkerId::new(worker), is);
        }
        let between = |from, until| parked.between(Nanos(from), Nanos(until));
        assert_eq!(
            (between(0, 10), between(0, 15), between(12, 60)),
            (0, 5, 38)
        );
        assert_eq!(
            (between(55, 65), between(60, 100), between(0, 100)),
            (0, 30, 70)
        );
    }

    #[test]
    fn what_is_forgotten_is_not_known() {
        let mut parked = ParkedTime::new(true);
        for at in 0..=CHANGES as u64 {
            assert!(parked.reaches_back_to(Nanos(0)));
            parked.set(Nanos(10 * at), WorkerId::new(0), at % 2 == 0);
        }
        assert_eq!(parked.changes.len(), CHANGES);
        assert!(!parked.reaches_back_to(Nanos(9)));
        assert!(parked.reaches_back_to(Nanos(10)));
    }
}
