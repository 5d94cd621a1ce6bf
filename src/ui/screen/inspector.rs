//! Draws a card's life, from [`crate::kitchen::inspector`].

use super::page::{columns, frame, mark, paragraph, put, put_right, scroll_to, tone};
use crate::app::Register;
use crate::app::{Action, Pick};
use crate::kitchen::amount;
use crate::kitchen::inspector::{Card, Fact, InspectorView, Shares, Step};
use crate::kitchen::scene::CodeView;
use crate::ui::widget::code;
use crate::ui::{hit::HitMap, keymap::Keys, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From this width on the facts stand beside the life, not above it.
const WIDE: u16 = 120;
const LABEL: u16 = 10;
/// The source stands below the facts where so many rows are left for it, its frame too.
const CODE: u16 = 8;

/// ```text
/// ┌ #07 stew ─────────────────────────────┐   ┌ #07 stew ───────────┬──────────────┐
/// │ stalled, chef 2 (one long poll) 1.40s │   │ state               │ life         │
/// │ spawned   = ...                       │   │ facts               │ steps,       │
/// │ time      |####!!......|              │   │ time                │ newest first │
/// │ ── life, newest first ─────────────── │   │ code: the line of   │              │
/// │> 12.410s = put aside  poll 3 ...      │   │ the chosen step     │              │
/// └───────────────────────────────────────┘   └─────────────────────┴──────────────┘
/// ```
pub fn draw(
    view: &InspectorView,
    code: Option<&CodeView>,
    keys: Keys<'_>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    match view {
        InspectorView::Nothing(why) => {
            let note = format!("{} back", keys.name(Action::Back));
            let inner = frame(&theme.words.card.to_uppercase(), &note, theme, area, buf);
            paragraph(buf, inner, &keys.tell(why), theme.dim);
        }
        InspectorView::Card(card) => draw_card(card, code, theme, area, buf, hits),
    }
}

fn draw_card(
    card: &Card,
    code: Option<&CodeView>,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let title = format!(
        "{} {} {}",
        theme.words.card.to_uppercase(),
        card.id,
        card.kind
    );
    let inner = frame(&title, "= measured  ~ inferred", theme, area, buf);
    let (top, life) = if inner.width >= WIDE {
        let left = Rect {
            width: inner.width / 2,
            ..inner
        };
        let x = left.right() + 1;
        let left = draw_code(card, code, theme, left, buf);
        (
            left,
            Rect {
                x,
                width: inner.right() - x,
                ..inner
            },
        )
    } else {
        // The life keeps at least a third of the height, however long the facts are.
        let wanted = card.facts.len() as u16 + 4;
        let height = wanted.min(inner.height * 2 / 3);
        let y = inner.y + height;
        (
            Rect { height, ..inner },
            Rect {
                y,
                height: inner.height - height,
                ..inner
            },
        )
    };
    draw_facts(card, theme, top, buf, hits);
    draw_life(card, theme, life, buf, hits);
}

/// Draws the source into the lower part of the left side, if there is room; gives the rest.
fn draw_code(
    card: &Card,
    code: Option<&CodeView>,
    theme: &Theme,
    left: Rect,
    buf: &mut Buffer,
) -> Rect {
    let facts = card.facts.len() as u16 + 4;
    let rest = left.height.saturating_sub(facts);
    let Some(view) = code.filter(|_| rest >= CODE) else {
        return left;
    };
    let area = Rect {
        y: left.y + facts,
        height: rest,
        ..left
    };
    code::draw(view, theme, area, buf);
    Rect {
        height: facts,
        ..left
    }
}

fn draw_facts(card: &Card, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    if let Some(row) = rows.next() {
        draw_state(card, theme, row, buf);
    }
    if let (Some(bar), Some(legend)) = (rows.next(), rows.next()) {
        draw_shares(&card.shares, theme, bar, legend, buf);
    }
    for (fact, row) in card.facts.iter().zip(rows) {
        draw_fact(fact, theme, row, buf, hits);
    }
}

fn draw_state(card: &Card, theme: &Theme, row: Rect, buf: &mut Buffer) {
    let state = &card.state;
    let mut x = row.x + 1;
    let mut write = |text: &str, style| {
        x += put(buf, x, row.y, row.right().saturating_sub(x), text, style);
    };
    write(state.certainty.mark(), mark(state.certainty, theme));
    write(" ", theme.text);
    let words = theme.words.register;
    write(&state.told(words), tone(state.tone, theme));
    // Both words, where they are two.
    if words == Register::Analogy {
        write(&format!(" ({})", state.tokio), theme.dim);
    }
    let time = amount::span(card.state_for);
    write(
        &if state.is_over() {
            format!("  after {time}")
        } else {
            format!("  for {time}")
        },
        theme.text,
    );
}

