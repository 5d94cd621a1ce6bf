//! What a scenario claims of its own run: `[[expect]]`.

use crate::claim::{Claim, KindInfo};
use crate::document::{Field, Fields, Mistake, Source, Table};
use crate::events::Nanos;
use crate::limits::MAX_CLAIMS;

const EXPECT: [&str; 1] = ["claim"];

/// Whatever is told as a stall: what the flags say of that is not known here.
const ANY_STALL: Nanos = Nanos(1);

/// Reads one `[[expect]]` of a scenario with these kinds of task.
pub(super) fn claim(
    source: Source<'_>,
    table: Table<'_>,
    kinds: &[KindInfo],
) -> Result<Claim, Mistake> {
    let fields = Fields::new(source, "an expectation", table, &EXPECT)?;
    let field = fields.need("claim", "\"no stall over 50ms\"")?;
    let text = field.text()?;
    let wrong = |at: usize, found, expected| mistake(source, &field, at, (found, expected));
    let claim: Claim = text
        .parse()
        .map_err(|error: crate::claim::ClaimError| wrong(error.at, error.found, error.expected))?;
    let decidable = claim.fits_kinds(kinds).and(claim.can_be_decided(ANY_STALL));
    match decidable {
        Ok(()) => Ok(claim),
        Err(error) => Err(wrong(error.at.unwrap_or(0), error.found, error.expected)),
    }
}

/// The mistake at its place in the file: that of the character, where the text stands there as
/// it is.
fn mistake(
    source: Source<'_>,
    field: &Field<'_>,
    at: usize,
    (found, expected): (String, String),
) -> Mistake {
    let span = field.span_of_value();
    let written = source.text.get(span.clone()).unwrap_or("");
    let quotes = written.len() - written.trim_start_matches(['"', '\'']).len();
    let plain = !written.contains(['\\', '\n']);
    let inside = written.get(quotes..).unwrap_or("").char_indices();
    let offset = inside.map(|(at, _)| at).nth(at).filter(|_| plain);
    let begin = span.start + quotes + offset.unwrap_or(0);
    source.mistake(begin..span.end, found, expected)
}

/// More claims than can be looked at for every event.
pub(super) fn too_many(source: Source<'_>, table: &Table<'_>) -> Mistake {
    let expected = format!("at most {MAX_CLAIMS} [[expect]]");
    source.mistake(table.1.clone(), "one more [[expect]]", expected)
}
