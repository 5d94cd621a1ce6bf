//! The birth of another task, as a step in the life of the one that spawned it.

use super::words::Words;
use crate::events::{Event, What, WorkerId};
use crate::kitchen::amount;
use crate::kitchen::state::Tone;
use crate::kitchen::words::card;
use crate::model::{Model, Task};

/// The words of an event that tells of a child; `None`: it tells of the task itself.
pub(super) fn words(model: &Model, task: &Task, event: &Event) -> Option<Words> {
    let born = event.what.born()?;
    if born.task == task.id {
        return None;
    }
    let child = card(model, born.task);
    let slot = model.has_lifo_slot();
    let (verb, site, to) = match &event.what {
        What::Spawned {
            site, on, bytes, ..
        } => {
            let size = format!("{} bytes", amount::count((*bytes).into()));
            ("spawns", *site, format!("{size}  {}", queued(*on, slot)))
        }
        What::Seen { site, on, .. } => ("spawns", *site, queued(*on, slot)),
        What::BlockingSubmitted { site, .. } => {
            let to = "to the bakery (spawn_blocking)".to_owned();
            ("hands in", *site, to)
        }
        _ => return None,
    };
    let line = model.site(site).map_or_else(String::new, |site| {
        let file = site.file.rsplit(['/', '\\']).next().unwrap_or(&site.file);
        format!(" at {file}:{}", site.line)
    });
    Some((
        verb,
        Tone::Plain,
        format!("{child}{line}, {to}"),
        Some(born.task),
    ))
}

/// Where Tokio puts a new task.
fn queued(on: Option<WorkerId>, slot: bool) -> String {
    match on {
        Some(worker) if slot => format!("~ to the clip of chef {worker} (LIFO slot)"),
        Some(worker) => format!("~ to the rail of chef {worker} (local queue)"),
        None => "~ to the pass (injection queue)".to_owned(),
    }
}
