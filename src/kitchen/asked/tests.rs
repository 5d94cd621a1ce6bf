use super::*;
use crate::app::{Action, Message, Options, Register, update};
use crate::events::Nanos;

fn app() -> App {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: 1 << 20,
    };
    let mut app = App::new(Vec::new(), options);
    app.vocabulary = analogy::vocabulary().collect();
    app
}

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

fn explained(word: &'static str, register: Register) -> AskedView {
    let mut app = app();
    app.register = register;
    act(&mut app, Action::Explain(word));
    view(&app).expect("something is asked for")
}

#[test]
fn the_word_that_was_asked_for_comes_first() {
    let words = |word| match explained(word, Register::Tokio) {
        AskedView::Known { words, .. } => words,
        other => panic!("{other:?}"),
    };
    assert_eq!(words("rail"), "rail = local queue");
    assert_eq!(words("local queue"), "local queue = rail");
}

#[test]
fn nothing_is_shown_until_a_word_is_asked_for_and_after_it_is_closed() {
    let mut app = app();
    assert_eq!(view(&app), None);
    act(&mut app, Action::AskWord);
    act(&mut app, Action::Type('r'));
    let Some(AskedView::Typed { text, words, taken }) = view(&app) else {
        panic!("it is typed");
    };
    assert_eq!((text.as_str(), taken), ("r", None));
    assert!(words.contains(&"rail") && words.contains(&"raid"));
    act(&mut app, Action::Back);
    assert_eq!(view(&app), None, "never mind");
    act(&mut app, Action::AskWord);
    act(&mut app, Action::Submit);
    assert_eq!(view(&app), None, "no word");
    act(&mut app, Action::Explain("rail"));
    act(&mut app, Action::Back);
    assert_eq!(view(&app), None, "closed");
}

#[test]
fn a_word_without_a_row_is_said_to_have_none() {
    for register in [Register::Analogy, Register::Tokio] {
        let expected = "There is no row for \"bakerry\". The nearest word is: bakery";
        assert_eq!(
            explained("bakerry", register),
            AskedView::Unknown(expected.into())
        );
    }
}
