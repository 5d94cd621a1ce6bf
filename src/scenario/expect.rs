//! What a scenario claims of its own run: `[[expect]]`.

use crate::claim::{Claim, ClaimError};
use crate::document::{Field, Fields, Mistake, Source, Table};
use crate::limits::MAX_CLAIMS;

const EXPECT: [&str; 1] = ["claim"];

/// Reads one `[[expect]]`.
pub(super) fn claim(source: Source<'_>, table: Table<'_>) -> Result<Claim, Mistake> {
    let fields = Fields::new(source, "an expectation", table, &EXPECT)?;
    let field = fields.need("claim", "\"no stall over 50ms\"")?;
    let text = field.text()?;
    text.parse()
        .map_err(|error| mistake(source, &field, &error))
}

/// The mistake at its place in the file: that of the character, where the text stands there as
/// it is.
fn mistake(source: Source<'_>, field: &Field<'_>, error: &ClaimError) -> Mistake {
    let span = field.span_of_value();
    let written = source.text.get(span.clone()).unwrap_or("");
    let quotes = written.len() - written.trim_start_matches(['"', '\'']).len();
    let plain = !written.contains(['\\', '\n']);
    let inside = written.get(quotes..).unwrap_or("").char_indices();
    let offset = inside.map(|(at, _)| at).nth(error.at).filter(|_| plain);
    let begin = span.start + quotes + offset.unwrap_or(0);
    source.mistake(begin..span.end, error.found.clone(), error.expected.clone())
}

/// More claims than can be looked at for every event.
pub(super) fn too_many(source: Source<'_>, table: &Table<'_>) -> Mistake {
    let expected = format!("at most {MAX_CLAIMS} [[expect]]");
    source.mistake(table.1.clone(), "one more [[expect]]", expected)
}
