//! The first lines of the help: what to press and how to read the screen.

use super::{Line, block, entry, title};
use crate::app::{Action, Screen};
use crate::kitchen::orders;
use crate::ui::keymap::HelpRow;
use crate::ui::theme::Theme;

/// What to do first and what one sees; the whole table of keys follows below.
const FIRST: &[(&[Action], &str)] = &[
    (
        &[
            Action::HandIn(orders::SIMMER),
            Action::HandIn(orders::BLOCK),
        ],
        "a card that waits, then one that blocks: see its chef stall",
    ),
    (
        &[Action::HandIn(orders::BAKERY)],
        "the same blocking work in the bakery: it holds no chef",
    ),
    (
        &[Action::SelectNext, Action::Toggle(Screen::Inspector)],
        "select a card; see its whole life, with every poll and wake",
    ),
    (
        &[Action::Pause, Action::Jump { forth: false }],
        "pause; or see the last stall again, from where it began",
    ),
    (
        &[
            Action::Toggle(Screen::Lessons),
            Action::Toggle(Screen::Scenarios),
            Action::Toggle(Screen::Claims),
        ],
        "lessons; scenarios; what is claimed of them",
    ),
    (
        &[
            Action::Toggle(Screen::Story),
            Action::Toggle(Screen::Findings),
        ],
        "read back all sentences; or only what matters, by weight",
    ),
    (
        &[
            Action::Close { graceful: true },
            Action::Close { graceful: false },
        ],
        "close the kitchen: last orders, or lights out",
    ),
    (
        &[Action::Back, Action::Leave],
        "back to the kitchen; there, the second one quits",
    ),
];

/// The same where nothing can be ordered: of a program that is watched, or was.
const WATCHED: &[(&[Action], &str)] = &[
    (
        &[Action::Jump { forth: false }, Action::Newest],
        "the last stall, from where it began; the newest moment again",
    ),
    (
        &[Action::SelectNext, Action::Toggle(Screen::Inspector)],
        "select a card; see its life, and who holds what it waits for",
    ),
    (
        &[
            Action::Pause,
            Action::Step {
                forth: false,
                selected: false,
            },
            Action::Step {
                forth: true,
                selected: false,
            },
        ],
        "pause; one event back, one on",
    ),
    (
        &[
            Action::Toggle(Screen::Timeline),
            Action::Toggle(Screen::Metrics),
        ],
        "all of the history, chef by chef; Tokio's own numbers",
    ),
    (
        &[
            Action::Toggle(Screen::Story),
            Action::Toggle(Screen::Findings),
        ],
        "read back all sentences; or only what matters, by weight",
    ),
    (
        &[Action::Toggle(Screen::Claims), Action::Keep],
        "claim something of the run; keep the history in a file",
    ),
    (
        &[Action::NextRuntime],
        "another runtime of the same program",
    ),
    (
        &[Action::Back, Action::Leave],
        "back to the kitchen; there, the second one quits",
    ),
];

const READ: &str = "A card (task) lies on the pass, a rail or a clip until a chef (worker thread) \
     takes it: one poll. At an .await that waits it goes on the stove and holds no chef. A bell \
     (waker) makes it ready. It ends on the counter.";

const MARKS: &str = "= measured, ~ inferred. Strips of the last seconds: \u{2581}\u{2588} at work, X stalled, \
     . parked. ^ at a sentence: it stays above newer ones.";

pub(super) fn lines(rows: &[HelpRow], width: u16, theme: &Theme) -> Vec<Line> {
    let mut lines = Vec::new();
    title(&mut lines, "START: press", theme);
    let orders = |row: &HelpRow| matches!(row.action, Some(Action::HandIn(_)));
    let first = if rows.iter().any(orders) {
        FIRST
    } else {
        WATCHED
    };
    for (actions, meaning) in first {
        let keys: Vec<_> = actions.iter().filter_map(|act| key(rows, *act)).collect();
        entry(
            &mut lines,
            (&keys.join(" "), theme.key),
            (14, meaning, theme.text),
            width,
        );
    }
    title(&mut lines, "HOW TO READ IT", theme);
    block(&mut lines, 2, READ, theme.text, width);
    block(&mut lines, 2, MARKS, theme.text, width);
    lines
}

/// The first key that does this.
fn key(rows: &[HelpRow], action: Action) -> Option<&str> {
    let row = rows.iter().find(|row| row.action == Some(action))?;
    row.keys.split(' ').next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap;

    fn rows() -> Vec<HelpRow> {
        let recipes = crate::recipes::all().iter();
        keymap::help(&recipes.map(|recipe| &recipe.info).collect::<Vec<_>>())
    }

    #[test]
    fn whatever_is_to_be_done_first_has_a_key() {
        let rows = rows();
        for action in FIRST.iter().flat_map(|(actions, _)| *actions) {
            assert!(key(&rows, *action).is_some(), "{action:?}");
        }
    }

    #[test]
    fn where_nothing_can_be_ordered_no_order_is_to_be_pressed_first() {
        let rows = keymap::help_where(false, &[]);
        for action in WATCHED.iter().flat_map(|(actions, _)| *actions) {
            assert!(key(&rows, *action).is_some(), "{action:?}");
        }
        let lines = lines(&rows, 78, &Theme::mono());
        assert!(lines.len() <= 16);
        let pieces = lines.iter().flat_map(|line| &line.pieces);
        let text: Vec<_> = pieces.map(|(_, text, _)| text.as_str()).collect();
        assert!(text.iter().any(|text| text.contains("of the same program")));
        assert!(
            !text.iter().any(|text| text.contains("last orders")),
            "{text:?}"
        );
    }

    #[test]
    fn it_leaves_room_for_the_first_keys_on_a_small_screen() {
        assert!(lines(&rows(), 78, &Theme::mono()).len() <= 16);
    }
}
