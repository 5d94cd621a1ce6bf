//! Keys, as a person presses them: what each does is what the picture before it promised.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Rect, Size};
use tokio_kitchen::app::{App, Message, Options, Screen, Selection, update};
use tokio_kitchen::events::{
    Delivery, Event, Flavor, InHand, KindId, Nanos, Now, PollOutcome, Role, RunInfo, Site, SiteId,
    TaskId, WaitOn, What, WorkerId,
};
use tokio_kitchen::kitchen::inspector::InspectorView;
use tokio_kitchen::kitchen::scene::{Body, Scene, scene};
use tokio_kitchen::order::Command;
use tokio_kitchen::ui::{self, keymap};

const SIZE: Size = Size::new(80, 24);

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("numbers begin at 1")
}

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

/// A person at the program: presses keys, and sees a picture after each.
struct Desk {
    app: App,
}

impl Desk {
    /// A runtime of two workers that are parked.
    fn new() -> Self {
        let options = Options {
            workers: 2,
            reduced_motion: true,
            stall_after: ms(100),
            history: 64 << 20,
        };
        let mut desk = Self {
            app: App::new(Vec::new(), options),
        };
        let name = "simmer".to_owned();
        let kind = KindId::new(0);
        desk.hear(0, What::Kind { id: kind, name });
        let site = Site {
            file: "src/recipes/simmer.rs".into(),
            line: 3,
            column: 1,
            wait: WaitOn::Spawn,
            name: None,
        };
        let place = SiteId::new(0);
        desk.hear(0, What::Site { id: place, site });
        let run = RunInfo {
            shift: 1,
            workers: 2,
            flavor: Flavor::MultiThread,
            tokio: "1.54.1".into(),
            unstable: true,
            coverage: tokio_kitchen::events::Coverage::Promised,
            max_blocking: 512,
        };
        desk.hear(0, What::RunStarted(run));
        for worker in [0, 1].map(WorkerId::new) {
            desk.hear(1, What::Parked { worker });
        }
        desk
    }

    fn hear(&mut self, at: u64, what: What) {
        self.app.hear(Event { at: ms(at), what });
    }

    fn spawn(&mut self, at: u64, task: u32, parent: Option<u32>) {
        let what = What::Spawned {
            task: id(task),
            parent: parent.map(id),
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: parent.map(|_| WorkerId::new(0)),
            bytes: 64,
            detached: false,
            role: Role::Task,
        };
        self.hear(at, what);
    }

    fn poll(&mut self, task: u32, from: u64, to: u64, outcome: PollOutcome) {
        let what = What::Polled {
            task: id(task),
            worker: Some(WorkerId::new(0)),
            start: ms(from),
            outcome,
            self_woken: false,
            budget_spent: false,
        };
        self.hear(to, what);
    }

    /// The runtime is looked at, but no picture is made.
    fn frame(&mut self, at: u64, hand: Option<(u32, u64)>) {
        let hand = hand.map(|(task, since)| InHand {
            task: id(task),
            since: ms(since),
            site: None,
        });
        let now = Now {
            at: ms(at),
            workers: vec![hand, None],
        };
        let delivery = Delivery::default();
        let sample = None;
        let message = Message::Frame {
            now,
            sample,
            delivery,
        };
        update(&mut self.app, message);
    }

    fn picture(&mut self) -> Scene {
        let viewport = ui::viewport(&self.app, SIZE);
        update(&mut self.app, Message::Look(viewport));
        let scene = scene(&self.app, &viewport);
        let area = Rect::new(0, 0, SIZE.width, SIZE.height);
        update(&mut self.app, Message::Seen(ui::seen(&scene, area)));
        scene
    }

    /// A key without a picture before it or after it.
    fn press_blind(&mut self, code: KeyCode, modifiers: KeyModifiers) -> Vec<Command> {
        let key = KeyEvent::new(code, modifiers);
        keymap::action(key, &self.app).map_or_else(Vec::new, |action| {
            update(&mut self.app, Message::Act(action))
        })
    }

    fn press(&mut self, code: KeyCode) -> Vec<Command> {
        let commands = self.press_blind(code, KeyModifiers::NONE);
        self.picture();
        commands
    }

    fn keys(&mut self, keys: &str) -> Vec<Command> {
        let mut commands = Vec::new();
        for key in keys.chars() {
            let code = match key {
                '\r' => KeyCode::Enter,
                key => KeyCode::Char(key),
            };
            commands.extend(self.press(code));
        }
        commands
    }

