//! `RuntimeMonitor`: a row per field, with what it means and what it hides.

use super::{Gauge, TREND};
use crate::kitchen::amount;
use crate::order::RuntimeInterval;
use std::collections::VecDeque;

struct Field {
    name: &'static str,
    value: fn(&RuntimeInterval) -> String,
    number: fn(&RuntimeInterval) -> f64,
    meaning: &'static str,
    limit: &'static str,
}

const BATCHED: &str = "Workers publish it when they park, wake up, or after 61 ticks (event_interval): it stands \
                       still during a stall and jumps afterwards.";

const STEALS: &str = "Only with tokio_unstable. Workers publish it in batches; which tasks were \
                      taken is not told.";

/// A dash where Tokio does not count.
fn stolen(counted: Option<u64>) -> String {
    counted.map_or_else(|| "-".to_owned(), amount::count)
}

const FIELDS: &[Field] = &[
    Field {
        name: "busy_ratio()",
        value: |i| format!("{:.2} of {}", i.busy_ratio, i.workers),
        number: |i| i.busy_ratio,
        meaning: "Busy time of all workers, summed, divided by the interval: 4 busy workers make 4.0.",
        limit: "It lags: 0.00 during a stall and too much after it. Stalls on the main screen come \
                from the probe's own poll-start stamps, never from this.",
    },
    Field {
        name: "total_busy_duration",
        value: |i| amount::span(i.total_busy),
        number: |i| i.total_busy.0 as f64,
        meaning: "Time the workers spent not parked, summed, in this interval.",
        limit: BATCHED,
    },
    Field {
        name: "max_busy_duration",
        value: |i| amount::span(i.busy_range.0.max(i.busy_range.1)),
        number: |i| i.busy_range.0.max(i.busy_range.1).0 as f64,
        meaning: "The busiest worker of this interval. Far above the minimum: work is spread badly.",
        limit: BATCHED,
    },
    Field {
        name: "min_busy_duration",
        value: |i| amount::span(i.busy_range.0.min(i.busy_range.1)),
        number: |i| i.busy_range.0.min(i.busy_range.1).0 as f64,
        meaning: "The least busy worker of this interval.",
        limit: BATCHED,
    },
    Field {
        name: "live_tasks_count",
        value: |i| amount::count(i.live_tasks as u64),
        number: |i| i.live_tasks as f64,
        meaning: "Tasks spawned and not yet ended, at the end of the interval.",
        limit: "Jobs of spawn_blocking are not counted.",
    },
    Field {
        name: "global_queue_depth",
        value: |i| amount::count(i.global_queue_depth as u64),
        number: |i| i.global_queue_depth as f64,
        meaning: "Tasks in the injection queue (the pass), at the end of the interval.",
        limit: "A length only: no API lists which tasks are in it.",
    },
    Field {
        name: "total_park_count",
        value: |i| amount::count(i.total_park_count),
        number: |i| i.total_park_count as f64,
        meaning: "How often workers found no work and parked, in this interval.",
        limit: BATCHED,
    },
    Field {
        name: "max_park_count",
        value: |i| amount::count(i.park_count_range.0.max(i.park_count_range.1)),
        number: |i| i.park_count_range.0.max(i.park_count_range.1) as f64,
        meaning: "The worker that parked most often.",
        limit: BATCHED,
    },
    Field {
        name: "total_steal_operations",
        value: |i| stolen(i.steals.map(|(operations, _)| operations)),
        number: |i| i.steals.map_or(0.0, |(operations, _)| operations as f64),
        meaning: "How often a worker without work stole from another one, in this interval: raids.",
        limit: STEALS,
    },
    Field {
        name: "total_steal_count",
        value: |i| stolen(i.steals.map(|(_, tasks)| tasks)),
        number: |i| i.steals.map_or(0.0, |(_, tasks)| tasks as f64),
        meaning: "Tasks taken in these raids, in this interval: one raid takes up to half a queue.",
        limit: STEALS,
    },
    Field {
        name: "workers_count",
        value: |i| amount::count(i.workers as u64),
        number: |i| i.workers as f64,
        meaning: "Worker threads of this runtime (chefs). It changes only with a new runtime.",
        limit: "Threads of the blocking pool are not workers.",
    },
    Field {
        name: "elapsed",
        value: |i| amount::span(i.elapsed),
        number: |i| i.elapsed.0 as f64,
        meaning: "Length of the interval.",
        limit: "After the program was suspended, one interval is long.",
    },
];

pub(super) fn gauges(intervals: &VecDeque<RuntimeInterval>) -> Vec<Gauge> {
    let skip = intervals.len().saturating_sub(TREND);
    FIELDS
        .iter()
        .map(|field| Gauge {
            name: field.name,
            value: intervals.back().map_or_else(|| "-".to_owned(), field.value),
            trend: intervals.iter().skip(skip).map(field.number).collect(),
            meaning: field.meaning,
            limit: field.limit,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::Nanos;

    #[test]
    fn before_the_first_interval_every_row_is_there_without_a_value() {
        let gauges = gauges(&VecDeque::new());
        assert_eq!(gauges.len(), FIELDS.len());
        assert!(
            gauges
                .iter()
                .all(|gauge| gauge.value == "-" && gauge.trend.is_empty())
        );
    }

    #[test]
    fn the_newest_interval_gives_the_value_and_all_give_the_trend() {
        let interval = |live_tasks, busy_ratio| RuntimeInterval {
            live_tasks,
            busy_ratio,
            workers: 4,
            busy_range: (Nanos(2), Nanos(1_500)),
            ..RuntimeInterval::default()
        };
        let gauges = gauges(&VecDeque::from([interval(3, 0.0), interval(1_200, 0.5)]));
        let by_name = |name| gauges.iter().find(|gauge| gauge.name == name).unwrap();
        assert_eq!(by_name("live_tasks_count").value, "1,200");
        assert_eq!(by_name("live_tasks_count").trend, [3.0, 1_200.0]);
        assert_eq!(by_name("busy_ratio()").value, "0.50 of 4");
    }
}
