//! How amounts are written on the cards' own pages: spans, moments, counts, bytes.
//!
//! Used by the inspector, the metrics and the task list; knows nothing but [`Nanos`].

use crate::protocol::Nanos;

/// A span of time in at most three significant digits: `812ns`, `1.40s`.
pub fn span(nanos: Nanos) -> String {
    let n = nanos.0 as f64;
    let (value, unit) = match nanos.0 {
        0..1_000 => return format!("{}ns", nanos.0),
        1_000..1_000_000 => (n / 1e3, "µs"),
        1_000_000..1_000_000_000 => (n / 1e6, "ms"),
        _ => (n / 1e9, "s"),
    };
    let digits = match value {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    };
    format!("{value:.digits$}{unit}")
}

/// A moment of the run: `12.410s`.
pub fn moment(at: Nanos) -> String {
    format!("{:.3}s", at.as_secs_f64())
}

/// A count with its thousands apart: `12,345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_keep_three_digits() {
        let cases = [
            (0, "0ns"),
            (999, "999ns"),
            (1_000, "1.00µs"),
            (12_340, "12.3µs"),
            (1_402_000_000, "1.40s"),
            (9_999_000_000, "10.0s"),
            (123_456_000_000, "123s"),
        ];
        for (nanos, text) in cases {
            assert_eq!(span(Nanos(nanos)), text);
        }
    }

    #[test]
    fn counts_are_grouped_by_three() {
        assert_eq!(count(7), "7");
        assert_eq!(count(999), "999");
        assert_eq!(count(1_000), "1,000");
        assert_eq!(count(1_234_567), "1,234,567");
    }

    #[test]
    fn a_moment_has_milliseconds() {
        assert_eq!(moment(Nanos::from_millis(12_410)), "12.410s");
    }
}
