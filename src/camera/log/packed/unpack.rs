//! The way back: from a packed event to the event, to its brief form, and to the time a
//! poll held a worker.

use super::super::brief::{Brief, BriefKind};
use super::{Packed, Sides, flag, tag};
use crate::events::{
    BlockingOutcome, Event, HandleAct, KindId, Nanos, PollOutcome, SiteId, TaskId, TextId, WaitEnd,
    WakeBy, What, WorkerId,
};

/// A poll, as long as it held a worker.
pub(in crate::camera::log) struct Held {
    pub(in crate::camera::log) worker: WorkerId,
    pub(in crate::camera::log) start: Nanos,
    pub(in crate::camera::log) until: Nanos,
}

impl Packed {
    /// The code of a small enumeration.
    fn low(self) -> u8 {
        (self.flag() & flag::LOW) as u8
    }

    /// Of a poll. A number that was never written is as good as any other.
    fn outcome(self) -> PollOutcome {
        PollOutcome::from_code(self.low()).unwrap_or(PollOutcome::Panicked)
    }

    fn site(self) -> SiteId {
        SiteId::new(self.word())
    }
}

impl Sides {
    /// The event that was packed at that time.
    #[inline]
    pub(in crate::camera::log) fn event(&self, at: Nanos, packed: Packed) -> Event {
        match self.what(at, packed) {
            Some(what) => Event { at, what },
            None => self.whole(packed.word()).clone(),
        }
    }

    /// `None` for an event that is kept whole.
    #[inline]
    fn what(&self, at: Nanos, packed: Packed) -> Option<What> {
        let word = TaskId::new(packed.word());
        if let Some(what) = without_task(packed) {
            return Some(what);
        }
        let task = TaskId::new(packed.task())?;
        Some(match packed.tag() {
            tag::POLLED | tag::POLLED_WIDE => self.polled(at, packed, task),
            tag::WOKEN => What::Woken {
                task,
                by: WakeBy::from_code((packed.flag() & flag::WHO) as u8, word)?,
                on: packed.worker(),
            },
            tag::WAITING => What::Waiting {
                task,
                site: packed.site(),
                until: None,
                on: None,
            },
            tag::WAITING_WIDE => self.waiting(packed, task),
            tag::WAIT_OVER => What::WaitOver {
                task,
                site: packed.site(),
                end: WaitEnd::from_code(packed.low())?,
            },
            tag::AT => What::At {
                task,
                site: packed.site(),
            },
            tag::SPAWNED | tag::SEEN | tag::JOB_SUBMITTED => self.spawned(packed, task),
            tag::DROPPED => What::Dropped { task },
            tag::HANDLE => What::Handle {
                task,
                by: word,
                act: HandleAct::from_code(packed.low())?,
            },
            tag::JOB_STARTED => What::BlockingStarted { job: task },
            tag::JOB_ENDED => What::BlockingEnded {
                job: task,
                outcome: BlockingOutcome::from_code(packed.low())?,
            },
            tag::IN_PLACE_STARTED => What::InPlaceStarted {
                task,
                worker: packed.worker()?,
            },
            tag::IN_PLACE_ENDED => What::InPlaceEnded { task },
            _ => return None,
        })
    }

    fn polled(&self, at: Nanos, packed: Packed, task: TaskId) -> What {
        let flags = packed.flag();
        What::Polled {
            task,
            worker: poll_worker(packed),
            start: self.start(at, packed),
            outcome: packed.outcome(),
            self_woken: flags & flag::SELF_WOKEN != 0,
            budget_spent: flags & flag::BUDGET != 0,
        }
    }

    /// When a poll began.
    fn start(&self, at: Nanos, packed: Packed) -> Nanos {
        if packed.tag() == tag::POLLED {
            Nanos(at.0 - u64::from(packed.word()))
        } else {
            Nanos(self.pairs.get_low(packed.word())[0])
        }
    }

    fn waiting(&self, packed: Packed, task: TaskId) -> What {
        let [first, until] = self.pairs.get_low(packed.word());
        let due = packed.flag() & flag::UNTIL != 0;
        What::Waiting {
            task,
            site: SiteId::new(first as u32),
            until: due.then_some(Nanos(until)),
            on: TaskId::new((first >> 32) as u32),
        }
    }

    fn spawned(&self, packed: Packed, task: TaskId) -> What {
        let origin = self.origins.get(packed.flag());
        let (kind, site): (KindId, SiteId) = (origin.kind, origin.site);
        let parent = TaskId::new(packed.word());
        match packed.tag() {
            tag::SPAWNED => What::Spawned {
                task,
                parent,
                kind,
                site,
                on: packed.worker(),
                bytes: origin.bytes,
                detached: origin.detached,
                role: origin.role,
            },
            tag::SEEN => What::Seen {
                task,
                parent,
                kind,
                site,
                on: packed.worker(),
                born: !origin.detached,
            },
            _ => What::BlockingSubmitted {
                job: task,
                parent,
                kind,
                site,
            },
        }
    }

    /// How long the poll that ended at that time held a worker; `None` for what is no
    /// poll, and for one without a worker.
    #[inline]
    pub(in crate::camera::log) fn held(&self, at: Nanos, packed: Packed) -> Option<Held> {
        match packed.tag() {
            tag::POLLED => Some(Held {
                worker: packed.worker()?,
                start: self.start(at, packed),
                until: at,
            }),
            tag::POLLED_WIDE => {
                let [start, until] = self.pairs.get_low(packed.word()).map(Nanos);
                Some(Held {
                    worker: packed.worker()?,
                    start,
                    until,
                })
            }
            _ => None,
        }
    }

    /// The brief form of the event that was packed at that time.
    #[inline]
    pub(in crate::camera::log) fn brief(&self, at: Nanos, packed: Packed) -> Brief {
        let kind = match (packed.tag(), TaskId::new(packed.task())) {
            (tag::POLLED | tag::POLLED_WIDE, Some(task)) => BriefKind::Polled {
                task,
                worker: poll_worker(packed),
                start: self.start(at, packed),
                outcome: packed.outcome(),
                self_woken: packed.flag() & flag::SELF_WOKEN != 0,
            },
            (tag::WOKEN, Some(task)) => BriefKind::Woken {
                task,
                on: packed.worker(),
            },
            (tag::WAITING | tag::WAITING_WIDE, Some(task)) => BriefKind::Waiting { task },
            (tag::WHOLE, _) => BriefKind::of(&self.whole(packed.word()).what),
            // These three are nearly all there is; the rest goes the long way.
            _ => self
                .what(at, packed)
                .map_or(BriefKind::Other, |what| BriefKind::of(&what)),
        };
        Brief { at, kind }
    }
}

/// The worker a poll was told with: none if it gave its worker away.
fn poll_worker(packed: Packed) -> Option<WorkerId> {
    match packed.flag() & flag::IN_PLACE {
        0 => packed.worker(),
        _ => None,
    }
}

/// Events that are about no task, or need none.
fn without_task(packed: Packed) -> Option<What> {
    Some(match packed.tag() {
        tag::PARKED => What::Parked {
            worker: packed.worker()?,
        },
        tag::UNPARKED => What::Unparked {
            worker: packed.worker()?,
        },
        tag::SAID => What::Said {
            task: TaskId::new(packed.task()),
            text: TextId::new(packed.word()),
        },
        tag::CLOSING => What::Closing {
            graceful: packed.low() != 0,
        },
        tag::RUN_ENDED => What::RunEnded,
        tag::JOB_NOT_SEEN => What::JobNotSeen {
            site: packed.site(),
        },
        _ => return None,
    })
}
