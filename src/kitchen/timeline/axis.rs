//! The labels of the scale: round times of the run, as close as they fit.

use super::Tick;
use crate::events::Nanos;

/// Columns between the end of a label and the next one, at least.
const APART: u64 = 5;

/// A unit of time: its name, and how many decimal places finer a nanosecond is.
const UNITS: [(&str, u32); 4] = [("s", 9), ("ms", 6), ("us", 3), ("ns", 0)];

/// Labels for columns of this width, the first of which begins at `from`.
pub(super) fn ticks(from: i64, width: Nanos, columns: usize) -> Vec<Tick> {
    let span = i64::try_from(width.0.saturating_mul(columns as u64)).unwrap_or(i64::MAX);
    let end = from.saturating_add(span).max(0) as u64;
    if columns == 0 || width == Nanos::ZERO {
        return Vec::new();
    }
    let (step, power) = step(end, width);
    let first = (from.max(0) as u64).div_ceil(step);
    let last = end.saturating_sub(1) / step;
    (first..=last)
        .filter_map(|number| {
            let at = number * step;
            let column = (at as i64 - from) as u64 / width.0;
            let text = label(at, end, power);
            let fits = column + text.len() as u64 <= columns as u64;
            fits.then_some(Tick {
                column: u16::try_from(column).ok()?,
                text,
            })
        })
        .collect()
}

/// The step, 1, 2 or 5 times a power of ten, whose labels do not touch; and that power.
fn step(end: u64, width: Nanos) -> (u64, u32) {
    for power in 0..19 {
        let room = |step: u64| step / width.0;
        let needed = label(end, end, power).len() as u64 + APART;
        for digit in [1, 2, 5] {
            let Some(step) = 10_u64.pow(power).checked_mul(digit) else {
                break;
            };
            if room(step) >= needed {
                return (step, power);
            }
        }
    }
    (u64::MAX, 18)
}

/// A moment, as exact as steps of this power need it, in the unit that fits the latest one.
fn label(at: u64, end: u64, power: u32) -> String {
    let (name, places) = UNITS
        .into_iter()
        .find(|(_, places)| end >= 10_u64.pow(*places))
        .unwrap_or(UNITS[3]);
    let unit = 10_u64.pow(places);
    let decimals = places.saturating_sub(power);
    if decimals == 0 {
        return format!("{}{name}", at / unit);
    }
    let part = at % unit / 10_u64.pow(places - decimals);
    format!(
        "{}.{part:0width$}{name}",
        at / unit,
        width = decimals as usize
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(from: i64, width: u64, columns: usize) -> Vec<(u16, String)> {
        let ticks = ticks(from, Nanos(width), columns);
        ticks
            .into_iter()
            .map(|tick| (tick.column, tick.text))
            .collect()
    }

    #[test]
    fn labels_are_round_and_absolute() {
        let shown = texts(2_400_000_000, 100_000_000, 70);
        let expected = [
            (6, "3s"),
            (16, "4s"),
            (26, "5s"),
            (36, "6s"),
            (46, "7s"),
            (56, "8s"),
            (66, "9s"),
        ];
        assert_eq!(
            shown,
            expected.map(|(column, text)| (column, text.to_owned()))
        );
        let fine = texts(12_402_133_000, 1_000, 40);
        assert_eq!(fine[0], (7, "12.40214s".to_owned()));
        assert_eq!(fine[1], (27, "12.40216s".to_owned()));
        assert_eq!(texts(0, 20, 60)[1].1, "0.2us");
        assert_eq!(texts(0, 50_000, 60)[1].1, "0.5ms");
    }

    #[test]
    fn no_label_stands_before_the_run_or_touches_the_next() {
        for (from, width) in [
            (-5_000_000_000, 100_000_000),
            (0, 7),
            (999_999_999_000, 13),
            (41_000_000_000, 66_000_001),
            (1_000, 540_000_000_000),
        ] {
            for columns in [1, 27, 67, 147, 300] {
                let shown = texts(from, width, columns);
                for pair in shown.windows(2) {
                    let end = usize::from(pair[0].0) + pair[0].1.len();
                    assert!(end < usize::from(pair[1].0), "{pair:?}");
                }
                for (column, text) in &shown {
                    assert!(usize::from(*column) + text.len() <= columns, "{text}");
                }
            }
        }
        assert!(texts(-5_000_000_000, 100_000_000, 40).is_empty());
        assert!(texts(0, 0, 40).is_empty());
    }
}
