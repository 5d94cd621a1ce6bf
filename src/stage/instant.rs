//! The runtime at one moment: [`Instant`].

use crate::camera::Mark;
use crate::events::{Nanos, Now};
use crate::model::{Model, Ongoing};

/// The runtime at one moment: everything a picture tells of it.
///
/// A [`Stage`](super::Stage) has the newest one; an application with a screen has the one
/// that is shown besides. Both hand out references only, so neither can be put in the place
/// of the other.
pub struct Instant {
    /// The events folded up to this moment.
    pub model: Model,
    /// The moment, and the polls in progress then.
    pub now: Now,
    /// What was measured besides, as of the last frame up to this moment: Tokio's own
    /// metrics, the accounts of the event pipeline, spawns per second and refusals.
    pub mark: Mark,
}

impl Instant {
    /// Before anything was seen; a poll of at least `stall_after` is a stall.
    pub(super) fn before_all(stall_after: Nanos) -> Self {
        Self {
            model: Model::new(stall_after),
            now: Now::default(),
            mark: Mark::default(),
        }
    }

    /// What goes on, with what Tokio's own counts tell of it.
    pub fn ongoing(&self) -> Vec<Ongoing> {
        let mut ongoing = self.model.ongoing(&self.now);
        // That nobody is seen to mind the driver names the worker that is out of sight, too.
        if !ongoing
            .iter()
            .any(|fact| matches!(fact, Ongoing::Unseen { .. }))
        {
            ongoing.extend(self.model.out_of_sight(&self.now, &self.mark.still));
        }
        ongoing
    }

    /// A copy to move about in the past; `spare` is the memory of an earlier one.
    #[must_use]
    pub fn copy(&self, spare: Option<Model>) -> Self {
        Self {
            model: match spare {
                Some(spare) => self.model.snapshot_into(spare),
                None => self.model.snapshot(),
            },
            now: self.now.clone(),
            mark: self.mark.clone(),
        }
    }
}
