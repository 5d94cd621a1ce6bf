//! Records as they were when the present segment began, and how they come back.
//!
//! Each open page has a bit per record: whether it was noted in this segment. The bits
//! are there only while the model remembers, so that all a change costs otherwise is to
//! see that they are not.

use super::page::{Bits, Page};
use super::{Record, Table, split};
use crate::events::TaskId;
use crate::model::extra::Extra;
use crate::model::record::Seen;

/// Room for so many records is never given back between segments.
const ROOM: usize = 1_024;

/// The notes of a segment.
#[derive(Clone, Debug, Default)]
pub(in crate::model) struct Records {
    /// Who changed, and what each of them was: two arrays, for the sake of alignment.
    ids: Vec<TaskId>,
    records: Vec<Record>,
    /// Who was not there.
    made: Vec<TaskId>,
}

impl Records {
    /// All who changed, each once.
    pub(in crate::model) fn ids(&self) -> impl Iterator<Item = TaskId> {
        self.ids.iter().chain(&self.made).copied()
    }

    /// All who changed, each once, with what they were, at most so many at a time. Those
    /// without were not there.
    pub(in crate::model) fn runs(
        &self,
        most: usize,
    ) -> impl Iterator<Item = (&[TaskId], &[Record])> {
        let changed = self.ids.chunks(most).zip(self.records.chunks(most));
        changed.chain(self.made.chunks(most).map(|made| (made, &[][..])))
    }

    /// The memory it takes, in bytes.
    pub(in crate::model) const fn bytes(&self) -> usize {
        self.ids.capacity() * size_of::<TaskId>()
            + self.records.capacity() * size_of::<Record>()
            + self.made.capacity() * size_of::<TaskId>()
    }

    const fn noted_bytes(&self) -> usize {
        self.records.len() * (size_of::<Record>() + size_of::<TaskId>())
            + self.made.len() * size_of::<TaskId>()
    }

    #[inline]
    fn note(&mut self, noted: &mut Bits, id: TaskId, record: &Record) {
        let (_, slot) = split(id);
        let (word, bit) = (slot / 64, 1 << (slot % 64));
        if noted[word] & bit == 0 {
            noted[word] |= bit;
            self.push(id, *record);
        }
    }

    /// A function of its own, so that those who change records stay small.
    #[cold]
    fn push(&mut self, id: TaskId, record: Record) {
        if record.seen() == Seen::Never {
            self.made.push(id);
        } else {
            self.ids.push(id);
            self.records.push(record);
        }
    }

    /// Empties it. Room for twice as much as it held stays: the next segment is as long.
    fn clear(&mut self) {
        let (changed, made) = (self.ids.len(), self.made.len());
        self.ids.clear();
        self.records.clear();
        self.made.clear();
        self.ids.shrink_to(2 * changed + ROOM);
        self.records.shrink_to(2 * changed + ROOM);
        self.made.shrink_to(2 * made + ROOM);
    }
}

/// Notes a record that is about to change, if it is the first time in this segment.
#[inline]
pub(super) fn note(
    noted: &mut Option<Box<Bits>>,
    past: &mut Option<Records>,
    id: TaskId,
    record: &Record,
) {
    if let (Some(noted), Some(past)) = (noted, past) {
        past.note(noted, id, record);
    }
}

impl Table {
    /// Begins a segment.
    pub(in crate::model) fn remember(&mut self) {
        self.extras.remember();
        let Some(past) = &mut self.past else {
            for noted in self.pages.iter_mut().filter_map(Page::noted_mut) {
                *noted = Some(Box::default());
            }
            self.past = Some(Records::default());
            return;
        };
        for id in past.ids() {
            let (page, slot) = split(id);
            let noted = self.pages.get_mut(page).and_then(Page::noted_mut);
            if let Some(Some(noted)) = noted {
                noted[slot / 64] &= !(1 << (slot % 64));
            }
        }
        past.clear();
    }

    /// Memory of the notes of the present segment, in bytes, without looking at each.
    pub(in crate::model) fn noted_bytes(&self) -> usize {
        let records = self.past.as_ref().map_or(0, Records::noted_bytes);
        records + self.extras.noted() * size_of::<(u32, Option<Extra>)>()
    }

    /// A copy that remembers nothing, in the memory of another table.
    pub(in crate::model) fn snapshot_into(&self, spare: Self) -> Self {
        let mut extras = self.extras.clone();
        extras.stop();
        let mut pages = spare.pages;
        pages.truncate(self.pages.len());
        let (reused, rest) = self.pages.split_at(pages.len());
        for (page, from) in pages.iter_mut().zip(reused) {
            page.become_copy_of(from);
        }
        pages.extend(rest.iter().map(|from| {
            let mut page = Page::Untouched;
            page.become_copy_of(from);
            page
        }));
        Self {
            pages,
            extras,
            origins: self.origins.clone(),
            past: None,
        }
    }

    /// What changed in the segment, as it was.
    pub(in crate::model) fn before(&self) -> Records {
        self.past.clone().unwrap_or_default()
    }

    /// Writes a record back. Whether it was noted in the present segment is not looked at:
    /// a new segment must begin afterwards.
    pub(in crate::model) fn write_back(&mut self, id: TaskId, record: &Record) {
        let (page, slot) = split(id);
        let Some(page) = self.pages.get_mut(page) else {
            return;
        };
        page.put(slot, record, self.past.is_some());
    }
}
