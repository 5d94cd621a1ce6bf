//! Draws the load that is played twice, from [`crate::kitchen::scene::ByHandPage`].

use super::page::{columns, frame, paragraph, put, put_right};
use crate::app::{Action, HandMove};
use crate::kitchen::scene::{ByHandPage, HandChef, HandTable, ReadyCard};
use crate::ui::keymap::Keys;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From this width on the ready cards stand beside the chefs, not below them.
const WIDE: u16 = 110;
/// Columns of the label of a figure, and of a figure.
const LABEL: u16 = 26;
const FIGURE: u16 = 22;

/// ```text
/// ┌ BE THE HEAD CHEF ───────────────────── SIMULATION ┐
/// │ SIMULATION  4.21s  served 0 of 10                 │
/// │ The digit of a free chef gives them the card.     │
/// │                                                   │
/// │ CHEFS                                             │
/// │ 0  Chef 0  soup  ████......  320ms left           │
/// │ 1  Chef 1  no card                                │
/// │ SIMMERS  rice 210ms  fish 480ms                   │
/// │ READY                                             │
/// │ > tart    piece 2 of 6   ready for 1.20s          │
/// └───────────────────────────────────────────────────┘
/// ```
pub fn draw(
    page: &ByHandPage,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let inner = frame(&page.title, page.mark, theme, area, buf);
    let mut rest = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    if rest.is_empty() {
        return;
    }
    let used = put(buf, rest.x, rest.y, rest.width, "SIMULATION", theme.notice);
    let x = rest.x + used + 2;
    let room = rest.right().saturating_sub(x);
    put(buf, x, rest.y, room, &page.status, theme.text);
    skip(&mut rest, 1);
    let style = match page.refused {
        true => theme.error,
        false => theme.title,
    };
    let used = paragraph(buf, rest, &keys.tell(&page.about), style);
    skip(&mut rest, used + 1);
    match &page.table {
        Some(table) => draw_table(table, theme, rest, buf),
        None if rest.width >= WIDE => {
            let half = Rect {
                width: rest.width / 2,
                ..rest
            };
            let right = Rect {
                x: rest.x + half.width,
                width: rest.width - half.width,
                ..rest
            };
            draw_ready(page, theme, half, buf, hits);
            draw_chefs(page, theme, right, buf, hits);
        }
        None => {
            let used = draw_chefs(page, theme, rest, buf, hits);
            skip(&mut rest, used);
            draw_ready(page, theme, rest, buf, hits);
        }
    }
}

fn skip(rest: &mut Rect, rows: u16) {
    let rows = rows.min(rest.height);
    rest.y += rows;
    rest.height -= rows;
}

/// The chefs, and below them what simmers. Gives the rows used.
fn draw_chefs(
    page: &ByHandPage,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) -> u16 {
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return 0 };
    put(
        buf,
        head.x,
        head.y,
        head.width,
        &page.heads.chefs,
        theme.title,
    );
    for (chef, row) in page.chefs.iter().zip(rows.by_ref()) {
        draw_chef(chef, &page.heads.free, theme, row, buf);
        hits.add(row, Action::ByHand(HandMove::Give(chef.digit)));
    }
    if let Some(row) = rows.next() {
        let mut x = row.x;
        let room = |x: u16| row.right().saturating_sub(x);
        x += put(buf, x, row.y, room(x), &page.heads.simmers, theme.title) + 2;
        if page.simmers.is_empty() {
            put(buf, x, row.y, room(x), "nothing", theme.dim);
        }
        for (name, left) in &page.simmers {
            let text = format!("{name} {left}");
            if columns(&text) > room(x) {
                break;
            }
            x += put(buf, x, row.y, room(x), &text, theme.pending) + 2;
        }
    }
    (page.chefs.len() as u16 + 3).min(area.height)
}

fn draw_chef(chef: &HandChef, free: &str, theme: &Theme, row: Rect, buf: &mut Buffer) {
    const BAR: u8 = 20;
    let room = |x: u16| row.right().saturating_sub(x);
    let mut x = row.x;
    put(buf, x, row.y, room(x), &chef.digit.to_string(), theme.key);
    x += 3;
    put(buf, x, row.y, room(x).min(9), &chef.name, theme.text);
    x += 10;
    match &chef.card {
        Some((name, left, done)) => {
            put(buf, x, row.y, room(x).min(7), name, theme.cooking);
            x += 8;
            let full = usize::from(u16::from(*done) * u16::from(BAR) / 100);
            let empty = usize::from(BAR) - full;
            let bar = "\u{2588}".repeat(full) + &".".repeat(empty);
            x += put(buf, x, row.y, room(x), &bar, theme.cooking) + 1;
            put(buf, x, row.y, room(x), &format!("{left} left"), theme.text);
        }
        None => {
            put(buf, x, row.y, room(x), free, theme.ready);
        }
    }
    let idle = format!("idle {}", chef.idle);
    if row.width >= 66 || row.width >= 52 && chef.card.is_none() {
        put_right(buf, row.x, row.y, row.width, &idle, theme.dim);
    }
}

fn draw_ready(page: &ByHandPage, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return };
    put(
        buf,
        head.x,
        head.y,
        head.width,
        &page.heads.ready,
        theme.title,
    );
    for (card, row) in page.ready.iter().zip(rows) {
        draw_card(card, theme, row, buf);
        hits.add(row, Action::ByHand(HandMove::Choose(card.task)));
    }
}

fn draw_card(card: &ReadyCard, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let room = |from: u16| row.width.saturating_sub(from);
    let mark = if card.chosen { ">" } else { " " };
    put(buf, row.x, row.y, room(0).min(1), mark, theme.key);
    put(
        buf,
        row.x + 2,
        row.y,
        room(2).min(8),
        card.name,
        theme.ready,
    );
    let piece = format!("piece {}", card.piece);
    put(buf, row.x + 11, row.y, room(11), &piece, theme.text);
    let waits = format!("ready for {}", card.waits);
    put(buf, row.x + 26, row.y, room(26), &waits, theme.text);
    if card.chosen {
        buf.set_style(row, theme.selected);
    }
}

fn draw_table(table: &HandTable, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let head = ("", "BY HAND: SIMULATION", "TOKIO: = measured");
    let mut rows = area.rows();
    if let Some(row) = rows.next() {
        draw_figures((head.0, head.1, head.2), theme.title, theme, row, buf);
    }
    for ((label, hand, real), row) in table.rows.iter().zip(rows.by_ref()) {
        draw_figures((label, hand, real), theme.text, theme, row, buf);
    }
    for (note, row) in table.notes.iter().zip(rows.skip(1)) {
        put(buf, row.x, row.y, row.width, note, theme.dim);
    }
}

fn draw_figures(
    (label, hand, real): (&str, &str, &str),
    style: ratatui::style::Style,
    theme: &Theme,
    row: Rect,
    buf: &mut Buffer,
) {
    let room = |from: u16| row.width.saturating_sub(from);
    put(buf, row.x, row.y, room(0).min(LABEL - 1), label, theme.text);
    let x = row.x + LABEL;
    put(buf, x, row.y, room(LABEL).min(FIGURE - 1), hand, style);
    let from = LABEL + FIGURE;
    put(buf, row.x + from, row.y, room(from), real, style);
}

#[cfg(test)]
mod tests;
