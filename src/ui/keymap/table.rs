//! The table itself: data only.

use crate::app::{Action, Screen};
use crossterm::event::KeyCode;

/// A key, without what does not matter (shift is in the character already).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Press {
    /// A character.
    Char(char),
    /// A character with the control key.
    Control(char),
    /// A key that is no character.
    Code(KeyCode),
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Binding {
    /// Any of these keys …
    pub(super) keys: &'static [Press],
    /// … on any of these screens …
    pub(super) on: &'static [Screen],
    /// … asks for this.
    pub(super) action: Action,
    /// The heading in the help.
    pub(super) group: &'static str,
    /// The keys as the help prints them.
    pub(super) printed: &'static str,
    /// What they do.
    pub(super) meaning: &'static str,
    /// Whether the help has a row for it (one row is enough where screens differ).
    pub(super) in_help: bool,
}

use Press::{Char, Code, Control};
use Screen::{Help, Inspector, Main, Metrics, Tasks};

const ALL: &[Screen] = &[Main, Inspector, Metrics, Tasks, Help];
const LISTS: &[Screen] = &[Main, Tasks];
const TEXTS: &[Screen] = &[Inspector, Metrics, Help];
/// Screens on which something can be ordered: everywhere but in the help, where a person reads.
pub(super) const ORDERING: &[Screen] = &[Main, Inspector, Metrics, Tasks];

const HOW_MANY: &str = "How many, how fast, how many chefs";
const CARD: &str = "The selected card";
const KITCHEN: &str = "The whole kitchen";
const LOOK: &str = "Look around";
const LEAVE: &str = "Help and leave";

const fn row(
    keys: &'static [Press],
    on: &'static [Screen],
    action: Action,
    group: &'static str,
    printed: &'static str,
    meaning: &'static str,
) -> Binding {
    Binding {
        keys,
        on,
        action,
        group,
        printed,
        meaning,
        in_help: true,
    }
}

/// The same keys do what is meant on other screens too; the help has its row already.
const fn also(keys: &'static [Press], on: &'static [Screen], action: Action) -> Binding {
    Binding {
        keys,
        on,
        action,
        group: LOOK,
        printed: "",
        meaning: "",
        in_help: false,
    }
}

/// Every key but those of recipes.
pub(super) const BINDINGS: &[Binding] = &[
    row(
        &[Char('+'), Char('=')],
        ORDERING,
        Action::QuantityUp,
        HOW_MANY,
        "+ =",
        "ten times as many per order, up to 1,000,000",
    ),
    row(
        &[Char('-'), Char('_')],
        ORDERING,
        Action::QuantityDown,
        HOW_MANY,
        "- _",
        "a tenth as many per order",
    ),
    row(
        &[Char('f')],
        ORDERING,
        Action::TempoUp,
        HOW_MANY,
        "f",
        "faster tempo, up to x10",
    ),
    row(
        &[Char('s')],
        ORDERING,
        Action::TempoDown,
        HOW_MANY,
        "s",
        "slower tempo, down to x0.1",
    ),
    row(
        &[Char('C')],
        ORDERING,
        Action::WorkersUp,
        HOW_MANY,
        "C",
        "one chef more: last orders, then a new shift",
    ),
    row(
        &[Char('c')],
        ORDERING,
        Action::WorkersDown,
        HOW_MANY,
        "c",
        "one chef less: last orders, then a new shift",
    ),
    row(
        &[Code(KeyCode::Down), Char('j')],
        LISTS,
        Action::SelectNext,
        CARD,
        "Down j",
        "select the next card",
    ),
    row(
        &[Code(KeyCode::Up), Char('k')],
        LISTS,
        Action::SelectPrevious,
        CARD,
        "Up k",
        "select the card before",
    ),
    row(
        &[Code(KeyCode::Tab)],
        ORDERING,
        Action::SelectNextWorker,
        CARD,
        "Tab",
        "select the next chef, with the card in hand",
    ),
    row(
        &[Code(KeyCode::Enter), Char('i')],
        ORDERING,
        Action::Toggle(Inspector),
        CARD,
        "Enter i",
        "inspect: its whole life; again to go back",
    ),
    row(
        &[Char('x')],
        ORDERING,
        Action::Abort,
        CARD,
        "x",
        "abort: it is binned at its next .await",
    ),
    row(
        &[Char('d')],
        ORDERING,
        Action::DropHandle,
        CARD,
        "d",
        "drop its ticket (JoinHandle): it is cooked, and nobody collects it",
    ),
    row(
        &[Char('z')],
        ORDERING,
        Action::Close { graceful: true },
        KITCHEN,
        "z",
        "last orders: graceful shutdown, cards finish or say goodbye",
    ),
    row(
        &[Char('Z')],
        ORDERING,
        Action::Close { graceful: false },
        KITCHEN,
        "Z",
        "lights out: cards are binned where they wait",
    ),
    row(
        &[Char('m')],
        ALL,
        Action::Toggle(Metrics),
        LOOK,
        "m",
        "metrics: tokio-metrics, live",
    ),
    row(
        &[Char('l')],
        ALL,
        Action::Toggle(Tasks),
        LOOK,
        "l",
        "list of all cards",
    ),
    row(
        &[Char('/')],
        ORDERING,
        Action::Search,
        LOOK,
        "/",
        "search in the list: number, recipe or state",
    ),
    row(
        &[Code(KeyCode::PageDown)],
        ALL,
        Action::Scroll(10),
        LOOK,
        "PgDn",
        "ten rows down",
    ),
    row(
        &[Code(KeyCode::PageUp)],
        ALL,
        Action::Scroll(-10),
        LOOK,
        "PgUp",
        "ten rows up",
    ),
    also(&[Code(KeyCode::Down), Char('j')], TEXTS, Action::Scroll(1)),
    also(&[Code(KeyCode::Up), Char('k')], TEXTS, Action::Scroll(-1)),
    row(
        &[Char('r')],
        ALL,
        Action::ToggleMotion,
        LOOK,
        "r",
        "reduced motion: cards jump and leave a mark",
    ),
    row(
        &[Code(KeyCode::Esc)],
        ALL,
        Action::Back,
        LOOK,
        "Esc",
        "back; on the main screen: select nothing",
    ),
    row(
        &[Char('?'), Code(KeyCode::F(1))],
        ALL,
        Action::Toggle(Help),
        LEAVE,
        "? F1",
        "this help; again to go back",
    ),
    row(
        &[Char('q'), Control('c')],
        ALL,
        Action::Quit,
        LEAVE,
        "q Ctrl-C",
        "quit, at once, whatever the chefs do",
    ),
];

/// What the mouse does, for the help.
pub(super) const MOUSE: &[(&str, &str)] = &[
    (
        "click",
        "select a card or a chef; click it again to inspect; a hint acts as its key",
    ),
    ("wheel", "scroll; on the main screen: select"),
];
