//! Draws the history, from [`crate::kitchen::timeline`].

mod lane;
mod plan;
#[cfg(test)]
mod tests;

use super::page::{columns, frame, put, tone};
use crate::app::Action;
use crate::kitchen::timeline::{Lane, Reach, TimelineView};
use crate::ui::{hit::HitMap, theme::Theme};
use plan::Plan;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

/// On screens narrower than this titles have fewer words.
const WORDY: u16 = 60;
/// Columns of the names.
const NAMES: u16 = 10;
/// Rows and columns of the frame.
const FRAME: u16 = 2;

/// Columns for time on a screen of this width: what names and frame leave.
pub fn time_columns(width: u16) -> u16 {
    width.saturating_sub(NAMES + 1 + FRAME).max(1)
}

/// How many of so many chefs a page of this height has rows for.
pub fn lanes(height: u16, chefs: usize) -> u16 {
    Plan::new(height.saturating_sub(FRAME), chefs).chefs()
}

/// ```text
/// ┌ TIMELINE ──────────────── history 41.2s, 12.3 of 64 MiB ┐
/// │ all       ▁▁▂▁▁▁XX▁▁▁▁▂▂▂▁▁▁▁                           │
/// │           .........[=====|===].                         │
/// │                 X      !                                │
/// │>Chef 0    ▁▁▁▂[#07 ███████]....                         │
/// │ Chef 1    ......XXXXXXXXXXX                             │
/// │ Bakery      bbbbbb                                      │
/// │ #07       ~~w!!▁                                        │
/// │ 66ms/col  12s         13s         14s                   │
/// │ Chef 1: poll of #07 block since 12.402s, 1.40s so far   │
/// │ ▁█ share in polls   X stall ...                         │
/// └─────────────────────────────────────────────────────────┘
/// ```
pub fn draw(view: &TimelineView, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let [long, short] = &view.history;
    let history = if area.width < WORDY { short } else { long };
    let inner = frame(
        &title(view, theme.words.chef_in, area.width),
        history,
        theme,
        area,
        buf,
    );
    let plan = Plan::new(inner.height, view.all);
    let mut rest = inner;
    let mut next = |rows: u16| {
        let rows = rows.min(rest.height);
        let part = Rect {
            height: rows,
            ..rest
        };
        rest.y += rows;
        rest.height -= rows;
        part
    };
    draw_whole(view, &plan, theme, next(plan.whole), buf, hits);
    draw_window(view, theme, next(plan.window), buf, hits);
    draw_marks(view, theme, next(plan.marks), buf, hits);
    draw_chefs(view, &plan, theme, next(plan.lanes), buf, hits);
    draw_lane(view, &view.bakery, theme, next(plan.bakery), buf, hits);
    let card = next(plan.card);
    if let Some(lane) = &view.card {
        draw_lane(view, lane, theme, card, buf, hits);
    }
    draw_axis(view, theme, next(plan.axis), buf);
    next(plan.free);
    for (row, (text, look)) in next(plan.about).rows().zip(&view.about) {
        let width = row.width.saturating_sub(1);
        put(buf, row.x + 1, row.y, width, text, tone(*look, theme));
    }
    for (row, texts) in next(plan.legend)
        .rows()
        .zip([theme.words.lanes, theme.words.marks])
    {
        let width = row.width.saturating_sub(1);
        let fits = |text: &&str| columns(text) <= width;
        let text = texts.into_iter().find(fits).unwrap_or(texts[1]);
        put(buf, row.x + 1, row.y, width, text, theme.dim);
    }
}

/// The name, with the chefs in view if these are not all.
fn title(view: &TimelineView, words: &str, width: u16) -> String {
    let shown = view.chefs.len();
    if shown == 0 || shown == view.all {
        return "TIMELINE".into();
    }
    let last = view.first + shown - 1;
    let (first, all) = (view.first, view.all);
    if width < WORDY {
        return format!("TIMELINE {first}-{last}/{all}");
    }
    format!("TIMELINE {words}s {first}-{last} of {all}")
}

/// Where the columns of time are.
fn time(row: Rect) -> Rect {
    let left = (NAMES + 1).min(row.width);
    Rect {
        x: row.x + left,
        width: row.width - left,
        ..row
    }
}

fn name(text: &str, row: Rect, theme: &Theme, buf: &mut Buffer) {
    let width = NAMES.min(row.width.saturating_sub(1));
    put(buf, row.x + 1, row.y, width, text, theme.dim);
}

fn scrub(hits: &mut HitMap, area: Rect, reach: Reach) {
    hits.add_time(area, reach.from, reach.span);
}

