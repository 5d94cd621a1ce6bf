//! Who reads what a runtime does.

use crate::{post, report};

/// Dropped when the runtime is gone: what there is to tell of it is told then.
#[derive(Debug)]
#[allow(
    dead_code,
    reason = "all that is done with it is done as it is dropped"
)]
pub(super) enum Watch {
    /// For a report at its end.
    Reported(report::Watch),
    /// For files and viewers.
    Told(post::Joined),
}
