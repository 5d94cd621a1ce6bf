//! The kinds above the list: how many there are, and at which the view stops.

use crate::app::Action;
use crate::findings::FindingKind;
use crate::kitchen::amount::count;
use crate::kitchen::findings::list::{FindingsView, KindRow};
use crate::ui::screen::page::{columns, put};
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const LEAD: &str = "stop at";

/// A kind as it is shown, and where: the row, and the column.
struct Placed<'a> {
    kind: &'a KindRow,
    text: String,
    row: u16,
    x: u16,
}

/// Draws them on as many rows as they need; on low or narrow pages the digits alone on
/// one row. Gives the rows used.
pub(super) fn draw(
    view: &FindingsView,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) -> u16 {
    let long = |kind: &KindRow| {
        let on = if kind.stop { 'x' } else { ' ' };
        // Of the others each is in the list, with its mark.
        let mark = match kind.kind {
            FindingKind::Move => kind.found.certainty.mark(),
            _ => "",
        };
        let found = count(kind.found.value);
        format!("[{on}] {} {} {mark}{found}", kind.key, kind.word)
    };
    let short = |kind: &KindRow| {
        if kind.stop {
            format!("[{}]", kind.key)
        } else {
            format!(" {} ", kind.key)
        }
    };
    let most = if area.height < 12 { 1 } else { 3 };
    let mut placed = place(view, area.width, 2, long);
    if rows(&placed) > most {
        placed = place(view, area.width, 0, short);
    }
    let used = rows(&placed).min(area.height);
    if used > 0 {
        let room = area.width.saturating_sub(1);
        put(buf, area.x + 1, area.y, room, LEAD, theme.dim);
    }
    for toggle in placed.iter().filter(|toggle| toggle.row < used) {
        let x = area.x + toggle.x;
        let style = match (toggle.kind.stop, toggle.kind.found.value) {
            (true, _) => theme.key,
            (false, 0) => theme.dim,
            (false, _) => theme.text,
        };
        let room = area.right().saturating_sub(x);
        let y = area.y + toggle.row;
        let width = put(buf, x, y, room, &toggle.text, style);
        hits.add(Rect::new(x, y, width, 1), Action::StopAt(toggle.kind.kind));
    }
    used
}

fn rows(placed: &[Placed<'_>]) -> u16 {
    placed.last().map_or(0, |last| last.row + 1)
}

/// From left to right and top to bottom, so that none is broken.
fn place(
    view: &FindingsView,
    width: u16,
    gap: u16,
    text: impl Fn(&KindRow) -> String,
) -> Vec<Placed<'_>> {
    let left = 1 + columns(LEAD) + 1;
    let (mut row, mut x) = (0, left);
    let mut placed = Vec::with_capacity(view.kinds.len());
    for kind in &view.kinds {
        let text = text(kind);
        if x > left && x + columns(&text) > width {
            (row, x) = (row + 1, left);
        }
        let next = x + columns(&text) + gap;
        placed.push(Placed { kind, text, row, x });
        x = next;
    }
    placed
}
