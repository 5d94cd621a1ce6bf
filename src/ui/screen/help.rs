//! Draws the help: every key, the analogy, what the marks mean, where the analogy ends.
//!
//! The keys come from [`crate::ui::keymap`], the analogy from [`crate::kitchen::analogy`]:
//! nothing is written twice.

mod search;
mod start;
pub mod truth;

pub use search::{Search, hits};

use super::page::{columns, frame, put, wrap};
use crate::app::Action;
use crate::kitchen::analogy;
use crate::ui::keymap::{HelpRow, Keys};
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;

/// From this width on the keys stand beside the rest.
const WIDE: u16 = 120;

/// ```text
/// ┌ HELP ──────────────────────┐   ┌ HELP ──────────┬──────────────────────┐
/// │ KEYS                       │   │ KEYS           │ THE ANALOGY          │
/// │   1  hand in a simmer      │   │   1  ...       │  chef  worker thread │
/// │ THE ANALOGY                │   │                │ MARKS                │
/// │ MARKS  LIMITS              │   │                │ LIMITS               │
/// └────────────────────────────┘   └────────────────┴──────────────────────┘
/// ```
///
/// `scroll` is the first visible line; it stops where the last line is at the bottom. What is
/// searched is marked, and stands in the frame.
pub fn draw(
    rows: &[HelpRow],
    scroll: usize,
    search: Search<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let texts = texts(
        rows,
        theme,
        area.intersection(buf.area).inner(Margin::new(1, 1)),
    );
    let first = scroll.min(last_first(&texts));
    let note = if search.is_on() {
        String::new()
    } else {
        where_one_is(&texts, first)
    };
    frame("HELP", &note, theme, area, buf);
    for (column, lines) in &texts {
        draw_lines(lines, first, *column, buf, hits);
        search::mark(lines, first, search, theme, *column, buf);
    }
    search::draw(&texts, search, theme, area, buf, hits);
}

/// `1 to 20 of 180 lines, / search`.
fn where_one_is(texts: &[(Rect, Vec<Line>)], first: usize) -> String {
    let all = texts.iter().map(|(_, lines)| lines.len()).max();
    let rows = texts.iter().map(|(column, _)| column.height.into()).max();
    let (all, rows): (usize, usize) = (all.unwrap_or(0), rows.unwrap_or(0));
    let find = Keys::FIXED.name(Action::Search);
    let last = (first + rows).min(all);
    format!("{} to {last} of {all} lines, {find} search", first + 1)
}

/// The greatest `scroll` that [`draw`] follows on a page of this size.
pub fn last_scroll(rows: &[HelpRow], area: Rect) -> usize {
    let inner = area.inner(Margin::new(1, 1));
    last_first(&texts(rows, &Theme::mono(), inner))
}

fn last_first(texts: &[(Rect, Vec<Line>)]) -> usize {
    let hidden =
        |(column, lines): &(Rect, Vec<Line>)| lines.len().saturating_sub(column.height.into());
    texts.iter().map(hidden).max().unwrap_or(0)
}

/// The columns with their lines: two where there is room, else one.
fn texts(rows: &[HelpRow], theme: &Theme, area: Rect) -> Vec<(Rect, Vec<Line>)> {
    if area.width < WIDE {
        // Where not all of it is seen at once, what a newcomer needs comes first.
        let mut lines = start::lines(rows, area.width, theme);
        lines.push(Line::default());
        lines.extend(keys(rows, area.width, theme));
        lines.push(Line::default());
        lines.extend(rest(analogy::TABLE, area.width, theme));
        return vec![(area, lines)];
    }
    let left = Rect {
        width: area.width * 2 / 5,
        ..area
    };
    let right = Rect {
        x: left.right() + 1,
        width: area.width - left.width - 1,
        ..area
    };
    vec![
        (left, keys(rows, left.width, theme)),
        (right, rest(analogy::TABLE, right.width, theme)),
    ]
}

/// A line of the help: pieces of text at columns.
#[derive(Clone, Debug, Default, PartialEq)]
struct Line {
    pieces: Vec<(u16, String, Style)>,
    action: Option<Action>,
}

