use super::*;
use crate::app::{Action, Message, Options, Screen, update};
use crate::events::{
    Delivery, Event, Flavor, HandleAct, InHand, KindId, Now, PollOutcome, Role, RunInfo, SiteId,
    TaskId, What, WorkerId,
};
use crate::findings::End;
use crate::order::{Origin, RecipeInfo};

const BLOCK: RecipeInfo = RecipeInfo {
    name: crate::kitchen::orders::BLOCK,
    origin: Origin::Menu('b'),
    blocks: true,
    summary: "blocks",
    file: "",
    source: "",
    params: &[],
    kinds: &[],
};

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn hear(app: &mut App, at: u64, what: What) {
    app.hear(Event { at: ms(at), what });
}

/// Two chefs, stalls from 100 ms on, a history of so many bytes.
fn app(history: usize) -> App {
    let options = Options {
        workers: 2,
        reduced_motion: false,
        stall_after: ms(100),
        history,
    };
    let menu: &'static RecipeInfo = &BLOCK;
    let mut app = App::new(vec![menu], options);
    let kind = What::Kind {
        id: KindId::new(0),
        name: "block".into(),
    };
    hear(&mut app, 0, kind);
    let run = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(&mut app, 0, What::RunStarted(run));
    app.screen = Screen::Findings;
    app
}

fn spawn(app: &mut App, at: u64, task: u32, on: Option<u16>) {
    let what = What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: on.map(WorkerId::new),
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    hear(app, at, what);
}

fn poll(app: &mut App, task: u32, on: u16, (start, end): (u64, u64), outcome: PollOutcome) {
    let what = What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(on)),
        start: ms(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    hear(app, end, what);
}

fn frame(app: &mut App, at: u64, hand: Option<(u32, u64)>) {
    let hand = hand.map(|(task, since)| InHand {
        task: id(task),
        since: ms(since),
        site: None,
    });
    let now = Now {
        at: ms(at),
        workers: vec![hand, None],
    };
    update(
        app,
        Message::Frame {
            now,
            sample: None,
            delivery: Delivery::default(),
        },
    );
}

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

/// A stall that is over, another that goes on, a panic, an abort and a raid.
fn busy() -> App {
    let mut app = app(1 << 24);
    spawn(&mut app, 10, 1, None);
    poll(&mut app, 1, 0, (20, 320), PollOutcome::Pending);
    spawn(&mut app, 400, 2, None);
    poll(&mut app, 2, 1, (410, 411), PollOutcome::Panicked);
    let abort = What::Handle {
        task: id(1),
        by: None,
        act: HandleAct::AbortAsked,
    };
    hear(&mut app, 500, abort);
    spawn(&mut app, 600, 3, Some(0));
    spawn(&mut app, 601, 4, Some(0));
    poll(&mut app, 3, 1, (610, 611), PollOutcome::Ready);
    frame(&mut app, 900, Some((4, 700)));
    app
}

#[test]
fn the_weightiest_stands_first_and_is_told_at_length() {
    let view = view(&busy(), 20);
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| (row.word, row.card.as_str(), row.long.as_str()))
        .collect();
    assert_eq!(
        rows,
        [
            ("stall", "#04 block", "goes on"),
            ("stall", "#01 block", "300ms"),
            ("panic", "#02 block", ""),
            ("abort", "#01 block", ""),
            ("raid", "#03 block", ""),
        ]
    );
    assert_eq!((view.chosen, view.total, view.found), (Some(0), 5, 5));
    assert!(view.rows[0].chosen && !view.rows[1].chosen);
    assert_eq!(view.told.unwrap().text, view.rows[0].text);
    assert_eq!(view.rows[0].finding.end, End::GoesOn);
}

#[test]
fn raids_are_marked_as_inferred_and_stalls_as_measured() {
    let view = view(&busy(), 20);
    let marks: Vec<_> = view.rows.iter().map(|row| row.certainty.mark()).collect();
    assert_eq!(marks, ["=", "=", "=", "=", "~"]);
}

