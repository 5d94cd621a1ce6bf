//! The view in time: what keys do to it, and that it shows what was.

use super::*;
use crate::app::{FindingKind, Pace};
use crate::camera::{Address, Place, Which};
use crate::model::Model;

/// Task 1 holds worker 0 from 100 to 3,100 ms; task 2 waits meanwhile, and is woken by
/// task 1 before. The newest frame is at 4,000 ms.
fn after_a_stall() -> App {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    spawn(&mut app, 20, 2, None);
    poll(&mut app, 30, 40, 2, PollOutcome::Pending);
    frame(&mut app, 50);
    hear(
        &mut app,
        120,
        What::Woken {
            task: id(2),
            by: WakeBy::Task(id(1)),
            on: Some(worker(0)),
        },
    );
    frame_with(&mut app, 1_000, &[Some((1, 100)), None]);
    poll(&mut app, 100, 3_100, 1, PollOutcome::Ready);
    poll(&mut app, 3_110, 3_120, 2, PollOutcome::Ready);
    frame(&mut app, 4_000);
    app
}

fn step(forth: bool, selected: bool) -> Action {
    Action::Step { forth, selected }
}

fn held(app: &App) -> Option<(u32, u64)> {
    let hand = app.shown().now.workers.first().copied().flatten()?;
    Some((hand.task.get(), hand.since.as_millis()))
}

/// What the fold of the events up to the moment shown gives.
fn is_the_fold(app: &App) {
    let mut fold = Model::new(app.options.stall_after);
    for (_, event) in app.log().range(0, app.position()) {
        fold.apply(&event);
    }
    app.shown().model.same_picture(&fold).unwrap();
}

#[test]
fn a_pause_stops_the_view_and_not_the_runtime() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pause);
    assert_eq!(app.pace(), Pace::Paused);
    spawn(&mut app, 4_100, 3, None);
    frame(&mut app, 5_000);
    assert_eq!((app.shown().now.at, app.behind()), (ms(4_000), ms(1_000)));
    assert_eq!(app.shown().model.counters().spawned, 2);
    assert_eq!(app.newest().model.counters().spawned, 3);
    is_the_fold(&app);
    do_it(&mut app, Action::Newest);
    assert_eq!((app.pace(), app.shown().now.at), (Pace::Live, ms(5_000)));
    assert_eq!(app.shown().model.counters().spawned, 3);
}

#[test]
fn the_past_shows_what_was_refused_by_then() {
    let mut app = after_a_stall();
    refuse(&mut app, 5);
    frame(&mut app, 5_000);
    do_it(&mut app, Action::DragTo(ms(4_500)));
    assert_eq!(app.shown().mark.refused, 0);
    refuse(&mut app, 2);
    frame(&mut app, 6_000);
    assert_eq!(app.shown().mark.refused, 0);
    do_it(&mut app, Action::DragTo(ms(5_500)));
    assert_eq!(app.shown().mark.refused, 5);
    do_it(&mut app, Action::Newest);
    assert_eq!(app.shown().mark.refused, 7);
}

/// A frame with what is measured beside the events.
fn measured(app: &mut App, at_ms: u64, alive: usize, emitted: u64) {
    let sample = Sample {
        at: ms(at_ms),
        alive,
        ..Sample::default()
    };
    let delivery = Delivery {
        emitted,
        ..Delivery::default()
    };
    let now = Now {
        at: ms(at_ms),
        workers: vec![None, None],
    };
    let frame = Message::Frame {
        now,
        sample: Some(sample),
        delivery,
    };
    update(app, frame);
}

