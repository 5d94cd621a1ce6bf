//! What goes on and what happened, each with its reason.

use super::pen::{Pen, wrap};
use crate::app::{Action, Pick};
use crate::events::Nanos;
use crate::kitchen::scene::{Kitchen, Printed, Scene, StoryLine};
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Columns before the text: the time.
const TIME: u16 = 8;
/// How long a printed line stays where it has no place of its own.
const SAID_FOR: Nanos = Nanos::from_millis(8_000);

/// ```text
/// │  12.41s Chef 1 is stalled for 1.40s: #07 block holds him at line 13.  │
/// │         No .await is reached, so he cannot put the card down.         │
/// ```
///
/// What weighs tells its reason too; routine lines only where there is room to spare.
/// Without a ticker of its own on screen, what cards printed just now is shown at the bottom.
pub fn draw(
    scene: &Scene,
    kitchen: &Kitchen,
    theme: &Theme,
    inner: Rect,
    quiet_ticker: bool,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut row = 0;
    if let Some((notice, is_error)) = &scene.notice {
        let style = if *is_error { theme.error } else { theme.notice };
        let notice = Keys::new(&scene.menu).tell(notice);
        for text in wrap(&notice, usize::from(inner.width).saturating_sub(4))
            .iter()
            .take(2)
        {
            Pen::new(inner, row, buf)
                .skip(1)
                .put("> ", style)
                .put(text, style);
            row += 1;
        }
    }
    let inner = said(
        kitchen,
        scene.header.at,
        theme,
        inner,
        row,
        quiet_ticker,
        buf,
    );
    // With little room the first entry keeps its reason and the others are told in a line.
    let spare = inner.height.saturating_sub(row) > 8;
    let mut reason = None;
    for (i, told) in kitchen.story.iter().enumerate() {
        if row >= inner.height {
            return;
        }
        let worth = i == 0 || told.line.weight >= 3 || (spare && told.line.weight >= 1);
        // The same reason twice teaches nothing more.
        let with_why = worth && reason != Some(&told.line.why);
        reason = Some(&told.line.why);
        row += entry(
            told,
            with_why,
            theme,
            Rect {
                y: inner.y + row,
                height: inner.height - row,
                ..inner
            },
            buf,
            hits,
        );
    }
}

/// Lines printed in the last seconds, at the bottom; gives the area that is left.
fn said(
    kitchen: &Kitchen,
    at: Nanos,
    theme: &Theme,
    inner: Rect,
    used: u16,
    shown_here: bool,
    buf: &mut Buffer,
) -> Rect {
    let recent = |said: &&Printed| at.since(said.at) < SAID_FOR;
    let room = inner.height.saturating_sub(used);
    let most = match kitchen.story.first().map_or(0, |told| told.line.weight) {
        4.. => room / 4,
        2 | 3 => room / 2,
        _ => room * 3 / 4,
    };
    let count = kitchen.ticker.iter().rev().take_while(recent).count() as u16;
    let rows = if shown_here { count.min(most) } else { 0 };
    let first = kitchen.ticker.len() - usize::from(rows);
    for (row, said) in (inner.height - rows..).zip(&kitchen.ticker[first..]) {
        Pen::new(inner, row, buf)
            .put(format!("{:>6.2}s", said.at.as_secs_f64()), theme.dim)
            .to(TIME)
            .put(format!("{} says: ", said.who), theme.pending)
            .put(&said.text, theme.title);
    }
    Rect {
        height: inner.height - rows,
        ..inner
    }
}

/// Draws one entry; gives the rows it took.
fn entry(
    told: &StoryLine,
    with_why: bool,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) -> u16 {
    let text_style = match told.line.weight {
        4 => theme.stalled,
        2 | 3 => theme.notice,
        _ => theme.text,
    };
    let mut text = told.line.text.clone();
    if told.times > 1 {
        text += &format!(" ({} like it)", told.times);
    }
    let time = format!("{:>6.2}s", told.line.at.as_secs_f64());
    Pen::new(area, 0, buf).put(&time, theme.dim);
    let mut row = rows(&text, text_style, 0, area, buf);
    if let Some(why) = told.line.why.as_ref().filter(|_| with_why) {
        row += rows(why, theme.dim, row, area, buf);
    }
    if let Some(task) = told.task {
        hits.add(
            Rect {
                height: row.min(area.height),
                ..area
            },
            Action::Pick(Pick::Task(task)),
        );
    }
    row
}

fn rows(text: &str, style: Style, from: u16, area: Rect, buf: &mut Buffer) -> u16 {
    let rows = wrap(text, usize::from(area.width.saturating_sub(TIME)));
    for (row, text) in (from..).zip(&rows) {
        Pen::new(area, row, buf).skip(TIME).put(text, style);
    }
    let last = area.height.saturating_sub(from + 1);
    if usize::from(last) + 1 < rows.len() {
        // A sentence that does not fit must not look like a whole one.
        let end = rows[usize::from(last)]
            .chars()
            .count()
            .min(usize::from(area.width - TIME).saturating_sub(3));
        Pen::new(area, from + last, buf)
            .skip(TIME + end as u16)
            .put("...", style);
    }
    rows.len() as u16
}
