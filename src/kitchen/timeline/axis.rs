//! The labels of the scale: round times of the run, as close as they fit.

use super::Tick;
use crate::events::Nanos;

/// Columns between the end of a label and the next one, at least.
const APART: u64 = 5;

/// A unit of time: its name, and how many decimal places finer a nanosecond is.
const UNITS: [(&str, u32); 4] = [("s", 9), ("ms", 6), ("us", 3), ("ns", 0)];

/// Labels for columns of this width, the first of which begins at `from`. Where steps are
/// much finer than the run is long, the first label tells the moment and the others how much
/// later they are: what they share is not repeated.
pub(super) fn ticks(from: i64, width: Nanos, columns: usize) -> Vec<Tick> {
    let span = i64::try_from(width.0.saturating_mul(columns as u64)).unwrap_or(i64::MAX);
    let end = from.saturating_add(span).max(0) as u64;
    if columns == 0 || width == Nanos::ZERO {
        return Vec::new();
    }
    let scale = Scale::new(end, span as u64, width);
    let first = (from.max(0) as u64).div_ceil(scale.step);
    let last = end.saturating_sub(1) / scale.step;
    let mut ticks: Vec<Tick> = Vec::new();
    let mut free = 0;
    for number in first..=last {
        let at = number * scale.step;
        let column = (at as i64 - from) as u64 / width.0;
        let text = match ticks.is_empty() {
            true => scale.moment(at),
            false => scale.label(at, first * scale.step),
        };
        let next = column + text.len() as u64;
        let Ok(place) = u16::try_from(column) else {
            break;
        };
        if column >= free && next <= columns as u64 {
            ticks.push(Tick {
                column: place,
                text,
            });
            free = next + 1;
        } else if ticks.is_empty() {
            // Without the moment, nobody knows what the others are later than.
            return Vec::new();
        }
    }
    ticks
}

/// The step from label to label, and how the labels are written.
struct Scale {
    /// 1, 2 or 5 times a power of ten, or so many minutes.
    step: u64,
    /// That power; of minutes, that of a second.
    power: u32,
    /// The end of the time shown.
    end: u64,
    /// Labels tell how much later than the first they are.
    later: bool,
}

const SECOND: u64 = 1_000_000_000;
/// Steps of a minute and more.
const MINUTES: [u64; 9] = [1, 2, 5, 10, 20, 30, 60, 120, 300];

impl Scale {
    /// The finest scale whose labels do not touch, for `span` up to `end`.
    fn new(end: u64, span: u64, width: Nanos) -> Self {
        let fine = (0..10).flat_map(|power| {
            [1, 2, 5].map(|digit| Self {
                step: 10_u64.pow(power) * digit,
                power,
                end,
                later: power < 6 && end >= SECOND,
            })
        });
        let tens = [10, 20].map(|seconds| (seconds * SECOND, 9));
        let minutes = MINUTES.map(|minutes| (minutes * 60 * SECOND, 9));
        let coarse = tens.into_iter().chain(minutes).map(|(step, power)| Self {
            step,
            power,
            end,
            later: false,
        });
        let fits = |scale: &Self| {
            let label = match scale.later {
                true => scale.label(span, 0),
                false => scale.moment(end),
            };
            scale.step / width.0 >= label.len() as u64 + APART
        };
        let never = Self {
            step: u64::MAX,
            power: 18,
            end,
            later: false,
        };
        fine.chain(coarse).find(fits).unwrap_or(never)
    }

    fn label(&self, at: u64, first: u64) -> String {
        if !self.later {
            return self.moment(at);
        }
        let (name, places) = UNITS[if self.power < 3 { 3 } else { 2 }];
        format!("+{}{name}", (at - first) / 10_u64.pow(places))
    }

    /// A moment, as exact as the steps need it, in the unit that fits them and the latest one.
    fn moment(&self, at: u64) -> String {
        if self.step >= 60 * SECOND {
            return format!("{}min", at / (60 * SECOND));
        }
        let (name, places) = UNITS
            .into_iter()
            .find(|(_, places)| self.end >= 10_u64.pow(*places))
            .unwrap_or(UNITS[3]);
        let unit = 10_u64.pow(places);
        let decimals = places.saturating_sub(self.power);
        if decimals == 0 {
            return format!("{}{name}", at / unit);
        }
        let part = at % unit / 10_u64.pow(places - decimals);
        let width = decimals as usize;
        format!("{}.{part:0width$}{name}", at / unit)
    }
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
        assert_eq!(fine[1], (17, "+10us".to_owned()));
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
