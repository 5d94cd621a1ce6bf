//! Tasks and jobs that are over on this thread: what they held is dropped, which may wake.
//!
//! Tokio has the id of a task set not only in its poll, but also while its future or its
//! result is dropped. So a wake outside of any observed poll belongs to the task that ended
//! last here as long as the id is that one's.

use super::{LOCAL, Local, WAKING};
use crate::observe::clock;
use crate::observe::record::{Packed, Tag, who};
use crate::observe::registry;
use tokio::task::Id;

/// Who ended last, and the id that Tokio has set while it is dropped.
#[derive(Clone, Copy)]
pub(super) struct Ended {
    id: Option<Id>,
    by: EndedBy,
}

#[derive(Clone, Copy)]
enum EndedBy {
    /// A task or job, and what its wakes are told as: the low flag bits of their records.
    Task(u32, u16),
    /// Whoever has this id: it drops the result of the task with the other one.
    DropperOfResult(Option<Id>),
}

/// Whose code runs on a thread, outside of all that is observed.
pub(super) enum Code {
    /// That of a task or job that is over.
    Ended(u32, u16),
    /// That of what Tokio has this id for, if it has one.
    Of(Option<Id>),
}

impl Ended {
    pub(super) const NOBODY: Self = Self {
        id: None,
        by: EndedBy::Task(0, 0),
    };

    /// It ended in its own poll.
    #[inline]
    pub(super) fn in_poll(task: u32) -> Self {
        Self::now(EndedBy::Task(task, who::TASK))
    }

    pub(super) fn job(job: u32) -> Self {
        Self::now(EndedBy::Task(job, who::BLOCKING))
    }

    /// Whether it is what has this id.
    #[cfg(tokio_unstable)]
    pub(super) fn is_of(self, id: Id) -> bool {
        self.id == Some(id)
    }

    fn now(by: EndedBy) -> Self {
        let id = tokio::task::try_id();
        Self { id, by }
    }
}

impl Local {
    pub(super) fn code(&self) -> Code {
        let id = tokio::task::try_id();
        let ended = self.ended.get();
        if id.is_none() || id != ended.id {
            return self.just_ended_here(id).unwrap_or(Code::Of(id));
        }
        match ended.by {
            EndedBy::Task(task, who) => Code::Ended(task, who),
            EndedBy::DropperOfResult(id) => Code::Of(id),
        }
    }

    /// The task that has just ended, where all tasks are observed: no other can have this id,
    /// which is not the loop's.
    fn just_ended_here(&self, id: Option<Id>) -> Option<Code> {
        let task = self.just_ended.get();
        let is_own = self.own_id.get().is_none_or(|own| own == id);
        if self.last.get().0 == 0 || id.is_none() || is_own || matches!(task, 0 | WAKING) {
            return None;
        }
        Some(Code::Ended(task, who::TASK))
    }

    fn dropped(&self, task: u32) {
        let at = clock::now();
        let record = Packed::new(Tag::Dropped, at, task, 0);
        self.write_about(task, move |writer| writer.push(record));
        if self.current.get() == 0 {
            self.ended
                .set(Ended::now(EndedBy::Task(task, who::CANCELLED)));
            self.just_ended.set(task);
            self.renew_reading(at);
        }
    }
}

/// Writes that a task's future is dropped before it was ready, which is what this thread does
/// from here on.
pub(in crate::observe) fn dropped(task: u32) {
    if LOCAL.try_with(|local| local.dropped(task)).is_err() {
        let record = Packed::new(Tag::Dropped, clock::now(), task, 0);
        registry::write_late(task, record);
    }
}

/// A job is dropped that never began.
pub(in crate::observe) fn job_dropped(job: u32) {
    let _ = LOCAL.try_with(|local| {
        if local.current.get() == 0 {
            local
                .ended
                .set(Ended::now(EndedBy::Task(job, who::CANCELLED)));
            local.last_job.set(job);
        }
    });
}

/// The result of a task that is over is dropped with its handle, which is the doing of whoever
/// has the handle.
pub(in crate::observe) fn result_dropped(task: Id) {
    let _ = LOCAL.try_with(|local| {
        if local.current.get() == 0 {
            local.ended.set(Ended {
                id: Some(task),
                by: EndedBy::DropperOfResult(tokio::task::try_id()),
            });
        }
    });
}
