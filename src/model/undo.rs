//! Taking the model back: what events changed is remembered, stretch by stretch.
//!
//! A stretch is the events between two checkpoints. For each, an [`Undo`] holds what was
//! there at its beginning of everything that changed in it. It holds values, not steps:
//! so it takes back any state of its stretch, be it the end or not. Each part of the model
//! notes its own changes; this module puts the notes together and hands them out again.
//!
//! A model taken back is the same in everything that later events ask for, numbers of
//! extras and stamps of lists included: events folded again come to the same numbers, so
//! the `Undo` of a later stretch fits again too. Only memory may differ, and what no event
//! can tell: which origins were ever seen.

use super::Model;
use super::counters::Counters;
use super::extra::ExtrasBefore;
use super::happening::HappeningsBefore;
use super::journal::Before;
use super::kinds::KindBefore;
use super::list::{Ends, Left};
use super::record::Record;
use super::ring::Past;
use super::stall::Stall;
use super::table::Records;
use super::timers::Bucket;
use super::worker::{Span, Worker};
use crate::events::{KindId, Nanos, RunInfo, Site, TaskId, TextId, WorkerId};
use std::sync::Arc;

/// Records read in a row before they are changed, so that cache misses overlap.
const AT_ONCE: usize = 64;

/// What takes a [`Model`] back to the beginning of one stretch of events.
#[derive(Clone, Debug)]
pub struct Undo {
    begin: Begin,
    histories: Vec<Past<Span>>,
    records: Records,
    /// Blocks that left the lists.
    left: Vec<Box<[Left]>>,
    extras: ExtrasBefore,
    timers: Before<u64, Bucket>,
    kinds: Before<KindId, Arc<KindBefore>>,
    sites: Before<u32, Site>,
    texts: Before<u32, String>,
    rewoken: Before<TaskId, Nanos>,
    moved: Before<TaskId, WorkerId>,
    recent_texts: Past<(Nanos, Option<TaskId>, TextId)>,
    ended: Past<TaskId>,
    stalls: Past<Stall>,
    happenings: HappeningsBefore,
    bytes: usize,
}

/// The small things, copied at the beginning of every stretch.
#[derive(Clone, Debug)]
pub(super) struct Begin {
    at: Nanos,
    run: Option<RunInfo>,
    running: bool,
    closing: Option<bool>,
    counters: Counters,
    poll_histogram: [u64; 64],
    early: usize,
    last_activity: Nanos,
    /// Without their histories.
    workers: Vec<Worker>,
    lists: Vec<Ends>,
    /// The histories of the workers that were there, if they are gone since.
    former: Option<Vec<Past<Span>>>,
}

impl Undo {
    /// The memory it takes, in bytes. What has no name of its own in memory, such as what
    /// an allocator adds, is not in it.
    pub const fn bytes(&self) -> usize {
        self.bytes
    }

    fn measured(mut self) -> Self {
        let begin = self.begin.workers.capacity() * size_of::<Worker>()
            + self.begin.lists.capacity() * size_of::<Ends>()
            + self
                .begin
                .run
                .as_ref()
                .map_or(0, |run| run.tokio.capacity());
        let histories = self.histories.iter().map(Past::heap_bytes).sum::<usize>()
            + self.histories.capacity() * size_of::<Past<Span>>();
        let site = |site: &Site| site.file.capacity();
        let kinds = self.kinds.iter().flat_map(|(_, kind)| kind);
        let sites = self.sites.iter().flat_map(|(_, before)| before);
        let texts = self.texts.iter().flat_map(|(_, before)| before);
        self.bytes = size_of::<Self>()
            + begin
            + histories
            + self.records.bytes()
            + size_of_val(&*self.left)
            + self
                .left
                .iter()
                .map(|left| size_of_val(&**left))
                .sum::<usize>()
            + self.extras.heap_bytes()
            + size_of_val(&*self.timers)
            + size_of_val(&*self.kinds)
            + kinds.map(|kind| kind.bytes()).sum::<usize>()
            + size_of_val(&*self.sites)
            + sites.map(site).sum::<usize>()
            + size_of_val(&*self.texts)
            + texts.map(String::capacity).sum::<usize>()
            + size_of_val(&*self.rewoken)
            + size_of_val(&*self.moved)
            + self.recent_texts.heap_bytes()
            + self.ended.heap_bytes()
            + self.stalls.heap_bytes()
            + self.happenings.heap_bytes();
        self
    }
}

