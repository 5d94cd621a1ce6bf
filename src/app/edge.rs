//! The ends of a list.

/// One end of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// Its first row.
    First,
    /// Its last row.
    Last,
}

impl Edge {
    pub(super) fn of(last: bool) -> Self {
        if last { Self::Last } else { Self::First }
    }
}