    /// The card the page of a life is about.
    fn inspected(&mut self) -> Option<TaskId> {
        match self.picture().body {
            Body::Inspector(InspectorView::Card(card), _) => Some(card.id),
            _ => None,
        }
    }

    /// The row that is marked in the list, and all that are shown.
    fn listed(&mut self) -> (Option<TaskId>, Vec<TaskId>) {
        let Body::Tasks(view) = self.picture().body else {
            panic!("the list is not shown");
        };
        let marked: Vec<_> = view.rows.iter().filter(|row| row.selected).collect();
        assert!(marked.len() <= 1);
        let row = marked.first().map(|row| row.id);
        (row, view.rows.iter().map(|row| row.id).collect())
    }

    /// Which row is chosen, or how far a text is scrolled.
    fn row(&mut self) -> usize {
        match self.picture().body {
            Body::Inspector(InspectorView::Card(card), _) => card.chosen,
            Body::Chef(page) => page.chosen,
            Body::Metrics(view) => view.selected,
            Body::Findings(view) => view.chosen.expect("there are findings"),
            Body::Claims(view) => view.chosen.expect("there are claims"),
            Body::Help { scroll, .. } => scroll,
            Body::Scenarios(view) => view.chosen,
            Body::Lessons(view) => view.chosen,
            Body::Story(view) => view.page().chosen,
            Body::Tasks(view) => {
                let row = view.rows.iter().position(|row| row.selected);
                view.first + row.expect("one row is marked")
            }
            Body::Main(_) | Body::Timeline(_) | Body::ByHand(_) | Body::Output(_) => {
                panic!("no list")
            }
            Body::Inspector(InspectorView::Nothing(why), _) => panic!("{why:?}"),
        }
    }
}

/// A busy past: forty cards, of which #01 was polled in many lengths, often past the threshold.
fn busy() -> Desk {
    let mut desk = Desk::new();
    for task in 1..=40 {
        desk.spawn(2, task, None);
    }
    let mut at = 10;
    for step in 0..60 {
        let lasted = 1 << (step % 12);
        desk.poll(1, at, at + lasted, PollOutcome::Pending);
        at += lasted + 1;
    }
    // From 2 ns on, so that there is a bucket of poll times per row.
    for power in 0..20 {
        let (start, end) = (ms(at), ms(at) + Nanos(1 << power));
        desk.app.hear(Event {
            at: end,
            what: What::Polled {
                task: id(2),
                worker: Some(WorkerId::new(0)),
                start,
                outcome: PollOutcome::Pending,
                self_woken: false,
                budget_spent: false,
            },
        });
        at += 2;
    }
    desk.frame(at + 10, None);
    desk
}

#[test]
fn enter_opens_what_the_last_picture_showed_and_stays_there() {
    let mut desk = Desk::new();
    desk.spawn(10, 1, None);
    desk.poll(1, 11, 12, PollOutcome::Pending);
    desk.frame(20, None);
    desk.picture();
    assert_eq!(desk.app.focus(), Some(id(1)));
    // Another comes into focus before the key is read.
    desk.spawn(30, 2, None);
    desk.frame(2_000, Some((2, 40)));
    assert_eq!(desk.app.focus(), Some(id(2)));
    desk.press_blind(KeyCode::Enter, KeyModifiers::NONE);
    assert_eq!(desk.inspected(), Some(id(1)));
    desk.frame(9_000, Some((2, 40)));
    assert_eq!(desk.inspected(), Some(id(1)));
    // Nobody chose it: with its page it is let go, not at once for the eye.
    desk.keys("q");
    assert_eq!(desk.app.selected, Selection::Auto);
    assert_eq!(desk.app.focus(), Some(id(1)));
    desk.frame(9_100, Some((2, 40)));
    assert_eq!(
        desk.app.focus(),
        Some(id(2)),
        "a stall is the most noteworthy"
    );
}

#[test]
fn what_is_done_to_a_card_is_done_to_the_one_shown() {
    let mut desk = Desk::new();
    desk.spawn(10, 1, None);
    desk.poll(1, 11, 12, PollOutcome::Pending);
    desk.frame(20, None);
    desk.picture();
    desk.spawn(30, 2, None);
    desk.frame(2_000, Some((2, 40)));
    let commands = desk.press_blind(KeyCode::Char('x'), KeyModifiers::NONE);
    assert_eq!(commands, [Command::Abort(id(1))]);
}

