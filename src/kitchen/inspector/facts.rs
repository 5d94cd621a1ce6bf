//! The lines about a card that do not grow with its life.

use super::Fact;
use crate::app::App;
use crate::app::Register;
use crate::events::{Certainty, EndKind, Nanos, Role, TaskId};
use crate::kitchen::analogy::labels;
use crate::kitchen::sentences::cards as say;
use crate::kitchen::words::{Teller, panic_text, ticket_gave};
use crate::kitchen::{amount, chain, state};
use crate::model::{HandleState, Place, Sight, Task};

/// Children are looked for among so many younger tasks only: a parent among a million
/// must not make every frame slow.
const CHILDREN_SCAN: usize = 10_000;
/// So many children are named, the rest is counted.
const CHILDREN_NAMED: usize = 8;
/// So many pending waits are written out, the rest is counted.
const WAITS_NAMED: usize = 4;

pub(super) fn of(app: &App, task: &Task, now: Nanos) -> Vec<Fact> {
    let mut facts = vec![origin(app, task), parent(app, task)];
    facts.extend(waits(app, task, now));
    facts.extend(behind(app, task, now));
    facts.extend(bad_end(app, task));
    facts.push(ticket(app, task));
    facts.push(polls(app, task));
    if !task.is_blocking_job {
        let size = match task.sight {
            Sight::Whole => format!(
                "{} bytes, the probe's wrapper not counted",
                amount::count(task.bytes.into())
            ),
            Sight::Hooks => "size not seen: spawned past the probe, shown by Tokio's hooks".into(),
            Sight::HooksLate => "size not seen: its spawn was not seen".into(),
        };
        facts.push(plain("future", size));
    }
    facts.push(children(app, task));
    facts
}

fn plain(label: &'static str, value: String) -> Fact {
    Fact {
        label,
        certainty: Certainty::Observed,
        value,
        pick: None,
    }
}

fn origin(app: &App, task: &Task) -> Fact {
    let place = app
        .shown()
        .model
        .site(task.spawn_site)
        .map_or_else(|| "an unknown place".to_owned(), state::site_path);
    let at = amount::moment(task.spawned_at);
    let when = match task.sight {
        Sight::HooksLate => format!("before {at}, when it was first seen,"),
        Sight::Whole | Sight::Hooks => at,
    };
    plain("spawned", format!("{when} at {place}"))
}

fn parent(app: &App, task: &Task) -> Fact {
    let shown = app.shown();
    let value = match task.parent {
        None if task.sight == Sight::HooksLate => "not known: its spawn was not seen".to_owned(),
        None => "from outside: no observed task did it".to_owned(),
        Some(id) => match shown.model.task(id) {
            Some(parent) => format!("{id} {}", shown.model.kind(parent.kind)),
            None => format!("{id} (forgotten)"),
        },
    };
    Fact {
        pick: task.parent,
        ..plain("by", value)
    }
}

fn waits(app: &App, task: &Task, now: Nanos) -> Vec<Fact> {
    if matches!(task.place, Place::Ended(_)) {
        return Vec::new();
    }
    let mut all = task.waits().peekable();
    if all.peek().is_none() && matches!(task.place, Place::Pending | Place::Lane) {
        let unknown = "something that the probe does not see (no leaf around it)".to_owned();
        return vec![plain("waits for", unknown)];
    }
    let mut facts: Vec<Fact> = all
        .by_ref()
        .take(WAITS_NAMED)
        .map(|wait| Fact {
            pick: wait.on,
            ..plain("waits for", state::wait_text(&app.shown().model, wait, now))
        })
        .collect();
    let more = all.count();
    if more > 0 {
        facts.push(plain("", format!("and {more} more at once")));
    }
    facts
}

/// Who is behind the first wait that another card is known to be behind, and so on.
fn behind(app: &App, task: &Task, now: Nanos) -> Vec<Fact> {
    let model = &app.shown().model;
    let by = Teller::new(model, app.register);
    let rows = chain::rows(by, &model.chain(task.id), now).into_iter();
    rows.map(|(label, value, pick)| Fact {
        pick,
        ..plain(label, value)
    })
    .collect()
}

