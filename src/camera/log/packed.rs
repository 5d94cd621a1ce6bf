//! The 16 bytes of an event, and what does not fit into them.
//!
//! ```text
//! word 0:  nanoseconds since the base in force
//! word 1:  the task or job the event is about, 0 for none
//! word 2:  a length, task, site or text; or the low bits of a number in a side table
//! word 3:  worker (16 bits, all ones for none) | tag (5) | flags, or an origin (11)
//! ```

mod pack;
mod unpack;

pub(super) use pack::Sides;
pub(super) use unpack::Held;

use crate::events::{TaskId, WorkerId};

/// An event but for its time's base and for what is in side tables. Two halves, the lower
/// words in the low bits: four small stores and one wide load of them would make the
/// processor wait.
#[derive(Clone, Copy)]
pub(super) struct Packed {
    /// Words 0 and 1.
    when_who: u64,
    /// Words 2 and 3.
    what: u64,
}

/// What an event is, and what `word` means.
pub(super) mod tag {
    /// `word`: how long, in nanoseconds.
    pub(in crate::camera::log) const POLLED: u32 = 0;
    /// A poll that is longer than a word counts, or gave its worker away. `word`: a pair
    /// of start, and when the worker was no longer held.
    pub(in crate::camera::log) const POLLED_WIDE: u32 = 1;
    /// `word`: the task or job that called the waker.
    pub(in crate::camera::log) const WOKEN: u32 = 2;
    /// `word`: the site.
    pub(in crate::camera::log) const WAITING: u32 = 3;
    /// `word`: a pair of site and awaited task, and due time.
    pub(in crate::camera::log) const WAITING_WIDE: u32 = 4;
    /// `word`: the site.
    pub(in crate::camera::log) const WAIT_OVER: u32 = 5;
    /// `word`: the site.
    pub(in crate::camera::log) const AT: u32 = 6;
    /// `word`: the parent; with an origin.
    pub(in crate::camera::log) const SPAWNED: u32 = 7;
    pub(in crate::camera::log) const DROPPED: u32 = 8;
    /// `word`: the task that did it.
    pub(in crate::camera::log) const HANDLE: u32 = 9;
    pub(in crate::camera::log) const PARKED: u32 = 10;
    pub(in crate::camera::log) const UNPARKED: u32 = 11;
    /// `word`: the parent; with an origin.
    pub(in crate::camera::log) const JOB_SUBMITTED: u32 = 12;
    pub(in crate::camera::log) const JOB_STARTED: u32 = 13;
    pub(in crate::camera::log) const JOB_ENDED: u32 = 14;
    pub(in crate::camera::log) const IN_PLACE_STARTED: u32 = 15;
    pub(in crate::camera::log) const IN_PLACE_ENDED: u32 = 16;
    /// `word`: the text.
    pub(in crate::camera::log) const SAID: u32 = 17;
    pub(in crate::camera::log) const CLOSING: u32 = 18;
    pub(in crate::camera::log) const RUN_ENDED: u32 = 19;
    /// `word`: the parent; with an origin, which is detached if its birth was not seen.
    pub(in crate::camera::log) const SEEN: u32 = 21;
    /// `word`: the site.
    pub(in crate::camera::log) const JOB_NOT_SEEN: u32 = 22;
    /// `word`: the number among the events that are kept whole.
    pub(in crate::camera::log) const WHOLE: u32 = 20;
}

/// The low bits are a small enumeration whose meaning depends on the tag.
mod flag {
    pub(super) const LOW: u32 = 0b111;
    /// Of a wake, which has none of the other flags: who called it.
    pub(super) const WHO: u32 = 0b1111;
    pub(super) const SELF_WOKEN: u32 = 1 << 3;
    pub(super) const BUDGET: u32 = 1 << 4;
    /// The poll gave the worker away before it ended.
    pub(super) const IN_PLACE: u32 = 1 << 5;
    /// A due time is given.
    pub(super) const UNTIL: u32 = 1 << 6;
}

/// No worker.
const NONE: u32 = 0xFFFF;
const TAG_SHIFT: u32 = 16;
const FLAG_SHIFT: u32 = 21;

impl Packed {
    /// For an event that must be kept whole.
    const UNFIT: Self = Self {
        when_who: 0,
        what: ((NONE | (tag::WHOLE << TAG_SHIFT)) as u64) << 32,
    };

    #[inline]
    fn new(tag: u32, task: Option<TaskId>, word: u32) -> Self {
        Self {
            when_who: u64::from(task.map_or(0, TaskId::get)) << 32,
            what: u64::from(word) | u64::from(NONE | (tag << TAG_SHIFT)) << 32,
        }
    }

    #[inline]
    fn flags(mut self, flags: u32) -> Self {
        self.what |= u64::from(flags << FLAG_SHIFT) << 32;
        self
    }

    /// With its time, in nanoseconds since the base in force.
    #[inline]
    pub(super) fn timed(mut self, time: u32) -> Self {
        self.when_who |= u64::from(time);
        self
    }

    #[inline]
    pub(super) fn time(self) -> u32 {
        self.when_who as u32
    }

    #[inline]
    pub(super) fn task(self) -> u32 {
        (self.when_who >> 32) as u32
    }

    #[inline]
    pub(super) fn word(self) -> u32 {
        self.what as u32
    }

    #[inline]
    fn rest(self) -> u32 {
        (self.what >> 32) as u32
    }

    /// One index stands for "no worker" and does not fit.
    #[inline]
    fn on(mut self, worker: Option<WorkerId>) -> Self {
        let Some(worker) = worker else {
            return self;
        };
        let index = worker.index() as u32;
        if index == NONE {
            return Self::UNFIT;
        }
        self.what = (self.what & !(u64::from(NONE) << 32)) | u64::from(index) << 32;
        self
    }

    #[inline]
    pub(super) fn tag(self) -> u32 {
        (self.rest() >> TAG_SHIFT) & 0b1_1111
    }

    /// Whether the event is kept whole beside.
    #[inline]
    pub(super) fn is_whole(self) -> bool {
        self.tag() == tag::WHOLE
    }

    #[inline]
    fn flag(self) -> u32 {
        self.rest() >> FLAG_SHIFT
    }

    #[inline]
    fn worker(self) -> Option<WorkerId> {
        let index = self.rest() & NONE;
        (index != NONE).then(|| WorkerId::new(index as u16))
    }
}
