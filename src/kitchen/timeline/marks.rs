//! Findings over the rows: one character per column, the weightiest wins.

use super::Mark;
use crate::app::App;
use crate::kitchen::findings::row;

/// The findings that began in the time shown, from left to right.
pub(super) fn marks(app: &App) -> Vec<Mark> {
    let mut columns = vec![None; app.timeline.columns()];
    for finding in app.camera.findings.all() {
        let Some(column) = app.timeline.column(finding.at) else {
            continue;
        };
        let mark = Mark {
            column: column as u16,
            sign: row(finding.kind).sign,
            tone: row(finding.kind).tone,
            finding: *finding,
            chosen: app.finding.is_some_and(|chosen| chosen.is(finding)),
        };
        let heavier = |present: &Mark| {
            let weight = |mark: &Mark| (mark.finding.kind, mark.finding.at);
            !present.chosen && (mark.chosen || weight(&mark) < weight(present))
        };
        if columns[column].as_ref().is_none_or(heavier) {
            columns[column] = Some(mark);
        }
    }
    columns.into_iter().flatten().collect()
}
