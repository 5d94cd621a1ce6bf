//! The lesson that is played, beside the kitchen: its step, and what it waits for.
//!
//! What a lesson says is laid out into rows first ([`rows`]), so that the layout knows how many
//! it needs.

mod code;
mod rows;

pub use code::{last_row, page};
pub use rows::{Row, needs, rows};

use super::panel;
use super::pen::Pen;
use crate::app::Action;
use crate::kitchen::lesson::LessonView;
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ├LESSON 10 of 22 predict ──────┤
/// │ What happens to the small    │
/// │ dishes meanwhile?            │
/// │                              │
/// │ a  All stop.                 │
/// │ b  The other chefs go on.    │
/// │ c  The chef goes on.         │
/// │                              │
/// │ a, b or c answers            │
/// ```
pub fn draw(
    view: &LessonView,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let inner = panel::draw(&view.place, &view.step, theme, area, buf);
    body(view, keys, theme, inner, buf, hits);
}

/// The same without a frame.
pub fn body(
    view: &LessonView,
    keys: Keys<'_>,
    theme: &Theme,
    inner: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let all = rows(view, keys, inner.width, theme);
    let height = usize::from(inner.height);
    let fits = all.len() <= height;
    let room = if fits {
        height
    } else {
        height.saturating_sub(1)
    };
    let first = view.scroll.min(all.len().saturating_sub(room));
    for (line, row) in (0..).zip(all.iter().skip(first).take(room)) {
        let mut pen = Pen::new(inner, line, buf);
        pen.skip(1);
        for (text, style) in &row.parts {
            pen.put(text, *style);
        }
        if let Some(action) = row.action {
            let line = Rect {
                y: inner.y + line,
                height: 1,
                ..inner
            };
            hits.add(line.intersection(inner), action);
        }
    }
    if !fits && height > 0 {
        let below = all.len() - first - room;
        more(below, keys, theme, inner, buf, hits);
    }
}

/// That there is more to read, and the keys that show it.
fn more(
    below: usize,
    keys: Keys<'_>,
    theme: &Theme,
    inner: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let (action, said) = match below {
        0 => (Action::ReadOn(-5), "back to what is above".to_owned()),
        below => (Action::ReadOn(5), format!("{below} rows more")),
    };
    let line = Rect {
        y: inner.bottom() - 1,
        height: 1,
        ..inner
    };
    Pen::new(line, 0, buf)
        .skip(1)
        .put(keys.name(action), theme.key)
        .put(" ", theme.text)
        .put(said, theme.notice);
    hits.add(line, action);
}
