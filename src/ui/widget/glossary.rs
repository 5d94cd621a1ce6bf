//! The two languages side by side, from the table of the analogy.

use super::{panel, pen::Pen};
use crate::app::Action;
use crate::kitchen::analogy::{LIMITS, TABLE};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use crate::ui::widget::pen::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws as many rows of the table as fit, and where the analogy ends. A click on a row explains
/// its word.
pub fn draw(theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let inner = panel::draw("KITCHEN = TOKIO", "? for the whole table", theme, area, buf);
    let limit = wrap(LIMITS[0], usize::from(inner.width).saturating_sub(2));
    let foot = if inner.height > 12 {
        limit.len() as u16
    } else {
        0
    };
    for (row, entry) in (0..inner.height - foot).zip(TABLE) {
        let mut pen = Pen::new(inner, row, buf);
        pen.skip(1)
            .put(entry.kitchen, theme.text)
            .put(" ", theme.dim);
        let dots = usize::from(16_u16.saturating_sub(pen.x() - inner.x));
        pen.put(".".repeat(dots), theme.dim)
            .put(" ", theme.dim)
            .put(entry.tokio, theme.pending);
        hits.add(row_of(inner, row), Action::Explain(entry.kitchen));
    }
    for (row, text) in (inner.height - foot..inner.height).zip(limit) {
        Pen::new(inner, row, buf).skip(1).put(text, theme.dim);
    }
}

fn row_of(area: Rect, row: u16) -> Rect {
    Rect {
        y: area.y + row,
        height: 1,
        ..area
    }
}
