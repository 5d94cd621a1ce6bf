//! Draws the whole story, from [`crate::kitchen::story_list`].

use super::page::{frame, paragraph, put, put_right, scroll_to, with_box_below};
use crate::app::Action;
use crate::kitchen::amount::count;
use crate::kitchen::story_list::{Row, StoryView};
use crate::ui::widget::panel;
use crate::ui::{hit::HitMap, keymap::Keys, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns before the sentence: a mark, and the time.
const TIME: u16 = 12;
/// At most so many lines of what goes on.
const ONGOING: usize = 3;

/// ```text
/// ┌ LOG newest first ────────────────── followed ┐
/// │ / filter: simmer_        words, all of them  │
/// │ goes on   Chef 1 is stalled for 1.40s: ..    │
/// │>12.402133 #07 block is served: its future .. │
/// ├ CHOSEN ──────────────────────────────────────┤
/// │ #07 block is served: its future is Ready.    │
/// └──────────────────────────────────────────────┘
/// ```
pub fn draw(view: &StoryView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let area = area.intersection(buf.area);
    let (upper, lower) = with_box_below(area, 6);
    let inner = frame("LOG newest first", &note(view), theme, upper, buf);
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        draw_search(view, theme, row, buf, hits);
    }
    for line in view.ongoing.iter().take(ONGOING) {
        if let Some(row) = rows.next() {
            write(
                buf,
                row,
                "goes on",
                &line.text,
                theme.stalled,
                theme.stalled,
            );
        }
    }
    let list: Vec<Rect> = rows.collect();
    let top = scroll_to(view.chosen, view.rows.len(), list.len());
    let shown = view.rows.iter().enumerate().skip(top);
    for ((index, told), row) in shown.zip(&list) {
        draw_row(told, index == view.chosen, theme, *row, buf, hits);
    }
    if let Some(row) = list.get(view.rows.len().saturating_sub(top)) {
        put(
            buf,
            row.x + 1,
            row.y,
            row.width.saturating_sub(1),
            &end(view),
            theme.dim,
        );
    }
    if let Some(lower) = lower {
        draw_chosen(view, theme, lower, buf);
    }
}

/// Where in the list one is.
fn note(view: &StoryView) -> String {
    let (told, kept) = view.told;
    let told = match told == kept {
        true => format!("{} facts", count(told)),
        false => format!("{} of {} facts kept", count(kept), count(told)),
    };
    if view.followed {
        return format!("{told}, the newest is followed");
    }
    let above = count(view.chosen as u64);
    if view.newest {
        format!("{told}, {above} newer above")
    } else {
        format!("{told}, {above} and more newer above")
    }
}

/// Below the last row.
fn end(view: &StoryView) -> String {
    match (view.stopped, view.rows.is_empty(), view.search.is_empty()) {
        (Some((looked, _)), true, _) => {
            format!(
                "None of the newest {} fits the filter.",
                count(looked as u64)
            )
        }
        (Some((looked, _)), ..) => {
            format!(
                "Looked at {} more: go on down to look further.",
                count(looked as u64)
            )
        }
        (None, true, true) => "Nothing has happened yet.".into(),
        (None, true, false) => "No sentence fits the filter.".into(),
        (None, false, true) => "The oldest that is kept is above.".into(),
        (None, false, false) => "No older one that is kept fits the filter.".into(),
    }
}

fn draw_search(view: &StoryView, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let cursor = if view.typing { "_" } else { "" };
    let style = if view.typing { theme.key } else { theme.text };
    let key = Keys::FIXED.name(Action::Search);
    let mut x = row.x + 1;
    let mut write = |text: &str, style| {
        x += put(buf, x, row.y, row.right().saturating_sub(x), text, style);
    };
    write(&format!("{key} filter: "), theme.dim);
    write(&format!("{}{cursor}", view.search), style);
    let help = "words of the sentence or its reason, all of them";
    if row.right().saturating_sub(x) > help.len() as u16 + 2 {
        put_right(buf, x, row.y, row.right() - x - 1, help, theme.dim);
    }
    hits.add(row, Action::Search);
}

fn draw_row(
    told: &Row,
    chosen: bool,
    theme: &Theme,
    row: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let style = match told.line.weight {
        _ if told.later => theme.dim,
        3.. => theme.notice,
        _ if told.printed => theme.title,
        _ => theme.text,
    };
    let time = format!("{:.6}s", told.line.at.as_secs_f64());
    write(buf, row, &time, &told.line.text, theme.dim, style);
    if told.here {
        put(buf, row.x, row.y, row.width.min(1), ">", theme.key);
    }
    if chosen {
        buf.set_style(row, theme.selected);
    }
    hits.add(row, Action::PickFact(told.fact));
}

fn write(buf: &mut Buffer, row: Rect, time: &str, text: &str, dim: Style, style: Style) {
    let width = row.width.saturating_sub(1).min(TIME);
    put_right(buf, row.x + 1, row.y, width, time, dim);
    let x = row.x.saturating_add(TIME + 2);
    put(buf, x, row.y, row.right().saturating_sub(x), text, style);
}

/// The sentence at length, with its reason.
fn draw_chosen(view: &StoryView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw(" CHOSEN", "", theme, area, buf);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let Some(told) = view.rows.get(view.chosen) else {
        return;
    };
    let used = paragraph(buf, inner, &told.line.text, theme.text);
    let rest = Rect {
        y: inner.y + used,
        height: inner.height - used,
        ..inner
    };
    if let Some(why) = &told.line.why {
        paragraph(buf, rest, why, theme.dim);
    }
}

#[cfg(test)]
mod tests;
