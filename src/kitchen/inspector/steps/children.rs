//! The birth of another task, as a step in the life of the one that spawned it.

use super::words::{Words, chef};
use crate::app::Register;
use crate::events::{Event, What, WorkerId};
use crate::kitchen::amount;
use crate::kitchen::sentences::steps as say;
use crate::kitchen::state::Tone;
use crate::kitchen::words::Teller;
use crate::model::Task;

/// The words of an event that tells of a child; `None`: it tells of the task itself.
pub(super) fn words(by: Teller<'_>, task: &Task, event: &Event) -> Option<Words> {
    let Teller { model, words } = by;
    let born = event.what.born()?;
    if born.task == task.id {
        return None;
    }
    let child = by.card(born.task);
    let slot = model.has_lifo_slot();
    let (verb, site, to) = match &event.what {
        What::Spawned {
            site, on, bytes, ..
        } => {
            let size = amount::count((*bytes).into());
            let to = say::bytes(words, &size, &queued(words, *on, slot));
            ("spawns", *site, to)
        }
        What::Seen { site, on, .. } => ("spawns", *site, queued(words, *on, slot)),
        What::BlockingSubmitted { site, .. } => ("hands in", *site, say::to_bakery(words)),
        _ => return None,
    };
    let line = model.site(site).map_or_else(String::new, |site| {
        let file = site.file.rsplit(['/', '\\']).next().unwrap_or(&site.file);
        format!(" at {file}:{}", site.line)
    });
    Some((
        verb,
        Tone::Plain,
        say::born(words, &child, &line, &to),
        Some(born.task),
    ))
}

/// Where Tokio puts a new task.
fn queued(words: Register, on: Option<WorkerId>, slot: bool) -> String {
    match on {
        Some(_) if slot => say::to_clip_of(words, &chef(words, on)),
        Some(_) => say::to_rail_of(words, &chef(words, on)),
        None => say::to_pass(words),
    }
}
