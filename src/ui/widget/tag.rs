//! A card as it lies somewhere: its number, with its name where there is room.

use super::pen::Pen;
use crate::app::{Action, Pick};
use crate::kitchen::scene::{Card, Kitchen};
use crate::ui::hit::HitMap;
use crate::ui::theme::Theme;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// `#07 block`, or `#07` if it has no name.
pub fn long(card: &Card) -> String {
    if card.name.is_empty() {
        card.task.to_string()
    } else {
        format!("{} {}", card.task, card.name)
    }
}

/// How a card looks at its place: selected, just arrived, on its way, or as the place says.
pub fn style(card: &Card, kitchen: &Kitchen, theme: &Theme, base: Style) -> Style {
    if kitchen.selected == Some(Pick::Task(card.task)) {
        theme.selected
    } else if card.carried {
        theme.dim
    } else {
        base
    }
}

/// Writes a text that stands for a card, marks it if it just came, and makes it clickable.
pub fn put(
    pen: &mut Pen<'_>,
    text: &str,
    card: &Card,
    y: u16,
    style: Style,
    theme: &Theme,
    hits: &mut HitMap,
) {
    if card.fresh {
        pen.put(">", theme.travel);
    }
    let from = pen.x();
    pen.put(text, style);
    hits.add(
        Rect::new(from, y, pen.x() - from, 1),
        Action::Pick(Pick::Task(card.task)),
    );
}
