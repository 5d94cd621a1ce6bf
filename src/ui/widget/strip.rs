//! A worker's or a card's recent past, to scale: the height of a column is the share of
//! its time spent in polls.

use crate::kitchen::scene::{Load, Strip};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::Widget;

/// One row of history; the right end is now.
#[derive(Debug)]
pub struct StripRow<'a> {
    /// What is shown.
    pub strip: &'a Strip,
    /// How.
    pub theme: &'a Theme,
}

const HEIGHTS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Symbol and style of a column: what is worst in it is what shows.
fn cell(load: Load, theme: &Theme) -> (&'static str, Style) {
    if load.stalled > 0.0 {
        ("X", theme.stalled)
    } else if load.waiting > 0.0 {
        ("!", theme.ready)
    } else if load.busy > 0.0 {
        // Any poll is at least one eighth high: a short poll is not no poll.
        let height = (load.busy * 8.0).ceil().clamp(1.0, 8.0) as usize;
        (HEIGHTS[height - 1], theme.cooking)
    } else if load.parked > 0.0 {
        (".", theme.parked)
    } else {
        (" ", theme.parked)
    }
}

impl Widget for &StripRow<'_> {
    fn render(self, area: Rect, buf: &mut Buffer) {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return;
        }
        for (x, load) in (area.left()..).zip(self.strip.columns(area.width.into())) {
            let (symbol, style) = cell(load, self.theme);
            buf.set_string(x, area.y, symbol, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kitchen::scene::fixtures;

    #[test]
    fn shows_the_worst_of_each_column() {
        let strip = fixtures::strip(&[
            (0, 4_000, '.'),
            (4_000, 4_001, '='),
            (5_000, 6_000, '='),
            (7_000, 10_000, 'X'),
        ]);
        let mut buf = Buffer::empty(Rect::new(0, 0, 10, 1));
        StripRow {
            strip: &strip,
            theme: &Theme::mono(),
        }
        .render(buf.area, &mut buf);
        let row: String = (0..10).map(|x| buf[(x, 0)].symbol().to_string()).collect();
        assert_eq!(row, "....▁█ XXX");
    }
}
