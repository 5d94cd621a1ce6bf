//! Parameters of an order.

use crate::events::Nanos;
use std::collections::BTreeMap;

/// Parameters by name.
pub type Params = BTreeMap<String, Param>;

/// The value of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Param {
    /// A length of time, before tempo.
    Span(Nanos),
    /// A number of things.
    Count(u32),
}

impl Param {
    /// The span, if it is one.
    pub fn span(self) -> Option<Nanos> {
        match self {
            Self::Span(span) => Some(span),
            Self::Count(_) => None,
        }
    }

    /// The count, if it is one.
    pub fn count(self) -> Option<u32> {
        match self {
            Self::Count(count) => Some(count),
            Self::Span(_) => None,
        }
    }
}
