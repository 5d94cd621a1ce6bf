//! Scripts of events and actions in, state and commands out.

mod by_hand;
mod claims;
mod scenarios;
mod view;

use super::*;
use crate::camera::Mark;
use crate::events::{
    BlockingOutcome, EndKind, InHand, KindId, PollOutcome, Role, RunInfo, SiteId, WakeBy, What,
};
use crate::order::{Order, Origin, Params, Refusal, Report};

const MENU: RecipeInfo = RecipeInfo {
    name: "simmer",
    origin: Origin::Menu('1'),
    blocks: false,
    summary: "waits",
    file: "",
    source: "",
    params: &[],
    kinds: &[],
};

fn ms(n: u64) -> Nanos {
    Nanos::from_millis(n)
}

fn id(n: u32) -> TaskId {
    TaskId::new(n).unwrap()
}

fn worker(n: u16) -> WorkerId {
    WorkerId::new(n)
}

fn options() -> Options {
    Options {
        workers: 2,
        reduced_motion: false,
        stall_after: ms(100),
        history: 64 << 20,
    }
}

/// An application with a running runtime of two workers.
fn opened(flavor: Flavor) -> App {
    let menu: &'static RecipeInfo = &MENU;
    let mut app = App::new(vec![menu], options());
    hear(
        &mut app,
        0,
        What::Kind {
            id: KindId::new(0),
            name: "simmer".into(),
        },
    );
    let info = RunInfo {
        shift: 1,
        workers: 2,
        flavor,
        tokio: "1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(&mut app, 0, What::RunStarted(info));
    app
}

fn app() -> App {
    opened(Flavor::MultiThread)
}

fn hear(app: &mut App, at_ms: u64, what: What) {
    app.hear(Event {
        at: ms(at_ms),
        what,
    });
}

fn spawn(app: &mut App, at_ms: u64, task: u32, parent: Option<u32>) {
    let what = What::Spawned {
        task: id(task),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: parent.map(|_| worker(0)),
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    hear(app, at_ms, what);
}

fn poll(app: &mut App, start: u64, end: u64, task: u32, outcome: PollOutcome) {
    let what = What::Polled {
        task: id(task),
        worker: Some(worker(0)),
        start: ms(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    hear(app, end, what);
}

/// Carries it out, and shows what came of it.
fn do_it(app: &mut App, action: Action) -> Vec<Command> {
    let commands = update(app, Message::Act(action));
    app.settle();
    commands
}

/// A frame in which each worker polls what is given.
fn frame_with(app: &mut App, at_ms: u64, hands: &[Option<(u32, u64)>]) -> Vec<Command> {
    let hand = |(task, since)| InHand {
        task: id(task),
        since: ms(since),
        site: None,
    };
    let workers = hands.iter().map(|h| h.map(hand)).collect();
    let now = Now {
        at: ms(at_ms),
        workers,
    };
    update(
        app,
        Message::Frame {
            now,
            sample: None,
            delivery: Delivery::default(),
        },
    )
}

fn frame(app: &mut App, at_ms: u64) -> Vec<Command> {
    frame_with(app, at_ms, &[None, None])
}

fn said(app: &App) -> Option<&Said> {
    app.notice.as_ref().map(|notice| &notice.said)
}

/// Why the last thing asked for was refused.
fn refused(app: &App) -> Option<&Refused> {
    match said(app)? {
        Said::Cannot(why) => Some(why),
        _ => None,
    }
}

#[test]
fn an_order_takes_the_quantity() {
    let mut app = app();
    do_it(&mut app, Action::QuantityUp);
    do_it(&mut app, Action::QuantityUp);
    let order = Order {
        recipe: "simmer",
        count: 100,
        params: Params::new(),
    };
    assert_eq!(
        do_it(&mut app, Action::HandIn("simmer")),
        [Command::Spawn(order)]
    );
    do_it(&mut app, Action::QuantityDown);
    assert_eq!(app.quantity, 10);
}

#[test]
fn tempo_is_told_to_the_engine_until_its_limit() {
    let mut app = app();
    assert_eq!(do_it(&mut app, Action::TempoUp), [Command::SetTempo(2.0)]);
    do_it(&mut app, Action::TempoUp);
    do_it(&mut app, Action::TempoUp);
    assert_eq!(app.tempo, 10.0);
    assert_eq!(do_it(&mut app, Action::TempoUp), []);
    assert_eq!(said(&app), Some(&Said::TempoStays(10.0)));
    assert_eq!(do_it(&mut app, Action::TempoDown), [Command::SetTempo(5.0)]);
}

#[test]
fn workers_are_asked_for_one_by_one_before_the_runtime_follows() {
    let mut app = app();
    assert_eq!(do_it(&mut app, Action::WorkersUp), [Command::SetWorkers(3)]);
    assert_eq!(do_it(&mut app, Action::WorkersUp), [Command::SetWorkers(4)]);
    for _ in 0..3 {
        do_it(&mut app, Action::WorkersDown);
    }
    assert_eq!(app.wanted_workers, 1);
    assert_eq!(do_it(&mut app, Action::WorkersDown), []);
    assert_eq!(
        refused(&app),
        Some(&Refused::Workers {
            most: crate::limits::MAX_WORKERS
        })
    );
    assert!(said(&app).unwrap().is_error());
}

#[test]
fn a_current_thread_runtime_refuses_more_workers() {
    let mut app = opened(Flavor::CurrentThread);
    assert_eq!(do_it(&mut app, Action::WorkersUp), []);
    assert_eq!(refused(&app), Some(&Refused::OneWorker));
}

#[test]
fn closing_needs_a_runtime_and_is_asked_once() {
    let mut app = app();
    let close = Action::Close { graceful: true };
    assert_eq!(do_it(&mut app, close), [Command::Close { graceful: true }]);
    hear(&mut app, 5, What::Closing { graceful: true });
    assert_eq!(do_it(&mut app, close), []);
    let at_once = Action::Close { graceful: false };
    assert_eq!(
        do_it(&mut app, at_once),
        [Command::Close { graceful: false }]
    );
    hear(&mut app, 9, What::RunEnded);
    assert_eq!(do_it(&mut app, at_once), []);
    assert_eq!(refused(&app), Some(&Refused::NoRuntime));
}

#[test]
fn ended_roots_are_collected_once_and_children_are_not() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    spawn(&mut app, 2, 2, Some(1));
    spawn(&mut app, 2, 3, None);
    poll(&mut app, 3, 4, 1, PollOutcome::Ready);
    poll(&mut app, 4, 5, 2, PollOutcome::Ready);
    poll(&mut app, 5, 6, 3, PollOutcome::Panicked);
    assert_eq!(frame(&mut app, 10), [Command::Collect(vec![id(1), id(3)])]);
    assert_eq!(frame(&mut app, 20), []);
    spawn(&mut app, 21, 4, None);
    hear(&mut app, 22, What::Dropped { task: id(4) });
    assert_eq!(frame(&mut app, 30), [Command::Collect(vec![id(4)])]);
}

#[test]
fn root_jobs_of_the_blocking_pool_are_collected_too() {
    let mut app = app();
    let (kind, site) = (KindId::new(0), SiteId::new(0));
    hear(
        &mut app,
        1,
        What::BlockingSubmitted {
            job: id(1),
            parent: None,
            kind,
            site,
        },
    );
    hear(&mut app, 2, What::BlockingStarted { job: id(1) });
    hear(
        &mut app,
        3,
        What::BlockingEnded {
            job: id(1),
            outcome: BlockingOutcome::Completed,
        },
    );
    assert_eq!(frame(&mut app, 10), [Command::Collect(vec![id(1)])]);
}

#[test]
fn a_root_in_focus_can_be_aborted_or_let_go() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    poll(&mut app, 2, 3, 1, PollOutcome::Pending);
    app.selected = Selection::Task(id(1));
    assert_eq!(do_it(&mut app, Action::Abort), [Command::Abort(id(1))]);
    assert_eq!(said(&app), Some(&Said::AbortAsked(id(1))));
    assert_eq!(
        do_it(&mut app, Action::DropHandle),
        [Command::DropHandle(id(1))]
    );
    let act = crate::events::HandleAct::Dropped;
    hear(
        &mut app,
        4,
        What::Handle {
            task: id(1),
            by: None,
            act,
        },
    );
    assert_eq!(do_it(&mut app, Action::DropHandle), []);
    let gone = Refused::DropHandle(id(1), NoGrip::Gone);
    assert_eq!(refused(&app), Some(&gone));
    assert_eq!(do_it(&mut app, Action::Abort), []);
    assert_eq!(refused(&app), Some(&Refused::Abort(id(1), NoGrip::Gone)));
}

#[test]
fn a_child_belongs_to_its_parent() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    spawn(&mut app, 2, 2, Some(1));
    app.selected = Selection::Task(id(2));
    assert_eq!(do_it(&mut app, Action::Abort), []);
    let held = Refused::Abort(id(2), NoGrip::HeldBy(id(1)));
    assert_eq!(refused(&app), Some(&held));
    assert_eq!(do_it(&mut app, Action::DropHandle), []);
}

#[test]
fn what_ended_or_was_never_chosen_cannot_be_aborted() {
    let mut app = app();
    assert_eq!(do_it(&mut app, Action::Abort), []);
    assert_eq!(refused(&app), Some(&Refused::NoTask));
    spawn(&mut app, 1, 1, None);
    poll(&mut app, 2, 3, 1, PollOutcome::Ready);
    assert!(matches!(
        app.shown().model.task(id(1)).unwrap().place,
        crate::model::Place::Ended(EndKind::Completed)
    ));
    app.selected = Selection::Task(id(1));
    assert_eq!(do_it(&mut app, Action::Abort), []);
    assert_eq!(refused(&app), Some(&Refused::Abort(id(1), NoGrip::Ended)));
}

#[test]
fn the_focus_follows_stalls_then_hands_then_pending_then_ended() {
    let mut app = app();
    for task in 1..=4 {
        spawn(&mut app, 1, task, None);
    }
    poll(&mut app, 2, 3, 1, PollOutcome::Pending);
    poll(&mut app, 3, 4, 2, PollOutcome::Pending);
    poll(&mut app, 4, 5, 3, PollOutcome::Ready);
    frame(&mut app, 10);
    assert_eq!(app.focus(), Some(id(2)), "the newest pending one");
    frame_with(&mut app, 20, &[Some((1, 19)), None]);
    assert_eq!(app.focus(), Some(id(2)), "it stays a while");
    frame_with(&mut app, 3_000, &[Some((1, 2_999)), None]);
    assert_eq!(app.focus(), Some(id(1)), "then the one in hand");
    frame_with(&mut app, 3_200, &[Some((1, 3_199)), Some((4, 3_000))]);
    assert_eq!(app.focus(), Some(id(4)), "a stall at once");
    for task in [1, 2, 4] {
        poll(&mut app, 3_300, 3_310, task, PollOutcome::Ready);
    }
    frame(&mut app, 9_000);
    assert_eq!(
        app.focus(),
        Some(id(4)),
        "nothing alive: the one that ended last"
    );
}

#[test]
fn only_a_stall_that_lasts_is_interrupted_the_one_in_focus_first() {
    let mut app = app();
    for task in 1..=3 {
        spawn(&mut app, 1, task, None);
    }
    frame_with(&mut app, 1_000, &[Some((1, 990)), None]);
    assert_eq!(do_it(&mut app, Action::Interrupt), []);
    assert_eq!(refused(&app), Some(&Refused::NoStall));
    frame_with(&mut app, 1_200, &[Some((1, 990)), Some((2, 1_000))]);
    app.selected = Selection::Task(id(3));
    let longest = Command::Interrupt(id(1));
    assert_eq!(do_it(&mut app, Action::Interrupt), [longest]);
    app.selected = Selection::Task(id(2));
    let chosen = Command::Interrupt(id(2));
    assert_eq!(do_it(&mut app, Action::Interrupt), [chosen]);
    assert_eq!(said(&app), Some(&Said::Interrupting(id(2))));
}

#[test]
fn selection_walks_over_what_is_in_view() {
    let mut app = app();
    for task in 1..=3 {
        spawn(&mut app, 1, task, None);
    }
    poll(&mut app, 2, 3, 1, PollOutcome::Pending);
    frame_with(&mut app, 10, &[None, Some((2, 9))]);
    assert_eq!(
        app.visible(),
        [id(2), id(3), id(1)],
        "in hand, queued, pending"
    );
    app.selected = Selection::Task(id(2));
    do_it(&mut app, Action::SelectNext);
    assert_eq!(app.selected, Selection::Task(id(3)));
    do_it(&mut app, Action::SelectPrevious);
    do_it(&mut app, Action::SelectPrevious);
    assert_eq!(app.selected, Selection::Task(id(1)), "round the end");
    do_it(&mut app, Action::Back);
    assert_eq!(app.selected, Selection::Auto);
}

#[test]
fn a_million_tasks_do_not_lengthen_the_walk() {
    let mut app = app();
    for task in 1..=2_000 {
        spawn(&mut app, 1, task, None);
    }
    assert_eq!(app.visible().len(), 200);
}

#[test]
fn workers_are_selected_in_turn_with_what_they_hold() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    frame_with(&mut app, 10, &[None, Some((1, 9))]);
    do_it(&mut app, Action::SelectNextWorker);
    assert_eq!(app.selected, Selection::Worker(worker(0)));
    do_it(&mut app, Action::SelectNextWorker);
    assert_eq!(
        (app.selected, app.focus()),
        (Selection::Worker(worker(1)), Some(id(1)))
    );
    do_it(&mut app, Action::SelectNextWorker);
    assert_eq!(app.selected, Selection::Auto);
}

