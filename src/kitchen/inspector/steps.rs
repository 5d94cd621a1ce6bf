//! The steps of a life, from the log: newest first, and only those that are visible
//! are read and put into words.

mod children;
mod words;

use super::Step;
use crate::app::App;
use crate::camera::Traces;
use crate::events::{Certainty, Event, What};
use crate::kitchen::amount;
use crate::kitchen::sentences::steps::{self as say, verb};
use crate::kitchen::state::{self, Tone};
use crate::kitchen::words::Teller;
use crate::model::Task;

pub(super) struct Page {
    pub(super) steps: Vec<Step>,
    pub(super) first: usize,
    pub(super) total: usize,
    pub(super) forgotten: Option<String>,
}

/// The steps around the chosen one, enough for a page of `most` rows.
pub(super) fn page(app: &App, task: &Task, chosen: usize, most: usize) -> Page {
    let traces = app.traces(task.id);
    let current = in_progress(app, task);
    // The poll in progress is the newest step, and no event yet.
    let ahead = usize::from(current.is_some());
    let total = traces.total().events + ahead;
    // Wherever the page puts the chosen row, the others on it are no farther than this.
    let first = chosen.saturating_sub(most);
    let most = most.saturating_mul(2);
    let mut steps: Vec<Step> = current.into_iter().filter(|_| first == 0).collect();
    let most = most.saturating_sub(steps.len());
    let (polls, events) = traces.newest(app.log(), first.saturating_sub(ahead), most);
    let mut poll_number = task.polls.saturating_sub(number(polls));
    let by = Teller::new(&app.shown().model, app.register);
    for (_, event) in &events {
        steps.push(step(by, task, event, poll_number));
        if let What::Polled { .. } = event.what {
            poll_number = poll_number.saturating_sub(1);
        }
    }
    Page {
        steps,
        first,
        total,
        forgotten: forgotten(app, task, &traces),
    }
}

fn forgotten(app: &App, task: &Task, traces: &Traces) -> Option<String> {
    if traces.has_birth() {
        return None;
    }
    let known = traces.total();
    let polls = task.polls.saturating_sub(number(known.polls));
    let wakes = task.wakes.saturating_sub(number(known.wakes));
    let from = app.log().oldest().map_or_else(String::new, |at| {
        format!("; the log begins at {}", amount::moment(at))
    });
    Some(format!(
        "earlier steps forgotten: {polls} polls, {wakes} wakes{from}"
    ))
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn in_progress(app: &App, task: &Task) -> Option<Step> {
    let shown = app.shown();
    let (worker, hand) = shown.now.workers.iter().enumerate().find_map(|(i, hand)| {
        hand.filter(|hand| hand.task == task.id)
            .map(|hand| (i, hand))
    })?;
    let lasted = shown.now.at.since(hand.since);
    let place = hand.site.map_or_else(String::new, |site| {
        format!(", {}", state::line_text(&shown.model, site))
    });
    let stalled = lasted >= shown.model.stall_after();
    Some(Step {
        at: hand.since,
        certainty: Certainty::Observed,
        verb: verb(app.register, if stalled { "stalled" } else { "cooking" }),
        text: say::so_far(
            app.register,
            task.polls + 1,
            &say::chef(app.register, &worker.to_string()),
            &amount::span(lasted),
            &place,
        ),
        tone: if stalled {
            Tone::Stalled
        } else {
            Tone::Cooking
        },
        pick: None,
    })
}

fn step(by: Teller<'_>, task: &Task, event: &Event, poll_number: u32) -> Step {
    let child = children::words(by, task, event);
    let (kitchen, tone, text, pick) =
        child.unwrap_or_else(|| words::words(by, task, event, poll_number));
    Step {
        at: event.at,
        certainty: Certainty::Observed,
        verb: verb(by.words, kitchen),
        text,
        tone,
        pick,
    }
}
