//! Where tasks are: moving a task from one place to another, and Tokio's rules of
//! what goes to which end of which queue.
//!
//! Every change of `Task::place` goes through [`Model::take_out`] and
//! [`Model::put`], so that place, lists, LIFO slots and the timer index agree.
//! Left out on purpose, because the events do not tell it in time:
//! - Tokio stops using the LIFO slot after three polls in a row from it; the next
//!   wakes then go to the queue's back.
//! - A worker takes a batch from the injection queue into its local queue. The model
//!   leaves those tasks in the injection queue until they are polled: how many there
//!   were is not known before the poll ends, and a guess would make up moves between
//!   workers that never were. So moves are rather missed than invented.
//!
//! What differs between versions of Tokio is in the run's [`Rules`].
//!
//! The next poll of such a task puts it right.

use super::Model;
use super::list::{Ends, Left, List};
use super::record::{Record, Seen, Waits};
use super::task::Place;
use super::worker::Worker;
use crate::events::{Flavor, Nanos, Rules, TaskId, WorkerId};

/// Slots of a worker's local queue in Tokio.
pub(super) const LOCAL_QUEUE: usize = 256;

/// One list per place that can hold many tasks.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    pub(super) injection: List,
    pub(super) local: Vec<List>,
    pub(super) deferred: List,
    pub(super) pending: List,
    pub(super) in_place: List,
    pub(super) lanes: List,
    pub(super) blocking_queue: List,
    pub(super) blocking_running: List,
}

impl Lists {
    /// The list a ready or pending task is in, `None` within for the LIFO slot; `None` if
    /// the place is another worker's or none of these.
    #[inline]
    pub(super) fn of_worker(
        &mut self,
        place: Place,
        worker: WorkerId,
    ) -> Option<Option<&mut List>> {
        match place {
            Place::Pending => Some(Some(&mut self.pending)),
            Place::Injection => Some(Some(&mut self.injection)),
            Place::Local(on) if on == worker => self.local.get_mut(worker.index()).map(Some),
            Place::Lifo(on) if on == worker => Some(None),
            _ => None,
        }
    }

    #[inline]
    pub(super) fn of(&mut self, place: Place) -> Option<&mut List> {
        match place {
            Place::Injection => Some(&mut self.injection),
            Place::Local(worker) => self.local.get_mut(worker.index()),
            Place::Deferred(_) => Some(&mut self.deferred),
            Place::Pending => Some(&mut self.pending),
            Place::InPlace => Some(&mut self.in_place),
            Place::Lane => Some(&mut self.lanes),
            Place::BlockingQueue => Some(&mut self.blocking_queue),
            Place::BlockingRunning => Some(&mut self.blocking_running),
            Place::Lifo(_) | Place::Polling(_) | Place::Ended(_) => None,
        }
    }

    /// All lists, always in the same order.
    fn all(&self) -> impl Iterator<Item = &List> {
        let Self {
            injection,
            local,
            deferred,
            pending,
            in_place,
            lanes,
            blocking_queue,
            blocking_running,
        } = self;
        let single = [
            injection,
            deferred,
            pending,
            in_place,
            lanes,
            blocking_queue,
            blocking_running,
        ];
        single.into_iter().chain(local)
    }

    fn all_mut(&mut self) -> impl Iterator<Item = &mut List> {
        let Self {
            injection,
            local,
            deferred,
            pending,
            in_place,
            lanes,
            blocking_queue,
            blocking_running,
        } = self;
        let single = [
            injection,
            deferred,
            pending,
            in_place,
            lanes,
            blocking_queue,
            blocking_running,
        ];
        single.into_iter().chain(local)
    }

    /// Where all lists begin and end.
    pub(super) fn ends(&self) -> Vec<Ends> {
        self.all().map(List::ends).collect()
    }

    /// Begins a segment.
    pub(super) fn remember(&mut self) {
        self.all_mut().for_each(List::remember);
    }

    /// Ends remembering.
    pub(super) fn stop(&mut self) {
        self.all_mut().for_each(List::stop);
    }

    /// The blocks that left each list in this segment.
    pub(super) fn left(&self) -> Vec<Box<[Left]>> {
        self.all().map(List::left).collect()
    }

