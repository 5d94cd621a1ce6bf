//! The packed record of a task: 64 bytes, one cache line, all that most tasks ever need.
//!
//! The table keeps records and the fold changes them; whoever reads gets a
//! [`Task`](super::Task) made from one. The contract of the packing:
//! - moments have 54 bits (208 days from the start of the run) and saturate;
//! - time in polls and time ready have 40 bits (18 minutes); what does not fit is handed
//!   back to the caller, who keeps it in an [`Extra`](super::extra::Extra);
//! - so does the beginning of a first poll more than 4 seconds after the spawn;
//! - the wait is a site, or the number of an `Extra` if there is more to tell.

#[cfg(test)]
mod tests;

use super::task::{HandleState, Place};
use crate::events::{EndKind, Nanos, SiteId, TaskId, WorkerId};

/// Bits of the word of `since` that hold no time.
const TAGS: u32 = 10;
const PLACE: u64 = 0b1111;
const HANDLE_SHIFT: u32 = 4;
const HANDLE: u64 = 0b11 << HANDLE_SHIFT;
const JOB: u64 = 1 << 6;
const EARLY: u64 = 1 << 7;
const EXTRA: u64 = 1 << 8;
const REWOKEN: u64 = 1 << 9;

const LATEST: u64 = u64::MAX >> TAGS;
const NO_WORKER: u16 = u16::MAX;
const NEVER: u32 = u32::MAX;
const FAR: u32 = u32::MAX - 1;

/// Values of the place bits. Below `ENDED` and not `ABSENT`: alive.
mod tag {
    pub(super) const ABSENT: u64 = 0;
    pub(super) const INJECTION: u64 = 1;
    pub(super) const LOCAL: u64 = 2;
    pub(super) const LIFO: u64 = 3;
    pub(super) const DEFERRED: u64 = 4;
    pub(super) const PENDING: u64 = 5;
    pub(super) const IN_PLACE: u64 = 6;
    pub(super) const BLOCKING_QUEUE: u64 = 7;
    pub(super) const BLOCKING_RUNNING: u64 = 8;
    /// Behind all others that are alive: it is never routine.
    pub(super) const LANE: u64 = 9;
    /// Completed.
    pub(super) const ENDED: u64 = 10;
    pub(super) const PANICKED: u64 = 11;
    pub(super) const CANCELLED: u64 = 12;
    /// Ended, and it is not known how.
    pub(super) const UNKNOWN: u64 = 13;
    /// Ended otherwise and taken out of the table; then: completed and taken out.
    pub(super) const FORGOTTEN: u64 = 14;
}

/// What the table can say of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Never mentioned.
    Never,
    /// In the table, not ended.
    Alive,
    /// In the table, ended.
    Ended,
    /// It was in the table, ended, and was taken out.
    Forgotten {
        /// Whether it had ended by completing.
        completed: bool,
    },
}

/// What a task waits for, as the record has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Waits {
    /// Nothing, or at most one plain await.
    Plain(Option<SiteId>),
    /// The number of an `Extra` that tells.
    Extra(u32),
}

/// When the first poll began, as the record has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum First {
    /// Not polled yet.
    Never,
    /// Then.
    At(Nanos),
    /// An `Extra` has it.
    Far,
}

/// One task. See the module's head for the contract.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(super) struct Record {
    /// Time above, tags below.
    since: u64,
    /// Time above, low byte of the last worker below; the same with the high byte.
    last_start: u64,
    spawned_at: u64,
    busy: u32,
    scheduled: u32,
    pub(super) polls: u32,
    pub(super) wakes: u32,
    wait: u32,
    first: u32,
    /// Its number in the list that its place names.
    pub(super) stamp: u32,
    /// What it was spawned as: a number of the table of origins.
    pub(super) origin: u32,
    /// 0 for none.
    parent: u32,
    place_worker: u16,
    busy_high: u8,
    scheduled_high: u8,
}

impl Record {
    /// The slot of a number never mentioned.
    pub(super) const ABSENT: Self = Self {
        since: tag::ABSENT,
        last_start: NO_WORKER as u64 & 0xFF,
        spawned_at: NO_WORKER as u64 >> 8,
        busy: 0,
        scheduled: 0,
        polls: 0,
        wakes: 0,
        wait: 0,
        first: NEVER,
        stamp: 0,
        origin: 0,
        parent: 0,
        place_worker: NO_WORKER,
        busy_high: 0,
        scheduled_high: 0,
    };

    /// A task of which nothing is known yet but that it exists. It is in no list.
    pub(super) fn unknown(at: Nanos) -> Self {
        let mut record = Self::ABSENT;
        record.set_spawned_at(at);
        record.set_place(Place::Pending, at);
        record
    }

    pub(super) const fn seen(&self) -> Seen {
        match self.since & PLACE {
            tag::ABSENT => Seen::Never,
            tag::FORGOTTEN => Seen::Forgotten { completed: false },
            place if place > tag::FORGOTTEN => Seen::Forgotten { completed: true },
            place if place >= tag::ENDED => Seen::Ended,
            _ => Seen::Alive,
        }
    }

