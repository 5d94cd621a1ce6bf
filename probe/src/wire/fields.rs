//! Each sort of event as numbers and texts, and back.
//!
//! A sort's number, and the order of its fields, hold for good. A new field goes to the end of its
//! sort, and a zero in it means what was so before there was that field.

use super::listed::{From, To};
use super::run;
use crate::events::{
    BlockingOutcome, Event, Found, HandleAct, Holder, LockMode, NameId, Nanos, PollOutcome, Role,
    Site, TextId, WaitEnd, WaitOn, WakeBy, What,
};

macro_rules! tags {
    ($($name:ident = $number:literal,)+) => {
        $(
            #[allow(non_upper_case_globals, reason = "the names of what they number")]
            pub(super) const $name: u8 = $number;
        )+
    };
}

/// The numbers of the sorts.
mod sort {
    tags! {
        Kind = 1,
        Site = 2,
        Text = 3,
        RunStarted = 4,
        Closing = 5,
        RunEnded = 6,
        Spawned = 7,
        Seen = 8,
        Polled = 9,
        Woken = 10,
        Waiting = 11,
        WaitOver = 12,
        At = 13,
        Dropped = 14,
        Handle = 15,
        Parked = 16,
        Unparked = 17,
        BlockingSubmitted = 18,
        BlockingStarted = 19,
        BlockingEnded = 20,
        JobNotSeen = 21,
        InPlaceStarted = 22,
        InPlaceEnded = 23,
        Said = 24,
        PanicAt = 25,
        Stuck = 26,
        Coalesced = 27,
        Suspended = 28,
        LockAwaited = 29,
        LockTaken = 30,
        LockFreed = 31,
    }
}

macro_rules! tag_of {
    ($what:expr, $($name:ident),+) => {
        match $what {
            What::RunStarted(_) => sort::RunStarted,
            $(What::$name { .. } => sort::$name,)+
        }
    };
}

/// The number of its sort.
#[inline]
pub(super) fn tag(what: &What) -> u8 {
    tag_of!(
        what,
        Kind,
        Site,
        Text,
        Closing,
        RunEnded,
        Spawned,
        Seen,
        Polled,
        Woken,
        Waiting,
        WaitOver,
        At,
        Dropped,
        Handle,
        Parked,
        Unparked,
        BlockingSubmitted,
        BlockingStarted,
        BlockingEnded,
        JobNotSeen,
        InPlaceStarted,
        InPlaceEnded,
        Said,
        PanicAt,
        Stuck,
        Coalesced,
        Suspended,
        LockAwaited,
        LockTaken,
        LockFreed
    )
}

/// Writes the fields of an event, but for its sort and time.
#[inline]
pub(super) fn put(event: &Event, to: &mut impl To) {
    let at = event.at;
    match &event.what {
        &What::Polled {
            task,
            worker,
            start,
            outcome,
            self_woken,
            budget_spent,
        } => {
            to.task(task);
            to.worker_if(worker);
            to.number(at.0.wrapping_sub(start.0));
            let bits = outcome.code() | u8::from(self_woken) << 4 | u8::from(budget_spent) << 5;
            to.number(bits.into());
        }
        &What::Woken { task, by, on } => {
            to.task(task);
            to.number(by.code().into());
            to.task_if(by.task());
            to.worker_if(on);
        }
        &What::Waiting {
            task,
            site,
            until,
            on,
        } => {
            to.task(task);
            to.index(site.index());
            to.number(until.map_or(0, |until| due(at, until)));
            to.task_if(on);
        }
        &What::WaitOver { task, site, end } => {
            to.task(task);
            to.index(site.index());
            to.number(end.code().into());
        }
        What::Parked { worker } | What::Unparked { worker } => to.index(worker.index()),
        rare => put_rare(rare, to),
    }
}

/// A time that is mostly later than another one; never 0.
const fn due(at: Nanos, until: Nanos) -> u64 {
    let left = until.0.wrapping_sub(at.0) as i64;
    super::numbers::zigzag(left).wrapping_add(1)
}

const fn until(at: Nanos, due: u64) -> Option<Nanos> {
    match due {
        0 => None,
        due => {
            let left = super::numbers::unzigzag(due.wrapping_sub(1));
            Some(Nanos(at.0.wrapping_add(left as u64)))
        }
    }
}

