//! The line of code that belongs to a step of a life.

use crate::app::{App, Inspected};
use crate::events::{SiteId, What};

/// So many steps before the chosen one are asked for the line the task was at.
const BEFORE: usize = 32;

/// The line the task in focus was at with the step that is chosen; `None`: no step is chosen
/// but the newest, or nobody knows.
pub(crate) fn of_chosen_step(app: &App) -> Option<SiteId> {
    let Some(Inspected::Task(task)) = app.inspected() else {
        return None;
    };
    let chosen = app.chosen_step();
    if chosen == 0 {
        return None;
    }
    // A poll in progress is the first row, and no event.
    let in_hand = app.shown().now.workers.iter().flatten();
    let ahead = usize::from(in_hand.clone().any(|hand| hand.task == task));
    let traces = app.traces(task);
    let (_, events) = traces.newest(app.log(), chosen.checked_sub(ahead)?, BEFORE);
    events.iter().find_map(|(_, event)| match event.what {
        What::Waiting { site, .. } | What::WaitOver { site, .. } | What::At { site, .. } => {
            Some(site)
        }
        // The line that spawned a child is the parent's; that of its own birth is another's.
        What::Spawned {
            task: born, site, ..
        }
        | What::Seen {
            task: born, site, ..
        }
        | What::BlockingSubmitted {
            job: born, site, ..
        } => (born != task).then_some(site),
        _ => None,
    })
}
