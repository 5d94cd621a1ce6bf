//! What the unit tests of every module say in the same way: ids by number, and a runtime.
//! Integration tests have `tests/model_support/script.rs`.

use crate::events::{Flavor, RunInfo, TaskId, WorkerId};

/// A task by its number.
///
/// # Panics
/// At 0: no task has that number.
pub(crate) fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("numbers begin at 1")
}

/// A worker by its index.
pub(crate) const fn worker(index: u16) -> WorkerId {
    WorkerId::new(index)
}

/// The first runtime of a process, with so many workers.
pub(crate) fn run(workers: u16) -> RunInfo {
    RunInfo {
        shift: 1,
        workers,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: crate::events::MAX_BLOCKING,
    }
}
