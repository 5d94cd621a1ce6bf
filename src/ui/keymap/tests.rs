use super::table::{ORDERING, Press, bindings};
use super::*;
use crate::app::Speed;
use crate::kitchen::amount::count;
use crate::kitchen::analogy::KITCHEN;
use crate::limits::{FASTEST, INTERRUPTS, MAX_QUANTITY, SLOWEST};
use std::collections::HashMap;

/// All but the scenarios, where one chooses and plays.
const SCREENS: [Screen; 11] = [
    Screen::ByHand,
    Screen::Claims,
    Screen::Scenarios,
    Screen::Story,
    Screen::Timeline,
    Screen::Findings,
    Screen::Main,
    Screen::Inspector,
    Screen::Metrics,
    Screen::Tasks,
    Screen::Help,
];

fn menu() -> Vec<&'static RecipeInfo> {
    let all = crate::recipes::all().iter();
    all.map(|recipe| &recipe.info).collect()
}

/// Outside of lessons.
fn resolve(
    key: KeyEvent,
    screen: Screen,
    typing: bool,
    menu: &[&'static RecipeInfo],
) -> Option<Action> {
    resolve_in(Lesson::None, key, screen, typing, menu)
}

fn event(press: Press) -> KeyEvent {
    match press {
        Press::Char(c) => KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE),
        Press::Control(c) => KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL),
        Press::Code(code) => KeyEvent::new(code, KeyModifiers::NONE),
    }
}

fn on(screen: Screen, key: char) -> Option<Action> {
    resolve(event(Press::Char(key)), screen, false, &menu())
}

fn context(screen: Screen) -> Context {
    Context {
        screen,
        task_selected: false,
        typing: false,
        words: &KITCHEN,
        completing: false,
        open: true,
        anything_ordered: true,
        live: true,
        ends: false,
        searched: false,
        chef: false,
        lesson: None,
    }
}

mod fingers;

#[test]
fn no_key_is_bound_twice_on_a_screen() {
    for screen in SCREENS {
        let mut owner: HashMap<Press, String> = HashMap::new();
        let fixed = bindings()
            .filter(|b| b.on.contains(&screen))
            .flat_map(|b| b.keys.iter().map(move |k| (*k, format!("{:?}", b.action))));
        let orders = menu()
            .into_iter()
            .filter(|_| ORDERING.contains(&screen))
            .filter_map(|recipe| Some((Press::Char(recipe.key()?), recipe.name.to_owned())));
        for (press, what) in fixed.chain(orders) {
            if let Some(before) = owner.insert(press, what.clone()) {
                panic!("{press:?} on {screen:?}: {before} and {what}");
            }
        }
    }
}

#[test]
fn keys_that_travel_in_time_work_wherever_something_moves() {
    let codes = [KeyCode::Left, KeyCode::Right].map(Press::Code);
    let chars = " []<>,.:".chars().map(Press::Char);
    for press in codes.into_iter().chain(chars) {
        for screen in SCREENS {
            let action = resolve(event(press), screen, false, &menu());
            // A scenario is held at its first event by a key of that list's own.
            // So is what is handed out: its clock is another one.
            let action = action.filter(|action| {
                !matches!(action, Action::PlayScenario { .. } | Action::ByHand(_))
            });
            assert_eq!(
                action.is_some(),
                !matches!(screen, Screen::Help | Screen::Scenarios | Screen::ByHand),
                "{press:?} on {screen:?}"
            );
        }
    }
}

#[test]
fn every_row_answers_to_each_of_its_keys() {
    for binding in bindings() {
        assert!(!binding.keys.is_empty() && !binding.on.is_empty());
        for (key, screen) in binding
            .keys
            .iter()
            .flat_map(|k| binding.on.iter().map(move |s| (k, s)))
        {
            assert_eq!(
                resolve(event(*key), *screen, false, &menu()),
                Some(binding.action)
            );
        }
    }
}

