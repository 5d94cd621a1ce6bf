//! The fields of an event: numbers, texts, and what is passed over.

use super::bytes::{Bytes, Stop};
use std::io::Read;

/// Lists in lists that are passed over.
const DEEPEST: u8 = 16;

/// Pairs kept of what is told of a segment.
const MOST_PAIRS: usize = 1 << 10;

/// The value of a field, as far as it is wanted.
#[derive(Debug, PartialEq)]
pub(super) enum Value {
    Nothing,
    Number(u64),
    Text(String),
    /// A text that was given this number before.
    Pooled(u32),
    Pairs(Vec<(String, String)>),
}

/// The high bit of a type: a byte before the value says whether there is one.
const OPTIONAL: u8 = 0x80;

/// Whether values of this type can be read.
pub(super) fn is_known(tag: u8) -> bool {
    matches!(tag & !OPTIONAL, 1..=15)
}

/// Reads a value of this type.
pub(super) fn read<R: Read>(tag: u8, from: &mut Bytes<R>) -> Result<Value, Stop> {
    if tag & OPTIONAL != 0 && from.byte()? == 0 {
        return Ok(Value::Nothing);
    }
    bare(tag & !OPTIONAL, from, 0)
}

fn bare<R: Read>(tag: u8, from: &mut Bytes<R>, depth: u8) -> Result<Value, Stop> {
    Ok(match tag {
        1 | 2 => Value::Number(from.long()?),
        3 | 11 => Value::Number(from.byte()?.into()),
        4 => {
            let length = from.word()?;
            Value::Text(from.text(length.into())?)
        }
        5 => {
            let length = from.word()?;
            from.skip(length.into())?;
            Value::Nothing
        }
        6 => {
            from.word()?;
            Value::Nothing
        }
        7 => Value::Pooled(from.word()?),
        8 => {
            let count = from.word()?;
            from.skip(u64::from(count) * 8)?;
            Value::Nothing
        }
        9 => Value::Number(from.varint()?),
        10 => Value::Pairs(pairs(from)?),
        12 => Value::Number(from.short()?.into()),
        13 => Value::Number(from.word()?.into()),
        14 | 15 if depth < DEEPEST => {
            let count = u64::from(from.word()?) * if tag == 15 { 2 } else { 1 };
            for _ in 0..count {
                let tag = from.byte()?;
                bare(tag, from, depth + 1)?;
            }
            Value::Nothing
        }
        _ => return Err(Stop::Senseless("the type of a field")),
    })
}

fn pairs<R: Read>(from: &mut Bytes<R>) -> Result<Vec<(String, String)>, Stop> {
    let mut pairs = Vec::new();
    for _ in 0..from.word()? {
        let length = from.word()?;
        let key = from.text(length.into())?;
        let length = from.word()?;
        let value = from.text(length.into())?;
        if pairs.len() < MOST_PAIRS {
            pairs.push((key, value));
        }
    }
    Ok(pairs)
}
