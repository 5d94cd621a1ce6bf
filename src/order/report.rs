//! What the engine says back.

use super::Command;
use crate::events::TaskId;
use std::fmt;

/// What the engine says back. It displays in Tokio's words; a screen may have its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Report {
    /// Tasks were refused.
    Refused {
        /// How many tasks.
        count: u64,
        /// Why.
        why: Refusal,
    },
    /// A command came too late, or to the wrong place: the engine does not hold the handle of
    /// this task. Nothing was done, nothing is wrong.
    Missed(TaskId),
    /// A command could not be carried out.
    Failed(Failure),
}

/// Why tasks were refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// More than the limit would be alive.
    TooMany {
        /// The limit.
        limit: u32,
    },
    /// The runtime is closing.
    Closing,
    /// No runtime could be had.
    NoRuntime,
    /// The engine has stopped.
    Stopped,
    /// The runtime is somebody else's, or no longer there: it is only watched.
    OnlyWatched,
}

/// Why a command could not be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The engine has stopped.
    Stopped,
    /// No recipe has this name.
    UnknownRecipe(&'static str),
    /// The runtime could not be built; what the system says.
    Build(String),
    /// A runtime with another number of workers could not be built; it has so many.
    StillWorkers {
        /// Workers it has.
        workers: u16,
        /// What the system says.
        why: String,
    },
    /// The runtime is somebody else's, or no longer there: it is only watched.
    OnlyWatched,
}

impl Report {
    /// What is said of a command that nobody carries out: of tasks that they are refused, of
    /// all else that it failed. Nothing of housekeeping: it would hide what matters.
    pub fn turned_away(command: &Command, refusal: Refusal, failure: Failure) -> Option<Self> {
        match command {
            Command::Spawn(order) => Some(Self::Refused {
                count: order.count.into(),
                why: refusal,
            }),
            Command::Collect(_) | Command::Learn(_) => None,
            Command::Abort(_)
            | Command::DropHandle(_)
            | Command::Interrupt(_)
            | Command::SetTempo(_)
            | Command::SetRuntime(_)
            | Command::SetFlavor(_)
            | Command::SetWorkers(_)
            | Command::Close { .. } => Some(Self::Failed(failure)),
        }
    }

    /// What is said of it where the runtime is only watched.
    pub fn only_watched(command: &Command) -> Option<Self> {
        Self::turned_away(command, Refusal::OnlyWatched, Failure::OnlyWatched)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { count, why } => write!(f, "{count} refused: {why}"),
            Self::Missed(task) => write!(
                f,
                "{task}: its handle is not held here (another task holds it, or it is gone)"
            ),
            Self::Failed(why) => why.fmt(f),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooMany { limit } => write!(f, "more than {limit} would be alive, the limit"),
            Self::Closing => f.write_str("the runtime is closing"),
            Self::NoRuntime => f.write_str("there is no runtime"),
            Self::Stopped => f.write_str("the engine has stopped"),
            Self::OnlyWatched => f.write_str("the runtime is only watched"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stopped => f.write_str("the engine has stopped"),
            Self::UnknownRecipe(name) => write!(f, "no recipe is called {name:?}"),
            Self::Build(why) => write!(f, "cannot build the runtime: {why}"),
            // The short part first: a line on a screen may end before the reason.
            Self::StillWorkers { workers: 1, why } => write!(f, "still 1 worker: {why}"),
            Self::StillWorkers { workers, why } => write!(f, "still {workers} workers: {why}"),
            Self::OnlyWatched => f.write_str("nothing can be ordered: the runtime is only watched"),
        }
    }
}
