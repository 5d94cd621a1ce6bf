//! What is announced before events name it: places in source code, and runtimes.

use super::{Coverage, EVENT_INTERVAL, Flavor, MAX_BLOCKING, NameId, Tokio, WaitOn};
use std::fmt;

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

/// What is set in a runtime's builder otherwise than Tokio has it by itself: the method, and the
/// value it was given. It displays as `event_interval = 7`, or as the name alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The builder's method.
    pub name: &'static str,
    /// `None`: the method takes none.
    pub value: Option<u32>,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)?;
        self.value.map_or(Ok(()), |value| write!(f, " = {value}"))
    }
}

impl RunInfo {
    /// What is known to be set otherwise than Tokio has it by itself, besides workers and
    /// scheduler.
    ///
    /// ```
    /// # use kitchen_probe::events::{Coverage, Flavor, RunInfo};
    /// let mut run = RunInfo {
    ///     shift: 1,
    ///     workers: 4,
    ///     flavor: Flavor::MultiThread,
    ///     tokio: "1.54.1".into(),
    ///     unstable: true,
    ///     coverage: Coverage::Hooks,
    ///     max_blocking: 512,
    /// };
    /// assert!(run.settings().is_empty());
    /// run.max_blocking = 2;
    /// run.tokio.rules.lifo_slot = Some(false);
    /// let set: Vec<_> = run.settings().iter().map(ToString::to_string).collect();
    /// assert_eq!(set, ["max_blocking_threads = 2", "disable_lifo_slot"]);
    /// ```
    pub fn settings(&self) -> Vec<Setting> {
        let rules = &self.tokio.rules;
        let value = |name, value: Option<u32>, own: u32| {
            let value = value.filter(|value| *value != own)?;
            let value = Some(value);
            Some(Setting { name, value })
        };
        let flag = |name, is_set: bool| is_set.then_some(Setting { name, value: None });
        let no_slot = self.flavor == Flavor::MultiThread && rules.lifo_slot == Some(false);
        let hands_over = rules.eager_handoff == Some(true);
        let events = rules.event_interval.map(u32::from);
        // Tokio's own is no one number: a worker of many finds it out by itself.
        let global = rules.global_queue_interval.map(u32::from);
        [
            value(
                "max_blocking_threads",
                Some(self.max_blocking),
                MAX_BLOCKING,
            ),
            value("event_interval", events, EVENT_INTERVAL),
            value("global_queue_interval", global, 0),
            flag("disable_lifo_slot", no_slot),
            flag("enable_eager_driver_handoff", hands_over),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}