#[test]
fn what_was_measured_is_that_of_the_moment_shown_and_the_newest_goes_on() {
    let mut app = app();
    measured(&mut app, 100, 0, 1);
    (1..=50).for_each(|task| spawn(&mut app, 150, task, None));
    measured(&mut app, 600, 50, 51);
    measured(&mut app, 2_000, 50, 52);
    let tells = |mark: &Mark| {
        let rate = mark.spawn_rate.round();
        (mark.sample.alive, mark.delivery.emitted, rate)
    };
    assert_eq!(tells(&app.shown().mark), (50, 52, 0.0));
    do_it(&mut app, Action::DragTo(ms(700)));
    assert_eq!(tells(&app.shown().mark), (50, 51, 100.0));
    assert_eq!(tells(&app.newest().mark), (50, 52, 0.0));
    measured(&mut app, 2_100, 3, 60);
    assert_eq!(tells(&app.shown().mark), (50, 51, 100.0), "it stands still");
    assert_eq!(tells(&app.newest().mark), (3, 60, 0.0));
    do_it(&mut app, Action::DragTo(ms(120)));
    assert_eq!(tells(&app.shown().mark), (0, 1, 0.0));
    do_it(&mut app, Action::Newest);
    assert_eq!(tells(&app.shown().mark), (3, 60, 0.0));
}

#[test]
fn without_a_sample_the_newest_one_holds_also_while_the_past_is_shown() {
    let mut app = app();
    measured(&mut app, 100, 1, 1);
    measured(&mut app, 200, 2, 2);
    do_it(&mut app, Action::DragTo(ms(150)));
    frame(&mut app, 300);
    assert_eq!(app.shown().mark.sample.alive, 1);
    assert_eq!(app.newest().mark.sample.alive, 2, "not the one shown");
}

#[test]
fn live_the_newest_moment_itself_is_shown_and_no_copy() {
    let mut app = after_a_stall();
    let is_one = |app: &App| std::ptr::eq(app.shown(), app.newest());
    assert!(is_one(&app));
    do_it(&mut app, Action::Pause);
    assert!(!is_one(&app));
    do_it(&mut app, Action::Newest);
    assert!(is_one(&app));
}

#[test]
fn orders_act_on_the_newest_moment() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::DragTo(ms(1_000)));
    spawn(&mut app, 4_100, 3, None);
    hear(&mut app, 4_200, What::Closing { graceful: true });
    let graceful = Action::Close { graceful: true };
    assert_eq!(do_it(&mut app, graceful), [], "it is asked already");
    hear(&mut app, 4_300, What::RunEnded);
    frame(&mut app, 5_000);
    assert!(app.shown().model.running() && app.shown().model.closing().is_none());
    let at_once = Action::Close { graceful: false };
    assert_eq!(do_it(&mut app, at_once), [], "it is gone by now");
    assert_eq!(refused(&app), Some(&Refused::NoRuntime));
    // A notice fades by the clock of the newest moment, not by that of the view.
    frame(&mut app, 8_990);
    assert!(app.notice.is_some());
    frame(&mut app, 9_010);
    assert!(app.notice.is_none());
}

#[test]
fn a_line_given_up_by_a_click_takes_no_more_keys() {
    let mut app = after_a_stall();
    app.selected = Selection::Task(id(1));
    do_it(&mut app, Action::AskAddress);
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    assert_eq!(
        (app.screen, &app.typing),
        (Screen::Inspector, &Typing::Nothing)
    );
    do_it(&mut app, Action::Type('x'));
    assert_eq!(app.search, "");
}

#[test]
fn events_of_the_moment_that_are_read_later_belong_to_it() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pause);
    spawn(&mut app, 3_990, 3, None);
    frame(&mut app, 4_016);
    assert_eq!(
        (app.shown().model.counters().spawned, app.shown().now.at),
        (3, ms(4_000))
    );
    is_the_fold(&app);
}

