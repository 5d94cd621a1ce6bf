//! Tokio's [`time`](tokio::time), with observed timers over it.
//!
//! | Here | Shows |
//! |---|---|
//! | [`sleep`], [`sleep_until`], [`Sleep`] | a wait for a timer: its line, and when it is due |
//! | [`timeout`], [`timeout_at`], [`Timeout`] | the same, beside what the future itself waits for |
//!
//! All else is Tokio's own: [`Instant`], [`error`](mod@error), the clock of its feature
//! `test-util`. So is [`Interval`]: other crates (`IntervalStream` of tokio-stream) take it by
//! name. Its ticks have no name here; [`leaf`](crate::leaf) gives one to a tick that is awaited, and
//! the module `named` has an interval that tells its own.
//!
//! Due times are what Tokio's clock says of them as the wait begins. Once that clock is paused
//! (`pause`), what it does no longer follows the time that events carry: then a timer may be over
//! before it is told as due.

mod sleep;
mod timeout;

// What follows by name goes before what comes by this.
pub use tokio::time::*;

pub use sleep::{Sleep, sleep, sleep_until};
pub use timeout::{Timeout, timeout, timeout_at};
