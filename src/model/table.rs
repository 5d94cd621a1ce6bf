//! The tasks, by number.
//!
//! Numbers are dense, so pages of 1,024 records and two array steps replace a hash table. A
//! page with few tasks left, or none, is small. The table puts record, extra and origin
//! together into the [`Task`] that others read; it knows nothing of the rules of places: the
//! fold decides what goes where.

mod page;
mod past;
#[cfg(test)]
mod tests;

pub(super) use past::Records;

use page::{Open, PAGE, Page};

use super::extra::{Extra, Extras};
use super::list::List;
use super::origins::{Origin, Origins};
use super::record::{First, Record, Seen, Waits};
use super::task::{HandleState, Pending, Task, Wait};
use crate::events::{KindId, Nanos, SiteId, TaskId};

/// All tasks that are not forgotten.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pages: Vec<Page>,
    extras: Extras,
    origins: Origins,
    /// Records as they were when the present segment began, if the model remembers.
    past: Option<Records>,
}

const fn split(id: TaskId) -> (usize, usize) {
    let index = id.get() as usize - 1;
    (index / PAGE, index % PAGE)
}

impl Table {
    #[inline]
    pub(super) fn get(&self, id: TaskId) -> Option<&Record> {
        let (page, slot) = split(id);
        match self.pages.get(page)? {
            Page::Open(open) => Some(&open.records[slot]).filter(|r| r.is_known()),
            page => page.get_elsewhere(slot),
        }
    }

    pub(super) fn get_mut(&mut self, id: TaskId) -> Option<&mut Record> {
        self.find_mut(id)
    }

    /// The same, for the few who do this all the time: a call costs half as much as what it does.
    #[inline(always)]
    pub(super) fn find_mut(&mut self, id: TaskId) -> Option<&mut Record> {
        let (page, slot) = split(id);
        let (record, noted) = match self.pages.get_mut(page)? {
            Page::Open(Open { records, noted, .. }) => {
                (Some(&mut records[slot]).filter(|r| r.is_known())?, noted)
            }
            page => page.get_mut_elsewhere(slot)?,
        };
        past::note(noted, &mut self.past, id, record);
        Some(record)
    }

    /// The record, if it is found in one step: not on a page of few tasks. For who has
    /// another way for all others.
    #[inline]
    pub(super) fn get_at_hand(&mut self, id: TaskId) -> Option<&mut Record> {
        let (page, slot) = split(id);
        let Page::Open(Open { records, noted, .. }) = self.pages.get_mut(page)? else {
            return None;
        };
        let record = Some(&mut records[slot]).filter(|record| record.is_known())?;
        past::note(noted, &mut self.past, id, record);
        Some(record)
    }

    /// A record at hand with nothing out of the ordinary, and the task's kind.
    #[inline]
    pub(super) fn routine(&mut self, id: TaskId) -> Option<(&mut Record, KindId)> {
        let (page, slot) = split(id);
        let Page::Open(Open { records, noted, .. }) = self.pages.get_mut(page)? else {
            return None;
        };
        let record = Some(&mut records[slot]).filter(|record| record.is_routine())?;
        past::note(noted, &mut self.past, id, record);
        let kind = self.origins.get(record.origin).kind;
        Some((record, kind))
    }

    /// Reads a word of the record, so that it is in the processor's cache soon.
    #[inline]
    pub(super) fn glance(&self, id: TaskId) -> u64 {
        let (page, slot) = split(id);
        match self.pages.get(page) {
            Some(Page::Open(open)) => open.records[slot].glance(),
            _ => 0,
        }
    }

    /// Reads these records in a row, and changes nothing.
    pub(super) fn warm(&self, ids: impl Iterator<Item = TaskId>) {
        let words = ids.map(|id| self.glance(id));
        std::hint::black_box(words.fold(0, u64::wrapping_add));
    }

    /// How many numbers the pages cover.
    pub(super) const fn capacity(&self) -> usize {
        self.pages.len() * PAGE
    }

    #[inline]
    pub(super) fn seen(&self, id: TaskId) -> Seen {
        let (page, slot) = split(id);
        self.pages
            .get(page)
            .map_or(Seen::Never, |page| page.seen(slot))
    }

    /// Puts a task in that was never seen.
    #[inline]
    pub(super) fn insert(&mut self, id: TaskId, record: &Record) {
        let (page, slot) = split(id);
        if let Some(Page::Open(open)) = self.pages.get_mut(page) {
            past::note(&mut open.noted, &mut self.past, id, &open.records[slot]);
            open.insert(slot, record);
        } else {
            self.insert_elsewhere(id, record);
        }
    }