    /// Makes as many lists of what `ends` gave, with ends as they were then. `left`: what
    /// left the lists since, segment by segment.
    pub(super) fn take_back(&mut self, ends: &[Ends], left: &[&[Box<[Left]>]]) {
        let single = self.all().count() - self.local.len();
        let local = ends.len().saturating_sub(single);
        self.local.resize(local, List::default());
        for (index, (list, ends)) in self.all_mut().zip(ends).enumerate() {
            let left = left.iter().filter_map(|segment| segment.get(index));
            list.take_back(*ends, left.flatten());
        }
    }
}

/// What an event's task is to the fold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Met {
    Alive,
    Ended,
    /// Ended, and taken out of the table since.
    Forgotten,
}

impl Model {
    /// Makes sure the task is in the table if it was never mentioned before. Where it
    /// then is, is not known; it counts as pending until an event tells.
    #[inline]
    pub(super) fn meet(&mut self, id: TaskId, at: Nanos) -> Met {
        match self.table.seen(id) {
            Seen::Alive => Met::Alive,
            Seen::Ended => Met::Ended,
            Seen::Forgotten { .. } => Met::Forgotten,
            Seen::Never => {
                self.make_up(id, at);
                Met::Alive
            }
        }
    }

    #[cold]
    fn make_up(&mut self, id: TaskId, at: Nanos) {
        let mut record = Record::unknown(at);
        record.set_early(true);
        self.early += 1;
        self.table.insert(id, &record);
        self.put(id, Place::Pending, at);
    }

    /// Takes a task out of the list or slot it is in. Its `place` is stale until `put`.
    #[inline]
    pub(super) fn take_out(&mut self, id: TaskId) {
        let Some(record) = self.table.get(id) else {
            return;
        };
        let place = record.place();
        if place == Place::Pending
            && let Some(extra) = self.table.extra(record)
        {
            extra
                .waits()
                .filter_map(|wait| wait.until)
                .for_each(|due| self.timers.remove(due));
        }
        if let Some(list) = self.lists.of(place) {
            list.remove(record.stamp);
        }
        match place {
            Place::Lifo(worker) => {
                if let Some(worker) = self.workers.get_mut(worker.index()) {
                    worker.lifo = worker.lifo.filter(|occupant| *occupant != id);
                }
            }
            Place::Local(worker) => self.tell_local_len(worker),
            _ => {}
        }
    }

    /// Puts a task that is nowhere to a place, at the back of its list.
    ///
    /// Always inlined: nearly every caller names the place, and what is left of this for
    /// one place is little.
    #[inline(always)]
    pub(super) fn put(&mut self, id: TaskId, place: Place, since: Nanos) {
        let Some(record) = self.table.get_mut(id) else {
            return;
        };
        record.set_place(place, since);
        if let Some(list) = self.lists.of(place) {
            record.stamp = list.push_back(id);
        }
        if place == Place::Pending
            && let Waits::Extra(number) = record.waits()
            && let Some(extra) = self.table.extra_at(number)
        {
            extra
                .waits()
                .filter_map(|wait| wait.until)
                .for_each(|due| self.timers.add(due));
        }
        if let Place::Local(worker) = place {
            self.tell_local_len(worker);
        }
    }

    #[inline]
    fn tell_local_len(&mut self, worker: WorkerId) {
        if let Some(list) = self.lists.local.get(worker.index())
            && let Some(worker) = self.workers.get_mut(worker.index())
        {
            worker.local_len = list.len();
        }
    }

    /// A task becomes ready on this worker's thread (or on no worker's): LIFO slot, or
    /// injection queue. The task must be nowhere. Gives the task it displaced.
    #[inline]
    pub(super) fn schedule(
        &mut self,
        id: TaskId,
        on: Option<WorkerId>,
        since: Nanos,
    ) -> Option<TaskId> {
        if let Some(worker) = on {
            return self.schedule_on(id, worker, since);
        }
        self.put(id, Place::Injection, since);
        None
    }

    fn schedule_on(&mut self, id: TaskId, worker: WorkerId, since: Nanos) -> Option<TaskId> {
        if !self.has_lifo_slot() {
            self.push_local(id, worker, since);
            return None;
        }
        let displaced = self.workers.get_mut(worker.index())?.lifo.take();
        if let Some(displaced) = displaced {
            self.push_local(displaced, worker, self.ready_since(displaced));
        }
        self.workers[worker.index()].lifo = Some(id);
        self.put(id, Place::Lifo(worker), since);
        displaced
    }

