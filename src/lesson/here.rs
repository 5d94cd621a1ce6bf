//! What this machine and this build have, and what a run needs.

/// What there is, or what is needed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Here {
    /// Built with `tokio_unstable`.
    pub unstable: bool,
    /// Processors that may be used.
    pub cores: usize,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacks {
    /// It takes a build with `tokio_unstable`.
    Unstable,
    /// It takes so many processors, and there are so many.
    Cores {
        /// Needed.
        needed: usize,
        /// There.
        there: usize,
    },
}

impl Here {
    /// What of this is missing here; `None` if it is all there.
    pub fn lacks(self, there: Self) -> Option<Lacks> {
        if self.unstable && !there.unstable {
            return Some(Lacks::Unstable);
        }
        (self.cores > there.cores).then_some(Lacks::Cores {
            needed: self.cores,
            there: there.cores,
        })
    }
}
