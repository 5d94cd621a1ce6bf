//! A script of events in; the model, the history and the list to collect out.

use super::*;
use crate::events::{BlockingOutcome, KindId, PollOutcome, Role, SiteId, WakeBy, WorkerId};
use crate::testkit::{id, run};

const STALL: Nanos = Nanos::from_millis(100);

fn ms(n: u64) -> Nanos {
    Nanos::from_millis(n)
}

fn at(at_ms: u64, what: What) -> Event {
    Event {
        at: ms(at_ms),
        what,
    }
}

fn started(workers: u16) -> What {
    What::RunStarted(run(workers))
}

fn spawned(task: u32, parent: Option<u32>) -> What {
    What::Spawned {
        task: id(task),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: parent.map(|_| WorkerId::new(0)),
        bytes: 64,
        detached: false,
        role: Role::Task,
    }
}

fn submitted(job: u32, parent: Option<u32>) -> What {
    What::BlockingSubmitted {
        job: id(job),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
    }
}

fn job_ended(job: u32) -> What {
    What::BlockingEnded {
        job: id(job),
        outcome: BlockingOutcome::Completed,
    }
}

fn polled(start_ms: u64, task: u32, outcome: PollOutcome) -> What {
    What::Polled {
        task: id(task),
        worker: Some(WorkerId::new(0)),
        start: ms(start_ms),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

fn woken(task: u32) -> What {
    What::Woken {
        task: id(task),
        by: WakeBy::Outside,
        on: None,
    }
}

/// Two roots, a child, jobs of both kinds, and every way to end. Two polls are told to have
/// begun before their task was ready.
fn script() -> Vec<Event> {
    let (pending, ready) = (PollOutcome::Pending, PollOutcome::Ready);
    vec![
        at(0, started(2)),
        at(1, spawned(1, None)),
        at(2, spawned(2, Some(1))),
        at(9, polled(3, 1, pending)),
        at(500, spawned(3, None)),
        at(510, polled(9, 3, pending)),
        at(520, submitted(4, None)),
        at(521, submitted(5, Some(1))),
        at(522, What::BlockingStarted { job: id(4) }),
        at(523, What::BlockingStarted { job: id(5) }),
        at(600, woken(1)),
        at(610, polled(510, 1, ready)),
        at(620, job_ended(5)),
        at(621, job_ended(4)),
        at(630, polled(612, 2, PollOutcome::Panicked)),
        at(700, What::Dropped { task: id(3) }),
    ]
}

fn poll_starts(events: &[Event]) -> Vec<Nanos> {
    let start = |event: &Event| match event.what {
        What::Polled { start, .. } => Some(start),
        _ => None,
    };
    events.iter().filter_map(start).collect()
}

/// Takes the script in, so many events at once.
fn heard(mut stage: Stage, mut camera: Option<Camera>, at_once: usize) -> (Stage, Vec<Event>) {
    let mut events = script();
    for batch in events.chunks_mut(at_once) {
        stage.hear(batch, camera.as_mut(), &mut ());
    }
    (stage, events)
}

#[test]
fn with_and_without_a_camera_the_same_is_folded_and_collected() {
    let camera = Camera::new(1 << 20);
    let (mut kept, recorded) = heard(Stage::with_history(STALL), Some(camera), 64);
    let (mut plain, told) = heard(Stage::new(STALL), None, 64);
    let (mut singly, _) = heard(Stage::new(STALL), None, 1);
    for other in [&plain, &singly] {
        let same = kept.newest().model.same_picture(&other.newest().model);
        assert_eq!(same, Ok(()));
    }
    assert_eq!(recorded, told);
    // No child and no child's job: a task of the runtime holds their handles.
    let ended = Some(Command::Collect(vec![id(1), id(4), id(3)]));
    assert_eq!(plain.collect(), ended);
    assert_eq!(kept.collect(), ended);
    assert_eq!(singly.collect(), ended);
    assert_eq!(plain.collect(), None, "once");
}

#[test]
fn a_poll_begins_when_its_task_was_ready_at_the_earliest() {
    let (stage, events) = heard(Stage::new(STALL), None, 64);
    let starts = [ms(3), ms(500), ms(600), ms(612)];
    assert_eq!(poll_starts(&events), starts);
    let model = &stage.newest().model;
    assert_eq!(model.stalls().count(), 0, "501 ms and 100 ms, as told");
    assert_eq!(model.workers()[0].busy, ms(6 + 10 + 10 + 18));
}

#[test]
fn what_is_kept_tells_the_true_starts_too() {
    let mut camera = Camera::new(1 << 20);
    let mut events = script();
    Stage::with_history(STALL).hear(&mut events, Some(&mut camera), &mut ());
    assert_eq!(camera.log.end(), events.len() as u64);
    let kept: Vec<_> = camera
        .log
        .range(0, camera.log.end())
        .map(|(_, event)| event)
        .collect();
    assert_eq!(poll_starts(&kept), poll_starts(&events));
}

#[test]
fn a_suspend_is_a_moment_that_is_remembered() {
    let mut stage = Stage::new(STALL);
    let (lasted, measured) = (ms(3_000), false);
    let suspended = What::Suspended {
        lasted,
        timers: lasted,
        measured,
    };
    stage.hear(&mut [at(450, suspended)], None, &mut ());
    let gap = Gap {
        at: ms(450),
        lasted,
        measured,
    };
    assert_eq!(stage.gaps().iter().collect::<Vec<_>>(), [gap]);
}

#[test]
fn a_listener_sees_the_model_before_and_after_each_event() {
    #[derive(Default)]
    struct Ears {
        spawned: Vec<(u64, u64)>,
        before: u64,
    }
    impl Listener for Ears {
        fn before(&mut self, _: &Event, model: &Model) {
            self.before = model.counters().spawned;
        }
        fn after(&mut self, event: &Event, model: &Model) {
            if matches!(event.what, What::Spawned { .. }) {
                self.spawned.push((self.before, model.counters().spawned));
            }
        }
    }
    let mut ears = Ears::default();
    Stage::new(STALL).hear(&mut script(), None, &mut ears);
    assert_eq!(ears.spawned, [(0, 1), (1, 2), (2, 3)]);
}

#[test]
fn runs_workers_and_refusals_are_counted() {
    let mut stage = Stage::new(STALL);
    let mut events = [at(0, started(4)), at(1, What::RunEnded), at(2, started(2))];
    stage.hear(&mut events, None, &mut ());
    assert_eq!((stage.runs(), stage.most_workers()), (2, 4));
    let refused = |count| Report::Refused {
        count,
        why: crate::order::Refusal::Closing,
    };
    stage.reported(&refused(3));
    stage.reported(&Report::Missed(id(1)));
    stage.frame(Now::default(), None, Delivery::default(), None);
    stage.reported(&refused(u64::MAX));
    assert_eq!(stage.newest().mark.refused, u64::MAX);
}
