//! The steps of a life, from the log: newest first, and only those that are visible
//! are put into words.

mod words;

use super::Step;
use crate::app::App;
use crate::kitchen::amount;
use crate::kitchen::state::{self, Tone};
use crate::model::{Model, Task};
use crate::protocol::{Certainty, Event, Nanos, TaskId, What};

pub(super) struct Page {
    pub(super) steps: Vec<Step>,
    pub(super) first: usize,
    pub(super) total: usize,
    pub(super) forgotten: Option<String>,
}

pub(super) fn page(app: &App, task: &Task, scroll: usize, rows: usize) -> Page {
    let events = life(app, task.id);
    let current = in_progress(app, task);
    let total = events.len() + usize::from(current.is_some());
    let first = scroll.min(total.saturating_sub(1));
    let mut poll_number = task.polls;
    let mut steps: Vec<Step> = current.into_iter().collect();
    for event in &events {
        let number = poll_number;
        if let What::Polled { .. } = event.what {
            poll_number = poll_number.saturating_sub(1);
        }
        if steps.len() >= first + rows {
            break;
        }
        // Skipped rows keep their place in the count, not their words.
        steps.push(if steps.len() < first {
            blank(event.at)
        } else {
            step(&app.model, task, event, number)
        });
    }
    steps.drain(..first.min(steps.len()));
    Page {
        steps,
        first,
        total,
        forgotten: forgotten(app, task, &events),
    }
}

/// What the log has of a task, newest first. The birth is the first thing that is told of
/// a task, so the log is not read beyond it.
fn life(app: &App, task: TaskId) -> Vec<Event> {
    let mut events = Vec::new();
    for (_, event) in app.log().of_task(task, app.position()).rev() {
        let birth = is_birth(&event.what);
        events.push(event);
        if birth {
            break;
        }
    }
    events
}

fn is_birth(what: &What) -> bool {
    matches!(what, What::Spawned { .. } | What::BlockingSubmitted { .. })
}

fn forgotten(app: &App, task: &Task, events: &[Event]) -> Option<String> {
    if events.last().is_some_and(|event| is_birth(&event.what)) {
        return None;
    }
    let count = |wanted: fn(&What) -> bool| {
        u32::try_from(events.iter().filter(|event| wanted(&event.what)).count()).unwrap_or(u32::MAX)
    };
    let polls = task
        .polls
        .saturating_sub(count(|what| matches!(what, What::Polled { .. })));
    let wakes = task
        .wakes
        .saturating_sub(count(|what| matches!(what, What::Woken { .. })));
    let from = app.log().oldest().map_or_else(String::new, |at| {
        format!("; the log begins at {}", amount::moment(at))
    });
    Some(format!(
        "earlier steps forgotten: {polls} polls, {wakes} wakes{from}"
    ))
}

fn in_progress(app: &App, task: &Task) -> Option<Step> {
    let (worker, hand) = app.now.workers.iter().enumerate().find_map(|(i, hand)| {
        hand.filter(|hand| hand.task == task.id)
            .map(|hand| (i, hand))
    })?;
    let lasted = app.now.at.since(hand.since);
    let place = hand.site.map_or_else(String::new, |site| {
        format!(", {}", state::line_text(&app.model, site))
    });
    let stalled = lasted >= app.model.stall_after();
    Some(Step {
        at: hand.since,
        certainty: Certainty::Observed,
        verb: if stalled { "stalled" } else { "cooking" },
        text: format!(
            "poll {} on chef {worker}, {} so far{place}",
            task.polls + 1,
            amount::span(lasted)
        ),
        tone: if stalled {
            Tone::Stalled
        } else {
            Tone::Cooking
        },
        pick: None,
    })
}

fn blank(at: Nanos) -> Step {
    Step {
        at,
        certainty: Certainty::Observed,
        verb: "",
        text: String::new(),
        tone: Tone::Dim,
        pick: None,
    }
}

fn step(model: &Model, task: &Task, event: &Event, poll_number: u32) -> Step {
    let (verb, tone, text, pick) = words::words(model, task, event, poll_number);
    Step {
        at: event.at,
        certainty: Certainty::Observed,
        verb,
        text,
        tone,
        pick,
    }
}
