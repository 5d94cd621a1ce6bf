//! What tokio-metrics reports, as plain values in its own words.

use crate::events::Nanos;

/// One interval of tokio-metrics' `RuntimeMonitor`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuntimeInterval {
    /// End of the interval.
    pub at: Nanos,
    /// `elapsed`.
    pub elapsed: Nanos,
    /// `workers_count`.
    pub workers: usize,
    /// `live_tasks_count`.
    pub live_tasks: usize,
    /// `global_queue_depth`.
    pub global_queue_depth: usize,
    /// `total_park_count`.
    pub total_park_count: u64,
    /// `max_park_count` and `min_park_count`.
    pub park_count_range: (u64, u64),
    /// `total_busy_duration`.
    pub total_busy: Nanos,
    /// `max_busy_duration` and `min_busy_duration`.
    pub busy_range: (Nanos, Nanos),
    /// `total_steal_operations` and `total_steal_count`, `tokio_unstable` only.
    pub steals: Option<(u64, u64)>,
    /// `busy_ratio()`: sums the workers, and lags (0 during a stall, too much after it).
    pub busy_ratio: f64,
}

/// One interval of a recipe's `TaskMonitor`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TaskInterval {
    /// End of the interval.
    pub at: Nanos,
    /// The kind of task.
    pub kind: &'static str,
    /// `instrumented_count`.
    pub instrumented: u64,
    /// `dropped_count`.
    pub dropped: u64,
    /// `mean_first_poll_delay()`.
    pub mean_first_poll_delay: Nanos,
    /// `total_idled_count` and `mean_idle_duration()`.
    pub idled: (u64, Nanos),
    /// `total_scheduled_count` and `mean_scheduled_duration()`.
    pub scheduled: (u64, Nanos),
    /// `total_poll_count` and `mean_poll_duration()`.
    pub polls: (u64, Nanos),
    /// `total_slow_poll_count` and `mean_slow_poll_duration()`.
    pub slow_polls: (u64, Nanos),
    /// `total_long_delay_count`.
    pub long_delays: u64,
}
