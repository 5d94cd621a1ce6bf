//! What is claimed: verdicts that follow the run, claims that are typed late, and stopping.

use super::*;
use crate::app::{Pace, Typing};
use crate::camera::{Address, When, Which};
use crate::claim::{Claim, State};

const NO_STALL: &str = "no stall over 150ms";

fn claim(text: &str) -> Claim {
    text.parse().unwrap()
}

fn begins(app: &mut App, claims: &[&str]) {
    let begins = Message::ScenarioBegins {
        title: "Rush hour".into(),
        about: String::new(),
        expects: claims.iter().map(|text| claim(text)).collect(),
        kinds: Vec::new(),
        held: false,
    };
    update(app, begins);
}

/// A task that is polled from 100 to 400 ms, a stall, and again at 500 ms.
fn stall(app: &mut App) {
    spawn(app, 10, 1, None);
    frame(app, 20);
    poll(app, 100, 400, 1, PollOutcome::Pending);
    frame(app, 410);
    poll(app, 500, 501, 1, PollOutcome::Ready);
    frame(app, 600);
}

fn state(app: &App, row: usize) -> Option<State> {
    app.claims()[row].state()
}

fn type_text(app: &mut App, text: &str) {
    do_it(app, Action::AskClaim);
    for c in text.chars() {
        do_it(app, Action::Type(c));
    }
}

fn typed(app: &mut App, text: &str) {
    type_text(app, text);
    do_it(app, Action::Submit);
    assert_eq!(app.typing, Typing::Nothing, "{text}");
}

fn on_list(app: &mut App) {
    if app.screen != Screen::Claims {
        do_it(app, Action::Toggle(Screen::Claims));
    }
}

#[test]
fn a_claim_is_seen_to_break_and_one_goes_to_the_moment() {
    let mut app = app();
    begins(&mut app, &[NO_STALL, "some panic"]);
    frame(&mut app, 5);
    assert_eq!(state(&app, 0), Some(State::Open));
    stall(&mut app);
    assert_eq!(state(&app, 0), Some(State::Broken));
    assert_eq!(state(&app, 1), Some(State::Open));
    assert_eq!(app.standing().broken, 1);
    on_list(&mut app);
    do_it(&mut app, Action::ToClaim);
    assert_eq!((app.pace(), app.place().at), (Pace::Paused, ms(100)));
    assert_eq!(app.selected, Selection::Task(id(1)));
    assert_eq!(app.screen, Screen::Main, "as with a finding");
    let told = Said::AtClaim {
        claim: NO_STALL.into(),
        state: State::Broken,
    };
    assert_eq!(said(&app), Some(&told));
    // The verdict is of the newest moment, whatever is shown.
    assert_eq!(state(&app, 0), Some(State::Broken));
    on_list(&mut app);
    do_it(&mut app, Action::Scroll(1));
    do_it(&mut app, Action::ToClaim);
    assert_eq!(refused(&app), Some(&Refused::NoMoment));
    assert_eq!(app.screen, Screen::Claims);
}

#[test]
fn a_stall_breaks_its_claim_while_it_lasts() {
    let mut app = app();
    app.expect([claim(NO_STALL)]);
    spawn(&mut app, 10, 1, None);
    frame_with(&mut app, 200, &[Some((1, 100)), None]);
    assert_eq!(state(&app, 0), Some(State::Open));
    frame_with(&mut app, 300, &[Some((1, 100)), None]);
    assert_eq!(state(&app, 0), Some(State::Broken));
}

/// The address that a report prints of the same run.
#[test]
fn the_address_of_a_verdict_stands_at_its_moment() {
    let mut app = app();
    app.expect([claim(NO_STALL)]);
    stall(&mut app);
    let moment = app.claims()[0].verdict.as_ref().unwrap().moment.unwrap();
    let address = moment.address().to_string();
    do_it(&mut app, Action::AskAddress);
    for c in address.chars() {
        do_it(&mut app, Action::Type(c));
    }
    do_it(&mut app, Action::Submit);
    assert_eq!(app.place().at, moment.at);
    assert_eq!(app.selected, Selection::Task(id(1)));
    let by_address = app.address();
    do_it(&mut app, Action::Newest);
    do_it(&mut app, Action::ToClaim);
    assert_eq!(app.address(), by_address);
    let parsed: Address = address.parse().unwrap();
    assert_eq!(parsed.when, Some(When::At(ms(100))));
    assert_eq!(parsed.select, Which::Task(id(1)));
}

