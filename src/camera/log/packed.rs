//! The 16 bytes of an event, and what does not fit into them.
//!
//! ```text
//! word 0:  nanoseconds since the base in force
//! word 1:  the task or job the event is about, 0 for none
//! word 2:  a length, task, site or text; or the low bits of a number in a side table
//! word 3:  worker (16 bits, all ones for none) | tag (5) | flags, or an origin (11)
//! ```

mod unpack;

pub(super) use unpack::Held;

use super::blocks::Blocks;
use super::origins::{Origin, Origins};
use crate::protocol::{
    BlockingOutcome, Event, HandleAct, Nanos, PollOutcome, TaskId, WaitEnd, WakeBy, What, WorkerId,
};
use std::collections::{HashMap, VecDeque};

/// An event but for its time's base and for what is in side tables.
#[derive(Clone, Copy)]
pub(super) struct Packed {
    pub(super) time: u32,
    pub(super) task: u32,
    pub(super) word: u32,
    rest: u32,
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
    /// `word`: the number among the events that are kept whole.
    pub(in crate::camera::log) const WHOLE: u32 = 20;
}

/// The low bits are a small enumeration whose meaning depends on the tag.
mod flag {
    pub(super) const LOW: u32 = 0b111;
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
    fn new(tag: u32, task: Option<TaskId>, word: u32) -> Self {
        Self {
            time: 0,
            task: task.map_or(0, TaskId::get),
            word,
            rest: NONE | tag << TAG_SHIFT,
        }
    }

    fn flags(mut self, flags: u32) -> Self {
        self.rest |= flags << FLAG_SHIFT;
        self
    }

    /// `None` for the one index that stands for "no worker".
    fn on(mut self, worker: Option<WorkerId>) -> Option<Self> {
        if let Some(worker) = worker {
            let index = worker.index() as u32;
            self.rest = self.rest & !NONE | index;
            (index != NONE).then_some(self)
        } else {
            Some(self)
        }
    }

    pub(super) fn tag(self) -> u32 {
        self.rest >> TAG_SHIFT & 0b1_1111
    }

    /// Whether the event is kept whole beside.
    pub(super) fn is_whole(self) -> bool {
        self.tag() == tag::WHOLE
    }

    fn flag(self) -> u32 {
        self.rest >> FLAG_SHIFT
    }

    fn worker(self) -> Option<WorkerId> {
        let index = self.rest & NONE;
        (index != NONE).then(|| WorkerId::new(index as u16))
    }
}

/// What packed events point at.
#[derive(Default)]
pub(super) struct Sides {
    /// More of events that need 32 bytes.
    pub(super) pairs: Blocks<[u64; 2]>,
    /// Events that are kept as they are: rare ones, with strings and large numbers.
    whole: VecDeque<Event>,
    /// How many such events were dropped.
    whole_first: u64,
    origins: Origins,
    /// Workers given away by tasks whose poll is not over, and when.
    given_away: HashMap<TaskId, (WorkerId, Nanos)>,
}

impl Sides {
    /// Packs an event; its time is left to the caller.
    #[inline]
    pub(super) fn pack(&mut self, event: &Event) -> Packed {
        match self.small(event) {
            Some(packed) => packed,
            None => self.keep_whole(event),
        }
    }

