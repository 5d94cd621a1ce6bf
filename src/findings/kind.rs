//! The kinds of finding: one row each, with all that telling one from another takes.
//!
//! What a screen says of a kind, and how it looks there, is a row of a table of the screen's.

use super::rules::{Grows, Same, Size};
use crate::events::{Certainty, Nanos};

/// Like facts that begin within so short a time are one crowd.
const CROWD: Nanos = Nanos::from_millis(100);

/// Long waits that begin within so short a time are one: too much to do shows in wave after
/// wave of them.
pub(super) const WAVE: Nanos = Nanos::from_millis(1_000);

/// What is known of a kind.
#[derive(Debug)]
pub struct Row {
    /// Its name in code, scripts and reports.
    pub name: &'static str,
    /// How sure a finding of it is.
    pub certainty: Certainty,
    /// Worth a jump whoever asks; what happens all the time has to be asked for.
    pub weighty: bool,
    /// What makes one heavier than another.
    pub size: Size,
    /// Which facts tell more of a finding that is known already.
    pub(super) same: Same,
    /// What they change in it.
    pub(super) grows: Grows,
}

/// Makes the kinds, the list of them, and their rows, from one table.
macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident: $row:expr;)+) => {
        /// The kinds of finding, weightiest first.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FindingKind {
            $($(#[$doc])+ $kind,)+
        }

        impl FindingKind {
            /// All of them, weightiest first.
            pub const ALL: [Self; [$(Self::$kind),+].len()] = [$(Self::$kind),+];

            /// What is known of the kind.
            pub const fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => {
                        const ROW: &Row = &$row;
                        ROW
                    })+
                }
            }
        }
    };
}

kinds! {
    /// Tasks wait for each other in a circle.
    Deadlock: Row {
        name: "deadlock",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Count,
        same: Same::NEVER,
        grows: Grows::Not,
    };
    /// A task waits for what one has that is over.
    LeftLocked: Row {
        name: "left-locked",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::ONGOING.of_task(),
        grows: Grows::Exact,
    };
    /// No worker polled the timer and I/O driver, and tasks waited for it.
    Frozen: Row {
        name: "frozen",
        certainty: Certainty::Inferred,
        weighty: true,
        size: Size::Time,
        same: Same::OVERLAPPING,
        grows: Grows::InNumber,
    };
    /// A poll past the threshold.
    Stall: Row {
        name: "stall",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::ONGOING.of_task().on_worker(),
        grows: Grows::Exact,
    };
    /// A task was ready in the LIFO slot of a stalled worker.
    Trapped: Row {
        name: "trapped",
        certainty: Certainty::Inferred,
        weighty: true,
        size: Size::Time,
        same: Same::ONGOING.of_task(),
        grows: Grows::Exact,
    };
    /// A task panicked.
    Panic: Row {
        name: "panic",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::NEVER,
        grows: Grows::Not,
    };
    /// A task was ready for longer than the threshold before it was polled.
    LongWait: Row {
        name: "long-wait",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::within(WAVE),
        grows: Grows::ByLonger,
    };
    /// Jobs were queued in the blocking pool for longer than the threshold.
    JobsWait: Row {
        name: "jobs-wait",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::ONGOING,
        grows: Grows::ByWave,
    };
    /// A task was asked to stop, and maybe dropped because of it.
    Abort: Row {
        name: "abort",
        certainty: Certainty::Observed,
        weighty: true,
        size: Size::Time,
        same: Same::ASKED.of_task(),
        grows: Grows::ToItsEnd,
    };
    /// A task spent its coop budget and had to yield.
    Budget: Row {
        name: "budget",
        certainty: Certainty::Observed,
        weighty: false,
        size: Size::Count,
        same: Same::within(CROWD).of_task(),
        grows: Grows::ByOne,
    };
    /// A raid: tasks were polled on another worker than the one they were queued on. How many
    /// raids there were tells [`Model::raids`](crate::model::Model::raids) best.
    Move: Row {
        name: "move",
        certainty: Certainty::Inferred,
        weighty: false,
        size: Size::Count,
        same: Same::RAID,
        grows: Grows::ByOne,
    };
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FindingKinds(u64);

impl FindingKinds {
    /// Whether the kind is in it.
    pub const fn has(self, kind: FindingKind) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }

    /// Puts the kind in, or takes it out.
    pub fn toggle(&mut self, kind: FindingKind) {
        self.0 ^= 1 << kind as u8;
    }

    /// With those that are worth a jump whoever asks.
    #[must_use]
    pub fn with_weighty(mut self) -> Self {
        for kind in FindingKind::ALL {
            self.0 |= u64::from(kind.row().weighty) << kind as u8;
        }
        self
    }

    /// Whether none is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}
