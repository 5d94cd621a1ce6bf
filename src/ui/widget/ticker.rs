//! Lines that cards printed, in their real order.

use super::{panel, pen::Pen};
use crate::kitchen::scene::Printed;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the newest lines that fit, newest at the bottom.
pub fn draw(lines: &[Printed], theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("TICKER", "what cards printed", theme, area, buf);
    if lines.is_empty() {
        Pen::new(inner, 0, buf).put(" (nothing yet)", theme.dim);
    }
    let first = lines.len().saturating_sub(inner.height.into());
    for (row, line) in (0..).zip(&lines[first..]) {
        Pen::new(inner, row, buf)
            .put(format!("{:>7.2}s ", line.at.as_secs_f64()), theme.dim)
            .put(
                if line.who.is_empty() {
                    String::new()
                } else {
                    format!("{} ", line.who)
                },
                theme.pending,
            )
            .put(&line.text, theme.text);
    }
}
