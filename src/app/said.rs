//! What the application has to say: facts. Their sentences are made above it.

use super::{Register, Standing};
use crate::camera::{Speed, Unreadable, Which};
use crate::claim::State;
use crate::events::{Nanos, TaskId, WakeBy, WorkerId};
use crate::findings::Finding;
use crate::order::Report;

/// A fact for the line of notices, for a few seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Since when it is shown.
    pub at: Nanos,
    /// What it says.
    pub said: Said,
}

/// Something worth a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The next order is so many.
    Quantity(u32),
    /// The tempo from now on.
    Tempo(f64),
    /// The tempo is at its limit and stays this.
    TempoStays(f64),
    /// A graceful shutdown comes, then a runtime with so many workers.
    Workers(u16),
    /// Another program of the same name, or this one once more, is watched from now on.
    Reattached {
        /// The number of its process.
        pid: u32,
        /// It is another process than before.
        newer: bool,
        /// Events that are missing, if it is because of that.
        lost: u64,
    },
    /// What was done of lessons cannot be read, or not be kept: why.
    Shelf(String),
    /// An order was given while the past is shown, which is so long before.
    OrderedAfter(Nanos),
    /// The runtime was told to close gracefully already.
    ClosingAlready,
    /// A task was asked to abort.
    AbortAsked(TaskId),
    /// A blocking job was asked to abort that has begun: it runs to its end.
    AbortAskedTooLate(TaskId),
    /// The handle of a task was dropped.
    HandleDropped(TaskId),
    /// The thread that polls this task for too long is interrupted, for its line.
    Interrupting(TaskId),
    /// Reduced motion is on, or off.
    ReducedMotion(bool),
    /// In which words things are told from now on.
    Register(Register),
    /// The history was written into a file, or why it was not.
    Kept(Result<Kept, String>),
    /// The process stood still.
    Suspended {
        /// For so long.
        lasted: Nanos,
        /// Somebody told of it; else it is inferred.
        measured: bool,
    },
    /// A task panicked with this message.
    Panicked(String),
    /// A thread of the program's own panicked.
    ThreadPanicked {
        /// Its name.
        thread: String,
        /// The message.
        text: String,
    },
    /// The view stands still.
    Paused,
    /// How fast the view's clock goes.
    Speed(Speed),
    /// The history begins here.
    Beginning(Nanos),
    /// There is no other event there.
    NoEvent {
        /// A later one; else an earlier one.
        forth: bool,
        /// Among these.
        of: Which,
    },
    /// Steps go through the life of this task only.
    Following(TaskId),
    /// Steps go through everything again.
    FollowingNone,
    /// The moment a task was woken.
    Woken {
        /// The task.
        task: TaskId,
        /// By whom.
        by: WakeBy,
        /// The worker on whose thread it was.
        on: Option<WorkerId>,
    },
    /// The history has no earlier wake of the task.
    NoWake(TaskId),
    /// The finding that begins at the moment shown.
    Here(Finding),
    /// The view stopped at this finding.
    Stopped(Finding),
    /// The first poll of a task, which was not there yet at the moment asked for.
    FirstPoll {
        /// The task.
        task: TaskId,
        /// The moment asked for.
        asked: Nanos,
    },
    /// The moment of a claim.
    AtClaim {
        /// What is claimed.
        claim: String,
        /// How it stands.
        state: State,
    },
    /// The view stopped at the moment that decided a claim.
    StoppedAtClaim {
        /// What is claimed.
        claim: String,
        /// How it stands.
        state: State,
    },
    /// The play is over, and the claims about it are decided as far as they can be.
    PlayOver(Standing),
    /// There is no other finding there.
    NoFinding {
        /// A later one; else an earlier one.
        forth: bool,
    },
    /// A line was copied, or could not be.
    Copied {
        /// The line.
        line: String,
        /// What became of it.
        copy: Copied,
    },
    /// So many tasks that each block a thread were ordered: once more orders them.
    Sure {
        /// The recipe's name.
        recipe: &'static str,
        /// How many.
        count: u32,
    },
    /// A scenario begins.
    Begins {
        /// Its title.
        title: String,
        /// What there is to see.
        about: String,
    },
    /// The search found nothing.
    NotFound,
    /// The whole history is shown: there is no more time to show.
    WholeHistory,
    /// The engine has something to say.
    Engine(Report),
    /// What was asked for cannot be.
    Cannot(Refused),
}

