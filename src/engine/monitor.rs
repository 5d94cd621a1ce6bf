//! tokio-metrics: a `RuntimeMonitor` for the runtime, a `TaskMonitor` per recipe.

use crate::events::Nanos;
use crate::order::{RuntimeInterval, TaskInterval};
use crate::recipes;
use std::time::Duration;
use tokio_metrics::{RuntimeMetrics, TaskMetrics, TaskMonitor};

/// Endless deltas of a `RuntimeMonitor`.
pub(super) type RuntimeIntervals = Box<dyn Iterator<Item = RuntimeMetrics> + Send>;

/// One monitor per recipe, over all runtimes of the process.
pub(super) struct TaskMonitors(Vec<Monitored>);

struct Monitored {
    kind: &'static str,
    monitor: TaskMonitor,
    intervals: Box<dyn Iterator<Item = TaskMetrics> + Send>,
}

impl Monitored {
    fn new(kind: &'static str) -> Self {
        let monitor = TaskMonitor::new();
        Self {
            kind,
            intervals: Box::new(monitor.intervals()),
            monitor,
        }
    }
}

impl TaskMonitors {
    pub(super) fn new() -> Self {
        let names = recipes::all().iter().map(|recipe| recipe.info.name);
        Self(names.map(Monitored::new).collect())
    }

    /// The monitor of this kind; one that was written in a scenario gets one when it is ordered.
    pub(super) fn of(&mut self, kind: &'static str) -> TaskMonitor {
        let known = self.0.iter().position(|monitored| monitored.kind == kind);
        let index = known.unwrap_or_else(|| {
            self.0.push(Monitored::new(kind));
            self.0.len() - 1
        });
        self.0[index].monitor.clone()
    }

    /// What happened since the last call, for recipes that were ever ordered.
    pub(super) fn intervals(&mut self, at: Nanos) -> Vec<TaskInterval> {
        let of_one = |monitored: &mut Monitored| {
            let metrics = monitored.intervals.next()?;
            Some(task_interval(monitored.kind, at, &metrics))
        };
        self.0.iter_mut().filter_map(of_one).collect()
    }
}

fn nanos(duration: Duration) -> Nanos {
    Nanos::from_duration(duration)
}

fn task_interval(kind: &'static str, at: Nanos, metrics: &TaskMetrics) -> TaskInterval {
    TaskInterval {
        at,
        kind,
        instrumented: metrics.instrumented_count,
        dropped: metrics.dropped_count,
        mean_first_poll_delay: nanos(metrics.mean_first_poll_delay()),
        idled: (
            metrics.total_idled_count,
            nanos(metrics.mean_idle_duration()),
        ),
        scheduled: (
            metrics.total_scheduled_count,
            nanos(metrics.mean_scheduled_duration()),
        ),
        polls: (
            metrics.total_poll_count,
            nanos(metrics.mean_poll_duration()),
        ),
        slow_polls: (
            metrics.total_slow_poll_count,
            nanos(metrics.mean_slow_poll_duration()),
        ),
        long_delays: metrics.total_long_delay_count,
    }
}

pub(super) fn runtime_interval(at: Nanos, metrics: &RuntimeMetrics) -> RuntimeInterval {
    RuntimeInterval {
        at,
        elapsed: nanos(metrics.elapsed),
        workers: metrics.workers_count,
        live_tasks: metrics.live_tasks_count,
        global_queue_depth: metrics.global_queue_depth,
        total_park_count: metrics.total_park_count,
        park_count_range: (metrics.max_park_count, metrics.min_park_count),
        total_busy: nanos(metrics.total_busy_duration),
        busy_range: (
            nanos(metrics.max_busy_duration),
            nanos(metrics.min_busy_duration),
        ),
        #[cfg(tokio_unstable)]
        steals: Some((metrics.total_steal_operations, metrics.total_steal_count)),
        #[cfg(not(tokio_unstable))]
        steals: None,
        busy_ratio: metrics.busy_ratio(),
    }
}
