//! Draws a comparison, from [`crate::compare::Sheet`]: it needs no live kitchen.

use super::page::{columns, frame, paragraph, put, scroll_to};
use crate::compare::{NAMES, Row, Sheet};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ops::Range;

/// What is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    pub(crate) sheet: Sheet,
    /// What is being played; none when all is.
    pub(crate) progress: Option<String>,
    /// The chosen row.
    pub(crate) selected: usize,
}

/// Columns of a row: name, A, B; the difference takes the rest.
const NARROW: [u16; 3] = [15, 24, 24];
const WIDE: [u16; 3] = [34, 28, 28];
/// From so many columns on.
const WIDE_FROM: u16 = 110;

/// ```text
/// ┌ COMPARE ───────────────────────── A, round 2 of 5 ┐
/// │ A  trapped                                        │
/// │ B  trapped, runtime.disable_lifo_slot = true      │
/// │ tokio ...                                         │
/// │                 A           B           B - A     │
/// │>time to end     = 4.52s     = 4.53s     none      │
/// ├ time to end ──────────────────────────────────────┤
/// │ what it means, the worst moments of both          │
/// └───────────────────────────────────────────────────┘
///  Up/Down choose   q leave
/// ```
///
/// Gives how many rows of the list there was room for.
pub(crate) fn draw(view: &View, theme: &Theme, area: Rect, buf: &mut Buffer) -> usize {
    let area = area.intersection(*buf.area());
    buf.set_style(area, theme.ground);
    if area.width < 20 || area.height < 6 {
        put(buf, area.x, area.y, area.width, "too small", theme.notice);
        return 0;
    }
    let note = view.progress.as_deref().unwrap_or("all rounds are played");
    let page = Rect {
        height: area.height - 1,
        ..area
    };
    let inner = frame("COMPARE", note, theme, page, buf);
    keys(theme, area, buf);
    let below = match inner.height {
        // What is chosen gets the room that a list of some rows leaves.
        0..14 => 0,
        height => (height * 2 / 5).clamp(7, 12),
    };
    let list = Rect {
        height: inner.height - below,
        ..inner
    };
    let shown = table(view, theme, list, buf);
    if below > 0 {
        let about = Rect {
            y: list.bottom(),
            height: below,
            ..inner
        };
        explain(view, theme, about, buf);
        which_rows(view, &shown, theme, about, buf);
    }
    shown.len()
}

/// On the line below the list: which rows it shows, where that is not all.
fn which_rows(view: &View, shown: &Range<usize>, theme: &Theme, line: Rect, buf: &mut Buffer) {
    let all = view.sheet.rows.len();
    if shown.len() >= all {
        return;
    }
    let last = shown.end.min(all);
    let text = format!(" rows {} to {last} of {all} ", shown.start + 1);
    let x = line.right().saturating_sub(columns(&text) + 1).max(line.x);
    put(buf, x, line.y, line.right() - x, &text, theme.dim);
}

fn keys(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let y = area.bottom() - 1;
    let mut x = area.x + 1;
    for (key, meaning) in [("Up/Down", "choose"), ("PgUp/PgDn", "page"), ("q", "leave")] {
        let room = area.right().saturating_sub(x);
        x += put(buf, x, y, room, key, theme.key) + 1;
        let room = area.right().saturating_sub(x);
        x += put(buf, x, y, room, meaning, theme.text) + 3;
    }
}

/// Gives which rows there was room for.
fn table(view: &View, theme: &Theme, area: Rect, buf: &mut Buffer) -> Range<usize> {
    let sheet = &view.sheet;
    let mut y = area.y;
    for (name, side) in NAMES.iter().zip(&sheet.sides) {
        let text = format!("{name}  {side}");
        put(buf, area.x + 1, y, area.width - 1, &text, theme.text);
        y += 1;
    }
    if area.height > 6 {
        put(buf, area.x + 1, y, area.width - 1, &sheet.head, theme.dim);
        y += 1;
    }
    let head = Row {
        cells: NAMES.map(str::to_owned),
        difference: "B - A".into(),
        ..Row::default()
    };
    let line = |y| Rect {
        y,
        height: 1,
        ..area
    };
    row(&head, false, theme, line(y), buf);
    y += 1;
    let room = usize::from(area.bottom().saturating_sub(y));
    if sheet.rows.is_empty() {
        let text = "nothing to compare yet: both sides must have played a round";
        put(buf, area.x + 1, y, area.width - 1, text, theme.dim);
        return 0..room;
    }
    let first = scroll_to(view.selected, sheet.rows.len(), room);
    let shown = sheet.rows.iter().enumerate().skip(first);
    for ((index, shown), y) in shown.zip(y..area.bottom()) {
        row(shown, index == view.selected, theme, line(y), buf);
    }
    first..first + room
}

fn row(row: &Row, selected: bool, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let widths = if area.width >= WIDE_FROM {
        WIDE
    } else {
        NARROW
    };
    let style = if row.counts { theme.title } else { theme.text };
    let mut x = area.x;
    put(
        buf,
        x,
        area.y,
        1,
        if selected { ">" } else { " " },
        theme.key,
    );
    x += 1;
    let [a, b] = &row.cells;
    for (text, width) in [&row.label, a, b].into_iter().zip(widths) {
        let room = area.right().saturating_sub(x).min(width - 1);
        put(buf, x, area.y, room, text, style);
        x = x.saturating_add(width);
    }
    let room = area.right().saturating_sub(x);
    let style = if row.counts { theme.ready } else { theme.dim };
    put(buf, x, area.y, room, &row.difference, style);
    if selected {
        buf.set_style(area, theme.selected);
    }
}

fn explain(view: &View, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let line: String = std::iter::repeat_n('\u{2500}', area.width.into()).collect();
    put(buf, area.x, area.y, area.width, &line, theme.border);
    let chosen = view.sheet.rows.get(view.selected);
    if let Some(row) = chosen {
        let title = format!(" {} ", row.label);
        put(buf, area.x + 1, area.y, area.width - 2, &title, theme.title);
    }
    let mut rest = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width - 2,
        height: area.height - 1,
    };
    let mut tell = |text: &str, style| {
        let used = paragraph(buf, rest, text, style);
        rest.y += used;
        rest.height -= used;
    };
    if let Some(row) = chosen {
        if columns(&row.label) > NARROW[0] && area.width < WIDE_FROM {
            tell(&row.label, theme.text);
        }
        tell(&row.about, theme.text);
        for (name, moment) in NAMES.iter().zip(&row.moments) {
            if let Some(moment) = moment {
                tell(&format!("{name} {moment}"), theme.text);
            }
        }
    }
    for note in &view.sheet.notes {
        tell(note, theme.notice);
    }
    tell(&view.sheet.rule, theme.dim);
}

#[cfg(test)]
mod tests;
