//! Recordings on the screen.

use super::*;
use crate::events::{Now, PollOutcome};
use crate::probe::wire::{Encoder, Hello, Tick};
use crate::recording::Recording;
use crate::source::Recorded;
use std::sync::Arc;

/// Polls of one task, a microsecond each, and a tick after every so many.
fn recorded(polls: u64) -> Recorded {
    const BETWEEN_TICKS: u64 = 500;
    let mut encoder = Encoder::default();
    let mut bytes = Vec::new();
    let hello = Hello {
        name: "app".into(),
        ..Hello::default()
    };
    encoder.hello(&hello, &mut bytes);
    running().iter().for_each(|event| encoder.push(event));
    encoder.push(&born());
    for poll in 1..=polls {
        let at = Nanos(poll * 10_000);
        let what = What::Polled {
            task: TaskId::new(1).unwrap(),
            worker: Some(WorkerId::new(0)),
            start: Nanos(at.0 - 1_000),
            outcome: PollOutcome::Pending,
            self_woken: true,
            budget_spent: false,
        };
        encoder.push(&Event { at, what });
        if poll.is_multiple_of(BETWEEN_TICKS) {
            encoder.events(1, &mut bytes);
            let tick = Tick {
                now: Now {
                    at,
                    workers: vec![None, None],
                },
                ..Tick::default()
            };
            encoder.tick(1, &tick, &mut bytes);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.tkr");
    std::fs::write(&path, bytes).unwrap();
    Recorded::new(Arc::new(Recording::open(&path).unwrap()), 1)
}

type OpenDriver<'a> = Driver<'a, TestBackend, Typist, Recorded>;

fn open<'a>(log: &Log, source: &'a mut Recorded, history: usize) -> OpenDriver<'a> {
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history,
    };
    let console = Typist {
        inputs: VecDeque::new(),
        log: log.clone(),
    };
    let terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
    let app = App::new(Vec::new(), options);
    let theme = Themed::given(config::Theme::Dark);
    Driver::new(terminal, console, source, app, theme, None)
}

/// Until all is read that is to be read, and a picture is drawn of it.
fn settle(driver: &mut OpenDriver<'_>) {
    for _ in 0..10_000 {
        assert_eq!(driver.round().unwrap(), None);
        if !driver.has_more() {
            break;
        }
    }
    driver.draw().unwrap();
}

fn press(driver: &mut OpenDriver<'_>, action: crate::app::Action) {
    driver.act(action);
    settle(driver);
}

/// Polls of the task at the moment shown, by its model; and what they must be, by its time.
fn polls(driver: &OpenDriver<'_>) -> (u64, u64) {
    let shown = driver.app.shown();
    let task = shown.model.task(TaskId::new(1).unwrap());
    (
        task.map_or(0, |task| task.polls.into()),
        shown.now.at.0 / 10_000,
    )
}

#[test]
fn any_moment_of_a_recording_larger_than_the_history_is_shown() {
    const POLLS: u64 = 400_000;
    let log = Log::default();
    let mut source = recorded(POLLS);
    let mut driver = open(&log, &mut source, 1 << 20);
    settle(&mut driver);
    assert_eq!(polls(&driver), (POLLS, POLLS));
    assert!(driver.app.has_parts(), "it does not fit");

    press(&mut driver, crate::app::Action::Oldest);
    let (first, by_time) = polls(&driver);
    assert!(first == by_time && first < 10, "{first} {by_time}");
    for moment in [
        POLLS / 2,
        17,
        POLLS - 5_000,
        POLLS / 3,
        123_456,
        POLLS / 2 + 1,
    ] {
        let at = Nanos(moment * 10_000 + 5_000);
        press(&mut driver, crate::app::Action::DragTo(at));
        assert_eq!(polls(&driver), (moment, moment));
    }
    press(&mut driver, crate::app::Action::Newest);
    assert_eq!(polls(&driver), (POLLS, POLLS));
    assert!(driver.app.is_live());
}

#[test]
fn a_step_leads_from_one_part_to_the_next() {
    let log = Log::default();
    let mut source = recorded(300_000);
    let mut driver = open(&log, &mut source, 1 << 20);
    settle(&mut driver);
    press(
        &mut driver,
        crate::app::Action::DragTo(Nanos(1_000_000_000)),
    );
    let (_, end) = driver.app.part().expect("one of several");
    let step = |forth| crate::app::Action::Step {
        forth,
        selected: false,
    };
    press(
        &mut driver,
        crate::app::Action::DragTo(Nanos(end.0 - 15_000)),
    );
    let before = polls(&driver);
    for _ in 0..6 {
        press(&mut driver, step(true));
    }
    let after = polls(&driver);
    assert!(
        after.0 == after.1 && after.0 > before.0,
        "{before:?} {after:?}"
    );
    let (_, later) = driver.app.part().expect("one of several");
    assert!(later > end);
}

#[test]
fn a_step_back_leads_to_the_part_before() {
    let log = Log::default();
    let mut source = recorded(300_000);
    let mut driver = open(&log, &mut source, 1 << 20);
    settle(&mut driver);
    press(
        &mut driver,
        crate::app::Action::DragTo(Nanos(1_500_000_000)),
    );
    let (begin, _) = driver.app.part().expect("one of several");
    press(&mut driver, crate::app::Action::DragTo(begin));
    let step = crate::app::Action::Step {
        forth: false,
        selected: false,
    };
    for _ in 0..6 {
        press(&mut driver, step);
    }
    let (earlier, _) = driver.app.part().expect("one of several");
    assert!(earlier < begin, "{earlier:?} {begin:?}");
    let (first, by_time) = polls(&driver);
    assert_eq!(first, by_time);
}

#[test]
fn nothing_can_be_ordered_in_a_recording() {
    let log = Log::default();
    let mut source = recorded(1_000);
    let mut driver = open(&log, &mut source, 64 << 20);
    settle(&mut driver);
    for c in ['1', 'b', 'x', 'd', 'C', 'f', 'S', 'L', 'M', 'R', '+'] {
        let event = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
        let action = crate::ui::keymap::action(event, &driver.app);
        assert!(action.is_none_or(|action| driver.app.allows(action)), "{c}");
    }
    let buffer = driver.buffer();
    let text: String = buffer
        .content()
        .iter()
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert!(text.contains("recorded") && text.contains("app"), "{text}");
    assert!(!text.contains("hand in"), "{text}");
}
