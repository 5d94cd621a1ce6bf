//! Which step a table is.

use super::super::MAX_STEPS;
use super::super::verbs::{Row, VERBS};
use super::Reader;
use crate::document::{Field, Fields, Mistake, one_of, quoted};
use std::ops::Range;

/// A step that was looked at.
pub(super) struct Looked<'a> {
    pub(super) row: &'static Row,
    /// The field that makes it this step.
    pub(super) field: Field<'a>,
    /// All of its fields.
    pub(super) fields: Fields<'a>,
}

impl<'a> Reader<'a> {
    /// Which step it is; one more is counted.
    pub(super) fn look(&mut self, item: &Field<'a>) -> Result<Looked<'a>, Mistake> {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            let found = format!("step number {}", self.steps);
            let expected = format!("at most {MAX_STEPS} steps in a file");
            return Err(self.source.mistake(item.bytes(), found, expected));
        }
        if !item.is_table() {
            return Err(item.wrong("steps, such as { sleep = \"1s\" }"));
        }
        let table = item.table("sleep = \"1s\"")?;
        let all = Fields::any(self.source, "a step", table.clone());
        let mut keys: Vec<_> = all.all().collect();
        keys.sort_by_key(|(key, _)| key.start);
        let (row, field) = self.verb(item, &keys)?;
        let known: Vec<_> = [row.word].iter().chain(row.options).copied().collect();
        let fields = Fields::new(self.source, "this step", table, &known)?;
        Ok(Looked { row, field, fields })
    }

    /// The one field that is a step's word.
    fn verb(
        &self,
        item: &Field<'a>,
        keys: &[(Range<usize>, Field<'a>)],
    ) -> Result<(&'static Row, Field<'a>), Mistake> {
        let mut verbs = keys.iter().filter_map(|(key, field)| {
            let row = VERBS.iter().find(|row| row.word == field.name)?;
            Some((row, key, field))
        });
        match (verbs.next(), verbs.next()) {
            (Some((row, _, field)), None) => Ok((row, *field)),
            (Some((row, ..)), Some((other, key, _))) => {
                let found = format!("two steps in one, `{}` and `{}`", row.word, other.word);
                let expected = format!("a step of its own: {}", other.like);
                Err(self.source.mistake(key.clone(), found, expected))
            }
            (None, _) => {
                let (bytes, found, name) = match keys.first() {
                    Some((key, field)) => {
                        let found = format!("unknown step {}", quoted(field.name));
                        (key.clone(), found, field.name)
                    }
                    None => (item.bytes(), "a step that does nothing".into(), ""),
                };
                let expected = one_of(name, VERBS.iter().map(|row| row.word));
                Err(self.source.mistake(bytes, found, expected))
            }
        }
    }
}