#[test]
fn from_behind_a_stall_one_jumps_to_its_beginning_and_steps_through_it() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Jump { forth: false });
    assert_eq!((app.shown().now.at, app.pace()), (ms(100), Pace::Paused));
    assert_eq!(held(&app), Some((1, 100)), "the poll begins");
    assert_eq!(app.focus(), Some(id(1)));
    assert!(matches!(said(&app), Some(Said::Here(stall)) if stall.kind == FindingKind::Stall));
    is_the_fold(&app);
    do_it(&mut app, step(true, false));
    assert_eq!(app.shown().now.at, ms(120), "the wake inside it");
    assert_eq!(app.shown().model.workers()[0].lifo, Some(id(2)));
    do_it(&mut app, step(true, false));
    assert_eq!((app.shown().now.at, held(&app)), (ms(3_100), None));
    is_the_fold(&app);
    for at in [120, 100, 40, 30, 20, 10, 0] {
        do_it(&mut app, step(false, false));
        assert_eq!(app.shown().now.at, ms(at));
        is_the_fold(&app);
    }
    do_it(&mut app, step(false, false));
    assert_eq!(app.shown().now.at, ms(0));
}

#[test]
fn a_poll_in_progress_is_in_hand_at_any_moment_within() {
    let mut app = after_a_stall();
    for (at, hand) in [
        (99, None),
        (100, Some((1, 100))),
        (3_099, Some((1, 100))),
        (3_100, None),
        (3_115, Some((2, 3_110))),
    ] {
        do_it(&mut app, Action::DragTo(ms(at)));
        assert_eq!(held(&app), hand, "{at}");
        is_the_fold(&app);
    }
}

#[test]
fn a_stall_that_goes_on_is_in_the_past_too() {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    frame_with(&mut app, 500, &[Some((1, 20)), None]);
    do_it(&mut app, Action::Jump { forth: false });
    assert_eq!((app.shown().now.at, held(&app)), (ms(20), Some((1, 20))));
    do_it(&mut app, step(false, false));
    assert_eq!((app.shown().now.at, held(&app)), (ms(10), None));
    do_it(&mut app, step(true, false));
    assert_eq!((app.shown().now.at, held(&app)), (ms(20), Some((1, 20))));
}

#[test]
fn steps_of_a_task_go_through_its_life_only() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pick(Pick::Task(id(2))));
    do_it(&mut app, Action::Oldest);
    let mut places = Vec::new();
    for _ in 0..7 {
        do_it(&mut app, step(true, true));
        places.push(app.shown().now.at.as_millis());
    }
    assert_eq!(places, [20, 30, 40, 120, 3_110, 3_120, 3_120]);
    let of = Which::Task(id(2));
    assert_eq!(said(&app), Some(&Said::NoEvent { forth: true, of }));
    places.clear();
    for _ in 0..6 {
        do_it(&mut app, step(false, true));
        places.push(app.shown().now.at.as_millis());
    }
    assert_eq!(places, [3_110, 120, 40, 30, 20, 20]);
    do_it(&mut app, Action::Follow);
    do_it(&mut app, step(true, false));
    assert_eq!(
        app.shown().now.at,
        ms(30),
        "what is followed needs no shift"
    );
}

#[test]
fn steps_of_a_worker_go_through_what_it_did() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pick(Pick::Worker(worker(0))));
    do_it(&mut app, Action::Oldest);
    let mut places = Vec::new();
    for _ in 0..7 {
        do_it(&mut app, step(true, true));
        places.push(app.shown().now.at.as_millis());
    }
    assert_eq!(places, [30, 40, 100, 120, 3_100, 3_110, 3_120]);
}

#[test]
fn the_waker_is_one_key_away_and_so_is_the_way_back() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pick(Pick::Task(id(2))));
    do_it(&mut app, Action::DragTo(ms(3_115)));
    do_it(&mut app, Action::ToWaker);
    assert_eq!(
        (app.shown().now.at, app.selected),
        (ms(120), Selection::Task(id(1)))
    );
    assert_eq!(held(&app), Some((1, 100)));
    do_it(&mut app, Action::FromWaker);
    assert_eq!(
        (app.shown().now.at, app.selected),
        (ms(3_115), Selection::Task(id(2)))
    );
    do_it(&mut app, Action::FromWaker);
    assert_eq!(refused(&app), Some(&Refused::NoWayBack));
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    do_it(&mut app, Action::ToWaker);
    assert_eq!(said(&app), Some(&Said::NoWake(id(1))));
}

