//! Spawns, ends and handles: what is never lost, and adds up.

use super::Model;
use super::happening::HappeningKind;
use super::origins::Origin;
use super::queues::Met;
use super::record::{Record, Seen, Waits};
use super::task::{HandleState, Place, Sight};
use crate::events::{EndKind, HandleAct, Nanos, Role, SiteId, TaskId, What, WorkerId};
use crate::limits::ENDED_KEPT;

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
    pub(super) fn enter(
        &mut self,
        at: Nanos,
        id: TaskId,
        parent: Option<TaskId>,
        origin: Origin,
    ) -> Entry {
        match self.table.seen(id) {
            Seen::Forgotten { .. } => return Entry::Forgotten,
            Seen::Never => {
                let mut record = Record::unknown(at);
                record.set_parent(parent);
                record.origin = self.table.number_of(origin);
                self.table.insert(id, &record);
                return Entry::New;
            }
            Seen::Alive | Seen::Ended if !self.catch_up(at, id, parent) => return Entry::Twice,
            Seen::Alive | Seen::Ended => {}
        }
        self.table.set_origin(id, origin);
        self.catch_up_kind(id);
        Entry::Early
    }

    /// Fills in what was not known of a task mentioned before its spawn; `false` if it was.
    fn catch_up(&mut self, at: Nanos, id: TaskId, parent: Option<TaskId>) -> bool {
        let first_poll = self.table.view(id).and_then(|task| task.first_poll);
        let Some(record) = self.table.get_mut(id).filter(|record| record.is_early()) else {
            return false;
        };
        self.early -= 1;
        record.set_early(false);
        record.set_parent(parent);
        record.set_spawned_at(at);
        if let Some(first_poll) = first_poll {
            self.table.set_first_poll(id, first_poll);
        }
        true
    }

    /// Counts for the kind what happened to the task before its kind was known.
    fn catch_up_kind(&mut self, id: TaskId) {
        let Some(task) = self.table.view(id) else {
            return;
        };
        let (polls, first, age) = (task.polls, task.first_poll, task.age(self.at));
        let (spawned_at, ended) = (task.spawned_at, ended_how(task.place));
        let job = task.is_blocking_job;
        let unclaimed = task.handle == HandleState::Dropped;
        let Some(stats) = self.stats_of(id) else {
            return;
        };
        stats.counts.polls += u64::from(polls);
        match (first, job) {
            (Some(began), true) => {
                stats.jobs.queued.record(began.since(spawned_at));
                stats.counts.blocking.started += 1;
            }
            (Some(first), false) => stats.first_poll.record(first.since(spawned_at)),
            (None, _) => {}
        }
        if let Some(kind) = ended {
            stats.count_end(job, kind, age);
            stats.counts.unclaimed += u64::from(unclaimed && kind == EndKind::Completed);
        }
    }

    #[inline(never)]
    pub(super) fn spawned(&mut self, at: Nanos, what: &What) {
        let Some(Spawn {
            id,
            parent,
            origin,
            on,
            detached,
        }) = Spawn::of(what)
        else {
            return;
        };
        let entry = self.enter(at, id, parent, origin);
        if entry == Entry::Twice {
            return;
        }
        if origin.role.is_lane() && self.lane_begun(at, id, entry) {
            if origin.role == Role::BlockOn && entry == Entry::New {
                // `block_on` polls it at once; whoever comes later sees a later poll first.
                self.table.set_first_poll(id, at);
            }
            self.kinds.entry(origin.kind).stats.counts.lanes += 1;
            return;
        }
        self.counters.spawned += 1;
        self.kinds.entry(origin.kind).stats.counts.spawned += 1;
        let on = self.known(on);
        let Some(record) = self.table.get_mut(id) else {
            return;
        };
        if detached && record.handle() == HandleState::Held {
            record.set_handle(HandleState::Detached);
        }
        if origin.sight == Sight::HooksLate {
            return self.seen_late(at, id, entry);
        }
        // Mentioned before, but by nothing that tells where it is: it is where it was spawned.
        let nowhere = record.place() == Place::Pending && record.polls == 0 && record.wakes == 0;
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

    /// A task is known from here on that is older: it is about to be polled.
    fn seen_late(&mut self, at: Nanos, id: TaskId, entry: Entry) {
        if entry == Entry::New {
            self.put(id, Place::Pending, at);
        }
        // When it was polled first is not known; this is not it.
        self.table.set_first_poll(id, at);
        self.tell(
            at,
            Some(id),
            None,
            HappeningKind::Other("it is older, and seen from here on"),
        );
    }

    /// Puts a lane beside the queues, unless it is over already: then it was taken for a task,
    /// and counts as one.
    fn lane_begun(&mut self, at: Nanos, id: TaskId, entry: Entry) -> bool {
        let Some(record) = self.table.get_mut(id).filter(|record| !record.is_ended()) else {
            return false;
        };
        record.set_handle(HandleState::Detached);
        if entry == Entry::Early {
            self.take_out(id);
            self.take_rewoken(id);
        }
        self.put(id, Place::Lane, at);
        self.counters.lanes += 1;
        true
    }

    /// The future was dropped before it was ready.
    pub(super) fn dropped(&mut self, at: Nanos, id: TaskId) {
        if self.meet(id, at) == Met::Alive {
            self.take_out(id);
            self.end_task((id, at, None, EndKind::Cancelled));
        }
    }

    /// Ends a task or job that is in no list any more.
    pub(super) fn end_task(
        &mut self,
        (id, at, worker, kind): (TaskId, Nanos, Option<WorkerId>, EndKind),
    ) {
        let (abort_asked, site, lost) = self.end_waits(id, kind);
        let Some(record) = self.table.get(id) else {
            return;
        };
        let (rewoken, of_kind) = (record.is_rewoken(), self.table.kind_of(record));
        let unclaimed = kind == EndKind::Completed && record.handle() == HandleState::Dropped;
        let (job, age) = (record.is_job(), at.since(record.spawned_at()));
        let lane = record.place() == Place::Lane;
        if rewoken {
            self.take_rewoken(id);
        }
        self.put(id, Place::Ended(kind), at);
        if !self.moved.is_empty() {
            self.moved.remove(id);
        }
        self.counters.unclaimed += u64::from(unclaimed);
        match job {
            true => self.counters.blocking.count_end(kind),
            false if lane => {}
            false => self.counters.count_end(kind),
        }
        if let Some(of_kind) = of_kind.filter(|_| !lane) {
            let stats = &mut self.kinds.entry(of_kind).stats;
            stats.counts.unclaimed += u64::from(unclaimed);
            stats.count_end(job, kind, age);
        }
        self.keep_ended(id);
        if job {
            return;
        }
        let fact = match kind {
            EndKind::Completed => HappeningKind::Completed { unclaimed },
            EndKind::Panicked => HappeningKind::Panicked,
            EndKind::Unknown => HappeningKind::Ended {
                panicked: self
                    .task(id)
                    .is_some_and(|task| self.panic(&task).is_some()),
            },
            EndKind::Cancelled => HappeningKind::Cancelled { abort_asked, site },
        };
        for site in lost.into_iter().filter(|_| kind == EndKind::Completed) {
            self.tell(at, Some(id), worker, HappeningKind::AwaitDropped { site });
        }
        self.tell(at, Some(id), worker, fact);
    }

    /// Puts it among the recently ended, and forgets the oldest of these.
    fn keep_ended(&mut self, id: TaskId) {
        let listed = self.ended.items();
        let oldest = listed.front().copied();
        let oldest = oldest.filter(|_| listed.len() == ENDED_KEPT);
        self.ended.push(id, ENDED_KEPT);
        if let Some(oldest) = oldest {
            let Some(record) = self.table.get(oldest) else {
                return;
            };
            self.early -= usize::from(record.is_early());
            let completed = record.place() == Place::Ended(EndKind::Completed);
            self.table.forget(oldest, completed);
        }
    }

    /// What is told at the end of a task about its awaits: whether it was asked to stop,
    /// the innermost place, and the awaits dropped in its last poll.
    fn end_waits(&mut self, id: TaskId, kind: EndKind) -> (bool, Option<SiteId>, Vec<SiteId>) {
        if let Some(Waits::Plain(site)) = self.table.get(id).map(Record::waits) {
            return (false, site, Vec::new());
        }
        let told = self.table.edit(id, |extra| {
            let asked = extra.more.as_ref().is_some_and(|more| more.abort_asked);
            let lost = extra.take_dropped();
            if kind == EndKind::Cancelled {
                // Its awaits were dropped with it, maybe told before the drop itself.
                extra.was_at(lost.last().copied());
            }
            extra.clear_waits();
            (asked, extra.site(), lost)
        });
        told.unwrap_or_default()
    }

    pub(super) fn handle_act(&mut self, at: Nanos, id: TaskId, by: Option<TaskId>, act: HandleAct) {
        if let Seen::Forgotten { completed: true } = self.table.seen(id)
            && act == HandleAct::Dropped
        {
            // A handle is dropped once, and only if its result was not taken.
            self.counters.unclaimed += 1;
        }
        let over = self.meet(id, at) != Met::Alive;
        let fact = match act {
            // Taken from outside: no task goes on because of it, and after a burst of
            // tasks there would be as many of these facts.
            HandleAct::Joined if by.is_none() => None,
            HandleAct::Joined => Some(HappeningKind::Joined { by }),
            HandleAct::Dropped => Some(HappeningKind::HandleDropped),
            // A set that is dropped asks all its members, those that are over too.
            HandleAct::AbortAsked if over => None,
            HandleAct::AbortAsked => Some(HappeningKind::AbortAsked),
        };
        if let Some(fact) = fact {
            self.tell(at, Some(id), None, fact);
        }
        let Some(record) = self.table.get_mut(id) else {
            return;
        };
        match act {
            HandleAct::Joined => record.set_handle(HandleState::Joined),
            HandleAct::AbortAsked if !record.is_ended() => {
                self.table
                    .edit(id, |extra| extra.more_mut().abort_asked = true);
            }
            HandleAct::AbortAsked => {}
            HandleAct::Dropped if record.handle() == HandleState::Held => {
                record.set_handle(HandleState::Dropped);
                if record.place() == Place::Ended(EndKind::Completed) {
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

/// What a spawn tells, by whomever it is told.
struct Spawn {
    id: TaskId,
    parent: Option<TaskId>,
    origin: Origin,
    on: Option<WorkerId>,
    detached: bool,
}

impl Spawn {
    fn of(what: &What) -> Option<Self> {
        Some(match *what {
            What::Spawned {
                task,
                parent,
                kind,
                site,
                on,
                bytes,
                detached,
                role,
            } => Self {
                id: task,
                parent,
                origin: Origin {
                    kind,
                    site,
                    bytes,
                    role,
                    sight: Sight::Whole,
                },
                on,
                detached,
            },
            What::Seen {
                task,
                parent,
                kind,
                site,
                on,
                born,
            } => Self {
                id: task,
                parent,
                origin: Origin {
                    kind,
                    site,
                    bytes: 0,
                    role: Role::Task,
                    sight: match born {
                        true => Sight::Hooks,
                        false => Sight::HooksLate,
                    },
                },
                on,
                detached: false,
            },
            _ => return None,
        })
    }
}

fn ended_how(place: Place) -> Option<EndKind> {
    match place {
        Place::Ended(kind) => Some(kind),
        _ => None,
    }
}
