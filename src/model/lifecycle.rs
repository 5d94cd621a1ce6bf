//! Spawns, ends and handles: what is never lost, and adds up.

use super::counters::record;
use super::queues::Met;
use super::table::Seen;
use super::{ENDED_KEPT, HandleState, HappeningKind, Model, Place, Task};
use crate::protocol::{EndKind, HandleAct, KindId, Nanos, SiteId, TaskId, What, WorkerId};

/// What a spawn tells of a task.
pub(super) struct Origin {
    pub(super) parent: Option<TaskId>,
    pub(super) kind: KindId,
    pub(super) site: SiteId,
}

/// How a task comes to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Just made, and nowhere yet.
    New,
    /// Mentioned before its spawn; it is somewhere already.
    Early,
    /// Ended, and forgotten, before its spawn was told.
    Forgotten,
    /// Its spawn was told before.
    Twice,
}

impl Model {
    /// Enters a task or a job, or fills in what was not known of it.
    pub(super) fn enter(&mut self, at: Nanos, id: TaskId, origin: &Origin) -> Entry {
        let entry = match self.table.seen(id) {
            Seen::Forgotten { .. } => return Entry::Forgotten,
            Seen::Never => {
                self.table.insert(Task::unknown(id, at));
                Entry::New
            }
            Seen::Known if self.early.remove(&id) => Entry::Early,
            Seen::Known => return Entry::Twice,
        };
        if let Some(task) = self.table.get_mut(id) {
            task.kind = origin.kind;
            task.parent = origin.parent;
            task.spawn_site = origin.site;
            task.spawned_at = at;
        }
        if entry == Entry::Early {
            self.catch_up_kind(id);
        }
        entry
    }

    /// Counts for the kind what happened to the task before its kind was known.
    fn catch_up_kind(&mut self, id: TaskId) {
        let Some(task) = self.table.get(id) else {
            return;
        };
        let (polls, first, age) = (task.polls, task.first_poll, task.age(self.at));
        let (spawned_at, ended, job) = (task.spawned_at, ended_how(task), task.is_blocking_job);
        let unclaimed = task.handle == HandleState::Dropped;
        let Some(stats) = self.stats_of(id) else {
            return;
        };
        stats.counts.polls += u64::from(polls);
        if let Some(first) = first {
            record(&mut stats.first_poll, first.since(spawned_at));
            stats.counts.blocking.started += u64::from(job);
        }
        if let Some(kind) = ended {
            record(&mut stats.total, age);
            match job {
                true => stats.counts.blocking.count_end(kind),
                false => stats.counts.count_end(kind),
            }
            stats.counts.unclaimed += u64::from(unclaimed && kind == EndKind::Completed);
        }
    }

    pub(super) fn spawned(&mut self, at: Nanos, id: TaskId, what: &What) {
        let &What::Spawned {
            parent,
            kind,
            site,
            on,
            bytes,
            detached,
            ..
        } = what
        else {
            return;
        };
        let entry = self.enter(at, id, &Origin { parent, kind, site });
        if entry == Entry::Twice {
            return;
        }
        self.counters.spawned += 1;
        self.kind_mut(kind).stats.counts.spawned += 1;
        let on = self.known(on);
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        task.bytes = bytes;
        if detached && task.handle == HandleState::Held {
            task.handle = HandleState::Detached;
        }
        // Mentioned before, but by nothing that tells where it is: it is where it was spawned.
        let nowhere = task.place == Place::Pending && task.polls == 0 && task.wakes == 0;
        let displaced = match entry {
            Entry::New => self.schedule(id, on, at),
            Entry::Early if nowhere => {
                self.take_out(id);
                self.schedule(id, on, at)
            }
            _ => None,
        };
        // The model finds a task in hand where it was queued: the spawner displaces itself.
        let displaced = displaced.filter(|displaced| Some(*displaced) != parent);
        let to_lifo = on.is_some() && self.has_lifo_slot();
        self.tell(
            at,
            Some(id),
            on,
            HappeningKind::Spawned {
                parent,
                to_lifo,
                displaced,
            },
        );
    }