    /// Any word of it: the rest comes along.
    pub(super) const fn glance(&self) -> u64 {
        self.since
    }

    /// Whether it is in the table.
    pub(super) const fn is_known(&self) -> bool {
        let place = self.since & PLACE;
        place != tag::ABSENT && place < tag::FORGOTTEN
    }

    pub(super) const fn is_ended(&self) -> bool {
        matches!(self.seen(), Seen::Ended)
    }

    /// Leaves nothing but the fact that it was there.
    pub(super) const fn forget(&mut self, completed: bool) {
        *self = Self::ABSENT;
        self.since = tag::FORGOTTEN + completed as u64;
    }

    pub(super) const fn place(&self) -> Place {
        let worker = WorkerId::new(self.place_worker);
        match self.since & PLACE {
            tag::INJECTION => Place::Injection,
            tag::LOCAL => Place::Local(worker),
            tag::LIFO => Place::Lifo(worker),
            tag::DEFERRED => Place::Deferred(worker),
            tag::IN_PLACE => Place::InPlace,
            tag::LANE => Place::Lane,
            tag::BLOCKING_QUEUE => Place::BlockingQueue,
            tag::BLOCKING_RUNNING => Place::BlockingRunning,
            tag::ENDED => Place::Ended(EndKind::Completed),
            tag::PANICKED => Place::Ended(EndKind::Panicked),
            tag::CANCELLED => Place::Ended(EndKind::Cancelled),
            tag::PENDING => Place::Pending,
            // Whoever is not in the table has no place, and is not asked for it.
            _ => Place::Ended(EndKind::Unknown),
        }
    }

    pub(super) fn since(&self) -> Nanos {
        Nanos(self.since >> TAGS)
    }

    /// Always inlined: nearly every caller names the place.
    #[inline(always)]
    pub(super) fn set_place(&mut self, place: Place, since: Nanos) {
        let (place, worker) = match place {
            Place::Injection => (tag::INJECTION, None),
            Place::Local(worker) => (tag::LOCAL, Some(worker)),
            Place::Lifo(worker) => (tag::LIFO, Some(worker)),
            Place::Deferred(worker) => (tag::DEFERRED, Some(worker)),
            // Only a `Now` tells of polls in progress; the fold never puts a task there.
            Place::Pending | Place::Polling(_) => (tag::PENDING, None),
            Place::InPlace => (tag::IN_PLACE, None),
            Place::Lane => (tag::LANE, None),
            Place::BlockingQueue => (tag::BLOCKING_QUEUE, None),
            Place::BlockingRunning => (tag::BLOCKING_RUNNING, None),
            Place::Ended(EndKind::Completed) => (tag::ENDED, None),
            Place::Ended(EndKind::Panicked) => (tag::PANICKED, None),
            Place::Ended(EndKind::Cancelled) => (tag::CANCELLED, None),
            Place::Ended(EndKind::Unknown) => (tag::UNKNOWN, None),
        };
        let flags = self.since & (HANDLE | JOB | EARLY | EXTRA | REWOKEN);
        self.since = since.0.min(LATEST) << TAGS | flags | place;
        if let Some(worker) = worker {
            self.place_worker = worker_bits(worker);
        }
    }

    const fn flag(&self, flag: u64) -> bool {
        self.since & flag != 0
    }

    const fn set_flag(&mut self, flag: u64, on: bool) {
        self.since = if on {
            self.since | flag
        } else {
            self.since & !flag
        };
    }

    pub(super) const fn handle(&self) -> HandleState {
        match (self.since & HANDLE) >> HANDLE_SHIFT {
            0 => HandleState::Held,
            1 => HandleState::Detached,
            2 => HandleState::Joined,
            _ => HandleState::Dropped,
        }
    }

    pub(super) const fn set_handle(&mut self, handle: HandleState) {
        let bits = match handle {
            // Of a task whose handle is not seen its origin tells.
            HandleState::Held | HandleState::Unseen => 0,
            HandleState::Detached => 1,
            HandleState::Joined => 2,
            HandleState::Dropped => 3,
        };
        self.since = self.since & !HANDLE | bits << HANDLE_SHIFT;
    }

    pub(super) const fn is_job(&self) -> bool {
        self.flag(JOB)
    }

    pub(super) const fn make_job(&mut self) {
        self.set_flag(JOB, true);
    }

    /// Mentioned, and its spawn not told yet.
    pub(super) const fn is_early(&self) -> bool {
        self.flag(EARLY)
    }

    pub(super) const fn set_early(&mut self, early: bool) {
        self.set_flag(EARLY, early);
    }

    /// Woken once more since it became ready; the model has the moment.
    pub(super) const fn is_rewoken(&self) -> bool {
        self.flag(REWOKEN)
    }

    pub(super) const fn set_rewoken(&mut self, rewoken: bool) {
        self.set_flag(REWOKEN, rewoken);
    }

    pub(super) const fn waits(&self) -> Waits {
        if self.flag(EXTRA) {
            return Waits::Extra(self.wait);
        }
        Waits::Plain(match self.wait {
            0 => None,
            wait => Some(SiteId::new(wait - 1)),
        })
    }

