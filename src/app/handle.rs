//! What the user may do to the handle of the task in focus, and the reason when not.
//!
//! The engine holds the handles of root tasks and root jobs only. A child's handle is
//! held by whoever spawned it, and Tokio gives nobody else a way to it.

use super::App;
use crate::events::TaskId;
use crate::model::{HandleState, Place, Task};
use crate::order::Command;

/// What can be said of a handle without looking anywhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    /// The engine holds it.
    Ours,
    /// The job has begun: its handle is ours, but an abort would do nothing.
    OursButRunning,
    /// It ended.
    Over,
    /// The task that spawned it has the handle.
    HeldBy(TaskId),
    /// It was given up.
    Gone,
}

fn grip(task: &Task) -> Grip {
    match (task.place, task.parent, task.handle) {
        (Place::Ended(_), ..) => Grip::Over,
        (_, Some(parent), _) => Grip::HeldBy(parent),
        (_, None, HandleState::Dropped | HandleState::Detached | HandleState::Joined) => Grip::Gone,
        (Place::BlockingRunning, None, HandleState::Held) => Grip::OursButRunning,
        (_, None, HandleState::Held) => Grip::Ours,
    }
}

/// Asks the task in focus to abort.
pub(super) fn abort(app: &mut App) -> Vec<Command> {
    let Some((id, grip)) = focus_grip(app) else {
        return Vec::new();
    };
    match grip {
        Grip::Ours => {
            app.note(format!("asked {id} to abort: it stops at its next .await"));
            vec![Command::Abort(id)]
        }
        Grip::OursButRunning => {
            app.note(format!(
                "asked {id} to abort, but a blocking job that has begun runs to its end"
            ));
            vec![Command::Abort(id)]
        }
        Grip::Over => refuse(app, format!("{id} has ended: nothing left to abort")),
        Grip::HeldBy(parent) => refuse(
            app,
            format!("cannot abort {id} from here: {parent} spawned it and has its JoinHandle"),
        ),
        Grip::Gone => refuse(
            app,
            format!("cannot abort {id}: its JoinHandle was dropped"),
        ),
    }
}

/// Drops the handle of the task in focus.
pub(super) fn drop_handle(app: &mut App) -> Vec<Command> {
    let Some((id, grip)) = focus_grip(app) else {
        return Vec::new();
    };
    match grip {
        Grip::Ours | Grip::OursButRunning => {
            app.note(format!(
                "dropped the JoinHandle of {id}: it runs on, its result is lost"
            ));
            vec![Command::DropHandle(id)]
        }
        Grip::Over => refuse(app, format!("{id} has ended: its result was taken")),
        Grip::HeldBy(parent) => refuse(
            app,
            format!("not ours to drop: {parent} spawned {id} and has its JoinHandle"),
        ),
        Grip::Gone => refuse(app, format!("the JoinHandle of {id} is gone already")),
    }
}

fn focus_grip(app: &mut App) -> Option<(TaskId, Grip)> {
    let found = app
        .focus()
        .and_then(|id| app.newest().model.task(id))
        .map(|task| (task.id, grip(&task)));
    if found.is_none() {
        app.complain("no task is selected");
    }
    found
}

fn refuse(app: &mut App, why: String) -> Vec<Command> {
    app.complain(why);
    Vec::new()
}
