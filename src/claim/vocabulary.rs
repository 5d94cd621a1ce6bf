//! The words of claims: one table of what can be claimed, from which claims are read, explained,
//! completed, and put right where a word is wrong.

use std::fmt;

/// How several values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// The largest.
    Max,
    /// The smallest.
    Min,
    /// The mean.
    Mean,
    /// All together.
    Total,
    /// What so many in a hundred do not exceed.
    Percentile(u8),
}

/// The words for statistics: the first one of each is how it is told.
pub const STATISTICS: &[(&str, Statistic)] = &[
    ("max", Statistic::Max),
    ("longest", Statistic::Max),
    ("largest", Statistic::Max),
    ("min", Statistic::Min),
    ("shortest", Statistic::Min),
    ("smallest", Statistic::Min),
    ("mean", Statistic::Mean),
    ("total", Statistic::Total),
    ("p50", Statistic::Percentile(50)),
    ("median", Statistic::Percentile(50)),
    ("p90", Statistic::Percentile(90)),
    ("p95", Statistic::Percentile(95)),
    ("p99", Statistic::Percentile(99)),
];

/// How a value is compared with the one given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// It is less.
    Under,
    /// It is more.
    Over,
    /// It is not more.
    AtMost,
    /// It is not less.
    AtLeast,
}

/// The words for comparisons.
pub const COMPARISONS: &[(&str, Compare)] = &[
    ("under", Compare::Under),
    ("over", Compare::Over),
    ("at most", Compare::AtMost),
    ("at least", Compare::AtLeast),
];

impl Compare {
    /// Whether it holds of two values.
    pub const fn holds(self, value: u64, limit: u64) -> bool {
        match self {
            Self::Under => value < limit,
            Self::Over => value > limit,
            Self::AtMost => value <= limit,
            Self::AtLeast => value >= limit,
        }
    }

    /// Whether a larger value may turn it from true to false.
    pub const fn is_ceiling(self) -> bool {
        matches!(self, Self::Under | Self::AtMost)
    }
}

/// Who called a waker, as a claim names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// The timer or I/O driver.
    Driver,
    /// The task itself.
    Itself,
    /// A job of the blocking pool.
    Job,
    /// Code outside of every task.
    Outside,
    /// The deferred list: the task had yielded.
    Deferred,
    /// A task that is not observed.
    Unobserved,
}

/// The words for who called a waker; besides them a kind of task.
pub const CALLERS: &[(&str, Caller)] = &[
    ("the driver", Caller::Driver),
    ("itself", Caller::Itself),
    ("a job", Caller::Job),
    ("outside", Caller::Outside),
    ("the deferred list", Caller::Deferred),
    ("an unobserved task", Caller::Unobserved),
];

/// How a claim is built, for the documentation: shape, meaning, example.
pub const SHAPES: &[(&str, &str, &str)] = &[
    (
        "no | some | at least N | at most N | exactly N SUBJECT [...] [over | under VALUE]",
        "so many of them, each longer or shorter than the value where one is given",
        "at most 3 stalls of block over 1s",
    ),
    (
        "every SUBJECT [...] over | under VALUE",
        "each of them; there must be one",
        "every timer delay of simmer under 50ms",
    ),
    (
        "every wake [of KIND] by SOURCE",
        "each wake comes from there",
        "every wake of simmer by the driver",
    ),
    (
        "SUBJECT [...] [STATISTIC] over | under | at most | at least VALUE",
        "the statistic of all of them; the max if none is named",
        "ready wait p99 under 10ms",
    ),
    (
        "\"TEXT\" printed before \"TEXT\"",
        "the first line with the one text comes before the first line with the other",
        "\"Database\" printed before \"API Server\"",
    ),
    (
        "polls | tasks | jobs [of KIND] [never] overlap polls | tasks | jobs [of KIND]",
        "two of them, of different tasks, go on together for over 2us, by which clocks may differ, or \
         never do",
        "polls of chop never overlap polls of knife",
    ),
];

/// The word of a value in a list of words.
pub(super) fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> &'static str {
    let found = words.iter().find(|(_, known)| *known == value);
    found.map_or("", |(word, _)| word)
}

impl fmt::Display for Statistic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(word(STATISTICS, *self))
    }
}

impl fmt::Display for Compare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(word(COMPARISONS, *self))
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(word(CALLERS, *self))
    }
}
