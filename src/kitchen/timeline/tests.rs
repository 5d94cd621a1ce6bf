use super::*;
use crate::app::{Action, Message, Options, Screen, update};
use crate::events::{
    BlockingOutcome, Delivery, Event, Flavor, InHand, KindId, Now, PollOutcome, Role, RunInfo,
    SiteId, TaskId, WakeBy, What, WorkerId,
};
use crate::order::RecipeInfo;
use ratatui::layout::Size;

const MENU: &[&RecipeInfo] = &[];
const KINDS: [&str; 3] = ["simmer", "block", "bakery"];

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn hear(app: &mut App, at: u64, what: What) {
    app.hear(Event { at: ms(at), what });
}

fn spawn(app: &mut App, at: u64, task: u32, kind: u16) {
    let what = What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(kind),
        site: SiteId::new(0),
        on: None,
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    hear(app, at, what);
}

fn poll(app: &mut App, from: u64, to: u64, task: u32, on: u16, outcome: PollOutcome) {
    let what = What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(on)),
        start: ms(from),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    hear(app, to, what);
}

fn wake(app: &mut App, at: u64, task: u32) {
    let what = What::Woken {
        task: id(task),
        by: WakeBy::Driver,
        on: None,
    };
    hear(app, at, what);
}

/// The runtime is looked at.
fn frame(app: &mut App, at: u64, hand: Option<(u16, u32, u64)>) {
    let workers = app.newest().model.workers().len();
    let mut now = Now {
        at: ms(at),
        workers: vec![None; workers],
    };
    if let Some((on, task, since)) = hand {
        now.workers[usize::from(on)] = Some(InHand {
            task: id(task),
            since: ms(since),
            site: None,
        });
    }
    let message = Message::Frame {
        now,
        sample: None,
        delivery: Delivery::default(),
    };
    update(app, message);
}

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

/// A picture for a screen of this size.
pub(crate) fn look(app: &mut App, width: u16, height: u16) -> TimelineView {
    app.screen = Screen::Timeline;
    let viewport = crate::ui::viewport(app, Size::new(width, height));
    update(app, Message::Look(viewport));
    view(app, &viewport)
}

