//! How sure a shown value is.

/// Whether a value was measured or follows from a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Certainty {
    /// Measured on the running runtime. Marked `=` on screen.
    Observed,
    /// Inferred from the scheduler's rules and what was observed. Marked `~` on screen.
    Inferred,
}

impl Certainty {
    /// The mark shown before such a value.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Observed => "=",
            Self::Inferred => "~",
        }
    }
}

/// A value that says how sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<T> {
    /// The value.
    pub value: T,
    /// How sure it is.
    pub certainty: Certainty,
}

impl<T> Value<T> {
    /// A measured value.
    pub const fn observed(value: T) -> Self {
        Self {
            value,
            certainty: Certainty::Observed,
        }
    }

    /// An inferred value.
    pub const fn inferred(value: T) -> Self {
        Self {
            value,
            certainty: Certainty::Inferred,
        }
    }
}