#[test]
fn a_searched_list_acts_on_a_row_it_shows() {
    let mut desk = Desk::new();
    for task in 1..=6 {
        desk.spawn(10, task, None);
        desk.poll(
            task,
            10 + u64::from(task),
            11 + u64::from(task),
            PollOutcome::Pending,
        );
    }
    desk.frame(30, None);
    desk.picture();
    desk.keys("jj/06\r");
    assert_eq!(desk.listed(), (Some(id(6)), vec![id(6)]));
    assert_eq!(desk.keys("x"), [Command::Abort(id(6))]);
    desk.keys("\r");
    assert_eq!(desk.inspected(), Some(id(6)));
    desk.keys("q");
    assert_eq!(desk.listed(), (Some(id(6)), vec![id(6)]));
}

#[test]
fn a_list_that_shows_nothing_acts_on_nothing() {
    let mut desk = busy();
    desk.picture();
    desk.keys("jj/nobody\r");
    assert_eq!(desk.listed(), (None, Vec::new()));
    assert_eq!(desk.keys("xd"), []);
    desk.keys("\r");
    assert_eq!(desk.app.screen, Screen::Tasks);
}

#[test]
fn a_page_further_a_visible_row_is_chosen() {
    let mut desk = busy();
    desk.picture();
    desk.keys("l");
    for _ in 0..3 {
        desk.press(KeyCode::PageDown);
        let (row, rows) = desk.listed();
        assert!(rows.contains(&row.expect("one is marked")));
        assert_eq!(desk.app.selected, Selection::Task(row.unwrap()));
    }
    let (row, _) = desk.listed();
    desk.press(KeyCode::Enter);
    assert_eq!(desk.inspected(), row);
}

#[test]
fn the_row_chosen_stays_in_view_while_others_come() {
    let mut desk = busy();
    desk.keys("ljj");
    let (chosen, _) = desk.listed();
    for task in 41..=90 {
        desk.spawn(20_000, task, None);
    }
    desk.frame(20_001, None);
    let (row, rows) = desk.listed();
    assert_eq!(row, chosen);
    assert!(rows.len() > 10 && rows.contains(&chosen.unwrap()));
}

/// A screen of rows, and the keys that open it.
const LISTS: [(Screen, &str); 5] = [
    (Screen::Tasks, "l"),
    (Screen::Findings, "H"),
    (Screen::Metrics, "m"),
    (Screen::Inspector, ":#1\r\r"),
    (Screen::Help, "?"),
];

#[test]
fn keys_that_move_do_the_same_in_every_list_and_none_travels_in_time() {
    for (screen, open) in LISTS {
        let mut desk = busy();
        desk.picture();
        desk.keys(open);
        assert_eq!(desk.app.screen, screen);
        desk.press(KeyCode::Home);
        let mut after = |code| {
            desk.press(code);
            desk.row()
        };
        let last = after(KeyCode::End);
        assert!(last > 12, "{screen:?} has {last} rows only");
        let key = KeyCode::Char;
        for (code, row) in [
            (KeyCode::Home, 0),
            (key('j'), 1),
            (KeyCode::Down, 2),
            (key('k'), 1),
            (KeyCode::Up, 0),
            (KeyCode::Up, 0),
            (KeyCode::PageDown, 10),
            (KeyCode::PageUp, 0),
            (key('G'), last),
            (KeyCode::Down, last),
            (KeyCode::PageDown, last),
            (KeyCode::PageUp, last - 10),
            (key('g'), 0),
            (KeyCode::End, last),
            (KeyCode::Home, 0),
        ] {
            assert_eq!(after(code), row, "{code:?} on {screen:?}");
        }
        assert!(desk.app.is_live(), "{screen:?}");
    }
}

#[test]
fn on_the_main_screen_and_the_timeline_the_ends_are_those_of_time() {
    for open in ["", "v"] {
        let mut desk = busy();
        desk.picture();
        desk.keys(open);
        desk.press(KeyCode::Home);
        assert!(!desk.app.is_live() && desk.app.shown().now.at < ms(10));
        desk.press(KeyCode::End);
        assert!(desk.app.is_live());
    }
}