impl Model {
    /// From now on remembers what events change: a stretch begins. If it remembers
    /// already, the present stretch is dropped and a new one begins.
    pub fn remember(&mut self) {
        self.workers.iter_mut().for_each(Worker::remember);
        self.table.remember();
        self.lists.remember();
        self.timers.remember();
        self.kinds.remember();
        self.sites.remember();
        self.texts.remember();
        self.rewoken.remember();
        self.moved.remember();
        self.recent_texts.remember();
        self.ended.remember();
        self.stalls.remember();
        self.happenings.remember();
        self.begin = Some(Box::new(Begin {
            at: self.at,
            run: self.run.clone(),
            running: self.running,
            closing: self.closing,
            counters: self.counters,
            poll_histogram: self.poll_histogram,
            early: self.early,
            last_activity: self.last_activity,
            workers: self.workers.iter().map(Worker::without_history).collect(),
            lists: self.lists.ends(),
            former: None,
        }));
    }

    /// Ends the present stretch: gives its [`Undo`] and begins a new one. `None` if the
    /// model does not remember. Costs as much as the stretch changed, and a few KB.
    pub fn checkpoint(&mut self) -> Option<Undo> {
        let undo = self.undo()?;
        self.remember();
        Some(undo)
    }

    /// The [`Undo`] of the present stretch as far as it went; `None` if the model does not
    /// remember. A copy: it costs as much as the stretch changed.
    pub fn undo(&self) -> Option<Undo> {
        let begin = self.begin.as_deref()?.clone();
        let histories = match &begin.former {
            Some(former) => former.clone(),
            None => self
                .workers
                .iter()
                .map_while(Worker::past)
                .cloned()
                .collect(),
        };
        let undo = Undo {
            begin,
            histories,
            records: self.table.before(),
            left: self.lists.left(),
            extras: self.table.extras().before(),
            timers: self.timers.before(),
            kinds: self.kinds.before(),
            sites: self.sites.before(),
            texts: self.texts.before(),
            rewoken: self.rewoken.before(),
            moved: self.moved.before(),
            recent_texts: self.recent_texts.past()?.clone(),
            ended: self.ended.past()?.clone(),
            stalls: self.stalls.past()?.clone(),
            happenings: self.happenings.before()?,
            bytes: 0,
        };
        Some(undo.measured())
    }

    /// About the memory the [`Undo`] of the present stretch would take by now, in bytes:
    /// what grows with the stretch, known at once. 0 if the model does not remember.
    pub fn undo_bytes(&self) -> usize {
        self.table.noted_bytes()
    }

