//! A lesson played through the loop: by keys, over a runtime that does what the test says.

use super::*;
use crate::app::Register;
use crate::claim::State;
use crate::events::PollOutcome;
use crate::lesson::{Course, Here, Lesson, Progress, Step};
use std::sync::Arc;

/// A lesson with a step of each sort.
const LESSON: &str = r#"
title = { kitchen = "A chef who stands still", tokio = "A blocked worker" }
situation = { kitchen = "Press {go-on}. A card holds its chef.", tokio = "A task blocks its worker." }
why = { kitchen = "It had the card in hand for {= poll max}.", tokio = "One poll took {= poll max}." }

[predict]
question = { kitchen = "How long is it in hand?", tokio = "How long is the poll?" }
[[predict.answer]]
text = { kitchen = "For over a second", tokio = "Over a second" }
claim = "some poll over 1s"
because = { kitchen = "The chef has it in hand.", tokio = "The worker polls it." }
[[predict.answer]]
text = { kitchen = "For less than a second", tokio = "Less than a second" }
claim = "no poll over 1s"
because = { kitchen = "Here it is in hand for longer.", tokio = "This poll is longer." }
[[predict.answer]]
text = { kitchen = "Nobody takes it", tokio = "It is not polled" }
claim = "no poll"
because = { kitchen = "Here a chef took it.", tokio = "Here it is polled." }

[[run]]
name = { kitchen = "held", tokio = "blocked" }
ask = { kitchen = "Hand it in: press {order simmer}.", tokio = "Spawn it: press {order simmer}." }
workers = 4
[[run.order]]
recipe = "simmer"
[[run.goal]]
text = { kitchen = "a chef is held for 1 s", tokio = "a poll lasts 1 s" }
claim = "some poll over 1s"

[[run]]
name = { kitchen = "not held", tokio = "not blocked" }
ask = { kitchen = "Once more: press {order simmer}.", tokio = "Once more: press {order simmer}." }
workers = 4
[[run.order]]
recipe = "simmer"
[[run.goal]]
text = { kitchen = "it is served", tokio = "it completes" }
claim = "some completion"
[[run.goal]]
text = { kitchen = "nobody is held", tokio = "nothing blocks" }
claim = "no poll over 1s"

[[compare]]
label = { kitchen = "longest hold", tokio = "longest poll" }
measure = "poll max"
falls = 5

[[code]]
title = { kitchen = "To take away", tokio = "To take away" }
text = "async fn wait() {\n    sleep(Duration::from_secs(1)).await;\n}"
keep = true

[[question]]
at = "some poll over 1s"
ask = "holder"
because = { kitchen = "It is in that chef's hand.", tokio = "That worker polls it." }
[[question]]
at = "some poll over 1s"
ask = "place"
because = { kitchen = "It is in hand.", tokio = "It is polled." }
[[question]]
at = "some poll over 1s"
ask = "worker"
because = { kitchen = "They have it in hand.", tokio = "It polls the task." }
"#;

const SEED: u64 = 7;
const HERE: Here = Here {
    unstable: false,
    cores: 4,
};

fn lesson() -> Lesson {
    Lesson::parse("test", LESSON).expect("it is right")
}

/// The key of an answer of the prediction.
fn again() -> Input {
    Input::Key(KeyEvent::new(KeyCode::Char('r'), KeyModifiers::CONTROL))
}

fn answer(index: usize) -> char {
    let course = Course::new(Arc::new(lesson()), HERE, SEED + 1);
    let place = course.offered().into_iter().position(|one| one == index);
    ['a', 'b', 'c'][place.expect("it is offered")]
}

fn enter() -> Input {
    Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE))
}

/// A loop in which the lesson was begun, and its inputs.
fn begun<'a>(
    size: (u16, u16),
    inputs: Vec<(u64, Input)>,
    log: &Log,
    fake: &'a mut Script,
) -> TestDriver<'a> {
    begun_with(lesson(), size, inputs, log, fake)
}

fn begun_with<'a>(
    lesson: Lesson,
    size: (u16, u16),
    inputs: Vec<(u64, Input)>,
    log: &Log,
    fake: &'a mut Script,
) -> TestDriver<'a> {
    let mut driver = driver(size, inputs, log, fake);
    let empty = App::new(Vec::new(), driver.app.options.clone());
    let app = std::mem::replace(&mut driver.app, empty);
    driver.app = app.with_lessons(vec![lesson], Progress::default(), HERE, SEED);
    driver.app.start_course(None);
    driver
}

fn event(ms: u64, what: What) -> Event {
    let at = Nanos::from_millis(ms);
    Event { at, what }
}

