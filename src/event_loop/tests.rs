//! The real loop on a fake terminal, with scripted input, a scripted runtime and a clock
//! that runs only when the loop waits.

mod lesson;
mod open;
mod play;

use super::console::{Console, Input};
use super::driver::{Driver, Ending};
use super::themed::Themed;
use crate::app::{App, Options, Said, Screen, Selection};
use crate::config;
use crate::events::{
    Event, Flavor, InHand, KindId, Nanos, Role, RunInfo, SiteId, TaskId, What, WorkerId,
};
use crate::order::{Command, Origin, RecipeInfo, Refusal, Report, RuntimeInterval};
use crate::source::{Script, Source};
use crate::terminal::Signal;
use crate::terminal::clipboard::Copy;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::time::Duration;

static SIMMER: RecipeInfo = RecipeInfo {
    name: "simmer",
    origin: Origin::Menu('1'),
    blocks: false,
    summary: "waits",
    file: "",
    source: "",
    params: &[],
    kinds: &[],
};

/// What the loop did to the console, and the clock.
#[derive(Clone, Default)]
pub(super) struct Log {
    clock: Rc<Cell<Duration>>,
    presented: Rc<Cell<usize>>,
    pub(super) done: Rc<RefCell<Vec<&'static str>>>,
    fail_present: Rc<Cell<bool>>,
    blocked: Rc<Cell<bool>>,
    gone: Rc<Cell<bool>>,
    copied: Rc<RefCell<Vec<String>>>,
}

/// Inputs at their times.
pub(super) struct Typist {
    pub(super) inputs: VecDeque<(Duration, Input)>,
    pub(super) log: Log,
}

impl Console for Typist {
    fn wait(&mut self, at_most: Duration) -> Option<Input> {
        let until = self.log.clock.get() + at_most;
        match self.inputs.front() {
            Some((at, _)) if *at <= until => {
                self.log.clock.set(self.log.clock.get().max(*at));
                self.inputs.pop_front().map(|(_, input)| input)
            }
            _ => {
                self.log.clock.set(until);
                None
            }
        }
    }

    fn clock(&self) -> Duration {
        self.log.clock.get()
    }

    fn present(&mut self) -> io::Result<()> {
        self.log.presented.set(self.log.presented.get() + 1);
        if self.log.fail_present.get() {
            Err(io::Error::other("gone"))
        } else {
            Ok(())
        }
    }

    fn is_ready(&self) -> io::Result<bool> {
        Ok(!self.log.blocked.get())
    }

    fn copy(&mut self, line: &str) -> Copy {
        self.log.copied.borrow_mut().push(line.to_owned());
        Copy::Sent
    }

    fn stop(&mut self) {
        self.log.done.borrow_mut().push("stop");
    }

    fn ask_to_stop(&mut self) {
        self.log.done.borrow_mut().push("ask to stop");
    }

    fn reenter(&mut self) -> io::Result<()> {
        self.log.done.borrow_mut().push("reenter");
        Ok(())
    }

    fn is_gone(&self) -> bool {
        self.log.gone.get()
    }
}

fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

fn key(c: char) -> Input {
    Input::Key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE))
}

fn running() -> Vec<Event> {
    let info = RunInfo {
        shift: 1,
        workers: 2,
        flavor: Flavor::MultiThread,
        tokio: "1".into(),
        unstable: false,
        coverage: crate::events::Coverage::Promised,
        max_blocking: 512,
    };
    let parked = |n| What::Parked {
        worker: WorkerId::new(n),
    };
    [What::RunStarted(info), parked(0), parked(1)]
        .into_iter()
        .map(|what| Event {
            at: Nanos::ZERO,
            what,
        })
        .collect()
}

/// A runtime that does what the test says.
fn fake(log: &Log) -> Script {
    let clock = Rc::clone(&log.clock);
    let now = move || Nanos::from_duration(clock.get());
    let mut script = Script::timed(running(), now).taking_orders();
    script.hands = vec![None, None];
    script.interval = Some(RuntimeInterval::default());
    script
}

/// A task is spawned from outside.
fn born() -> Event {
    Event {
        at: Nanos::ZERO,
        what: What::Spawned {
            task: TaskId::new(1).unwrap(),
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 64,
            detached: false,
            role: Role::Task,
        },
    }
}

type TestDriver<'a> = Driver<'a, TestBackend, Typist, Script>;