/// Where a card came to a bad end, and why, as far as it was told.
fn bad_end(app: &App, task: &Task) -> Option<Fact> {
    let model = &app.shown().model;
    match task.place {
        Place::Ended(EndKind::Panicked) => {
            let Some(panic) = model.panic(task) else {
                return Some(plain("panic", "what it said is not known".to_owned()));
            };
            let text = match model.text(panic.text) {
                "" => "it said nothing",
                text => text,
            };
            let place = model.site(panic.site).map(state::site_name);
            let place = place.map_or_else(String::new, |place| format!(", at {place}"));
            Some(plain("panic", format!("{text}{place}")))
        }
        Place::Ended(EndKind::Unknown) => {
            let panic = panic_text(model, Some(task.id));
            let text = match panic.is_empty() {
                true => "not known: it returned, panicked or was aborted".to_owned(),
                false => format!("it panicked{panic}; whether it caught that is not known"),
            };
            Some(plain("how", text))
        }
        Place::Ended(EndKind::Cancelled) => {
            let text = state::line_text(model, task.site?);
            Some(plain(labels(app.register).binned_at, text))
        }
        _ => None,
    }
}

/// The one who awaits the handle is most often the parent; nobody else is asked, because
/// that would mean to look at every task.
fn ticket(app: &App, task: &Task) -> Fact {
    let awaited = task
        .parent
        .and_then(|parent| app.shown().model.task(parent))
        .filter(|parent| parent.awaits == Some(task.id))
        .map(|parent| parent.id);
    let value = match (task.handle, awaited) {
        (HandleState::Held, Some(by)) => format!("JoinHandle awaited by {by}"),
        (HandleState::Held, None) => "JoinHandle held".to_owned(),
        (HandleState::Joined, _) => format!("JoinHandle {}", ticket_gave(task.place)),
        (HandleState::Dropped, _) => say::handle_dropped(app.register),
        (HandleState::Detached, _) => "none: detached at the spawn".to_owned(),
        (HandleState::Unseen, _) if task.sight == Sight::HooksLate => {
            "JoinHandle not seen: its spawn was not seen".to_owned()
        }
        (HandleState::Unseen, _) => "JoinHandle not seen: spawned past the probe".to_owned(),
    };
    Fact {
        pick: awaited,
        ..plain(labels(app.register).ticket, value)
    }
}

fn polls(app: &App, task: &Task) -> Fact {
    if task.is_blocking_job {
        return plain(
            "polls",
            "none: a blocking job runs once, to its end".to_owned(),
        );
    }
    let shown = app.shown();
    let polls = shown.model.polls_of(task, &shown.now);
    let in_hand = polls > u64::from(task.polls);
    let first = match task.first_poll {
        Some(_) if task.sight == Sight::HooksLate => String::new(),
        Some(at) if task.role == Role::BlockOn && at == task.spawned_at => match polls {
            0 => String::new(),
            _ => ", first at once".into(),
        },
        Some(at) => format!(", first after {}", amount::span(at.since(task.spawned_at))),
        None if in_hand => String::new(),
        None => ", first poll not yet".to_owned(),
    };
    let going_on = if in_hand { " (one in progress)" } else { "" };
    let polls = amount::count(polls);
    let wakes = match task.sight.is_whole() {
        true => amount::count(task.wakes.into()),
        false => "not seen".to_owned(),
    };
    plain("polls", format!("{polls}{going_on}, wakes {wakes}{first}"))
}

fn children(app: &App, task: &Task) -> Fact {
    let mut seen = 0;
    let mut ids = Vec::new();
    for other in app
        .shown()
        .model
        .tasks_from(Some(task.id))
        .take(CHILDREN_SCAN)
    {
        seen += 1;
        if other.parent == Some(task.id) {
            ids.push(other.id);
        }
    }
    let limited = seen == CHILDREN_SCAN;
    Fact {
        certainty: if limited {
            Certainty::Inferred
        } else {
            Certainty::Observed
        },
        pick: ids.first().copied(),
        ..plain("children", children_text(app.register, &ids, limited))
    }
}

fn children_text(words: Register, ids: &[TaskId], limited: bool) -> String {
    let mut text = match ids.len() {
        0 => "none known".to_owned(),
        n => format!("{}:", amount::count(n as u64)),
    };
    for id in ids.iter().take(CHILDREN_NAMED) {
        text.push_str(&format!(" {id}"));
    }
    if ids.len() > CHILDREN_NAMED {
        text.push_str(" ...");
    }
    if limited {
        let (scanned, cards) = (amount::count(CHILDREN_SCAN as u64), labels(words).cards);
        text.push_str(&format!(" (of the next {scanned} {cards})"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_are_named_until_the_line_is_full() {
        let ids: Vec<TaskId> = (1..=10).filter_map(TaskId::new).collect();
        assert_eq!(children_text(Register::Analogy, &[], false), "none known");
        assert_eq!(
            children_text(Register::Analogy, &ids[..2], false),
            "2: #01 #02"
        );
        assert_eq!(
            children_text(Register::Analogy, &ids, true),
            "10: #01 #02 #03 #04 #05 #06 #07 #08 ... (of the next 10,000 cards)"
        );
    }
}