/// An address of a run without a screen, where the scenario began sooner after the start.
#[test]
fn an_address_from_before_its_task_was_there_stands_at_its_first_poll() {
    let go = |app: &mut App, address: &str| {
        do_it(app, Action::AskAddress);
        for c in address.chars() {
            do_it(app, Action::Type(c));
        }
        do_it(app, Action::Submit);
    };
    let mut app = app();
    hear(&mut app, 1, What::Closing { graceful: true });
    stall(&mut app);
    go(&mut app, "0.005s #1");
    assert_eq!(app.place().at, ms(100));
    assert_eq!(app.selected, Selection::Task(id(1)));
    let told = Said::FirstPoll {
        task: id(1),
        asked: ms(5),
    };
    assert_eq!(said(&app), Some(&told));
    // It was there, or nothing is said of a task: the moment is taken at its word.
    for (address, at) in [("0.010s #1", 10), ("0.050s #1", 50), ("0.005s", 5)] {
        go(&mut app, address);
        assert_eq!(app.place().at, ms(at), "{address}");
    }
}

#[test]
fn a_claim_that_is_typed_late_is_about_all_that_happened() {
    let mut app = app();
    app.expect([claim(NO_STALL), claim("exactly 2 polls")]);
    stall(&mut app);
    let before: Vec<_> = app.claims().to_vec();
    for before in &before {
        let mut late = super::app();
        stall(&mut late);
        typed(&mut late, &before.claim.to_string());
        assert_eq!(late.claims()[0].verdict, before.verdict);
        assert_eq!(late.claims()[0].since, None);
        poll(&mut late, 700, 701, 1, PollOutcome::Pending);
        frame(&mut late, 710);
        let mut early = super::app();
        early.expect([before.claim.clone()]);
        stall(&mut early);
        poll(&mut early, 700, 701, 1, PollOutcome::Pending);
        frame(&mut early, 710);
        assert_eq!(late.claims()[0].verdict, early.claims()[0].verdict);
    }
}

/// Some 100,000 events a frame: the others come with the next ones, and what happens
/// meanwhile is not left out.
#[test]
fn the_history_is_looked_through_in_slices_and_then_followed_without_a_gap() {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    let poll_at = |app: &mut App, n: u64| {
        let at = Nanos(20_000_000 + 10_000 * n);
        app.hear(Event {
            at: at + Nanos(1_000),
            what: What::Polled {
                task: id(1),
                worker: Some(worker(0)),
                start: at,
                outcome: PollOutcome::Pending,
                self_woken: false,
                budget_spent: false,
            },
        });
    };
    (0..150_000).for_each(|n| poll_at(&mut app, n));
    frame(&mut app, 2_000);
    typed(&mut app, "at least 150_002 polls");
    assert_eq!(state(&app, 0), None);
    assert!(app.looks_back());
    let looked = app.looked_back();
    assert!((60..70).contains(&looked), "{looked}");
    poll_at(&mut app, 150_000);
    frame(&mut app, 2_100);
    assert_eq!(state(&app, 0), Some(State::Open));
    assert!(!app.looks_back());
    let figures = |app: &App| app.claims()[0].verdict.as_ref().unwrap().figures.clone();
    assert!(
        figures(&app).starts_with("150001 polls"),
        "{}",
        figures(&app)
    );
    poll_at(&mut app, 150_001);
    frame(&mut app, 2_200);
    assert_eq!(state(&app, 0), Some(State::Holds));
}

#[test]
fn what_the_history_has_forgotten_is_said() {
    let mut app = App::new(
        Vec::new(),
        Options {
            history: 1 << 16,
            ..options()
        },
    );
    hear(&mut app, 0, What::RunStarted(crate::testkit::run(2)));
    for n in 1..20_000 {
        spawn(&mut app, u64::from(n), n, None);
    }
    frame(&mut app, 20_000);
    typed(&mut app, "at least 20000 tasks");
    let row = &app.claims()[0];
    assert_eq!(row.state(), Some(State::Open));
    assert!(
        row.since.is_some_and(|since| since > ms(1)),
        "{:?}",
        row.since
    );
    // What happened before is counted in no figures, whatever the model knows of it.
    assert!(!row.verdict.as_ref().unwrap().figures.starts_with("19999"));
}

