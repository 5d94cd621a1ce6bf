//! Who waits for whom: from a task to what it waits for, to who has that, to what that one waits
//! for.

use super::Model;
use super::happening::Ongoing;
use super::links::{Awaited, Chain, ChainEnd, Deadlock, Link};
use super::record::Seen;
use super::task::{Place, Task, Wait};
use crate::events::{Holder, Nanos, Now, TaskId, WaitOn};

/// A longer chain is followed no further.
const LONGEST: usize = 64;

impl Model {
    /// What a task waits for, who has that, what that one waits for, and so on. Of several waits
    /// at once it is the first that another task is known to be behind.
    pub fn chain(&self, task: TaskId) -> Chain {
        self.chain_by(task, |_| true)
    }

    /// Deadlocks, oldest first: the newest 64 of them are kept.
    pub fn deadlocks(&self) -> impl DoubleEndedIterator<Item = &Deadlock> + ExactSizeIterator {
        self.deadlocks.items().iter()
    }

    /// The circle in which a task waits for itself, if there is one.
    pub(super) fn circle(&self, task: TaskId) -> Option<Vec<Link>> {
        let chain = self.chain_by(task, |link| link.what.is_firm());
        (chain.end == ChainEnd::Circle(0)).then_some(chain.links)
    }

    fn chain_by(&self, from: TaskId, follow: impl Fn(&Link) -> bool) -> Chain {
        let mut links: Vec<Link> = Vec::new();
        let mut at = from;
        let end = loop {
            if let Some(met) = links.iter().position(|link| link.task == at) {
                break ChainEnd::Circle(met);
            }
            if links.len() == LONGEST {
                break ChainEnd::Long;
            }
            let Some(task) = self.task(at) else {
                break match self.has_seen(at) {
                    true => ChainEnd::Ended(at),
                    false => ChainEnd::Forgotten(at),
                };
            };
            let mut next = task.waits().filter_map(|wait| self.link(at, wait));
            let Some(link) = next.find(&follow) else {
                break self.end_at(&task);
            };
            links.push(link);
            at = link.of;
        };
        Chain { links, end }
    }

    fn link(&self, task: TaskId, wait: Wait) -> Option<Link> {
        let site = wait.site;
        let of_lock = self.locks.wait(task, site).and_then(|lock| {
            let Holder { task, site } = self.locks.holder(lock.lock)?;
            let what = Awaited::Lock {
                mode: lock.mode,
                taken: site,
                others: lock.others,
            };
            Some((what, task))
        });
        let (what, of) = of_lock.or_else(|| Some((Awaited::End, wait.on?)))?;
        Some(Link {
            task,
            site,
            what,
            of,
        })
    }

    fn end_at(&self, task: &Task) -> ChainEnd {
        if task.is_ended() {
            return ChainEnd::Ended(task.id);
        }
        let is_locked = |wait: &Wait| {
            let on = self.wait_on(wait.site);
            let told = self.locks.wait(task.id, wait.site).is_some();
            told || matches!(on, Some(WaitOn::Lock | WaitOn::Permit))
        };
        let mut waits = task.waits();
        match waits.next() {
            _ if !matches!(task.place, Place::Pending | Place::Lane) => ChainEnd::Goes(task.id),
            Some(wait) if is_locked(&wait) => ChainEnd::HolderUnknown(task.id, wait),
            Some(wait) => ChainEnd::Waits(task.id, wait),
            None if task.place == Place::Pending => ChainEnd::Unseen(task.id),
            None => ChainEnd::Goes(task.id),
        }
    }

    /// What tasks have that are over for at least the stall threshold and others wait for: of each
    /// such task the oldest wait.
    pub(super) fn left_locked(&self, now: &Now) -> Vec<Ongoing> {
        let over = |holder: TaskId| match self.table.seen(holder) {
            Seen::Ended => Some(self.table.get(holder)?.since()),
            Seen::Forgotten { .. } => Some(Nanos::ZERO),
            Seen::Alive | Seen::Never => None,
        };
        let left = self.locks.held().filter_map(|(lock, holder)| {
            let since = over(holder.task)?;
            let (wait, task) = self.locks.oldest_wait(lock)?;
            Some((wait.max(since), holder, task))
        });
        let mut left: Vec<_> = left.collect();
        // Of several locks that one task left the one waited for the longest.
        left.sort_unstable_by_key(|(since, holder, _)| (holder.task, *since));
        left.dedup_by_key(|(_, holder, _)| holder.task);
        let long = left
            .into_iter()
            .filter(|(since, ..)| now.at.since(*since) >= self.stall_after);
        long.map(|(since, holder, task)| Ongoing::LeftLocked {
            holder: holder.task,
            task,
            since,
            site: holder.site,
        })
        .collect()
    }
}
