//! What was set in a builder of runtimes.

use crate::events::MAX_BLOCKING;
use std::num::NonZeroU32;

/// What is known of a builder's settings, which neither it nor its runtime can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `max_blocking_threads`.
    pub max_blocking: u32,
    /// Whether `enable_eager_driver_handoff` was called. `None`: not known.
    pub eager_handoff: Option<bool>,
    /// False if `disable_lifo_slot` was called. `None`: not known.
    pub lifo_slot: Option<bool>,
    /// `event_interval`, where it was set.
    pub event_interval: Option<NonZeroU32>,
    /// `global_queue_interval`, where it was set.
    pub global_queue_interval: Option<NonZeroU32>,
}

impl Settings {
    /// Those of a builder that nobody has set anything in.
    #[must_use]
    pub const fn tokios_own() -> Self {
        Self {
            eager_handoff: Some(false),
            lifo_slot: Some(true),
            ..Self::unknown()
        }
    }

    /// Of a builder that somebody else may have set anything in.
    pub(crate) const fn unknown() -> Self {
        Self {
            max_blocking: MAX_BLOCKING,
            eager_handoff: None,
            lifo_slot: None,
            event_interval: None,
            global_queue_interval: None,
        }
    }
}
