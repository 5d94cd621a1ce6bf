//! What the keys that fingers know from elsewhere do, on every screen.

use super::*;
use crate::app::HandMove;

const UP: Option<Action> = Some(Action::Scroll(-1));
const DOWN: Option<Action> = Some(Action::Scroll(1));
const TEN_UP: Option<Action> = Some(Action::Scroll(-10));
const TEN_DOWN: Option<Action> = Some(Action::Scroll(10));
const TOP: Option<Action> = Some(Action::Edge { last: false });
const END: Option<Action> = Some(Action::Edge { last: true });
const JUMP: Option<Action> = Some(Action::Jump { forth: true });
const JUMP_BACK: Option<Action> = Some(Action::Jump { forth: false });
const HIT: Option<Action> = Some(Action::Hit { forth: true });
const HIT_BACK: Option<Action> = Some(Action::Hit { forth: false });
const SEARCH: Option<Action> = Some(Action::Search);
const LEAVE: Option<Action> = Some(Action::Leave);
const BACK: Option<Action> = Some(Action::Back);
const OPEN: Option<Action> = Some(Action::Toggle(Screen::Inspector));

/// The keys, in the order of the columns below.
const KEYS: [Press; 15] = [
    Press::Char('j'),
    Press::Char('k'),
    Press::Code(KeyCode::PageDown),
    Press::Code(KeyCode::PageUp),
    Press::Code(KeyCode::Home),
    Press::Char('g'),
    Press::Code(KeyCode::End),
    Press::Char('G'),
    Press::Char('/'),
    Press::Char('n'),
    Press::Char('N'),
    Press::Char('q'),
    Press::Code(KeyCode::Esc),
    Press::Code(KeyCode::Enter),
    Press::Control('c'),
];

#[rustfmt::skip]
fn table() -> Vec<(Screen, [Option<Action>; 15])> {
    use Action::{AskAddress, Newest, Oldest, Quit, SelectNext, SelectNextWorker};
    use Action::{SelectPrevious, SelectPreviousWorker, PlayScenario, ToClaim, ToFact, ToFinding, ToStep};
    let (next, before) = (Some(SelectNext), Some(SelectPrevious));
    let (oldest, newest, go) = (Some(Oldest), Some(Newest), Some(AskAddress));
    let quit = Some(Quit);
    vec![
        (Screen::Main, [next, before, TEN_DOWN, TEN_UP, oldest, go, newest, None,
            SEARCH, JUMP, JUMP_BACK, quit, BACK, OPEN, quit]),
        (Screen::Timeline, [Some(SelectNextWorker), Some(SelectPreviousWorker), TEN_DOWN, TEN_UP,
            oldest, go, newest, None, SEARCH, JUMP, JUMP_BACK, LEAVE, BACK, OPEN, quit]),
        (Screen::Tasks, [next, before, TEN_DOWN, TEN_UP, TOP, TOP, END, END,
            SEARCH, HIT, HIT_BACK, LEAVE, BACK, OPEN, quit]),
        (Screen::Story, [next, before, TEN_DOWN, TEN_UP, TOP, TOP, END, END,
            SEARCH, HIT, HIT_BACK, LEAVE, BACK, Some(ToFact), quit]),
        (Screen::Findings, [DOWN, UP, TEN_DOWN, TEN_UP,
            TOP, TOP, END, END, None, JUMP, JUMP_BACK, LEAVE, BACK, Some(ToFinding), quit]),
        (Screen::Claims, [DOWN, UP, TEN_DOWN, TEN_UP,
            TOP, TOP, END, END, None, JUMP, JUMP_BACK, LEAVE, BACK, Some(ToClaim), quit]),
        (Screen::Scenarios, [DOWN, UP, TEN_DOWN, TEN_UP,
            TOP, TOP, END, END, None, None, None, LEAVE, BACK, Some(PlayScenario { held: false }), quit]),
        (Screen::ByHand, [DOWN, UP, TEN_DOWN, TEN_UP,
            None, None, None, None, None, None, None, LEAVE, BACK, Some(Action::ByHand(HandMove::GoOn)), quit]),
        (Screen::Inspector, [DOWN, UP, TEN_DOWN, TEN_UP, TOP, TOP, END, END,
            SEARCH, JUMP, JUMP_BACK, LEAVE, BACK, Some(ToStep), quit]),
        (Screen::Metrics, [DOWN, UP, TEN_DOWN, TEN_UP, TOP, TOP, END, END,
            SEARCH, JUMP, JUMP_BACK, LEAVE, BACK, None, quit]),
        (Screen::Help, [DOWN, UP, TEN_DOWN, TEN_UP, TOP, TOP, END, END,
            SEARCH, HIT, HIT_BACK, LEAVE, BACK, None, quit]),
    ]
}

#[test]
fn each_key_does_on_each_screen_what_fingers_expect() {
    let table = table();
    for screen in SCREENS {
        let row = table.iter().find(|(of, _)| *of == screen);
        let (_, wanted) = row.unwrap_or_else(|| panic!("{screen:?} has no row"));
        for (press, wanted) in KEYS.into_iter().zip(wanted) {
            let action = resolve(event(press), screen, false, &menu());
            assert_eq!(action, *wanted, "{press:?} on {screen:?}");
        }
    }
}

#[test]
fn arrows_are_what_letters_are() {
    for screen in SCREENS {
        for (arrow, letter) in [(KeyCode::Down, 'j'), (KeyCode::Up, 'k')] {
            let arrow = resolve(event(Press::Code(arrow)), screen, false, &menu());
            assert_eq!(arrow, on(screen, letter), "{letter} on {screen:?}");
        }
    }
}

#[test]
fn a_screen_without_a_card_does_nothing_to_a_card() {
    for screen in [
        Screen::Metrics,
        Screen::Findings,
        Screen::Story,
        Screen::Help,
    ] {
        for key in ['x', 'd'] {
            assert_eq!(on(screen, key), None, "{key} on {screen:?}");
        }
    }
}

#[test]
fn hints_of_a_screen_over_the_main_one_end_with_the_way_back_and_the_way_out() {
    for screen in SCREENS.into_iter().filter(|screen| *screen != Screen::Main) {
        let hints = hints(&context(screen), &menu());
        let last: Vec<_> = hints[hints.len() - 2..]
            .iter()
            .map(|hint| &hint.key)
            .collect();
        assert_eq!(last, ["Esc", "Ctrl-C"], "{screen:?}");
    }
}
