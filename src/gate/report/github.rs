//! Commands of a GitHub workflow: what is found stands beside the line of a change.

use super::Report;
use crate::gate::{Finding, Place, Verdict};
use crate::plain::escaped;

/// The report as workflow commands.
pub fn github(report: &Report) -> String {
    let mut out = String::new();
    for (name, _, check) in report.checks() {
        for found in &check.findings {
            let message = match check.is_claim {
                true => format!("{}; {}", check.figures, found.place_in_words()),
                false => found.sentence(),
            };
            out += &command("error", place(found), &name, &message);
        }
        if check.findings.is_empty() && check.verdict == Verdict::Broken {
            out += &command("error", None, &name, &check.figures);
        }
        let level = match check.verdict {
            Verdict::CannotTell => "error",
            Verdict::Kept | Verdict::Broken => "warning",
        };
        for doubt in &check.doubts {
            out += &command(level, None, &format!("cannot tell: {name}"), doubt);
        }
        if check.verdict == Verdict::Kept && report.is_told(check) {
            out += &command("notice", None, &format!("kept: {name}"), &check.figures);
        }
    }
    for (name, text) in report.kept() {
        out += &command("notice", None, &format!("kept: {name}"), &text);
    }
    if let Some(why) = &report.refused {
        out += &command("error", None, "cannot tell", why);
    }
    for note in &report.notes {
        out += &command("notice", None, "note", note);
    }
    out
}

/// The user's own line first: what another package has is in no change of theirs.
fn place(found: &Finding) -> Option<&Place> {
    let mut lines = found.place.iter().chain(&found.spawned);
    lines.find(|place| place.is_own())
}

fn command(level: &str, place: Option<&Place>, title: &str, message: &str) -> String {
    let place = place.map(|place| format!("file={},line={},", property(&place.file), place.line));
    format!(
        "::{level} {}title={}::{}\n",
        place.unwrap_or_default(),
        property(title),
        data(message)
    )
}

/// What stands behind a command's name: some signs have a meaning there.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// What stands behind the last colons. What is harmful on a terminal is shown, and no part of the
/// command: the log is read on one.
fn data(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '%' => out += "%25",
            '\r' => out += "%0D",
            '\n' => out += "%0A",
            c => out += &escaped(c.encode_utf8(&mut [0; 4])),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate::How;

    #[test]
    fn signs_with_a_meaning_are_escaped_where_they_have_one() {
        let place = Place {
            how: How::Blocked,
            file: "src/a,b:c%.rs".into(),
            line: 7,
        };
        let text = command(
            "error",
            Some(&place),
            "no stall: 5%",
            "a, b: 100%\r\n::error::x\u{1b}[2J",
        );
        assert_eq!(
            text,
            "::error file=src/a%2Cb%3Ac%25.rs,line=7,title=no stall%3A 5%25::\
             a, b: 100%25%0D%0A::error::x\\u{1b}[2J\n"
        );
    }
}