fn opens(shift: u32) -> What {
    What::RunStarted(RunInfo {
        shift,
        workers: 4,
        flavor: Flavor::MultiThread,
        tokio: "1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    })
}

/// The runtime before is closed, and one of the run's own is opened.
fn anew(fake: &mut Script, ms: u64, shift: u32) {
    fake.push(event(ms, What::RunEnded));
    fake.push(event(ms + 10, opens(shift)));
    for worker in (0..4).map(WorkerId::new) {
        fake.push(event(ms + 10, What::Parked { worker }));
    }
}

/// A card is handed in and served, after so long in hand. It is there as soon as its key was
/// pressed: else nothing would go on, and the run be over.
fn served(fake: &mut Script, number: u32, from: u64, held: u64) {
    let task = TaskId::new(number).unwrap();
    let worker = WorkerId::new(0);
    let What::Spawned {
        kind,
        site,
        bytes,
        role,
        ..
    } = born().what
    else {
        unreachable!("it is a spawn");
    };
    fake.push(event(
        from,
        What::Spawned {
            task,
            parent: None,
            kind,
            site,
            on: None,
            bytes,
            detached: false,
            role,
        },
    ));
    fake.push(event(from, What::Unparked { worker }));
    let polled = What::Polled {
        task,
        worker: Some(worker),
        start: Nanos::from_millis(from + 1),
        outcome: PollOutcome::Ready,
        self_woken: false,
        budget_spent: false,
    };
    fake.push(event(from + 1 + held, polled));
    fake.push(event(from + 1 + held, What::Parked { worker }));
}

fn kind(fake: &mut Script) {
    fake.push(event(
        0,
        What::Kind {
            id: KindId::new(0),
            name: "simmer".into(),
        },
    ));
}

/// All that the lesson needs to be passed.
fn events(fake: &mut Script) {
    kind(fake);
    anew(fake, 7_000, 2);
    served(fake, 1, 9_000, 2_000);
    anew(fake, 22_000, 3);
    served(fake, 2, 24_000, 5);
}

/// The keys that go with them; the first answer is the right one. A program that is idle looks
/// up every other second.
fn keys(guess: usize) -> Vec<(u64, Input)> {
    vec![
        (3_000, enter()),
        (6_000, key(answer(guess))),
        (9_000, key('1')),
        // What decided; why.
        (18_000, enter()),
        (21_000, enter()),
        (24_000, key('1')),
        // The second run is over; side by side; the code; the questions.
        (33_000, enter()),
        (36_000, enter()),
        (39_000, enter()),
        (42_000, key('a')),
        (45_000, enter()),
        (48_000, key('a')),
        (51_000, enter()),
        (54_000, key('a')),
        (57_000, enter()),
    ]
}

fn screen(driver: &TestDriver<'_>) -> String {
    let buf = driver.buffer();
    let row = |y| {
        (0..buf.area.width)
            .map(|x| buf[(x, y)].symbol())
            .collect::<String>()
    };
    let rows: Vec<String> = (0..buf.area.height)
        .map(|y| row(y).trim_end().to_owned())
        .collect();
    rows.join("\n")
}

/// When each step is to be seen.
const STEPS: [(u64, &str); 12] = [
    (500, "situation"),
    (4_000, "predict"),
    (8_500, "run"),
    (16_000, "decided"),
    (19_000, "why"),
    (23_500, "second run"),
    (31_000, "ran"),
    (34_000, "compare"),
    (37_000, "code"),
    (40_000, "question"),
    (43_000, "answered"),
    (58_000, "done"),
];

fn steps(size: (u16, u16), register: Register) -> Vec<(String, String)> {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    events(&mut fake);
    let mut driver = begun(size, keys(1), &log, &mut fake);
    driver.app.register = register;
    let mut shown = Vec::new();
    for (at, name) in STEPS {
        run_until(&mut driver, &log, ms(at));
        shown.push((name.to_owned(), screen(&driver)));
    }
    shown
}

/// The screen of every step, in one text.
fn all(size: (u16, u16), register: Register) -> String {
    let steps = steps(size, register).into_iter();
    let told = steps.map(|(name, screen)| format!("== {name}\n{screen}\n"));
    told.collect()
}

#[test]
fn every_step_is_seen_beside_the_kitchen() {
    insta::assert_snapshot!("lesson_80x24", all((80, 24), Register::Analogy));
    insta::assert_snapshot!("lesson_160x48", all((160, 48), Register::Analogy));
}

#[test]
fn every_step_is_told_in_tokios_words_too() {
    insta::assert_snapshot!("lesson_tokio_100x30", all((100, 30), Register::Tokio));
}

#[test]
fn a_lesson_that_was_passed_is_kept_and_the_list_follows() {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    events(&mut fake);
    let mut inputs = keys(0);
    inputs.push((60_000, enter()));
    let mut driver = begun((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(58_000));
    assert_eq!(driver.app.course().map(Course::step), Some(Step::Done));
    run_until(&mut driver, &log, ms(61_000));
    assert_eq!(driver.app.screen, Screen::Lessons);
    assert_eq!(driver.app.chosen_lesson(), 0, "there is no next one");
    let outcome = driver.app.progress().lessons["test"];
    assert!(outcome.reached && outcome.guessed, "{outcome:?}");
}

/// Whatever is pressed, and however long one waits.
#[test]
fn keys_without_what_they_are_for_reach_no_goal() {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    kind(&mut fake);
    anew(&mut fake, 300, 2);
    anew(&mut fake, 4_000, 3);
    let mut inputs = vec![(100, enter()), (200, key(answer(0)))];
    let mut at = 500;
    for round in 0..40 {
        at += 250;
        inputs.push((at, key('1')));
        inputs.push((at + 50, enter()));
        inputs.push((at + 100, if round % 8 == 7 { again() } else { key('a') }));
    }
    let mut driver = begun((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(20_000));
    let course = driver.app.course().expect("it is played");
    assert_eq!(course.step(), Step::Run(0));
    assert!(course.seen().iter().all(Option::is_none));
    assert!(driver.app.progress().lessons.is_empty());
}

#[test]
fn a_run_that_is_over_without_its_goal_says_so_and_can_be_done_again() {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    kind(&mut fake);
    anew(&mut fake, 7_000, 2);
    served(&mut fake, 1, 9_000, 5);
    anew(&mut fake, 19_000, 3);
    served(&mut fake, 2, 21_000, 2_000);
    let inputs = vec![
        (3_000, enter()),
        (6_000, key(answer(0))),
        (9_000, key('1')),
        (18_000, again()),
        (21_000, key('1')),
    ];
    let mut driver = begun((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(15_000));
    let missed = screen(&driver);
    assert!(missed.contains("The run is over"), "{missed}");
    assert!(missed.contains("R runs it again"), "{missed}");
    run_until(&mut driver, &log, ms(30_000));
    assert_eq!(driver.app.course().map(Course::step), Some(Step::Decided));
}

#[test]
fn a_wrong_guess_stands_paused_at_the_moment_that_refutes_it() {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    events(&mut fake);
    let mut driver = begun((80, 24), keys(1), &log, &mut fake);
    run_until(&mut driver, &log, ms(16_000));
    let course = driver.app.course().expect("it is played");
    let moment = course.moment_of(1).expect("it is refuted by one");
    assert_eq!(course.is_right(1), Some(false));
    let at = driver.app.shown().now.at;
    assert!(
        (moment.at..=moment.until).contains(&at),
        "{moment:?} {at:?}"
    );
    assert_eq!(driver.app.selected, Selection::Task(moment.task.unwrap()));
    let shown = screen(&driver);
    for part in ["[PAUSED", "Not so.", "Here it is in hand for"] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

/// Where a goal cannot be reached any more the learner is not let wait for the end of the run.
#[test]
fn a_goal_that_is_lost_is_told_while_the_run_goes_on() {
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    kind(&mut fake);
    anew(&mut fake, 7_000, 2);
    served(&mut fake, 1, 9_000, 2_000);
    anew(&mut fake, 22_000, 3);
    let task = TaskId::new(2).unwrap();
    let worker = WorkerId::new(0);
    let mut spawned = born();
    spawned.at = Nanos::from_millis(24_000);
    if let What::Spawned { task: number, .. } = &mut spawned.what {
        *number = task;
    }
    fake.push(spawned);
    let polled = What::Polled {
        task,
        worker: Some(worker),
        start: Nanos::from_millis(24_001),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    fake.push(event(26_500, polled));
    let mut inputs = keys(0);
    inputs.truncate(6);
    let mut driver = begun((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(28_000));
    let course = driver.app.course().expect("it is played");
    let goals = course.goals(&driver.app.newest().model).unwrap();
    assert_eq!(goals[1].state, State::Broken);
    let shown = screen(&driver);
    assert!(shown.contains("cannot be"), "{shown}");
    assert!(shown.contains("R begins this run"), "{shown}");
}

/// A learner who reads for long finds as much of it as one who reads quickly.
#[test]
fn what_comes_by_itself_comes_until_the_learner_orders_and_once_more_then() {
    let text = LESSON.replacen(
        "[[run.order]]",
        "background = [1]\n[[run.order]]\nrecipe = \"chop\"\n[[run.order]]",
        1,
    );
    let lesson = Lesson::parse("own.toml", &text).expect("a lesson");
    let log = Log::default();
    let mut fake = fake(&log).resting_between();
    kind(&mut fake);
    anew(&mut fake, 300, 2);
    let inputs = vec![(100, enter()), (200, key(answer(0))), (5_000, key('1'))];
    let mut driver = begun_with(lesson, (80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(8_000));
    drop(driver);
    let ordered = fake.sent().iter().filter_map(|command| match command {
        Command::Spawn(order) => Some(order.recipe),
        _ => None,
    });
    let ordered: Vec<_> = ordered.collect();
    let own = ordered.iter().position(|recipe| *recipe == "simmer");
    let own = own.expect("it was ordered");
    assert!(own >= 3, "{ordered:?}");
    assert_eq!(ordered[own..], ["simmer"], "{ordered:?}");
}