fn draw_fact(fact: &Fact, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    put(
        buf,
        row.x + 1,
        row.y,
        LABEL.min(row.width.saturating_sub(1)),
        fact.label,
        theme.dim,
    );
    let x = row.x + 1 + LABEL;
    let room = row.right().saturating_sub(x);
    put(
        buf,
        x,
        row.y,
        room,
        fact.certainty.mark(),
        mark(fact.certainty, theme),
    );
    put(
        buf,
        x + 2,
        row.y,
        room.saturating_sub(2),
        &fact.value,
        theme.text,
    );
    if let Some(task) = fact.pick {
        hits.add(row, Action::Pick(Pick::Task(task)));
    }
}

fn draw_shares(shares: &Shares, theme: &Theme, bar: Rect, legend: Rect, buf: &mut Buffer) {
    let total = shares.total().0.max(1);
    put(
        buf,
        bar.x + 1,
        bar.y,
        LABEL.min(bar.width.saturating_sub(1)),
        "time",
        theme.dim,
    );
    let x = bar.x + 1 + LABEL;
    let width = bar.right().saturating_sub(x + 3);
    put(
        buf,
        x,
        bar.y,
        bar.right().saturating_sub(x),
        "=",
        theme.measured,
    );
    let cells = |part: u64| (part as f64 / total as f64 * f64::from(width)).round() as u16;
    let busy = cells(shares.busy.0);
    let ready = cells(shares.busy.0 + shares.scheduled.0).max(busy);
    let parts = [
        (0, busy, "#", theme.cooking),
        (busy, ready, "!", theme.ready),
        (ready, width, ".", theme.pending),
    ];
    for (from, to, symbol, style) in parts {
        let cells = symbol.repeat(usize::from(to.saturating_sub(from)));
        put(
            buf,
            x + 2 + from,
            bar.y,
            to.saturating_sub(from),
            &cells,
            style,
        );
    }
    let percent = |part: u64| part as f64 * 100.0 / total as f64;
    let mut x = legend.x + 3 + LABEL;
    for (symbol, name, part, style) in [
        ("#", "busy", shares.busy, theme.cooking),
        ("!", "scheduled", shares.scheduled, theme.ready),
        (".", "idle", shares.idle, theme.pending),
    ] {
        let text = format!("{name} {} {:.0}%  ", amount::span(part), percent(part.0));
        x += put(
            buf,
            x,
            legend.y,
            legend.right().saturating_sub(x),
            &format!("{symbol} "),
            style,
        );
        x += put(
            buf,
            x,
            legend.y,
            legend.right().saturating_sub(x),
            &text,
            theme.text,
        );
    }
}

fn draw_life(card: &Card, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    let Some(head) = rows.next() else { return };
    put(
        buf,
        head.x + 1,
        head.y,
        head.width.saturating_sub(1),
        "LIFE, newest first",
        theme.title,
    );
    // What was forgotten is told in the row after the last step, so one is kept for it.
    let kept = u16::from(card.forgotten.is_some());
    let fit = usize::from(area.height.saturating_sub(1 + kept));
    let top = scroll_to(card.chosen, card.total, fit);
    let above = top.saturating_sub(card.first).min(card.steps.len());
    let shown = &card.steps[above..card.steps.len().min(above + fit)];
    let first = card.first + above;
    let from = first + usize::from(!shown.is_empty());
    let last = first + shown.len();
    let note = format!(
        "{from} to {last} of {} steps ",
        amount::count(card.total as u64)
    );
    if columns(&note) + 22 <= head.width {
        put_right(buf, head.x, head.y, head.width, &note, theme.dim);
    }
    for ((step, index), row) in shown.iter().zip(first..).zip(rows.by_ref()) {
        draw_step(step, theme, row, buf, hits);
        if index == card.chosen {
            put(buf, row.x, row.y, row.width.min(1), ">", theme.text);
            buf.set_style(row, theme.selected);
        }
    }
    if let (Some(text), Some(row)) = (&card.forgotten, rows.next()) {
        let width = row.width.saturating_sub(1);
        put(
            buf,
            row.x + 1,
            row.y,
            width,
            &format!("~ {text}"),
            theme.inferred,
        );
    }
}

fn draw_step(step: &Step, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    const TIME: u16 = 10;
    const VERB: u16 = 14;
    put_right(
        buf,
        row.x,
        row.y,
        TIME.min(row.width),
        &amount::moment(step.at),
        theme.dim,
    );
    let mut x = row.x + TIME + 1;
    for (text, style, width) in [
        (step.certainty.mark(), mark(step.certainty, theme), 2),
        (step.verb, tone(step.tone, theme), VERB),
        (step.text.as_str(), theme.text, u16::MAX),
    ] {
        let room = row.right().saturating_sub(x);
        put(buf, x, row.y, room.min(width), text, style);
        x = x.saturating_add(width);
    }
    if let Some(task) = step.pick {
        hits.add(row, Action::Pick(Pick::Task(task)));
    }
}

#[cfg(test)]
mod tests;
