//! What is announced before events name it: places in source code, and runtimes.

use super::{Coverage, Flavor, NameId, Tokio, WaitOn};

/// A place in source code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// File, as the compiler names it.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
    /// What is waited for there.
    pub wait: WaitOn,
    /// Its name, if it is a region that was given one.
    pub name: Option<NameId>,
}

/// What is known of a runtime when it starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunInfo {
    /// 1 for the first runtime a probe has built, counting up with each further one.
    pub shift: u32,
    /// Number of workers.
    pub workers: u16,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Tokio's version, and what its scheduler does.
    pub tokio: Tokio,
    /// Whether built with `tokio_unstable`.
    pub unstable: bool,
    /// Which tasks are seen.
    pub coverage: Coverage,
    /// Limit of the blocking pool, in threads.
    pub max_blocking: u32,
}