#[test]
fn a_second_click_opens_the_inspector() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    assert_eq!(
        (app.screen, app.selected),
        (Screen::Main, Selection::Task(id(1)))
    );
    do_it(&mut app, Action::Pick(Pick::Task(id(1))));
    assert_eq!(app.screen, Screen::Inspector);
}

#[test]
fn screens_open_and_go_back_where_they_came_from() {
    let mut app = app();
    do_it(&mut app, Action::Toggle(Screen::Inspector));
    assert_eq!(app.screen, Screen::Main, "nothing to inspect");
    spawn(&mut app, 1, 1, None);
    app.selected = Selection::Task(id(1));
    do_it(&mut app, Action::Toggle(Screen::Tasks));
    do_it(&mut app, Action::Toggle(Screen::Inspector));
    do_it(&mut app, Action::Back);
    assert_eq!(app.screen, Screen::Tasks);
    do_it(&mut app, Action::Toggle(Screen::Help));
    do_it(&mut app, Action::Toggle(Screen::Help));
    assert_eq!(app.screen, Screen::Tasks);
    do_it(&mut app, Action::Back);
    assert_eq!(app.screen, Screen::Main);
}

#[test]
fn no_way_through_the_screens_is_a_trap() {
    let mut app = app();
    spawn(&mut app, 1, 1, None);
    app.selected = Selection::Task(id(1));
    let screens = [
        Screen::Inspector,
        Screen::Metrics,
        Screen::Tasks,
        Screen::Help,
    ];
    for a in screens {
        for b in screens {
            for c in screens {
                for screen in [a, b, c] {
                    do_it(&mut app, Action::Toggle(screen));
                }
                for _ in 0..4 {
                    do_it(&mut app, Action::Back);
                }
                assert_eq!(app.screen, Screen::Main, "after {a:?} {b:?} {c:?}");
                app.selected = Selection::Task(id(1));
            }
        }
    }
}

