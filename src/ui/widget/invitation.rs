//! What a newcomer reads before anything was ordered: what this is, and what to press.

use super::panel;
use super::pen::{Pen, wrap};
use crate::app::{Action, Screen};
use crate::kitchen::analogy::TABLE;
use crate::kitchen::orders::{self, FIRST_STEPS};
use crate::kitchen::text::Text;
use crate::ui::hit::HitMap;
use crate::ui::keymap::Keys;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The first order: it waits and holds no chef.
pub const SIMMER: Action = Action::HandIn(orders::SIMMER);
/// The second: it blocks its chef.
pub const BLOCK: Action = Action::HandIn(orders::BLOCK);

/// What each of the first steps is, and what one will see.
fn told(step: usize) -> (&'static str, Text) {
    match step {
        0 => ("hand in a card", "it simmers 2s and holds no chef".into()),
        1 => ("one that blocks", "its chef cannot put it down".into()),
        2 => ("once more", "do the other chefs still cook?".into()),
        3 => (
            "block in the bakery",
            "the same work, and no chef is held".into(),
        ),
        4 => (
            "see the stall again",
            Text::from("paused where it began; ")
                .key(Action::Newest)
                .words(" is live"),
        ),
        5 => ("play a scenario", Text::default()),
        _ => ("all keys and words", Text::default()),
    }
}

const WHAT: &str = "This is a real Tokio runtime at work, drawn as a kitchen. Chefs are its worker \
     threads, cards its tasks. Every value comes from the running runtime: = measured, ~ inferred.";

/// In the place of the code: what to press first.
pub fn keys(keys: Keys<'_>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("START HERE", "press", theme, area, buf);
    let explained = (0..FIRST_STEPS.len()).filter(|step| told(*step).1 != Text::default());
    let roomy = usize::from(inner.height) >= FIRST_STEPS.len() + explained.count();
    let mut row = u16::from(!roomy);
    for (step, action) in FIRST_STEPS.into_iter().enumerate() {
        let (what, more) = told(step);
        Pen::new(inner, row, buf)
            .skip(2)
            .put(keys.name(action), theme.key)
            .skip(2)
            .put(what, theme.text);
        row += 1;
        if roomy {
            let more = keys.tell(&more);
            Pen::new(inner, row, buf).skip(5).put(more, theme.dim);
            row += 1;
        }
    }
}

/// In the place of the card's facts, once something was ordered: what is still to be done,
/// and what was.
///
/// ```text
/// ├START HERE 2 of 7, Esc hides┤
/// │ [x] 1  hand in a card      │
/// │ [ ] B  block in the bakery │
/// ```
pub fn left(steps: &[(Action, bool)], keys: Keys<'_>, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let done = steps.iter().filter(|(_, done)| *done).count();
    let hide = keys.name(Action::Back);
    let about = format!("{done} of {}, {hide} hides", steps.len());
    let inner = panel::draw("START HERE", &about, theme, area, buf);
    // Where not all have room, the next one does.
    let next = steps.iter().position(|(_, done)| !done).unwrap_or(0);
    let first = next.saturating_sub(1);
    let first = first.min(steps.len().saturating_sub(inner.height.into()));
    let shown = steps.iter().enumerate().skip(first);
    for (row, (step, (action, done))) in (0..inner.height).zip(shown) {
        let (mark, style) = match (done, step == next) {
            (true, _) => ("[x] ", theme.dim),
            (false, true) => ("[ ] ", theme.title),
            (false, false) => ("[ ] ", theme.text),
        };
        Pen::new(inner, row, buf)
            .skip(1)
            .put(mark, style)
            .put(
                keys.name(*action),
                if *done { theme.dim } else { theme.key },
            )
            .skip(2)
            .put(told(step).0, style);
    }
}

/// In the place of the story: what one sees; where the course is offered, that instead of what
/// the panel above says as well.
pub fn story(
    offers_course: bool,
    keys: Keys<'_>,
    theme: &Theme,
    inner: Rect,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let mut row = 0;
    for text in wrap(WHAT, usize::from(inner.width).saturating_sub(2)) {
        Pen::new(inner, row, buf).skip(1).put(text, theme.text);
        row += 1;
    }
    if offers_course {
        offer(
            keys,
            theme,
            inner,
            row.min(inner.height.saturating_sub(1)),
            buf,
            hits,
        );
        return;
    }
    let mut pen = Pen::new(inner, row.min(inner.height.saturating_sub(1)), buf);
    pen.skip(1)
        .put("Press ", theme.text)
        .put(keys.name(SIMMER), theme.key)
        .put(" to hand in the first card, then ", theme.text);
    pen.put(keys.name(BLOCK), theme.key)
        .put(" to see what blocking does.", theme.text);
}

/// In one line: where lessons begin.
fn offer(
    keys: Keys<'_>,
    theme: &Theme,
    inner: Rect,
    row: u16,
    buf: &mut Buffer,
    hits: &mut HitMap,
) {
    let course = Action::Toggle(Screen::Lessons);
    Pen::new(inner, row, buf)
        .skip(1)
        .put("New to Tokio? ", theme.title)
        .put(keys.name(course), theme.key)
        .put(" opens the course; it begins with lesson 1.", theme.text);
    let line = Rect {
        y: inner.y + row,
        height: 1,
        ..inner
    };
    hits.add(line.intersection(inner), course);
}

/// In the place of the card's facts: the first words.
pub fn words(theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw("FIRST WORDS", "kitchen, Tokio", theme, area, buf);
    for (row, entry) in (0..inner.height).zip(TABLE) {
        let mut pen = Pen::new(inner, row, buf);
        pen.skip(1)
            .field(entry.kitchen, 12, theme.text)
            .put(entry.tokio, theme.pending);
    }
}
