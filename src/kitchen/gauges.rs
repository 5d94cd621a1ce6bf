//! The metrics screen: what tokio-metrics reports, in its own field names, and the
//! probe's histogram of poll times.
//!
//! Drawn by `ui::screen::metrics`. `App::scroll` is the selected row: the screen keeps
//! it visible and explains it.

mod recipes;
mod runtime;

use crate::app::App;
use crate::events::{Nanos, RunInfo};
use crate::kitchen::amount;
use crate::model::Model;
use std::collections::VecDeque;

/// So many of the newest intervals go into a sparkline.
pub const TREND: usize = 120;

/// What the metrics screen shows.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricsView {
    /// Length of the newest interval; `None` before the first one, and of a runtime that is gone.
    pub interval: Option<Nanos>,
    /// There was a runtime, and it is gone: trends are history, and nothing has a value of now.
    pub closed: bool,
    /// Whether the build has `tokio_unstable`; `None` before the first runtime.
    pub unstable: Option<bool>,
    /// What is set in the runtime's builder otherwise than Tokio has it by itself.
    pub set: Vec<String>,
    /// `RuntimeMonitor`, a row per field.
    pub runtime: Vec<Gauge>,
    /// `TaskMonitor`, a row per recipe that did anything in the intervals kept.
    pub recipes: Vec<RecipeGauge>,
    /// Poll times of all workers.
    pub histogram: Vec<Bucket>,
    /// The selected row, counted through all three parts.
    pub selected: usize,
}

/// One field over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Gauge {
    /// The field, as tokio-metrics calls it.
    pub name: &'static str,
    /// Its newest value.
    pub value: String,
    /// Its values, newest last.
    pub trend: Vec<f64>,
    /// What it is.
    pub meaning: &'static str,
    /// What it does not tell.
    pub limit: &'static str,
}

/// One recipe's `TaskMonitor`.
#[derive(Clone, Debug, PartialEq)]
pub struct RecipeGauge {
    /// The recipe.
    pub name: &'static str,
    /// Tasks instrumented over the intervals kept.
    pub instrumented: u64,
    /// Slow polls over the intervals kept.
    pub slow_polls: u64,
    /// Mean first-poll delay, idle, scheduled and poll duration, in this order.
    pub means: [Mean; 4],
}

/// A mean duration over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mean {
    /// The mean over the intervals kept; `None` if nothing was counted.
    pub mean: Option<Nanos>,
    /// The mean of each interval in nanoseconds, newest last.
    pub trend: Vec<f64>,
}

/// The names of [`RecipeGauge::means`], as tokio-metrics calls them.
pub const MEANS: [&str; 4] = [
    "mean_first_poll_delay()",
    "mean_idle_duration()",
    "mean_scheduled_duration()",
    "mean_poll_duration()",
];

/// Polls that took from `from` up to twice as long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// Shortest poll counted here.
    pub from: Nanos,
    /// How many.
    pub polls: u64,
}

impl MetricsView {
    /// How many rows can be selected.
    pub fn len(&self) -> usize {
        self.runtime.len() + self.recipes.len() + self.histogram.len()
    }

    /// Whether there is nothing to select.
    #[cfg(feature = "internals")]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The part of the screen the selected row is in.
    pub fn selection(&self) -> Selected<'_> {
        let mut index = self.selected;
        if let Some(gauge) = self.runtime.get(index) {
            return Selected::Runtime(gauge);
        }
        index = index.saturating_sub(self.runtime.len());
        if let Some(recipe) = self.recipes.get(index) {
            return Selected::Recipe(recipe);
        }
        index = index.saturating_sub(self.recipes.len());
        self.histogram
            .get(index)
            .copied()
            .map_or(Selected::Nothing, Selected::Bucket)
    }
}

