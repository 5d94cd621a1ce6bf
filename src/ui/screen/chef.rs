//! Draws one chef, from [`crate::kitchen::scene::ChefPage`].

use super::page::{columns, frame, mark, put, put_right, scroll_to, tone};
use crate::app::{Action, Pick};
use crate::kitchen::amount;
use crate::kitchen::scene::{ChefPage, Fact, Turn};
use crate::ui::widget::strip::StripRow;
use crate::ui::{hit::HitMap, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// From this width on the facts stand beside the polls, not above them.
const WIDE: u16 = 120;
const LABEL: u16 = 10;

/// ```text
/// ┌ CHEF 1 worker thread ─────────────────┐   ┌ CHEF 1 ─────────────┬──────────────┐
/// │ now       = parked for 1.40s          │   │ facts               │ polls,       │
/// │ polls     = 902, 3 of them stalls     │   │                     │ newest first │
/// │ last 10s  ▁▁▂████▁▁....XXXXXXXXX      │   │ last 10s  ▁▁▂██..   │              │
/// │ POLLS, newest first                   │   │                     │              │
/// │> 12.410s = put aside  3.0ms #07 stew  │   │                     │              │
/// └───────────────────────────────────────┘   └─────────────────────┴──────────────┘
/// ```
pub fn draw(page: &ChefPage, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let title = format!(
        "{} {} {}, {}",
        theme.words.chef.to_uppercase(),
        page.index,
        theme.words.chef_about,
        page.state.word(theme.words)
    );
    let inner = frame(&title, "= measured  ~ inferred", theme, area, buf);
    let facts = page.facts.len() as u16 + 2;
    let (top, polls) = if inner.width >= WIDE {
        let left = inner.width / 2;
        let right = Rect {
            x: inner.x + left + 1,
            width: inner.width - left - 1,
            ..inner
        };
        (
            Rect {
                width: left,
                ..inner
            },
            right,
        )
    } else {
        // The polls keep at least a third of the height.
        let height = facts.min(inner.height * 2 / 3);
        let below = Rect {
            y: inner.y + height,
            height: inner.height - height,
            ..inner
        };
        (Rect { height, ..inner }, below)
    };
    draw_facts(page, theme, top, buf, hits);
    draw_turns(page, theme, polls, buf, hits);
}

fn draw_facts(page: &ChefPage, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    for (fact, row) in page.facts.iter().zip(rows.by_ref()) {
        draw_fact(fact, theme, row, buf);
        if let Some(task) = page.in_hand.filter(|_| fact.label == "now") {
            hits.add(row, Action::Pick(Pick::Task(task)));
        }
    }
    if let Some(row) = rows.next() {
        let width = LABEL.min(row.width.saturating_sub(1));
        put(buf, row.x + 1, row.y, width, "last 10s", theme.dim);
        let strip = Rect {
            x: row.x + LABEL + 3,
            width: row.width.saturating_sub(LABEL + 4),
            ..row
        };
        StripRow {
            strip: &page.strip,
            theme,
        }
        .render(strip, buf);
    }
}

fn draw_fact(fact: &Fact, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let width = LABEL.min(row.width.saturating_sub(1));
    put(buf, row.x + 1, row.y, width, fact.label, theme.dim);
    let x = row.x + 1 + LABEL;
    let room = row.right().saturating_sub(x);
    let style = mark(fact.certainty, theme);
    put(buf, x, row.y, room, fact.certainty.mark(), style);
    let room = room.saturating_sub(2);
    put(buf, x + 2, row.y, room, &fact.value, theme.text);
}

fn draw_turns(page: &ChefPage, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return };
    let width = head.width.saturating_sub(1);
    put(
        buf,
        head.x + 1,
        head.y,
        width,
        "POLLS, newest first",
        theme.title,
    );
    let fit = usize::from(area.height.saturating_sub(1));
    let top = scroll_to(page.chosen, page.total, fit);
    let above = top.saturating_sub(page.first).min(page.turns.len());
    let shown = &page.turns[above..page.turns.len().min(above + fit)];
    let first = page.first + above;
    let note = match shown.len() {
        0 => "none remembered ".to_owned(),
        len => format!(
            "{} to {} of the newest {} ",
            first + 1,
            first + len,
            page.total
        ),
    };
    if columns(&note) + 22 <= head.width {
        put_right(buf, head.x, head.y, head.width, &note, theme.dim);
    }
    for ((turn, index), row) in shown.iter().zip(first..).zip(rows) {
        draw_turn(turn, theme, row, buf);
        if index == page.chosen {
            put(buf, row.x, row.y, row.width.min(1), ">", theme.text);
            buf.set_style(row, theme.selected);
        }
        hits.add(row, Action::Pick(Pick::Task(turn.task)));
    }
}

fn draw_turn(turn: &Turn, theme: &Theme, row: Rect, buf: &mut Buffer) {
    const TIME: u16 = 10;
    const VERB: u16 = 11;
    const LASTED: u16 = 7;
    let began = amount::moment(turn.at);
    put_right(buf, row.x, row.y, TIME.min(row.width), &began, theme.dim);
    let mut x = row.x + TIME + 1;
    let room = |x: u16| row.right().saturating_sub(x);
    put(buf, x, row.y, room(x).min(1), "=", theme.measured);
    x += 2;
    put(
        buf,
        x,
        row.y,
        room(x).min(VERB),
        turn.verb,
        tone(turn.tone, theme),
    );
    x += VERB;
    let lasted = amount::span(turn.lasted);
    put_right(buf, x, row.y, room(x).min(LASTED), &lasted, theme.text);
    x += LASTED + 1;
    put(buf, x, row.y, room(x), &turn.card, theme.text);
}

#[cfg(test)]
mod tests;
