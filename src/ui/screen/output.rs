//! What the program has printed that was started here.

use super::page::{frame, put};
use crate::kitchen::amount::count;
use crate::kitchen::scene::OutputView;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the page.
pub fn draw(view: &OutputView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let note = match view.behind {
        0 => format!("{} lines", count(view.count)),
        behind => format!("{} lines, {behind} below", count(view.count)),
    };
    let inner = frame("OUTPUT", &note, theme, area, buf);
    let room = usize::from(inner.height);
    let from = view.lines.len().saturating_sub(room);
    for (y, line) in (inner.y..inner.bottom()).zip(&view.lines[from..]) {
        put(buf, inner.x, y, inner.width, line, theme.text);
    }
}
