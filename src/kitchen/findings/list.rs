//! What is worth a jump, as a list: the weightiest first.
//!
//! Drawn by `ui::screen::findings`. Only rows near the chosen one are put into words. The
//! list is of the whole run up to the newest moment, whatever moment is shown.

use super::Told;
use crate::app::App;
use crate::camera::earliest;
use crate::events::{Certainty, Nanos, Value};
use crate::findings::{Finding, FindingKind};
use crate::kitchen::amount;
use crate::kitchen::orders::BLOCK;
use crate::kitchen::sentences::{findings, names};
use crate::kitchen::state::Tone;
use crate::kitchen::words::Teller;
use crate::model::Model;

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct FindingsView {
    /// The kinds, weightiest first.
    pub kinds: Vec<KindRow>,
    /// The rows near the chosen one.
    pub rows: Vec<Row>,
    /// How many rows are above them.
    pub first: usize,
    /// How many rows there are.
    pub total: usize,
    /// Which one of all is chosen.
    pub chosen: Option<usize>,
    /// The chosen one, told at length.
    pub told: Option<Told>,
    /// How many were found since the run began, those no longer kept too.
    pub found: u64,
    /// Raids that Tokio counts and the list cannot name: its counters name no card.
    pub nameless: u64,
    /// The key that makes a stall, on the screens where one can order.
    pub block_key: Option<char>,
}

/// One kind: how many were found, and whether the view stops at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindRow {
    /// Which.
    pub kind: FindingKind,
    /// The key that makes the view stop at them.
    pub key: char,
    /// Its word.
    pub word: &'static str,
    /// How many there were since the run began.
    pub found: Value<u64>,
    /// The view pauses by itself at the next one.
    pub stop: bool,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub finding: Finding,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it looks.
    pub tone: Tone,
    /// How long it took; empty for what is over at once.
    pub long: String,
    /// The word of its kind.
    pub word: &'static str,
    /// The card, with its kind; of a crowd how many.
    pub card: String,
    /// What happened.
    pub text: String,
    /// Why it matters: for where there is room.
    pub why: String,
    /// The view stands at its beginning.
    pub here: bool,
    /// It is chosen.
    pub chosen: bool,
    /// It began before the history: the view cannot go there.
    pub forgotten: bool,
}

/// Looks at the findings for a page with so many rows.
pub fn view(app: &App, rows: u16) -> FindingsView {
    let findings = &app.camera.findings;
    let list = findings.by_weight();
    let chosen = app.chosen_finding(&list);
    let kinds = FindingKind::ALL.map(|kind| KindRow {
        kind,
        key: super::row(kind).key,
        word: findings::sort(app.register, super::row(kind).word),
        found: found(app, kind),
        stop: app.stop_at.has(kind),
    });
    // Wherever the page puts the chosen row, the others on it are no farther than this.
    let reach = usize::from(rows);
    let first = chosen.map_or(0, |chosen| chosen.saturating_sub(reach));
    let oldest = app.log().at(earliest(app.log()));
    let near = list.iter().enumerate().skip(first).take(2 * reach);
    FindingsView {
        rows: near
            .map(|(index, finding)| row(app, finding, Some(index) == chosen, oldest))
            .collect(),
        first,
        total: list.len(),
        told: chosen.map(|index| super::tell(&list[index], &app.newest().model, app.register)),
        chosen,
        found: FindingKind::ALL
            .map(|kind| findings.found(kind))
            .iter()
            .sum(),
        nameless: nameless(&kinds, &app.newest().model),
        kinds: kinds.into(),
        block_key: app
            .menu
            .iter()
            .find(|recipe| recipe.name == BLOCK)
            .and_then(|recipe| recipe.key()),
    }
}

fn nameless(kinds: &[KindRow], model: &Model) -> u64 {
    let raids = kinds.iter().find(|kind| kind.kind == FindingKind::Move);
    let counted = raids.map_or(0, |raids| raids.found.value);
    counted.saturating_sub(model.counters().raids)
}

/// How many of a kind there were. Tokio counts raids itself, those too that no list can name.
fn found(app: &App, kind: FindingKind) -> Value<u64> {
    let newest = app.newest();
    match kind {
        FindingKind::Move => newest.model.raids(Some(&newest.mark.sample)).operations,
        _ => Value {
            value: app.camera.findings.found(kind),
            certainty: kind.row().certainty,
        },
    }
}

fn row(app: &App, finding: &Finding, chosen: bool, oldest: Option<Nanos>) -> Row {
    let kind = super::row(finding.kind);
    let Told { text, why } = super::tell(finding, &app.newest().model, app.register);
    let card = match finding.task {
        _ if kind.counts_cards && finding.count > 1 => {
            let more = if finding.at_least { "+" } else { "" };
            let number = format!("{}{more}", amount::count(finding.count as u64));
            names::cards(app.register, &number)
        }
        Some(task) => Teller::new(&app.newest().model, app.register).card(task),
        None => String::new(),
    };
    Row {
        finding: *finding,
        certainty: finding.kind.row().certainty,
        tone: super::tone(finding),
        long: long(finding),
        word: findings::sort(app.register, kind.word),
        card,
        text,
        why,
        here: !app.is_live() && app.place().at == finding.at,
        chosen,
        forgotten: oldest.is_some_and(|oldest| finding.at < oldest),
    }
}

fn long(finding: &Finding) -> String {
    let takes_time = super::row(finding.kind).takes_time;
    match finding.goes_on() {
        true => "goes on".into(),
        false if takes_time(finding) => amount::span(finding.lasted()),
        false => String::new(),
    }
}

#[cfg(test)]
mod tests;
