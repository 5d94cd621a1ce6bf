//! Happenings over the rows: one character per column, the weightiest wins.

use super::Mark;
use crate::app::App;
use crate::camera::Sort;
use crate::kitchen::state::Tone;

/// The character of a sort, and how it looks.
pub(super) fn sign(sort: Sort) -> (char, Tone) {
    match sort {
        Sort::Frozen => ('B', Tone::Stalled),
        Sort::Stall => ('X', Tone::Stalled),
        Sort::Trapped => ('L', Tone::Ready),
        Sort::Panic => ('!', Tone::Burnt),
        Sort::LongWait => ('r', Tone::Ready),
        Sort::Abort => ('x', Tone::Binned),
        Sort::Budget => ('$', Tone::Dim),
        Sort::Move => ('>', Tone::Dim),
    }
}

/// What a sort is called.
pub(super) fn word(sort: Sort) -> &'static str {
    match sort {
        Sort::Frozen => "no bell rings (timers overdue)",
        Sort::Stall => "stall",
        Sort::Trapped => "stuck in the clip (LIFO slot)",
        Sort::Panic => "panic",
        Sort::LongWait => "ready for long",
        Sort::Abort => "abort",
        Sort::Budget => "budget spent",
        Sort::Move => "moved to another chef (~)",
    }
}

/// The happenings that began in the time shown, from left to right.
pub(super) fn marks(app: &App) -> Vec<Mark> {
    let mut columns = vec![None; app.timeline.columns()];
    for moment in app.camera.moments.all() {
        let Some(column) = app.timeline.column(moment.at) else {
            continue;
        };
        let (sign, tone) = sign(moment.sort);
        let mark = Mark {
            column: column as u16,
            sign,
            tone,
            moment: *moment,
            chosen: app.moment.is_some_and(|chosen| chosen.is(moment)),
        };
        let heavier = |present: &Mark| {
            let weight = |mark: &Mark| (mark.moment.sort, mark.moment.at);
            !present.chosen && (mark.chosen || weight(&mark) < weight(present))
        };
        if columns[column].as_ref().is_none_or(heavier) {
            columns[column] = Some(mark);
        }
    }
    columns.into_iter().flatten().collect()
}
