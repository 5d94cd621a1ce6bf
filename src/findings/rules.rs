//! The ways findings are told apart and grow, as plain values. A new kind most often takes
//! one of these; [`Finding`](super::Finding) does what they say.

use crate::events::Nanos;

/// What makes a finding heavier than another one of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// How long it lasted.
    Time,
    /// How many it counts.
    Count,
}

/// Among which of those known a fact looks for its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Near {
    /// All that are kept.
    All,
    /// A few of the newest: such facts may come in floods.
    Newest,
    /// All if it tells an end, which may come much later; else a few of the newest.
    AllForItsEnd,
}

/// When two findings of a kind tell of the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// Never: each is one of its own.
    Never,
    /// Whenever they were.
    Always,
    /// While the first one goes on, whose end is always told, or if their times overlap.
    GoingOn,
    /// If their times overlap. Two may follow each other between two frames.
    Overlapping,
    /// If they begin within so short a time.
    Within(Nanos),
}

/// Which facts tell more of a finding that is known already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Same {
    pub(super) when: When,
    /// Only of the same task.
    pub(super) task: bool,
    /// Only on the same worker.
    pub(super) worker: bool,
    /// Only in the same raid.
    pub(super) raid: bool,
    pub(super) near: Near,
}

impl Same {
    const fn new(when: When, near: Near) -> Self {
        Self {
            when,
            task: false,
            worker: false,
            raid: false,
            near,
        }
    }

    /// Each is one of its own.
    pub(super) const NEVER: Self = Self::new(When::Never, Near::All);

    /// What goes on until its end is told, or overlaps.
    pub(super) const ONGOING: Self = Self::new(When::GoingOn, Near::All);

    /// What overlaps. Its end may never be told.
    pub(super) const OVERLAPPING: Self = Self::new(When::Overlapping, Near::All);

    /// First asked for, then done.
    pub(super) const ASKED: Self = Self::new(When::Always, Near::AllForItsEnd);

    /// What begins within so short a time.
    pub(super) const fn within(time: Nanos) -> Self {
        Self::new(When::Within(time), Near::Newest)
    }

    /// What was taken in the same raid, whenever it is polled.
    pub(super) const RAID: Self = Self {
        raid: true,
        ..Self::new(When::Always, Near::Newest)
    };

    /// Only of the same task.
    pub(super) const fn of_task(self) -> Self {
        Self { task: true, ..self }
    }

    /// Only on the same worker.
    pub(super) const fn on_worker(self) -> Self {
        Self {
            worker: true,
            ..self
        }
    }
}

/// What more facts change in a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grows {
    /// Nothing: there are none.
    Not,
    /// They know better when it began, and where.
    Exact,
    /// They know better when it began, and may count more.
    InNumber,
    /// They may count more and be longer. It begins with the first.
    ByWave,
    /// They count one more.
    ByOne,
    /// They count one more, and the longest is the one it is about.
    ByLonger,
    /// They tell its end; told once more that it began, nothing changes.
    ToItsEnd,
}
