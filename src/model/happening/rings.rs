//! The two bounded rings facts are kept in, read as one sequence.
//!
//! Routine facts and weighty ones have a ring each, so that a flood of wakes cannot
//! push a panic out of sight.

use super::{Happening, HappeningKind};
use crate::events::{Nanos, TaskId, WorkerId};
use crate::model::ring::{Past, Ring};
use std::collections::VecDeque;
use std::ops::Range;

/// How many facts each ring keeps.
const RING: usize = 512;

/// Under flood, at most so many routine facts are kept per [`WINDOW`].
const ROUTINE_PER_WINDOW: u32 = 2_000;

/// A stretch of event time.
const WINDOW: Nanos = Nanos::from_millis(10);

/// The two rings.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Happenings {
    routine: Ring<Happening>,
    weighty: Ring<Happening>,
    flow: Flow,
    flow_before: Option<Flow>,
}

/// How many facts came, and how fast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::model) struct Flow {
    last_number: u64,
    window_start: Nanos,
    in_window: u32,
    /// Routine facts before this moment are skipped: enough of them are kept.
    flooded_until: Nanos,
}

/// What the rings were when a segment began.
#[derive(Clone, Debug)]
pub(in crate::model) struct HappeningsBefore {
    routine: Past<Happening>,
    weighty: Past<Happening>,
    flow: Flow,
}

impl HappeningsBefore {
    /// The memory behind it, in bytes.
    pub(in crate::model) fn heap_bytes(&self) -> usize {
        self.routine.heap_bytes() + self.weighty.heap_bytes()
    }
}

impl Happenings {
    #[inline]
    pub(in crate::model) fn push(
        &mut self,
        at: Nanos,
        task: Option<TaskId>,
        worker: Option<WorkerId>,
        kind: HappeningKind,
    ) {
        let routine = kind.is_routine();
        if routine && self.skips(at) {
            return;
        }
        self.flow.last_number += u64::from(!routine);
        self.keep(at, task, worker, kind, routine);
    }

    /// Numbers a routine fact, and gives whether it is one of a flood that is not kept.
    #[inline(always)]
    fn skips(&mut self, at: Nanos) -> bool {
        self.flow.last_number += 1;
        at < self.flow.flooded_until
    }

    /// The same as [`push`](Self::push) of a routine fact, which is made only if it is kept.
    #[inline(always)]
    pub(in crate::model) fn push_routine(
        &mut self,
        at: Nanos,
        task: TaskId,
        worker: Option<WorkerId>,
        kind: impl FnOnce() -> HappeningKind,
    ) {
        if !self.skips(at) {
            self.keep(at, Some(task), worker, kind(), true);
        }
    }

    #[inline(never)]
    fn keep(
        &mut self,
        at: Nanos,
        task: Option<TaskId>,
        worker: Option<WorkerId>,
        kind: HappeningKind,
        routine: bool,
    ) {
        if routine {
            self.flow.count_routine(at);
        }
        let ring = if routine {
            &mut self.routine
        } else {
            &mut self.weighty
        };
        let fact = Happening {
            number: self.flow.last_number,
            at,
            task,
            worker,
            kind,
        };
        ring.push(fact, RING);
    }

    /// Both rings in order of number.
    pub(in crate::model) fn iter(&self) -> Merged<'_> {
        Merged {
            routine: rest(&self.routine),
            weighty: rest(&self.weighty),
        }
    }

    /// Begins a segment.
    pub(in crate::model) fn remember(&mut self) {
        self.routine.remember();
        self.weighty.remember();
        self.flow_before = Some(self.flow);
    }

    /// Ends remembering.
    pub(in crate::model) fn stop(&mut self) {
        self.routine.stop();
        self.weighty.stop();
        self.flow_before = None;
    }

    /// What the rings were when the segment began.
    pub(in crate::model) fn before(&self) -> Option<HappeningsBefore> {
        Some(HappeningsBefore {
            routine: self.routine.past()?.clone(),
            weighty: self.weighty.past()?.clone(),
            flow: self.flow_before?,
        })
    }

    pub(in crate::model) fn take_back(&mut self, before: &HappeningsBefore) {
        self.routine.take_back(&before.routine);
        self.weighty.take_back(&before.weighty);
        self.flow = before.flow;
    }
}