#[test]
fn ten_cards_on_is_ten_cards() {
    let mut desk = busy();
    desk.picture();
    let visible = desk.app.visible();
    desk.keys("j");
    let at = |desk: &Desk| visible.iter().position(|id| Some(*id) == desk.app.focus());
    let first = at(&desk).expect("it is in view");
    desk.press(KeyCode::PageDown);
    assert_eq!(at(&desk), Some(first + 10));
    for _ in 0..20 {
        desk.press(KeyCode::PageDown);
    }
    assert_eq!(
        at(&desk),
        Some(visible.len() - 1),
        "up to the end, not round"
    );
    desk.press(KeyCode::PageUp);
    assert_eq!(at(&desk), Some(visible.len() - 11));
}

#[test]
fn q_closes_a_screen_and_leaves_from_the_main_one_and_control_c_leaves_from_anywhere() {
    let mut all: Vec<_> = LISTS.to_vec();
    all.push((Screen::Timeline, "v"));
    for (screen, open) in all {
        let mut desk = busy();
        desk.picture();
        desk.keys(open);
        desk.keys("q");
        assert_eq!(
            (desk.app.screen, desk.app.quit),
            (Screen::Main, false),
            "{screen:?}"
        );
        desk.keys(open);
        desk.press_blind(KeyCode::Char('c'), KeyModifiers::CONTROL);
        assert!(desk.app.quit, "{screen:?}");
    }
    let mut desk = busy();
    desk.keys("q");
    assert!(desk.app.quit);
    let mut desk = busy();
    desk.keys("l?q");
    assert_eq!(desk.app.screen, Screen::Tasks, "one screen at a time");
    desk.keys("\r?qq");
    assert_eq!(desk.app.screen, Screen::Tasks);
}

