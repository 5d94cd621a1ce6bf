//! Whom an event is about, and what it means for them: asked in many places, answered here.
//!
//! The first two matches name every kind of event, so that whoever adds one comes by here
//! and looks at the others too.

use super::{KindId, PollOutcome, TaskId, What, WorkerId};

impl What {
    /// The task or job the event is about.
    #[inline]
    pub fn subject(&self) -> Option<TaskId> {
        match *self {
            Self::Spawned { task, .. }
            | Self::Polled { task, .. }
            | Self::Woken { task, .. }
            | Self::Waiting { task, .. }
            | Self::WaitOver { task, .. }
            | Self::At { task, .. }
            | Self::Dropped { task }
            | Self::Handle { task, .. }
            | Self::InPlaceStarted { task, .. }
            | Self::InPlaceEnded { task } => Some(task),
            Self::BlockingSubmitted { job, .. }
            | Self::BlockingStarted { job }
            | Self::BlockingEnded { job, .. } => Some(job),
            Self::Said { task, .. } => task,
            Self::Kind { .. }
            | Self::Site { .. }
            | Self::Text { .. }
            | Self::RunStarted(_)
            | Self::Closing { .. }
            | Self::RunEnded
            | Self::Parked { .. }
            | Self::Unparked { .. }
            | Self::Coalesced { .. } => None,
        }
    }

    /// The worker on which it happened: the one that polled, or on whose thread a task was
    /// spawned or woken, or that parked or gave its core away. None for events that were only
    /// counted: they are many.
    #[inline]
    pub fn on(&self) -> Option<WorkerId> {
        match *self {
            Self::Polled { worker, .. } => worker,
            Self::Woken { on, .. } | Self::Spawned { on, .. } => on,
            Self::Parked { worker }
            | Self::Unparked { worker }
            | Self::InPlaceStarted { worker, .. } => Some(worker),
            Self::Kind { .. }
            | Self::Site { .. }
            | Self::Text { .. }
            | Self::RunStarted(_)
            | Self::Closing { .. }
            | Self::RunEnded
            | Self::Waiting { .. }
            | Self::WaitOver { .. }
            | Self::At { .. }
            | Self::Dropped { .. }
            | Self::Handle { .. }
            | Self::BlockingSubmitted { .. }
            | Self::BlockingStarted { .. }
            | Self::BlockingEnded { .. }
            | Self::InPlaceEnded { .. }
            | Self::Said { .. }
            | Self::Coalesced { .. } => None,
        }
    }

    /// The task or job that exists from here on.
    #[inline]
    pub fn born(&self) -> Option<Birth> {
        match *self {
            Self::Spawned {
                task, parent, kind, ..
            }
            | Self::BlockingSubmitted {
                job: task,
                parent,
                kind,
                ..
            } => Some(Birth { task, parent, kind }),
            _ => None,
        }
    }

    /// Whether a task or job exists from here on.
    #[inline]
    pub fn is_birth(&self) -> bool {
        self.born().is_some()
    }

    /// The kind and number of a task or job that begins here and that no task spawned.
    pub fn root(&self) -> Option<(KindId, TaskId)> {
        let born = self.born().filter(|born| born.parent.is_none())?;
        Some((born.kind, born.task))
    }

    /// The task or job that is over with this.
    #[inline]
    pub fn ends(&self) -> Option<TaskId> {
        match *self {
            Self::Polled { task, outcome, .. } => (outcome != PollOutcome::Pending).then_some(task),
            Self::Dropped { task } => Some(task),
            Self::BlockingEnded { job, .. } => Some(job),
            _ => None,
        }
    }

    /// Bytes of the strings it holds; only announcements have any.
    pub fn string_bytes(&self) -> usize {
        match self {
            Self::Kind { name, .. } => name.len(),
            Self::Site { site, .. } => site.file.len(),
            Self::Text { text, .. } => text.len(),
            Self::RunStarted(info) => info.tokio.len(),
            _ => 0,
        }
    }
}

/// A task or job that begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Birth {
    /// Its number.
    pub task: TaskId,
    /// The task that spawned it, if a task did.
    pub parent: Option<TaskId>,
    /// Its kind.
    pub kind: KindId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{BlockingOutcome, Nanos, SiteId};

    const TASK: TaskId = TaskId::new(7).expect("not 0");

    fn spawned(parent: Option<TaskId>) -> What {
        What::Spawned {
            task: TASK,
            parent,
            kind: KindId::new(3),
            site: SiteId::new(0),
            on: Some(WorkerId::new(1)),
            bytes: 8,
            detached: false,
        }
    }

    fn polled(outcome: PollOutcome) -> What {
        What::Polled {
            task: TASK,
            worker: Some(WorkerId::new(300)),
            start: Nanos(1),
            outcome,
            self_woken: false,
            budget_spent: false,
        }
    }

    #[test]
    fn a_root_is_born_without_a_parent() {
        assert_eq!(spawned(None).root(), Some((KindId::new(3), TASK)));
        assert_eq!(spawned(TaskId::new(1)).root(), None);
        assert!(spawned(TaskId::new(1)).is_birth());
        let job = What::BlockingSubmitted {
            job: TASK,
            parent: None,
            kind: KindId::new(3),
            site: SiteId::new(0),
        };
        assert_eq!((job.root(), job.on()), (Some((KindId::new(3), TASK)), None));
        assert!(!What::Dropped { task: TASK }.is_birth());
    }

    #[test]
    fn a_task_ends_with_its_last_poll_or_where_it_is_dropped() {
        assert_eq!(polled(PollOutcome::Pending).ends(), None);
        assert_eq!(polled(PollOutcome::Ready).ends(), Some(TASK));
        assert_eq!(polled(PollOutcome::Panicked).ends(), Some(TASK));
        assert_eq!(What::Dropped { task: TASK }.ends(), Some(TASK));
        let outcome = BlockingOutcome::Cancelled;
        let job = What::BlockingEnded { job: TASK, outcome };
        assert_eq!((job.ends(), job.subject()), (Some(TASK), Some(TASK)));
        assert_eq!(spawned(None).ends(), None);
    }

    #[test]
    fn whom_and_where_it_is_about_is_told() {
        let poll = polled(PollOutcome::Pending);
        assert_eq!(
            (poll.subject(), poll.on()),
            (Some(TASK), Some(WorkerId::new(300)))
        );
        let worker = WorkerId::new(2);
        let parked = What::Parked { worker };
        assert_eq!((parked.subject(), parked.on()), (None, Some(worker)));
        let in_place = What::InPlaceStarted { task: TASK, worker };
        assert_eq!(
            (in_place.subject(), in_place.on()),
            (Some(TASK), Some(worker))
        );
        let text = What::Text {
            id: crate::events::TextId::new(0),
            text: "four".into(),
        };
        assert_eq!((text.string_bytes(), parked.string_bytes()), (4, 0));
    }
}