#[test]
fn a_search_is_typed_kept_and_cleared() {
    let mut app = app();
    do_it(&mut app, Action::Search);
    assert_eq!((&app.typing, app.screen), (&Typing::Search, Screen::Tasks));
    for c in "blocx".chars() {
        do_it(&mut app, Action::Type(c));
    }
    do_it(&mut app, Action::Erase);
    do_it(&mut app, Action::Type('\u{1b}'));
    do_it(&mut app, Action::Type('\u{202E}'));
    do_it(&mut app, Action::Submit);
    assert_eq!((app.search.as_str(), app.typing.is_on()), ("bloc", false));
    do_it(&mut app, Action::Type('z'));
    assert_eq!(app.search, "bloc", "not typing: no text");
    do_it(&mut app, Action::Search);
    do_it(&mut app, Action::EraseAll);
    assert_eq!((app.search.as_str(), app.typing.is_on()), ("", true));
    assert_eq!(app.edge(), Some(Edge::First), "to the first of all");
    do_it(&mut app, Action::Type('x'));
    do_it(&mut app, Action::Submit);
    do_it(&mut app, Action::Back);
    assert_eq!((app.search.as_str(), app.screen), ("", Screen::Tasks));
    do_it(&mut app, Action::Back);
    assert_eq!(app.screen, Screen::Main);
}

