//! From records to events.

use super::clock::Scale;
use super::record::{Packed, Record, Tag, flag, state};
use crate::events::{
    HandleAct, KindId, PollOutcome, Role, SiteId, TaskId, TextId, WaitEnd, WakeBy, What, WorkerId,
};

/// Whether an `Extra` record belongs to this one.
pub(super) fn has_extra(record: Record) -> bool {
    match record.tag {
        Tag::Spawned | Tag::JobSubmitted => true,
        Tag::Waiting => record.flags & flag::MORE != 0,
        _ => false,
    }
}

/// The event of a record that is not one of everyday; `None` for those, and for bits that
/// no writer makes.
/// `worker`: whose worker the thread is.
#[inline(never)]
pub(super) fn event(
    record: Record,
    extra: Option<Packed>,
    worker: Option<WorkerId>,
    scale: Scale,
) -> Option<What> {
    let has = |bit: u16| record.flags & bit != 0;
    let task = TaskId::new(record.a);
    let other = TaskId::new(record.b);
    let site = SiteId::new(record.b);
    Some(match record.tag {
        Tag::Spawned if has(flag::HOOKED) => {
            let (kind, site, _) = birth(extra?);
            What::Seen {
                task: task?,
                parent: other,
                kind,
                site,
                on: worker.filter(|_| has(flag::CORE)),
                born: !has(flag::LATE),
            }
        }
        Tag::Spawned => {
            let (kind, site, bytes) = birth(extra?);
            let detached = has(flag::DETACHED);
            What::Spawned {
                task: task?,
                parent: other,
                kind,
                site,
                on: worker.filter(|_| has(flag::CORE)),
                bytes,
                detached,
                role: Role::from_code(low(record.flags))?,
            }
        }
        Tag::Waiting => {
            let (until, on) = extra?.as_wait();
            What::Waiting {
                task: task?,
                site,
                until: (until.0 != 0).then(|| scale.nanos(until)),
                on: TaskId::new(on),
            }
        }
        Tag::At => What::At { task: task?, site },
        Tag::Dropped => What::Dropped { task: task? },
        Tag::Handle => What::Handle {
            task: task?,
            by: other,
            act: HandleAct::from_code(low(record.flags))?,
        },
        Tag::Park if has(flag::UNPARK) => What::Unparked { worker: worker? },
        Tag::Park => What::Parked { worker: worker? },
        Tag::JobSubmitted => {
            let (kind, site, _) = birth(extra?);
            What::BlockingSubmitted {
                job: task?,
                parent: other,
                kind,
                site,
            }
        }
        Tag::Job => match task {
            Some(job) => job_event(job, record.flags),
            None => What::JobNotSeen { site },
        },
        Tag::Said => What::Said {
            task,
            text: TextId::new(record.b),
        },
        Tag::Poll if has(flag::LONG) => return long_poll(record, worker, scale),
        Tag::Poll | Tag::Woken | Tag::WaitOver => return None,
        Tag::Extra | Tag::Worker | Tag::Note | Tag::Nothing => return None,
    })
}

/// A poll that is too long to be one of everyday.
#[cold]
#[inline(never)]
fn long_poll(record: Record, worker: Option<WorkerId>, scale: Scale) -> Option<What> {
    let has = |bit: u16| record.flags & bit != 0;
    Some(What::Polled {
        task: TaskId::new(record.a)?,
        worker: worker.filter(|_| has(flag::CORE)),
        start: scale.nanos(record.start()),
        outcome: poll_outcome(record.flags)?,
        self_woken: has(flag::SELF_WOKEN),
        budget_spent: has(flag::BUDGET),
    })
}

/// The kind, the place and the size of what was spawned.
fn birth(extra: Packed) -> (KindId, SiteId, u32) {
    let (kind, site, bytes) = extra.as_birth();
    (KindId::new(kind), SiteId::new(site), bytes)
}

/// The worker with this number; none for `NO_WORKER`.
pub(super) fn worker_id(worker: u32) -> Option<WorkerId> {
    u16::try_from(worker).ok().map(WorkerId::new)
}

/// What the low bits say.
const fn low(flags: u16) -> u8 {
    (flags & flag::LOW) as u8
}

#[inline]
pub(super) fn wait_end(flags: u16) -> WaitEnd {
    // Of two there is no other.
    WaitEnd::from_code(low(flags)).unwrap_or(WaitEnd::Dropped)
}

#[inline]
pub(super) const fn poll_outcome(flags: u16) -> Option<PollOutcome> {
    PollOutcome::from_code(low(flags))
}

#[inline]
pub(super) const fn woken_by(flags: u16, by: Option<TaskId>) -> Option<WakeBy> {
    match WakeBy::from_code((flags & flag::WHO) as u8, by) {
        Some(WakeBy::BetweenPolls(ended)) if flags & flag::NAMED != 0 => {
            Some(WakeBy::NamedWait(ended))
        }
        known => known,
    }
}

fn job_event(job: TaskId, flags: u16) -> What {
    match state::outcome(flags & flag::LOW) {
        Some(outcome) => What::BlockingEnded { job, outcome },
        None => What::BlockingStarted { job },
    }
}
