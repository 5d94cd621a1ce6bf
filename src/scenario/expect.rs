//! What a scenario claims of its own run: `[[expect]]`.

use crate::claim::{Claim, KindInfo};
use crate::document::{Field, Fields, Mistake, Source, Table};
use crate::events::Nanos;
use crate::limits::MAX_CLAIMS;

const EXPECT: [&str; 1] = ["claim"];

/// Whatever is told as a stall: what the flags say of that, and of workers, is not known here.
const ANY_STALL: Nanos = Nanos(1);

/// A claim, with the line and the column where it stands.
pub(crate) type Placed = (Claim, (usize, usize));

/// Reads one `[[expect]]` of a scenario with these kinds of task.
pub(super) fn claim(
    source: Source<'_>,
    table: Table<'_>,
    kinds: &[KindInfo],
) -> Result<Placed, Mistake> {
    let fields = Fields::new(source, "an expectation", table, &EXPECT)?;
    of(&fields.need("claim", "\"no stall over 50ms\"")?, kinds)
}

/// Reads the claim that is a field's text.
pub(crate) fn of(field: &Field<'_>, kinds: &[KindInfo]) -> Result<Placed, Mistake> {
    let source = field.source();
    let text = field.text()?;
    let wrong = |at: usize, found, expected| mistake(source, field, at, (found, expected));
    let claim: Claim = text
        .parse()
        .map_err(|error: crate::claim::ClaimError| wrong(error.at, error.found, error.expected))?;
    let decidable = claim
        .fits_kinds(kinds)
        .and(claim.can_be_decided(ANY_STALL, u16::MAX));
    match decidable {
        Ok(()) => Ok((claim, source.place(character(source, field, 0)))),
        Err(error) => Err(wrong(error.at.unwrap_or(0), error.found, error.expected)),
    }
}

/// The mistake at its place in the file: that of the character.
fn mistake(
    source: Source<'_>,
    field: &Field<'_>,
    at: usize,
    (found, expected): (String, String),
) -> Mistake {
    let span = character(source, field, at)..field.span_of_value().end;
    source.mistake(span, found, expected)
}

/// Where the nth character of a field's text is in the document, in bytes.
fn character(source: Source<'_>, field: &Field<'_>, nth: usize) -> usize {
    let span = field.span_of_value();
    let written = source.text.get(span.clone()).unwrap_or("");
    span.start + byte(written, nth)
}

/// The byte at which the nth character of a text stands, in the text as it is written in TOML:
/// behind quotes, and an escape is one character. Of one that goes over several lines, where it
/// begins.
fn byte(written: &str, nth: usize) -> usize {
    let quotes = ["\"\"\"", "'''", "\"", "'"];
    let quote = quotes.into_iter().find(|quote| written.starts_with(quote));
    let quote = quote.unwrap_or("");
    let mut at = quote.len();
    if at == 3 {
        // A line end right behind three quotes is none of the text.
        let ends = ["\r\n", "\n"];
        let end = ends.into_iter().find(|end| written[at..].starts_with(end));
        at += end.map_or(0, str::len);
    }
    if written[at..].contains('\n') {
        return at;
    }
    for _ in 0..nth {
        let mut rest = written.get(at..).unwrap_or("").chars();
        at += match (rest.next(), rest.next()) {
            (Some('\\'), Some(escape)) if quote.starts_with('"') => match escape {
                'x' => 4,
                'u' => 6,
                'U' => 10,
                _ => 2,
            },
            (first, _) => first.map_or(0, char::len_utf8),
        };
    }
    at
}

/// More claims than can be looked at for every event.
pub(super) fn too_many(source: Source<'_>, table: &Table<'_>) -> Mistake {
    let expected = format!("at most {MAX_CLAIMS} [[expect]]");
    source.mistake(table.1.clone(), "one more [[expect]]", expected)
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;

    /// The place of the mistake in a claim that stands so in a file: line 3, the text begins in
    /// column 10 behind one quote.
    fn place(claim: &str) -> String {
        let text = format!("[[order]]\nrecipe = \"simmer\"\n[[expect]]\nclaim = {claim}\n");
        let mistake = Scenario::parse("a.toml", &text).expect_err(claim);
        let mistake = mistake.to_string();
        let place = mistake.split(": found ").next().unwrap_or("");
        place.trim_start_matches("a.toml:").to_owned()
    }

    #[test]
    fn the_column_is_that_of_the_word_however_the_text_is_written() {
        for (claim, expected) in [
            (r#""no stal""#, "4:13"),
            ("'no stal'", "4:13"),
            ("'''no stal'''", "4:15"),
            (r#""""no stal""""#, "4:15"),
            ("\"\"\"\nno stal\"\"\"", "5:4"),
            (r#"'"a" printed befor "b"'"#, "4:22"),
            (r#"'"" printed before "b"'"#, "4:10"),
            (r#""\"a\" printed befor \"b\"""#, "4:24"),
            (r#""no\u0020stal""#, "4:18"),
            (r#""no\U00000020stal""#, "4:22"),
            (r#""\"é\" printed befor""#, "4:24"),
            (r#""no stall over""#, "4:23"),
            (r#""""#, "4:10"),
            // Over several lines: where the text begins.
            ("\"\"\"no stall \\\n  ovr 1s\"\"\"", "4:12"),
        ] {
            assert_eq!(place(claim), expected, "{claim}");
        }
    }

    #[test]
    fn what_flags_decide_is_told_at_its_place_too() {
        let text = "[[order]]\nrecipe = \"simmer\"\n[[expect]]\nclaim = 'no steal on worker 2'\n\
                    [[act]]\ndo = \"workers\"\nworkers = 3\n";
        let scenario = Scenario::parse("a.toml", text).expect("it can be decided by some run");
        let stall = crate::events::Nanos::from_millis(100);
        assert_eq!(scenario.most_workers(1), 3);
        assert_eq!(scenario.can_decide(stall, 3), Ok(()));
        let mistake = scenario.can_decide(stall, 2).expect_err("no such worker");
        let expected = "a.toml:4:10: found worker 2; expected a worker of this run, from 0 to 1";
        assert_eq!(mistake.to_string(), expected);
    }
}