fn driver<'a>(
    size: (u16, u16),
    inputs: Vec<(u64, Input)>,
    log: &Log,
    fake: &'a mut Script,
) -> TestDriver<'a> {
    let inputs = inputs
        .into_iter()
        .map(|(at, input)| (ms(at), input))
        .collect();
    let options = Options {
        workers: 2,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: 64 << 20,
    };
    let terminal = Terminal::new(TestBackend::new(size.0, size.1)).unwrap();
    let console = Typist {
        inputs,
        log: log.clone(),
    };
    Driver::new(
        terminal,
        console,
        fake,
        App::new(vec![&SIMMER], options),
        Themed::given(config::Theme::Dark),
        None,
    )
}

/// Rounds until the clock is there.
fn run_until(driver: &mut TestDriver<'_>, log: &Log, at: Duration) {
    while log.clock.get() < at {
        assert_eq!(driver.round().unwrap(), None);
    }
}

#[test]
fn keys_reach_the_engine_and_q_leaves() {
    let log = Log::default();
    let mut fake = fake(&log);
    let driver = driver(
        (80, 24),
        vec![(50, key('+')), (60, key('1')), (90, key('q'))],
        &log,
        &mut fake,
    );
    assert_eq!(driver.run().0.unwrap(), Ending::Quit);
    let sent = fake.sent();
    assert!(
        matches!(sent, [Command::Spawn(order)] if order.count == 10),
        "{sent:?}"
    );
    assert!(
        log.clock.get() < ms(100),
        "it leaves in the round of the key"
    );
}

#[test]
fn the_help_opens_while_every_worker_is_held() {
    let log = Log::default();
    let mut fake = fake(&log);
    let held = |n| InHand {
        task: TaskId::new(n).unwrap(),
        since: Nanos::ZERO,
        site: None,
    };
    fake.hands = vec![Some(held(1)), Some(held(2))];
    let mut driver = driver((80, 24), vec![(500, key('?'))], &log, &mut fake);
    run_until(&mut driver, &log, ms(550));
    assert_eq!(driver.app.screen, Screen::Help);
}

#[test]
fn an_exit_signal_ends_the_loop_at_once() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![(40, Input::Signal(Signal::Exit(15)))];
    assert_eq!(
        driver((80, 24), inputs, &log, &mut fake).run().0.unwrap(),
        Ending::Signal(15)
    );
    assert_eq!(log.clock.get(), ms(40));
}

#[test]
fn an_idle_program_draws_every_other_second_and_a_busy_one_sixty_a_second() {
    let log = Log::default();
    let mut idle = fake(&log);
    let mut quiet = driver((80, 24), vec![], &log, &mut idle);
    run_until(&mut quiet, &log, ms(1_000));
    let before = log.presented.get();
    run_until(&mut quiet, &log, ms(6_000));
    assert!(
        (2..=3).contains(&(log.presented.get() - before)),
        "{}",
        log.presented.get() - before
    );

    let log = Log::default();
    let mut busy = fake(&log);
    let hand = InHand {
        task: TaskId::new(1).unwrap(),
        since: Nanos::ZERO,
        site: None,
    };
    busy.hands = vec![Some(hand), None];
    let mut moving = driver((80, 24), vec![], &log, &mut busy);
    run_until(&mut moving, &log, ms(1_000));
    assert!(
        (55..=61).contains(&log.presented.get()),
        "{}",
        log.presented.get()
    );
}

#[test]
fn a_pause_at_a_busy_moment_costs_no_more_than_an_idle_program() {
    let log = Log::default();
    let mut fake = fake(&log);
    let worker = WorkerId::new(0);
    for (at, what) in [
        (500, What::Unparked { worker }),
        (2_000, What::Parked { worker }),
    ] {
        let at = Nanos::from_millis(at);
        fake.push(Event { at, what });
    }
    let mut driver = driver((80, 24), vec![(1_000, key(' '))], &log, &mut fake);
    run_until(&mut driver, &log, ms(10_000));
    assert!(
        !driver.app.shown().model.workers()[0].parked,
        "at the moment shown"
    );
    let (mut rounds, drawn) = (0, log.presented.get());
    while log.clock.get() < ms(20_000) {
        driver.round().unwrap();
        rounds += 1;
    }
    let drawn = log.presented.get() - drawn;
    assert!(
        rounds <= 22 && drawn <= 11,
        "{rounds} rounds, {drawn} drawn"
    );
}

