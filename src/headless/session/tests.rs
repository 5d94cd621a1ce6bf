//! A session over a list of events instead of an engine.

use super::*;
use crate::config::{self, Runtime};
use crate::events::{
    BlockingOutcome, Flavor, KindId, PollOutcome, RunInfo, SiteId, TaskId, WorkerId,
};
use crate::order::Command;
use crate::source::Script;

fn id(n: u32) -> TaskId {
    TaskId::new(n).unwrap()
}

fn config() -> Run {
    Run {
        runtime: Runtime::default(),
        limit: None,
        report: config::Report::None,
        plain: false,
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

#[test]
fn orders_that_a_source_refuses_are_counted() {
    let report = play(&mut Script::new(events())).unwrap();
    assert_eq!(report.refused, 1);
}
