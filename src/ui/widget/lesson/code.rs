//! A piece of code of a lesson, on a page of its own.

use super::body;
use crate::app::Action;
use crate::kitchen::code::CodeLine;
use crate::kitchen::lesson::LessonView;
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use crate::ui::widget::lesson::rows::needs;
use crate::ui::widget::{panel, pen::Pen};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ┌LESSON 12 of 22 code ──────────────────────┐
/// │ A shutdown to take away                   │
/// │                                           │
/// │ Enter goes on                             │
/// │ y copies the code                         │
/// ├CODE 1 to 9 of 30, PgDn, PgUp ─────────────┤
/// │  1 #[tokio::main]                         │
/// └───────────────────────────────────────────┘
/// ```
pub fn page(
    view: &LessonView,
    lines: &[CodeLine],
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let (above, below) = split(view, keys, area);
    let inner = panel::draw(&view.place, &view.step, theme, above, buf);
    let still = LessonView {
        scroll: 0,
        ..view.clone()
    };
    body(&still, keys, theme, inner, buf, hits);
    let rows = usize::from(below.height.saturating_sub(2));
    let first = view.scroll.min(lines.len().saturating_sub(rows));
    let about = match lines.len() <= rows {
        true => String::new(),
        false => format!(
            "{} to {} of {}, {} {}",
            first + 1,
            first + rows,
            lines.len(),
            keys.name(Action::ReadOn(5)),
            keys.name(Action::ReadOn(-5))
        ),
    };
    let inner = panel::draw("CODE", &about, theme, below, buf);
    for (row, line) in (0..inner.height).zip(&lines[first..]) {
        let mut pen = Pen::new(inner, row, buf);
        pen.put(format!("{:>3} ", line.number), theme.dim);
        for token in &line.tokens {
            pen.put(&token.text, theme.token(token.kind));
        }
    }
}

/// The last row to which the code can be scrolled.
pub fn last_row(view: &LessonView, lines: &[CodeLine], keys: Keys<'_>, area: Rect) -> usize {
    let (_, below) = split(view, keys, area);
    lines
        .len()
        .saturating_sub(below.height.saturating_sub(2).into())
}

/// What is said above, and the code below: they share a line.
fn split(view: &LessonView, keys: Keys<'_>, area: Rect) -> (Rect, Rect) {
    let words = needs(view, keys, area.width.saturating_sub(2)) + 2;
    let height = words.min(area.height / 2);
    let above = Rect { height, ..area };
    let below = Rect {
        y: area.y + height.saturating_sub(1),
        height: area.height - height.saturating_sub(1),
        ..area
    };
    (above, below)
}