impl Flow {
    fn count_routine(&mut self, at: Nanos) {
        if at.since(self.window_start) >= WINDOW {
            self.window_start = at;
            self.in_window = 0;
        }
        self.in_window += 1;
        self.flooded_until = match self.in_window {
            ROUTINE_PER_WINDOW.. => self.window_start + WINDOW,
            _ => Nanos::ZERO,
        };
    }
}

fn rest(ring: &Ring<Happening>) -> Rest<'_> {
    (ring.items(), 0..ring.items().len())
}

type Rest<'a> = (&'a VecDeque<Happening>, Range<usize>);

/// Two sorted rings as one sequence.
pub(in crate::model) struct Merged<'a> {
    routine: Rest<'a>,
    weighty: Rest<'a>,
}

impl<'a> Iterator for Merged<'a> {
    type Item = &'a Happening;

    fn next(&mut self) -> Option<Self::Item> {
        let number = |(ring, range): &Rest<'a>| {
            if range.is_empty() {
                u64::MAX
            } else {
                ring[range.start].number
            }
        };
        let first = if number(&self.routine) <= number(&self.weighty) {
            &mut self.routine
        } else {
            &mut self.weighty
        };
        let index = first.1.next()?;
        first.0.get(index)
    }
}

impl DoubleEndedIterator for Merged<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let number = |(ring, range): &Rest<'_>| {
            if range.is_empty() {
                0
            } else {
                ring[range.end - 1].number
            }
        };
        let last = if number(&self.routine) >= number(&self.weighty) {
            &mut self.routine
        } else {
            &mut self.weighty
        };
        let index = last.1.next_back()?;
        last.0.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::WakeBy;

    fn push(happenings: &mut Happenings, at: u64, kind: HappeningKind) {
        happenings.push(Nanos(at), None, None, kind);
    }

    #[test]
    fn both_rings_come_merged_from_either_end() {
        let mut happenings = Happenings::default();
        let waits = HappeningKind::PutAside { site: None };
        for kind in [
            waits.clone(),
            HappeningKind::Panicked,
            waits,
            HappeningKind::RunEnded,
        ] {
            push(&mut happenings, 1, kind);
        }
        let forth: Vec<_> = happenings.iter().map(|h| h.number).collect();
        assert_eq!(forth, [1, 2, 3, 4]);
        let back: Vec<_> = happenings.iter().rev().map(|h| h.number).collect();
        assert_eq!(back, [4, 3, 2, 1]);
        let mut both = happenings.iter();
        let ends = [
            both.next(),
            both.next_back(),
            both.next(),
            both.next_back(),
            both.next(),
        ];
        assert_eq!(
            ends.map(|h| h.map(|h| h.number)),
            [Some(1), Some(4), Some(2), Some(3), None]
        );
    }

    #[test]
    fn a_flood_of_wakes_hides_no_panic_and_numbers_go_on() {
        let mut happenings = Happenings::default();
        push(&mut happenings, 0, HappeningKind::Panicked);
        for _ in 0..10_000 {
            push(
                &mut happenings,
                1,
                HappeningKind::Woken { by: WakeBy::Driver },
            );
        }
        push(
            &mut happenings,
            2,
            HappeningKind::Completed { unclaimed: true },
        );
        let facts: Vec<_> = happenings.iter().collect();
        assert_eq!(facts.len(), RING + 2);
        assert_eq!(
            (facts[0].number, facts[RING].number),
            (1, 1 + u64::from(ROUTINE_PER_WINDOW))
        );
        assert_eq!(facts[RING + 1].number, 10_002);
    }
}