#[test]
fn each_event_of_a_calm_program_is_on_the_screen_within_two_milliseconds() {
    let log = Log::default();
    let mut fake = fake(&log);
    let times: Vec<_> = (0..20)
        .map(|n| Duration::from_micros(1_000_300 + n * 20_000))
        .collect();
    for at in &times {
        let what = What::Unparked {
            worker: WorkerId::new(0),
        };
        let at = Nanos::from_duration(*at);
        fake.push(Event { at, what });
    }
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    // Before the first one nothing happened for long: only a worker can wake the loop.
    run_until(&mut driver, &log, times[0] + ms(18));
    for at in &times[1..] {
        let mut before = log.presented.get();
        while log.clock.get() < *at {
            before = log.presented.get();
            driver.round().unwrap();
        }
        run_until(&mut driver, &log, *at + ms(2));
        assert!(log.presented.get() > before, "{at:?}");
    }
}

#[test]
fn a_pending_task_is_redrawn_ten_times_a_second() {
    let log = Log::default();
    let mut fake = fake(&log);
    fake.push(born());
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    run_until(&mut driver, &log, ms(2_000));
    let before = log.presented.get();
    run_until(&mut driver, &log, ms(4_000));
    assert!(
        (15..=25).contains(&(log.presented.get() - before)),
        "{}",
        log.presented.get() - before
    );
}

#[test]
fn a_failed_write_ends_the_loop_with_an_error() {
    let log = Log::default();
    log.fail_present.set(true);
    let mut fake = fake(&log);
    assert!(driver((80, 24), vec![], &log, &mut fake).run().0.is_err());
}

#[test]
fn failed_input_ends_the_loop_with_an_error() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![(10, Input::Failed(io::Error::other("no more")))];
    assert!(driver((80, 24), inputs, &log, &mut fake).run().0.is_err());
}

#[test]
fn a_terminal_that_went_away_silently_is_noticed_within_a_second() {
    let log = Log::default();
    let mut fake = fake(&log);
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    run_until(&mut driver, &log, ms(5_000));
    log.gone.set(true);
    assert!(driver.run().0.is_err());
    assert!(log.clock.get() < ms(6_000), "{:?}", log.clock.get());
}

#[test]
fn a_suspend_stops_everything_and_what_the_source_says_of_it_is_told() {
    let log = Log::default();
    let mut fake = fake(&log);
    let control_z = Input::Key(KeyEvent::new(KeyCode::Char('z'), KeyModifiers::CONTROL));
    let inputs = vec![
        (100, control_z),
        (110, Input::Signal(Signal::Suspend)),
        (360, Input::Signal(Signal::Continue)),
    ];
    let (lasted, measured) = (Nanos::from_millis(250), true);
    fake.push(Event {
        at: Nanos::from_millis(390),
        what: What::Suspended {
            lasted,
            timers: lasted,
            measured,
        },
    });
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(400));
    assert_eq!(*log.done.borrow(), ["ask to stop", "stop", "reenter"]);
    run_until(&mut driver, &log, ms(450));
    let said = driver.app.notice.map(|notice| notice.said);
    assert_eq!(said, Some(Said::Suspended { lasted, measured }));
}

#[test]
fn a_stop_heard_of_twice_takes_the_terminal_over_twice() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![
        (110, Input::Signal(Signal::Suspend)),
        (3_100, Input::Signal(Signal::Continue)),
        (3_130, Input::Signal(Signal::Continue)),
    ];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    while log.done.borrow().is_empty() {
        driver.round().unwrap();
    }
    log.clock.set(ms(3_090));
    run_until(&mut driver, &log, ms(3_500));
    assert_eq!(*log.done.borrow(), ["stop", "reenter", "reenter"]);
}

#[test]
fn where_stopping_does_nothing_the_program_goes_on() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![(100, Input::Signal(Signal::Suspend)), (900, key('q'))];
    assert_eq!(
        driver((80, 24), inputs, &log, &mut fake).run().0.unwrap(),
        Ending::Quit
    );
    assert_eq!(*log.done.borrow(), ["stop", "reenter"]);
}

#[test]
fn refusals_are_shown() {
    let log = Log::default();
    let mut fake = fake(&log);
    fake.report(Report::Refused {
        count: 5,
        why: Refusal::Closing,
    });
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    run_until(&mut driver, &log, ms(50));
    assert_eq!(driver.app.shown().mark.refused, 5);
    let notice = driver.app.notice.as_ref().unwrap();
    assert!(notice.said.is_error(), "{notice:?}");
}