#[test]
fn slow_motion_plays_that_part_of_the_time_and_catches_up_when_fast() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::DragTo(ms(1_000)));
    do_it(&mut app, Action::Slower);
    do_it(&mut app, Action::Slower);
    do_it(&mut app, Action::Slower);
    do_it(&mut app, Action::Pause);
    assert_eq!(app.speed.to_string(), "1/10");
    frame(&mut app, 4_100);
    assert_eq!(app.shown().now.at, ms(1_010));
    frame(&mut app, 4_200);
    assert_eq!(
        (app.shown().now.at, held(&app)),
        (ms(1_020), Some((1, 100)))
    );
    while app.speed.factor() < 100.0 {
        do_it(&mut app, Action::Faster);
    }
    frame(&mut app, 4_300);
    assert_eq!(app.pace(), Pace::Live, "it caught up");
    assert_eq!(app.shown().now.at, ms(4_300));
    assert_eq!(app.speed, Speed::default());
}

#[test]
fn slow_motion_can_begin_at_the_newest_moment() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Faster);
    assert!(app.is_live());
    assert_eq!(refused(&app), Some(&Refused::LiveFaster));
    do_it(&mut app, Action::Slower);
    frame(&mut app, 4_100);
    assert_eq!(app.shown().now.at, ms(4_050), "half as fast");
}

#[test]
fn the_slowest_motion_moves_on_too() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::DragTo(ms(1_000)));
    while app.speed.factor() > 1e-5 {
        do_it(&mut app, Action::Slower);
    }
    do_it(&mut app, Action::Pause);
    for frames in 1..=100 {
        frame(&mut app, 4_000 + frames);
    }
    assert_eq!(
        app.shown().now.at,
        ms(1_000) + Nanos(1_000),
        "a hundred times 10 ns"
    );
}

#[test]
fn scrubbing_ends_at_the_history_and_at_live() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Scrub(-1));
    assert_eq!(app.shown().now.at, ms(3_800), "a fiftieth of ten seconds");
    for _ in 0..30 {
        do_it(&mut app, Action::Scrub(-1));
    }
    assert_eq!(app.shown().now.at, ms(0));
    assert_eq!(said(&app), Some(&Said::Beginning(ms(0))));
    for _ in 0..20 {
        do_it(&mut app, Action::Scrub(1));
    }
    assert!(app.is_live());
}

#[test]
fn an_address_leads_back_to_the_same_picture() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Jump { forth: false });
    do_it(&mut app, step(true, false));
    let (address, place) = (app.address().to_string(), app.place());
    do_it(&mut app, Action::Newest);
    do_it(&mut app, Action::Back);
    type_in(&mut app, &address);
    assert_eq!(app.place(), place);
    assert_eq!(app.selected, Selection::Task(id(1)));
    is_the_fold(&app);
}

fn type_in(app: &mut App, text: &str) {
    do_it(app, Action::AskAddress);
    assert!(app.typing.is_on());
    text.chars().for_each(|c| {
        do_it(app, Action::Type(c));
    });
    do_it(app, Action::Submit);
    assert!(!app.typing.is_on());
}

