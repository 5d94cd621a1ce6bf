//! Short spellings shared by everything the kitchen says: card names, lines, waits.

use crate::model::Model;
use crate::protocol::{SiteId, TaskId, WaitOn};

/// `#07 block`; the number alone if the card was forgotten.
pub(crate) fn card(model: &Model, task: TaskId) -> String {
    match model.task(task) {
        Some(known) => format!("{task} {}", model.kind(known.kind)),
        None => task.to_string(),
    }
}

/// ` at line 12`, or nothing.
pub(crate) fn at_line(model: &Model, site: Option<SiteId>) -> String {
    match site.and_then(|id| model.site(id)) {
        Some(site) => format!(" at line {}", site.line),
        None => String::new(),
    }
}

/// What a card on the stove waits for, with the word Tokio has for it.
pub(crate) fn wait(on: WaitOn) -> &'static str {
    match on {
        WaitOn::Timer => "its bell (timer)",
        WaitOn::Io => "the door (socket)",
        WaitOn::Channel => "the hatch (channel)",
        WaitOn::Lock => "the lock (Mutex)",
        WaitOn::Permit => "a tray (Semaphore)",
        WaitOn::Signal => "a signal",
        WaitOn::Join => "another card (JoinHandle)",
        WaitOn::Blocking => "the bakery (spawn_blocking)",
        WaitOn::Yield => "its turn (yield_now)",
        WaitOn::Spawn | WaitOn::Work | WaitOn::Other => "its waker",
    }
}

/// The same in so few letters that it fits beside a card.
pub(crate) fn short_wait(on: WaitOn) -> &'static str {
    match on {
        WaitOn::Timer => "bell (timer)",
        WaitOn::Io => "door (socket)",
        WaitOn::Channel => "hatch (channel)",
        WaitOn::Lock => "lock (Mutex)",
        WaitOn::Permit => "tray (Semaphore)",
        WaitOn::Signal => "signal",
        WaitOn::Join => "card (JoinHandle)",
        WaitOn::Blocking => "bakery job",
        WaitOn::Yield => "turn (yield_now)",
        WaitOn::Spawn | WaitOn::Work | WaitOn::Other => "its waker",
    }
}
