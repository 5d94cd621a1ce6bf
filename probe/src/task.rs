//! [`tokio::task`], with observed tasks, jobs and handles over Tokio's own.
//!
//! All that has no counterpart here is Tokio's own under the same name. [`JoinHandle`],
//! [`AbortHandle`] and [`LocalSet`] turn into Tokio's own, and back, for code of other crates
//! that asks for those by name.

mod builder;
pub mod join_set;
mod local_set;

#[doc(inline)]
pub use crate::observe::{
    AbortHandle, JoinHandle, block_in_place, spawn, spawn_blocking, spawn_local, yield_now,
};
pub use builder::Builder;
#[doc(inline)]
pub use join_set::JoinSet;
pub use local_set::LocalSet;
pub use tokio::task::*;
