//! A session over a list of events instead of an engine.

use super::*;
use crate::config::{self, Runtime};
use crate::events::{
    BlockingOutcome, Certainty, CodeLine, Doing, Flavor, KindId, PollOutcome, Role, RunInfo, Site,
    SiteId, SourceText, Stuck, TaskId, WaitEnd, WaitOn, WakeBy, WorkerId,
};
use crate::order::Command;
use crate::source::Script;
use std::cell::Cell;

fn id(n: u32) -> TaskId {
    TaskId::new(n).unwrap()
}

fn config() -> Run {
    Run {
        runtime: Runtime::default(),
        limit: None,
        report: config::Report::None,
        plain: false,
        words: config::Words::default(),
        record: None,
    }
}

fn scenario() -> Scenario {
    let text = "[[order]]
recipe = \"simmer\"
";
    Scenario::parse("test.toml", text).unwrap()
}

/// A task whose poll is told to have begun before it was spawned, and a job.
fn events() -> Vec<Event> {
    let (kind, site) = (KindId::new(0), SiteId::new(0));
    let told = [
        (
            0,
            What::RunStarted(RunInfo {
                shift: 1,
                workers: 1,
                flavor: Flavor::MultiThread,
                tokio: "1".into(),
                unstable: false,
                coverage: crate::events::Coverage::Promised,
                max_blocking: 512,
            }),
        ),
        (
            0,
            What::Kind {
                id: kind,
                name: "simmer".into(),
            },
        ),
        (
            500,
            What::Spawned {
                task: id(1),
                parent: None,
                kind,
                site,
                on: None,
                bytes: 8,
                detached: false,
                role: Role::Task,
            },
        ),
        (
            510,
            What::Polled {
                task: id(1),
                worker: Some(WorkerId::new(0)),
                start: Nanos::from_millis(3),
                outcome: PollOutcome::Ready,
                self_woken: false,
                budget_spent: false,
            },
        ),
        (
            520,
            What::BlockingSubmitted {
                job: id(2),
                parent: None,
                kind,
                site,
            },
        ),
        (530, What::BlockingStarted { job: id(2) }),
        (
            540,
            What::BlockingEnded {
                job: id(2),
                outcome: BlockingOutcome::Completed,
            },
        ),
        (550, What::RunEnded),
    ];
    told.map(|(at, what)| Event {
        at: Nanos::from_millis(at),
        what,
    })
    .into()
}

fn play(script: &mut Script) -> anyhow::Result<Report> {
    let mut printer = Printer::new(io::sink()).unwrap();
    Session::new(script, &config(), &scenario(), &mut printer).play(&AtomicBool::new(false))
}

#[test]
fn results_of_tasks_and_jobs_are_taken_and_polls_begin_when_their_task_was_ready() {
    let mut script = Script::new(events()).taking_orders();
    let report = play(&mut script).unwrap();
    let sent = script.sent();
    assert!(matches!(&sent[0], Command::Spawn(order) if order.recipe == "simmer"));
    assert_eq!(sent[1..], [Command::Collect(vec![id(1), id(2)])]);
    assert_eq!(report.tasks.completed, 1);
    assert_eq!(report.blocking.completed, 1);
    assert!(report.workers[0].stalls.is_empty(), "507 ms, as told");
    assert_eq!(report.workers[0].busy_ms, 10.0);
    assert!(report.check.holds);
}

