//! Reads fields out of a TOML document, each with its line, so that every mistake can
//! say where it is, what was found and what was expected.

use super::mistake::{Mistake, clean, one_of, quoted};
use super::place::place;
use crate::events::Nanos;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The text of a document and what errors call it.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) name: &'a str,
    pub(crate) text: &'a str,
}

impl<'a> Source<'a> {
    /// The mistake at a place of the text.
    pub(crate) fn mistake(
        &self,
        span: Range<usize>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) -> Mistake {
        Mistake::at(
            self.name,
            self.place(span.start),
            found.into(),
            expected.into(),
        )
    }

    /// Line and column of a byte, from 1; columns are characters.
    pub(crate) fn place(&self, byte: usize) -> (usize, usize) {
        place(
            self.text
                .as_bytes()
                .get(..byte)
                .unwrap_or(self.text.as_bytes()),
        )
    }

    /// Parses the text; `expected` says what such a document is made of.
    pub(crate) fn parse(&self, expected: &str) -> Result<Spanned<DeTable<'a>>, Mistake> {
        DeTable::parse(self.text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or("a syntax error");
            let found = format!("text that is not TOML ({})", clean(message));
            self.mistake(error.span().unwrap_or(0..0), found, expected)
        })
    }
}

/// A table as it was parsed, and its place.
pub(crate) type Table<'a> = (&'a DeTable<'a>, Range<usize>);

/// A table of the document.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    pub(crate) source: Source<'a>,
    table: &'a DeTable<'a>,
    span: (usize, usize),
    what: &'static str,
}

impl<'a> Fields<'a> {
    /// Looks at a table, which must have no fields but the known ones.
    pub(crate) fn new(
        source: Source<'a>,
        what: &'static str,
        (table, span): Table<'a>,
        known: &[&str],
    ) -> Result<Self, Mistake> {
        for key in table.keys() {
            let name: &str = key.get_ref();
            if !known.contains(&name) {
                let found = format!("unknown field {} of {what}", quoted(name));
                let expected = one_of(name, known.iter().copied());
                return Err(source.mistake(key.span(), found, expected));
            }
        }
        Ok(Self::any(source, what, (table, span)))
    }

    /// Looks at a table, whose fields may have any name.
    pub(crate) fn any(source: Source<'a>, what: &'static str, (table, span): Table<'a>) -> Self {
        Self {
            source,
            table,
            span: (span.start, span.end),
            what,
        }
    }

    /// A field, if it is there.
    pub(crate) fn get(&self, name: &str) -> Option<Field<'a>> {
        let (key, value) = self.table.get_key_value(name)?;
        Some(Field {
            source: self.source,
            name: key.get_ref(),
            value,
        })
    }

    /// Where the table begins, in bytes.
    pub(crate) fn begins(&self) -> Range<usize> {
        self.span.0..self.span.0
    }

    /// Where the table begins, and where the last of its values ends, in bytes.
    pub(crate) fn extent(&self) -> Range<usize> {
        let ends = self
            .all()
            .map(|(key, field)| end_of(field.value).max(key.end));
        self.span.0..ends.max().unwrap_or(self.span.1)
    }

    /// A field that must be there.
    pub(crate) fn need(&self, name: &str, like: &str) -> Result<Field<'a>, Mistake> {
        self.get(name).ok_or_else(|| {
            let found = format!("{} without `{name}`", self.what);
            self.source.mistake(
                self.span.0..self.span.1,
                found,
                format!("`{name} = {like}`"),
            )
        })
    }

    /// Every field, as written.
    pub(crate) fn all(&self) -> impl Iterator<Item = (Range<usize>, Field<'a>)> + use<'a> {
        let source = self.source;
        self.table.iter().map(move |(key, value)| {
            (
                key.span(),
                Field {
                    source,
                    name: key.get_ref(),
                    value,
                },
            )
        })
    }
}

