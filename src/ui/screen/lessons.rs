//! Draws the list of lessons.

use super::page::{frame, put};
use crate::app::Action;
use crate::kitchen::lessons::LessonsView;
use crate::lesson::Piece;
use crate::ui::keymap::Keys;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// See the module's text.
pub fn draw(
    view: &LessonsView,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let note = format!("{} begins it", keys.name(Action::BeginLesson));
    let inner = frame("LESSONS", &note, theme, area, buf);
    for ((index, row), line) in view.rows.iter().enumerate().zip(inner.rows()) {
        let title = row.title.analogy.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            _ => "",
        });
        let text = format!("{:>3}  {}", row.number, title.collect::<String>());
        put(buf, line.x + 1, line.y, line.width, &text, theme.text);
        if index == view.chosen {
            buf.set_style(line, theme.selected);
        }
        hits.add(line, Action::PickLesson(index));
    }
}
