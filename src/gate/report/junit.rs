//! For what shows the results of tests: JUnit's XML, a test case for each rule.

use super::Report;
use crate::gate::{Check, Finding, Verdict};
use crate::plain::is_harmful;

/// The report as XML.
pub fn junit(report: &Report) -> String {
    let mut cases = String::new();
    let (mut tests, mut failures, mut errors) = (0, 0, 0);
    for (name, _, check) in report.checks() {
        tests += 1;
        failures += usize::from(check.verdict == Verdict::Broken);
        errors += usize::from(check.verdict == Verdict::CannotTell);
        cases += &case(&name, check, &report.file);
    }
    if let Some(why) = &report.refused {
        (tests, errors) = (tests + 1, errors + 1);
        cases += &format!(
            "    <testcase name=\"recording\" classname=\"{}\">\n      \
             <error message=\"{}\"/>\n    </testcase>\n",
            xml(&report.file),
            xml(why)
        );
    }
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\"");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"tokio-kitchen check\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n{cases}  </testsuite>\n</testsuites>\n",
        xml(&report.file)
    )
}

fn case(name: &str, check: &Check, file: &str) -> String {
    let mut out = format!(
        "    <testcase name=\"{}\" classname=\"{}\">\n",
        xml(name),
        xml(file)
    );
    let lines = |lines: Vec<String>| xml_text(&lines.join("\n"));
    match check.verdict {
        Verdict::Kept => {}
        Verdict::Broken => {
            let found = |found: &Finding| match check.is_claim {
                true => found.place_in_words(),
                false => found.sentence(),
            };
            let found = lines(check.findings.iter().map(found).collect());
            let message = xml(&check.figures);
            out += &format!("      <failure message=\"{message}\">{found}</failure>\n");
        }
        Verdict::CannotTell => {
            let message = xml(&check.figures);
            let doubts = lines(check.doubts.clone());
            out += &format!("      <error message=\"{message}\">{doubts}</error>\n");
        }
    }
    out += &format!(
        "      <system-out>{}</system-out>\n",
        xml_text(&check.figures)
    );
    out + "    </testcase>\n"
}

/// What may stand in an attribute.
fn xml(text: &str) -> String {
    xml_text(text).replace('\n', "&#10;")
}

/// What may stand in text: of what XML cannot have, and what does harm on a terminal, nothing is
/// left but a sign that something was there.
fn xml_text(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&apos;",
            '\n' => out.push('\n'),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if is_harmful(c) => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            xml("a<b & \"c\" 'd' ]]>\n\u{1b}\u{0}\u{FFFF}"),
            "a&lt;b &amp; &quot;c&quot; &apos;d&apos; ]]&gt;&#10;\u{FFFD}\u{FFFD}\u{FFFD}"
        );
    }
}
