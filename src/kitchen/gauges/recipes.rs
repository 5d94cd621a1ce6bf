//! `TaskMonitor`: a row per recipe.

use super::{Mean, RecipeGauge, TREND};
use crate::events::Nanos;
use crate::order::TaskInterval;
use std::collections::VecDeque;

/// The recipes with something to show: rows of dashes would push those off the screen.
pub(super) fn gauges(all: &[(&'static str, VecDeque<TaskInterval>)]) -> Vec<RecipeGauge> {
    all.iter()
        .map(|(name, intervals)| gauge(name, intervals))
        .filter(|gauge| gauge.instrumented > 0 || gauge.means[3].mean.is_some())
        .collect()
}

fn gauge(name: &'static str, intervals: &VecDeque<TaskInterval>) -> RecipeGauge {
    let skip = intervals.len().saturating_sub(TREND);
    let newest = || intervals.iter().skip(skip);
    RecipeGauge {
        name,
        instrumented: newest().map(|i| i.instrumented).sum(),
        slow_polls: newest().map(|i| i.slow_polls.0).sum(),
        means: [
            // The number of first polls is not reported; tasks instrumented comes closest.
            mean(newest().map(|i| (i.instrumented, i.mean_first_poll_delay))),
            mean(newest().map(|i| i.idled)),
            mean(newest().map(|i| i.scheduled)),
            mean(newest().map(|i| i.polls)),
        ],
    }
}

/// The mean over all intervals, each weighted by how much it counted: the mean of means
/// would let a quiet interval weigh as much as a busy one.
fn mean(parts: impl Iterator<Item = (u64, Nanos)>) -> Mean {
    let (mut count, mut sum) = (0_u64, 0_u128);
    let mut trend = Vec::with_capacity(TREND);
    for (n, mean) in parts {
        count += n;
        sum += u128::from(n) * u128::from(mean.0);
        trend.push(mean.0 as f64);
    }
    let mean = sum.checked_div(u128::from(count));
    Mean {
        mean: mean.map(|mean| Nanos(u64::try_from(mean).unwrap_or(u64::MAX))),
        trend,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_is_weighted_by_its_counts() {
        let mean = mean([(1, Nanos(100)), (3, Nanos(200)), (0, Nanos(0))].into_iter());
        assert_eq!(mean.mean, Some(Nanos(175)));
        assert_eq!(mean.trend, [100.0, 200.0, 0.0]);
    }

    #[test]
    fn nothing_counted_has_no_mean() {
        assert_eq!(mean(std::iter::empty()).mean, None);
        assert_eq!(mean([(0, Nanos(5))].into_iter()).mean, None);
    }

    #[test]
    fn a_recipe_that_did_nothing_has_no_row() {
        let quiet = VecDeque::from([TaskInterval::default()]);
        let busy = VecDeque::from([TaskInterval {
            polls: (1, Nanos(10)),
            ..TaskInterval::default()
        }]);
        let gauges = gauges(&[("chop", quiet), ("simmer", busy)]);
        assert_eq!(gauges.len(), 1);
        assert_eq!(gauges[0].name, "simmer");
    }

    #[test]
    fn counts_are_summed_over_the_intervals_kept() {
        let interval = TaskInterval {
            instrumented: 2,
            slow_polls: (1, Nanos(50)),
            polls: (4, Nanos(10)),
            ..TaskInterval::default()
        };
        let gauge = gauge("simmer", &VecDeque::from([interval.clone(), interval]));
        assert_eq!((gauge.instrumented, gauge.slow_polls), (4, 2));
        assert_eq!(gauge.means[3].mean, Some(Nanos(10)));
    }
}
