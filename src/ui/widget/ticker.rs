//! Lines that cards printed, newest first, as everywhere.

use super::{panel, pen::Pen};
use crate::kitchen::scene::Printed;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the newest lines that fit.
pub fn draw(lines: &[Printed], theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw(
        theme.words.ticker_title,
        theme.words.ticker_about,
        theme,
        area,
        buf,
    );
    if lines.is_empty() {
        Pen::new(inner, 0, buf).put(" (nothing yet)", theme.dim);
    }
    for (row, line) in (0..inner.height).zip(lines) {
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
