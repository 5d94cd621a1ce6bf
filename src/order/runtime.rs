//! What can be asked of the runtime's builder, besides workers and scheduler.

use std::num::NonZeroU32;

/// Settings of Tokio's `Builder`. None, and false: as Tokio has it by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `max_blocking_threads`: most threads of the blocking pool.
    pub max_blocking: Option<NonZeroU32>,
    /// `event_interval`: polls between two looks at the driver.
    pub event_interval: Option<NonZeroU32>,
    /// `global_queue_interval`: polls until the injection queue comes first.
    pub global_queue_interval: Option<NonZeroU32>,
    /// `disable_lifo_slot`, `tokio_unstable` only.
    pub disable_lifo_slot: bool,
    /// `enable_eager_driver_handoff`, `tokio_unstable` only.
    pub eager_handoff: bool,
}
