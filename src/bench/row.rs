//! One line of the result: what was measured, against which goal.

use super::stats::Summary;
use serde::Serialize;

/// What a value should be.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
}

impl Goal {
    /// Whether a value reaches it.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
        }
    }
}

/// A result. A value that could not be measured is not there, and `why` says why.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What `--only` calls it.
    pub name: String,
    /// The value: the middle one of all rounds, or the percentile its name tells.
    pub value: Option<f64>,
    /// Unit of the value, the goal and the spread.
    pub unit: &'static str,
    /// What it should be; rows without one only inform.
    pub goal: Option<Goal>,
    /// Whether the goal is reached.
    pub holds: Option<bool>,
    /// Smallest and largest value.
    pub spread: Option<(f64, f64)>,
    /// How many values there are: rounds, frames, keys.
    pub rounds: usize,
    /// Why there is no value, or none that is exact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Row {
    /// A row that is only named so far.
    pub fn new(name: impl Into<String>, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value: None,
            unit,
            goal: None,
            holds: None,
            spread: None,
            rounds: 0,
            why: None,
        }
    }

    /// The same row with a goal.
    #[must_use]
    pub fn goal(mut self, goal: Goal) -> Self {
        self.goal = Some(goal);
        self.holds = self.value.map(|value| goal.holds(value));
        self
    }

    /// The middle of these values.
    #[must_use]
    pub fn median(self, values: &[f64]) -> Self {
        match Summary::of(values) {
            Some(summary) => self.value(summary.median, values),
            None => self.unmeasured("no round came to an end"),
        }
    }

    /// The value that 99 of 100 of these are not above.
    #[must_use]
    pub fn p99(self, values: &[f64]) -> Self {
        match super::stats::percentile(values, 99.0) {
            Some(value) => self.value(value, values),
            None => self.unmeasured("nothing to measure happened"),
        }
    }

    /// This value, the summary of those.
    #[must_use]
    pub fn value(mut self, value: f64, of: &[f64]) -> Self {
        self.value = Some(value);
        self.holds = self.goal.map(|goal| goal.holds(value));
        self.spread = Summary::of(of).map(|summary| summary.spread);
        self.rounds = of.len();
        self
    }

    /// It took longer than we waited: at least this much, so a limit below it is not kept.
    #[must_use]
    pub fn at_least(self, value: f64, why: impl Into<String>) -> Self {
        let mut row = self.value(value, &[]);
        row.why = Some(why.into());
        row
    }

    /// It could not be measured.
    #[must_use]
    pub fn unmeasured(mut self, why: impl Into<String>) -> Self {
        self.why = Some(why.into());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_reached_or_not() {
        assert!(Goal::AtMost(1.1).holds(1.1) && !Goal::AtMost(1.1).holds(1.11));
        assert!(Goal::AtLeast(45.0).holds(45.0) && !Goal::AtLeast(45.0).holds(44.9));
        assert!(!Goal::AtMost(1.0).holds(f64::NAN));
    }

    #[test]
    fn a_row_is_written_with_these_seven_fields() {
        let row = Row::new("timers", "x").goal(Goal::AtMost(1.05));
        let json = serde_json::to_value(row.median(&[1.0, 1.25, 1.5])).unwrap();
        let expected = serde_json::json!({
            "name": "timers", "value": 1.25, "unit": "x", "goal": {"at_most": 1.05},
            "holds": false, "spread": [1.0, 1.5], "rounds": 3,
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn a_row_without_a_value_says_why_and_claims_nothing() {
        let row = Row::new("memory", "B").goal(Goal::AtMost(320.0));
        let json = serde_json::to_value(row.unmeasured("no /proc here")).unwrap();
        assert_eq!(json["value"], serde_json::Value::Null);
        assert_eq!(json["holds"], serde_json::Value::Null);
        assert_eq!(json["why"], "no /proc here");
        assert!(Row::new("x", "ms").p99(&[]).why.is_some());
    }

    #[test]
    fn what_never_came_is_at_least_as_late_as_we_waited() {
        let row = Row::new("frame", "ms").goal(Goal::AtMost(8.0));
        let row = row.at_least(1e4, "no picture came");
        assert_eq!(
            (row.value, row.holds, row.rounds),
            (Some(1e4), Some(false), 0)
        );
        assert!(row.why.is_some());
    }
}
