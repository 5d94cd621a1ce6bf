//! The last seconds of every chef and of the card in focus, under one scale.

use super::{panel, pen::Pen, strip::StripRow};
use crate::app::{Action, Pick};
use crate::kitchen::scene::{About, Kitchen, WINDOW};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;

/// Columns of the names, beside the longest word in them.
const NAME: u16 = 5;

/// Rows it needs inside: chefs, the bakery, the card in focus, the scale.
pub fn rows(chefs: usize) -> u16 {
    u16::try_from(chefs).unwrap_or(u16::MAX).saturating_add(3)
}

/// ```text
/// ├TIMELINE last 10s  height = share in polls ... ─┤
/// │ Chef 0  ▁▁▂██▁▁▁...▁▁▂                         │
/// │ Bakery       ▂▅▅▅▅▅▅▅                          │
/// │ #16            ▁   !!!!!!!!                    │
/// │         -10s       -5s                    now  │
/// ```
pub fn draw(kitchen: &Kitchen, theme: &Theme, area: Rect, buf: &mut Buffer, hits: &mut HitMap) {
    let about = "last 10s   ▁█ share in polls   X stalled   . parked   ! ready, waits";
    let inner = panel::draw("TIMELINE", about, theme, area, buf);
    let name = NAME + theme.words.chef.len() as u16;
    let strip = |row: u16| Rect {
        x: inner.x + name,
        y: inner.y + row,
        width: inner.width.saturating_sub(name + 1),
        height: 1,
    };
    let chefs = inner
        .height
        .saturating_sub(3)
        .min(kitchen.chefs.len() as u16);
    for (row, chef) in (0..chefs).zip(&kitchen.chefs) {
        Pen::new(inner, row, buf)
            .skip(1)
            .put(format!("{} {}", theme.words.chef, chef.index), theme.dim);
        StripRow {
            strip: &chef.strip,
            theme,
        }
        .render(strip(row), buf);
        hits.add(
            Rect {
                y: inner.y + row,
                height: 1,
                ..inner
            },
            Action::Pick(Pick::Worker(chef.index)),
        );
    }
    Pen::new(inner, chefs, buf)
        .skip(1)
        .put(theme.words.bakery, theme.dim);
    StripRow {
        strip: &kitchen.bakery.strip,
        theme,
    }
    .render(strip(chefs).intersection(inner), buf);
    // A chef has a row of their own already.
    let card = kitchen.card.as_ref();
    if let Some(card) = card.filter(|card| card.about == About::Card) {
        let number = card.title.split(' ').next().unwrap_or_default();
        Pen::new(inner, chefs + 1, buf)
            .skip(1)
            .put(number, theme.pending);
        StripRow {
            strip: &card.strip,
            theme,
        }
        .render(strip(chefs + 1).intersection(inner), buf);
    }
    scale(theme, strip(chefs + 2).intersection(inner), buf);
}

fn scale(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let seconds = (WINDOW.as_millis() / 1000) as u16;
    for second in (2..=seconds).rev().step_by(2) {
        let x = area.width * (seconds - second) / seconds;
        Pen::new(area, 0, buf)
            .skip(x)
            .put(format!("-{second}s"), theme.dim);
    }
    Pen::new(area, 0, buf)
        .skip(area.width.saturating_sub(3))
        .put("now", theme.dim);
}
