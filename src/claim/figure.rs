//! The first time, or size, that a line of text names: `1803 ms`, `1.8 s`, `312 B`, `9.1 KiB`.

use super::subject::Unit;

const TIMES: &[(&str, u64)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("\u{b5}s", 1_000),
    ("\u{3bc}s", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
];

const SIZES: &[(&str, u64)] = &[
    ("B", 1),
    ("kB", 1_000),
    ("KiB", 1 << 10),
    ("MB", 1_000_000),
    ("MiB", 1 << 20),
    ("GB", 1_000_000_000),
    ("GiB", 1 << 30),
];

/// In nanoseconds, or in bytes; rounded down. `None` if the line names none.
pub(super) fn first(line: &str, unit: Unit) -> Option<u64> {
    let units = match unit {
        Unit::Time => TIMES,
        Unit::Bytes => SIZES,
        Unit::None => return None,
    };
    let mut rest = line;
    let mut before = None;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        before = rest[..at].chars().next_back().or(before);
        let (number, after) = split(&rest[at..], |c| c.is_ascii_digit() || c == '.');
        // Part of a word, of a longer number, or below zero, it is another figure.
        let is_whole = before.is_none_or(|c| !c.is_alphanumeric() && !"_-.,".contains(c));
        let (word, _) = split(
            after.strip_prefix(' ').unwrap_or(after),
            char::is_alphanumeric,
        );
        let worth = units.iter().find(|(unit, _)| *unit == word);
        if let Some((_, worth)) = worth.filter(|_| is_whole)
            && let Some(value) = value(number, *worth)
        {
            return Some(value);
        }
        before = number.chars().next_back();
        rest = after;
    }
    None
}

/// Where the first character is that is none of these.
fn split(text: &str, of: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !of(c)).unwrap_or(text.len()))
}

/// So many of something that is worth so much.
fn value(number: &str, worth: u64) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    // More digits than these are worth less than one, of whatever unit.
    let part = &part[..part.len().min(12)];
    let tenth = 10_u128.pow(part.len() as u32);
    let (whole, part): (u128, u128) = (whole.parse().ok()?, part.parse().ok()?);
    let worth = u128::from(worth);
    let all = whole
        .checked_mul(worth)?
        .checked_add(part * worth / tenth)?;
    u64::try_from(all).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_of_a_line_is_read() {
        for (line, nanos) in [
            ("24 items by 4 threads: 6 rounds, 1803 ms", 1_803_000_000),
            ("1.8 s", 1_800_000_000),
            ("took 500us, not 2 ms", 500_000),
            ("12\u{b5}s", 12_000),
            ("(0.25ms)", 250_000),
            ("0 ns", 0),
            ("8 GiB in 3 s.", 3_000_000_000),
        ] {
            assert_eq!(first(line, Unit::Time), Some(nanos), "{line}");
        }
        for line in [
            "",
            "ms",
            "4 threads",
            "3 sets",
            "x12 ms",
            "1,803 ms",
            "-5 ms",
            "1.2.3 s",
            "2  s",
            "99999999999999999999 s",
            "5 MS",
            "3.",
            "1. s",
        ] {
            assert_eq!(first(line, Unit::Time), None, "{line}");
        }
    }

    #[test]
    fn the_first_size_of_a_line_is_read() {
        for (line, bytes) in [
            ("resident per task: 312 B", 312),
            ("resident per thread: 9.1 KiB", 9_318),
            ("reserved per thread: 2.0 MiB (1000 started)", 2 << 20),
            ("1.5GB", 1_500_000_000),
            ("after 3 s: 7 kB", 7_000),
        ] {
            assert_eq!(first(line, Unit::Bytes), Some(bytes), "{line}");
        }
        for line in ["unknown", "3 Bs", "12 bytes", "4 ms", "1 kib"] {
            assert_eq!(first(line, Unit::Bytes), None, "{line}");
        }
        assert_eq!(first("3 s, 4 B", Unit::None), None);
    }

    #[test]
    fn digits_of_any_length_do_no_harm() {
        let long = "9".repeat(500);
        for line in [
            format!("{long} s"),
            format!("0.{long} s"),
            format!("{long}.{long} B"),
        ] {
            let found = first(&line, Unit::Time);
            assert!(found.is_none_or(|nanos| nanos < 1_000_000_000), "{line}");
        }
    }
}
