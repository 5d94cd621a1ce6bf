//! Draws the list of cards, from [`crate::kitchen::task_list`].

use super::page::{frame, mark, put, put_right, tone};
use crate::app::{Action, Pick};
use crate::kitchen::amount;
use crate::kitchen::task_list::{Order, Row, TasksView};
use crate::ui::{hit::HitMap, keymap::Keys, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows of the page that hold no card: the frame, the search, the heading, the foot.
pub const OTHER_ROWS: u16 = 5;

/// Columns: card, kind, mark and state, time, polls, then what is left for the wait.
const CARD: u16 = 8;
const KIND: u16 = 13;
const STATE: u16 = 19;
const TIME: u16 = 6;
const POLLS: u16 = 6;

/// ```text
/// ┌ CARDS newest first ── = 26 alive of 40 .. ┐
/// │ search: simmer_          words to type    │
/// │  card  kind    state        for  polls .. │
/// │>  #26  simmer  = stove     1.2s      2 .. │
/// │ rows 1 to 20, more below                  │
/// └───────────────────────────────────────────┘
/// ```
pub fn draw(view: &TasksView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let order = match view.order {
        Order::Newest => "newest first",
        Order::Oldest => "oldest first",
        Order::LongestWaiting => theme.words.longest_waiting,
    };
    let note = format!(
        "= {} alive of {}, {} a second",
        amount::count(view.alive),
        amount::count(view.spawned),
        amount::count(view.rate.round() as u64)
    );
    let inner = frame(
        &format!("{}S {order}", theme.words.card.to_uppercase()),
        &note,
        theme,
        area,
        buf,
    );
    let mut rows = inner.rows();
    if let Some(row) = rows.next() {
        draw_search(view, theme, row, buf, hits);
    }
    if let Some(row) = rows.next() {
        draw_head(theme, row, buf);
    }
    let foot = rows.next_back();
    if view.rows.is_empty()
        && let Some(row) = rows.next()
    {
        let why = if view.search.is_empty() {
            theme.words.no_cards_yet
        } else {
            theme.words.no_card_fits
        };
        put(
            buf,
            row.x + 1,
            row.y,
            row.width.saturating_sub(1),
            why,
            theme.dim,
        );
    }
    let drawn = view
        .rows
        .iter()
        .zip(rows)
        .map(|(card, row)| draw_row(card, theme, row, buf, hits));
    let drawn = drawn.count();
    if let Some(row) = foot {
        draw_foot(view, drawn, theme, row, buf);
    }
}

fn draw_search(view: &TasksView, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let cursor = if view.typing { "_" } else { "" };
    let style = if view.typing { theme.key } else { theme.text };
    let mut x = row.x + 1;
    x += put(
        buf,
        x,
        row.y,
        row.right().saturating_sub(x),
        &format!("{} search: ", Keys::FIXED.name(Action::Search)),
        theme.dim,
    );
    x += put(
        buf,
        x,
        row.y,
        row.right().saturating_sub(x),
        &format!("{}{cursor}", view.search),
        style,
    );
    let help = "number, kind, state; newest oldest longest";
    if row.right().saturating_sub(x) > help.len() as u16 + 2 {
        put_right(buf, x, row.y, row.right() - x - 1, help, theme.dim);
    }
    hits.add(row, Action::Search);
}

fn draw_head(theme: &Theme, row: Rect, buf: &mut Buffer) {
    let cells = [
        (theme.words.card, CARD, true),
        ("kind", KIND, false),
        ("state", STATE, false),
        ("for", TIME, true),
        ("polls", POLLS, true),
        (" waits for", u16::MAX, false),
    ];
    write_cells(
        buf,
        row,
        cells.map(|(text, width, right)| (text.to_owned(), width, right, theme.dim)),
    );
}

fn draw_row(card: &Row, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let state = &card.state;
    let cells = [
        (card.id.to_string(), CARD, true, theme.text),
        (card.kind.clone(), KIND, false, theme.text),
        // Its mark and its words, below.
        (String::new(), STATE, false, theme.text),
        (amount::span(card.time), TIME, true, theme.text),
        (amount::count(card.polls), POLLS, true, theme.text),
        (format!(" {}", card.detail), u16::MAX, false, theme.dim),
    ];
    write_cells(buf, row, cells);
    let x = row.x + 1 + CARD + 1 + KIND + 1;
    let room = |from: u16, width: u16| row.right().saturating_sub(from).min(width);
    let sure = mark(state.certainty, theme);
    put(buf, x, row.y, room(x, 1), state.certainty.mark(), sure);
    let words = tone(state.tone, theme);
    put(
        buf,
        x + 2,
        row.y,
        room(x + 2, STATE - 2),
        &state.told(theme.words.register),
        words,
    );
    if card.selected {
        put(buf, row.x, row.y, row.width.min(1), ">", theme.text);
        buf.set_style(row, theme.selected);
    }
    hits.add(row, Action::Pick(Pick::Task(card.id)));
}

/// Each cell is followed by one empty column.
fn write_cells<const N: usize>(
    buf: &mut Buffer,
    row: Rect,
    cells: [(String, u16, bool, Style); N],
) {
    let mut x = row.x.saturating_add(1);
    for (text, width, right, style) in cells {
        let width = width.min(row.right().saturating_sub(x));
        if right {
            put_right(buf, x, row.y, width, &text, style);
        } else {
            put(buf, x, row.y, width, &text, style);
        }
        x = x.saturating_add(width).saturating_add(1);
    }
}

fn draw_foot(view: &TasksView, drawn: usize, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let mut text = match drawn {
        0 => "no rows".to_owned(),
        n => format!("rows {} to {}", view.first + 1, view.first + n),
    };
    if view.more || view.rows.len() > drawn {
        text.push_str(", more below");
    }
    if let Some(limit) = view.stopped_after {
        text.push_str(&format!(
            ", looked at {} {}, not further",
            amount::count(limit as u64),
            theme.words.cards
        ));
    }
    put(
        buf,
        row.x + 1,
        row.y,
        row.width.saturating_sub(1),
        &text,
        theme.dim,
    );
}

#[cfg(test)]
mod tests;