#[test]
fn a_wrong_claim_stays_to_be_mended() {
    let mut app = app();
    on_list(&mut app);
    type_text(&mut app, "no stal");
    do_it(&mut app, Action::Submit);
    let mistake = app.typing.claim().unwrap().mistake.clone().unwrap();
    assert_eq!((mistake.at, mistake.found.as_str()), (Some(3), "\"stal\""));
    assert!(mistake.expected.contains("stall"), "{}", mistake.expected);
    assert!(app.claims().is_empty());
    do_it(&mut app, Action::Type('l'));
    assert_eq!(app.typing.claim().unwrap().mistake, None);
    for c in " of simer".chars() {
        do_it(&mut app, Action::Type(c));
    }
    do_it(&mut app, Action::Submit);
    let mistake = app.typing.claim().unwrap().mistake.clone().unwrap();
    assert_eq!(mistake.at, Some(12));
    assert!(mistake.expected.contains("simmer"), "{}", mistake.expected);
    for _ in 0..2 {
        do_it(&mut app, Action::Erase);
    }
    for c in "mer".chars() {
        do_it(&mut app, Action::Type(c));
    }
    do_it(&mut app, Action::Submit);
    assert_eq!(app.claims()[0].claim, claim("no stall of simmer"));
    // One that no run can decide.
    type_text(&mut app, "no stall under 10ms");
    do_it(&mut app, Action::Submit);
    let mistake = app.typing.claim().unwrap().mistake.clone().unwrap();
    assert_eq!(mistake.at, None);
    do_it(&mut app, Action::Back);
    assert_eq!(app.typing, Typing::Nothing);
    assert_eq!(app.screen, Screen::Claims);
}

#[test]
fn tab_takes_a_word_and_then_the_next_one() {
    let mut app = app();
    on_list(&mut app);
    type_text(&mut app, "no st");
    let text = |app: &App| app.typing.claim().unwrap().text.clone();
    let (words, taken) = app.claim_words();
    assert!(words.len() >= 2 && taken.is_none(), "{words:?}");
    for turn in 0..=words.len() {
        do_it(&mut app, Action::Complete);
        let word = &words[turn % words.len()];
        assert_eq!(text(&app), format!("no {word}"));
        assert_eq!(app.claim_words().1, Some(turn % words.len()));
    }
    for c in " of si".chars() {
        do_it(&mut app, Action::Type(c));
    }
    do_it(&mut app, Action::Complete);
    assert!(text(&app).ends_with(" of simmer"), "{}", text(&app));
    // Of an address there are no words.
    do_it(&mut app, Action::Back);
    do_it(&mut app, Action::AskAddress);
    do_it(&mut app, Action::Complete);
    assert_eq!(app.typing.address(), Some(""));
}

#[test]
fn live_the_view_stops_when_a_claim_is_decided_once() {
    let mut app = app();
    app.expect([claim(NO_STALL)]);
    do_it(&mut app, Action::StopAtClaim(None));
    stall(&mut app);
    assert_eq!((app.pace(), app.place().at), (Pace::Paused, ms(100)));
    assert_eq!(app.selected, Selection::Task(id(1)));
    let told = Said::StoppedAtClaim {
        claim: NO_STALL.into(),
        state: State::Broken,
    };
    assert_eq!(said(&app), Some(&told));
    do_it(&mut app, Action::Newest);
    poll(&mut app, 700, 1_700, 1, PollOutcome::Pending);
    frame(&mut app, 1_800);
    assert_eq!(app.pace(), Pace::Live, "it was decided before");
}

#[test]
fn what_was_decided_before_is_no_reason_to_stop_live() {
    let mut app = app();
    app.expect([claim(NO_STALL)]);
    stall(&mut app);
    do_it(&mut app, Action::StopAtClaim(None));
    frame(&mut app, 700);
    assert_eq!(app.pace(), Pace::Live);
}

#[test]
fn playing_the_past_the_view_stops_where_a_claim_was_decided() {
    let mut app = app();
    app.expect([claim(NO_STALL), claim("some completion")]);
    stall(&mut app);
    for row in 0..2 {
        do_it(&mut app, Action::StopAtClaim(Some(row)));
    }
    do_it(&mut app, Action::DragTo(ms(50)));
    do_it(&mut app, Action::Pause);
    frame(&mut app, 630);
    assert_eq!(app.pace(), Pace::Playing(Speed::default()));
    frame(&mut app, 800);
    assert_eq!((app.pace(), app.place().at), (Pace::Paused, ms(100)));
    do_it(&mut app, Action::Pause);
    for at in [1_000, 1_200, 1_400] {
        frame(&mut app, at);
    }
    assert_eq!((app.pace(), app.place().at), (Pace::Paused, ms(501)));
    assert_eq!(app.chosen_claim(), Some(1));
}