fn put_rare(what: &What, to: &mut impl To) {
    match what {
        What::Kind { id, name } => {
            to.index(id.index());
            to.text(name);
        }
        What::Site { id, site } => {
            to.index(id.index());
            to.number(site.line.into());
            to.number(site.column.into());
            to.number(site.wait.code().into());
            to.number(site.name.map_or(0, |name| name.text().index() as u64 + 1));
            to.text(&site.file);
        }
        What::Text { id, text } => {
            to.index(id.index());
            to.text(text);
        }
        What::RunStarted(info) => run::put(info, to),
        What::Closing { graceful } => to.flag(*graceful),
        What::RunEnded => {}
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
            to.task(*task);
            to.task_if(*parent);
            to.index(kind.index());
            to.index(site.index());
            to.worker_if(*on);
            to.number((*bytes).into());
            to.flag(*detached);
            to.number(role.code().into());
        }
        What::Seen {
            task,
            parent,
            kind,
            site,
            on,
            born,
        } => {
            to.task(*task);
            to.task_if(*parent);
            to.index(kind.index());
            to.index(site.index());
            to.worker_if(*on);
            to.flag(*born);
        }
        What::At { task, site } => {
            to.task(*task);
            to.index(site.index());
        }
        What::Dropped { task } | What::InPlaceEnded { task } => to.task(*task),
        What::Handle { task, by, act } => {
            to.task(*task);
            to.task_if(*by);
            to.number(act.code().into());
        }
        What::BlockingSubmitted {
            job,
            parent,
            kind,
            site,
        } => {
            to.task(*job);
            to.task_if(*parent);
            to.index(kind.index());
            to.index(site.index());
        }
        What::BlockingStarted { job } => to.task(*job),
        What::BlockingEnded { job, outcome } => {
            to.task(*job);
            to.number(outcome.code().into());
        }
        What::JobNotSeen { site } => to.index(site.index()),
        What::InPlaceStarted { task, worker } => {
            to.task(*task);
            to.index(worker.index());
        }
        What::Said { task, text } => {
            to.task_if(*task);
            to.index(text.index());
        }
        What::PanicAt { task, site, text } => {
            to.task(*task);
            to.index(site.index());
            to.index(text.index());
        }
        What::Stuck {
            task,
            worker,
            found,
        } => {
            to.task(*task);
            to.index(worker.index());
            to.text(found.packed());
        }
        What::Coalesced {
            worker,
            polls,
            busy,
            wakes,
        } => {
            to.worker_if(*worker);
            to.number(*polls);
            to.number(busy.0);
            to.number(*wakes);
        }
        What::Suspended {
            lasted,
            timers,
            measured,
        } => {
            to.number(lasted.0);
            to.number(timers.0);
            to.flag(*measured);
        }
        What::LockAwaited { .. } | What::LockTaken { .. } | What::LockFreed { .. } => {
            put_lock(what, to);
        }
        What::Polled { .. }
        | What::Woken { .. }
        | What::Waiting { .. }
        | What::WaitOver { .. }
        | What::Parked { .. }
        | What::Unparked { .. } => {}
    }
}

fn put_lock(what: &What, to: &mut impl To) {
    match *what {
        What::LockAwaited {
            task,
            site,
            lock,
            mode,
            holder,
            others,
        } => {
            to.task(task);
            to.index(site.index());
            to.index(lock.index());
            to.number(mode.code().into());
            to.task_if(holder.map(|holder| holder.task));
            to.index(holder.map_or(0, |holder| holder.site.index()));
            to.number(others.into());
        }
        What::LockTaken { task, lock, site } => {
            to.task(task);
            to.index(lock.index());
            to.index(site.index());
        }
        What::LockFreed { task, lock } => {
            to.task(task);
            to.index(lock.index());
        }
        _ => {}
    }
}

fn take_lock(tag: u8, from: &mut impl From) -> Option<What> {
    Some(match tag {
        sort::LockAwaited => {
            let (task, site, lock, mode) = (from.task_if(), from.site(), from.lock(), from.small());
            let (holder, since, others) = (from.task_if(), from.site(), from.small());
            What::LockAwaited {
                task: task?,
                site: site?,
                lock: lock?,
                mode: LockMode::from_code(mode?)?,
                holder: holder.zip(since).map(|(task, site)| Holder { task, site }),
                others: others?,
            }
        }
        sort::LockTaken => {
            let (task, lock, site) = (from.task_if(), from.lock(), from.site());
            What::LockTaken {
                task: task?,
                lock: lock?,
                site: site?,
            }
        }
        sort::LockFreed => {
            let (task, lock) = (from.task_if(), from.lock());
            What::LockFreed {
                task: task?,
                lock: lock?,
            }
        }
        _ => return None,
    })
}

/// Reads an event of this sort and time. `None` for a sort that is not known, and where its
/// fields say nothing.
#[inline]
pub(super) fn take(tag: u8, at: Nanos, from: &mut impl From) -> Option<What> {
    match tag {
        sort::Polled => {
            let (task, worker) = (from.task_if(), from.worker_if());
            let (lasted, bits) = (from.number(), from.small::<u8>());
            let bits = bits?;
            Some(What::Polled {
                task: task?,
                worker,
                start: Nanos(at.0.saturating_sub(lasted)),
                outcome: PollOutcome::from_code(bits & 0xF)?,
                self_woken: bits & 0x10 != 0,
                budget_spent: bits & 0x20 != 0,
            })
        }
        sort::Woken => {
            let (task, code) = (from.task_if(), from.small());
            let (by, on) = (from.task_if(), from.worker_if());
            Some(What::Woken {
                task: task?,
                by: WakeBy::from_code(code?, by)?,
                on,
            })
        }
        sort::Waiting => {
            let (task, site) = (from.task_if(), from.site());
            let (due, on) = (from.number(), from.task_if());
            Some(What::Waiting {
                task: task?,
                site: site?,
                until: until(at, due),
                on,
            })
        }
        sort::WaitOver => {
            let (task, site, end) = (from.task_if(), from.site(), from.small());
            Some(What::WaitOver {
                task: task?,
                site: site?,
                end: WaitEnd::from_code(end?)?,
            })
        }
        sort::Parked => from.worker().map(|worker| What::Parked { worker }),
        sort::Unparked => from.worker().map(|worker| What::Unparked { worker }),
        rare => take_rare(rare, from),
    }
}

