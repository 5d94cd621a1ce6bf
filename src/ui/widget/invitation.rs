//! What a newcomer reads before anything was ordered: what this is, and what to press.

use super::panel;
use super::pen::{Pen, wrap};
use crate::kitchen::analogy::TABLE;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Keys to try, in this order, and what one will see.
const TRY: &[(&str, &str, &str)] = &[
    ("1", "hand in a card", "it simmers 2s and holds no chef"),
    ("b", "one that blocks", "its chef cannot put it down"),
    ("1", "once more", "do the other chefs still cook?"),
    (
        "B",
        "block in the bakery",
        "the same work, and no chef is held",
    ),
    (
        "N",
        "see the stall again",
        "paused where it began; End is live",
    ),
    ("?", "all keys and words", ""),
];

const WHAT: &str = "This is a real Tokio runtime at work, drawn as a kitchen. Chefs are its worker \
     threads, cards its tasks. Every value comes from the running runtime: = measured, ~ inferred.";

/// In the place of the code: what to press first.
pub fn keys(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("START HERE", "press", theme, area, buf);
    let explained = TRY.iter().filter(|(_, _, more)| !more.is_empty());
    let roomy = usize::from(inner.height) >= TRY.len() + explained.count();
    let mut row = u16::from(!roomy);
    for (key, what, more) in TRY {
        Pen::new(inner, row, buf)
            .skip(2)
            .put(key, theme.key)
            .skip(2)
            .put(what, theme.text);
        row += 1;
        if roomy {
            Pen::new(inner, row, buf).skip(5).put(more, theme.dim);
            row += 1;
        }
    }
}

/// In the place of the story: what one sees.
pub fn story(theme: &Theme, inner: Rect, buf: &mut Buffer) {
    let mut row = 0;
    for text in wrap(WHAT, usize::from(inner.width).saturating_sub(2)) {
        Pen::new(inner, row, buf).skip(1).put(text, theme.text);
        row += 1;
    }
    let mut pen = Pen::new(inner, row.min(inner.height.saturating_sub(1)), buf);
    pen.skip(1)
        .put("Press ", theme.text)
        .put("1", theme.key)
        .put(" to hand in the first card, then ", theme.text);
    pen.put("b", theme.key)
        .put(" to see what blocking does.", theme.text);
}

/// In the place of the card's facts: the first words.
pub fn words(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("FIRST WORDS", "", theme, area, buf);
    for (row, entry) in (0..inner.height).zip(TABLE) {
        let mut pen = Pen::new(inner, row, buf);
        pen.skip(1)
            .field(entry.kitchen, 10, theme.text)
            .put("= ", theme.dim)
            .put(entry.tokio, theme.pending);
    }
}
