//! The rows as a table for people.

use super::budget;
use super::row::{Goal, Row};
use crate::probe::tokio_version;

/// The table, with a line about the machine above it.
pub fn text(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let mut text = machine() + "\n\n";
    text += &format!(
        "{:width$} {:>14} {:>11} {:>8} {:>17} {:>6}  {}\n",
        "row", "value", "goal", "reached", "spread", "rounds", "what"
    );
    for row in rows {
        text += &line(row, width);
    }
    text
}

fn line(row: &Row, width: usize) -> String {
    let value = match row.value {
        Some(value) => format!("{} {:<3}", number(value), row.unit),
        None => "-".into(),
    };
    let goal = match row.goal {
        Some(Goal::AtMost(most)) => format!("<= {}", number(most)),
        Some(Goal::AtLeast(least)) => format!(">= {}", number(least)),
        None => String::new(),
    };
    let reached = match (row.goal, row.holds) {
        (None, _) => "",
        (_, Some(true)) => "yes",
        (_, Some(false)) => "NO",
        (_, None) => "?",
    };
    let spread = row.spread.map_or_else(String::new, |(least, most)| {
        format!("{}..{}", number(least), number(most))
    });
    let what = match (&row.why, row.value) {
        (Some(why), None) => format!("not measured: {why}"),
        (Some(why), Some(_)) => format!("at least: {why}"),
        (None, _) => budget::about(&row.name).to_owned(),
    };
    let name = &row.name;
    let rounds = row.rounds;
    let line = format!(
        "{name:width$} {value:>14} {goal:>11} {reached:>8} {spread:>17} {rounds:>6}  {what}"
    );
    line.trim_end().to_owned() + "\n"
}

/// About three digits that matter.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 1_000.0 => format!("{value:.0}"),
        size if size >= 100.0 => format!("{value:.1}"),
        0.0 => "0".into(),
        size if size < 0.01 => format!("{value:.4}"),
        _ => format!("{value:.2}"),
    }
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
        .map_or("a CPU that does not tell its name", |(_, name)| name.trim());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let unstable = if cfg!(tokio_unstable) {
        ", tokio_unstable"
    } else {
        ""
    };
    let tokio = tokio_version();
    format!("{model}, {cores} cores; Tokio {tokio}{unstable}; screen 200 x 60, on")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_not_reached_is_printed_so() {
        let rows = [
            Row::new("timers", "x")
                .median(&[1.06])
                .goal(Goal::AtMost(1.05)),
            Row::new("spawn", "x")
                .median(&[1.0])
                .goal(Goal::AtMost(1.2)),
            Row::new("memory", "B")
                .goal(Goal::AtMost(320.0))
                .unmeasured("no /proc"),
        ];
        let text = text(&rows);
        let line = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap();
        assert!(line("timers").contains(" NO "));
        assert!(line("spawn").contains(" yes "));
        assert!(
            line("memory").contains(" ? ") && line("memory").ends_with("not measured: no /proc")
        );
    }

    #[test]
    fn numbers_have_the_digits_that_matter() {
        for (value, shown) in [
            (1.0567, "1.06"),
            (0.0, "0"),
            (0.0042, "0.0042"),
            (319.44, "319.4"),
            (12_345.6, "12346"),
        ] {
            assert_eq!(number(value), shown);
        }
    }
}
