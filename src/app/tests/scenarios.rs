//! Scenarios played from inside, and first steps.

use super::*;
use crate::app::{Pace, Play, Said, Tour};
use crate::order::ScenarioInfo;

fn info(name: &str) -> ScenarioInfo {
    ScenarioInfo {
        name: name.into(),
        title: name.into(),
        about: String::new(),
        workers: Some(3),
        flavor: None,
        mistake: None,
    }
}

fn with_list() -> App {
    let mut app = app();
    app.scenarios.list = vec![info("stall"), info("rush"), info("wrong")];
    app.scenarios.list[2].mistake = Some("line 2".into());
    do_it(&mut app, Action::Toggle(Screen::Scenarios));
    app
}

#[test]
fn one_is_chosen_and_played_and_played_again() {
    let mut app = with_list();
    do_it(&mut app, Action::PlayAgain);
    assert!(app.take_play().is_none(), "none was played yet");
    do_it(&mut app, Action::SelectNext);
    do_it(&mut app, Action::PlayScenario { held: true });
    let rush = |held| Play {
        row: 1,
        name: "rush".into(),
        held,
    };
    assert_eq!(app.take_play(), Some(rush(true)));
    assert_eq!(app.take_play(), None, "once");
    assert!(app.scenario_read(1, info("rush")));
    assert_eq!((app.screen, app.wanted_workers), (Screen::Main, 3));
    do_it(&mut app, Action::PlayAgain);
    assert_eq!(app.take_play(), Some(rush(false)));
}

/// A scenario may bring the other scheduler; one that asks for none brings the own one back.
#[test]
fn the_scheduler_is_that_of_the_scenario_or_ones_own() {
    let mut app = with_list();
    let asks = |flavor, workers| ScenarioInfo {
        workers,
        flavor,
        ..info("stall")
    };
    let one = Some(Flavor::CurrentThread);
    assert!(app.scenario_read(0, asks(None, Some(3))));
    assert!(app.scenario_read(0, asks(one, None)));
    assert_eq!(app.wanted_workers, 1);
    assert_eq!(app.runtime_for(one, Some(1)), (Flavor::CurrentThread, 1));
    assert_eq!(app.runtime_for(None, None), (Flavor::MultiThread, 3));
    app.own_flavor = Flavor::CurrentThread;
    let (many, back) = (Some(Flavor::MultiThread), app.runtime_for(None, Some(4)));
    assert_eq!(back, (Flavor::CurrentThread, 1));
    assert_eq!(app.runtime_for(many, None), (Flavor::MultiThread, 3));
}

/// What a key could not do is said until the next key, which may be able to.
#[test]
fn a_refusal_is_over_with_the_next_key() {
    let mut app = app();
    do_it(&mut app, Action::PlayAgain);
    assert!(matches!(said(&app), Some(Said::Cannot(_))));
    do_it(&mut app, Action::Toggle(Screen::Help));
    assert_eq!(said(&app), None);
    app.say(Said::Paused);
    do_it(&mut app, Action::Toggle(Screen::Help));
    assert!(said(&app).is_some(), "what is so stays its time");
}

/// What was looked at in the run before is over, and would hide what happens now.
#[test]
fn whoever_plays_looks_at_the_new_run() {
    let mut app = with_list();
    spawn(&mut app, 10, 1, None);
    app.selected = Selection::Task(id(1));
    app.follow = true;
    assert!(app.scenario_read(0, info("stall")));
    assert_eq!((app.selected, app.follow), (Selection::Auto, false));
}

#[test]
fn a_click_chooses_and_a_second_one_plays() {
    let mut app = with_list();
    do_it(&mut app, Action::PickScenario(1));
    assert!(app.take_play().is_none());
    do_it(&mut app, Action::PickScenario(1));
    assert!(app.take_play().is_some());
}

#[test]
fn one_with_a_mistake_is_not_played() {
    let mut app = with_list();
    do_it(&mut app, Action::Edge { last: true });
    do_it(&mut app, Action::PlayScenario { held: false });
    let wrong = app.scenarios.list[2].clone();
    let row = app.take_play().map(|play| play.row);
    assert_eq!(row, Some(2), "its file may be right by now");
    assert!(!app.scenario_read(2, wrong));
    assert!(
        app.notice
            .as_ref()
            .is_some_and(|notice| notice.said.is_error())
    );
    assert_eq!(app.screen, Screen::Scenarios);
    assert!(app.scenario_read(2, info("wrong")), "mended meanwhile");
    assert_eq!(app.scenarios.list[2].mistake, None);
    assert_eq!(app.screen, Screen::Main);
}

