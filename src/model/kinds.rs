//! The kinds of tasks, by number: their names, counts and times.
//!
//! A kind's times take some KB, so what it was is noted when it first changes in a segment,
//! in little room, and shared by all copies of the notes.

use super::counters::{Counters, JobTimes, KindStats};
use super::journal::{Before, Journal};
use super::spans::Filled;
use crate::events::KindId;
use std::sync::Arc;

/// One kind.
#[derive(Clone, Debug)]
pub(super) struct Kind {
    pub(super) name: String,
    pub(super) stats: KindStats,
    /// The model remembers, and has not yet noted in this segment what it is.
    to_note: bool,
}

/// What a kind was when a segment began.
#[derive(Clone, Debug)]
pub(super) struct KindBefore {
    name: String,
    counts: Counters,
    /// Times to the first poll, ready, busy, and in all; of jobs queued, run, and in all.
    times: [Filled; 7],
}

impl KindBefore {
    fn of(kind: &Kind) -> Self {
        let Kind {
            name,
            stats,
            to_note: _,
        } = kind;
        let KindStats {
            counts,
            first_poll,
            scheduled,
            busy,
            total,
            jobs,
        } = stats;
        let JobTimes {
            queued,
            ran,
            total: jobs_total,
        } = jobs;
        Self {
            name: name.clone(),
            counts: *counts,
            times: [first_poll, scheduled, busy, total, queued, ran, jobs_total]
                .map(super::spans::Spans::pack),
        }
    }

    /// The memory it takes, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let times = self.times.iter().map(Filled::heap_bytes);
        size_of::<Self>() + self.name.capacity() + times.sum::<usize>()
    }

    fn kind(&self) -> Kind {
        let [first_poll, scheduled, busy, total, queued, ran, jobs_total] =
            self.times.each_ref().map(Filled::unpack);
        Kind {
            name: self.name.clone(),
            stats: KindStats {
                counts: self.counts,
                first_poll,
                scheduled,
                busy,
                total,
                jobs: JobTimes {
                    queued,
                    ran,
                    total: jobs_total,
                },
            },
            to_note: false,
        }
    }
}

/// All kinds announced or used.
#[derive(Clone, Debug, Default)]
pub(super) struct Kinds {
    all: Vec<Option<Kind>>,
    journal: Journal<KindId, Arc<KindBefore>>,
}

impl Kinds {
    pub(super) fn get(&self, id: KindId) -> Option<&Kind> {
        self.all.get(id.index())?.as_ref()
    }

    /// For changing it.
    #[inline(always)]
    pub(super) fn get_mut(&mut self, id: KindId) -> Option<&mut Kind> {
        let kind = self.all.get_mut(id.index())?.as_mut()?;
        if kind.to_note {
            note(&mut self.journal, id, kind);
        }
        Some(kind)
    }

    /// For changing it; it is made if it was never mentioned.
    #[inline]
    pub(super) fn entry(&mut self, id: KindId) -> &mut Kind {
        if self.all.get(id.index()).is_none_or(Option::is_none) {
            self.make(id);
        }
        self.get_mut(id).expect("it was made above")
    }

    #[cold]
    fn make(&mut self, id: KindId) {
        if id.index() >= self.all.len() {
            self.all.resize_with(id.index() + 1, || None);
        }
        self.journal.note(id, || None);
        self.all[id.index()] = Some(Kind {
            name: String::from("?"),
            stats: KindStats::default(),
            to_note: false,
        });
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (KindId, &Kind)> {
        let all = (0..=u16::MAX).zip(&self.all);
        all.filter_map(|(index, kind)| Some((KindId::new(index), kind.as_ref()?)))
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self) {
        self.journal.remember();
        let all = self.all.iter_mut().flatten();
        all.for_each(|kind| kind.to_note = true);
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.journal.stop();
        let all = self.all.iter_mut().flatten();
        all.for_each(|kind| kind.to_note = false);
    }

    /// What changed in the segment, as it was.
    pub(super) fn before(&self) -> Before<KindId, Arc<KindBefore>> {
        self.journal.before()
    }

    pub(super) fn take_back(&mut self, before: &Before<KindId, Arc<KindBefore>>) {
        for (id, kind) in before {
            if let Some(place) = self.all.get_mut(id.index()) {
                *place = kind.as_deref().map(KindBefore::kind);
            }
        }
    }
}

#[cold]
fn note(journal: &mut Journal<KindId, Arc<KindBefore>>, id: KindId, kind: &mut Kind) {
    kind.to_note = false;
    journal.note(id, || Some(Arc::new(KindBefore::of(kind))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Nanos;

    #[test]
    fn a_kind_is_noted_once_in_a_segment_and_taken_back() {
        let (old, idle, new) = (KindId::new(0), KindId::new(1), KindId::new(3));
        let mut kinds = Kinds::default();
        kinds.entry(old).name = String::from("old");
        kinds.entry(idle);
        kinds.remember();
        for _ in 0..2 {
            kinds.entry(old).stats.busy.record(Nanos(9));
        }
        kinds.entry(new).name = String::from("new");
        let mut before = kinds.before();
        before.sort_unstable_by_key(|(id, _)| *id);
        assert_eq!(
            before.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
            [old, new]
        );
        assert!(before[0].1.as_ref().is_some_and(|kind| kind.bytes() > 3));
        kinds.take_back(&before);
        let left: Vec<_> = kinds.iter().map(|(id, kind)| (id, &*kind.name)).collect();
        assert_eq!(left, [(old, "old"), (idle, "?")]);
        assert_eq!(kinds.get(old).unwrap().stats.busy.len(), 0);
    }
}
