//! Draws the list of findings, from [`crate::kitchen::findings::list`].

mod toggles;

use super::page::{
    columns, frame, mark, paragraph, put, put_right, scroll_to, tone, with_box_below,
};
use crate::app::Action;
use crate::kitchen::amount::{count, moment};
use crate::kitchen::findings::list::{FindingsView, Row};
use crate::ui::widget::panel;
use crate::ui::{hit::HitMap, keymap::Keys, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns: when it began, how long it took, its kind, its card, then the sentence.
const BEGAN: u16 = 9;
const LONG: u16 = 7;
const KIND: u16 = 6;
const CARD: u16 = 13;
/// Narrower pages leave out how long, and the card: the sentence names both.
const WIDE: u16 = 70;
/// Lower pages have no heading.
const HIGH: u16 = 12;

/// ```text
/// ┌ HAPPENINGS weightiest first ────────── 40 found ┐
/// │ stop at  [ ] 1 frozen 0  [x] 2 stall 3  ..      │
/// │     began    long sort   card       what ..     │
/// │>=  12.402   3.00s stall  #07 block  One poll .. │
/// ├ CHOSEN 1 of 40 ─────────────────────────────────┤
/// │ One poll of #07 block held Chef 2 for 3.00s ..  │
/// │ Until it comes to an .await that waits, ..      │
/// └─────────────────────────────────────────────────┘
/// ```
pub fn draw(view: &FindingsView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let area = area.intersection(buf.area);
    let kept = view.total as u64;
    let mut note = if view.found > kept {
        format!(
            "{} found, the newest {} kept",
            count(view.found),
            count(kept)
        )
    } else {
        format!("{} found", count(view.found))
    };
    if view.nameless > 0 {
        note += &format!(", {} {} unnamed", count(view.nameless), theme.words.raids);
    }
    let (upper, lower) = match view.told {
        Some(_) => with_box_below(area, 7),
        None => (area, None),
    };
    let inner = frame("HAPPENINGS weightiest first", &note, theme, upper, buf);
    let used = toggles::draw(view, theme, inner, buf, hits);
    let list = Rect {
        y: inner.y + used,
        height: inner.height - used,
        ..inner
    };
    if view.rows.is_empty() {
        invite(view, theme, list, buf);
        return;
    }
    draw_list(view, theme, list, buf, hits);
    if let Some(lower) = lower {
        draw_told(view, theme, lower, buf);
    }
}

fn invite(view: &FindingsView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let gap = u16::from(area.height > 8);
    let mut area = Rect {
        x: area.x + 1,
        y: area.y + gap,
        width: area.width.saturating_sub(2),
        height: area.height - gap,
    };
    let [back, enter] = [Action::Back, Action::ToFinding].map(|action| Keys::FIXED.name(action));
    let make = view
        .block_key
        .map(|key| format!("{back}, then {key}: {}", theme.words.stall_makes));
    let all = format!(
        "{} will be listed here, each with its moment: {enter} goes there.",
        theme.words.happenings
    );
    let lines = [
        ("Nothing has happened yet that is worth a jump.", theme.text),
        (make.as_deref().unwrap_or_default(), theme.text),
        (all.as_str(), theme.dim),
    ];
    for (text, style) in lines {
        let used = paragraph(buf, area, text, style);
        area.y += used;
        area.height -= used;
    }
}

fn draw_list(view: &FindingsView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    let mut height = area.height;
    if area.height >= HIGH.saturating_sub(4)
        && let Some(row) = rows.next()
    {
        draw_head(theme, row, buf);
        height -= 1;
    }
    let top = scroll_to(view.chosen.unwrap_or(0), view.total, height.into());
    let shown = view.rows.iter().skip(top.saturating_sub(view.first));
    for (finding, row) in shown.zip(rows) {
        draw_row(finding, theme, row, buf, hits);
    }
}

fn draw_head(theme: &Theme, row: Rect, buf: &mut Buffer) {
    let text = |text: &str| (text.to_owned(), theme.dim);
    let cells = [
        text("began"),
        text("long"),
        text("sort"),
        text(theme.words.card),
        text("what happened"),
    ];
    write_cells(buf, row, &cells);
}

fn draw_row(finding: &Row, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let style = |style| {
        if finding.forgotten { theme.dim } else { style }
    };
    let cells = [
        (moment(finding.finding.at), style(theme.text)),
        (finding.long.clone(), style(theme.text)),
        (finding.word.to_owned(), style(tone(finding.tone, theme))),
        (finding.card.clone(), style(theme.text)),
        (sentence(finding, row), style(theme.text)),
    ];
    write_cells(buf, row, &cells);
    let certainty = finding.certainty;
    put(
        buf,
        row.x + 1,
        row.y,
        row.width.saturating_sub(1).min(1),
        certainty.mark(),
        style(mark(certainty, theme)),
    );
    if finding.here {
        put(buf, row.x, row.y, row.width.min(1), ">", theme.key);
    }
    if finding.chosen {
        buf.set_style(row, theme.selected);
    }
    hits.add(row, Action::PickFinding(finding.finding));
}

/// What happened, and why it matters if both fit.
fn sentence(finding: &Row, row: Rect) -> String {
    let room = row.width.saturating_sub(2 + fixed(row.width));
    if finding.forgotten {
        return format!("before the history: {}", finding.text);
    }
    let both = format!("{} {}", finding.text, finding.why);
    if columns(&both) < room {
        both
    } else {
        finding.text.clone()
    }
}

/// Columns before the sentence, after the marks.
fn fixed(width: u16) -> u16 {
    let always = BEGAN + 1 + KIND + 1;
    always + if width < WIDE { 0 } else { LONG + 1 + CARD + 1 }
}

/// Began, long, kind, card, sentence; each followed by one empty column.
fn write_cells(buf: &mut Buffer, row: Rect, cells: &[(String, Style); 5]) {
    let wide = row.width >= WIDE;
    let widths = [BEGAN, LONG, KIND, CARD, u16::MAX];
    let mut x = row.x.saturating_add(2);
    for (index, ((text, style), width)) in cells.iter().zip(widths).enumerate() {
        if !wide && matches!(index, 1 | 3) {
            continue;
        }
        let width = width.min(row.right().saturating_sub(x));
        if index < 2 {
            put_right(buf, x, row.y, width, text, *style);
        } else {
            put(buf, x, row.y, width, text, *style);
        }
        x = x.saturating_add(width).saturating_add(1);
    }
}

fn draw_told(view: &FindingsView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (Some(told), Some(chosen)) = (&view.told, view.chosen) else {
        return;
    };
    let about = format!(
        "{} of {}",
        count(chosen as u64 + 1),
        count(view.total as u64)
    );
    let inner = panel::draw(" CHOSEN", &about, theme, area, buf);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let forgotten = view.rows.iter().any(|row| row.chosen && row.forgotten);
    let used = paragraph(buf, inner, &told.text, theme.text);
    let rest = Rect {
        y: inner.y + used,
        height: inner.height - used,
        ..inner
    };
    let gone = "The history no longer reaches back to it: the view cannot go there.";
    let why = if forgotten { gone } else { &told.why };
    paragraph(buf, rest, why, theme.dim);
}

#[cfg(test)]
mod tests;
