//! What is worth a jump, as a list: the weightiest first.
//!
//! Drawn by `ui::screen::moments`. Only rows near the chosen one are put into words. The
//! list is of the whole run up to the newest moment, whatever moment is shown.

use crate::app::App;
use crate::camera::{Moment, Sort, earliest};
use crate::events::{Certainty, Nanos};
use crate::kitchen::amount;
use crate::kitchen::narrator::{self, Told};
use crate::kitchen::orders::BLOCK;
use crate::kitchen::state::Tone;
use crate::kitchen::words::card;

/// The list.
#[derive(Clone, Debug, PartialEq)]
pub struct MomentsView {
    /// The sorts in the order of their digits, 1 to 8.
    pub sorts: Vec<SortRow>,
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
    /// The key that makes a stall, on the screens where one can order.
    pub block_key: Option<char>,
}

/// One sort: how many were found, and whether the view stops at them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortRow {
    /// Which.
    pub sort: Sort,
    /// Its word.
    pub word: &'static str,
    /// How many were found since the run began.
    pub found: u64,
    /// The view pauses by itself at the next one.
    pub stop: bool,
}

/// One happening.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Which.
    pub moment: Moment,
    /// How sure it is.
    pub certainty: Certainty,
    /// How it looks.
    pub tone: Tone,
    /// How long it took; empty for what is over at once.
    pub long: String,
    /// The word of its sort.
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

/// Looks at the happenings for a page with so many rows.
pub fn view(app: &App, rows: u16) -> MomentsView {
    let moments = &app.camera.moments;
    let list = moments.by_weight();
    let chosen = app.chosen_moment(&list);
    let sorts = Sort::ALL.map(|sort| SortRow {
        sort,
        word: narrator::sort_word(sort),
        found: moments.found(sort),
        stop: app.stop_at.has(sort),
    });
    // Wherever the page puts the chosen row, the others on it are no farther than this.
    let reach = usize::from(rows);
    let first = chosen.map_or(0, |chosen| chosen.saturating_sub(reach));
    let oldest = app.log().at(earliest(app.log()));
    let near = list.iter().enumerate().skip(first).take(2 * reach);
    MomentsView {
        rows: near
            .map(|(index, moment)| row(app, moment, Some(index) == chosen, oldest))
            .collect(),
        first,
        total: list.len(),
        told: chosen.map(|index| narrator::moment(&list[index], &app.newest().model)),
        chosen,
        found: sorts.iter().map(|sort| sort.found).sum(),
        sorts: sorts.into(),
        block_key: app
            .menu
            .iter()
            .find(|recipe| recipe.name == BLOCK)
            .map(|recipe| recipe.key),
    }
}

fn row(app: &App, moment: &Moment, chosen: bool, oldest: Option<Nanos>) -> Row {
    let Told { text, why } = narrator::moment(moment, &app.newest().model);
    let is_crowd = matches!(moment.sort, Sort::Move | Sort::LongWait) && moment.count > 1;
    let card = match moment.task {
        _ if is_crowd => {
            let more = if moment.at_least { "+" } else { "" };
            format!("{}{more} cards", amount::count(moment.count as u64))
        }
        Some(task) => card(&app.newest().model, task),
        None => String::new(),
    };
    Row {
        moment: *moment,
        certainty: narrator::certainty(moment.sort),
        tone: tone(moment),
        long: long(moment),
        word: narrator::sort_word(moment.sort),
        card,
        text,
        why,
        here: !app.is_live() && app.place().at == moment.at,
        chosen,
        forgotten: oldest.is_some_and(|oldest| moment.at < oldest),
    }
}

fn long(moment: &Moment) -> String {
    let takes_time = match moment.sort {
        Sort::Frozen | Sort::Stall | Sort::Trapped | Sort::LongWait => true,
        Sort::Abort => moment.carried_out,
        Sort::Panic | Sort::Budget | Sort::Move => false,
    };
    match (moment.goes_on(), takes_time) {
        (true, _) => "goes on".into(),
        (false, true) => amount::span(moment.lasted()),
        (false, false) => String::new(),
    }
}

fn tone(moment: &Moment) -> Tone {
    match moment.sort {
        _ if moment.goes_on() => Tone::Stalled,
        Sort::Frozen | Sort::Stall | Sort::Panic => Tone::Burnt,
        Sort::Trapped | Sort::LongWait => Tone::Ready,
        Sort::Abort => Tone::Binned,
        Sort::Budget | Sort::Move => Tone::Plain,
    }
}

#[cfg(test)]
mod tests;