#[test]
fn an_address_of_what_is_gone_by_now_still_leads_there() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    do_it(&mut app, Action::DragTo(ms(3_100)));
    let (task, place) = (app.address().to_string(), app.place());
    do_it(&mut app, Action::Pick(Pick::Worker(worker(1))));
    let on_worker = app.address().to_string();
    do_it(&mut app, Action::Newest);
    for n in 3..20_000 {
        spawn(&mut app, 4_000 + u64::from(n), n, None);
        poll(&mut app, 4_000, 4_000 + u64::from(n), n, PollOutcome::Ready);
    }
    hear(&mut app, 24_001, What::RunEnded);
    let run = app.shown().model.run().unwrap().clone();
    hear(
        &mut app,
        24_002,
        What::RunStarted(RunInfo { workers: 1, ..run }),
    );
    frame_with(&mut app, 24_010, &[None]);
    assert!(app.shown().model.task(id(1)).is_none() && app.shown().model.workers().len() == 1);
    for (address, selected, focus) in [
        (task, Selection::Task(id(1)), Some(id(1))),
        (on_worker, Selection::Worker(worker(1)), None),
    ] {
        do_it(&mut app, Action::Newest);
        type_in(&mut app, &address);
        assert_eq!((app.place(), app.selected), (place, selected), "{address}");
        assert_eq!(app.focus(), focus);
        is_the_fold(&app);
    }
    do_it(&mut app, Action::Newest);
    for gone in ["#1", "w1", "1s w2", "1s #20000"] {
        type_in(&mut app, gone);
        assert_eq!(refused(&app), Some(&Refused::NoSuchSelection), "{gone}");
        assert!(app.is_live());
    }
}

#[test]
fn asked_for_the_same_waker_again_the_way_back_is_one_key() {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    poll(&mut app, 20, 30, 1, PollOutcome::Pending);
    let woken = What::Woken {
        task: id(1),
        by: WakeBy::Driver,
        on: Some(worker(0)),
    };
    hear(&mut app, 40, woken);
    poll(&mut app, 50, 60, 1, PollOutcome::Ready);
    frame(&mut app, 100);
    do_it(&mut app, Action::DragTo(ms(70)));
    for _ in 0..300 {
        do_it(&mut app, Action::ToWaker);
        assert_eq!(app.shown().now.at, ms(40));
    }
    do_it(&mut app, Action::Pause);
    do_it(&mut app, Action::FromWaker);
    assert_eq!((app.shown().now.at, app.pace()), (ms(70), Pace::Paused));
}

#[test]
fn an_address_that_leads_nowhere_moves_nothing() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::DragTo(ms(1_000)));
    let before = app.place();
    let unreadable = |text: &str| Refused::Unreadable(text.parse::<Address>().unwrap_err());
    for (text, why) in [
        ("yesterday", unreadable("yesterday")),
        ("", unreadable("")),
        (
            "99s",
            Refused::AfterNow {
                at: ms(99_000),
                newest: ms(4_000),
            },
        ),
        ("-99s", Refused::BeforeTheRun),
        (
            "e4711",
            Refused::NoSuchEvent {
                event: 4711,
                first: app.log().first(),
                last: app.log().end(),
            },
        ),
        (
            "2s e3",
            Refused::EventElsewhere {
                event: 3,
                reached: ms(10),
                at: ms(2_000),
            },
        ),
        ("#4711", Refused::NoSuchSelection),
        ("w7", Refused::NoSuchSelection),
    ] {
        type_in(&mut app, text);
        assert_eq!(refused(&app), Some(&why), "{text}");
        assert_eq!(app.place(), before, "{text}");
    }
    type_in(&mut app, "-1s");
    assert_eq!(app.shown().now.at, ms(3_000));
    type_in(&mut app, "#2");
    assert_eq!((app.shown().now.at, app.focus()), (ms(3_000), Some(id(2))));
    type_in(&mut app, "e2");
    assert_eq!(app.position(), 2);
}

#[test]
fn a_typed_address_can_be_given_up() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::AskAddress);
    do_it(&mut app, Action::Type('1'));
    do_it(&mut app, Action::Erase);
    do_it(&mut app, Action::Type('2'));
    assert_eq!(app.typing.address(), Some("2"));
    do_it(&mut app, Action::Back);
    assert!(app.is_live() && !app.typing.is_on());
}