#[test]
fn the_life_that_is_drawn_is_not_looked_through_at_every_picture() {
    let log = Log::default();
    let mut fake = fake(&log);
    fake.push(born());
    let mut driver = driver((80, 24), vec![(20, key('i'))], &log, &mut fake);
    let task = TaskId::new(1).unwrap();
    driver.app.selected = Selection::Task(task);
    run_until(&mut driver, &log, ms(150));
    assert_eq!(driver.app.screen, Screen::Inspector);
    assert!(matches!(driver.app.traces(task), Cow::Borrowed(_)));
}

#[test]
fn clicks_land_on_what_was_drawn() {
    let log = Log::default();
    let mut fake = fake(&log);
    let mut inputs = Vec::new();
    for row in 0..24 {
        for column in 0..80 {
            inputs.push((100, Input::Click(column, row)));
        }
    }
    // Every cell once: among them the hint that leaves.
    assert_eq!(
        driver((80, 24), inputs, &log, &mut fake).run().0.unwrap(),
        Ending::Quit
    );
}

#[test]
fn no_size_panics_on_any_screen() {
    let keys = || {
        vec![
            (20, key('1')),
            (40, key('?')),
            (60, key('?')),
            (80, key('m')),
            (100, key('l')),
        ]
    };
    for size in [
        (0, 0),
        (1, 0),
        (0, 1),
        (1, 1),
        (39, 9),
        (80, 1),
        (1, 50),
        (200, 60),
    ] {
        let log = Log::default();
        let mut fake = fake(&log);
        let mut driver = driver(size, keys(), &log, &mut fake);
        run_until(&mut driver, &log, ms(150));
        assert_eq!(driver.app.screen, Screen::Tasks);
    }
}

#[test]
fn intervals_are_asked_for_twice_a_second() {
    let log = Log::default();
    let mut fake = fake(&log);
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    run_until(&mut driver, &log, ms(5_200));
    assert!((8..=11).contains(&driver.app.runtime_intervals.len()));
}

#[test]
fn the_wheel_scrolls_where_there_is_something_to_scroll() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![
        (20, key('?')),
        (40, Input::Wheel(1)),
        (60, Input::Wheel(1)),
        (80, Input::Wheel(-1)),
    ];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(100));
    assert_eq!(driver.app.scroll, 3);
}

#[test]
fn a_terminal_that_takes_nothing_holds_up_pictures_and_nothing_else() {
    let log = Log::default();
    let mut fake = fake(&log);
    let mut driver = driver((80, 24), vec![(300, key('1'))], &log, &mut fake);
    driver.round().unwrap();
    let before = log.presented.get();
    log.blocked.set(true);
    run_until(&mut driver, &log, ms(2_000));
    assert_eq!(log.presented.get(), before);
    assert!(driver.app.shown().model.running(), "events are heard");
    log.blocked.set(false);
    run_until(&mut driver, &log, ms(2_100));
    assert!(log.presented.get() > before);
    drop(driver);
    assert!(!fake.sent().is_empty(), "the key was acted on");
}

#[test]
fn a_flood_of_events_does_not_hold_up_a_key() {
    let log = Log::default();
    let mut fake = fake(&log);
    let event = Event {
        at: Nanos::ZERO,
        what: What::Unparked {
            worker: WorkerId::new(0),
        },
    };
    for _ in 0..100_000 {
        fake.push(event.clone());
    }
    let mut driver = driver((80, 24), vec![(0, key('q'))], &log, &mut fake);
    assert_eq!(driver.round().unwrap(), Some(Ending::Quit));
    driver.app.quit = false;
    driver.round().unwrap();
    let clock = log.clock.get();
    driver.round().unwrap();
    assert_eq!(log.clock.get(), clock, "what is left is read at once");
    drop(driver);
    assert!(!fake.over(), "but not all at once");
}

