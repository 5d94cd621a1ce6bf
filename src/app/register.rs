//! In which words things are told.

/// In which words things are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Register {
    /// Those of the analogy.
    #[default]
    Analogy,
    /// Tokio's own.
    Tokio,
}

impl Register {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Analogy => Self::Tokio,
            Self::Tokio => Self::Analogy,
        }
    }
}
