//! What crosses threads: ids, times, events, commands. Plain values, no logic.
//!
//! Everything the probe sees leaves the observed runtime as an [`Event`];
//! everything the user orders enters it as a [`Command`]. What a worker is doing
//! *now* does not fit a message (a stalled worker sends none): it is a [`Now`],
//! read from memory the worker wrote before it stalled.
//!
//! This module may import `std` and nothing else.

mod command;
mod event;
mod id;
mod metrics;
mod now;
mod observed;
mod recipe;
mod time;

pub use command::{Command, Order, Param, Params};
pub use event::{
    BlockingOutcome, EndKind, Event, Flavor, HandleAct, PollOutcome, RunInfo, Site, WaitEnd,
    WaitOn, WakeBy, What,
};
pub use id::{KindId, SiteId, TaskId, TextId, WorkerId};
pub use metrics::{RuntimeInterval, TaskInterval};
pub use now::{Delivery, InHand, Now, Sample, WorkerSample};
pub use observed::{Certainty, Value};
pub use recipe::{ParamInfo, RecipeInfo};
pub use time::Nanos;
