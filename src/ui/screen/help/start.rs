//! The first lines of the help: what to press and how to read the screen.

use super::{Line, block, entry, title};
use crate::ui::theme::Theme;

/// Keys and what one sees; the whole table of keys follows below.
pub(super) const FIRST: &[(&[&str], &str)] = &[
    (
        &["1", "b"],
        "a card that waits, then one that blocks: see its chef stall",
    ),
    (
        &["B"],
        "the same blocking work in the bakery: it holds no chef",
    ),
    (
        &["Down j", "Enter i"],
        "select a card; see its whole life, with every poll and wake",
    ),
    (
        &["Space", "N"],
        "pause; or see the last stall again, from where it began",
    ),
    (&["z", "Z"], "close the kitchen: last orders, or lights out"),
    (&["Esc", "q Ctrl-C"], "back to the kitchen; quit"),
];

const READ: &str = "A card (task) lies on the pass, a rail or a clip until a chef (worker thread) \
     takes it: one poll. At an .await that waits it goes on the stove and holds no chef. A bell \
     (waker) makes it ready. It ends on the counter.";

const MARKS: &str = "= measured, ~ inferred. Strips of the last seconds: \u{2581}\u{2588} at work, X stalled, . parked.";

pub(super) fn lines(width: u16, theme: &Theme) -> Vec<Line> {
    let mut lines = Vec::new();
    title(&mut lines, "START: press", theme);
    for (keys, meaning) in FIRST {
        let keys: Vec<_> = keys
            .iter()
            .map(|key| key.split(' ').next().unwrap_or(key))
            .collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keymap;

    #[test]
    fn every_key_told_first_is_in_the_table() {
        let table = keymap::help(&[]);
        // Those of recipes are on the menu, which this module does not know.
        let keys = FIRST.iter().flat_map(|(keys, _)| *keys);
        for key in keys.filter(|key| !["1", "b", "B"].contains(key)) {
            assert!(table.iter().any(|row| row.keys == *key), "{key}");
        }
    }

    #[test]
    fn it_leaves_room_for_the_first_keys_on_a_small_screen() {
        assert!(lines(78, &Theme::mono()).len() <= 14);
    }
}
