//! Who has the locks and permits that tasks wait for.
//!
//! Told only while somebody waits, so only as long is anything kept.

use super::Model;
use super::happening::HappeningKind;
use super::journal::{Before, Noted};
use super::links::{Deadlock, Link};
use crate::events::{Holder, LockId, LockMode, Nanos, SiteId, TaskId, What};
use crate::limits::DEADLOCKS_KEPT;
use std::sync::Arc;

/// What a wait is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LockWait {
    pub(super) lock: LockId,
    pub(super) mode: LockMode,
    /// How many others had it when the wait began.
    pub(super) others: u32,
    pub(super) since: Nanos,
}

/// A lock for which somebody waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Lock {
    holder: Option<Holder>,
    waits: u32,
}

/// See the module's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Locks {
    locks: Noted<LockId, Lock>,
    waits: Noted<(TaskId, SiteId), LockWait>,
}

/// What they were at the beginning of a segment.
#[derive(Clone, Debug)]
pub(super) struct LocksBefore {
    locks: Before<LockId, Lock>,
    waits: Before<(TaskId, SiteId), LockWait>,
}

impl LocksBefore {
    pub(super) fn heap_bytes(&self) -> usize {
        size_of_val(&*self.locks) + size_of_val(&*self.waits)
    }
}

impl Locks {
    /// Whether nobody waits.
    #[inline]
    pub(super) fn is_idle(&self) -> bool {
        self.waits.is_empty()
    }

    /// For what a task waits at a line, if it is told.
    pub(super) fn wait(&self, task: TaskId, site: SiteId) -> Option<LockWait> {
        self.waits.get((task, site))
    }

    pub(super) fn holder(&self, lock: LockId) -> Option<Holder> {
        self.locks.get(lock)?.holder
    }

    /// All locks for which somebody waits and of which is known who has them, in no order.
    pub(super) fn held(&self) -> impl Iterator<Item = (LockId, Holder)> + '_ {
        let all = self.locks.iter();
        all.filter_map(|(id, lock)| Some((*id, lock.holder?)))
    }

    /// When the oldest wait for a lock began, and whose it is.
    pub(super) fn oldest_wait(&self, lock: LockId) -> Option<(Nanos, TaskId)> {
        let waits = self.waits.iter().filter(|(_, wait)| wait.lock == lock);
        waits.map(|((task, _), wait)| (wait.since, *task)).min()
    }

    fn begin(&mut self, task: TaskId, site: SiteId, wait: LockWait, holder: Option<Holder>) {
        self.over(task, site);
        self.waits.set((task, site), wait);
        let waits = self.locks.get(wait.lock).map_or(0, |lock| lock.waits) + 1;
        self.locks.set(wait.lock, Lock { holder, waits });
    }

    /// The wait of a task at a line is over, whatever it was for.
    #[cold]
    #[inline(never)]
    fn over(&mut self, task: TaskId, site: SiteId) {
        let Some(LockWait { lock, .. }) = self.waits.remove((task, site)) else {
            return;
        };
        let left = self.locks.get(lock).and_then(|lock| {
            let waits = lock.waits.checked_sub(1).filter(|waits| *waits > 0)?;
            Some(Lock { waits, ..lock })
        });
        match left {
            Some(left) => self.locks.set(lock, left),
            None => drop(self.locks.remove(lock)),
        }
    }

    /// Somebody has got it, or nobody has it any more: so it is if somebody waits.
    fn change(&mut self, lock: LockId, holder: Option<Holder>) {
        if let Some(known) = self.locks.get(lock) {
            self.locks.set(lock, Lock { holder, ..known });
        }
    }

    pub(super) fn remember(&mut self) {
        self.locks.remember();
        self.waits.remember();
    }

    pub(super) fn stop(&mut self) {
        self.locks.stop();
        self.waits.stop();
    }

    pub(super) fn before(&self) -> LocksBefore {
        LocksBefore {
            locks: self.locks.before(),
            waits: self.waits.before(),
        }
    }

    pub(super) fn take_back(&mut self, before: &LocksBefore) {
        self.locks.take_back(&before.locks);
        self.waits.take_back(&before.waits);
    }

    /// Whether two are the same, and what each lock counts is what there is.
    pub(super) fn same(&self, other: &Self) -> bool {
        let counted = |lock: LockId| self.waits.values().filter(|wait| wait.lock == lock).count();
        self.waits.same(&other.waits)
            && self.locks.same(&other.locks)
            && self
                .locks
                .iter()
                .all(|(lock, known)| known.waits as usize == counted(*lock))
    }
}

impl Model {
    /// Who has a lock or permits, as far as somebody waits for them.
    pub(super) fn lock_told(&mut self, at: Nanos, what: &What) {
        match *what {
            What::LockAwaited {
                task,
                site,
                lock,
                mode,
                holder,
                others,
            } => {
                let wait = LockWait {
                    lock,
                    mode,
                    others,
                    since: at,
                };
                self.locks.begin(task, site, wait, holder);
                self.look_for_deadlock(at, task);
            }
            What::LockTaken { task, lock, site } => {
                self.locks.change(lock, Some(Holder { task, site }));
                self.look_for_deadlock(at, task);
            }
            What::LockFreed { task, lock } => {
                let holder = self.locks.holder(lock);
                if holder.is_some_and(|holder| holder.task == task) {
                    self.locks.change(lock, None);
                }
            }
            _ => {}
        }
    }

    /// A wait is over, which may have been for a lock.
    #[inline]
    pub(super) fn lock_wait_over(&mut self, task: TaskId, site: SiteId) {
        if !self.locks.is_idle() {
            self.locks.over(task, site);
        }
    }

    /// Tells of a circle that has just closed at this task.
    pub(super) fn look_for_deadlock(&mut self, at: Nanos, task: TaskId) {
        let Some(links) = self.circle(task) else {
            return;
        };
        let links: Arc<[Link]> = links.into();
        let told = HappeningKind::Deadlock(Arc::clone(&links));
        self.deadlocks.push(Deadlock { at, links }, DEADLOCKS_KEPT);
        self.tell(at, Some(task), None, told);
    }
}