fn opened(workers: u16) -> App {
    let options = Options {
        workers,
        reduced_motion: true,
        stall_after: ms(100),
        history: 64 << 20,
    };
    let mut app = App::new(MENU.to_vec(), options);
    for (number, name) in (0..).zip(KINDS) {
        let (id, name) = (KindId::new(number), name.to_owned());
        hear(&mut app, 0, What::Kind { id, name });
    }
    let run = RunInfo {
        shift: 1,
        workers,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    hear(&mut app, 0, What::RunStarted(run));
    act(&mut app, Action::Toggle(Screen::Timeline));
    // A stretch of time that does not depend on how long the history is.
    (app.fits, app.window) = (false, ms(10_000));
    app
}

/// 12.4 s of four chefs: short polls, one long one, a stall, and one that goes on.
pub(crate) fn kitchen() -> App {
    let mut app = opened(4);
    for on in 1..4 {
        let worker = WorkerId::new(on);
        hear(&mut app, 10, What::Parked { worker });
    }
    spawn(&mut app, 100, 4, 0);
    for step in 1..40 {
        let at = step * 150;
        wake(&mut app, at - 3, 4);
        poll(&mut app, at, at + 30, 4, 0, PollOutcome::Pending);
    }
    hear(
        &mut app,
        6_100,
        What::BlockingSubmitted {
            job: id(5),
            parent: None,
            kind: KindId::new(2),
            site: SiteId::new(0),
        },
    );
    hear(&mut app, 6_110, What::BlockingStarted { job: id(5) });
    spawn(&mut app, 7_000, 7, 1);
    let worker = WorkerId::new(1);
    hear(&mut app, 7_001, What::Unparked { worker });
    poll(&mut app, 7_010, 7_060, 7, 1, PollOutcome::Pending);
    hear(
        &mut app,
        7_100,
        What::BlockingEnded {
            job: id(5),
            outcome: BlockingOutcome::Completed,
        },
    );
    wake(&mut app, 7_500, 7);
    poll(&mut app, 8_000, 9_500, 7, 1, PollOutcome::Pending);
    wake(&mut app, 10_500, 7);
    frame(&mut app, 12_410, Some((2, 7, 11_000)));
    app
}

/// The cells of a row as characters: polls by their eighths.
fn text(cells: &[Cell]) -> String {
    let sign = |cell: &Cell| match cell {
        Cell::Blank => ' ',
        Cell::Gap => ':',
        Cell::Idle => '_',
        Cell::Parked => '.',
        Cell::Poll(share) => char::from_digit((share * 8.0).ceil() as u32, 10).unwrap_or('?'),
        Cell::Stall => 'X',
        Cell::Ready => '!',
        Cell::Woken => 'w',
        Cell::Pending => '~',
        Cell::Baking => 'b',
    };
    cells.iter().map(sign).collect()
}

#[test]
fn rows_show_what_each_chef_the_bakery_and_the_card_did() {
    let mut app = kitchen();
    act(&mut app, Action::Pick(Pick::Task(id(7))));
    // 50 columns of 200 ms: the last one is number 62, the first 13.
    let view = look(&mut app, 63, 24);
    assert_eq!(view.chefs.len(), 4);
    let rows: Vec<_> = view.chefs.iter().map(|chef| text(&chef.cells)).collect();
    let polled = |c: char| matches!(c, '1'..='3');
    assert!(rows[0][..17].chars().all(polled), "{}", rows[0]);
    assert_eq!(
        rows[1],
        "......................2____XXXXXXXX_______________"
    );
    assert_eq!(
        rows[2],
        "..........................................XXXXXXXX"
    );
    assert_eq!(rows[3], ".".repeat(50));
    let card = text(&view.card.expect("a card is in focus").cells);
    let life = "2~!!!XXXXXXXX~~~~!!!XXXXXXXX";
    assert_eq!(card, format!("{}{life}", " ".repeat(22)));
    let bakery = text(&view.bakery.cells);
    assert_eq!(
        bakery,
        format!("{}bbbbbb{}", "_".repeat(17), "_".repeat(27))
    );
}

#[test]
fn before_the_run_and_after_now_nothing_is_shown() {
    let mut app = opened(1);
    spawn(&mut app, 10, 1, 0);
    poll(&mut app, 20, 1_500, 1, 0, PollOutcome::Pending);
    frame(&mut app, 1_990, None);
    let view = look(&mut app, 63, 24);
    assert_eq!(
        text(&view.chefs[0].cells),
        format!("{}XXXXXXXX__", " ".repeat(40))
    );
    assert_eq!(view.ticks.first().map(|tick| tick.column), Some(40));
    assert_eq!(view.cursor, Some(49));
}

#[test]
fn polls_that_are_wide_enough_are_drawn_one_by_one() {
    let mut app = kitchen();
    let view = look(&mut app, 63, 24);
    let place = |bar: &Bar| (bar.from, bar.to, bar.before, bar.goes_on);
    let bar = &view.chefs[1].bars[0];
    assert_eq!(place(bar), (27, 34, false, false));
    assert_eq!(
        (bar.number.as_str(), bar.name.as_str()),
        ("#07", "#07 block")
    );
    let bar = &view.chefs[2].bars[0];
    assert_eq!(place(bar), (42, 49, false, true));
    assert!(bar.stalled);
    assert!(view.chefs[0].bars.is_empty(), "30 ms are no three columns");
    (0..5).for_each(|_| act(&mut app, Action::Zoom { closer: true }));
    act(&mut app, Action::DragTo(ms(1_210)));
    // 6.25 ms a column, the moment in the middle.
    let view = look(&mut app, 63, 24);
    let mut bars = view.chefs[0].bars.iter();
    let bar = bars.find(|bar| bar.from < 25 && 25 < bar.to);
    let bar = bar.expect("a poll is there at the moment");
    assert_eq!((bar.to - bar.from, bar.stalled), (4, false));
    assert_eq!((bar.before, bar.goes_on), (false, false));
}

#[test]
fn in_the_past_the_window_stays_until_the_cursor_leaves_it() {
    let mut app = kitchen();
    let live = look(&mut app, 73, 24);
    act(&mut app, Action::DragTo(ms(9_000)));
    let past = look(&mut app, 73, 24);
    assert_eq!((past.reach, past.live), (live.reach, false));
    assert_eq!(
        text(&past.chefs[1].cells),
        text(&live.chefs[1].cells),
        "what comes later is there"
    );
    frame(&mut app, 14_000, None);
    assert_eq!(look(&mut app, 73, 24).reach, live.reach);
    act(&mut app, Action::DragTo(ms(1_000)));
    let slid = look(&mut app, 73, 24);
    assert!(slid.reach.from < live.reach.from);
    assert_eq!(slid.cursor, Some(45), "with some time after it");
    act(&mut app, Action::Newest);
    let again = look(&mut app, 73, 24);
    assert!(again.live && again.cursor == Some(59));
}

#[test]
fn a_zoom_keeps_the_moment_where_it_is_on_the_screen() {
    let mut app = kitchen();
    look(&mut app, 73, 24);
    act(&mut app, Action::DragTo(ms(8_000)));
    let before = look(&mut app, 73, 24).cursor;
    for closer in [true, true, true, false, true] {
        act(&mut app, Action::Zoom { closer });
        let view = look(&mut app, 73, 24);
        assert_eq!(view.cursor, before);
    }
}

#[test]
fn the_weightiest_happening_of_a_column_is_marked() {
    let mut app = kitchen();
    let view = look(&mut app, 63, 24);
    let shown: Vec<_> = view
        .marks
        .iter()
        .map(|mark| (mark.column, mark.sign))
        .collect();
    assert!(
        shown.contains(&(27, 'X')) && shown.contains(&(42, 'X')),
        "{shown:?}"
    );
    let stall = view
        .marks
        .iter()
        .find(|mark| mark.column == 27)
        .map(|mark| mark.finding);
    act(&mut app, Action::PickFinding(stall.expect("it is there")));
    let view = look(&mut app, 63, 24);
    assert!(
        view.marks
            .iter()
            .any(|mark| mark.chosen && mark.column == 27)
    );
    assert_eq!(
        view.about[0].0,
        "X stall at 8.000s, #07 block, Chef 1, 1.50s (click again: go there)"
    );
}

#[test]
fn what_is_at_the_moment_is_told() {
    let mut app = kitchen();
    let about = |view: TimelineView| {
        view.about
            .into_iter()
            .map(|(text, _)| text)
            .collect::<Vec<_>>()
    };
    let live = about(look(&mut app, 73, 24));
    assert_eq!(
        live[0],
        "Chef 2: STALL, poll of #07 block since 11.000s, 1.41s so far"
    );
    assert!(
        live[1].starts_with("#07 block: stalled, chef 2 since 11.000s"),
        "{live:?}"
    );
    act(&mut app, Action::Pick(Pick::Worker(WorkerId::new(3))));
    assert_eq!(
        about(look(&mut app, 73, 24))[0],
        "Chef 3: parked since 0.010s, 12.40s so far"
    );
    act(&mut app, Action::Pick(Pick::Worker(WorkerId::new(1))));
    act(&mut app, Action::DragTo(ms(8_050)));
    let past = about(look(&mut app, 73, 24));
    assert_eq!(
        past[0],
        "Chef 1: poll of #07 block since 8.000s, 50ms so far"
    );
    assert_eq!(past[2], "Column of 166ms: Chef 1 100% in 1 poll");
}

#[test]
fn the_whole_history_is_in_one_row_with_what_is_shown_of_it() {
    let mut app = kitchen();
    (0..2).for_each(|_| act(&mut app, Action::Zoom { closer: true }));
    act(&mut app, Action::DragTo(ms(6_200)));
    let view = look(&mut app, 63, 24);
    let cells = text(&view.whole.cells);
    assert_eq!(cells.len(), 50);
    assert_eq!(&cells[32..39], "XXXXXXX", "{cells}");
    assert_eq!(&cells[44..], "XXXXXX", "{cells}");
    assert_eq!(view.whole.cursor, 24);
    let (first, last) = view.whole.window;
    assert!(
        first < 24 && 24 < last && last - first < 14,
        "{first} {last}"
    );
    assert!(
        view.history[0].starts_with("history 12.4s, 0.0 of 64 MiB"),
        "{}",
        view.history[0]
    );
}

#[test]
fn a_suspend_takes_no_time_and_is_marked() {
    let mut app = opened(1);
    poll(&mut app, 20, 30, 1, 0, PollOutcome::Pending);
    app.hear(Event {
        at: ms(2_000),
        what: What::Suspended {
            lasted: ms(4_000),
            timers: ms(4_000),
            measured: true,
        },
    });
    frame(&mut app, 7_990, None);
    let view = look(&mut app, 63, 24);
    assert_eq!(
        text(&view.chefs[0].cells),
        format!("{}1_________:_____________________________", " ".repeat(10))
    );
}

#[test]
fn a_selected_chef_is_in_view_and_the_rows_can_be_scrolled() {
    let mut app = opened(64);
    frame(&mut app, 1_000, None);
    let view = look(&mut app, 80, 24);
    assert_eq!((view.first, view.chefs.len(), view.all), (0, 11, 64));
    act(&mut app, Action::Scroll(10));
    assert_eq!(look(&mut app, 80, 24).first, 10);
    act(&mut app, Action::Scroll(1_000));
    assert_eq!(look(&mut app, 80, 24).first, 53);
    act(&mut app, Action::Pick(Pick::Worker(WorkerId::new(20))));
    let view = look(&mut app, 80, 24);
    assert!(
        view.chefs
            .iter()
            .any(|chef| chef.name == "Chef 20" && chef.selected)
    );
}
