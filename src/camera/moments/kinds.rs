//! The sorts of moment, and sets of them.

/// The sorts of moment, weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// Timers were overdue and no worker polled the driver (~).
    Frozen,
    /// A poll past the threshold.
    Stall,
    /// A task was ready in the LIFO slot of a stalled worker (~).
    Trapped,
    /// A task panicked.
    Panic,
    /// A task was ready for longer than the threshold before it was polled.
    LongWait,
    /// A task was asked to stop, and maybe dropped because of it.
    Abort,
    /// A task spent its coop budget and had to yield.
    Budget,
    /// Tasks were polled on another worker than the one they were queued on (~).
    Move,
}

impl Sort {
    /// All of them, weightiest first.
    pub const ALL: [Self; 8] = [
        Self::Frozen,
        Self::Stall,
        Self::Trapped,
        Self::Panic,
        Self::LongWait,
        Self::Abort,
        Self::Budget,
        Self::Move,
    ];
}

/// A set of sorts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorts(u8);

impl Sorts {
    /// Whether the sort is in it.
    pub fn has(self, sort: Sort) -> bool {
        self.0 >> sort as u8 & 1 == 1
    }

    /// Puts the sort in, or takes it out.
    pub fn toggle(&mut self, sort: Sort) {
        self.0 ^= 1 << sort as u8;
    }

    /// With those that are worth a jump whoever asks: all but moves and spent budgets.
    pub(super) fn with_weighty(self) -> Self {
        let frequent = 1 << Sort::Budget as u8 | 1 << Sort::Move as u8;
        Self(self.0 | !frequent)
    }

    /// Whether none is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}
