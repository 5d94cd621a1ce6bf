//! What a key, a click or a menu asks for: plain values, made by the screen's side,
//! carried out by [`super::update`].

use crate::protocol::{TaskId, WorkerId};

/// What a key press or a click asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Action {
    /// Spawn the chosen quantity of this recipe.
    HandIn(&'static str),
    /// Ten times as many per order.
    QuantityUp,
    /// A tenth as many per order.
    QuantityDown,
    /// Next faster tempo.
    TempoUp,
    /// Next slower tempo.
    TempoDown,
    /// One worker more.
    WorkersUp,
    /// One worker less.
    WorkersDown,
    /// Select the next task in view.
    SelectNext,
    /// Select the previous task in view.
    SelectPrevious,
    /// Select the next worker; after the last one, nothing in particular.
    SelectNextWorker,
    /// Select what was clicked; a second time opens it.
    Pick(Pick),
    /// Ask the selected task to abort.
    Abort,
    /// Drop the handle of the selected task.
    DropHandle,
    /// Close the runtime.
    Close {
        /// Whether the tasks are asked to finish first.
        graceful: bool,
    },
    /// Opens the screen, or goes back to where it was opened from if it is open.
    Toggle(super::Screen),
    /// One step back: stop typing, clear the search, leave the screen, select nothing.
    Back,
    /// Scroll by so many rows.
    Scroll(i32),
    /// Start typing a search in the task list.
    Search,
    /// One character of the search.
    Type(char),
    /// Erase the last character of the search.
    Erase,
    /// Stop typing and keep the search.
    Submit,
    /// Reduced motion on or off.
    ToggleMotion,
    /// Leave the program.
    Quit,
}

/// Something on screen that can be clicked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pick {
    /// A task.
    Task(TaskId),
    /// A worker.
    Worker(WorkerId),
}