    fn small(&mut self, event: &Event) -> Option<Packed> {
        let of = |tag, task, word| Packed::new(tag, Some(task), word);
        Some(match event.what {
            What::Polled { .. } => return self.poll(event),
            What::Woken { task, by, on } => {
                let (who, waker) = match by {
                    WakeBy::Task(by) => (0, by.get()),
                    WakeBy::Driver => (1, 0),
                    WakeBy::BetweenPolls(ended) => (2, number(ended)),
                    WakeBy::Blocking(job) => (3, number(job)),
                    WakeBy::Outside => (4, 0),
                };
                return of(tag::WOKEN, task, waker).flags(who).on(on);
            }
            What::Waiting {
                task,
                site,
                until,
                on,
            } => match (until, on) {
                (None, None) => of(tag::WAITING, task, site.index() as u32),
                _ => {
                    let first = site.index() as u64 | u64::from(number(on)) << 32;
                    let pair = self.pair([first, until.map_or(0, |until| until.0)]);
                    let flags = if until.is_some() { flag::UNTIL } else { 0 };
                    of(tag::WAITING_WIDE, task, pair).flags(flags)
                }
            },
            What::WaitOver { task, site, end } => of(tag::WAIT_OVER, task, site.index() as u32)
                .flags(match end {
                    WaitEnd::Ready => 0,
                    WaitEnd::Dropped => 1,
                }),
            What::At { task, site } => of(tag::AT, task, site.index() as u32),
            What::Dropped { task } => of(tag::DROPPED, task, 0),
            What::Parked { worker } => {
                return Packed::new(tag::PARKED, None, 0).on(Some(worker));
            }
            What::Unparked { worker } => {
                return Packed::new(tag::UNPARKED, None, 0).on(Some(worker));
            }
            _ => return self.rarer(event),
        })
    }

    fn rarer(&mut self, event: &Event) -> Option<Packed> {
        let of = |tag, task, word| Packed::new(tag, Some(task), word);
        Some(match event.what {
            What::Spawned { .. } | What::BlockingSubmitted { .. } => return self.spawn(event),
            What::Handle { task, by, act } => of(tag::HANDLE, task, number(by)).flags(match act {
                HandleAct::Joined => 0,
                HandleAct::Dropped => 1,
                HandleAct::AbortAsked => 2,
            }),
            What::BlockingStarted { job } => of(tag::JOB_STARTED, job, 0),
            What::BlockingEnded { job, outcome } => {
                of(tag::JOB_ENDED, job, 0).flags(match outcome {
                    BlockingOutcome::Completed => 0,
                    BlockingOutcome::Panicked => 1,
                    BlockingOutcome::Cancelled => 2,
                })
            }
            What::InPlaceStarted { task, worker } => {
                self.given_away.entry(task).or_insert((worker, event.at));
                return of(tag::IN_PLACE_STARTED, task, 0).on(Some(worker));
            }
            What::InPlaceEnded { task } => of(tag::IN_PLACE_ENDED, task, 0),
            What::Said { task, text } => Packed::new(tag::SAID, task, text.index() as u32),
            What::Closing { graceful } => {
                Packed::new(tag::CLOSING, None, 0).flags(u32::from(graceful))
            }
            What::RunEnded => Packed::new(tag::RUN_ENDED, None, 0),
            What::RunStarted(_) => {
                self.given_away.clear();
                return None;
            }
            _ => return None,
        })
    }

    fn spawn(&mut self, event: &Event) -> Option<Packed> {
        let (tag, task, parent, on, origin) = match event.what {
            What::Spawned {
                task,
                parent,
                kind,
                site,
                on,
                bytes,
                detached,
            } => {
                let origin = Origin {
                    kind,
                    site,
                    bytes,
                    detached,
                };
                (tag::SPAWNED, task, parent, on, origin)
            }
            What::BlockingSubmitted {
                job,
                parent,
                kind,
                site,
            } => {
                let origin = Origin {
                    kind,
                    site,
                    bytes: 0,
                    detached: false,
                };
                (tag::JOB_SUBMITTED, job, parent, None, origin)
            }
            _ => return None,
        };
        let packed = Packed::new(tag, Some(task), number(parent));
        packed.flags(self.origins.number(origin)?).on(on)
    }

