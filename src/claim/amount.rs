//! Amounts as claims tell them: a time or a number of bytes, in as many digits as make sense.

use super::subject::Unit;

/// A value of this unit.
pub(super) fn shown(value: u64, unit: Unit) -> String {
    match unit {
        Unit::Time => time(value),
        Unit::Bytes => format!("{value}B"),
        Unit::None => value.to_string(),
    }
}

/// Rounded down: nothing is told as longer than it was.
fn time(nanos: u64) -> String {
    let part = |unit: u64, digits: usize, name: &str| {
        let tenth = 10u64.pow(digits as u32);
        let all = u128::from(nanos) * u128::from(tenth) / u128::from(unit);
        let (whole, part) = (all / u128::from(tenth), all % u128::from(tenth));
        match digits {
            0 => format!("{whole}{name}"),
            _ => format!("{whole}.{part:0digits$}{name}"),
        }
    };
    match nanos {
        0..1_000 => part(1, 0, "ns"),
        1_000..100_000 => part(1_000, 1, "us"),
        100_000..1_000_000 => part(1_000, 0, "us"),
        1_000_000..100_000_000 => part(1_000_000, 1, "ms"),
        100_000_000..1_000_000_000 => part(1_000_000, 0, "ms"),
        _ => part(1_000_000_000, 3, "s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_short_and_never_more_than_they_were() {
        let time = |nanos| shown(nanos, Unit::Time);
        assert_eq!(time(0), "0ns");
        assert_eq!(time(1_299), "1.2us");
        assert_eq!(time(999_999), "999us");
        assert_eq!(time(1_099_999), "1.0ms");
        assert_eq!(time(3_000_999_999), "3.000s");
        assert_eq!(shown(512, Unit::Bytes), "512B");
    }
}
