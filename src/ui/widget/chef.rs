//! One chef: face, state, the card in hand, clip, rail and history, in the room there is.

mod big;
mod face;
mod rows;

pub use big::{HEIGHT as BIG_HEIGHT, WIDTH as BIG_WIDTH};
pub use face::face;

use super::pen::Pen;
use crate::app::{Action, Pick};
use crate::kitchen::analogy::Labels;
use crate::kitchen::scene::{Chef, ChefState, Kitchen};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// How much of a chef is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Number and face only, many in a row.
    Tiny,
    /// So many rows, 1 to 3.
    Rows(u16),
    /// A column of their own.
    Big,
}

/// Columns of a tiny chef among so many: a number, a face, and a sign of alarm.
pub const fn tiny_width(chefs: usize) -> u16 {
    FACE + digits(chefs)
}

/// Columns of a face, and of what is behind it.
const FACE: u16 = 6;

/// Digits of the largest number among so many chefs, two at least.
const fn digits(chefs: usize) -> u16 {
    match chefs {
        0..=100 => 2,
        101..=1_000 => 3,
        1_001..=10_000 => 4,
        _ => 5,
    }
}

/// Draws one chef.
pub fn draw(
    chef: &Chef,
    size: Size,
    kitchen: &Kitchen,
    theme: &Theme,
    area: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    hits.add(area, Action::Pick(Pick::Worker(chef.index)));
    match size {
        Size::Tiny => rows::tiny(chef, kitchen, theme, area, buf),
        Size::Rows(1) => rows::one(chef, kitchen, theme, area, buf, hits),
        Size::Rows(_) => rows::full(chef, kitchen, theme, area, buf, hits),
        Size::Big => big::draw(chef, kitchen, theme, area, buf, hits),
    }
}

/// `2 cooking, 1 stalled, 1 parked`: the states there are.
pub fn census(chefs: &[Chef], words: &Labels) -> String {
    let states = [
        ChefState::Cooking,
        ChefState::Stalled,
        ChefState::Looking,
        ChefState::OutOfSight,
        ChefState::Parked,
        ChefState::Home,
    ];
    let count = |state| chefs.iter().filter(|chef| chef.state == state).count();
    let told: Vec<_> = states
        .into_iter()
        .filter(|state| count(*state) > 0)
        .map(|state| format!("{} {}", count(state), state.word(words)))
        .collect();
    told.join(", ")
}

/// Headings of the numbers, right in the panel's title line.
pub fn headings(theme: &Theme, panel: Rect, buf: &mut Buffer) {
    let width = theme.words.headings.chars().count() as u16;
    let at = panel.right().saturating_sub(width + 1);
    Pen::new(
        Rect {
            x: at,
            width,
            height: 1,
            ..panel
        },
        0,
        buf,
    )
    .put(theme.words.headings, theme.dim);
}

/// Where a chef's hands, clip and rail are in their area.
pub fn spots(size: Size, area: Rect) -> ((u16, u16), (u16, u16), (u16, u16)) {
    let right = |columns: u16| area.right().saturating_sub(columns);
    let row = |row: u16| area.y + row.min(area.height.saturating_sub(1));
    match size {
        Size::Tiny => ((area.x, area.y), (area.x, area.y), (area.x, area.y)),
        Size::Rows(_) => (
            (area.x + 23, area.y),
            (right(9), area.y),
            (right(20), row(1)),
        ),
        Size::Big => (
            (area.x + 1, row(4)),
            (area.x + 6, row(5)),
            (area.x + 9, row(6)),
        ),
    }
}