#[test]
fn each_kind_has_its_number_and_says_whether_the_view_stops_at_it() {
    let mut app = busy();
    act(&mut app, Action::StopAt(FindingKind::Panic));
    act(&mut app, Action::StopAt(FindingKind::Budget));
    let view = view(&app, 20);
    assert!(view.kinds.iter().map(|row| row.kind).eq(FindingKind::ALL));
    let shown: Vec<_> = view
        .kinds
        .iter()
        .filter(|kind| kind.found.value > 0 || kind.stop)
        .map(|kind| (kind.key, kind.word, kind.found.value, kind.stop))
        .collect();
    assert_eq!(
        shown,
        [
            ('2', "stall", 2, false),
            ('4', "panic", 1, true),
            ('7', "abort", 1, false),
            ('8', "budget", 0, true),
            ('9', "raid", 1, false),
        ]
    );
}

#[test]
fn the_row_the_view_stands_at_is_marked() {
    let mut app = busy();
    assert!(view(&app, 20).rows.iter().all(|row| !row.here));
    act(&mut app, Action::Scroll(1));
    act(&mut app, Action::ToFinding);
    let here: Vec<_> = view(&app, 20).rows.iter().map(|row| row.here).collect();
    assert_eq!(here, [false, true, false, false, false]);
    assert_eq!(app.place().at, ms(20));
}

#[test]
fn the_wheel_moves_the_choice_and_stops_at_the_ends() {
    let mut app = busy();
    act(&mut app, Action::Scroll(3));
    assert_eq!(view(&app, 20).chosen, Some(3));
    act(&mut app, Action::Scroll(30));
    assert_eq!(view(&app, 20).chosen, Some(4));
    act(&mut app, Action::Scroll(-30));
    assert_eq!(view(&app, 20).chosen, Some(0));
}

#[test]
fn the_choice_stays_with_its_happening_when_weightier_ones_come() {
    let mut app = busy();
    act(&mut app, Action::Scroll(2));
    let before = view(&app, 20);
    spawn(&mut app, 1_000, 5, None);
    poll(&mut app, 5, 1, (1_010, 1_400), PollOutcome::Ready);
    let after = view(&app, 20);
    assert_eq!((before.chosen, after.chosen), (Some(2), Some(3)));
    assert_eq!(before.told, after.told);
}

#[test]
fn only_rows_near_the_chosen_one_are_put_into_words() {
    let mut app = app(1 << 24);
    for n in 1..=200 {
        let at = 10 * u64::from(n);
        spawn(&mut app, at, n, None);
        poll(&mut app, n, 0, (at + 1, at + 2), PollOutcome::Panicked);
    }
    act(&mut app, Action::Scroll(100));
    let view = view(&app, 20);
    assert_eq!((view.chosen, view.total), (Some(100), 200));
    assert_eq!((view.first, view.rows.len()), (80, 40));
    assert!(view.rows[20].chosen);
}

#[test]
fn what_began_before_the_history_says_so() {
    let mut app = app(1 << 14);
    spawn(&mut app, 10, 1, None);
    poll(&mut app, 1, 0, (20, 21), PollOutcome::Panicked);
    assert!(!view(&app, 20).rows[0].forgotten);
    for n in 2..200_000_u32 {
        if n.is_multiple_of(1_000) && view(&app, 20).rows[0].forgotten {
            break;
        }
        let at = 10 * u64::from(n);
        spawn(&mut app, at, n, None);
        poll(&mut app, n, 0, (at + 1, at + 2), PollOutcome::Ready);
    }
    let view = view(&app, 20);
    assert_eq!(view.rows.len(), 1);
    assert!(view.rows[0].forgotten);
}

#[test]
fn cards_that_waited_together_are_one_row() {
    let mut app = app(1 << 24);
    for n in 1..=50 {
        spawn(&mut app, 10, n, None);
    }
    for n in 1..=50 {
        let at = 300 + u64::from(n);
        poll(&mut app, n, 0, (at, at), PollOutcome::Ready);
    }
    let view = view(&app, 20);
    let rows: Vec<_> = view
        .rows
        .iter()
        .map(|row| (row.word, row.card.as_str(), row.long.as_str()))
        .collect();
    assert_eq!(rows, [("wait", "50 cards", "340ms")]);
    assert!(
        view.rows[0].text.contains("#50 block"),
        "{}",
        view.rows[0].text
    );
}

#[test]
fn before_anything_happened_the_key_that_makes_a_stall_is_told() {
    let view = view(&app(1 << 24), 20);
    assert_eq!(
        (view.total, view.chosen, view.block_key),
        (0, None, Some('b'))
    );
    assert_eq!(view.told, None);
}