/// A number per kind of action; adding a kind without thinking of its key does not compile.
fn number(action: &Action) -> usize {
    match action {
        Action::HandIn(_) => 0,
        Action::QuantityUp => 1,
        Action::QuantityDown => 2,
        Action::TempoUp => 3,
        Action::TempoDown => 4,
        Action::WorkersUp => 5,
        Action::WorkersDown => 6,
        Action::SelectNext => 7,
        Action::SelectPrevious => 8,
        Action::SelectNextWorker => 9,
        Action::Abort => 10,
        Action::DropHandle => 11,
        Action::Close { .. } => 12,
        Action::Toggle(_) => 13,
        Action::Back => 14,
        Action::Scroll(_) => 15,
        Action::Search => 16,
        Action::Type(_) => 17,
        Action::Erase => 18,
        Action::Submit => 19,
        Action::ToggleMotion => 20,
        Action::Quit => 21,
        Action::Pause => 22,
        Action::Slower => 23,
        Action::Faster => 24,
        Action::Scrub(_) => 25,
        Action::Oldest => 26,
        Action::Newest => 27,
        Action::Step { .. } => 28,
        Action::Jump { .. } => 29,
        Action::ToFinding => 31,
        Action::AskAddress => 32,
        Action::TellAddress => 33,
        Action::Follow => 34,
        Action::ToWaker => 35,
        Action::FromWaker => 36,
        Action::Zoom { .. } => 37,
        Action::StopAt(_) => 38,
        Action::SelectPreviousWorker => 39,
        Action::Leave => 40,
        Action::Edge { .. } => 41,
        Action::Hit { .. } => 42,
        Action::ToStep => 43,
        Action::Fit => 44,
        Action::ToFact => 45,
        Action::PlayScenario { .. } => 47,
        Action::PlayAgain => 46,
        Action::Copy => 30,
        Action::Interrupt => 48,
        Action::AskClaim => 49,
        Action::Complete => 50,
        Action::ToClaim => 51,
        Action::StopAtClaim(_) => 52,
        Action::DropClaim => 53,
        Action::ToggleRegister => 54,
        Action::AskWord => 55,
        Action::ByHand(_) => 56,
        Action::BeginLesson => 57,
        Action::GoOn => 58,
        Action::Answer(_) => 59,
        Action::LeaveLesson => 60,
        Action::ReadOn(_) => 61,
        Action::Keep => 62,
        Action::NextRuntime => 63,
        Action::EraseAll => 64,
        // Only the mouse makes these.
        Action::Pick(_)
        | Action::PickFinding(_)
        | Action::PickFact(_)
        | Action::PickScenario(_)
        | Action::PickClaim(_)
        | Action::Explain(_)
        | Action::PickLesson(_)
        | Action::DragTo(_) => 65,
    }
}

#[test]
fn every_action_has_a_key() {
    let menu = menu();
    let of_lessons = table::IN_LESSON.iter().chain(&table::ANSWERS);
    let keys = bindings()
        .chain(of_lessons)
        .flat_map(|b| b.keys.iter().copied());
    let text = [
        Press::Char('e'),
        Press::Code(KeyCode::Backspace),
        Press::Control('u'),
        Press::Code(KeyCode::Enter),
        Press::Code(KeyCode::Tab),
    ];
    let mut reached = [false; 65];
    for press in keys
        .chain(text)
        .chain(menu.iter().filter_map(|r| r.key().map(Press::Char)))
    {
        for (screen, typing) in Screen::ALL.iter().flat_map(|s| [(*s, false), (*s, true)]) {
            for lesson in [Lesson::None, Lesson::Played, Lesson::Asks] {
                let action = resolve_in(lesson, event(press), screen, typing, &menu);
                if let Some(action) = action {
                    reached[number(&action)] = true;
                }
            }
        }
    }
    let mut wanted = [true; 65];
    wanted[number(&Action::Interrupt)] = INTERRUPTS;
    assert_eq!(reached, wanted);
}