    /// Takes the model back, stretch by stretch: first to the beginning of the first
    /// `Undo`'s stretch, in which it must be, or at its end; and so on. Costs as much as
    /// these stretches changed. If the model remembers, a new stretch begins there.
    ///
    /// Each `Undo` must be of this model, or of one that folded the same events.
    pub fn take_back<'a>(&mut self, newest_first: impl IntoIterator<Item = &'a Undo>) {
        let undos: Vec<&Undo> = newest_first.into_iter().collect();
        let Some(oldest) = undos.last() else { return };
        let changed = self.take_records_back(&undos);
        undos.iter().for_each(|undo| self.take_back_one(undo));
        let left: Vec<_> = undos.iter().map(|undo| &*undo.left).collect();
        self.lists.take_back(&oldest.begin.lists, &left);
        for ids in changed.chunks(AT_ONCE) {
            self.table.warm(ids.iter().copied());
            ids.iter().for_each(|id| self.reoccupy(*id));
        }
        if self.begin.is_some() {
            self.remember();
        }
    }

    /// A copy of the present state that does not remember, to look at or to take back.
    #[must_use]
    pub fn snapshot(&self) -> Self {
        self.snapshot_into(Self::new(self.stall_after))
    }

    /// The same, in the memory of a model that is not needed any more.
    #[must_use]
    pub fn snapshot_into(&self, spare: Self) -> Self {
        let mut copy = Self {
            table: self.table.snapshot_into(spare.table),
            lists: self.lists.clone(),
            workers: self.workers.clone(),
            run: self.run.clone(),
            timers: self.timers.clone(),
            kinds: self.kinds.clone(),
            sites: self.sites.clone(),
            texts: self.texts.clone(),
            recent_texts: self.recent_texts.clone(),
            ended: self.ended.clone(),
            stalls: self.stalls.clone(),
            happenings: self.happenings.clone(),
            rewoken: self.rewoken.clone(),
            moved: self.moved.clone(),
            begin: None,
            ..*self
        };
        copy.workers.iter_mut().for_each(Worker::stop);
        copy.lists.stop();
        copy.timers.stop();
        copy.kinds.stop();
        copy.sites.stop();
        copy.texts.stop();
        copy.rewoken.stop();
        copy.moved.stop();
        copy.recent_texts.stop();
        copy.ended.stop();
        copy.stalls.stop();
        copy.happenings.stop();
        copy
    }

    /// Before the workers of a runtime go: their histories are kept for the present stretch.
    pub(super) fn keep_histories(&mut self) {
        if let Some(begin) = &mut self.begin
            && begin.former.is_none()
        {
            let workers = std::mem::take(&mut self.workers).into_iter();
            begin.former = Some(workers.map_while(Worker::into_past).collect());
        }
    }

    /// Writes back what each record was in the oldest stretch that changed it, and takes
    /// the entries of these tasks out of their lists. Gives the tasks, each once.
    fn take_records_back(&mut self, newest_first: &[&Undo]) -> Vec<TaskId> {
        let mut met = vec![0_u64; self.table.capacity().div_ceil(64)];
        let mut changed = Vec::new();
        // Most were met before: of these no more than the number is read.
        let mut is_new = |id: TaskId| {
            let index = id.get() as usize - 1;
            let bit = 1 << (index % 64);
            let word = met.get_mut(index / 64).filter(|word| **word & bit == 0);
            word.is_some_and(|word| {
                *word |= bit;
                true
            })
        };
        let mut new = Vec::with_capacity(AT_ONCE);
        for (ids, records) in newest_first
            .iter()
            .rev()
            .flat_map(|undo| undo.records.runs(AT_ONCE))
        {
            new.extend((0..ids.len()).filter(|index| is_new(ids[*index])));
            self.table.warm(new.iter().map(|index| ids[*index]));
            for index in new.drain(..) {
                self.vacate(ids[index]);
                let record = records.get(index).unwrap_or(&Record::ABSENT);
                self.table.write_back(ids[index], record);
                changed.push(ids[index]);
            }
        }
        changed
    }

    /// All but the records and the lists.
    fn take_back_one(&mut self, undo: &Undo) {
        let begin = &undo.begin;
        self.at = begin.at;
        self.run.clone_from(&begin.run);
        self.running = begin.running;
        self.closing = begin.closing;
        self.counters = begin.counters;
        self.poll_histogram = begin.poll_histogram;
        self.early = begin.early;
        self.last_activity = begin.last_activity;
        let mut now = std::mem::take(&mut self.workers).into_iter();
        let before = begin.workers.iter().zip(&undo.histories);
        self.workers = before
            .map(|(small, past)| Worker::taken_back(small, now.next(), past))
            .collect();
        self.table.extras_mut().take_back(&undo.extras);
        self.timers.take_back(&undo.timers);
        self.kinds.take_back(&undo.kinds);
        self.sites.take_back(&undo.sites);
        self.texts.take_back(&undo.texts);
        self.rewoken.take_back(&undo.rewoken);
        self.moved.take_back(&undo.moved);
        self.recent_texts.take_back(&undo.recent_texts);
        self.ended.take_back(&undo.ended);
        self.stalls.take_back(&undo.stalls);
        self.happenings.take_back(&undo.happenings);
    }

    /// Takes the task's entry out of its list, whose ends come later.
    fn vacate(&mut self, id: TaskId) {
        if let Some(record) = self.table.get(id)
            && let Some(list) = self.lists.of(record.place())
        {
            list.vacate(id, record.stamp);
        }
    }

    /// Puts the task's entry into the list it was in.
    fn reoccupy(&mut self, id: TaskId) {
        if let Some(record) = self.table.get(id)
            && let Some(list) = self.lists.of(record.place())
        {
            list.reoccupy(id, record.stamp);
        }
    }
}
