//! What is at the moment shown, in words; and how much is remembered.

use crate::app::{App, Selection};
use crate::camera::{self, Picture};
use crate::events::{Nanos, WorkerId};
use crate::kitchen::amount::{count, span};
use crate::kitchen::findings;
use crate::kitchen::sentences::timeline as say;
use crate::kitchen::state::{self, Tone};
use crate::kitchen::words::{self, Teller, sentence};

/// How much is remembered: `history 41.2s, 12.3 of 64 MiB`, and in few words.
pub(super) fn history(app: &App) -> [String; 2] {
    let newest = app.newest().now.at;
    let oldest = app.camera.oldest().unwrap_or(newest);
    let mib = |bytes: usize| bytes as f64 / f64::from(1 << 20);
    let (used, limit) = (
        app.camera.log.bytes() + app.camera.marks.bytes(),
        app.camera.limit(),
    );
    let span = newest.since(oldest).as_secs_f64();
    let (used, limit) = (mib(used), mib(limit).ceil());
    [
        format!("history {span:.1}s, {used:.1} of {limit:.0} MiB"),
        format!("{span:.1}s, {used:.1}/{limit:.0} MiB"),
    ]
}

/// What is at the moment shown: the chef, the card, the column, the chosen finding.
pub(super) fn about(app: &App, picture: &Picture) -> Vec<(String, Tone)> {
    let worker = worker(app);
    let mut lines = Vec::new();
    lines.extend(worker.map(|worker| chef(app, worker)));
    lines.extend(card(app));
    if let Some(worker) = worker.filter(|_| !app.is_live()) {
        let index = worker.index();
        lines.extend(match picture.worker(index) {
            Some(lane) => column(app, worker, Some(lane)),
            // The card in focus was in the hand of a chef who is not in view.
            None => column(app, worker, app.density(index..index + 1).worker(index)),
        });
    }
    if let Some(finding) = finding(app) {
        // Who clicked on something wants to know of it first.
        lines.insert(0, finding);
    }
    lines
}

/// A moment, as exact as a column is wide: two that the picture keeps apart differ.
fn moment(app: &App, at: Nanos) -> String {
    let digits = match app.timeline.width().0 {
        0..1_000 => 9,
        1_000..1_000_000 => 6,
        _ => 3,
    };
    format!("{:.digits$}s", at.as_secs_f64())
}

/// The chef that is selected, or has the card in focus in hand.
fn worker(app: &App) -> Option<WorkerId> {
    let shown = app.shown();
    if let Selection::Worker(worker) = app.selected {
        return (worker.index() < shown.model.workers().len()).then_some(worker);
    }
    let focus = app.focus()?;
    let mut hands = shown.model.in_hand(&shown.now);
    let hand = hands
        .find(|(_, hand)| hand.task == focus)
        .map(|(worker, _)| worker);
    hand.or_else(|| shown.model.task(focus)?.last_worker)
}

fn chef(app: &App, worker: WorkerId) -> (String, Tone) {
    let (shown, words) = (app.shown(), app.register);
    let chef = say::chef(words, &worker.to_string());
    let at = shown.now.at;
    let mut hands = shown.model.in_hand(&shown.now);
    if let Some((_, hand)) = hands.find(|(index, _)| *index == worker) {
        let so_far = at.since(hand.since);
        let card = Teller::new(&shown.model, words).card(hand.task);
        let (since, lasted) = (moment(app, hand.since), span(so_far));
        return match so_far >= app.options.stall_after {
            true => (
                say::stall(words, &chef, &card, &since, &lasted),
                Tone::Stalled,
            ),
            false => (
                say::poll(words, &chef, &card, &since, &lasted),
                Tone::Cooking,
            ),
        };
    }
    let known = shown.model.workers().get(worker.index());
    let text = match known {
        _ if !shown.model.running() => say::closed(words, &chef),
        Some(known) if known.parked => {
            let (since, lasted) = (moment(app, known.since), span(at.since(known.since)));
            say::parked(words, &chef, &since, &lasted)
        }
        Some(_) => say::looking(words, &chef),
        None => say::not_there(words, &chef),
    };
    (text, Tone::Dim)
}

fn card(app: &App) -> Option<(String, Tone)> {
    let shown = app.shown();
    let task = shown.model.task(app.focus()?)?;
    let state = state::of(&task, &shown.model, &shown.now);
    let words = app.register;
    let card = Teller::new(&shown.model, words).card(task.id);
    let (since, lasted) = (
        moment(app, state.since),
        span(shown.now.at.since(state.since)),
    );
    let text = say::card(
        words,
        &sentence(words, card),
        &state.told(words),
        &since,
        &lasted,
    );
    Some((text, state.tone))
}

fn column(app: &App, worker: WorkerId, lane: Option<&camera::Lane>) -> Option<(String, Tone)> {
    let timeline = &app.timeline;
    let column = timeline.column(app.shown().now.at)?;
    let inside = column.checked_sub(timeline.before_the_run())?;
    let cell = lane?.cells.get(inside)?;
    let oldest = app.camera.oldest()?;
    let known = Nanos(u64::try_from(timeline.edge(column + 1)).ok()?)
        .min(app.newest().now.at)
        .since(Nanos(u64::try_from(timeline.edge(column)).ok()?).max(oldest));
    let percent = (cell.polled().min(known).0 * 100).checked_div(known.0)?;
    let words = app.register;
    let polls = match cell.polls {
        1 => say::one_poll(words),
        polls => say::polls(words, &count(polls.into())),
    };
    let chef = words::chef(words, Some(worker));
    let text = say::column(words, &span(known), &chef, percent, &polls);
    Some((text, Tone::Dim))
}

fn finding(app: &App) -> Option<(String, Tone)> {
    let shown = app.shown();
    let chosen = app.finding?;
    app.timeline.column(chosen.at)?;
    let row = findings::row(chosen.kind);
    let by = Teller::new(&shown.model, app.register);
    let what = findings::words(chosen.kind, by.words);
    let mut text = say::finding(by.words, row.sign, what, &moment(app, chosen.at));
    if let Some(task) = chosen.task {
        text.push_str(&format!(", {}", by.card(task)));
    }
    if chosen.worker.is_some() {
        text.push_str(&format!(", {}", by.chef(chosen.worker)));
    }
    if chosen.lasted() > Nanos::ZERO {
        text.push_str(&format!(", {}", span(chosen.lasted())));
    }
    if shown.now.at != chosen.at {
        text.push_str(&say::click_again(by.words));
    }
    Some((text, row.tone))
}
