//! How amounts are written, everywhere: spans, moments, counts.
//!
//! Used by every text and every screen; knows nothing but [`Nanos`].

use crate::events::Nanos;

/// A span in two or three digits and its unit: `812ns`, `1.4ms`, `740ms`, `1.40s`, `3m12s`.
///
/// Rounded down, so that a growing time never shows a moment that is still to come.
pub fn span(time: Nanos) -> String {
    let tenths = |unit: u64| format!("{}.{}", time.0 / unit, time.0 / (unit / 10) % 10);
    let ms = time.as_millis();
    match time.0 {
        0..1_000 => format!("{}ns", time.0),
        1_000..10_000 => format!("{}us", tenths(1_000)),
        10_000..1_000_000 => format!("{}us", time.0 / 1_000),
        1_000_000..10_000_000 => format!("{}ms", tenths(1_000_000)),
        10_000_000..1_000_000_000 => format!("{ms}ms"),
        1_000_000_000..60_000_000_000 => format!("{}.{:02}s", ms / 1000, ms % 1000 / 10),
        _ => format!("{}m{:02}s", ms / 60_000, ms / 1000 % 60),
    }
}

/// A moment of the run: `12.410s`.
pub fn moment(at: Nanos) -> String {
    format!("{:.3}s", at.as_secs_f64())
}

/// A count with its thousands apart: `12,345`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_short_and_never_ahead_of_time() {
        for (nanos, text) in [
            (0, "0ns"),
            (999, "999ns"),
            (1_000, "1.0us"),
            (9_999, "9.9us"),
            (12_340, "12us"),
            (740_999, "740us"),
            (1_440_000, "1.4ms"),
            (12_999_999, "12ms"),
            (999_999_999, "999ms"),
            (1_409_999_999, "1.40s"),
            (9_999_000_000, "9.99s"),
            (192_000_000_000, "3m12s"),
        ] {
            assert_eq!(span(Nanos(nanos)), text);
        }
    }

    #[test]
    fn counts_are_grouped_by_three() {
        for (number, text) in [
            (0, "0"),
            (7, "7"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(count(number), text);
        }
    }

    #[test]
    fn a_moment_has_milliseconds() {
        assert_eq!(moment(Nanos::from_millis(12_410)), "12.410s");
    }
}