/// Why something that was asked for cannot be; nothing was done.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// A runtime of one thread has one worker, always.
    OneWorker,
    /// There can be 1 worker to so many.
    Workers {
        /// The limit.
        most: u16,
    },
    /// No runtime is running.
    NoRuntime,
    /// There is nothing to copy yet.
    NothingToCopy,
    /// No scenario was played yet.
    NothingPlayed,
    /// No lesson is played, or there is none.
    NoLesson,
    /// The scenario has this mistake.
    Scenario(String),
    /// There is no task to inspect yet.
    NothingToInspect,
    /// The page has no row that could be chosen.
    NoRow,
    /// There is nothing to select yet.
    NothingToSelect,
    /// Nothing was searched yet: there are no hits to go through.
    NothingSearched,
    /// There is no task to follow yet.
    NothingToFollow,
    /// No task is selected.
    NoTask,
    /// No poll lasts too long.
    NoStall,
    /// The task cannot be aborted from here.
    Abort(TaskId, NoGrip),
    /// The handle of the task cannot be dropped from here.
    DropHandle(TaskId, NoGrip),
    /// The newest moment is all there is of live: it cannot go faster.
    LiveFaster,
    /// Nothing has happened yet: there is no past.
    NoPast,
    /// There is no way back: the view did not come from anywhere.
    NoWayBack,
    /// Nothing has happened yet that is worth a jump.
    NoFinding,
    /// Nothing was told yet, or nothing that fits the search.
    NothingTold,
    /// Nothing is claimed yet.
    NoClaim,
    /// The claim has no moment: nothing of what it is about has happened.
    NoMoment,
    /// There are as many claims as can be looked at.
    TooManyClaims,
    /// The finding is no longer in the history.
    Forgotten,
    /// What was typed is no address.
    Unreadable(Unreadable),
    /// There is no such task or worker.
    NoSuchSelection,
    /// The address is a moment before the run began.
    BeforeTheRun,
    /// The address is a moment before the history.
    BeforeTheHistory {
        /// The moment.
        at: Nanos,
        /// Where the history begins.
        oldest: Nanos,
    },
    /// The address is a moment that is still to come.
    AfterNow {
        /// The moment.
        at: Nanos,
        /// The newest moment.
        newest: Nanos,
    },
    /// The history does not have this event.
    NoSuchEvent {
        /// Its number.
        event: u64,
        /// The first number the history has.
        first: u64,
        /// The last one.
        last: u64,
    },
    /// The event of the address was not reached at the moment of the address.
    EventElsewhere {
        /// Its number.
        event: u64,
        /// When it was reached.
        reached: Nanos,
        /// The moment of the address.
        at: Nanos,
    },
}

/// Why nothing can be done with the handle of a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoGrip {
    /// The task ended.
    Ended,
    /// This task spawned it and has the handle.
    HeldBy(TaskId),
    /// The task was not spawned through the probe: its handle is not seen.
    NotSeen,
    /// The handle was given up.
    Gone,
}

/// A history that was written into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub file: String,
    /// How many events are in it.
    pub events: u64,
    /// From the first moment in it to the last.
    pub lasted: Nanos,
}

/// What became of a line that was to be copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It was handed to the terminal.
    Sent,
    /// It was handed to a multiplexer, which passes it on if its option says so.
    SentToTmux,
    /// The terminal takes none.
    NotTaken,
}

/// How long a notice stays.
const STAYS: Nanos = Nanos::from_millis(4_000);
/// How long two lines of text stay, which hide as many lines of the story.
const STAYS_LONGER: Nanos = Nanos::from_millis(7_000);
/// How long a line stays that is to be answered, or selected by hand.
const STAYS_LONGEST: Nanos = Nanos::from_millis(12_000);

impl Said {
    /// How long it is shown.
    pub(super) fn stays(&self) -> Nanos {
        match self {
            Self::Begins { .. } => STAYS_LONGER,
            Self::Shelf(_) | Self::Kept(_) => STAYS_LONGEST,
            Self::Sure { .. }
            | Self::Copied {
                copy: Copied::NotTaken,
                ..
            } => STAYS_LONGEST,
            _ => STAYS,
        }
    }

    /// Whether it answers the key before only: with the next one it is over.
    pub(super) fn answers_one_key(&self) -> bool {
        matches!(
            self,
            Self::Cannot(_)
                | Self::NotFound
                | Self::NoEvent { .. }
                | Self::NoFinding { .. }
                | Self::NoWake(_)
                | Self::WholeHistory
                | Self::AbortAsked(_)
                | Self::AbortAskedTooLate(_)
                | Self::HandleDropped(_)
                | Self::Interrupting(_)
        )
    }

    /// Whether something was refused or failed.
    pub fn is_error(&self) -> bool {
        matches!(
            self,
            Self::Engine(_) | Self::Cannot(_) | Self::Shelf(_) | Self::Kept(Err(_))
        )
    }
}