#[test]
fn held_it_stands_at_the_first_task_and_not_before() {
    let mut app = with_list();
    let begins = Message::ScenarioBegins {
        title: "Rush hour".into(),
        about: "Many.".into(),
        expects: Vec::new(),
        kinds: Vec::new(),
        held: true,
    };
    update(&mut app, begins);
    let told = app.notice.as_ref().map(|notice| &notice.said);
    assert!(matches!(told, Some(Said::Begins { .. })));
    frame(&mut app, 5);
    frame(&mut app, 6);
    assert_eq!(app.pace(), Pace::Live, "nothing was born yet");
    spawn(&mut app, 10, 1, None);
    spawn(&mut app, 11, 2, None);
    frame(&mut app, 12);
    assert_eq!(app.pace(), Pace::Paused);
    assert_eq!(app.shown().model.counters().spawned, 1);
    assert_eq!(app.place().at, Nanos::from_millis(10));
    assert_eq!(app.focus(), Some(id(1)), "not what the run before left");
    do_it(&mut app, Action::Newest);
    frame(&mut app, 20);
    assert_eq!(app.pace(), Pace::Live, "once");
}

#[test]
fn first_steps_go_when_they_are_done_or_put_away() {
    let mut app = app();
    app.tour = Tour::new(&[Action::HandIn("simmer"), Action::Pause]);
    do_it(&mut app, Action::HandIn("simmer"));
    assert_eq!(app.tour.steps()[0], (Action::HandIn("simmer"), true));
    do_it(&mut app, Action::Back);
    assert!(app.tour.is_over(), "nothing else was there to leave");
}

/// A question is no order, a list no play, and a jump to nowhere none.
#[test]
fn first_steps_are_ticked_off_when_they_were_done() {
    const BLOCK: RecipeInfo = RecipeInfo {
        name: "block",
        origin: Origin::Menu('b'),
        blocks: true,
        ..MENU
    };
    let mut app = with_list();
    app.menu.push(&BLOCK);
    let hand_in = Action::HandIn("block");
    let (jump, play) = (
        Action::Jump { forth: false },
        Action::Toggle(Screen::Scenarios),
    );
    app.tour = Tour::new(&[hand_in, jump, play, Action::Pause]);
    app.quantity = 100;
    for action in [hand_in, jump, play, play] {
        do_it(&mut app, action);
    }
    let done = |app: &App| app.tour.steps().iter().filter(|(_, done)| *done).count();
    assert_eq!(done(&app), 0);
    do_it(&mut app, hand_in);
    do_it(&mut app, hand_in);
    assert!(app.tour.steps()[0].1, "asked for twice");
    let begins = Message::ScenarioBegins {
        title: "Rush hour".into(),
        about: String::new(),
        expects: Vec::new(),
        kinds: Vec::new(),
        held: false,
    };
    update(&mut app, begins);
    assert!(app.tour.steps()[2].1);
    assert_eq!(done(&app), 2, "the others are still to be done");
}

/// So many that each block a thread would hold up everything.
#[test]
fn many_that_block_are_asked_for_once() {
    const BLOCK: RecipeInfo = RecipeInfo {
        name: "block",
        origin: Origin::Menu('b'),
        blocks: true,
        ..MENU
    };
    let mut app = app();
    let block: &'static RecipeInfo = &BLOCK;
    app.menu.push(block);
    let hand_in = Action::HandIn("block");
    app.quantity = 64;
    assert_eq!(do_it(&mut app, hand_in).len(), 1);
    app.quantity = 100;
    assert!(do_it(&mut app, hand_in).is_empty());
    assert!(matches!(said(&app), Some(Said::Sure { count: 100, .. })));
    assert_eq!(do_it(&mut app, hand_in).len(), 1, "asked for again");
    assert_eq!(do_it(&mut app, hand_in).len(), 1, "asked once");
    app.quantity = 1_000;
    assert!(
        do_it(&mut app, hand_in).is_empty(),
        "other numbers are asked"
    );
    app.notice = None;
    assert!(do_it(&mut app, hand_in).is_empty(), "no answer in time");
    let waits = do_it(&mut app, Action::HandIn("simmer"));
    assert_eq!(waits.len(), 1, "one that waits holds up nothing");
}
