//! What can be wrong with a block.

use super::FORMAT;
use std::fmt;

/// Why a block cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The bytes end inside of it: so many are missing, at least.
    Torn(u64),
    /// These are not the first bytes of a block.
    NotABlock,
    /// It says that it is longer than a block may be.
    TooLong(u64),
    /// Its sum is not the one of its bytes.
    Sum,
    /// Its bytes are whole, and say nothing that is understood.
    Senseless(&'static str),
    /// The stream is of a newer format.
    Newer(u16),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Torn(missing) => write!(f, "it ends inside of a block ({missing} bytes missing)"),
            Self::NotABlock => f.write_str("these bytes are no block"),
            Self::TooLong(bytes) => write!(f, "a block says that it has {bytes} bytes"),
            Self::Sum => f.write_str("the sum of a block is wrong"),
            Self::Senseless(what) => write!(f, "{what} cannot be read"),
            Self::Newer(format) => write!(
                f,
                "it has format {format}, and this program reads formats up to {FORMAT}"
            ),
        }
    }
}

impl std::error::Error for Fault {}
