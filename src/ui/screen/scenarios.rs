//! Draws the list of scenarios: what can be played, and what there is to see in it.

use super::page::{columns, frame, put, scroll_to, wrap};
use crate::app::Action;
use crate::events::Flavor;
use crate::kitchen::scenarios::ScenariosView;
use crate::order::ScenarioInfo;
use crate::ui::keymap::Keys;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows of the text below the list.
const ABOUT: u16 = 6;
/// Widest name of a row; a path is shown by its end.
const NAME: u16 = 24;

/// ```text
/// ┌ SCENARIOS ───────────────────────── Enter plays ┐
/// │ > stall     A chef stalls: One card calls std.. │
/// │   trapped   The clip nobody can reach: A card.. │
/// │                                                 │
/// │ A chef stalls                                   │
/// │ One card calls std::thread::sleep for 3 s. ...  │
/// └─────────────────────────────────────────────────┘
/// ```
pub fn draw(
    view: &ScenariosView,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let play = keys.name(Action::PlayScenario { held: false });
    let hold = keys.name(Action::PlayScenario { held: true });
    let note = format!("{play} plays; {hold} plays and holds the view at its first event");
    let inner = frame("SCENARIOS", &note, theme, area, buf);
    let rows = view.rows.len().try_into().unwrap_or(u16::MAX);
    let height = rows.min(inner.height.saturating_sub(ABOUT));
    let list = Rect { height, ..inner };
    let name = view.rows.iter().map(|row| columns(&row.name)).max();
    let name = name.unwrap_or(0).min(NAME);
    let top = scroll_to(view.chosen, view.rows.len(), height.into());
    for ((index, row), line) in view.rows.iter().enumerate().skip(top).zip(list.rows()) {
        draw_row(row, view.last == Some(index), name, theme, line, buf);
        if index == view.chosen {
            buf.set_style(line, theme.selected);
            put(buf, line.x, line.y, 1, ">", theme.selected);
        }
        hits.add(line, Action::PickScenario(index));
    }
    let below = Rect {
        y: list.bottom(),
        height: inner.height - height,
        ..inner
    };
    if let Some(row) = view.rows.get(view.chosen) {
        draw_about(row, theme, below, buf);
    }
}

fn draw_row(
    row: &ScenarioInfo,
    played: bool,
    name: u16,
    theme: &Theme,
    line: Rect,
    buf: &mut Buffer,
) {
    let room = |from: u16| line.right().saturating_sub(from + 1);
    let mark = if played { "*" } else { "" };
    put(buf, line.x + 1, line.y, 1, mark, theme.cooking);
    let x = line.x + 3;
    put(
        buf,
        x,
        line.y,
        name.min(room(x)),
        &end_of(&row.name, name),
        theme.title,
    );
    let x = x + name + 2;
    if let Some(mistake) = &row.mistake {
        put(buf, x, line.y, room(x), mistake, theme.error);
        return;
    }
    let used = put(buf, x, line.y, room(x), &row.title, theme.text);
    let x = x + used;
    // A few letters of it tell nothing.
    if room(x) > 16 && !row.about.is_empty() {
        put(
            buf,
            x,
            line.y,
            room(x),
            &format!(": {}", row.about),
            theme.dim,
        );
    }
}

/// The last columns of a name that is too long.
fn end_of(name: &str, width: u16) -> String {
    let more = name.chars().count().saturating_sub(width.into());
    match more {
        0 => name.to_owned(),
        more => format!("..{}", name.chars().skip(more + 2).collect::<String>()),
    }
}

/// The whole of what is said of the chosen one.
fn draw_about(row: &ScenarioInfo, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let width = area.width.saturating_sub(2);
    let mut lines = vec![
        (String::new(), theme.text),
        (row.title.clone(), theme.title),
    ];
    let text = row.mistake.as_ref().unwrap_or(&row.about);
    lines.extend(wrap(text, width).into_iter().map(|line| (line, theme.text)));
    if row.mistake.is_none() {
        lines.push((setup(row), theme.dim));
    }
    for ((text, style), line) in lines.into_iter().zip(area.rows()) {
        put(buf, line.x + 1, line.y, width, &text, style);
    }
}

fn setup(row: &ScenarioInfo) -> String {
    let chefs = match row.workers {
        Some(1) => "1 chef".to_owned(),
        Some(chefs) => format!("{chefs} chefs"),
        None => "as many chefs as there are".to_owned(),
    };
    let flavor = match row.flavor {
        Some(Flavor::CurrentThread) => ", current_thread",
        Some(Flavor::MultiThread) | None => "",
    };
    format!("a new shift with {chefs}{flavor}; cards that are alive are binned first")
}

#[cfg(test)]
mod tests;
