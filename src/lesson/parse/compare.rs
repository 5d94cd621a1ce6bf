//! What is measured in two runs, side by side.

use super::{Reader, TEXT};
use crate::claim::Claim;
use crate::document::{Field, Fields, Mistake, Table};
use crate::lesson::{Comparison, Relation};

type Make = fn(f64) -> Relation;

/// Reads a row of the comparison.
pub(super) fn comparison(reader: &Reader<'_>, table: Table<'_>) -> Result<Comparison, Mistake> {
    let known = ["label", "measure", "between", "falls", "rises", "stays"];
    let fields = Fields::new(reader.source, "a comparison", table, &known)?;
    let mut relation = Relation::Any;
    let makes: [(&str, Make); 3] = [
        ("falls", Relation::Falls),
        ("rises", Relation::Rises),
        ("stays", Relation::Stays),
    ];
    for (name, make) in makes {
        let Some(field) = fields.get(name) else {
            continue;
        };
        if relation != Relation::Any {
            return Err(field.wrong("one of `falls`, `rises` and `stays`"));
        }
        relation = make(field.decimal("how many times", 1.0, 1e9)?);
    }
    let last = reader.runs - 1;
    let between = match fields.get("between") {
        None => (0, last),
        Some(field) => {
            let most = u32::try_from(reader.runs).unwrap_or(u32::MAX);
            let list = field.list("[1, 2]")?;
            let [first, second] = list.as_slice() else {
                return Err(field.wrong("the numbers of two runs"));
            };
            let number = |field: &Field<'_>| field.number("the number of a run,", 1, most);
            (number(first)? as usize - 1, number(second)? as usize - 1)
        }
    };
    Ok(Comparison {
        label: reader.text(&fields.need("label", TEXT)?)?,
        of: measures(reader, &fields.need("measure", "\"stall max\"")?)?,
        between,
        relation,
    })
}

/// One for both runs, or one for each.
fn measures<'a>(reader: &Reader<'a>, field: &Field<'a>) -> Result<(Claim, Claim), Mistake> {
    if field.is_text() {
        let both = reader.measure(field)?;
        return Ok((both.clone(), both));
    }
    let list = field.list("[\"poll max\", \"job max\"]")?;
    let [first, second] = list.as_slice() else {
        return Err(field.wrong("what is measured in both runs, or in the one and in the other"));
    };
    let both = (reader.measure(first)?, reader.measure(second)?);
    match both.0.unit() == both.1.unit() {
        true => Ok(both),
        false => Err(second.wrong("something measured in the same unit as the first")),
    }
}
