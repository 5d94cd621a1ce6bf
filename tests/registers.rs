//! Everything that is told, is told in two registers, and a word of either is explained on the
//! spot.

#[path = "support/child.rs"]
mod child;
#[path = "support/kitchen_words.rs"]
mod kitchen_words;
#[path = "support/play.rs"]
mod play;

use kitchen_words::kitchen_word;
use play::played;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use std::process::Command;
use tokio_kitchen::app::{Action, App, Message, Options, Register, Screen, update};
use tokio_kitchen::camera::FactKey;
use tokio_kitchen::events::{
    Delivery, Event, Flavor, KindId, Nanos, Now, PollOutcome, Role, RunInfo, Site, SiteId, TaskId,
    WaitOn, WakeBy, What, WorkerId,
};
use tokio_kitchen::kitchen::scene::scene;
use tokio_kitchen::kitchen::{analogy, findings, narrator};
use tokio_kitchen::ui::theme::Theme;
use tokio_kitchen::ui::{paint, viewport};

/// Each fact, happening and event of the run in one line.
fn told(app: &App, words: Register) -> Vec<String> {
    let (shown, log) = (app.newest(), app.log());
    let model = &shown.model;
    let facts = app.camera.facts.after(FactKey::FIRST);
    let facts = facts.filter_map(|fact| narrator::happening(fact, model, words));
    let facts = facts.map(|line| format!("{} {}", line.text, line.why.unwrap_or_default()));
    let all = app.camera.findings.all().map(|finding| {
        let told = findings::tell(finding, model, words);
        let here = findings::here(finding, words);
        format!("{} {} {here}", told.text, told.why)
    });
    let events = log.range(log.first(), log.end());
    // What a task prints, and the names of kinds and lines, are nobody's sentences.
    let events = events.filter(|(_, event)| {
        !event.what.is_announcement() && !matches!(event.what, What::Said { .. })
    });
    let events = events.map(|(_, event)| narrator::event(&event.what, event.at, model, words));
    facts.chain(all).chain(events).collect()
}

/// Without the names that the run has for its tasks, and the files it names.
fn without_names(line: &str, app: &App) -> String {
    let model = &app.newest().model;
    let mut line = line.to_owned();
    for (_, name, _) in model.kinds() {
        line = line.replace(&format!("({name})"), "");
    }
    let words = line.split(' ').filter(|word| !word.contains(".rs:"));
    let line = words.collect::<Vec<_>>().join(" ");
    // What was printed, and what a panic said.
    line.split('"').step_by(2).collect()
}

#[test]
fn a_real_run_is_told_whole_and_as_surely_without_a_word_of_the_kitchen() {
    let app = played("everything");
    let (analogy, tokio) = (told(&app, Register::Analogy), told(&app, Register::Tokio));
    assert_eq!(analogy.len(), tokio.len());
    assert!(tokio.len() > 100, "{} lines", tokio.len());
    let sure = |line: &str| line.matches('~').count();
    for (a, b) in analogy.iter().zip(&tokio) {
        assert_eq!(sure(a), sure(b), "{a}\n{b}");
        let own = without_names(b, &app);
        assert_eq!(kitchen_word(&own), None, "{b}");
    }
    // The same test finds words where they are.
    let found = analogy.iter().filter(|line| kitchen_word(line).is_some());
    assert!(found.count() > 50);
}

/// The left side of the screen, without the names that the run has for its tasks: on the right is
/// the source of recipes.
fn left_side(app: &App, (width, height): (u16, u16)) -> Vec<String> {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let view = viewport(app, Size::new(width, height));
    paint(&scene(app, &view), &Theme::mono(), area, &mut buf);
    let names: Vec<_> = app
        .newest()
        .model
        .kinds()
        .map(|(_, name, _)| name)
        .collect();
    // The first line has the program's name, the last one the keys of recipes.
    let rows = (1..height - 1).map(|y| {
        let row = (0..width / 2).map(|x| buf[(x, y)].symbol());
        names
            .iter()
            .fold(row.collect::<String>(), |row, name| row.replace(name, ""))
    });
    rows.filter(|row| !row.contains("says")).collect()
}