/// A task sleeps again and again; 3 s of it.
fn events_of_a_sleeper() -> Vec<Event> {
    let sleeps = SiteId::new(1);
    let mut told = events();
    told.truncate(3);
    let mut tell = |at, what| {
        told.push(Event {
            at: Nanos::from_millis(at),
            what,
        });
    };
    let timer = Site {
        file: "test.rs".into(),
        line: 1,
        column: 1,
        wait: WaitOn::Timer,
        name: None,
    };
    tell(
        500,
        What::Site {
            id: sleeps,
            site: timer,
        },
    );
    let task = id(1);
    let on = Some(WorkerId::new(0));
    let polled = |start, outcome| What::Polled {
        task,
        worker: on,
        start: Nanos::from_millis(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    };
    for at in (510..3_510).step_by(50) {
        let until = Some(Nanos::from_millis(at + 40));
        tell(
            at,
            What::Waiting {
                task,
                site: sleeps,
                until,
                on: None,
            },
        );
        tell(at, polled(at, PollOutcome::Pending));
        let by = WakeBy::Driver;
        tell(at + 40, What::Woken { task, by, on });
        let end = WaitEnd::Ready;
        tell(
            at + 41,
            What::WaitOver {
                task,
                site: sleeps,
                end,
            },
        );
    }
    tell(3_520, polled(3_519, PollOutcome::Ready));
    tell(3_530, What::RunEnded);
    told
}

#[test]
fn nothing_is_said_of_time_whose_events_are_still_to_come() {
    // To read takes a quarter of a second each time: a clock that is looked at goes on.
    let clock = Cell::new(0);
    let slow = move || {
        clock.set(clock.get() + 227);
        Nanos::from_millis(clock.get())
    };
    let report = play(&mut Script::timed(events_of_a_sleeper(), slow)).unwrap();
    assert_eq!(report.tasks.completed, 1);
    assert_eq!(
        report.freezes,
        [],
        "of a driver that is polled all the time"
    );
}

#[test]
fn orders_that_a_source_refuses_are_counted() {
    let report = play(&mut Script::new(events())).unwrap();
    assert_eq!(report.refused, 1);
}

#[test]
fn a_list_of_stalls_that_is_not_whole_says_so() {
    let (kept, more) = (crate::limits::STALLS_KEPT as u64, 50);
    let mut events = events();
    events.truncate(3);
    events.extend((1..=kept + more).map(|n| Event {
        at: Nanos::from_millis(500 + n * 101),
        what: What::Polled {
            task: id(1),
            worker: Some(WorkerId::new(0)),
            start: Nanos::from_millis(400 + n * 101),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        },
    }));
    let report = play(&mut Script::new(events)).unwrap();
    let worker = &report.workers[0];
    assert_eq!(worker.stalls.len() as u64, kept);
    assert_eq!(worker.stalls_left_out, more);
    let text = crate::headless::table::text(&report);
    assert!(text.contains("stalls of worker 0: 50 older ones"), "{text}");
}

#[test]
fn a_stall_is_reported_with_what_its_thread_was_doing_and_where() {
    let mut events = events();
    events.truncate(3);
    let line = CodeLine {
        function: "work".into(),
        file: "src/app.rs".into(),
        line: 12,
        certainty: Certainty::Observed,
    };
    let found = Stuck {
        doing: Doing::Call {
            words: "sleeps".into(),
            call: "clock_nanosleep".into(),
        },
        lines: vec![line],
        why: None,
        text: SourceText::Missing,
    };
    let look = What::Stuck {
        task: id(1),
        worker: WorkerId::new(0),
        found: crate::events::Found::from(&found),
    };
    let poll = |start| What::Polled {
        task: id(1),
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(start),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    let told = [(750, look), (900, poll(600)), (1_200, poll(1_000))];
    let told = told.map(|(at, what)| {
        let at = Nanos::from_millis(at);
        Event { at, what }
    });
    events.extend(told);
    let report = play(&mut Script::new(events)).unwrap();
    let stalls = &report.workers[0].stalls;
    let of = |line: &str| stalls.iter().position(|s| s.line.as_deref() == Some(line));
    assert_eq!((stalls.len(), of("src/app.rs:12")), (2, Some(0)));
    let text = crate::headless::table::text(&report);
    let first = "at 600 ms for 300 ms: it sleeps (clock_nanosleep) at =src/app.rs:12\n";
    assert!(text.contains(first), "{text}");
    assert!(text.contains("at 1000 ms for 200 ms\n"), "{text}");
}

/// Of a poll with two lines the report tells the one that held it most, and what it did there.
#[test]
fn what_a_stalled_thread_did_is_told_with_the_line_where_it_did_it() {
    let mut events = events();
    events.truncate(3);
    let site = |n: u32| What::Site {
        id: SiteId::new(n),
        site: Site {
            file: "own.toml".into(),
            line: n,
            column: 1,
            wait: WaitOn::Work,
            name: None,
        },
    };
    let line = |n| What::At {
        task: id(1),
        site: SiteId::new(n),
    };
    let look = |words: &str| {
        let found = Stuck {
            doing: Doing::Call {
                words: words.into(),
                call: "call".into(),
            },
            lines: Vec::new(),
            why: None,
            text: SourceText::Missing,
        };
        What::Stuck {
            task: id(1),
            worker: WorkerId::new(0),
            found: crate::events::Found::from(&found),
        }
    };
    let poll = What::Polled {
        task: id(1),
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(600),
        outcome: PollOutcome::Pending,
        self_woken: false,
        budget_spent: false,
    };
    let told = [
        (590, site(7)),
        (590, site(8)),
        (600, line(7)),
        (700, look("sleeps")),
        (850, line(8)),
        (880, look("reads")),
        (900, poll),
    ];
    events.extend(told.map(|(at, what)| {
        let at = Nanos::from_millis(at);
        Event { at, what }
    }));
    let report = play(&mut Script::new(events)).unwrap();
    let text = crate::headless::table::text(&report);
    let stall = "at 600 ms for 300 ms: it sleeps (call) at =own.toml:7\n";
    assert!(text.contains(stall), "{text}");
}

#[test]
fn the_report_tells_of_suspends() {
    let mut events = events();
    events.insert(
        3,
        Event {
            at: Nanos::from_millis(505),
            what: What::Suspended {
                lasted: Nanos::from_millis(3_000),
                timers: Nanos::ZERO,
                measured: true,
            },
        },
    );
    let report = play(&mut Script::new(events).taking_orders()).unwrap();
    assert_eq!(
        (report.suspended.times, report.suspended.for_ms),
        (1, 3_000.0)
    );
    let text = crate::headless::table::text(&report);
    assert!(text.contains("suspended 1 times, 3000 ms"), "{text}");
}

/// A worker that the driver calls to a task that blocks, while another one waits for its timer.
fn a_freeze() -> Vec<Event> {
    let site = SiteId::new(0);
    let (one, other) = (WorkerId::new(0), WorkerId::new(1));
    let mut told = events();
    told.truncate(2);
    let mut hear = |at, what| {
        told.push(Event {
            at: Nanos::from_millis(at),
            what,
        });
    };
    let timer = Site {
        file: "block.rs".into(),
        line: 13,
        column: 1,
        wait: WaitOn::Timer,
        name: None,
    };
    hear(
        0,
        What::Site {
            id: site,
            site: timer,
        },
    );
    for number in [1, 2] {
        let task = id(number);
        hear(1, spawned(task));
        hear(
            1,
            What::Waiting {
                task,
                site,
                until: None,
                on: None,
            },
        );
        hear(2, polled(task, 1, PollOutcome::Pending));
    }
    hear(3, What::Parked { worker: one });
    hear(4, What::Parked { worker: other });
    let by = crate::events::WakeBy::Driver;
    hear(
        500,
        What::Woken {
            task: id(1),
            by,
            on: Some(one),
        },
    );
    hear(500, What::Unparked { worker: one });
    hear(
        501,
        What::WaitOver {
            task: id(1),
            site,
            end: crate::events::WaitEnd::Ready,
        },
    );
    hear(501, What::At { task: id(1), site });
    hear(2_500, polled(id(1), 501, PollOutcome::Ready));
    hear(2_501, What::Parked { worker: one });
    hear(2_502, What::RunEnded);
    told
}

fn spawned(task: TaskId) -> What {
    What::Spawned {
        task,
        parent: None,
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: None,
        bytes: 8,
        detached: false,
        role: Role::Task,
    }
}

fn polled(task: TaskId, start: u64, outcome: PollOutcome) -> What {
    What::Polled {
        task,
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

#[test]
fn a_freeze_is_reported_with_who_held_the_driver_up_and_who_waited() {
    let report = play(&mut Script::new(a_freeze()).taking_orders()).unwrap();
    let freeze = report::FreezeReport {
        worker: Some(0),
        task: Some(1),
        recipe: Some("simmer".into()),
        line: Some(13),
        at_ms: 501.0,
        for_ms: 1_999.0,
        waiting: 1,
        more: false,
    };
    assert_eq!(report.freezes, [freeze]);
    let text = crate::headless::table::text(&report);
    assert!(
        text.contains(
            "~ driver frozen (timers, sockets) at 501 ms for 1999 ms, 1 waiting: worker 0 was held \
             by #01 simmer at line 13"
        ),
        "{text}"
    );
}