    /// Puts a task in whose page is not open.
    #[inline(never)]
    fn insert_elsewhere(&mut self, id: TaskId, record: &Record) {
        let (page, slot) = split(id);
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || Page::Untouched);
        }
        // Of numbers that are far apart each would take a page.
        let is_far = page > 0 && matches!(self.pages[page - 1], Page::Untouched);
        let page = &mut self.pages[page];
        page.make_room(is_far, self.past.is_some());
        match page {
            Page::Open(open) => {
                past::note(&mut open.noted, &mut self.past, id, &open.records[slot]);
                open.insert(slot, record);
            }
            page => {
                if let Some(noted) = page.noted_mut() {
                    past::note(noted, &mut self.past, id, &Record::ABSENT);
                }
                page.put(slot, record, false);
            }
        }
    }

    /// Takes out a task that ended and is in no list.
    pub(super) fn forget(&mut self, id: TaskId, completed: bool) {
        let (page, slot) = split(id);
        let Some(page) = self.pages.get_mut(page) else {
            return;
        };
        match page {
            Page::Open(open) if open.records[slot].is_known() => {
                let record = &open.records[slot];
                past::note(&mut open.noted, &mut self.past, id, record);
                if let Waits::Extra(number) = record.waits() {
                    self.extras.remove(number);
                }
                if open.forget(slot, completed) {
                    page.take_shape();
                }
            }
            page => {
                let known = page.get_mut_elsewhere(slot);
                let Some((record, noted)) = known else { return };
                past::note(noted, &mut self.past, id, record);
                if let Waits::Extra(number) = record.waits() {
                    self.extras.remove(number);
                }
                let mut record = Record::ABSENT;
                record.forget(completed);
                page.put(slot, &record, false);
            }
        }
    }

    pub(super) const fn origins(&self) -> &Origins {
        &self.origins
    }

    /// The kind of a task, unless it is not known yet.
    #[inline]
    pub(super) fn kind_of(&self, record: &Record) -> Option<KindId> {
        let known = !record.is_early();
        known.then(|| self.origins.get(record.origin).kind)
    }

    /// The number that a record has for the origin.
    pub(super) fn number_of(&mut self, origin: Origin) -> u32 {
        self.origins.number(origin)
    }

    pub(super) fn set_origin(&mut self, id: TaskId, origin: Origin) {
        let number = self.number_of(origin);
        if let Some(record) = self.get_mut(id) {
            record.origin = number;
        }
    }

    /// What the record has no room for, if the task has such.
    #[inline]
    pub(super) fn extra(&self, record: &Record) -> Option<&Extra> {
        match record.waits() {
            Waits::Plain(_) => None,
            Waits::Extra(number) => self.extras.get(number),
        }
    }

    /// All pending awaits of a task: a signal, then the others, oldest first.
    pub(super) fn waits_of(&self, record: &Record) -> impl Iterator<Item = Wait> + '_ {
        let plain = match record.waits() {
            Waits::Plain(site) if !record.is_ended() => site,
            Waits::Plain(_) | Waits::Extra(_) => None,
        };
        let plain = plain.map(|site| Wait {
            site,
            until: None,
            on: None,
        });
        let ended = record.is_ended();
        let extra = self.extra(record).filter(|_| !ended);
        plain
            .into_iter()
            .chain(extra.into_iter().flat_map(Extra::waits))
    }

    pub(super) const fn extras(&self) -> &Extras {
        &self.extras
    }

    pub(super) const fn extras_mut(&mut self) -> &mut Extras {
        &mut self.extras
    }

    pub(super) fn extra_at(&self, number: u32) -> Option<&Extra> {
        self.extras.get(number)
    }

    /// Changes what a task waits for and other rare things of it.
    pub(super) fn edit<R>(
        &mut self,
        id: TaskId,
        change: impl FnOnce(&mut Extra) -> R,
    ) -> Option<R> {
        let known = match self.get(id)?.waits() {
            Waits::Extra(number) => Some(number),
            Waits::Plain(_) => None,
        };
        if let Some(number) = known {
            let extra = self.extras.get_mut(number)?;
            let result = change(extra);
            if extra.is_plain() {
                let site = extra.site();
                self.settle(id, known, site);
            }
            return Some(result);
        }
        let mut extra = Extra::plain(self.site_of(id));
        let result = change(&mut extra);
        let fits = extra.is_plain() && self.settle(id, None, extra.site());
        if !fits {
            let number = self.extras.add(extra);
            let fits = self.get_mut(id)?.set_waits(Waits::Extra(number));
            debug_assert!(fits, "the number of an extra always fits");
        }
        Some(result)
    }

    fn site_of(&self, id: TaskId) -> Option<SiteId> {
        match self.get(id)?.waits() {
            Waits::Plain(site) => site,
            Waits::Extra(number) => self.extras.get(number)?.site(),
        }
    }

    /// Writes a plain wait into the record, if it fits, and gives its extra back.
    fn settle(&mut self, id: TaskId, extra: Option<u32>, site: Option<SiteId>) -> bool {
        let record = self.get_mut(id);
        let fits = record.is_some_and(|record| record.set_waits(Waits::Plain(site)));
        if let (true, Some(number)) = (fits, extra) {
            self.extras.remove(number);
        }
        fits
    }

    /// Notes when the first poll began, or the job began to run.
    pub(super) fn set_first_poll(&mut self, id: TaskId, at: Nanos) {
        let fits = self.get_mut(id).is_none_or(|record| record.set_first(at));
        self.edit(id, |extra| extra.first_poll = (!fits).then_some(at));
    }

    /// Adds to the time spent in polls, or in a job.
    pub(super) fn add_busy(&mut self, id: TaskId, span: Nanos) {
        let over = self.get_mut(id).map_or(0, |record| record.add_busy(span));
        if over > 0 {
            self.edit(id, |extra| extra.busy_over += over);
        }
    }

    /// Adds to the time ready and not polled.
    pub(super) fn add_scheduled(&mut self, id: TaskId, span: Nanos) {
        let over = self
            .get_mut(id)
            .map_or(0, |record| record.add_scheduled(span));
        if over > 0 {
            self.edit(id, |extra| extra.scheduled_over += over);
        }
    }

    fn first_poll(&self, record: &Record) -> Option<Nanos> {
        match record.first() {
            First::Never => None,
            First::At(at) => Some(at),
            First::Far => self.extra(record)?.first_poll,
        }
    }

    /// How many tasks have an extra.
    pub(super) const fn extras_len(&self) -> usize {
        self.extras.len()
    }

    /// Whether it is seen when the task is woken.
    pub(super) fn sees_wakes_of(&self, id: TaskId) -> bool {
        self.get(id)
            .is_none_or(|record| self.origins.get(record.origin).sight.is_whole())
    }

    /// The task as others see it.
    pub(super) fn view(&self, id: TaskId) -> Option<Task> {
        self.get(id).map(|record| self.task(id, record))
    }

    fn task(&self, id: TaskId, record: &Record) -> Task {
        let origin = self.origins.get(record.origin);
        let extra = self.extra(record);
        let over = |units: u32| u64::from(units) << 40;
        let site = match record.waits() {
            Waits::Plain(site) => site,
            Waits::Extra(_) => extra.and_then(Extra::site),
        };
        let more = extra.and_then(|extra| extra.more.as_ref());
        Task {
            id,
            kind: origin.kind,
            parent: record.parent(),
            spawn_site: origin.site,
            spawned_at: record.spawned_at(),
            bytes: origin.bytes,
            role: origin.role,
            sight: origin.sight,
            place: record.place(),
            since: record.since(),
            site,
            until: extra.and_then(|extra| extra.until),
            awaits: extra.and_then(|extra| extra.awaits),
            first_poll: self.first_poll(record),
            last_worker: record.last_worker(),
            polls: record.polls,
            wakes: record.wakes,
            busy: Nanos(record.busy()) + Nanos(over(extra.map_or(0, |e| e.busy_over))),
            scheduled: Nanos(record.scheduled())
                + Nanos(over(extra.map_or(0, |e| e.scheduled_over))),
            handle: match origin.sight.is_whole() {
                true => record.handle(),
                false => HandleState::Unseen,
            },
            is_blocking_job: record.is_job(),
            pending: match extra.filter(|_| !record.is_ended()) {
                Some(extra) if extra.is_listed() => Pending::Listed(extra.waits().collect()),
                _ => Pending::Shown,
            },
            together: extra.and_then(Extra::together).cloned().map(Box::new),
            abort_asked: more.is_some_and(|more| more.abort_asked),
        }
    }

    /// All tasks from the given number on.
    pub(super) fn from(&self, from: Option<TaskId>) -> impl DoubleEndedIterator<Item = Task> {
        let (first, slot) = from.map_or((0, 0), split);
        let first = first.min(self.pages.len());
        let pages = self.pages[first..].iter().enumerate();
        pages.flat_map(move |(n, page)| {
            let (open, thin) = match page {
                Page::Open(open) => (&open.records[..], None),
                Page::Thin(thin) => (&[][..], Some(thin)),
                Page::Untouched | Page::Closed(_) => (&[][..], None),
            };
            let skip = if n == 0 { slot } else { 0 };
            let open = open.iter().enumerate();
            let records = open.chain(thin.into_iter().flat_map(|thin| thin.iter()));
            let records = records.filter(move |(k, record)| *k >= skip && record.is_known());
            records.filter_map(move |(k, record)| {
                let id = TaskId::new(((first + n) * PAGE + k + 1) as u32)?;
                Some(self.task(id, record))
            })
        })
    }

    /// The tasks of a list, front first.
    pub(super) fn walk(&self, list: &List) -> impl Iterator<Item = Task> {
        list.iter().filter_map(|id| self.view(id))
    }
}
