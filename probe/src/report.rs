//! The report of one runtime, from the events of its whole life: what `TOKIO_KITCHEN=report`
//! writes when the runtime is gone.
//!
//! | Part | Owns |
//! |---|---|
//! | `tally` | the sums of all events: tasks by kind and place, workers, the longest poll |
//! | `coverage` | how many tasks there were that the probe does not see |
//! | `text`, `json` | the report as people and as programs read it |
//! | `watch` | the thread that reads, and the file |

mod coverage;
mod json;
mod tally;
#[cfg(test)]
mod tests;
mod text;
mod watch;

pub(crate) use watch::Watch;

use crate::events::{Nanos, RunInfo};
use coverage::Coverage;
use tally::Tally;

/// A poll of this length holds its worker too long, and a worker of which nothing is seen for so
/// long is told.
const THRESHOLD: Nanos = Nanos::from_millis(10);

/// All there is to tell of a runtime.
struct Report {
    run: Option<RunInfo>,
    lasted: Nanos,
    tally: Tally,
    coverage: Coverage,
    /// Events that were only counted because the reader was behind, and those it could not have.
    shed: u64,
}