#[test]
fn the_view_stops_at_what_was_chosen_live_and_playing() {
    let mut app = app();
    do_it(&mut app, Action::StopAt(FindingKind::Stall));
    spawn(&mut app, 10, 1, None);
    frame_with(&mut app, 90, &[Some((1, 20)), None]);
    assert!(app.is_live());
    frame_with(&mut app, 130, &[Some((1, 20)), None]);
    assert_eq!((app.pace(), app.shown().now.at), (Pace::Paused, ms(20)));
    assert_eq!(app.selected, Selection::Task(id(1)));
    let Some(Said::Stopped(stall)) = said(&app) else {
        panic!("{:?}", said(&app));
    };
    assert_eq!((stall.kind, stall.lasted()), (FindingKind::Stall, ms(110)));
    do_it(&mut app, Action::Newest);
    frame_with(&mut app, 140, &[Some((1, 20)), None]);
    assert!(app.is_live(), "the same stall is no reason again");
    do_it(&mut app, Action::Oldest);
    do_it(&mut app, Action::Pause);
    frame_with(&mut app, 200, &[Some((1, 20)), None]);
    assert_eq!((app.pace(), app.shown().now.at), (Pace::Paused, ms(20)));
}

#[test]
fn a_stall_told_after_the_view_passed_its_beginning_stops_it_too() {
    for catches_up in [false, true] {
        let mut app = app();
        do_it(&mut app, Action::StopAt(FindingKind::Stall));
        spawn(&mut app, 10, 1, None);
        frame(&mut app, 50);
        do_it(&mut app, Action::Pause);
        frame(&mut app, 80);
        do_it(&mut app, Action::Pause);
        if catches_up {
            do_it(&mut app, Action::Faster);
        }
        frame_with(&mut app, 130, &[Some((1, 90)), None]);
        assert_eq!(app.is_live(), catches_up);
        assert!(app.shown().now.at >= ms(100), "it is no stall yet");
        frame_with(&mut app, 200, &[Some((1, 90)), None]);
        assert_eq!((app.pace(), app.shown().now.at), (Pace::Paused, ms(90)));
    }
}

#[test]
fn what_is_said_of_a_moment_is_not_said_of_another() {
    let mut app = after_a_stall();
    for leaving in [
        step(true, false),
        Action::Scrub(-1),
        Action::Newest,
        Action::Pause,
        Action::AskAddress,
    ] {
        do_it(&mut app, Action::Newest);
        do_it(&mut app, Action::Jump { forth: false });
        assert!(matches!(said(&app), Some(Said::Here(_))), "{leaving:?}");
        do_it(&mut app, leaving);
        assert_eq!(said(&app), None, "{leaving:?}");
        do_it(&mut app, Action::Back);
    }
}

#[test]
fn what_is_asked_of_a_task_concerns_it_as_it_is_now() {
    let mut app = after_a_stall();
    spawn(&mut app, 4_010, 3, None);
    frame(&mut app, 4_020);
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    do_it(&mut app, Action::DragTo(ms(1_000)));
    assert_eq!(do_it(&mut app, Action::Abort), []);
    assert_eq!(refused(&app), Some(&Refused::Abort(id(1), NoGrip::Ended)));
    let orders = do_it(&mut app, Action::HandIn("simmer"));
    assert_eq!(orders.len(), 1);
    assert_eq!(said(&app), Some(&Said::OrderedAfter(ms(3_020))));
}

#[test]
fn a_task_that_is_shown_and_forgotten_by_now_has_ended() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    do_it(&mut app, Action::DragTo(ms(1_000)));
    for n in 0..=crate::limits::ENDED_KEPT as u32 {
        let at = 4_010 + u64::from(n);
        spawn(&mut app, at, 3 + n, None);
        poll(&mut app, at, at, 3 + n, PollOutcome::Ready);
    }
    frame(&mut app, 9_000);
    assert!(app.newest().model.task(id(1)).is_none(), "forgotten");
    assert_eq!(app.focus(), Some(id(1)), "and shown");
    assert_eq!(do_it(&mut app, Action::Abort), []);
    assert_eq!(refused(&app), Some(&Refused::Abort(id(1), NoGrip::Ended)));
    assert_eq!(do_it(&mut app, Action::DropHandle), []);
    let ended = Refused::DropHandle(id(1), NoGrip::Ended);
    assert_eq!(refused(&app), Some(&ended));
}