    /// The future was dropped before it was ready.
    pub(super) fn dropped(&mut self, at: Nanos, id: TaskId) {
        if self.meet(id, at) == Met::Alive {
            self.take_out(id);
            self.end_task(id, at, None, EndKind::Cancelled);
        }
    }

    /// Ends a task or job that is in no list any more.
    pub(super) fn end_task(
        &mut self,
        id: TaskId,
        at: Nanos,
        worker: Option<WorkerId>,
        kind: EndKind,
    ) {
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        let abort_asked = task.abort_asked();
        let lost = task
            .more
            .as_mut()
            .map(|more| std::mem::take(&mut more.dropped));
        let lost = lost.unwrap_or_default();
        if kind == EndKind::Cancelled {
            // Its awaits were dropped with it, maybe told before the drop itself.
            task.site = task.site.or(lost.last().copied());
        }
        task.clear_waits();
        let unclaimed = kind == EndKind::Completed && task.handle == HandleState::Dropped;
        let (site, job, age) = (task.site, task.is_blocking_job, at.since(task.spawned_at));
        self.put(id, Place::Ended(kind), at);
        self.moved.remove(&id);
        self.counters.unclaimed += u64::from(unclaimed);
        match job {
            true => self.counters.blocking.count_end(kind),
            false => self.counters.count_end(kind),
        }
        if let Some(stats) = self.stats_of(id) {
            stats.counts.unclaimed += u64::from(unclaimed);
            record(&mut stats.total, age);
            match job {
                true => stats.counts.blocking.count_end(kind),
                false => stats.counts.count_end(kind),
            }
        }
        self.keep_ended(id);
        if job {
            return;
        }
        let fact = match kind {
            EndKind::Completed => HappeningKind::Completed { unclaimed },
            EndKind::Panicked => HappeningKind::Panicked,
            EndKind::Cancelled => HappeningKind::Cancelled { abort_asked, site },
        };
        for site in lost.into_iter().filter(|_| kind == EndKind::Completed) {
            self.tell(at, Some(id), worker, HappeningKind::BranchDropped { site });
        }
        self.tell(at, Some(id), worker, fact);
    }

    /// Puts it among the recently ended, and forgets the oldest of these.
    fn keep_ended(&mut self, id: TaskId) {
        self.ended.push_back(id);
        if self.ended.len() <= ENDED_KEPT {
            return;
        }
        if let Some(oldest) = self.ended.pop_front() {
            let how = self.table.get(oldest).and_then(ended_how);
            self.early.remove(&oldest);
            self.table.forget(oldest, how == Some(EndKind::Completed));
        }
    }

    pub(super) fn handle_act(&mut self, at: Nanos, id: TaskId, by: Option<TaskId>, act: HandleAct) {
        if let Seen::Forgotten { completed: true } = self.table.seen(id)
            && act == HandleAct::Dropped
        {
            // A handle is dropped once, and only if its result was not taken.
            self.counters.unclaimed += 1;
        }
        self.meet(id, at);
        let fact = match act {
            HandleAct::Joined => HappeningKind::Joined { by },
            HandleAct::Dropped => HappeningKind::HandleDropped,
            HandleAct::AbortAsked => HappeningKind::AbortAsked,
        };
        self.tell(at, Some(id), None, fact);
        let Some(task) = self.table.get_mut(id) else {
            return;
        };
        match act {
            HandleAct::Joined => task.handle = HandleState::Joined,
            HandleAct::AbortAsked if !task.is_ended() => task.more_mut().abort_asked = true,
            HandleAct::AbortAsked => {}
            HandleAct::Dropped if task.handle == HandleState::Held => {
                task.handle = HandleState::Dropped;
                if ended_how(task) == Some(EndKind::Completed) {
                    self.counters.unclaimed += 1;
                    if let Some(stats) = self.stats_of(id) {
                        stats.counts.unclaimed += 1;
                    }
                }
            }
            HandleAct::Dropped => {}
        }
    }
}

fn ended_how(task: &Task) -> Option<EndKind> {
    match task.place {
        Place::Ended(kind) => Some(kind),
        _ => None,
    }
}
