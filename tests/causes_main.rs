//! `block_on`'s future on a current-thread runtime: who is woken by it is told so, and a stall of
//! the only worker by it is told as one.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, where a panic is the finding"
)]

use std::future::Future;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;
use tokio_kitchen::app::Register;
use tokio_kitchen::events::{Event, Nanos, Role, TaskId, WaitOn, WakeBy, What, WorkerId};
use tokio_kitchen::findings::{FindingKind, Findings};
use tokio_kitchen::kitchen::narrator;
use tokio_kitchen::model::{HappeningKind, Model};
use tokio_kitchen::probe::{self, Probe, leaf};

/// As long as a poll must last to be a stall here: a machine that is busy only makes it longer.
const STALL: Nanos = Nanos::from_millis(2);

/// Runs `main`, and gives the events and what is folded of them.
fn seen<F: Future>(main: F) -> (Vec<Event>, Model, Findings) {
    let (probe, mut reader) = Probe::new();
    let runtime = probe
        .build(probe::runtime::Builder::new_current_thread().enable_all())
        .unwrap();
    runtime.block_on(main);
    drop(runtime);
    let (mut events, mut model, mut findings) =
        (Vec::new(), Model::new(STALL), Findings::default());
    reader.drain_all(|event| {
        model.apply(&event);
        findings.learn(&model);
        events.push(event);
    });
    model.check_invariants().unwrap();
    (events, model, findings)
}

fn of_role(events: &[Event], wanted: Role) -> TaskId {
    let found = events.iter().find_map(|event| match event.what {
        What::Spawned { task, role, .. } if role == wanted => Some(task),
        _ => None,
    });
    found.unwrap()
}

#[test]
fn a_task_is_woken_by_main_and_held_up_by_main() {
    let (events, model, findings) = seen(async {
        let (sender, receiver) = oneshot::channel::<u8>();
        let (tell, mut told) = oneshot::channel();
        let task = probe::spawn_as("B", async move {
            let mut receiver = pin!(receiver);
            let mut tell = Some(tell);
            let wait = std::future::poll_fn(|cx| {
                let polled = receiver.as_mut().poll(cx);
                if let (Poll::Pending, Some(tell)) = (&polled, tell.take()) {
                    let _ = tell.send(());
                }
                polled
            });
            leaf(WaitOn::Channel, wait).await.unwrap()
        });
        while told.try_recv().is_err() {
            tokio::task::yield_now().await;
        }
        sender.send(1).unwrap();
        task.await.unwrap();
        // Nothing else runs on the one worker meanwhile.
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_nanos(STALL.0) {
            std::hint::spin_loop();
        }
    });
    let main = of_role(&events, Role::BlockOn);
    let task = of_role(&events, Role::Task);
    let wakes = events.iter().filter_map(|event| match event.what {
        What::Woken { task: of, by, .. } if of == task => Some(by),
        _ => None,
    });
    assert_eq!(wakes.collect::<Vec<_>>(), [WakeBy::Task(main)]);

    let stall = findings
        .all()
        .find(|finding| finding.kind == FindingKind::Stall)
        .unwrap();
    assert_eq!(stall.task, Some(main));
    assert_eq!(stall.worker, Some(WorkerId::new(0)));
    let told = model.happenings().find_map(|fact| {
        let is_stall = matches!(fact.kind, HappeningKind::StallEnded { .. });
        narrator::happening(fact, &model, Register::Analogy).filter(|_| is_stall)
    });
    let sentence = told.unwrap().text;
    assert!(sentence.contains(&main.to_string()), "{sentence}");
}
