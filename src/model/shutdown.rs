//! How a runtime is stopped: what the events tell of it, from the moment it was asked to.

use super::Model;
use super::counters::Counters;
use super::happening::HappeningKind;
use super::list::List;
use super::task::Place;
use crate::events::{Nanos, TaskId, WaitOn, WakeBy};

/// The last time a runtime was stopped, while it goes on and until another runtime begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shutdown {
    /// Whether tasks were asked to finish (else they are dropped where they wait).
    pub graceful: bool,
    /// When it began.
    pub since: Nanos,
    /// When the runtime was gone.
    pub over: Option<Nanos>,
    /// The totals when it began.
    pub before: Counters,
    /// Tasks that awaited a signal when it began.
    pub listening: u64,
    /// How many of these were woken since by a thread that belongs to no runtime.
    pub woken: u64,
}

impl Shutdown {
    /// Tasks that were alive when it began.
    pub fn alive(&self) -> u64 {
        self.before.alive()
    }
}

impl Model {
    /// How this runtime was stopped, or is being stopped; `None` if nobody asked for it.
    pub fn shutdown(&self) -> Option<&Shutdown> {
        self.shutdown.as_ref()
    }

    /// Whether the task awaits a signal: a `Notify`, `watch` or `broadcast` channel can reach it.
    pub fn listens(&self, id: TaskId) -> bool {
        self.table.get(id).is_some_and(|record| {
            self.table
                .waits_of(record)
                .any(|wait| self.wait_on(wait.site) == Some(WaitOn::Signal))
        })
    }

    /// The tasks that have not ended, those that are pending first: in no other order.
    pub fn alive(&self) -> impl Iterator<Item = TaskId> {
        let lists = &self.lists;
        let lists = [
            &lists.pending,
            &lists.in_place,
            &lists.injection,
            &lists.deferred,
        ];
        let lists = lists.into_iter().chain(&self.lists.local);
        let lifo = self.workers.iter().filter_map(|worker| worker.lifo);
        lists.flat_map(List::iter).chain(lifo)
    }

    pub(super) fn begin_shutdown(&mut self, at: Nanos, graceful: bool) {
        let listening = self.alive().filter(|id| self.listens(*id)).count();
        self.shutdown = Some(Shutdown {
            graceful,
            since: at,
            over: None,
            before: self.counters,
            listening: listening as u64,
            woken: 0,
        });
        self.tell(at, None, None, HappeningKind::Closing { graceful });
    }

    pub(super) fn end_shutdown(&mut self, at: Nanos) {
        self.running = false;
        if let Some(shutdown) = &mut self.shutdown {
            shutdown.over = Some(at);
        }
        self.tell(at, None, None, HappeningKind::RunEnded);
    }

    /// Before a wake is folded: whether it is the shutdown that wakes the task.
    #[inline]
    pub(super) fn woken_in_shutdown(&mut self, id: TaskId, by: WakeBy) {
        if self.shutdown.is_some() {
            self.count_woken(id, by);
        }
    }

    #[cold]
    fn count_woken(&mut self, id: TaskId, by: WakeBy) {
        // A task may listen in two places, as in both branches of a `select!`: the wake that made
        // it ready counts, the other one woke no other task.
        let sleeps = |place| matches!(place, Place::Pending | Place::Deferred(_) | Place::Lane);
        if by.value().value == WakeBy::Outside
            && self.table.get(id).is_some_and(|task| sleeps(task.place()))
            && self.listens(id)
            && let Some(shutdown) = &mut self.shutdown
            && shutdown.over.is_none()
        {
            shutdown.woken += 1;
        }
    }
}