#[test]
fn a_key_that_is_text_neither_closes_nor_leaves() {
    let mut desk = busy();
    desk.picture();
    desk.keys("l/q");
    assert_eq!(
        (desk.app.screen, desk.app.search.as_str()),
        (Screen::Tasks, "q")
    );
    desk.press_blind(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert!(desk.app.quit);
}

#[test]
fn the_hits_of_a_search_in_the_list_are_gone_through_round_its_ends() {
    let mut desk = busy();
    desk.picture();
    desk.keys("l");
    desk.keys("n");
    assert!(desk.app.notice.is_some(), "nothing was searched");
    // All forty fit the word; they are more than a page.
    desk.keys("/simmer\rg");
    let mut gone = Vec::new();
    for _ in 0..40 {
        gone.push(desk.listed().0.unwrap().get());
        desk.keys("n");
    }
    assert_eq!(gone, (1..=40).rev().collect::<Vec<_>>());
    assert_eq!(desk.row(), 0, "after the last comes the first");
    desk.keys("N");
    assert_eq!(desk.row(), 39);
    assert!(desk.app.is_live());
}

#[test]
fn the_hits_of_a_search_in_the_help_are_gone_through() {
    let mut desk = busy();
    desk.picture();
    desk.keys("?/card\r");
    let hit = |desk: &mut Desk| match desk.picture().body {
        Body::Help { hit, .. } => hit.expect("it was found"),
        _ => panic!("not the help"),
    };
    let first = hit(&mut desk);
    desk.keys("n");
    let second = hit(&mut desk);
    assert!(second > first);
    desk.keys("N");
    assert_eq!(hit(&mut desk), first);
    desk.keys("N");
    assert!(hit(&mut desk) >= second, "round the end");
    desk.press(KeyCode::Esc);
    assert_eq!(
        (desk.app.screen, desk.app.help_search.as_str()),
        (Screen::Help, "")
    );
}

#[test]
fn spawns_are_steps_and_a_step_leads_to_its_moment() {
    let mut desk = Desk::new();
    desk.spawn(10, 1, None);
    desk.spawn(21, 2, Some(1));
    desk.spawn(22, 3, Some(2));
    desk.poll(1, 20, 30, PollOutcome::Pending);
    desk.frame(100, None);
    desk.picture();
    desk.keys(":#1\r\r");
    let Body::Inspector(InspectorView::Card(card), _) = desk.picture().body else {
        panic!("no card");
    };
    let steps: Vec<_> = card
        .steps
        .iter()
        .map(|step| (step.verb, step.pick))
        .collect();
    assert_eq!(
        steps,
        [
            ("put aside", None),
            ("spawns", Some(id(2))),
            ("spawned", None)
        ],
        "a grandchild is no step"
    );
    desk.keys("j\r");
    assert_eq!(desk.app.screen, Screen::Main);
    assert_eq!(desk.app.shown().now.at, ms(21));
    assert_eq!(desk.app.selected, Selection::Task(id(1)));
    assert!(desk.app.shown().model.task(id(2)).is_some());
    assert!(
        desk.app.shown().model.task(id(3)).is_none(),
        "it is still to come"
    );
}

#[test]
fn the_step_chosen_stays_chosen_while_others_come() {
    let mut desk = busy();
    desk.picture();
    desk.keys(":#1\r\rjjj");
    let chosen = |desk: &mut Desk| match desk.picture().body {
        Body::Inspector(InspectorView::Card(card), _) => card.steps[card.chosen - card.first].at,
        _ => panic!("no card"),
    };
    let before = chosen(&mut desk);
    desk.poll(1, 20_000, 20_001, PollOutcome::Pending);
    desk.frame(20_010, None);
    // The key is read before the picture: it means the row that was shown.
    desk.press_blind(KeyCode::Enter, KeyModifiers::NONE);
    desk.picture();
    assert_eq!(desk.app.shown().now.at, before);
    desk.press(KeyCode::End);
    desk.keys("\rjjj");
    let before = chosen(&mut desk);
    desk.poll(1, 20_020, 20_021, PollOutcome::Pending);
    desk.frame(20_030, None);
    assert_eq!((chosen(&mut desk), desk.row()), (before, 4));
}

#[test]
fn a_chef_who_has_nothing_in_hand_is_shown_and_has_a_page() {
    let mut desk = busy();
    desk.frame(60_000, None);
    desk.picture();
    desk.press(KeyCode::Tab);
    let Body::Main(kitchen) = desk.picture().body else {
        panic!("not the kitchen");
    };
    let card = kitchen.card.expect("there is something to show");
    assert_eq!(card.title, "0");
    desk.press(KeyCode::Enter);
    let Body::Chef(page) = desk.picture().body else {
        panic!("not the page of a chef");
    };
    let fact = |label| {
        let fact = page.facts.iter().find(|fact| fact.label == label);
        fact.map(|fact| fact.value.clone()).expect(label)
    };
    assert!(
        fact("polls").starts_with("80, 25 of them stalls"),
        "{}",
        fact("polls")
    );
    assert!(
        fact("longest").starts_with("2.04s of #01 simmer, from "),
        "{}",
        fact("longest")
    );
    assert_eq!(
        (page.total, page.turns[0].card.as_str()),
        (80, "#02 simmer")
    );
    desk.press(KeyCode::Tab);
    let Body::Chef(page) = desk.picture().body else {
        panic!("not the page of a chef");
    };
    assert_eq!((page.index.index(), page.total), (1, 0));
    desk.press(KeyCode::BackTab);
    let chosen = match desk.picture().body {
        Body::Chef(page) => page.turns[3].clone(),
        _ => panic!("not the page of a chef"),
    };
    desk.keys("jjj\r");
    assert_eq!(desk.app.shown().now.at, chosen.at);
    assert_eq!(desk.app.selected, Selection::Task(chosen.task));
    assert_eq!(desk.app.screen, Screen::Main);
}

#[test]
fn the_timeline_shows_all_of_the_history_and_no_more() {
    let mut desk = busy();
    desk.picture();
    desk.keys("v");
    let whole = desk.app.newest().now.at;
    let reach = |desk: &mut Desk| match desk.picture().body {
        Body::Timeline(view) => (view.reach.from, view.reach.span),
        _ => panic!("not the timeline"),
    };
    let fits = |(from, span): (i64, Nanos)| from <= 0 && span >= whole && span.0 < whole.0 * 5 / 4;
    let first = reach(&mut desk);
    assert!(fits(first), "{first:?}");
    desk.keys("--");
    assert_eq!(reach(&mut desk), first, "there is no more");
    desk.keys("+++");
    assert!(reach(&mut desk).1.0 <= first.1.0 / 7);
    desk.keys("------");
    assert!(fits(reach(&mut desk)));
    // In the past as well.
    desk.keys("++++");
    desk.press(KeyCode::Left);
    desk.keys("a");
    assert!(fits(reach(&mut desk)));
    assert!(!desk.app.is_live());
}
