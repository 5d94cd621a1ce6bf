//! Settings that Tokio's builder has only in later releases than the floor. Where it has one,
//! its own method goes before that of this trait.

use crate::complain::complain;
use tokio::runtime::Builder;

/// A setting asked for that this Tokio does not have: told, and nothing else.
#[cold]
fn missing(name: &str) -> bool {
    complain(format_args!(
        "this Tokio has no Builder::{name}: it stays as it is"
    ));
    false
}

/// See the module's text.
#[allow(
    dead_code,
    reason = "with a Tokio that has them, none of these is called"
)]
pub(super) trait Later {
    fn name(&mut self, _name: String) -> &mut Self {
        missing("name");
        self
    }

    fn max_io_events_per_busy_tick(&mut self, _capacity: usize) -> &mut Self {
        missing("max_io_events_per_busy_tick");
        self
    }

    #[cfg(tokio_unstable)]
    fn enable_alt_timer(&mut self) -> &mut Self {
        missing("enable_alt_timer");
        self
    }

    #[cfg(tokio_unstable)]
    fn enable_eager_driver_handoff(&mut self) -> &mut Self {
        missing("enable_eager_driver_handoff");
        self
    }

    #[cfg(tokio_unstable)]
    fn enable_sharded_blocking_queue(&mut self) -> &mut Self {
        missing("enable_sharded_blocking_queue");
        self
    }
}

impl Later for Builder {}
