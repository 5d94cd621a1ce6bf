//! Draws the list of lessons: what there is to learn, and what of it was done.

use super::page::{columns, frame, paragraph, put, put_right, scroll_to, tone};
use crate::app::Action;
use crate::kitchen::lessons::{LessonRow, LessonsView};
use crate::ui::keymap::Keys;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of the text below the list, with the one that keeps it apart.
const ABOUT: u16 = 7;
/// Columns before the title of a lesson.
const TITLE: u16 = 8;

/// ```text
/// ┌ THE COURSE ────────── 3 of 22 reached; Enter begins ┐
/// │ >+  1  Meet the brigade      reached, guess right, ..│
/// │     2  One dish per chef                   not begun │
/// │        Be the head chef                              │
/// │                                                      │
/// │ Meet the brigade                                     │
/// │ A chef is a worker thread ...                        │
/// └──────────────────────────────────────────────────────┘
/// ```
pub fn draw(
    view: &LessonsView,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let begin = keys.name_on(crate::app::Screen::Lessons, Action::BeginLesson);
    let note = format!(
        "{} of {} reached; {begin} begins the chosen one",
        view.done,
        view.rows.len()
    );
    let inner = frame("THE COURSE", &note, theme, area, buf);
    // The game has a row below them all.
    let all = view.rows.len() + 1;
    let rows = u16::try_from(all).unwrap_or(u16::MAX);
    let about = ABOUT.min(inner.height / 2);
    let height = rows.min(inner.height.saturating_sub(about));
    let list = Rect { height, ..inner };
    let top = scroll_to(view.chosen, all, height.into());
    for (index, line) in (top..all).zip(list.rows()) {
        match view.rows.get(index) {
            Some(row) => draw_row(row, theme, line, buf),
            None => {
                let room = line.width.saturating_sub(TITLE + 1);
                put(buf, line.x + TITLE, line.y, room, &view.game, theme.text);
            }
        }
        if index == view.chosen {
            buf.set_style(line, theme.selected);
            put(buf, line.x, line.y, 1, ">", theme.selected);
        }
        hits.add(line, Action::PickLesson(index));
    }
    let below = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        y: list.bottom() + 1,
        height: (inner.height - height).saturating_sub(1),
    };
    draw_chosen(view, theme, below, buf);
}

/// What the chosen one begins with.
fn draw_chosen(view: &LessonsView, theme: &Theme, below: Rect, buf: &mut Buffer) {
    let title = view.rows.get(view.chosen).map(|row| row.title.as_str());
    let title = title.unwrap_or(&view.game);
    put(buf, below.x, below.y, below.width, title, theme.title);
    let text = Rect {
        y: below.y + 1,
        height: below.height.saturating_sub(1),
        ..below
    };
    paragraph(buf, text, &view.situation, theme.text);
}

fn draw_row(row: &LessonRow, theme: &Theme, line: Rect, buf: &mut Buffer) {
    let (mark, done, look) = &row.done;
    let look = tone(*look, theme);
    let right = line.width.saturating_sub(1);
    put(
        buf,
        line.x + 1,
        line.y,
        1.min(right),
        &mark.to_string(),
        look,
    );
    let number = format!("{:>3}", row.number);
    put(buf, line.x + 3, line.y, 3.min(right), &number, theme.dim);
    let x = line.x + TITLE;
    let room = line.right().saturating_sub(x + 1);
    let title = match row.played {
        true => format!("{} (now)", row.title),
        false => row.title.clone(),
    };
    let used = put(buf, x, line.y, room, &title, theme.text);
    let left = room.saturating_sub(used + 2);
    // Half of it would say something else.
    if columns(done) <= left {
        put_right(buf, x + used + 2, line.y, left, done, look);
    }
}

#[cfg(test)]
mod tests;
