//! The load that is played twice: moves and frames in, what is asked for out.

use super::*;
use crate::app::{Clock, HandMove, Real};
use crate::lesson::by_hand::{Unlike, fixtures, the_load};

fn hand(app: &mut App, hand_move: HandMove) {
    do_it(app, Action::ByHand(hand_move));
}

/// A frame, and no event.
fn pass(app: &mut App, at: u64) {
    let message = Message::Frame {
        now: Now {
            at: ms(at),
            workers: Vec::new(),
        },
        sample: None,
        delivery: Delivery::default(),
    };
    update(app, message);
}

fn clock(app: &App) -> Nanos {
    app.by_hand().simulation().now()
}

/// A game that is over, by one who looks every 400 ms.
fn over() -> App {
    let mut app = app();
    app.open_by_hand();
    hand(&mut app, HandMove::GoOn);
    for frame in 0.. {
        pass(&mut app, 400 * frame);
        (0..3).for_each(|worker| hand(&mut app, HandMove::Give(worker)));
        if app.by_hand().simulation().is_over() {
            break;
        }
    }
    app
}

fn begins(app: &mut App) {
    update(
        app,
        Message::ScenarioBegins {
            title: "t".into(),
            about: String::new(),
            expects: Vec::new(),
            kinds: Vec::new(),
            held: false,
        },
    );
}

/// The real run, from its asking to its beginning.
fn begun() -> App {
    let mut app = over();
    hand(&mut app, HandMove::GoOn);
    let load = app.take_load().expect("it is asked for");
    assert_eq!(app.take_load(), None, "once");
    assert!(app.load_can_be(load.workers, None));
    assert_eq!((app.screen, app.wanted_workers), (Screen::Main, 3));
    for what in fixtures::kinds(&the_load()) {
        app.hear(Event { at: ms(0), what });
    }
    app.hear(Event {
        at: ms(0),
        what: What::RunStarted(crate::testkit::run(3)),
    });
    begins(&mut app);
    assert!(matches!(app.by_hand().real(), Real::Runs { .. }));
    app
}

fn run_for_real(app: &mut App) {
    for event in fixtures::person(&the_load(), 1).0 {
        app.hear(event);
    }
}

#[test]
fn time_passes_with_frames_and_on_its_screen_only() {
    let mut app = app();
    app.open_by_hand();
    pass(&mut app, 5_000);
    assert_eq!((app.screen, clock(&app)), (Screen::ByHand, ms(0)));
    assert_eq!(app.by_hand().clock(), Clock::Unwound);
    hand(&mut app, HandMove::GoOn);
    pass(&mut app, 7_000);
    assert_eq!(clock(&app), ms(0), "it begins with a frame");
    pass(&mut app, 7_250);
    assert_eq!(clock(&app), ms(250));
    hand(&mut app, HandMove::Pause);
    pass(&mut app, 9_000);
    hand(&mut app, HandMove::GoOn);
    pass(&mut app, 9_100);
    pass(&mut app, 9_200);
    assert_eq!(clock(&app), ms(350));
    assert!(app.by_hand_moves());
    do_it(&mut app, Action::Toggle(Screen::Help));
    pass(&mut app, 12_000);
    pass(&mut app, 13_000);
    assert!(!app.by_hand_moves());
    do_it(&mut app, Action::Back);
    assert_eq!(app.screen, Screen::ByHand);
    pass(&mut app, 14_000);
    pass(&mut app, 14_010);
    assert_eq!(clock(&app), ms(360));
}

#[test]
fn a_digit_gives_the_chosen_task_or_else_the_first() {
    let mut app = app();
    app.open_by_hand();
    hand(&mut app, HandMove::GoOn);
    pass(&mut app, 0);
    pass(&mut app, 600);
    assert_eq!(app.by_hand().simulation().ready(), [0, 1, 2, 3, 4]);
    do_it(&mut app, Action::Scroll(2));
    do_it(&mut app, Action::Scroll(-1));
    assert_eq!(app.by_hand().chosen(), Some(1));
    hand(&mut app, HandMove::Give(2));
    assert_eq!(app.by_hand().simulation().ready(), [0, 2, 3, 4]);
    assert_eq!(app.by_hand().chosen(), Some(0));
    hand(&mut app, HandMove::Choose(4));
    pass(&mut app, 850);
    assert_eq!(app.by_hand().chosen(), Some(3), "the same task");
    hand(&mut app, HandMove::Give(2));
    assert!(app.by_hand().not_given().is_some(), "busy");
    do_it(&mut app, Action::Scroll(-100));
    hand(&mut app, HandMove::Give(0));
    assert_eq!(app.by_hand().not_given(), None);
    assert_eq!(app.by_hand().simulation().ready(), [2, 3, 4, 5]);
}

#[test]
fn whoever_leaves_loses_the_game_and_nothing_that_is_over() {
    let mut app = app();
    app.open_by_hand();
    hand(&mut app, HandMove::GoOn);
    pass(&mut app, 0);
    pass(&mut app, 500);
    do_it(&mut app, Action::Back);
    assert_eq!((app.screen, clock(&app)), (Screen::Main, ms(0)));
    let mut app = over();
    do_it(&mut app, Action::Leave);
    app.open_by_hand();
    assert!(app.by_hand().simulation().is_over());
    hand(&mut app, HandMove::Again);
    assert!(!app.by_hand().simulation().is_over());
    assert!(app.by_hand_moves());
}

#[test]
fn the_real_run_is_measured_and_shown_beside_the_game() {
    let mut app = begun();
    run_for_real(&mut app);
    assert!(app.screen == Screen::Main, "it is seen live");
    update(&mut app, Message::ScenarioOver);
    assert_eq!(app.screen, Screen::ByHand);
    let measures = fixtures::person(&the_load(), 1).1;
    assert_eq!(app.by_hand().real(), &Real::Over(Ok(measures)));
    // Once more: what is known stays until the new one begins.
    hand(&mut app, HandMove::GoOn);
    assert!(app.take_load().is_some());
}

#[test]
fn a_real_run_with_another_tempo_or_another_play_is_not_it() {
    let mut app = begun();
    do_it(&mut app, Action::TempoUp);
    do_it(&mut app, Action::TempoDown);
    run_for_real(&mut app);
    update(&mut app, Message::ScenarioOver);
    assert_eq!(app.by_hand().real(), &Real::Over(Err(Unlike::OtherTempo)));

    let mut app = begun();
    let list = crate::order::ScenarioInfo {
        name: "stall".into(),
        title: String::new(),
        about: String::new(),
        workers: None,
        flavor: None,
        mistake: None,
    };
    assert!(app.scenario_read(0, list));
    begins(&mut app);
    update(&mut app, Message::ScenarioOver);
    assert_eq!(app.by_hand().real(), &Real::No);
    assert_eq!(app.screen, Screen::Main);
}

#[test]
fn where_it_cannot_be_played_that_is_said() {
    let mut app = over();
    hand(&mut app, HandMove::GoOn);
    assert!(app.take_load().is_some());
    assert!(!app.load_can_be(3, Some("line 2".into())));
    assert!(matches!(said(&app), Some(Said::Cannot(_))));
    assert_eq!(app.by_hand().real(), &Real::No);
    assert_eq!(app.screen, Screen::ByHand);
}