#[test]
fn the_end_of_a_play_decides_and_what_comes_later_opens_nothing() {
    let mut app = app();
    begins(&mut app, &["no panic", "at least 3 polls"]);
    stall(&mut app);
    assert_eq!(state(&app, 0), Some(State::Open));
    update(&mut app, Message::ScenarioOver);
    let states = |app: &App| [state(app, 0), state(app, 1)];
    let decided = [Some(State::Holds), Some(State::Broken)];
    assert_eq!(states(&app), decided);
    assert!(app.play_is_over());
    assert!(matches!(said(&app), Some(Said::PlayOver(standing)) if standing.broken == 1));
    // One that is typed now is about the same play.
    typed(&mut app, "exactly 2 polls");
    assert_eq!(state(&app, 2), Some(State::Holds));
    spawn(&mut app, 700, 2, None);
    poll(&mut app, 710, 720, 2, PollOutcome::Panicked);
    frame(&mut app, 800);
    assert_eq!(states(&app), decided);
    assert_eq!(state(&app, 2), Some(State::Holds));
    // And one that is typed after other orders is about all since the play began.
    typed(&mut app, "some panic");
    assert_eq!(state(&app, 3), Some(State::Holds));
}

#[test]
fn each_play_makes_its_claims_anew() {
    let mut app = app();
    begins(&mut app, &[NO_STALL]);
    stall(&mut app);
    typed(&mut app, "no panic");
    do_it(&mut app, Action::StopAtClaim(Some(1)));
    app.pick_claim(0);
    do_it(&mut app, Action::DropClaim);
    assert_eq!(app.claims().len(), 1);
    begins(&mut app, &[NO_STALL]);
    frame(&mut app, 700);
    let told: Vec<_> = app
        .claims()
        .iter()
        .map(|row| (row.claim.to_string(), row.state(), row.stops))
        .collect();
    let open = Some(State::Open);
    let wanted = [
        (NO_STALL.to_owned(), open, false),
        ("no panic".to_owned(), open, true),
    ];
    assert_eq!(told, wanted, "nothing of the play before");
    typed(&mut app, "no stall over 160ms");
    assert_eq!(state(&app, 2), open, "nor of what is typed");
}

#[test]
fn a_closed_runtime_decides_what_is_claimed_of_a_run_without_a_play() {
    let mut app = app();
    app.expect([claim("no panic")]);
    stall(&mut app);
    assert_eq!(state(&app, 0), Some(State::Open));
    hear(&mut app, 700, What::RunEnded);
    frame(&mut app, 710);
    assert_eq!(state(&app, 0), Some(State::Holds));
}

#[test]
fn a_claim_that_waits_for_its_look_can_be_taken_away() {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    for n in 0..150_000 {
        poll(&mut app, 20 + n, 20 + n, 1, PollOutcome::Pending);
    }
    frame(&mut app, 160_000);
    typed(&mut app, "no panic");
    typed(&mut app, "no stall");
    assert!(app.looks_back());
    app.pick_claim(0);
    do_it(&mut app, Action::DropClaim);
    assert_eq!(app.claims().len(), 1);
    for n in 0..3 {
        frame(&mut app, 160_100 + n);
    }
    assert!(!app.looks_back());
    assert_eq!(state(&app, 0), Some(State::Open));
    do_it(&mut app, Action::DropClaim);
    do_it(&mut app, Action::DropClaim);
    assert_eq!(refused(&app), Some(&Refused::NoClaim));
}

/// A frame, with so many records that were only counted since the program began.
fn frame_counted(app: &mut App, at: u64, coalesced: u64) {
    let delivery = Delivery {
        coalesced,
        ..Delivery::default()
    };
    let now = Now {
        at: ms(at),
        workers: vec![None, None],
    };
    let frame = Message::Frame {
        now,
        sample: None,
        delivery,
    };
    update(app, frame);
}

#[test]
fn what_was_only_counted_before_a_play_leaves_nothing_open_in_it() {
    let mut app = app();
    frame_counted(&mut app, 5, 70);
    begins(&mut app, &[NO_STALL]);
    spawn(&mut app, 10, 1, None);
    poll(&mut app, 20, 21, 1, PollOutcome::Ready);
    frame_counted(&mut app, 30, 70);
    typed(&mut app, "no poll over 150ms");
    update(&mut app, Message::ScenarioOver);
    frame_counted(&mut app, 40, 70);
    assert_eq!(
        (state(&app, 0), state(&app, 1)),
        (Some(State::Holds), Some(State::Holds))
    );
    // In it: how many.
    begins(&mut app, &[NO_STALL]);
    frame_counted(&mut app, 50, 73);
    update(&mut app, Message::ScenarioOver);
    let verdict = app.claims()[0].verdict.clone().unwrap();
    assert_eq!(verdict.state, State::Open);
    assert!(
        verdict.figures.contains("; 3 polls, wakes and the like"),
        "{}",
        verdict.figures
    );
}