fn draw_whole(
    view: &TimelineView,
    plan: &Plan,
    theme: &Theme,
    row: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    if row.is_empty() {
        return;
    }
    name("all", row, theme, buf);
    let area = time(row);
    lane::cells(&view.whole.cells, None, theme, area, buf);
    if plan.window == 0 {
        // No row of its own: what is shown is underlined, the moment is reversed.
        let (first, last) = view.whole.window;
        lane::style(area, first..last + 1, Modifier::UNDERLINED, buf);
        let cursor = view.whole.cursor;
        lane::style(area, cursor..cursor + 1, Modifier::REVERSED, buf);
    }
    scrub(hits, area, view.whole.reach);
}

/// Which part of the history is shown: `....[===|===]..`.
fn draw_window(view: &TimelineView, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    if row.is_empty() {
        return;
    }
    let area = time(row);
    let (first, last) = view.whole.window;
    for column in 0..area.width {
        let (sign, style) = match column {
            _ if column == view.whole.cursor => ("|", theme.key),
            _ if column < first || column > last => (".", theme.dim),
            _ if column == first => ("[", theme.text),
            _ if column == last => ("]", theme.text),
            _ => ("=", theme.text),
        };
        put(buf, area.x + column, area.y, 1, sign, style);
    }
    scrub(hits, area, view.whole.reach);
}

fn draw_marks(view: &TimelineView, theme: &Theme, row: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    if row.is_empty() {
        return;
    }
    let area = time(row);
    scrub(hits, area, view.reach);
    if let Some(cursor) = view.cursor.filter(|cursor| *cursor < area.width) {
        put(buf, area.x + cursor, area.y, 1, "v", theme.key);
    }
    for mark in view.marks.iter().filter(|mark| mark.column < area.width) {
        let place = Rect {
            x: area.x + mark.column,
            width: 1,
            ..area
        };
        let mut style = tone(mark.tone, theme);
        if mark.chosen {
            style = style.patch(theme.selected);
        }
        put(
            buf,
            place.x,
            place.y,
            1,
            mark.sign.encode_utf8(&mut [0; 4]),
            style,
        );
        hits.add(place, Action::PickFinding(mark.finding));
    }
}

fn draw_chefs(
    view: &TimelineView,
    plan: &Plan,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let each = plan.each.max(1);
    for (chef, index) in view.chefs.iter().zip(0..) {
        let row = Rect {
            y: area.y + index * each,
            height: each,
            ..area
        };
        draw_lane(view, chef, theme, row.intersection(area), buf, hits);
    }
}

fn draw_lane(
    view: &TimelineView,
    lane: &Lane,
    theme: &Theme,
    row: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    if row.is_empty() {
        return;
    }
    let style = if lane.selected { theme.key } else { theme.dim };
    let room = NAMES.min(row.width.saturating_sub(1));
    if lane.selected {
        put(buf, row.x, row.y, 1, ">", theme.key);
    }
    put(buf, row.x + 1, row.y, room, &lane.name, style);
    // The last of several lines keeps the row apart from the next.
    let lines = row.height.saturating_sub(1).max(1);
    if lines > 1 {
        put(buf, row.x + 1, row.y + 1, room, &lane.note, theme.dim);
    }
    let area = Rect {
        height: lines,
        ..time(row)
    };
    let after = view.cursor.filter(|_| !view.live);
    lane::cells(&lane.cells, after, theme, area, buf);
    for bar in &lane.bars {
        lane::bar(bar, after, theme, area, buf);
    }
    if let Some(cursor) = after {
        lane::cursor(area, cursor, theme, buf);
    }
    scrub(hits, area, view.reach);
    if let Some(pick) = lane.pick {
        let names = Rect {
            width: time(row).x - row.x,
            ..row
        };
        hits.add(names, Action::Pick(pick));
    }
}

fn draw_axis(view: &TimelineView, theme: &Theme, row: Rect, buf: &mut Buffer) {
    if row.is_empty() {
        return;
    }
    name(&view.scale, row, theme, buf);
    let area = time(row);
    for tick in view.ticks.iter().filter(|tick| tick.column < area.width) {
        let room = area.width - tick.column;
        put(
            buf,
            area.x + tick.column,
            area.y,
            room,
            &tick.text,
            theme.dim,
        );
    }
    if let Some(cursor) = view.cursor.filter(|cursor| *cursor < area.width) {
        let here = Rect {
            x: area.x + cursor,
            width: 1,
            ..area
        };
        // A label keeps all its characters.
        if buf
            .cell((here.x, here.y))
            .is_some_and(|cell| cell.symbol() == " ")
        {
            put(buf, here.x, here.y, 1, "^", theme.key);
        } else {
            buf.set_style(here.intersection(buf.area), theme.selected);
        }
    }
}
