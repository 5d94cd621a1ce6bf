//! How the claims stand: plain numbers.

/// How many claims there are, and how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// All.
    pub all: usize,
    /// Those that are broken.
    pub broken: usize,
    /// Those that hold for good.
    pub hold: usize,
}
