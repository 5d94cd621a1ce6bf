//! What a newcomer reads before anything was ordered: what this is, and what to press.

use super::panel;
use super::pen::{Pen, wrap};
use crate::app::{Action, Screen};
use crate::kitchen::analogy::TABLE;
use crate::kitchen::orders;
use crate::kitchen::text::Text;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The first order: it waits and holds no chef.
pub const SIMMER: Action = Action::HandIn(orders::SIMMER);
/// The second: it blocks its chef.
pub const BLOCK: Action = Action::HandIn(orders::BLOCK);
const BAKERY: Action = Action::HandIn(orders::BAKERY);

/// What to try, in this order, and what one will see.
fn to_try() -> [(Action, &'static str, Text); 6] {
    [
        (
            SIMMER,
            "hand in a card",
            "it simmers 2s and holds no chef".into(),
        ),
        (
            BLOCK,
            "one that blocks",
            "its chef cannot put it down".into(),
        ),
        (SIMMER, "once more", "do the other chefs still cook?".into()),
        (
            BAKERY,
            "block in the bakery",
            "the same work, and no chef is held".into(),
        ),
        (
            Action::Jump { forth: false },
            "see the stall again",
            Text::from("paused where it began; ")
                .key(Action::Newest)
                .words(" is live"),
        ),
        (
            Action::Toggle(Screen::Help),
            "all keys and words",
            Text::default(),
        ),
    ]
}

const WHAT: &str = "This is a real Tokio runtime at work, drawn as a kitchen. Chefs are its worker \
     threads, cards its tasks. Every value comes from the running runtime: = measured, ~ inferred.";

/// In the place of the code: what to press first.
pub fn keys(keys: Keys<'_>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("START HERE", "press", theme, area, buf);
    let to_try = to_try();
    let explained = to_try
        .iter()
        .filter(|(_, _, more)| *more != Text::default());
    let roomy = usize::from(inner.height) >= to_try.len() + explained.count();
    let mut row = u16::from(!roomy);
    for (action, what, more) in &to_try {
        Pen::new(inner, row, buf)
            .skip(2)
            .put(keys.name(*action), theme.key)
            .skip(2)
            .put(what, theme.text);
        row += 1;
        if roomy {
            let more = keys.tell(more);
            Pen::new(inner, row, buf).skip(5).put(more, theme.dim);
            row += 1;
        }
    }
}

/// In the place of the story: what one sees.
pub fn story(keys: Keys<'_>, theme: &Theme, inner: Rect, buf: &mut Buffer) {
    let mut row = 0;
    for text in wrap(WHAT, usize::from(inner.width).saturating_sub(2)) {
        Pen::new(inner, row, buf).skip(1).put(text, theme.text);
        row += 1;
    }
    let mut pen = Pen::new(inner, row.min(inner.height.saturating_sub(1)), buf);
    pen.skip(1)
        .put("Press ", theme.text)
        .put(keys.name(SIMMER), theme.key)
        .put(" to hand in the first card, then ", theme.text);
    pen.put(keys.name(BLOCK), theme.key)
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
