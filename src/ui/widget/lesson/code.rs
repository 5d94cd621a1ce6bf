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
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

/// ```text
/// ┌LESSON 12 of 22 code ──────────────────────┐
/// │ A shutdown to take away                   │
/// │                                           │
/// │ Enter goes on   y copies the code         │
/// ├CODE 1 to 9 of 30, PgDn, PgUp ─────────────┤
/// │ #[tokio::main]                            │
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
    let lines = folded(
        lines,
        below.width.saturating_sub(2 + 2 * MARGIN).into(),
        theme,
    );
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
        pen.skip(MARGIN);
        for (text, style) in line {
            pen.put(text, *style);
        }
    }
}

/// Columns between the code and each border.
const MARGIN: u16 = 1;
/// How much farther in a row stands that goes on with the line above it.
const HANG: usize = 4;

/// A row of code.
type Line = Vec<(String, Style)>;

/// The lines in rows of so many columns: a longer one goes on below, so that none of it is lost.
fn folded(lines: &[CodeLine], width: usize, theme: &Theme) -> Vec<Line> {
    let mut rows = Vec::new();
    for line in lines {
        let indent = line.tokens.first().map_or(0, |token| {
            token.text.len() - token.text.trim_start_matches(' ').len()
        });
        let hang = (indent + HANG).min(width / 2);
        let mut row = Line::new();
        let mut used = 0;
        for token in &line.tokens {
            let style = theme.token(token.kind);
            for word in token.text.split_inclusive(' ') {
                let columns = word.trim_end().width();
                if used + columns > width && used > hang {
                    rows.push(std::mem::take(&mut row));
                    row.push((" ".repeat(hang), style));
                    used = hang;
                }
                row.push((word.to_owned(), style));
                used += word.width();
            }
        }
        rows.push(row);
    }
    rows
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
