//! THE table: kitchen word, Tokio's word, one plain line each; and where the analogy ends.
//!
//! The glossary on screen, the help and the README are made from it. No other place
//! translates between the two languages. [`places`] and [`waits`] are the tables for where
//! a card is and what it waits for.

mod labels;
mod lookup;
pub mod places;
pub mod waits;

pub use labels::{KITCHEN, Labels, labels};
pub use lookup::{find, is_kitchen_word, limit, nearest, vocabulary};

/// One row of the analogy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The word the screen uses.
    pub kitchen: &'static str,
    /// Tokio's own word for it.
    pub tokio: &'static str,
    /// What it is, in one plain sentence.
    pub meaning: &'static str,
}

const fn row(kitchen: &'static str, tokio: &'static str, meaning: &'static str) -> Row {
    Row {
        kitchen,
        tokio,
        meaning,
    }
}

/// The table, from the first things a newcomer sees to the rare ones.
pub const TABLE: &[Row] = &[
    row(
        "chef",
        "worker thread",
        "An OS thread of the runtime. It polls one task at a time.",
    ),
    row(
        "card",
        "task",
        "A spawned future: a few hundred bytes, no thread of its own.",
    ),
    row(
        "handing in",
        "tokio::spawn",
        "Queues a card and returns at once, before any of it runs.",
    ),
    row(
        "in hand",
        "one poll()",
        "A chef works on a card until its next .await that has to wait.",
    ),
    row(
        "stove",
        "Poll::Pending",
        "Cards that wait for something. They hold no chef.",
    ),
    row(
        "bell",
        "Waker::wake",
        "Says that a waiting card can go on. It is then queued, not run.",
    ),
    row(
        "pass",
        "injection queue",
        "Cards from outside the chefs. Any free chef takes from it.",
    ),
    row(
        "rail",
        "local queue",
        "A chef's own row of ready cards, 256 at most.",
    ),
    row(
        "clip",
        "LIFO slot",
        "The one card a chef takes next: the newest they made ready.",
    ),
    row(
        "raid",
        "steal",
        "An idle chef takes half of another chef's rail, never the clip.",
    ),
    row(
        "looking",
        "searching, awake",
        "The chef is awake between two polls, or looks for a card.",
    ),
    row(
        "parked",
        "parked worker",
        "No ready card: the thread sleeps. One parked chef minds the bells.",
    ),
    row(
        "stalled",
        "blocked worker",
        "One poll takes too long: the chef cannot put the card down.",
    ),
    row(
        "minding the bells",
        "the driver",
        "Whoever parks first polls timers and sockets for all.",
    ),
    row(
        "shelf",
        "deferred list",
        "Cards that yielded. They wait for one look at the bells.",
    ),
    row(
        "bakery",
        "blocking pool",
        "Threads for work that blocks, apart from the chefs.",
    ),
    row(
        "baker",
        "blocking thread",
        "Runs one spawn_blocking job to its end; no abort once begun.",
    ),
    row(
        "ticket",
        "JoinHandle",
        "The claim to a card's result. Tearing it does not stop the card.",
    ),
    row("served", "completed", "The future returned Ready."),
    row(
        "binned",
        "cancelled",
        "The future was dropped before it was ready: an abort, lights out.",
    ),
    row(
        "burnt",
        "panicked",
        "Tokio caught the panic: only this card is lost.",
    ),
    row(
        "gone",
        "over, how is not known",
        "Spawned past the probe, and over: how it ended is not seen.",
    ),
    row(
        "unclaimed",
        "detached result",
        "It completed after its ticket was torn: nobody has the result.",
    ),
    row(
        "last orders",
        "graceful shutdown",
        "A watch channel tells those that listen; others are waited for.",
    ),
    row(
        "lights out",
        "shutdown_background",
        "No card is asked; chefs notice at a park, or after event_interval polls.",
    ),
    row(
        "head chef",
        "scheduler",
        "Not a person: the rules by which each chef finds the next card.",
    ),
    row(
        "hand-over",
        "block_in_place",
        "Rail and clip are free for another thread while the card blocks.",
    ),
    row(
        "one tray of bites",
        "coop budget",
        "128 operations; then a card must yield, ready or not.",
    ),
    row(
        "circle",
        "deadlock",
        "Each card has what the next one wants: none goes on unless one gives up.",
    ),
    row(
        "shift",
        "Runtime",
        "One runtime from build to shutdown. Another number of chefs: a new one.",
    ),
    row(
        "tempo",
        "(this program)",
        "Stretches every wait and work of the recipes; not Tokio's.",
    ),
];

/// Where the analogy breaks, said aloud.
pub const LIMITS: &[&str; 5] = &[
    "A cook glances at a pan. A task that nobody wakes is never looked at again.",
    "Bells ring only because some chef minds the board. If no chef does, none rings.",
    "A chef's rail is not theirs alone: others may take from it.",
    "A chef does not choose. The scheduler's rules choose, and they differ between releases.",
    "Nobody carries cards. A card in the stove is memory, and costs no thread at all.",
];

/// The word of the table for one of Tokio's words.
#[cfg(feature = "internals")]
pub fn kitchen_word(tokio: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|row| row.tokio == tokio)
        .map(|row| row.kitchen)
}

/// The table and its limits as Markdown, for the README.
#[cfg(feature = "internals")]
pub fn doc() -> String {
    let mut text = String::from("| Kitchen | Tokio | What it is |\n|---|---|---|\n");
    for row in TABLE {
        text += &format!("| {} | {} | {} |\n", row.kitchen, row.tokio, row.meaning);
    }
    text += "\nWhere the analogy ends:\n\n";
    for limit in LIMITS {
        text += &format!("- {limit}\n");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_word_is_explained_once() {
        assert!(TABLE.len() >= 18);
        let words: HashSet<_> = TABLE.iter().map(|row| row.kitchen).collect();
        assert_eq!(words.len(), TABLE.len());
        for row in TABLE {
            assert!(
                row.meaning.ends_with('.') && row.meaning.len() <= 72,
                "{}",
                row.meaning
            );
        }
    }

    #[test]
    fn the_document_has_every_row_and_limit() {
        let doc = doc();
        assert!(TABLE.iter().all(|row| doc.contains(row.meaning)));
        assert!(LIMITS.iter().all(|limit| doc.contains(limit)));
        assert_eq!(kitchen_word("LIFO slot"), Some("clip"));
    }
}
