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

/// Spans in as few digits each, three or more, as tell it from its neighbours in the row:
/// `1.402s`, `1.401s`, `812us`. Rounded down.
pub fn apart(spans: &[Nanos]) -> Vec<String> {
    let told = |(index, span): (usize, &Nanos)| {
        let differs = |other: &&Nanos| *other != span;
        let before = spans[..index].iter().rev().find(differs);
        let after = spans[index..].iter().find(differs);
        let alike = |digits: usize| {
            let mut near = before.into_iter().chain(after);
            near.any(|other| exact(*other, digits) == exact(*span, digits))
        };
        let digits = (3..MOST_DIGITS).find(|digits| !alike(*digits));
        exact(*span, digits.unwrap_or(MOST_DIGITS))
    };
    spans.iter().enumerate().map(told).collect()
}

/// As many digits as a day has in nanoseconds.
const MOST_DIGITS: usize = 14;

/// A span with so many digits, as far as there are.
fn exact(time: Nanos, digits: usize) -> String {
    let (unit, name) = match time.0 {
        0..1_000 => (1, "ns"),
        1_000..1_000_000 => (1_000, "us"),
        1_000_000..1_000_000_000 => (1_000_000, "ms"),
        _ => (1_000_000_000, "s"),
    };
    let whole = (time.0 / unit).to_string();
    let places = unit.ilog10() as usize;
    let decimals = digits.saturating_sub(whole.len()).min(places);
    if decimals == 0 {
        return whole + name;
    }
    let rest = format!("{:0places$}", time.0 % unit);
    format!("{whole}.{}{name}", &rest[..decimals])
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
    fn spans_that_differ_look_different() {
        let row = [
            1_402_133_017,
            1_402_133_017,
            1_402_100_000,
            1_300_000_000,
            812_999,
            0,
        ];
        assert_eq!(
            apart(&row.map(Nanos)),
            ["1.40213s", "1.40213s", "1.40210s", "1.30s", "812us", "0ns"]
        );
        assert_eq!(
            apart(&[Nanos(5_000_000_000), Nanos(5_000_000_001)]).len(),
            2
        );
        let close = apart(&[Nanos(5_000_000_000), Nanos(5_000_000_001)]);
        assert_ne!(close[0], close[1]);
        assert!(apart(&[]).is_empty());
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