    pub(super) fn ready_since(&self, id: TaskId) -> Nanos {
        self.table.get(id).map_or(Nanos::ZERO, Record::since)
    }

    /// Whether workers have one: not in the current-thread scheduler, and not where it was
    /// switched off. Where it is not known, they have.
    pub fn has_lifo_slot(&self) -> bool {
        self.run
            .as_ref()
            .is_none_or(|run| run.tokio.rules.lifo_slot != Some(false))
    }

    /// The current-thread scheduler: its queue has no limit, and the future of `block_on` is
    /// polled beside it.
    pub(super) fn is_one_thread(&self) -> bool {
        self.run
            .as_ref()
            .is_some_and(|run| run.flavor == Flavor::CurrentThread)
    }

    /// What the scheduler of the present runtime does, as far as it is known.
    pub fn rules(&self) -> Option<Rules> {
        self.run.as_ref().map(|run| run.tokio.rules)
    }

    /// Other workers may take the task in a worker's LIFO slot: it is not trapped there.
    pub(super) fn lifo_is_stolen(&self) -> bool {
        self.rules()
            .is_some_and(|rules| rules.lifo_stolen == Some(true))
    }

    /// To the back of a local queue; if it is full, its second half and the task go
    /// to the injection queue. The task must be nowhere.
    pub(super) fn push_local(&mut self, id: TaskId, worker: WorkerId, since: Nanos) {
        let full = self
            .lists
            .local
            .get(worker.index())
            .is_some_and(|l| l.len() >= LOCAL_QUEUE);
        if !full || self.is_one_thread() {
            self.put(id, Place::Local(worker), since);
            return;
        }
        self.spill(worker);
        self.put(id, Place::Injection, since);
    }

    /// Moves the second half of a full local queue to the injection queue.
    fn spill(&mut self, worker: WorkerId) {
        let (local, injection) = (&mut self.lists.local, &mut self.lists.injection);
        let queue = &mut local[worker.index()];
        queue.split_off(LOCAL_QUEUE / 2, |moved| {
            if let Some(record) = self.table.get_mut(moved) {
                record.set_place(Place::Injection, record.since());
                record.stamp = injection.push_back(moved);
            }
        });
        self.tell_local_len(worker);
    }

    /// The slot's task is put into the queue, so that others can steal it: what
    /// `block_in_place` does before it gives the core away.
    pub(super) fn empty_lifo_slot(&mut self, worker: WorkerId) {
        let slot = self
            .workers
            .get_mut(worker.index())
            .and_then(|worker| worker.lifo.take());
        if let Some(id) = slot {
            self.push_local(id, worker, self.ready_since(id));
        }
    }

    /// A new runtime: its workers, and no task in any of its queues. Tasks of the
    /// runtime before, whose end is not told yet, are pending: no worker has them.
    pub(super) fn reset_workers(&mut self, count: u16, at: Nanos) {
        let lists = &self.lists;
        let stale: Vec<TaskId> = [&lists.injection, &lists.deferred]
            .into_iter()
            .chain(&lists.local)
            .flat_map(List::iter)
            .chain(self.workers.iter().filter_map(|worker| worker.lifo))
            .collect();
        for id in stale {
            self.take_out(id);
            self.put(id, Place::Pending, at);
        }
        self.moved.clear();
        self.keep_histories();
        self.workers.clear();
        self.ensure_workers(count, at);
    }

    fn ensure_workers(&mut self, count: u16, at: Nanos) {
        let have = u16::try_from(self.workers.len()).unwrap_or(u16::MAX);
        let new = (have..count).map(|index| Worker::new(WorkerId::new(index), at));
        self.workers.extend(new);
        // Lists of workers that are gone stay, empty: undos of segments before know them.
        let lists = self.lists.local.len().max(self.workers.len());
        self.lists.local.resize(lists, List::default());
    }

    /// The worker, if the present runtime has it. Before any runtime was announced,
    /// workers are made as they are mentioned.
    #[inline]
    pub(super) fn known(&mut self, worker: Option<WorkerId>) -> Option<WorkerId> {
        let worker = worker?;
        if self.run.is_none() {
            let count = u16::try_from(worker.index() + 1).unwrap_or(u16::MAX);
            self.ensure_workers(count, self.at);
        }
        (worker.index() < self.workers.len()).then_some(worker)
    }
}
