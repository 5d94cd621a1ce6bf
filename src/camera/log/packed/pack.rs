//! Packing an event, and the side tables for what does not fit.

use super::super::blocks::Blocks;
use super::super::origins::{Origin, Origins};
use super::{Packed, flag, tag};
use crate::events::{Event, Nanos, Role, TaskId, What, WorkerId};
use std::collections::{HashMap, VecDeque};

/// What packed events point at.
#[derive(Default)]
pub(in crate::camera::log) struct Sides {
    /// More of events that need 32 bytes.
    pub(in crate::camera::log) pairs: Blocks<[u64; 2]>,
    /// Events that are kept as they are: rare ones, with strings and large numbers.
    whole: VecDeque<Event>,
    /// How many such events were dropped.
    whole_first: u64,
    pub(super) origins: Origins,
    /// Workers given away by tasks whose poll is not over, and when.
    given_away: HashMap<TaskId, (WorkerId, Nanos)>,
}

impl Sides {
    /// Packs an event; its time is left to the caller.
    #[inline]
    pub(in crate::camera::log) fn pack(&mut self, event: &Event) -> Packed {
        let packed = match event.what {
            What::Polled {
                task,
                worker,
                start,
                outcome,
                self_woken,
                budget_spent,
            } => {
                let flags = u32::from(outcome.code())
                    | (u32::from(self_woken) * flag::SELF_WOKEN)
                    | (u32::from(budget_spent) * flag::BUDGET);
                let length = event.at.0.wrapping_sub(start.0);
                if start <= event.at && length <= u64::from(u32::MAX) && self.given_away.is_empty()
                {
                    let packed = Packed::new(tag::POLLED, Some(task), length as u32);
                    packed.flags(flags).on(worker)
                } else {
                    self.rarer_poll(event.at, task, start, worker, flags)
                }
            }
            What::Woken { task, by, on } => {
                let packed = Packed::new(tag::WOKEN, Some(task), number(by.task()));
                packed.flags(by.code().into()).on(on)
            }
            _ => self.other(event),
        };
        if packed.is_whole() {
            return self.keep_whole(event);
        }
        packed
    }

    fn other(&mut self, event: &Event) -> Packed {
        let of = |tag, task, word| Packed::new(tag, Some(task), word);
        match event.what {
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
            What::WaitOver { task, site, end } => {
                of(tag::WAIT_OVER, task, site.index() as u32).flags(end.code().into())
            }
            What::At { task, site } => of(tag::AT, task, site.index() as u32),
            What::Dropped { task } => {
                // The poll in which it gave its worker away may only have been counted.
                self.given_away.remove(&task);
                of(tag::DROPPED, task, 0)
            }
            What::Parked { worker } => Packed::new(tag::PARKED, None, 0).on(Some(worker)),
            What::Unparked { worker } => Packed::new(tag::UNPARKED, None, 0).on(Some(worker)),
            What::Spawned { .. } | What::Seen { .. } | What::BlockingSubmitted { .. } => {
                self.spawn(event)
            }
            What::JobNotSeen { site } => Packed::new(tag::JOB_NOT_SEEN, None, site.index() as u32),
            _ => self.rarer(event),
        }
    }

    fn rarer(&mut self, event: &Event) -> Packed {
        let of = |tag, task, word| Packed::new(tag, Some(task), word);
        match event.what {
            What::Handle { task, by, act } => {
                of(tag::HANDLE, task, number(by)).flags(act.code().into())
            }
            What::BlockingStarted { job } => of(tag::JOB_STARTED, job, 0),
            What::BlockingEnded { job, outcome } => {
                of(tag::JOB_ENDED, job, 0).flags(outcome.code().into())
            }
            What::InPlaceStarted { task, worker } => {
                self.given_away.insert(task, (worker, event.at));
                of(tag::IN_PLACE_STARTED, task, 0).on(Some(worker))
            }
            What::InPlaceEnded { task } => of(tag::IN_PLACE_ENDED, task, 0),
            What::Said { task, text } => Packed::new(tag::SAID, task, text.index() as u32),
            What::Closing { graceful } => {
                Packed::new(tag::CLOSING, None, 0).flags(u32::from(graceful))
            }
            What::RunEnded => Packed::new(tag::RUN_ENDED, None, 0),
            What::RunStarted(_) => {
                self.given_away.clear();
                Packed::UNFIT
            }
            // Kept whole: a kind of event that is rare needs no more than this.
            _ => Packed::UNFIT,
        }
    }

    fn spawn(&mut self, event: &Event) -> Packed {
        let (tag, task, parent, on, origin) = match event.what {
            What::Spawned {
                task,
                parent,
                kind,
                site,
                on,
                bytes,
                detached,
                role,
            } => {
                let origin = Origin {
                    kind,
                    site,
                    bytes,
                    detached,
                    role,
                };
                (tag::SPAWNED, task, parent, on, origin)
            }
            What::Seen {
                task,
                parent,
                kind,
                site,
                on,
                born,
            } => {
                let origin = Origin {
                    kind,
                    site,
                    bytes: 0,
                    detached: !born,
                    role: Role::Task,
                };
                (tag::SEEN, task, parent, on, origin)
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
                    role: Role::Task,
                };
                (tag::JOB_SUBMITTED, job, parent, None, origin)
            }
            _ => return Packed::UNFIT,
        };
        match self.origins.number(origin) {
            Some(origin) => Packed::new(tag, Some(task), number(parent))
                .flags(origin)
                .on(on),
            None => Packed::UNFIT,
        }
    }

    /// A poll of which a word cannot tell the length, or while a worker is given away.
    #[cold]
    fn rarer_poll(
        &mut self,
        at: Nanos,
        task: TaskId,
        start: Nanos,
        worker: Option<WorkerId>,
        flags: u32,
    ) -> Packed {
        let given = self.given_away.remove(&task);
        let length = at.0.checked_sub(start.0).map(u32::try_from);
        match (given.filter(|_| worker.is_none()), length) {
            (Some((holder, until)), _) => {
                let pair = self.pair([start.0, until.min(at).0]);
                let packed = Packed::new(tag::POLLED_WIDE, Some(task), pair);
                packed.flags(flags | flag::IN_PLACE).on(Some(holder))
            }
            (None, Some(Ok(length))) => {
                let packed = Packed::new(tag::POLLED, Some(task), length);
                packed.flags(flags).on(worker)
            }
            _ => {
                let pair = self.pair([start.0, at.0]);
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
        Packed::new(tag::WHOLE, event.what.subject(), number as u32)
    }

    pub(super) fn whole(&self, low: u32) -> &Event {
        &self.whole[low.wrapping_sub(self.whole_first as u32) as usize]
    }

    /// How many events were kept whole so far.
    pub(in crate::camera::log) fn whole_end(&self) -> u64 {
        self.whole_first + self.whole.len() as u64
    }

    pub(in crate::camera::log) fn whole_len(&self) -> usize {
        self.whole.len()
    }

    /// Drops pairs and whole events below these numbers.
    pub(in crate::camera::log) fn drop_below(&mut self, pairs: u64, whole: u64) {
        self.pairs.drop_below(pairs);
        self.whole.drain(..(whole - self.whole_first) as usize);
        self.whole_first = whole;
    }
}

fn number(task: Option<TaskId>) -> u32 {
    task.map_or(0, TaskId::get)
}