/// The selected row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Selected<'a> {
    /// There are no rows.
    Nothing,
    /// A field of the `RuntimeMonitor`.
    Runtime(&'a Gauge),
    /// A recipe's `TaskMonitor`.
    Recipe(&'a RecipeGauge),
    /// A bucket of the histogram.
    Bucket(Bucket),
}

/// All of them: the parts are small and the screen scrolls by the selected row.
pub fn view(app: &App) -> MetricsView {
    let shown = app.shown();
    // In the past, the intervals that were over by then.
    let over = |at: Nanos| at <= shown.now.at;
    let runtime: VecDeque<_> = app
        .runtime_intervals
        .iter()
        .filter(|interval| app.is_live() || over(interval.at))
        .cloned()
        .collect();
    let recipes: Vec<(_, VecDeque<_>)> = app
        .task_intervals
        .iter()
        .map(|(kind, intervals)| {
            let shown = intervals.iter();
            let shown = shown.filter(|interval| app.is_live() || over(interval.at));
            (*kind, shown.cloned().collect())
        })
        .collect();
    let mut view = MetricsView {
        interval: runtime.back().map(|interval| interval.elapsed),
        closed: shown.model.run().is_some() && !shown.model.running(),
        unstable: shown.model.run().map(|run| run.unstable),
        set: set(&shown.model),
        runtime: runtime::gauges(&runtime),
        recipes: recipes::gauges(&recipes),
        histogram: histogram(shown.model.poll_histogram()),
        selected: 0,
    };
    if view.closed {
        for gauge in &mut view.runtime {
            gauge.value = "-".into();
        }
        view.interval = None;
    }
    view.selected = app.scroll.min(view.len().saturating_sub(1));
    view
}

fn set(model: &Model) -> Vec<String> {
    let settings = model.run().map(RunInfo::settings).unwrap_or_default();
    settings.iter().map(ToString::to_string).collect()
}

/// From the first to the last bucket that is not empty. `counts[i]` counts polls of
/// `2^i` up to `2^(i+1)` nanoseconds, the first one also shorter ones.
fn histogram(counts: &[u64]) -> Vec<Bucket> {
    let used = |count: &u64| *count > 0;
    let (Some(first), Some(last)) = (counts.iter().position(used), counts.iter().rposition(used))
    else {
        return Vec::new();
    };
    (first..=last)
        .map(|i| Bucket {
            from: Nanos(1_u64.checked_shl(i as u32).unwrap_or(u64::MAX)),
            polls: counts[i],
        })
        .collect()
}

/// The bucket's range, written out.
pub fn range(bucket: Bucket) -> String {
    let to = Nanos(bucket.from.0.saturating_mul(2));
    format!(
        "{:>7} to {:>7}",
        amount::span(bucket.from),
        amount::span(to)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_histogram_begins_and_ends_with_a_poll() {
        assert_eq!(histogram(&[]), []);
        assert_eq!(histogram(&[0, 0]), []);
        let buckets = histogram(&[0, 3, 0, 5, 0]);
        let expected = [(2, 3), (4, 0), (8, 5)];
        assert_eq!(
            buckets,
            expected.map(|(from, polls)| Bucket {
                from: Nanos(from),
                polls
            })
        );
    }

    #[test]
    fn a_bucket_says_its_range() {
        let bucket = Bucket {
            from: Nanos(1 << 20),
            polls: 1,
        };
        assert_eq!(range(bucket), "  1.0ms to   2.0ms");
    }

    #[test]
    fn the_selection_runs_through_the_parts() {
        let gauge = Gauge {
            name: "a",
            value: String::new(),
            trend: vec![],
            meaning: "",
            limit: "",
        };
        let recipe = RecipeGauge {
            name: "r",
            instrumented: 0,
            slow_polls: 0,
            means: Default::default(),
        };
        let bucket = Bucket {
            from: Nanos(8),
            polls: 5,
        };
        let mut view = MetricsView {
            interval: None,
            closed: false,
            unstable: None,
            set: vec![],
            runtime: vec![gauge.clone()],
            recipes: vec![recipe.clone()],
            histogram: vec![bucket],
            selected: 0,
        };
        assert_eq!(view.selection(), Selected::Runtime(&gauge));
        view.selected = 1;
        assert_eq!(view.selection(), Selected::Recipe(&recipe));
        view.selected = 2;
        assert_eq!(view.selection(), Selected::Bucket(bucket));
        view.selected = 3;
        assert_eq!(view.selection(), Selected::Nothing);
    }
}