/// A field of a table.
#[derive(Clone, Copy)]
pub(crate) struct Field<'a> {
    source: Source<'a>,
    pub(crate) name: &'a str,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Field<'a> {
    /// This field is wrong.
    pub(crate) fn wrong(&self, expected: impl Into<String>) -> Mistake {
        let found = match self.value.get_ref() {
            DeValue::String(text) => quoted(text),
            DeValue::Integer(number) => number.to_string(),
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(value) => value.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            DeValue::Array(_) => "a list".into(),
            DeValue::Table(_) => "a table".into(),
        };
        let found = format!("`{}` = {found}", self.name);
        self.source.mistake(self.value.span(), found, expected)
    }

    /// Where its value is, in bytes.
    pub(crate) fn bytes(&self) -> Range<usize> {
        self.value.span()
    }

    /// The document it is in.
    pub(crate) fn source(&self) -> Source<'a> {
        self.source
    }

    /// Whether its value is a text.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::String(_))
    }

    /// Whether its value is a table.
    pub(crate) fn is_table(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Table(_))
    }

    /// The items of a list, each as a value of this field; `like` is an example of a list.
    pub(crate) fn list(&self, like: &str) -> Result<Vec<Self>, Mistake> {
        let DeValue::Array(list) = self.value.get_ref() else {
            return Err(self.wrong(format!("a list, such as `{} = {like}`", self.name)));
        };
        Ok(list.iter().map(|value| Self { value, ..*self }).collect())
    }

    /// Yes or no.
    pub(crate) fn flag(&self) -> Result<bool, Mistake> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// A text.
    pub(crate) fn text(&self) -> Result<&'a str, Mistake> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.wrong("a text in quotes")),
        }
    }

    /// One of the known words; `what` they are is said in the error.
    pub(crate) fn word<T: Copy>(&self, what: &str, known: &[(&str, T)]) -> Result<T, Mistake> {
        let word = self.text()?;
        known
            .iter()
            .find(|(name, _)| *name == word)
            .map(|(_, value)| *value)
            .ok_or_else(|| {
                let choices = one_of(word, known.iter().map(|(name, _)| *name));
                self.wrong(format!("{what}: {choices}"))
            })
    }

    /// Yes or no.
    pub(crate) fn truth(&self) -> Result<bool, Mistake> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.wrong("true or false")),
        }
    }

    /// A whole number in the range.
    pub(crate) fn number(&self, what: &str, min: u32, max: u32) -> Result<u32, Mistake> {
        let wrong = || self.wrong(format!("{what} from {min} to {max}"));
        let DeValue::Integer(number) = self.value.get_ref() else {
            return Err(wrong());
        };
        i128::from_str_radix(number.as_str(), number.radix())
            .ok()
            .and_then(|number| u32::try_from(number).ok())
            .filter(|number| (min..=max).contains(number))
            .ok_or_else(wrong)
    }

    /// A number in the range, with or without a fraction.
    pub(crate) fn decimal(&self, what: &str, min: f64, max: f64) -> Result<f64, Mistake> {
        let number = match self.value.get_ref() {
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
            _ => None,
        };
        number
            .filter(|number| (min..=max).contains(number))
            .ok_or_else(|| self.wrong(format!("{what} from {min} to {max}")))
    }

    /// A length of time in the range, written like `"1.5s"`.
    pub(crate) fn span(&self, min: Nanos, max: Nanos) -> Result<Nanos, Mistake> {
        let DeValue::String(text) = self.value.get_ref() else {
            return Err(self.wrong("a time in quotes, such as \"300ms\" or \"1.5s\""));
        };
        let span = humantime::parse_duration(text)
            .map_err(|_| self.wrong("a time such as \"300ms\", \"1.5s\" or \"1m\""))?;
        let span = Nanos::from_duration(span);
        if span < min || span > max {
            let show = |span: Nanos| humantime::format_duration(span.as_duration()).to_string();
            return Err(self.wrong(format!("a time from {} to {}", show(min), show(max))));
        }
        Ok(span)
    }

    /// Where its value stands in the document, in bytes.
    pub(crate) fn span_of_value(&self) -> Range<usize> {
        self.value.span()
    }

    /// A table and its place; `like` is the inside of an example.
    pub(crate) fn table(&self, like: &str) -> Result<Table<'a>, Mistake> {
        match self.value.get_ref() {
            DeValue::Table(table) => Ok((table, self.value.span())),
            _ => Err(self.wrong(format!("a table, such as `{} = {{ {like} }}`", self.name))),
        }
    }

    /// A list of tables and their places.
    pub(crate) fn tables(&self) -> Result<Vec<Table<'a>>, Mistake> {
        let wrong = || self.wrong(format!("tables headed [[{}]]", self.name));
        let DeValue::Array(list) = self.value.get_ref() else {
            return Err(wrong());
        };
        list.iter()
            .map(|item| match item.get_ref() {
                DeValue::Table(table) => Ok((table, item.span())),
                _ => Err(wrong()),
            })
            .collect()
    }
}

/// Where a value ends, in bytes. A table with a header of its own ends with the last of its
/// values.
fn end_of(value: &Spanned<DeValue<'_>>) -> usize {
    let inside = match value.get_ref() {
        DeValue::Array(list) => list.iter().map(end_of).max(),
        DeValue::Table(table) => table.iter().map(|(_, value)| end_of(value)).max(),
        _ => None,
    };
    inside.unwrap_or(0).max(value.span().end)
}