    fn poll(&mut self, event: &Event) -> Option<Packed> {
        let What::Polled {
            task,
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
        } = event.what
        else {
            return None;
        };
        let mut flags = match outcome {
            PollOutcome::Pending => 0,
            PollOutcome::Ready => 1,
            PollOutcome::Panicked => 2,
        };
        flags |= u32::from(self_woken) * flag::SELF_WOKEN;
        flags |= u32::from(budget_spent) * flag::BUDGET;
        let length = event.at.0.checked_sub(start.0);
        let length = length.and_then(|length| u32::try_from(length).ok());
        if let Some(length) = length
            && self.given_away.is_empty()
        {
            let packed = Packed::new(tag::POLLED, Some(task), length);
            return packed.flags(flags).on(worker);
        }
        let given = self.given_away.remove(&task);
        let given = given.filter(|_| worker.is_none());
        match (given, length) {
            (Some((holder, until)), _) => {
                let pair = self.pair([start.0, until.min(event.at).0]);
                let packed = Packed::new(tag::POLLED_WIDE, Some(task), pair);
                packed.flags(flags | flag::IN_PLACE).on(Some(holder))
            }
            (None, Some(length)) => {
                let packed = Packed::new(tag::POLLED, Some(task), length);
                packed.flags(flags).on(worker)
            }
            (None, None) => {
                let pair = self.pair([start.0, event.at.0]);
                let packed = Packed::new(tag::POLLED_WIDE, Some(task), pair);
                packed.flags(flags).on(worker)
            }
        }
    }

    fn pair(&mut self, pair: [u64; 2]) -> u32 {
        let number = self.pairs.end();
        self.pairs.push(pair);
        number as u32
    }

    #[cold]
    fn keep_whole(&mut self, event: &Event) -> Packed {
        let number = self.whole_end();
        let len = self.whole.len();
        if len == self.whole.capacity() {
            self.whole.reserve_exact((len / 8).max(16));
        }
        self.whole.push_back(event.clone());
        Packed::new(tag::WHOLE, subject(&event.what), number as u32)
    }

    fn whole(&self, low: u32) -> &Event {
        &self.whole[low.wrapping_sub(self.whole_first as u32) as usize]
    }

    /// How many events were kept whole so far.
    pub(super) fn whole_end(&self) -> u64 {
        self.whole_first + self.whole.len() as u64
    }

    pub(super) fn whole_len(&self) -> usize {
        self.whole.len()
    }

    /// Drops pairs and whole events below these numbers.
    pub(super) fn drop_below(&mut self, pairs: u64, whole: u64) {
        self.pairs.drop_below(pairs);
        self.whole.drain(..(whole - self.whole_first) as usize);
        self.whole_first = whole;
    }
}

fn number(task: Option<TaskId>) -> u32 {
    task.map_or(0, TaskId::get)
}

/// Memory an event's strings take; only announcements have any.
pub(super) fn string_bytes(what: &What) -> usize {
    match what {
        What::Kind { name, .. } => name.len(),
        What::Site { site, .. } => site.file.len(),
        What::Text { text, .. } => text.len(),
        What::RunStarted(info) => info.tokio.len(),
        _ => 0,
    }
}

/// The task an event is about.
pub(super) fn subject(what: &What) -> Option<TaskId> {
    match *what {
        What::Spawned { task, .. }
        | What::Polled { task, .. }
        | What::Woken { task, .. }
        | What::Waiting { task, .. }
        | What::WaitOver { task, .. }
        | What::At { task, .. }
        | What::Dropped { task }
        | What::Handle { task, .. }
        | What::InPlaceStarted { task, .. }
        | What::InPlaceEnded { task } => Some(task),
        What::BlockingSubmitted { job, .. }
        | What::BlockingStarted { job }
        | What::BlockingEnded { job, .. } => Some(job),
        What::Said { task, .. } => task,
        What::Kind { .. }
        | What::Site { .. }
        | What::Text { .. }
        | What::RunStarted(_)
        | What::Closing { .. }
        | What::RunEnded
        | What::Parked { .. }
        | What::Unparked { .. }
        | What::Coalesced { .. } => None,
    }
}
