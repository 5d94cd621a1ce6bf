//! For people: a line for each finding and each doubt, and one for each rule.

use super::Report;
use crate::gate::{Check, Finding};
use crate::plain::escaped;
use std::fmt::Write;

/// The report as text.
pub fn text(report: &Report) -> String {
    let mut out = String::new();
    let mut line = |text: &str| {
        out.push_str(&escaped(text));
        out.push('\n');
    };
    for (name, _, check) in report
        .checks()
        .filter(|(_, _, check)| report.is_told(check))
    {
        for found in &check.findings {
            line(&finding(found, check));
        }
        for doubt in &check.doubts {
            line(&format!("cannot tell: {doubt}"));
        }
        line(&format!(
            "{}: {name}: {}",
            check.verdict.words(),
            check.figures
        ));
    }
    for (name, text) in report.kept() {
        line(&format!("kept: {name}: {text}"));
    }
    if let Some(why) = &report.refused {
        line(&format!("cannot tell: {why}"));
    }
    for note in &report.notes {
        line(&format!("note: {note}"));
    }
    out
}

fn finding(found: &Finding, check: &Check) -> String {
    let mut text = String::new();
    if let Some(place) = &found.place {
        let _ = write!(text, "{}: ", place.shown());
    }
    text += &match check.is_claim {
        true => found.place_in_words(),
        false => found.sentence(),
    };
    text
}
