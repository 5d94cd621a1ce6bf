//! What is said of a claim: its state, its figures, and the moment that decided.

use crate::camera::{Address, When, Which};
use crate::events::{Certainty, KindId, Nanos, TaskId, WorkerId};

/// A moment that proves or refutes a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When it began.
    pub at: Nanos,
    /// When it was over, or was last seen to go on; the same for what has no length.
    pub until: Nanos,
    /// The task it is about.
    pub task: Option<TaskId>,
    /// The kind of that task.
    pub kind: Option<KindId>,
    /// The worker it is about.
    pub worker: Option<WorkerId>,
}

impl Moment {
    /// Where one stands to see it: the time, and the task or worker selected.
    pub fn address(&self) -> Address {
        let worker = self.worker.map_or(Which::Any, Which::Worker);
        Address {
            when: Some(When::At(self.at)),
            event: None,
            select: self.task.map_or(worker, Which::Task),
        }
    }
}

/// Whether a claim holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// It does.
    Holds,
    /// It does not.
    Broken,
    /// That is not decided: the run goes on, or does not tell.
    Open,
}

impl State {
    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::Open => "open",
        }
    }

    /// Holds if `this`, else broken.
    pub(super) const fn of(this: bool) -> Self {
        if this { Self::Holds } else { Self::Broken }
    }
}

/// What is said of a claim at some moment of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it holds.
    pub state: State,
    /// How sure that is.
    pub certainty: Certainty,
    /// What was counted or measured, in the field's words.
    pub figures: String,
    /// The same as one number, in the [unit](crate::claim::Claim::unit) of the claim; `None` where
    /// nothing was measured, or the claim is of no number.
    pub value: Option<u64>,
    /// The moment that decided; while it is open the one that comes nearest to deciding. None
    /// if there was none.
    pub moment: Option<Moment>,
}
