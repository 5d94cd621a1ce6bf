//! One thing that a claim can be about, as it was seen.

use super::subject::Subject;
use super::verdict::Moment;
use crate::events::{Nanos, TaskId, TextId, WakeBy, WorkerId};

/// One thing that a claim can be about.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sight {
    pub(super) subject: Subject,
    /// When it was, and whose.
    pub(super) moment: Moment,
    /// Its length in nanoseconds, or its size in bytes; 0 for what is only counted.
    pub(super) amount: u64,
    /// Of this length, what passed while a worker was parked.
    pub(super) parked: u64,
    pub(super) text: Option<TextId>,
    pub(super) by: Option<WakeBy>,
    /// It goes on: this is what it has come to.
    pub(super) goes_on: bool,
    /// The events do not say whether it was.
    pub(super) doubtful: bool,
}

impl Sight {
    pub(super) fn new(subject: Subject, at: Nanos, until: Nanos) -> Self {
        Self {
            subject,
            moment: Moment {
                at,
                until: until.max(at),
                task: None,
                kind: None,
                worker: None,
            },
            amount: until.since(at).0,
            parked: 0,
            text: None,
            by: None,
            goes_on: false,
            doubtful: false,
        }
    }

    pub(super) fn of(mut self, task: Option<TaskId>) -> Self {
        self.moment.task = task;
        self
    }

    pub(super) fn on(mut self, worker: Option<WorkerId>) -> Self {
        self.moment.worker = worker;
        self
    }

    pub(super) fn going_on(mut self, goes_on: bool) -> Self {
        self.goes_on = goes_on;
        self
    }
}

/// A set of subjects.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Subjects(u32);

impl Subjects {
    pub(super) const fn with(self, subject: Subject) -> Self {
        Self(self.0 | 1 << subject as u32)
    }

    pub(super) const fn has(self, subject: Subject) -> bool {
        self.0 >> subject as u32 & 1 == 1
    }

    pub(super) fn has_any(self, subjects: &[Subject]) -> bool {
        subjects.iter().any(|subject| self.has(*subject))
    }

    pub(super) fn all(self) -> impl Iterator<Item = Subject> {
        let all = Subject::ALL.into_iter();
        all.filter(move |subject| self.has(*subject))
    }
}
