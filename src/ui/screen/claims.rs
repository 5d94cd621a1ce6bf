//! Draws the list of claims, from [`crate::kitchen::claims`].

mod line;

use super::page::{frame, mark, paragraph, put, put_right, scroll_to, tone, with_box_below};
use crate::app::Action;
use crate::events::Nanos;
use crate::kitchen::amount::{count, moment};
use crate::kitchen::claims::{ClaimsView, Row, standing};
use crate::ui::widget::panel;
use crate::ui::{hit::HitMap, keymap::Keys, theme::Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns: stop, verdict, moment; then the claim and its figures.
const STOP: u16 = 4;
const VERDICT: u16 = 8;
const MOMENT: u16 = 8;
/// Narrower pages leave out the moment: the box below has it.
const WIDE: u16 = 60;
/// Lower pages have no heading.
const HIGH: u16 = 8;
/// With less room the figures are left to the box below.
const FIGURES: u16 = 12;

/// ```text
/// ┌ EXPECTATIONS ──────────────────── broken 1 of 3 claims, 1 hold ... ┐
/// │  stop verdict    moment claim                figures             │
/// │>=[x] X broken    0.503  no stall over 50ms   1 stall over 50ms ..│
/// ├ CHOSEN 1 of 3 ───────────────────────────────────────────────────┤
/// │ no stall over 50ms                                               │
/// │ It is broken = 1 stall over 50ms; the longest ..                 │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub fn draw(view: &ClaimsView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let area = area.intersection(buf.area);
    let mut note = match view.standing.all {
        0 => String::new(),
        _ => standing(view.standing),
    };
    if view.over {
        note += if note.is_empty() { "" } else { "; " };
        note += "the play is over";
    }
    let (upper, lower) = match (&view.told, &view.typed) {
        (None, None) => (area, None),
        _ => with_box_below(area, 7),
    };
    let inner = frame("EXPECTATIONS", &note, theme, upper, buf);
    if view.rows.is_empty() {
        invite(theme, inner, buf);
    } else {
        draw_list(view, theme, inner, buf, hits);
    }
    match (&view.typed, lower) {
        (Some(typed), Some(lower)) => line::draw(typed, theme, lower, buf),
        (None, Some(lower)) => draw_told(view, theme, lower, buf),
        (_, None) => {}
    }
}

fn invite(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let mut area = Rect {
        x: area.x + 1,
        width: area.width.saturating_sub(2),
        ..area
    };
    let keys = [Action::AskClaim, Action::Complete, Action::ToClaim];
    let [claim, word, enter] = keys.map(|action| Keys::FIXED.name(action));
    let how =
        format!("{claim} types a claim, and {word} completes it; {enter} goes to its moment.");
    let lines = [
        ("Nothing is claimed of this run.", theme.text),
        (how.as_str(), theme.text),
        (
            "no stall over 50ms, ready wait p99 under 10ms, some panic: each is checked with every \
             event, over the history too, and is told as held, broken or open.",
            theme.dim,
        ),
    ];
    for (text, style) in lines {
        let used = paragraph(buf, area, text, style);
        area.y += used;
        area.height -= used;
    }
}

fn draw_list(view: &ClaimsView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let mut rows = area.rows();
    let mut height = area.height;
    if area.height >= HIGH
        && let Some(row) = rows.next()
    {
        draw_head(theme, row, buf);
        height -= 1;
    }
    let chosen = view.chosen.unwrap_or(0);
    let top = scroll_to(chosen, view.standing.all, height.into());
    let shown = view.rows.iter().skip(top.saturating_sub(view.first));
    for (claim, row) in shown.zip(rows) {
        draw_row(claim, theme, row, buf, hits);
    }
}

fn draw_head(theme: &Theme, row: Rect, buf: &mut Buffer) {
    let dim = |text: &'static str| (text, theme.dim);
    let cells = [
        dim("stop"),
        dim("verdict"),
        dim("moment"),
        dim("claim, and its figures"),
    ];
    write_cells(buf, row, &cells);
}

fn draw_row(claim: &Row, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let on = if claim.stops { "[x]" } else { "[ ]" };
    let verdict = format!("{} {}", claim.sign, claim.word);
    // Rounded down, as in the figures.
    let whole = |at: Nanos| Nanos::from_millis(at.as_millis());
    let at = claim.at.map(|at| moment(whole(at))).unwrap_or_default();
    let cells = [
        (on, if claim.stops { theme.key } else { theme.dim }),
        (verdict.as_str(), tone(claim.tone, theme)),
        (
            at.as_str(),
            if claim.forgotten {
                theme.dim
            } else {
                theme.text
            },
        ),
        (claim.text.as_str(), theme.text),
    ];
    let end = write_cells(buf, row, &cells);
    let room = row.right().saturating_sub(end + 2);
    if room >= FIGURES {
        put(buf, end + 2, row.y, room, &claim.figures, theme.dim);
    }
    if let Some(certainty) = claim.certainty {
        let room = row.width.saturating_sub(1).min(1);
        put(
            buf,
            row.x + 1,
            row.y,
            room,
            certainty.mark(),
            mark(certainty, theme),
        );
    }
    if claim.here {
        put(buf, row.x, row.y, row.width.min(1), ">", theme.key);
    }
    if claim.chosen {
        buf.set_style(row, theme.selected);
    }
    let stop = Rect::new(row.x.saturating_add(2), row.y, STOP, 1).intersection(row);
    hits.add(row, Action::PickClaim(claim.index));
    hits.add(stop, Action::StopAtClaim(Some(claim.index)));
}

/// Stop, verdict, moment, claim, each followed by an empty column; gives where the last ends.
fn write_cells(buf: &mut Buffer, row: Rect, cells: &[(&str, Style); 4]) -> u16 {
    let mut x = row.x.saturating_add(2);
    let widths = [STOP, VERDICT, MOMENT, u16::MAX];
    for (index, ((text, style), width)) in cells.iter().zip(widths).enumerate() {
        if row.width < WIDE && index == 2 {
            continue;
        }
        let width = width.min(row.right().saturating_sub(x));
        if index == 2 {
            put_right(buf, x, row.y, width, text, *style);
        } else {
            let used = put(buf, x, row.y, width, text, *style);
            if index == 3 {
                return x.saturating_add(used);
            }
        }
        x = x.saturating_add(width).saturating_add(1);
    }
    x
}

fn draw_told(view: &ClaimsView, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (Some(told), Some(chosen)) = (&view.told, view.chosen) else {
        return;
    };
    let about = format!(
        "{} of {}",
        count(chosen as u64 + 1),
        count(view.standing.all as u64)
    );
    let inner = panel::draw(" CHOSEN", &about, theme, area, buf);
    let mut rest = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    let lines = [
        (&told.claim, theme.text),
        (&told.verdict, theme.text),
        (&told.place, theme.dim),
    ];
    // Where there is no room for all, the list has the claim.
    for (text, style) in lines.iter().skip(usize::from(rest.height < 3)) {
        let used = paragraph(buf, rest, text, *style);
        rest.y += used;
        rest.height -= used;
    }
}

#[cfg(test)]
mod tests;