#[test]
fn while_typing_letters_are_text_and_only_control_c_quits() {
    let typing = |press| resolve(event(press), Screen::Tasks, true, &menu());
    assert_eq!(typing(Press::Char('q')), Some(Action::Type('q')));
    assert_eq!(typing(Press::Char('1')), Some(Action::Type('1')));
    assert_eq!(typing(Press::Control('c')), Some(Action::Quit));
    assert_eq!(typing(Press::Code(KeyCode::Esc)), Some(Action::Back));
    assert_eq!(typing(Press::Code(KeyCode::Tab)), Some(Action::Complete));
    assert_eq!(typing(Press::Code(KeyCode::Home)), None);
}

#[test]
fn a_held_key_moves_but_does_not_order() {
    let held = |code| {
        let key = KeyEvent::new_with_kind(code, KeyModifiers::NONE, KeyEventKind::Repeat);
        resolve(key, Screen::Main, false, &menu())
    };
    assert_eq!(held(KeyCode::Char('1')), None);
    assert_eq!(held(KeyCode::Down), Some(Action::SelectNext));
}

#[test]
fn releases_and_foreign_combinations_do_nothing() {
    let released = KeyEvent::new_with_kind(
        KeyCode::Char('q'),
        KeyModifiers::NONE,
        KeyEventKind::Release,
    );
    assert_eq!(resolve(released, Screen::Main, false, &menu()), None);
    let alt = KeyEvent::new(KeyCode::Char('q'), KeyModifiers::ALT);
    assert_eq!(resolve(alt, Screen::Main, false, &menu()), None);
    let control = KeyEvent::new(KeyCode::Char('b'), KeyModifiers::CONTROL);
    assert_eq!(resolve(control, Screen::Main, false, &menu()), None);
}

#[test]
fn shifted_letters_are_keys_of_their_own() {
    let shifted = KeyEvent::new(KeyCode::Char('Z'), KeyModifiers::SHIFT);
    let action = resolve(shifted, Screen::Main, false, &menu());
    assert_eq!(action, Some(Action::Close { graceful: false }));
    assert_eq!(on(Screen::Main, 'B'), Some(Action::HandIn("bakery")));
    assert_eq!(on(Screen::Main, 'b'), Some(Action::HandIn("block")));
}

#[test]
fn nothing_is_ordered_from_the_help() {
    assert_eq!(on(Screen::Help, 'b'), None);
    assert_eq!(on(Screen::Help, 'q'), Some(Action::Leave));
    assert_eq!(on(Screen::Metrics, 'b'), Some(Action::HandIn("block")));
}

#[test]
fn a_hint_names_a_key_that_does_it() {
    for screen in SCREENS {
        for (selected, open) in [(false, true), (true, true), (true, false), (false, false)] {
            let context = Context {
                task_selected: selected,
                open,
                live: selected != open,
                ..context(screen)
            };
            let hints = hints(&context, &menu());
            assert!(hints.len() >= 3, "{screen:?}");
            for hint in hints {
                let press = match hint.key.chars().collect::<Vec<_>>()[..] {
                    [c] => Press::Char(c),
                    _ if hint.key == "Ctrl-C" => Press::Control('c'),
                    _ if hint.key == "Ctrl-R" => Press::Control('r'),
                    _ if hint.key == "Space" => Press::Char(' '),
                    _ => Press::Code(match hint.key.as_str() {
                        "Home" => KeyCode::Home,
                        "End" => KeyCode::End,
                        "Left" => KeyCode::Left,
                        "Right" => KeyCode::Right,
                        "Enter" => KeyCode::Enter,
                        "Esc" => KeyCode::Esc,
                        "Tab" => KeyCode::Tab,
                        "Down" => KeyCode::Down,
                        "PgDn" => KeyCode::PageDown,
                        other => panic!("no such key: {other:?}"),
                    }),
                };
                let action = resolve(event(press), screen, false, &menu());
                assert_eq!(action, Some(hint.action), "{} on {screen:?}", hint.label);
            }
        }
    }
}

#[test]
fn a_newcomer_is_told_what_to_press_first() {
    let new = Context {
        anything_ordered: false,
        ..context(Screen::Main)
    };
    let shown: Vec<String> = hints(&new, &menu())
        .iter()
        .map(|h| format!("{} {}", h.key, h.label))
        .collect();
    assert_eq!(
        shown[..4],
        ["1 simmer", "b block a chef", "B bakery", "p panic"]
    );
    assert_eq!(shown[shown.len() - 2..], ["? help", "q quit"]);
}

