//! Panics: what was said, and where.

use super::Model;
use super::task::{Place, Task};
use crate::events::{EndKind, Nanos, SiteId, TaskId, TextId};
use crate::limits::PANICS_KEPT;

/// A panic of a task or a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Panic {
    /// The task or job.
    pub task: TaskId,
    /// When.
    pub at: Nanos,
    /// The line that panicked.
    pub site: SiteId,
    /// What it said; [empty](Model::text) if that is no text.
    pub text: TextId,
}

impl Model {
    /// The panic that ended the task or job, if one did, and if it was told and is not forgotten:
    /// the newest [`PANICS_KEPT`] are kept.
    pub fn panic(&self, task: &Task) -> Option<&Panic> {
        if task.place != Place::Ended(EndKind::Panicked) {
            return None;
        }
        let known = self.panics.items().iter().rev();
        known.into_iter().find(|panic| panic.task == task.id)
    }

    pub(super) fn panics_at(&mut self, at: Nanos, task: TaskId, site: SiteId, text: TextId) {
        self.meet(task, at);
        let panic = Panic {
            task,
            at,
            site,
            text,
        };
        self.panics.push(panic, PANICS_KEPT);
    }
}
