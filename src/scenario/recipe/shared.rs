//! `[shared]`: what all cards of a run share.

use super::{MAX_SHARED, is_name, name_rule};
use crate::document::{Field, Fields, Mistake, quoted};
use crate::limits::MAX_QUANTITY;
use crate::order::{Shared, Thing};

/// Most values in a channel.
const MAX_ROOM: u32 = 100_000;

/// What has no size.
const SIMPLE: [(&str, Thing); 3] = [
    ("mutex", Thing::Mutex),
    ("rwlock", Thing::RwLock),
    ("notify", Thing::Notify),
];

/// What can be shared.
const LIKE: &str = "\"mutex\", \"rwlock\", \"notify\", { semaphore = 2 } or { channel = 8 }";

/// Reads the table.
pub(super) fn read(field: &Field<'_>) -> Result<Vec<Shared>, Mistake> {
    let source = field.source();
    let all = Fields::any(source, "[shared]", field.table("db = \"mutex\"")?);
    let mut fields: Vec<_> = all.all().collect();
    // In the order of the file, so that the first mistake is the one that is told.
    fields.sort_by_key(|(key, _)| key.start);
    let mut shared = Vec::new();
    for (key, field) in fields {
        if shared.len() == MAX_SHARED {
            let found = format!("shared thing number {}", MAX_SHARED + 1);
            return Err(source.mistake(key, found, format!("at most {MAX_SHARED} shared things")));
        }
        if !is_name(field.name) {
            let found = format!("the name {}", quoted(field.name));
            return Err(source.mistake(key, found, name_rule()));
        }
        shared.push(Shared {
            name: field.name.to_owned(),
            what: thing(&field)?,
        });
    }
    Ok(shared)
}

fn thing(field: &Field<'_>) -> Result<Thing, Mistake> {
    if field.is_text() {
        return field.word("a mutex, rwlock or notify", &SIMPLE);
    }
    if !field.is_table() {
        return Err(field.wrong(LIKE));
    }
    let table = field.table("semaphore = 2")?;
    let known = ["semaphore", "channel"];
    let fields = Fields::new(field.source(), "a shared thing", table, &known)?;
    match (fields.get("semaphore"), fields.get("channel")) {
        (Some(permits), None) => {
            let permits = permits.number("a number of permits", 1, MAX_QUANTITY)?;
            Ok(Thing::Semaphore(permits))
        }
        (None, Some(room)) => {
            let room = room.number("a number of values", 1, MAX_ROOM)?;
            Ok(Thing::Channel(room))
        }
        _ => Err(field.wrong(LIKE)),
    }
}
