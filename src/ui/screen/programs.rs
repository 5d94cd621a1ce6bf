//! Draws the list of programs that can be watched.

use super::page::{frame, put};
use crate::app::Action;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct View {
    /// A line for each.
    pub(crate) rows: Vec<String>,
    /// The chosen one.
    pub(crate) selected: usize,
}

impl View {
    /// Chooses another row.
    pub(crate) fn step(&mut self, rows: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}

/// ```text
/// ┌ ATTACH ──────────────────────── 2 programs ┐
/// │>1  4711  my-service  37 tasks  3m 12s      │
/// │ 2  4800  other       2 tasks   1h          │
/// └────────────────────────────────────────────┘
///  Up/Down choose   Enter attach   q leave
/// ```
pub(crate) fn draw(view: &View, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let area = area.intersection(*buf.area());
    buf.set_style(area, theme.ground);
    if area.width < 20 || area.height < 4 {
        put(buf, area.x, area.y, area.width, "too small", theme.notice);
        return;
    }
    let page = Rect {
        height: area.height - 1,
        ..area
    };
    let note = format!("{} programs", view.rows.len());
    let inner = frame("ATTACH", &note, theme, page, buf);
    let room = usize::from(inner.height).max(1);
    let from = (view.selected + 1).saturating_sub(room);
    let rows = view.rows.iter().enumerate().skip(from);
    for (y, (row, text)) in (inner.y..inner.bottom()).zip(rows) {
        let mark = if row == view.selected { '>' } else { ' ' };
        let style = if row == view.selected {
            theme.title
        } else {
            theme.text
        };
        let line = format!("{mark}{:<3} {text}", row + 1);
        put(buf, inner.x, y, inner.width, &line, style);
    }
    keys(theme, area, buf);
}

fn keys(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let y = area.bottom() - 1;
    let mut x = area.x + 1;
    let enter = Keys::FIXED.name(Action::Submit);
    let keys = [
        ("Up/Down", "choose"),
        ("1-9", "attach"),
        (&enter, "attach"),
        ("q", "leave"),
    ];
    for (key, meaning) in keys {
        let room = area.right().saturating_sub(x);
        x += put(buf, x, y, room, key, theme.key) + 1;
        let room = area.right().saturating_sub(x);
        x += put(buf, x, y, room, meaning, theme.text) + 3;
    }
}
