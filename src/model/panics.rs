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
    /// the newest 512 are kept. If it is not known how the task ended: the panic of
    /// its last poll, which the task itself may have caught.
    pub fn panic(&self, task: &Task) -> Option<&Panic> {
        let since = match task.place {
            Place::Ended(EndKind::Panicked) => Nanos::ZERO,
            Place::Ended(EndKind::Unknown) => self.table.get(task.id)?.last_start(),
            _ => return None,
        };
        let mut known = self.panics.items().iter().rev();
        let panic = known.find(|panic| panic.task == task.id)?;
        (panic.at >= since).then_some(panic)
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
