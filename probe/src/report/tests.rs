use super::coverage::Coverage;
use super::watch::with_number;
use super::*;
use crate::events::{
    Event, KindId, PollOutcome, Role, Site, SiteId, TaskId, WaitOn, What, WorkerId,
};
use std::path::Path;

fn told(events: Vec<(u64, What)>) -> Report {
    let mut tally = Tally::default();
    for (ms, what) in events {
        let at = Nanos::from_millis(ms);
        tally.take(&Event { at, what });
    }
    tally.look(|_| None);
    Report {
        run: None,
        lasted: tally.at,
        tally,
        coverage: Coverage::default(),
        shed: 0,
    }
}

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

fn names() -> Vec<(u64, What)> {
    let site = Site {
        file: "src/\u{1b}a\"b.rs".into(),
        line: 3,
        column: 5,
        wait: WaitOn::Spawn,
        name: None,
    };
    let name = "serve\u{202e}".into();
    let kind = KindId::new(1);
    vec![
        (0, What::Kind { id: kind, name }),
        (
            0,
            What::Site {
                id: SiteId::new(2),
                site,
            },
        ),
    ]
}

fn spawned(task: u32, role: Role) -> What {
    What::Spawned {
        task: id(task),
        parent: None,
        kind: KindId::new(1),
        site: SiteId::new(2),
        on: None,
        bytes: 8,
        detached: false,
        role,
    }
}

fn polled(task: u32, start: u64, outcome: PollOutcome) -> What {
    What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(0)),
        start: Nanos::from_millis(start),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

fn run_info(unstable: bool) -> RunInfo {
    RunInfo {
        shift: 1,
        workers: 1,
        flavor: crate::events::Flavor::MultiThread,
        tokio: crate::events::Tokio::of(crate::tokio_version()),
        unstable,
        coverage: crate::events::Coverage::default(),
        max_blocking: 512,
    }
}

#[test]
fn what_comes_from_outside_is_escaped() {
    let mut events = names();
    events.push((1, spawned(7, Role::Task)));
    events.push((6, polled(7, 2, PollOutcome::Ready)));
    let report = told(events);
    let json = report.json();
    assert!(json.contains(r#""kind":"serve\u202e""#), "{json}");
    assert!(
        json.contains(r#""place":"src/\u001ba\"b.rs:3:5""#),
        "{json}"
    );
    assert!(
        json.contains(r#""longest_poll":{"ns":4000000,"task":7"#),
        "{json}"
    );
    assert!(!report.text().contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn lanes_count_apart_from_tasks() {
    let mut events = names();
    events.push((1, spawned(1, Role::BlockOn)));
    events.push((2, spawned(2, Role::Task)));
    events.push((3, spawned(3, Role::Task)));
    events.push((4, What::Dropped { task: id(3) }));
    let report = told(events);
    let sum = |role| report.tally.sum(tally::Class::Task(role));
    assert_eq!(sum(Role::Task), [2, 0, 0, 1, 0]);
    assert_eq!(sum(Role::BlockOn), [1, 0, 0, 0, 0]);
    assert_eq!(report.tally.tasks_alive(), 1);
}

#[test]
fn a_worker_that_neither_parks_nor_polls_is_out_of_sight() {
    let worker = WorkerId::new(0);
    let tally = |events| {
        let mut report = told(events);
        report.tally.workers.remove(0)
    };
    let run = |events: &[(u64, What)]| {
        let mut all = vec![(0, What::RunStarted(run_info(false)))];
        all.extend_from_slice(events);
        tally(all)
    };
    let parked = (1, What::Parked { worker });
    let unparked = (50, What::Unparked { worker });
    assert_eq!(
        run(&[parked.clone(), unparked.clone()]).times,
        0,
        "it slept"
    );
    let busy = run(&[unparked.clone(), (90, polled(1, 51, PollOutcome::Pending))]);
    assert_eq!(busy.times, 0, "it polled what is seen");
    let away = run(&[unparked, (90, What::Parked { worker })]);
    assert_eq!((away.times, away.longest), (1, Nanos::from_millis(40)));
}

#[test]
fn a_worker_whose_thread_waited_for_a_processor_was_not_out_of_sight_for_that_time() {
    let worker = WorkerId::new(0);
    let ms = Nanos::from_millis;
    let mut tally = Tally::default();
    let mut take = |at, what| tally.take(&Event { at: ms(at), what });
    take(0, What::RunStarted(run_info(false)));
    take(1, What::Unparked { worker });
    // 40 ms in which nothing is seen of it, twice.
    take(41, What::Parked { worker });
    tally.look(|_| Some(ms(35)));
    assert_eq!(tally.workers[0].times, 0, "it waited for most of them");
    let later = [
        (50, What::Unparked { worker }),
        (90, What::Parked { worker }),
    ];
    for (at, what) in later {
        tally.take(&Event { at: ms(at), what });
    }
    // What it waited may be of the time before, as far as is known.
    tally.look(|_| Some(ms(40)));
    assert_eq!(tally.workers[0].times, 0, "35 ms of the first look and 5");
    for (at, what) in [
        (100, What::Unparked { worker }),
        (140, What::Parked { worker }),
    ] {
        tally.take(&Event { at: ms(at), what });
    }
    // Its thread is gone: what was known holds.
    tally.look(|_| None);
    let sight = &tally.workers[0];
    assert_eq!((sight.times, sight.longest), (1, ms(40)));
}

#[test]
fn one_is_one() {
    let mut events = names();
    events.push((1, spawned(7, Role::Task)));
    events.push((6, polled(7, 2, PollOutcome::Ready)));
    let text = told(events).text();
    assert!(text.contains("1 spawned, 1 poll of 4.00ms"), "{text}");
}

#[test]
fn jobs_that_a_stable_build_does_not_see_are_named() {
    let mut report = told(names());
    let about = |report: &Report| report.text().contains("jobs of tokio::fs");
    report.run = Some(run_info(false));
    assert!(about(&report), "{}", report.text());
    report.run = Some(run_info(true));
    assert!(!about(&report), "{}", report.text());
}

#[test]
fn what_is_missing_once_may_have_ended_since() {
    let mut coverage = Coverage::default();
    coverage.look((5, 5), 3);
    assert_eq!(coverage.is_whole(), None);
    coverage.look((4, 5), 3);
    assert_eq!(
        (coverage.unseen_alive, coverage.is_whole()),
        (1, Some(false))
    );
}

#[test]
fn each_further_runtime_has_a_file_of_its_own() {
    let name = |file: &str| with_number(Path::new(file), 2).display().to_string();
    assert_eq!(name("a/x.json"), "a/x.2.json");
    assert_eq!(name("x"), "x.2");
}