fn draw_lines(lines: &[Line], first: usize, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    for (line, row) in lines.iter().skip(first).zip(area.rows()) {
        for (column, text, style) in &line.pieces {
            let x = row.x.saturating_add(*column);
            put(buf, x, row.y, row.right().saturating_sub(x), text, *style);
        }
        if let Some(action) = line.action {
            hits.add(row, action);
        }
    }
}

fn keys(rows: &[HelpRow], width: u16, theme: &Theme) -> Vec<Line> {
    let mut lines = Vec::new();
    let column = rows
        .iter()
        .map(|row| columns(&row.keys))
        .max()
        .unwrap_or(0)
        .clamp(4, 16)
        + 4;
    let mut group = "";
    for row in rows {
        if row.group != group {
            group = row.group;
            title(&mut lines, &format!("KEYS: {group}"), theme);
        }
        let start = lines.len();
        entry(
            &mut lines,
            (&row.keys, theme.key),
            (column, &row.meaning, theme.text),
            width,
        );
        for line in &mut lines[start..] {
            line.action = row.action;
        }
    }
    lines
}

fn rest(table: &[analogy::Row], width: u16, theme: &Theme) -> Vec<Line> {
    let mut lines = Vec::new();
    title(&mut lines, "THE ANALOGY: kitchen, Tokio, meaning", theme);
    for row in table {
        let name = format!("{} = {}", row.kitchen, row.tokio);
        let first = lines.len();
        entry(&mut lines, (&name, theme.title), (4, "", theme.text), width);
        block(&mut lines, 4, row.meaning, theme.text, width);
        for line in &mut lines[first..] {
            line.action = Some(Action::Explain(row.kitchen));
        }
    }
    title(&mut lines, "MARKS", theme);
    for mark in truth::MARKS {
        entry(
            &mut lines,
            (mark.mark, theme.key),
            (6, mark.meaning, theme.text),
            width,
        );
    }
    title(&mut lines, "SIGNALS: where each value comes from", theme);
    let longest = truth::SIGNALS
        .iter()
        .map(|signal| columns(signal.shown))
        .max()
        .unwrap_or(0);
    let signals = if width >= WIDE / 2 { longest + 6 } else { 6 };
    for signal in truth::SIGNALS {
        let name = format!("{} {}", signal.certainty.mark(), signal.shown);
        entry(
            &mut lines,
            (&name, theme.text),
            (signals, signal.source, theme.dim),
            width,
        );
    }
    title(&mut lines, "LIMITS", theme);
    for limit in analogy::LIMITS.iter().chain(truth::LIMITS) {
        entry(&mut lines, ("-", theme.dim), (4, limit, theme.text), width);
    }
    lines
}

fn title(lines: &mut Vec<Line>, text: &str, theme: &Theme) {
    if !lines.is_empty() {
        lines.push(Line::default());
    }
    lines.push(Line {
        pieces: vec![(1, text.to_owned(), theme.title)],
        action: None,
    });
}

/// A name with its text beside it, or below it where the name is too long.
fn entry(lines: &mut Vec<Line>, name: (&str, Style), text: (u16, &str, Style), width: u16) {
    let (column, text, style) = text;
    lines.push(Line {
        pieces: vec![(2, name.0.to_owned(), name.1)],
        action: None,
    });
    let mut parts = wrap(text, width.saturating_sub(column + 1)).into_iter();
    if columns(name.0) + 3 <= column
        && let (Some(first), Some(line)) = (parts.next(), lines.last_mut())
    {
        line.pieces.push((column, first, style));
    }
    lines.extend(parts.map(|part| Line {
        pieces: vec![(column, part, style)],
        action: None,
    }));
}

fn block(lines: &mut Vec<Line>, column: u16, text: &str, style: Style, width: u16) {
    let parts = wrap(text, width.saturating_sub(column + 1)).into_iter();
    lines.extend(parts.map(|part| Line {
        pieces: vec![(column, part, style)],
        action: None,
    }));
}

#[cfg(test)]
mod tests;
