//! Programs that can be attached to: which there are, and a connection to one of them.
//!
//! What comes out of a socket is somebody's word: its length is bounded, it is waited for only so
//! long, and nothing of it reaches a terminal as it came.

mod child;
mod connection;
mod found;
#[cfg(test)]
mod tests;
mod trouble;

pub use child::Started;
pub use connection::{Connection, Heard, News};
pub use found::{Found, Told, at, of_pid, running, tell, tell_all};
pub use trouble::{Missing, Trouble};