/// Every field is read first, in the order they were written in: what follows in a column is
/// another event's.
fn take_rare(tag: u8, from: &mut impl From) -> Option<What> {
    Some(match tag {
        sort::Kind => {
            let (id, name) = (from.kind(), from.clean());
            What::Kind { id: id?, name }
        }
        sort::Site => {
            let id = from.site();
            let (line, column, wait) = (from.small(), from.small(), from.small());
            let (name, file) = (from.number(), from.clean());
            let name = name
                .checked_sub(1)
                .and_then(|name| u32::try_from(name).ok());
            let site = Site {
                file,
                line: line?,
                column: column?,
                wait: WaitOn::from_code(wait?)?,
                name: name.and_then(|name| NameId::new(TextId::new(name))),
            };
            What::Site { id: id?, site }
        }
        sort::Text => {
            let (id, text) = (from.line(), from.clean());
            What::Text { id: id?, text }
        }
        sort::RunStarted => What::RunStarted(run::take(from)?),
        sort::Closing => What::Closing {
            graceful: from.flag(),
        },
        sort::RunEnded => What::RunEnded,
        sort::Spawned => {
            let (task, parent, kind, site) =
                (from.task_if(), from.task_if(), from.kind(), from.site());
            let (on, bytes, detached, role) =
                (from.worker_if(), from.small(), from.flag(), from.small());
            What::Spawned {
                task: task?,
                parent,
                kind: kind?,
                site: site?,
                on,
                bytes: bytes?,
                detached,
                role: Role::from_code(role?)?,
            }
        }
        sort::Seen => {
            let (task, parent, kind, site) =
                (from.task_if(), from.task_if(), from.kind(), from.site());
            let (on, born) = (from.worker_if(), from.flag());
            What::Seen {
                task: task?,
                parent,
                kind: kind?,
                site: site?,
                on,
                born,
            }
        }
        sort::At => {
            let (task, site) = (from.task_if(), from.site());
            What::At {
                task: task?,
                site: site?,
            }
        }
        sort::Dropped => What::Dropped {
            task: from.task_if()?,
        },
        sort::Handle => {
            let (task, by, act) = (from.task_if(), from.task_if(), from.small());
            What::Handle {
                task: task?,
                by,
                act: HandleAct::from_code(act?)?,
            }
        }
        sort::BlockingSubmitted => {
            let (job, parent, kind, site) =
                (from.task_if(), from.task_if(), from.kind(), from.site());
            What::BlockingSubmitted {
                job: job?,
                parent,
                kind: kind?,
                site: site?,
            }
        }
        sort::BlockingStarted => What::BlockingStarted {
            job: from.task_if()?,
        },
        sort::BlockingEnded => {
            let (job, outcome) = (from.task_if(), from.small());
            What::BlockingEnded {
                job: job?,
                outcome: BlockingOutcome::from_code(outcome?)?,
            }
        }
        sort::JobNotSeen => What::JobNotSeen { site: from.site()? },
        sort::InPlaceStarted => {
            let (task, worker) = (from.task_if(), from.worker());
            What::InPlaceStarted {
                task: task?,
                worker: worker?,
            }
        }
        sort::InPlaceEnded => What::InPlaceEnded {
            task: from.task_if()?,
        },
        sort::Said => {
            let (task, text) = (from.task_if(), from.line());
            What::Said { task, text: text? }
        }
        sort::PanicAt => {
            let (task, site, text) = (from.task_if(), from.site(), from.line());
            What::PanicAt {
                task: task?,
                site: site?,
                text: text?,
            }
        }
        sort::Stuck => {
            let (task, worker, found) = (from.task_if(), from.worker(), from.text());
            What::Stuck {
                task: task?,
                worker: worker?,
                found: Found::from_packed(&found),
            }
        }
        sort::Coalesced => {
            let (worker, polls) = (from.worker_if(), from.number());
            let (busy, wakes) = (from.number(), from.number());
            What::Coalesced {
                worker,
                polls,
                busy: Nanos(busy),
                wakes,
            }
        }
        sort::Suspended => {
            let (lasted, timers) = (from.number(), from.number());
            What::Suspended {
                lasted: Nanos(lasted),
                timers: Nanos(timers),
                measured: from.flag(),
            }
        }
        lock => return take_lock(lock, from),
    })
}
