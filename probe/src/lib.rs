//! Observes the tasks of a Tokio runtime: polls, wakes, waits, parks, blocking jobs.
//!
//! | Module | Owns |
//! |---|---|
//! | [`events`] | what is told: plain values that need `std` only |
//! | `observe` | how it is seen: wrappers of futures and wakers, records, the reader |
//! | [`thread`] | what the system tells of one thread: what it is doing, its stack |

pub mod events;
mod observe;
pub mod thread;

pub use observe::*;