#[test]
fn the_list_scrolls_when_the_selection_leaves_it() {
    let mut app = app();
    for task in 1..=9 {
        spawn(&mut app, 1, task, None);
    }
    do_it(&mut app, Action::Toggle(Screen::Tasks));
    let shown = |app: &mut App, ids: [u32; 3], row: u32| {
        let scroll = Some(app.scroll);
        update(
            app,
            Message::Seen(Seen {
                scroll,
                listed: ids.map(id).to_vec(),
                row: Some(id(row)),
                ..Seen::default()
            }),
        )
    };
    shown(&mut app, [9, 8, 7], 9);
    assert_eq!(app.selected, Selection::Task(id(9)), "what is marked");
    for wanted in [8, 7] {
        do_it(&mut app, Action::SelectNext);
        assert_eq!(app.selected, Selection::Task(id(wanted)));
    }
    do_it(&mut app, Action::SelectNext);
    assert_eq!(app.scroll, 1);
    assert_eq!(app.edge(), Some(Edge::Last));
    shown(&mut app, [8, 7, 6], 6);
    assert_eq!(app.selected, Selection::Task(id(6)));
}

#[test]
fn a_page_that_ends_sooner_takes_the_scroll_back() {
    let mut app = app();
    do_it(&mut app, Action::Toggle(Screen::Metrics));
    do_it(&mut app, Action::Scroll(10));
    do_it(&mut app, Action::Scroll(10));
    update(
        &mut app,
        Message::Seen(Seen {
            scroll: Some(4),
            ..Seen::default()
        }),
    );
    do_it(&mut app, Action::Scroll(-1));
    assert_eq!(app.scroll, 3);
}

