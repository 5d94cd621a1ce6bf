//! Taking the model back: what events changed is remembered, segment by segment.
//!
//! A segment is the events between two checkpoints. For each, an [`Undo`] holds what was
//! there at its beginning of everything that changed in it. It holds values, not steps:
//! so it takes back any state of its segment, be it the end or not. Each part of the model
//! notes its own changes; this module puts the notes together and hands them out again.
//!
//! A model taken back is the same in everything that later events ask for, numbers of
//! extras and stamps of lists included: events folded again come to the same numbers, so
//! the `Undo` of a later segment fits again too. Only memory may differ, and what no event
//! can tell: which origins were ever seen.

mod kept;
mod snapshot;

pub(super) use kept::Begin;
pub use kept::Undo;

use super::Model;
use super::record::Record;
use super::ring::Past;
use super::worker::{Span, Worker};
use crate::events::TaskId;

/// Records read in a row before they are changed, so that cache misses overlap.
const AT_ONCE: usize = 64;

impl Model {
    /// From now on remembers what events change: a segment begins. If it remembers
    /// already, the present segment is dropped and a new one begins.
    pub fn remember(&mut self) {
        // Every field is named: one that is forgotten here would break the past alone.
        let Self {
            stall_after: _,
            at,
            run,
            running,
            shutdown,
            workers,
            table,
            lists,
            timers,
            pool,
            kinds,
            sites,
            texts,
            recent_texts,
            counters,
            poll_histogram,
            ended,
            stalls,
            panics,
            stuck,
            deadlocks,
            happenings,
            early,
            rewoken,
            moved,
            locks,
            shortcut: _,
            driver,
            begin,
        } = self;
        workers.iter_mut().for_each(Worker::remember);
        table.remember();
        lists.remember();
        timers.remember();
        kinds.remember();
        sites.remember();
        texts.remember();
        rewoken.remember();
        moved.remember();
        locks.remember();
        recent_texts.remember();
        ended.remember();
        stalls.remember();
        panics.remember();
        stuck.remember();
        deadlocks.remember();
        happenings.remember();
        *begin = Some(Box::new(Begin {
            at: *at,
            run: run.clone(),
            running: *running,
            shutdown: *shutdown,
            counters: *counters,
            pool: *pool,
            poll_histogram: *poll_histogram,
            early: *early,
            driver: *driver,
            workers: workers.iter().map(Worker::without_history).collect(),
            lists: lists.ends(),
            former: None,
        }));
    }

    /// Ends the present segment: gives its [`Undo`] and begins a new one. `None` if the
    /// model does not remember. Costs as much as the segment changed, and a few KB.
    pub fn checkpoint(&mut self) -> Option<Undo> {
        let undo = self.undo()?;
        self.remember();
        Some(undo)
    }

    /// The [`Undo`] of the present segment as far as it went; `None` if the model does not
    /// remember. A copy: it costs as much as the segment changed.
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
            locks: self.locks.before(),
            recent_texts: self.recent_texts.past()?.clone(),
            ended: self.ended.past()?.clone(),
            stalls: self.stalls.past()?.clone(),
            panics: self.panics.past()?.clone(),
            stuck: self.stuck.past()?.clone(),
            deadlocks: self.deadlocks.past()?.clone(),
            happenings: self.happenings.before()?,
            bytes: 0,
        };
        Some(undo.measured())
    }

    /// About the memory the [`Undo`] of the present segment would take by now, in bytes:
    /// what grows with the segment, known at once. 0 if the model does not remember.
    pub fn undo_bytes(&self) -> usize {
        self.table.noted_bytes()
    }

    /// Takes the model back to the beginning of the oldest of these segments. The newest one,
    /// given first, is that in which the model is, or at whose end it is; each of the others
    /// must be the one before. Costs as much as these segments changed. If the model
    /// remembers, a new segment begins there.
    ///
    /// Each `Undo` must be of this model, or of one that folded the same events; of another one
    /// the model comes out wrong.
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

    /// Before the workers of a runtime go: their histories are kept for the present segment.
    pub(super) fn keep_histories(&mut self) {
        if let Some(begin) = &mut self.begin
            && begin.former.is_none()
        {
            let workers = std::mem::take(&mut self.workers).into_iter();
            begin.former = Some(workers.map_while(Worker::into_past).collect());
        }
    }

    /// Writes back what each record was in the oldest segment that changed it, and takes
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
        let Undo {
            begin,
            histories,
            records: _,
            left: _,
            extras,
            timers,
            kinds,
            sites,
            texts,
            rewoken,
            moved,
            locks,
            recent_texts,
            ended,
            stalls,
            panics,
            stuck,
            deadlocks,
            happenings,
            bytes: _,
        } = undo;
        self.take_small_back(begin, histories);
        self.table.extras_mut().take_back(extras);
        self.timers.take_back(timers);
        self.kinds.take_back(kinds);
        self.sites.take_back(sites);
        self.texts.take_back(texts);
        self.rewoken.take_back(rewoken);
        self.moved.take_back(moved);
        self.locks.take_back(locks);
        self.recent_texts.take_back(recent_texts);
        self.ended.take_back(ended);
        self.stalls.take_back(stalls);
        self.panics.take_back(panics);
        self.stuck.take_back(stuck);
        self.deadlocks.take_back(deadlocks);
        self.happenings.take_back(happenings);
    }

    fn take_small_back(&mut self, begin: &Begin, histories: &[Past<Span>]) {
        let Begin {
            at,
            run,
            running,
            shutdown,
            counters,
            pool,
            poll_histogram,
            early,
            driver,
            workers,
            lists: _,
            former: _,
        } = begin;
        self.at = *at;
        self.run.clone_from(run);
        self.running = *running;
        self.shutdown = *shutdown;
        self.counters = *counters;
        self.pool = *pool;
        self.poll_histogram = *poll_histogram;
        self.early = *early;
        self.driver = *driver;
        let mut now = std::mem::take(&mut self.workers).into_iter();
        self.workers = workers
            .iter()
            .zip(histories)
            .map(|(small, past)| Worker::taken_back(small, now.next(), past))
            .collect();
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
