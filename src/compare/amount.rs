//! Figures as words of few columns.

use serde::Serialize;

/// In what a figure is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Unit {
    /// In milliseconds.
    #[serde(rename = "ms")]
    Time,
    /// As a part of the whole, 0 to 1.
    #[serde(rename = "share")]
    Share,
    /// It is counted.
    #[serde(rename = "count")]
    Count,
}

impl Unit {
    /// The figure in this unit, in six columns as a rule.
    pub(super) fn shown(self, value: f64) -> String {
        match self {
            Self::Share => format!("{:.1}%", value * 100.0),
            Self::Count if value < 1e6 => format!("{value:.0}"),
            Self::Count => format!("{}M", three_digits(value / 1e6)),
            Self::Time if value < 1.0 => format!("{}us", three_digits(value * 1e3)),
            Self::Time if value < 1e3 => format!("{}ms", three_digits(value)),
            Self::Time => format!("{}s", three_digits(value / 1e3)),
        }
    }
}

fn three_digits(value: f64) -> String {
    let digits = match value {
        v if v >= 99.95 => 0,
        v if v >= 9.995 => 1,
        _ => 2,
    };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_digits_and_the_unit_that_suits() {
        for (unit, value, shown) in [
            (Unit::Time, 0.0, "0.00us"),
            (Unit::Time, 0.012_34, "12.3us"),
            (Unit::Time, 1.0, "1.00ms"),
            (Unit::Time, 99.96, "100ms"),
            (Unit::Time, 3_004.0, "3.00s"),
            (Unit::Share, 0.664, "66.4%"),
            (Unit::Count, 999_999.0, "999999"),
            (Unit::Count, 1_234_567.0, "1.23M"),
        ] {
            assert_eq!(unit.shown(value), shown);
        }
    }
}