    /// `false` if the site's number is too large to be kept here.
    #[must_use]
    pub(super) fn set_waits(&mut self, waits: Waits) -> bool {
        let (extra, wait) = match waits {
            Waits::Extra(number) => (true, number),
            Waits::Plain(None) => (false, 0),
            Waits::Plain(Some(site)) => match u32::try_from(site.index() + 1) {
                Ok(wait) => (false, wait),
                Err(_) => return false,
            },
        };
        self.set_flag(EXTRA, extra);
        self.wait = wait;
        true
    }

    /// Whether nothing of it is out of the ordinary: alive, no job, its spawn told, polled
    /// before, no extra and no second wake.
    pub(super) const fn is_routine(&self) -> bool {
        let place = self.since & PLACE;
        place != tag::ABSENT
            && place < tag::LANE
            && self.since & (JOB | EARLY | EXTRA | REWOKEN) == 0
            && self.first != NEVER
    }

    /// Whether the sums can take these spans without running over.
    pub(super) const fn has_room_for(&self, busy: Nanos, scheduled: Nanos) -> bool {
        const ROOM: u64 = 1 << 39;
        // Each limit is a power of two, so two numbers are below it if their bits are.
        self.busy_high | self.scheduled_high < 0x80 && busy.0 | scheduled.0 < ROOM
    }

    /// A poll by this worker, after the task was ready so long if it was; there is room.
    ///
    /// Always inlined, as it has one caller: the routine poll.
    #[inline(always)]
    pub(super) fn count_routine(
        &mut self,
        worker: WorkerId,
        start: Nanos,
        lasted: Nanos,
        waited: Option<Nanos>,
    ) {
        self.polls = self.polls.saturating_add(1);
        self.set_last_start(start);
        self.set_last_worker(worker);
        let over = self.add_busy(lasted) + self.add_scheduled(waited.unwrap_or_default());
        debug_assert!(over == 0, "there was room for both");
    }

    pub(super) fn parent(&self) -> Option<TaskId> {
        TaskId::new(self.parent)
    }

    pub(super) fn set_parent(&mut self, parent: Option<TaskId>) {
        self.parent = parent.map_or(0, TaskId::get);
    }

    pub(super) const fn last_start(&self) -> Nanos {
        Nanos(self.last_start >> 8)
    }

    pub(super) fn set_last_start(&mut self, at: Nanos) {
        self.last_start = at.0.min(LATEST) << 8 | self.last_start & 0xFF;
    }

    pub(super) const fn last_worker(&self) -> Option<WorkerId> {
        let bits = (self.last_start & 0xFF) | (self.spawned_at & 0xFF) << 8;
        match bits as u16 {
            NO_WORKER => None,
            worker => Some(WorkerId::new(worker)),
        }
    }

    pub(super) fn set_last_worker(&mut self, worker: WorkerId) {
        let bits = u64::from(worker_bits(worker));
        self.last_start = self.last_start & !0xFF | bits & 0xFF;
        self.spawned_at = self.spawned_at & !0xFF | bits >> 8;
    }

    pub(super) const fn spawned_at(&self) -> Nanos {
        Nanos(self.spawned_at >> 8)
    }

    pub(super) fn set_spawned_at(&mut self, at: Nanos) {
        self.spawned_at = at.0.min(LATEST) << 8 | self.spawned_at & 0xFF;
    }

    pub(super) fn first(&self) -> First {
        match self.first {
            NEVER => First::Never,
            FAR => First::Far,
            delay => First::At(self.spawned_at() + Nanos(delay.into())),
        }
    }

    /// `false` if the moment is too far from the spawn to be kept here.
    #[must_use]
    pub(super) fn set_first(&mut self, at: Nanos) -> bool {
        let delay = at.0.checked_sub(self.spawned_at().0);
        let delay = delay.and_then(|delay| u32::try_from(delay).ok());
        self.first = delay.filter(|delay| *delay < FAR).unwrap_or(FAR);
        self.first != FAR
    }

    pub(super) const fn busy(&self) -> u64 {
        (self.busy_high as u64) << 32 | self.busy as u64
    }

    pub(super) const fn scheduled(&self) -> u64 {
        (self.scheduled_high as u64) << 32 | self.scheduled as u64
    }

    /// Adds a span; gives how often the 40 bits ran over.
    #[must_use]
    pub(super) const fn add_busy(&mut self, span: Nanos) -> u32 {
        let sum = self.busy().saturating_add(span.0);
        self.busy = sum as u32;
        self.busy_high = (sum >> 32) as u8;
        (sum >> 40) as u32
    }

    /// Adds a span; gives how often the 40 bits ran over.
    #[must_use]
    pub(super) const fn add_scheduled(&mut self, span: Nanos) -> u32 {
        let sum = self.scheduled().saturating_add(span.0);
        self.scheduled = sum as u32;
        self.scheduled_high = (sum >> 32) as u8;
        (sum >> 40) as u32
    }
}

fn worker_bits(worker: WorkerId) -> u16 {
    u16::try_from(worker.index()).unwrap_or(NO_WORKER)
}