#[test]
fn tasks_that_only_wait_for_long_are_redrawn_once_a_second_until_they_are_due_soon() {
    let log = Log::default();
    let mut fake = fake(&log);
    let task = TaskId::new(1).unwrap();
    let site = SiteId::new(0);
    let place = crate::events::Site {
        file: "simmer.rs".into(),
        line: 4,
        column: 1,
        wait: crate::events::WaitOn::Timer,
        name: None,
    };
    let spawned = What::Spawned {
        task,
        parent: None,
        kind: KindId::new(0),
        site,
        on: None,
        bytes: 64,
        detached: false,
        role: Role::Task,
    };
    let until = Some(Nanos(60_000_000_000));
    let waiting = What::Waiting {
        task,
        site,
        until,
        on: None,
    };
    let polled = What::Polled {
        task,
        worker: Some(WorkerId::new(0)),
        start: Nanos(1),
        outcome: crate::events::PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    let parked = What::Parked {
        worker: WorkerId::new(0),
    };
    let site = What::Site {
        id: site,
        site: place,
    };
    for (at, what) in (2..).zip([site, spawned, waiting, polled, parked]) {
        let at = Nanos(at);
        fake.push(Event { at, what });
    }
    let mut driver = driver((80, 24), vec![], &log, &mut fake);
    let mut pictures = |from: u64, to: u64| {
        run_until(&mut driver, &log, ms(from));
        let before = log.presented.get();
        run_until(&mut driver, &log, ms(to));
        log.presented.get() - before
    };
    assert!((35..=45).contains(&pictures(2_000, 6_000)));
    assert!((3..=5).contains(&pictures(20_000, 24_000)));
    assert!(
        (35..=45).contains(&pictures(50_000, 54_000)),
        "it is due soon"
    );
}

#[test]
fn dragging_over_the_timeline_scrubs_to_the_newest_column_only() {
    let log = Log::default();
    let mut fake = fake(&log);
    // The time columns of 80 begin at 12; the chefs' rows below the header and three more.
    let inputs = vec![
        (100, key('v')),
        (15_000, Input::Click(70, 5)),
        (16_000, Input::Drag(60)),
        (16_000, Input::Drag(40)),
        (16_000, Input::Drag(50)),
        (16_000, Input::Release),
        (16_500, Input::Drag(20)),
        (17_000, Input::Click(3, 5)),
        (17_000, Input::Drag(75)),
    ];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(14_000));
    assert!(driver.app.is_live());
    run_until(&mut driver, &log, ms(15_500));
    let width = driver.app.timeline.width().0 as i64;
    let column = |app: &App, column: usize| {
        let middle = app.timeline.edge(column) + width / 2;
        app.shown().now.at.0 as i64 - middle
    };
    let off = column(&driver.app, 70 - 12);
    assert!(off.abs() <= 1, "a click goes there, not {off} ns beside it");
    run_until(&mut driver, &log, ms(16_300));
    assert!(column(&driver.app, 50 - 12).abs() <= 1);
    run_until(&mut driver, &log, ms(17_500));
    let at = column(&driver.app, 50 - 12).abs();
    assert!(at <= 1, "neither after it was let go nor from a name");
}

#[test]
fn the_wheel_zooms_the_timeline() {
    let log = Log::default();
    let mut fake = fake(&log);
    let inputs = vec![
        (50, key('v')),
        (60, Input::Wheel(-1)),
        (80, Input::Wheel(-1)),
        (90, Input::Wheel(1)),
        (150, Input::Wheel(1)),
        (150, Input::Wheel(1)),
        (150, Input::Wheel(1)),
        (150, Input::Wheel(1)),
    ];
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    assert!(driver.app.fits, "all of the history at first");
    run_until(&mut driver, &log, ms(100));
    assert!(!driver.app.fits, "twice closer and once farther is closer");
    run_until(&mut driver, &log, ms(200));
    assert!(driver.app.fits, "farther ends at the whole history");
}

#[test]
fn of_many_keys_between_two_pictures_each_acts_on_the_rows_those_before_it_left() {
    let log = Log::default();
    let mut fake = fake(&log);
    for task in (1..=6).filter_map(TaskId::new) {
        let what = What::Spawned {
            task,
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 1,
            detached: false,
            role: Role::Task,
        };
        let at = Nanos::from_millis(1);
        fake.push(Event { at, what });
    }
    let enter = Input::Key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE));
    let typed = ['j', 'j', '/', '0', '6'].map(key);
    let typed = typed.into_iter().chain([enter, key('x')]);
    let inputs = typed.map(|input| (100, input)).collect();
    let mut driver = driver((80, 24), inputs, &log, &mut fake);
    run_until(&mut driver, &log, ms(300));
    drop(driver);
    let sent = fake.sent();
    assert!(
        matches!(sent, [Command::Abort(task)] if task.get() == 6),
        "{sent:?}"
    );
}
