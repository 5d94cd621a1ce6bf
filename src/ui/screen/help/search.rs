//! The search in the help: which lines have the text, and how that is shown.

use super::{Line, texts};
use crate::app::Action;
use crate::ui::keymap::{HelpRow, Keys};
use crate::ui::screen::page::{columns, put};
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};

/// What is searched in the help.
#[derive(Clone, Copy, Debug, Default)]
pub struct Search<'a> {
    /// The text; empty: nothing.
    pub text: &'a str,
    /// Whether it is being typed.
    pub typing: bool,
    /// The line it went to last.
    pub hit: Option<usize>,
}

impl Search<'_> {
    /// Whether there is something to show of it.
    pub(super) fn is_on(&self) -> bool {
        self.typing || !self.text.is_empty()
    }
}

/// The lines of a page of this size that have the text, from the top; capital or small
/// letters are the same.
pub fn hits(rows: &[HelpRow], text: &str, area: Rect) -> Vec<usize> {
    let inner = area.inner(Margin::new(1, 1));
    found(&texts(rows, &Theme::mono(), inner), text)
}

fn found(texts: &[(Rect, Vec<Line>)], text: &str) -> Vec<usize> {
    let lines = texts.iter().flat_map(|(_, lines)| lines.iter().enumerate());
    let with = lines.filter(|(_, line)| has(line, text));
    let mut found: Vec<_> = with.map(|(index, _)| index).collect();
    // Lines beside each other are one place to go to.
    found.sort_unstable();
    found.dedup();
    found
}

fn has(line: &Line, text: &str) -> bool {
    let (text, mut pieces) = (text.to_lowercase(), line.pieces.iter());
    !text.is_empty() && pieces.any(|(_, piece, _)| piece.to_lowercase().contains(&text))
}

/// Marks the lines that have the text; the one gone to last with a sign.
pub(super) fn mark(
    lines: &[Line],
    first: usize,
    search: Search<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
) {
    for ((line, index), row) in lines.iter().zip(0..).skip(first).zip(area.rows()) {
        if !has(line, search.text) {
            continue;
        }
        buf.set_style(row.intersection(buf.area), theme.selected);
        if search.hit == Some(index) {
            put(buf, row.x, row.y, row.width.min(1), ">", theme.key);
        }
    }
}

/// The text in the lower line of the frame: `/ pause_  2 of 5`.
pub(super) fn draw(
    texts: &[(Rect, Vec<Line>)],
    search: Search<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    if !search.is_on() || area.height < 3 || area.width < 4 {
        return;
    }
    let found = found(texts, search.text);
    let at = search
        .hit
        .and_then(|hit| found.iter().position(|line| *line == hit));
    let count = match (at, found.len()) {
        _ if search.text.is_empty() => String::new(),
        (_, 0) => "not found".into(),
        (Some(at), len) => format!("{} of {len}", at + 1),
        (None, len) => format!("{len} found"),
    };
    let cursor = if search.typing { "_" } else { "" };
    let key = Keys::FIXED.name(Action::Search);
    let text = format!(" {key} {}{cursor}  {count} ", search.text);
    let row = Rect {
        x: area.x + 1,
        y: area.bottom() - 1,
        width: columns(&text).min(area.width - 2),
        height: 1,
    };
    put(buf, row.x, row.y, row.width, &text, theme.key);
    hits.add(row, Action::Search);
}
