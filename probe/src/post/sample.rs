//! Tokio's own metrics, at one moment.

use crate::events::{Nanos, Sample, WorkerSample};
use tokio::runtime::RuntimeMetrics;

/// Tokio's own metrics of a runtime, read at `at`. Wakes nothing.
pub fn sample(metrics: &RuntimeMetrics, at: Nanos) -> Sample {
    let worker = |index| WorkerSample {
        local: unstable::local_queue_depth(metrics, index),
        steals: unstable::steal_count(metrics, index),
        raids: unstable::steal_operations(metrics, index),
        parks: metrics.worker_park_count(index),
        busy: Nanos::from_duration(metrics.worker_total_busy_duration(index)),
        waited: None,
    };
    Sample {
        at,
        alive: metrics.num_alive_tasks(),
        injection: metrics.global_queue_depth(),
        workers: (0..metrics.num_workers()).map(worker).collect(),
        blocking_threads: unstable::blocking_threads(metrics),
        blocking_idle: unstable::idle_blocking_threads(metrics),
        blocking_queue: unstable::blocking_queue_depth(metrics),
    }
}

/// Metrics that only a build with `tokio_unstable` has; `None` on a stable one.
mod unstable {
    use tokio::runtime::RuntimeMetrics;

    macro_rules! only_unstable {
        ($($name:ident($($index:ident)?) -> $type:ty = $method:ident;)+) => {
            $(
                #[cfg(tokio_unstable)]
                pub(super) fn $name(metrics: &RuntimeMetrics $(, $index: usize)?) -> Option<$type> {
                    Some(metrics.$method($($index)?))
                }

                #[cfg(not(tokio_unstable))]
                pub(super) fn $name(_: &RuntimeMetrics $(, _: only_unstable!(@type $index))?) -> Option<$type> {
                    None
                }
            )+
        };
        (@type $index:ident) => { usize };
    }

    only_unstable! {
        local_queue_depth(index) -> usize = worker_local_queue_depth;
        steal_count(index) -> u64 = worker_steal_count;
        steal_operations(index) -> u64 = worker_steal_operations;
        blocking_threads() -> usize = num_blocking_threads;
        idle_blocking_threads() -> usize = num_idle_blocking_threads;
        blocking_queue_depth() -> usize = blocking_queue_depth;
    }
}
