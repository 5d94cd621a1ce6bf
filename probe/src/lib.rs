//! Observes the tasks of a Tokio runtime: polls, wakes, waits, parks, blocking jobs.
//!
//! | Module | Owns |
//! |---|---|
//! | [`events`] | what is told: plain values that need `std` only |
//! | `observe` | how it is seen: wrappers of futures and wakers, records, the reader |

pub mod events;
mod observe;
pub mod task;

pub use observe::*;
