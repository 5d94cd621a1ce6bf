//! What a copy takes along: one line that means something elsewhere.

use super::amount::{moment, span};
use super::findings::list;
use super::scene::line_now;
use super::{state, words};
use crate::app::{App, Screen};
use crate::events::TaskId;
use crate::model::Place;

/// The line of what is chosen: on the list of happenings the happening, else the card in
/// focus with the place in the source it is at.
pub fn line(app: &App) -> Option<String> {
    match app.screen {
        Screen::Findings => finding(app),
        _ => app.focus().and_then(|task| card(app, task)),
    }
}

/// `12.402s stall #07 block: One poll of #07 ...`.
fn finding(app: &App) -> Option<String> {
    let view = list::view(app, 1);
    let row = view.rows.into_iter().find(|row| row.chosen)?;
    let at = moment(row.finding.at);
    Some(format!("{at} {}: {}", row.word, row.text))
}

/// `#07 block, stalled of chef 1 for 1.40s, src/recipes/block.rs:13`.
fn card(app: &App, id: TaskId) -> Option<String> {
    let shown = app.shown();
    let task = shown.model.task(id)?;
    let now = shown.now.at.max(shown.model.at());
    let state = state::of(&task, &shown.model, &shown.now);
    let name = words::card(&shown.model, id);
    let mut line = format!("{name}, {}", state.text());
    if !matches!(task.place, Place::Ended(_)) {
        line += &format!(" for {}", span(now.since(state.since)));
    }
    let place = match line_now(&shown.model, &shown.now, &task) {
        Some(here) => here.place(),
        None => shown
            .model
            .site(task.spawn_site)
            .map(|site| (&*site.file, site.line)),
    };
    if let Some((file, line_number)) = place {
        line += &format!(", {file}:{line_number}");
    }
    Some(line)
}
