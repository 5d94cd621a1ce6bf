//! What a key, a click or a menu asks for: plain values, made by the screen's side,
//! carried out by [`super::update`].

use crate::camera::FactKey;
use crate::events::{Nanos, TaskId, WorkerId};
use crate::findings::{Finding, FindingKind};

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
    /// Choose the next row; where none are listed, select the next task in view.
    SelectNext,
    /// Choose the row before; where none are listed, select the previous task in view.
    SelectPrevious,
    /// Select the next worker; after the last one, nothing in particular.
    SelectNextWorker,
    /// Select the worker before; before the first one, nothing in particular.
    SelectPreviousWorker,
    /// Select what was clicked; a second time opens it.
    Pick(Pick),
    /// Ask the selected task to abort.
    Abort,
    /// Drop the handle of the selected task.
    DropHandle,
    /// Interrupt the thread that a task holds for too long, to read its line.
    Interrupt,
    /// Close the runtime.
    Close {
        /// Whether the tasks are asked to finish first.
        graceful: bool,
    },
    /// Opens the screen, or goes back to where it was opened from if it is open.
    Toggle(super::Screen),
    /// One step back: stop typing, clear the search, leave the screen, select nothing.
    Back,
    /// Leave the screen, whatever was typed or searched there.
    Leave,
    /// Scroll by so many rows; where a row is chosen, choose the one so many rows away.
    Scroll(i32),
    /// To the first row, or to the last.
    Edge {
        /// To the last; else to the first.
        last: bool,
    },
    /// Start typing a search: in the help or in the log of that, else in the task list.
    Search,
    /// To the next hit of the search, or the one before.
    Hit {
        /// To the next one; else the one before.
        forth: bool,
    },
    /// One character of the search.
    Type(char),
    /// Erase the last character of the search.
    Erase,
    /// Erase all that was typed.
    EraseAll,
    /// Stop typing and keep the search.
    Submit,
    /// Tell things in the other words.
    ToggleRegister,
    /// Reduced motion on or off.
    ToggleMotion,
    /// The view stands still, or goes on.
    Pause,
    /// The view's clock goes slower.
    Slower,
    /// The view's clock goes faster.
    Faster,
    /// So many steps through time: negative ones go back.
    Scrub(i8),
    /// Shows this moment.
    DragTo(Nanos),
    /// To the oldest moment.
    Oldest,
    /// To the newest moment.
    Newest,
    /// One event on, or back.
    Step {
        /// On; else back.
        forth: bool,
        /// Only events of what is selected.
        selected: bool,
    },
    /// To the next finding, or the one before.
    Jump {
        /// To the next one; else the one before.
        forth: bool,
    },
    /// Chooses this finding; a second time goes to it.
    PickFinding(Finding),
    /// To the finding chosen in the list.
    ToFinding,
    /// Start typing a claim.
    AskClaim,
    /// Start typing a word that is to be explained.
    AskWord,
    /// Explain this word.
    Explain(&'static str),
    /// While a claim or a word is typed: takes one that can come next, or another in its place.
    Complete,
    /// Chooses this row of the list of claims; a second time goes to its moment.
    PickClaim(usize),
    /// To the moment of the claim chosen in the list.
    ToClaim,
    /// The view stops when this claim is decided, or no longer does; `None`: the chosen one.
    StopAtClaim(Option<usize>),
    /// Takes the chosen claim away.
    DropClaim,
    /// To the moment of the row that is chosen in a life.
    ToStep,
    /// Chooses this fact in the list of all that was told; a second time goes to it.
    PickFact(FactKey),
    /// To the moment of the fact chosen there.
    ToFact,
    /// Start typing a moment's address.
    AskAddress,
    /// Copies what is chosen: the finding, else the task in focus, with its source line.
    Copy,
    /// Writes the history into a file.
    Keep,
    /// Copies the address of the moment shown.
    TellAddress,
    /// Steps go through the life of the task in focus only, or through everything again.
    Follow,
    /// To whoever woke the task in focus.
    ToWaker,
    /// Back from there.
    FromWaker,
    /// The timeline shows less time (closer), or more.
    Zoom {
        /// Less time.
        closer: bool,
    },
    /// The timeline shows the whole history.
    Fit,
    /// The view stops at findings of this kind, or no longer does.
    StopAt(FindingKind),
    /// Chooses this row of the list of scenarios; a second time plays it.
    PickScenario(usize),
    /// Plays the scenario chosen in the list.
    PlayScenario {
        /// The view stops at its first event.
        held: bool,
    },
    /// Plays the scenario that was played last.
    PlayAgain,
    /// A move in the load that the user hands out.
    ByHand(super::HandMove),
    /// Chooses this row of the list of lessons; a second time begins it.
    PickLesson(usize),
    /// Begins the lesson chosen in the list.
    BeginLesson,
    /// The next step of the lesson.
    GoOn,
    /// Chooses the answer at this place.
    Answer(usize),
    /// Scrolls what the lesson shows.
    ReadOn(i32),
    /// Leaves the lesson; what runs goes on.
    LeaveLesson,
    /// Shows another runtime of the program that is watched.
    NextRuntime,
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