#[test]
fn a_card_in_focus_brings_its_keys_without_hiding_the_orders() {
    let labels = |selected| {
        let context = Context {
            task_selected: selected,
            ..context(Screen::Main)
        };
        let hints = hints(&context, &menu());
        hints.iter().map(|hint| hint.label).collect::<Vec<_>>()
    };
    assert_eq!(
        labels(true)[..4],
        ["simmer", "block a chef", "inspect", "pause"]
    );
    assert!(labels(true).contains(&"abort"));
    assert!(!labels(false).contains(&"inspect"));
}

#[test]
fn a_closed_kitchen_says_that_an_order_opens_a_new_shift() {
    let closed = Context {
        open: false,
        ..context(Screen::Main)
    };
    assert_eq!(
        hints(&closed, &menu())[0].label,
        "any order opens a new shift"
    );
}

#[test]
fn where_nothing_can_be_ordered_a_closed_kitchen_offers_its_past() {
    let closed = Context {
        open: false,
        ends: true,
        ..context(Screen::Main)
    };
    let labels = |context| {
        let hints = hints(&context, &[]);
        hints.iter().map(|hint| hint.label).collect::<Vec<_>>()
    };
    assert!(labels(closed.clone()).contains(&"see it again"));
    let live = false;
    let past = labels(Context { live, ..closed });
    assert!(past.contains(&"last picture") && !past.contains(&"live"));
}

#[test]
fn the_limits_told_are_those_that_hold() {
    let rows = help(&menu());
    let told = |action| {
        let row = rows.iter().find(|row| row.action == Some(action));
        row.expect("the help has it").meaning.as_str()
    };
    let (mut slowest, mut fastest) = (Speed::default(), Speed::default());
    for _ in 0..100 {
        (slowest, fastest) = (slowest.slower(), fastest.faster());
    }
    for (action, limit) in [
        (Action::QuantityUp, count(MAX_QUANTITY.into())),
        (Action::TempoUp, format!("x{FASTEST}")),
        (Action::TempoDown, format!("x{SLOWEST}")),
        (Action::Slower, slowest.to_string()),
        (Action::Faster, fastest.to_string()),
    ] {
        let meaning = told(action);
        let words: Vec<_> = meaning.split([' ', ';']).collect();
        assert!(words.contains(&limit.as_str()), "{limit}: {meaning}");
    }
}

#[test]
fn the_help_has_every_key_once() {
    let rows = help(&menu());
    for binding in bindings().filter(|b| b.in_help) {
        let same: Vec<_> = rows
            .iter()
            .filter(|row| row.action == Some(binding.action))
            .collect();
        assert_eq!(same.len(), 1, "{:?}", binding.action);
        for press in binding.keys {
            let name = match press {
                Press::Char(' ') => "Space".into(),
                Press::Char(c) => c.to_string(),
                Press::Control(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
                Press::Code(KeyCode::PageDown) => "PgDn".into(),
                Press::Code(KeyCode::PageUp) => "PgUp".into(),
                Press::Code(KeyCode::BackTab) => "Shift-Tab".into(),
                Press::Code(code) => code.to_string(),
            };
            assert!(
                same[0].keys.split(' ').any(|k| k == name),
                "{name} is not printed"
            );
        }
    }
    assert_eq!(
        rows.iter().filter(|row| row.group == "Orders").count(),
        menu().len()
    );
    assert!(rows.iter().all(|row| !row.meaning.is_empty()));
}

/// Whoever looks for a key finds all of its sort in one place.
#[test]
fn each_group_of_the_help_is_there_once() {
    let mut groups: Vec<_> = help(&menu()).iter().map(|row| row.group).collect();
    groups.dedup();
    let all: std::collections::HashSet<_> = groups.iter().collect();
    assert_eq!(groups.len(), all.len(), "{groups:?}");
}
