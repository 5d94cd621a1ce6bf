//! Scenarios played from inside.

use super::*;
use crate::app::{Action, HandMove};
use crate::order::ScenarioInfo;

fn shift(number: u32) -> What {
    What::RunStarted(RunInfo {
        shift: number,
        workers: 4,
        flavor: Flavor::MultiThread,
        tokio: "1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    })
}

/// Before a scenario begins its kitchen is opened; what was alive is not taken for its own.
#[test]
fn a_scenario_begins_in_a_shift_of_its_own() {
    let log = Log::default();
    let mut fake = fake(&log);
    fake.push(born());
    let at = |ms, what| Event {
        at: Nanos::from_millis(ms),
        what,
    };
    fake.push(at(400, What::RunEnded));
    fake.push(at(500, shift(2)));
    let enter = Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let inputs = vec![(100, key('S')), (200, enter)];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    driver.app.scenarios.list = vec![ScenarioInfo {
        name: "stall".into(),
        title: "A chef stalls".into(),
        about: String::new(),
        workers: Some(4),
        flavor: None,
        mistake: None,
    }];
    run_until(&mut driver, &log, ms(350));
    assert_eq!(driver.app.screen, Screen::Main);
    assert!(driver.app.notice.is_none(), "the shift before is not over");
    run_until(&mut driver, &log, ms(600));
    let told = driver.app.notice.as_ref().map(|notice| &notice.said);
    assert!(
        matches!(told, Some(Said::Begins { title, .. }) if title == "A chef stalls"),
        "{told:?}"
    );
    drop(driver);
    let sent = fake.sent();
    assert!(
        matches!(
            sent,
            [
                Command::Close { graceful: false },
                Command::SetRuntime(_),
                Command::SetFlavor(Flavor::MultiThread),
                Command::SetWorkers(4),
                Command::SetTempo(_),
                Command::Spawn(first),
                ..
            ] if first.recipe == "simmer"
        ),
        "{sent:?}"
    );
}

#[test]
fn what_is_chosen_is_copied_and_what_became_of_it_is_told() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![(10, key('y')), (600, key('y')), (700, key('Y'))];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(50));
    assert!(log.copied.borrow().is_empty(), "nothing is there yet");
    let told = driver.app.notice.as_ref().map(|notice| &notice.said);
    assert!(told.is_some_and(Said::is_error), "{told:?}");
    driver.app.hear(born());
    driver.app.selected = Selection::Task(TaskId::new(1).unwrap());
    run_until(&mut driver, &log, ms(800));
    let copied = log.copied.borrow();
    assert!(copied[0].starts_with("#01"), "{copied:?}");
    assert!(copied[1].contains(" e"), "{copied:?}");
    let told = driver.app.notice.as_ref().map(|notice| &notice.said);
    assert!(
        matches!(told, Some(Said::Copied { line, .. }) if *line == copied[1]),
        "{told:?}"
    );
}

/// The list is read once; a file is read again whenever it is to be played.
#[test]
fn a_file_mended_since_it_was_listed_is_played_and_its_name_is_shown_as_it_looks() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a\u{202e}b.toml");
    let name = path.to_str().expect("a path in UTF-8").to_owned();
    std::fs::write(
        &path,
        "title = \"Mended\"\n[[order]]\nrecipe = \"simmer\"\n",
    )
    .expect("a file");
    let log = Log::default();
    let mut fake = fake(&log);
    for (at, what) in [(800, What::RunEnded), (810, shift(2))] {
        fake.push(Event {
            at: Nanos::from_millis(at),
            what,
        });
    }
    let enter = Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let inputs = vec![(100, key('S')), (700, enter)];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    driver.app.scenarios.list = vec![ScenarioInfo {
        name,
        title: String::new(),
        about: String::new(),
        workers: None,
        flavor: None,
        mistake: Some("it had a mistake".into()),
    }];
    run_until(&mut driver, &log, ms(300));
    let cells = driver.buffer().content().iter();
    let shown: String = cells.map(ratatui::buffer::Cell::symbol).collect();
    assert!(!shown.contains('\u{202e}'), "{shown}");
    assert!(shown.contains("a\\u{202e}b.toml"), "{shown}");
    run_until(&mut driver, &log, ms(900));
    let told = driver.app.notice.as_ref().map(|notice| &notice.said);
    assert!(
        matches!(told, Some(Said::Begins { title, .. }) if title == "Mended"),
        "{told:?}"
    );
    assert_eq!(driver.app.scenarios.list[0].mistake, None);
    assert_eq!(driver.app.screen, Screen::Main);
}

/// Its claims are decided once all was ordered and nothing is alive, and not before.
#[test]
fn a_play_is_over_when_all_was_ordered_and_has_ended() {
    let log = Log::default();
    let mut fake = fake(&log);
    let at = |ms, what| Event {
        at: Nanos::from_millis(ms),
        what,
    };
    fake.push(Event {
        at: Nanos::from_millis(200),
        ..born()
    });
    let over = What::Polled {
        task: TaskId::new(1).unwrap(),
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(900),
        outcome: crate::events::PollOutcome::Ready,
        self_woken: false,
        budget_spent: false,
    };
    fake.push(at(901, over));
    let text = "[[order]]\nrecipe = \"simmer\"\n[[expect]]\nclaim = \"no panic\"\n";
    let scenario = crate::scenario::Scenario::parse("one.toml", text).expect("it is right");
    let mut driver = driver((80, 24), Vec::new(), &log, &mut fake);
    driver.play_at_start(&scenario);
    run_until(&mut driver, &log, ms(600));
    assert!(!driver.app.play_is_over());
    assert_eq!(driver.app.standing().all, 1);
    assert_eq!(driver.app.standing().hold, 0);
    run_until(&mut driver, &log, ms(1_200));
    assert!(driver.app.play_is_over());
    assert_eq!(driver.app.standing().hold, 1);
}

/// The same load twice: a simulation that sends nothing anywhere, then the real runtime.
#[test]
fn a_load_is_handed_out_by_hand_and_then_played_in_a_shift_of_its_own() {
    let log = Log::default();
    let mut fake = fake(&log);
    let enter = || Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let mut inputs = vec![(100, key('M')), (200, enter())];
    // Whoever holds no task is given one three times a second.
    for at in (300..60_000).step_by(333) {
        inputs.extend(['0', '1', '2'].map(|digit| (at, key(digit))));
    }
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(1_000));
    let drawn = log.presented.get();
    run_until(&mut driver, &log, ms(2_000));
    let drawn = log.presented.get() - drawn;
    assert!((50..=70).contains(&drawn), "{drawn} pictures in a second");
    let cells = driver.buffer().content().iter();
    let shown: String = cells.map(ratatui::buffer::Cell::symbol).collect();
    assert!(shown.contains("SIMULATION"), "{shown}");
    run_until(&mut driver, &log, ms(60_000));
    assert!(driver.app.by_hand().simulation().is_over());
    driver.act(Action::ByHand(HandMove::GoOn));
    assert_eq!(driver.app.screen, Screen::Main);
    drop(driver);
    let sent = fake.sent();
    assert!(
        matches!(
            sent,
            [
                Command::SetRuntime(_),
                Command::SetFlavor(Flavor::MultiThread),
                Command::SetWorkers(3),
                Command::SetTempo(1.0)
            ]
        ),
        "only when the simulation is over: {sent:?}"
    );
}