#[test]
fn notices_fade_after_four_seconds() {
    let mut app = app();
    frame(&mut app, 1_000);
    do_it(&mut app, Action::QuantityUp);
    frame(&mut app, 4_990);
    assert!(app.notice.is_some());
    frame(&mut app, 5_000);
    assert!(app.notice.is_none());
}

#[test]
fn refusals_are_counted_and_said() {
    let mut app = app();
    refuse(&mut app, 7);
    refuse(&mut app, 3);
    assert_eq!(app.shown().mark.refused, 10);
    let report = Report::Refused {
        count: 3,
        why: Refusal::Closing,
    };
    assert_eq!(said(&app), Some(&Said::Engine(report)));
    assert!(said(&app).unwrap().is_error());
    update(&mut app, Message::Reported(Report::Missed(id(1))));
    assert_eq!(app.shown().mark.refused, 10);
}

fn refuse(app: &mut App, count: u64) {
    let why = Refusal::Closing;
    update(app, Message::Reported(Report::Refused { count, why }));
}

#[test]
fn a_suspend_is_told_once_and_kept() {
    let mut app = app();
    frame(&mut app, 10);
    let (lasted, measured) = (ms(8_000), true);
    app.hear(Event {
        at: ms(12),
        what: What::Suspended {
            lasted,
            timers: lasted,
            measured,
        },
    });
    assert_eq!(said(&app), Some(&Said::Suspended { lasted, measured }));
    let gap = Gap {
        at: ms(12),
        lasted,
        measured,
    };
    assert_eq!(app.gaps().iter().collect::<Vec<_>>(), [gap]);
    app.notice = None;
    spawn(&mut app, 13, 1, None);
    assert_eq!(said(&app), None);
}

#[test]
fn intervals_are_kept_within_bounds() {
    let mut app = app();
    for _ in 0..700 {
        update(&mut app, Message::Runtime(RuntimeInterval::default()));
        let of = |kind| TaskInterval {
            kind,
            ..TaskInterval::default()
        };
        update(&mut app, Message::Tasks(vec![of("simmer"), of("chop")]));
    }
    assert_eq!(app.runtime_intervals.len(), 600);
    let kept: Vec<_> = app
        .task_intervals
        .iter()
        .map(|(kind, kept)| (*kind, kept.len()))
        .collect();
    assert_eq!(kept, [("simmer", 120), ("chop", 120)]);
}

#[test]
fn the_spawn_rate_is_that_of_the_last_second() {
    let mut app = app();
    frame(&mut app, 0);
    for task in 1..=500 {
        spawn(&mut app, 400, task, None);
    }
    frame(&mut app, 500);
    assert!(
        (app.shown().mark.spawn_rate - 1_000.0).abs() < 1.0,
        "{}",
        app.shown().mark.spawn_rate
    );
    for at in (600..3_000).step_by(100) {
        frame(&mut app, at);
    }
    assert_eq!(app.shown().mark.spawn_rate, 0.0);
}
