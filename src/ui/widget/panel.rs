//! A titled box that shares its borders with its neighbours.

use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::symbols::merge::MergeStrategy;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Widget};

/// Draws the box and gives the area inside it.
///
/// Boxes are drawn from top to bottom: the lower one writes its title over the shared line.
pub fn draw(title: &str, about: &str, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
    let mut spans = Vec::new();
    if !title.is_empty() {
        spans.push(Span::styled(format!("{title} "), theme.title));
    }
    if !about.is_empty() {
        spans.push(Span::styled(format!("{about} "), theme.dim));
    }
    titled(Line::from(spans), theme, area, buf)
}

/// The same with a title of any styles.
pub fn titled(title: Line<'_>, theme: &Theme, area: Rect, buf: &mut Buffer) -> Rect {
    let block = Block::bordered()
        .border_style(theme.border)
        .merge_borders(MergeStrategy::Exact)
        .title(title);
    let inner = block.inner(area);
    block.render(area, buf);
    inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_their_borders() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 5));
        let theme = Theme::mono();
        draw("AB", "", &theme, Rect::new(0, 0, 7, 3), &mut buf);
        draw("", "", &theme, Rect::new(6, 0, 6, 3), &mut buf);
        let inner = draw("C", "d", &theme, Rect::new(0, 2, 12, 3), &mut buf);
        let rows: Vec<String> = (0..5)
            .map(|y| (0..12).map(|x| buf[(x, y)].symbol().to_string()).collect())
            .collect();
        assert_eq!(
            rows,
            [
                "┌AB ──┬────┐",
                "│     │    │",
                "├C d ─┴────┤",
                "│          │",
                "└──────────┘"
            ]
        );
        assert_eq!(inner, Rect::new(1, 3, 10, 1));
    }
}