#[test]
fn a_history_too_small_for_the_moment_keeps_the_picture() {
    let mut small = Options {
        history: 1 << 20,
        ..options()
    };
    small.workers = 2;
    let menu: &'static RecipeInfo = &MENU;
    let mut app = App::new(vec![menu], small);
    spawn(&mut app, 10, 1, None);
    frame(&mut app, 50);
    do_it(&mut app, Action::Pause);
    let before = app.place();
    for n in 0..200_000_u64 {
        poll(&mut app, 60 + n, 60 + n, 1, PollOutcome::Pending);
    }
    frame(&mut app, 300_000);
    assert!(app.log().first() > 0 && app.is_forgotten());
    assert_eq!(
        (app.place(), app.shown().model.counters().polls),
        (before, 0)
    );
    do_it(&mut app, Action::Scrub(1));
    let oldest = app.place();
    assert!(oldest.at >= app.log().oldest().unwrap(), "into the history");
    assert_eq!(app.shown().model.counters().polls, oldest.position - 1);
    do_it(&mut app, Action::DragTo(ms(250_000)));
    let place = Place {
        position: app.log().position(ms(250_000)),
        at: ms(250_000),
    };
    assert_eq!(app.place(), place);
}

#[test]
fn the_life_drawn_is_what_the_history_tells_up_to_the_moment_shown() {
    use std::borrow::Cow;
    let mut app = after_a_stall();
    app.selected = Selection::Task(id(2));
    app.screen = Screen::Inspector;
    let look = |app: &mut App, events: usize| {
        // Asked without a look it is the same.
        assert_eq!(app.traces(id(2)).total().events, events);
        update(app, Message::Look(Viewport::default()));
        let traces = app.traces(id(2));
        assert!(
            matches!(traces, Cow::Borrowed(_)),
            "not looked through again"
        );
        assert_eq!((traces.total().events, traces.has_birth()), (events, true));
    };
    look(&mut app, 4);
    do_it(&mut app, Action::Pause);
    poll(&mut app, 4_100, 4_200, 2, PollOutcome::Ready);
    frame(&mut app, 5_000);
    look(&mut app, 4);
    do_it(&mut app, Action::DragTo(ms(60)));
    look(&mut app, 2);
    do_it(&mut app, Action::Newest);
    look(&mut app, 5);
}

#[test]
fn a_row_is_chosen_in_one_life_and_in_no_other() {
    let mut app = after_a_stall();
    do_it(&mut app, Action::DragTo(ms(3_115)));
    app.selected = Selection::Task(id(2));
    do_it(&mut app, Action::Toggle(Screen::Inspector));
    do_it(&mut app, Action::Edge { last: true });
    assert!(app.chosen_step() > 0, "its birth");
    do_it(&mut app, Action::ToWaker);
    assert_eq!(app.selected, Selection::Task(id(1)));
    assert_eq!(app.chosen_step(), 0, "the newest, as in every life");
    do_it(&mut app, Action::FromWaker);
    assert!(app.chosen_step() > 0, "as it was left");
}

/// Another task in its place would be acted on in its name.
#[test]
fn before_its_spawn_nothing_stands_in_for_the_selected_task() {
    let mut app = app();
    spawn(&mut app, 10, 1, None);
    spawn(&mut app, 20, 2, None);
    frame(&mut app, 30);
    app.selected = Selection::Task(id(2));
    do_it(&mut app, Action::DragTo(Nanos::from_millis(15)));
    frame(&mut app, 31);
    assert_eq!(app.shown().model.counters().spawned, 1);
    assert_eq!(app.focus(), None);
    do_it(&mut app, Action::DragTo(Nanos::from_millis(25)));
    frame(&mut app, 32);
    assert_eq!(app.focus(), Some(id(2)));
}
