//! What a copy takes along: one line that means something elsewhere.

use super::amount::{moment, span};
use super::claims;
use super::findings::list;
use super::lesson;
use super::scene::line_now;
use super::{state, words};
use crate::app::{App, Screen};
use crate::events::TaskId;
use crate::model::Place;

/// The line of what is chosen: on the list of happenings the happening, on that of claims the
/// claim, else the card in
/// focus with the place in the source it is at.
pub fn line(app: &App) -> Option<String> {
    match app.screen {
        Screen::Findings => finding(app),
        Screen::Claims => claim(app),
        _ => app.focus().and_then(|task| card(app, task)),
    }
}

/// The code of a lesson that has the page, whole, and what it is called.
pub fn code(app: &App) -> Option<(String, String)> {
    match app.screen {
        Screen::Main => lesson::shown_code(app),
        _ => None,
    }
}

/// `12.402s stall #07 block: One poll of #07 ...`.
fn finding(app: &App) -> Option<String> {
    let view = list::view(app, 1);
    let row = view.rows.into_iter().find(|row| row.chosen)?;
    let at = moment(row.finding.at);
    Some(format!("{at} {}: {}", row.word, row.text))
}

/// `broken: no stall over 50ms: = 1 stall over 50ms; ..; address 0.503000000s #17`.
fn claim(app: &App) -> Option<String> {
    let view = claims::view(app, 1);
    let row = view.rows.into_iter().find(|row| row.chosen)?;
    let mut line = format!("{}: {}", row.word, row.text);
    match row.certainty {
        Some(certainty) => line += &format!(": {} {}", certainty.mark(), row.figures),
        None => line += &format!(": {}", row.figures),
    }
    if let Some(address) = &row.address {
        line += &format!("; address {address}");
    }
    Some(line)
}

/// The address that is copied: on the list of claims that of the chosen one, if it has a
/// moment; else that of the moment shown.
pub fn address(app: &App) -> String {
    let chosen = match app.screen {
        Screen::Claims => app.chosen_claim(),
        _ => None,
    };
    let verdict = chosen.and_then(|index| app.claims()[index].verdict.as_ref());
    let moment = verdict.and_then(|verdict| verdict.moment);
    let address = moment.map_or_else(|| app.address(), |moment| moment.address());
    address.to_string()
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
