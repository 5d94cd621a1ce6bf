//! Many events, as columns: what is alike stands side by side, and is small after that.
//!
//! A column is told with its length, and a sort of event with the number of its columns. So a
//! reader passes over sorts it does not know, and over columns that were added to one it knows;
//! a column that an older writer did not have is read as nothing but zeros.

use super::listed::{From, To};
use super::numbers::{Bytes, push, push_text, unzigzag, zigzag};
use super::{MOST_EVENTS, fields};
use crate::events::{Event, Nanos};

/// Sorts of event there may be.
const TAGS: usize = 64;

/// Columns of one sort that are kept. More than any sort has; a newer writer's are passed over.
const COLUMNS: u64 = 64;

/// Events being written.
#[derive(Debug, Default)]
pub(super) struct Columns {
    tags: Vec<u8>,
    times: Vec<u8>,
    last: u64,
    of: Vec<Sort>,
}

/// The columns of one sort.
#[derive(Debug, Default)]
struct Sort {
    numbers: Vec<Column>,
    texts: Vec<Vec<u8>>,
}

/// Numbers, each as the difference from the one before.
#[derive(Debug, Default)]
struct Column {
    last: u64,
    bytes: Vec<u8>,
}

/// Where the fields of one event go.
struct Row<'a> {
    of: &'a mut Sort,
    number: usize,
    text: usize,
}

impl To for Row<'_> {
    #[inline]
    fn number(&mut self, value: u64) {
        let numbers = &mut self.of.numbers;
        if self.number == numbers.len() {
            numbers.push(Column::default());
        }
        let column = &mut numbers[self.number];
        let step = value.wrapping_sub(column.last) as i64;
        column.last = value;
        push(&mut column.bytes, zigzag(step));
        self.number += 1;
    }

    fn text(&mut self, value: &str) {
        let texts = &mut self.of.texts;
        if self.text == texts.len() {
            texts.push(Vec::new());
        }
        push_text(&mut texts[self.text], value);
        self.text += 1;
    }
}

impl Columns {
    #[inline]
    pub(super) fn push(&mut self, event: &Event) {
        let tag = fields::tag(&event.what);
        let place = usize::from(tag);
        if self.of.len() <= place {
            self.of.resize_with(place + 1, Sort::default);
        }
        self.tags.push(tag);
        let step = event.at.0.wrapping_sub(self.last) as i64;
        self.last = event.at.0;
        push(&mut self.times, zigzag(step));
        let mut row = Row {
            of: &mut self.of[place],
            number: 0,
            text: 0,
        };
        fields::put(event, &mut row);
    }

    pub(super) fn len(&self) -> usize {
        self.tags.len()
    }

    /// All as bytes, and nothing is left.
    pub(super) fn take(&mut self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.tags.len() * 8);
        push(&mut bytes, self.tags.len() as u64);
        bytes.append(&mut self.tags);
        push(&mut bytes, self.times.len() as u64);
        bytes.append(&mut self.times);
        self.last = 0;
        for (tag, sort) in self.of.iter_mut().enumerate() {
            if sort.numbers.is_empty() && sort.texts.is_empty() {
                continue;
            }
            push(&mut bytes, tag as u64);
            push(&mut bytes, sort.numbers.len() as u64);
            push(&mut bytes, sort.texts.len() as u64);
            for column in &mut sort.numbers {
                push(&mut bytes, column.bytes.len() as u64);
                bytes.append(&mut column.bytes);
                column.last = 0;
            }
            for texts in &mut sort.texts {
                push(&mut bytes, texts.len() as u64);
                bytes.append(texts);
            }
        }
        bytes
    }
}

/// What was read of one block.
#[derive(Debug, Default, PartialEq)]
pub struct Read {
    /// The events, in the order they were written in.
    pub events: Vec<Event>,
    /// Events of sorts that a newer writer has, and such as say nothing: passed over.
    pub unknown: u64,
}

/// The columns of one sort, as they are read.
#[derive(Default)]
struct SortRead<'a> {
    numbers: Vec<(u64, Bytes<'a>)>,
    texts: Vec<Bytes<'a>>,
}

struct RowRead<'r, 'a> {
    of: &'r mut SortRead<'a>,
    number: usize,
    text: usize,
}

impl From for RowRead<'_, '_> {
    #[inline]
    fn number(&mut self) -> u64 {
        let column = self.of.numbers.get_mut(self.number);
        self.number += 1;
        let Some((last, bytes)) = column else {
            return 0;
        };
        let step = bytes.number().map_or(0, unzigzag);
        *last = last.wrapping_add(step as u64);
        *last
    }

    fn text(&mut self) -> String {
        let texts = self.of.texts.get_mut(self.text);
        self.text += 1;
        texts.and_then(Bytes::text).unwrap_or_default()
    }
}

/// Reads what [`Columns::take`] has given; `None` where that is not what these bytes are.
pub(super) fn read(bytes: &[u8]) -> Option<Read> {
    let mut bytes = Bytes(bytes);
    let Bytes(tags) = bytes.part()?;
    if tags.len() > MOST_EVENTS {
        return None;
    }
    let mut times = bytes.part()?;
    let mut sorts: Vec<SortRead<'_>> = Vec::new();
    sorts.resize_with(TAGS, SortRead::default);
    while let Some(tag) = bytes.number() {
        let (numbers, texts) = (bytes.number()?, bytes.number()?);
        let mut sort = SortRead::default();
        for column in 0..numbers {
            let part = bytes.part()?;
            if column < COLUMNS {
                sort.numbers.push((0, part));
            }
        }
        for column in 0..texts {
            let part = bytes.part()?;
            if column < COLUMNS {
                sort.texts.push(part);
            }
        }
        if let Some(place) = usize::try_from(tag).ok().and_then(|tag| sorts.get_mut(tag)) {
            *place = sort;
        }
    }
    let mut read = Read {
        events: Vec::with_capacity(tags.len()),
        unknown: 0,
    };
    let mut at = 0_u64;
    for tag in tags {
        at = at.wrapping_add(unzigzag(times.number()?) as u64);
        let what = sorts.get_mut(usize::from(*tag)).and_then(|of| {
            let mut row = RowRead {
                of,
                number: 0,
                text: 0,
            };
            fields::take(*tag, Nanos(at), &mut row)
        });
        match what {
            Some(what) => read.events.push(Event {
                at: Nanos(at),
                what,
            }),
            None => read.unknown += 1,
        }
    }
    Some(read)
}
