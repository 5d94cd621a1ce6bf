//! See a real Tokio scheduler at work. The map of the whole grows with its parts.

pub mod probe;
pub mod protocol;
