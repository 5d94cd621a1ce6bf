//! The loop on a fake terminal, with nothing to play.

use super::*;
use crate::config::{CompareReport, Side};
use crate::event_loop::tests::{Log, Typist};
use ratatui::backend::TestBackend;

const KEY: Duration = Duration::from_millis(1);

fn nothing_to_play() -> Compare {
    let side = || Side {
        name: "one".into(),
        script: String::new(),
        arguments: Vec::new(),
    };
    Compare {
        sides: [side(), side()],
        rounds: 0,
        report: CompareReport::Text,
        screen: Some(Theme::Mono),
    }
}

/// Takes these inputs one after the other, over a list of so many rows; gives how it ended, the
/// chosen row, and what was done to the console.
fn played(inputs: Vec<Input>, rows: usize) -> (Option<Ending>, usize, Log) {
    let config = nothing_to_play();
    let mut plays = Plays::new(&config, Path::new("/nowhere"));
    let log = Log::default();
    let steps = inputs.len();
    let typist = Typist {
        inputs: inputs.into_iter().map(|input| (KEY, input)).collect(),
        log: log.clone(),
    };
    let terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let theme = Themed::given(Theme::Mono);
    let mut board = Board::new(terminal, typist, theme, &mut plays);
    board
        .view
        .sheet
        .rows
        .resize(rows, crate::compare::Row::default());
    let mut ended = None;
    for _ in 0..steps {
        ended = ended.or(board.round().unwrap());
    }
    (ended, board.view.selected, log)
}

fn key(code: KeyCode) -> Input {
    Input::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

#[test]
fn a_row_is_chosen_with_keys_and_the_wheel_and_never_one_that_is_not_there() {
    let chosen = |codes: &[KeyCode]| played(codes.iter().copied().map(key).collect(), 20).1;
    assert_eq!(chosen(&[KeyCode::Down, KeyCode::Char('j')]), 2);
    assert_eq!(chosen(&[KeyCode::Down, KeyCode::Up, KeyCode::Up]), 0);
    assert_eq!(chosen(&[KeyCode::End]), 19);
    assert_eq!(chosen(&[KeyCode::End, KeyCode::Down]), 19);
    assert_eq!(chosen(&[KeyCode::End, KeyCode::Home]), 0);
    assert_eq!(
        played(vec![Input::Wheel(1), Input::Wheel(1), Input::Wheel(-1)], 20).1,
        3
    );
    assert_eq!(played(vec![key(KeyCode::Down)], 0).1, 0);
}

#[test]
fn it_is_left_by_q_escape_and_control_c_and_by_signals() {
    let control = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    for input in [
        key(KeyCode::Char('q')),
        key(KeyCode::Esc),
        Input::Key(control),
    ] {
        assert_eq!(played(vec![input], 3).0, Some(Ending::Quit));
    }
    let signal = played(vec![Input::Signal(Signal::Exit(15))], 3).0;
    assert_eq!(signal, Some(Ending::Signal(15)));
    assert_eq!(played(vec![key(KeyCode::Char('c'))], 3).0, None);
}

#[test]
fn a_stop_gives_the_terminal_back_and_takes_it_again() {
    let stop = KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL);
    let inputs = vec![
        Input::Key(stop),
        Input::Signal(Signal::Suspend),
        Input::Signal(Signal::Continue),
    ];
    let log = played(inputs, 3).2;
    assert_eq!(*log.done.borrow(), ["ask to stop", "stop", "reenter"]);
}
