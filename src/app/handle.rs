//! What the user may do to the handle of the task in focus, and the reason when not.
//!
//! The engine holds the handles of root tasks and root jobs only. A child's handle is
//! held by whoever spawned it, and Tokio gives nobody else a way to it.

use super::{App, NoGrip, Refused, Said};
use crate::events::TaskId;
use crate::model::{HandleState, Place, Task};
use crate::order::Command;

/// What the engine can do with a handle it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    /// Everything.
    Whole,
    /// The job has begun: an abort would do nothing.
    Running,
}

/// What can be said of a handle without looking anywhere else.
fn grip(task: &Task) -> Result<Grip, NoGrip> {
    match (task.place, task.parent, task.handle) {
        (Place::Ended(_), ..) => Err(NoGrip::Ended),
        (_, _, HandleState::Unseen) => Err(NoGrip::NotSeen),
        (_, Some(parent), _) => Err(NoGrip::HeldBy(parent)),
        (_, None, HandleState::Dropped | HandleState::Detached | HandleState::Joined) => {
            Err(NoGrip::Gone)
        }
        (Place::BlockingRunning, None, HandleState::Held) => Ok(Grip::Running),
        (_, None, HandleState::Held) => Ok(Grip::Whole),
    }
}

/// Asks the task in focus to abort.
pub(super) fn abort(app: &mut App) -> Vec<Command> {
    let Some((id, grip)) = focus_grip(app) else {
        return Vec::new();
    };
    match grip {
        Ok(Grip::Whole) => app.say(Said::AbortAsked(id)),
        Ok(Grip::Running) => app.say(Said::AbortAskedTooLate(id)),
        Err(why) => {
            app.refuse(Refused::Abort(id, why));
            return Vec::new();
        }
    }
    vec![Command::Abort(id)]
}

/// Drops the handle of the task in focus.
pub(super) fn drop_handle(app: &mut App) -> Vec<Command> {
    match focus_grip(app) {
        None => Vec::new(),
        Some((id, Ok(_))) => {
            app.say(Said::HandleDropped(id));
            vec![Command::DropHandle(id)]
        }
        Some((id, Err(why))) => {
            app.refuse(Refused::DropHandle(id, why));
            Vec::new()
        }
    }
}

fn focus_grip(app: &mut App) -> Option<(TaskId, Result<Grip, NoGrip>)> {
    let found = app.acts_on().map(|id| {
        // What is shown may be forgotten by now: then it has ended.
        let task = app.newest().model.task(id);
        (id, task.map_or(Err(NoGrip::Ended), |task| grip(&task)))
    });
    if found.is_none() {
        app.refuse(Refused::NoTask);
    }
    found
}
