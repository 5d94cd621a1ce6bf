//! The bounded log of recent events: what an inspector or a rewind reads.
//!
//! Knows the protocol; reads no clock.

mod log;

pub use log::{Brief, BriefKind, Log, Stretch, Weigh};
