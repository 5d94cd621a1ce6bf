//! What happens on an observed runtime, as plain values: ids, times, events, and what a
//! worker is doing now. No logic but what an event is about, and which numbers stand for what.
//!
//! Whatever the probe sees leaves the observed runtime as an [`Event`]. What a worker is
//! doing *now* is not an event, because a stalled worker sends none: it is a [`Now`], read
//! from memory that the worker wrote before it stalled.
//!
//! This module may import `std` and nothing else.

mod announced;
mod codes;
mod event;
mod found;
mod id;
mod now;
mod observed;
mod place;
mod plain;
mod stuck;
mod time;
mod version;
mod waker;

pub use announced::{RunInfo, Setting, Site};
pub use codes::{
    BlockingOutcome, Coverage, EndKind, Flavor, HandleAct, LockMode, PollOutcome, Role, WaitEnd,
    WaitOn,
};
pub use event::{Birth, Event, Holder, What};
pub use found::Found;
pub use id::{KindId, LockId, NameId, SiteId, TaskId, TextId, WorkerId};
pub use now::{Delivery, InHand, Now, Sample, WorkerSample};
pub use observed::{Certainty, Value};
pub use place::kind_at;
pub use plain::is_harmful;
pub use stuck::{CodeLine, Doing, NoLine, SourceText, Stuck, shown};
pub use time::Nanos;
pub use version::{EVENT_INTERVAL, MAX_BLOCKING, Rules, Tokio, TokioVersion};
pub use waker::{Likely, WakeBy};
