//! What the user orders.

use super::{Book, Params, Settings};
use crate::events::{Flavor, TaskId};
use std::sync::Arc;

/// An order to the engine. Nothing else ever pokes the observed runtime.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// There are these recipes, too, from now on, and what their tasks share is new.
    Learn(Arc<Book>),
    /// Spawn tasks from outside the runtime.
    Spawn(Order),
    /// Abort a task whose handle the engine holds.
    Abort(TaskId),
    /// Drop the handle of a task; the task runs on, detached.
    DropHandle(TaskId),
    /// These tasks have ended: take their results through the handles the engine holds.
    Collect(Vec<TaskId>),
    /// Interrupt the thread that polls this task for long, by a signal, so that its stack can be
    /// read. Whoever watches polls does it, not the engine: at most once a poll.
    Interrupt(TaskId),
    /// Stretch every duration: 2.0 takes half the time, 0.5 twice the time.
    SetTempo(f64),
    /// Build runtimes so from now on; the present one stays as it is.
    SetRuntime(Settings),
    /// Build runtimes with this scheduler from now on; the present one stays as it is.
    SetFlavor(Flavor),
    /// Finish, then start again with this many workers; the current-thread scheduler has one.
    SetWorkers(u16),
    /// Stop: gracefully (told over a `watch` channel, and waited for whether they listen or not) or at once.
    Close {
        /// Whether tasks are asked to finish first.
        graceful: bool,
    },
}

/// An order of some tasks of one recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// The recipe's name.
    pub recipe: &'static str,
    /// How many.
    pub count: u32,
    /// Its parameters; those not given take the recipe's own values.
    pub params: Params,
}
