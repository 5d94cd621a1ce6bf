//! The line in which a claim is typed, with what can come next or what is wrong.

use crate::app::Action;
use crate::kitchen::claims::Typed;
use crate::ui::keymap::Keys;
use crate::ui::screen::page::{columns, paragraph, put};
use crate::ui::theme::Theme;
use crate::ui::widget::panel;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// ```text
/// ├ CLAIM ───────────────────────────────────────────────────────────┤
/// │ no stall of simer over 50ms_                                     │
/// │             ^ found "simer"; expected one of ..                  │
/// └──────────────────────────────────────────────────────────────────┘
/// ```
pub(super) fn draw(typed: &Typed, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let inner = panel::draw(" CLAIM", "", theme, area, buf);
    let inner = Rect {
        x: inner.x + 1,
        width: inner.width.saturating_sub(2),
        ..inner
    };
    if inner.is_empty() {
        return;
    }
    let line = format!("{}_", typed.text);
    let wrong = typed.mistake.as_ref().and_then(|mistake| mistake.at);
    let left = left_out(&line, wrong, inner.width);
    let shown: String = line.chars().skip(left).collect();
    put(buf, inner.x, inner.y, inner.width, &shown, theme.key);
    let mut rest = Rect {
        y: inner.y + 1,
        height: inner.height - 1,
        ..inner
    };
    let Some(mistake) = &typed.mistake else {
        words(typed, theme, rest, buf);
        return;
    };
    let mut told = told(&mistake.found, &mistake.expected);
    if let Some(at) = mistake.at {
        told = format!("column {}: {told}", at + 1);
        if rest.height > 1 {
            let before: String = line.chars().skip(left).take(at - left.min(at)).collect();
            put(
                buf,
                rest.x + columns(&before).min(rest.width - 1),
                rest.y,
                1,
                "^",
                theme.error,
            );
            rest.y += 1;
            rest.height -= 1;
        }
    }
    paragraph(buf, rest, &told, theme.error);
}

/// What was most likely meant comes first: the list of what else could stand there is long.
fn told(found: &str, expected: &str) -> String {
    match expected.rsplit_once(" (did you mean ") {
        Some((list, meant)) => {
            let meant = meant.trim_end_matches(')');
            format!("found {found}; did you mean {meant} Expected {list}")
        }
        None => format!("found {found}; expected {expected}"),
    }
}

/// How many characters at the beginning are not shown: so that the end is seen, or the place
/// of a mistake.
fn left_out(line: &str, wrong: Option<usize>, width: u16) -> usize {
    let all = line.chars().count();
    let most = all.saturating_sub(width.into());
    match wrong {
        Some(at) => most.min(at.saturating_sub(usize::from(width / 3))),
        None => most,
    }
}

fn words(typed: &Typed, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let (mut x, mut y) = (area.x, area.y);
    if area.is_empty() {
        return;
    }
    if !typed.words.is_empty() {
        let key = Keys::FIXED.name(Action::Complete);
        x += put(buf, x, y, area.width, &format!("{key}:"), theme.dim) + 1;
    }
    for (index, word) in typed.words.iter().enumerate() {
        let wide = columns(word);
        if x + wide > area.right() && x > area.x {
            (x, y) = (area.x, y + 1);
        }
        if y >= area.bottom() {
            // That there are more is said, not which.
            put(
                buf,
                area.right().saturating_sub(2),
                y - 1,
                2,
                "..",
                theme.dim,
            );
            return;
        }
        let style = match typed.taken == Some(index) {
            true => theme.selected,
            false => theme.text,
        };
        x += put(buf, x, y, area.right().saturating_sub(x), word, style) + 2;
    }
}