#[test]
fn no_panel_or_column_has_a_word_of_the_kitchen_where_tokios_are_wanted() {
    let mut app = played("everything");
    app.register = Register::Tokio;
    for screen in [
        Screen::Main,
        Screen::Tasks,
        Screen::Timeline,
        Screen::Findings,
    ] {
        app.screen = screen;
        for size in [(80, 24), (100, 30)] {
            for row in left_side(&app, size) {
                assert_eq!(kitchen_word(&row), None, "{screen:?}: {row}");
            }
        }
    }
    app.register = Register::Analogy;
    app.screen = Screen::Main;
    let found = left_side(&app, (80, 24));
    assert!(
        found
            .iter()
            .filter(|row| kitchen_word(row).is_some())
            .count()
            > 5
    );
}

fn plain(words: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tokio-kitchen"));
    command.args([
        "run", "trapped", "--tempo", "10", "--plain", "--report", "none",
    ]);
    let output = child::output(command.args(["--words", words]));
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8(output.stdout).expect("text");
    // Before the story: what the scenario calls itself.
    let is_told = |line: &&str| line.trim_start().starts_with(|c: char| c.is_ascii_digit());
    text.lines().filter(is_told).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_plain_story_is_told_in_the_words_that_were_asked_for() {
    let tokio = plain("tokio");
    assert!(tokio.contains("Runtime 1 starts: "), "{tokio}");
    assert!(tokio.contains("task 1 ("), "{tokio}");
    assert_eq!(kitchen_word(&tokio), None, "{tokio}");
    let kitchen = plain("kitchen");
    assert!(kitchen.contains("Shift 1 opens: "), "{kitchen}");
}

const ME: WorkerId = WorkerId::new(1);
const LINE: SiteId = SiteId::new(0);

fn ms(ms: u64) -> Nanos {
    Nanos::from_millis(ms)
}

fn id(number: u32) -> TaskId {
    TaskId::new(number).expect("not 0")
}

/// A task that waits for a timer and is woken by it, and one that holds its worker.
fn events() -> Vec<Event> {
    let spawned = |task: u32, parent: Option<TaskId>| What::Spawned {
        task: id(task),
        parent,
        kind: KindId::new(0),
        site: LINE,
        on: parent.map(|_| ME),
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    let polled = |task: u32, start: u64, outcome| What::Polled {
        task: id(task),
        worker: Some(ME),
        start: ms(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    let run = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1.54.1".into(),
        unstable: true,
        coverage: tokio_kitchen::events::Coverage::Promised,
        max_blocking: 512,
    };
    let site = Site {
        file: "rice.rs".into(),
        line: 12,
        column: 1,
        wait: WaitOn::Timer,
        name: None,
    };
    let told = [
        (0, What::RunStarted(run)),
        (
            0,
            What::Kind {
                id: KindId::new(0),
                name: "rice".into(),
            },
        ),
        (0, What::Site { id: LINE, site }),
        (1, spawned(1, None)),
        (
            2,
            What::Waiting {
                task: id(1),
                site: LINE,
                until: Some(ms(9)),
                on: None,
            },
        ),
        (3, polled(1, 2, PollOutcome::Pending)),
        (
            9,
            What::Woken {
                task: id(1),
                by: WakeBy::Driver,
                on: Some(WorkerId::new(0)),
            },
        ),
        (10, spawned(2, Some(id(1)))),
        (11, polled(1, 10, PollOutcome::Ready)),
        (400, polled(2, 12, PollOutcome::Ready)),
    ];
    let event = |(at, what)| Event { at: ms(at), what };
    told.into_iter().map(event).collect()
}

fn app() -> App {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: ms(100),
        history: 64 << 20,
    };
    let mut app = App::new(Vec::new(), options);
    app.vocabulary = analogy::vocabulary().collect();
    for event in events() {
        app.hear(event);
    }
    let now = Now {
        at: ms(500),
        workers: vec![None; 2],
    };
    let frame = Message::Frame {
        now,
        sample: None,
        delivery: Delivery::default(),
    };
    update(&mut app, frame);
    app
}

fn act(app: &mut App, action: Action) {
    update(app, Message::Act(action));
}

/// The screen as text.
fn drawn(app: &mut App, width: u16, height: u16) -> String {
    let look = viewport(app, Size::new(width, height));
    update(app, Message::Look(look));
    let scene = scene(app, &look);
    let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
    let area = buf.area;
    paint(&scene, &Theme::mono(), area, &mut buf);
    let row = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    let rows = (0..height).map(row);
    rows.map(|row| row.trim_end().to_owned() + "\n").collect()
}

#[test]
fn one_key_changes_the_words_of_the_story() {
    let mut app = app();
    act(&mut app, Action::Toggle(Screen::Story));
    insta::assert_snapshot!("story_in_the_words_of_the_kitchen", drawn(&mut app, 80, 24));
    act(&mut app, Action::ToggleRegister);
    insta::assert_snapshot!("story_in_tokios_words", drawn(&mut app, 80, 24));
    act(&mut app, Action::ToggleRegister);
    act(&mut app, Action::Back);
    insta::assert_snapshot!(
        "kitchen_in_the_words_of_the_kitchen",
        drawn(&mut app, 80, 24)
    );
    act(&mut app, Action::ToggleRegister);
    insta::assert_snapshot!("kitchen_in_tokios_words", drawn(&mut app, 80, 24));
}

fn ask(app: &mut App, word: &str) {
    act(app, Action::AskWord);
    for c in word.chars() {
        act(app, Action::Type(c));
    }
}

#[test]
fn a_word_is_explained_on_every_screen_and_closed_again() {
    for screen in Screen::ALL {
        for (width, height) in [(80, 24), (60, 16)] {
            let mut app = app();
            if screen != Screen::Main {
                act(&mut app, Action::Toggle(screen));
            }
            let before = drawn(&mut app, width, height);
            ask(&mut app, "clip");
            let typed = drawn(&mut app, width, height);
            assert!(typed.contains("what is: clip_"), "{screen:?}\n{typed}");
            act(&mut app, Action::Submit);
            let told = drawn(&mut app, width, height);
            assert!(told.contains("clip = LIFO slot"), "{screen:?}\n{told}");
            assert!(told.contains("Esc closes"), "{screen:?}\n{told}");
            act(&mut app, Action::Back);
            assert_eq!(drawn(&mut app, width, height), before, "{screen:?}");
        }
    }
}

#[test]
fn a_word_is_found_in_both_directions_with_where_the_picture_ends() {
    let mut app = app();
    ask(&mut app, "waker");
    act(&mut app, Action::Submit);
    let told = drawn(&mut app, 80, 24);
    assert!(told.contains("Waker::wake = bell"), "{told}");
    assert!(
        told.contains("The picture ends here: Bells ring only"),
        "{told}"
    );
    ask(&mut app, "stofe");
    act(&mut app, Action::Submit);
    let told = drawn(&mut app, 80, 24);
    assert!(
        told.contains("There is no row for \"stofe\". The nearest word is: stove"),
        "{told}"
    );
}

#[test]
fn what_can_be_meant_is_completed() {
    let mut app = app();
    ask(&mut app, "ba");
    insta::assert_snapshot!("a_word_that_is_typed", drawn(&mut app, 80, 24));
    act(&mut app, Action::Complete);
    assert_eq!(app.typing.word().map(|line| &*line.text), Some("bakery"));
    act(&mut app, Action::Complete);
    assert_eq!(app.typing.word().map(|line| &*line.text), Some("baker"));
    act(&mut app, Action::Complete);
    let third = app.typing.word().map(|line| line.text.clone());
    act(&mut app, Action::Submit);
    assert_eq!(app.asked, third);
    insta::assert_snapshot!("a_word_that_is_explained", drawn(&mut app, 80, 24));
}
