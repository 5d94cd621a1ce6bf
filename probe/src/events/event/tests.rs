//! Tests of what an event is about.

use super::*;

const TASK: TaskId = TaskId::new(7).expect("not 0");

fn spawned(parent: Option<TaskId>) -> What {
    What::Spawned {
        task: TASK,
        parent,
        kind: KindId::new(3),
        site: SiteId::new(0),
        on: Some(WorkerId::new(1)),
        bytes: 8,
        detached: false,
        role: Role::Task,
    }
}

fn polled(outcome: PollOutcome) -> What {
    What::Polled {
        task: TASK,
        worker: Some(WorkerId::new(300)),
        start: Nanos(1),
        outcome,
        self_woken: false,
        budget_spent: false,
    }
}

#[test]
fn a_root_is_born_without_a_parent() {
    assert_eq!(spawned(None).root(), Some((KindId::new(3), TASK)));
    assert_eq!(spawned(TaskId::new(1)).root(), None);
    assert!(spawned(TaskId::new(1)).is_birth());
    let job = What::BlockingSubmitted {
        job: TASK,
        parent: None,
        kind: KindId::new(3),
        site: SiteId::new(0),
    };
    assert_eq!((job.root(), job.on()), (Some((KindId::new(3), TASK)), None));
    assert!(!What::Dropped { task: TASK }.is_birth());
}

#[test]
fn a_task_ends_with_its_last_poll_or_where_it_is_dropped() {
    assert_eq!(polled(PollOutcome::Pending).ends(), None);
    assert_eq!(polled(PollOutcome::Ready).ends(), Some(TASK));
    assert_eq!(polled(PollOutcome::Panicked).ends(), Some(TASK));
    assert_eq!(What::Dropped { task: TASK }.ends(), Some(TASK));
    let outcome = BlockingOutcome::Cancelled;
    let job = What::BlockingEnded { job: TASK, outcome };
    assert_eq!((job.ends(), job.subject()), (Some(TASK), Some(TASK)));
    assert_eq!(spawned(None).ends(), None);
}

#[test]
fn whom_and_where_it_is_about_is_told() {
    let poll = polled(PollOutcome::Pending);
    assert_eq!(
        (poll.subject(), poll.on()),
        (Some(TASK), Some(WorkerId::new(300)))
    );
    let worker = WorkerId::new(2);
    let parked = What::Parked { worker };
    assert_eq!((parked.subject(), parked.on()), (None, Some(worker)));
    let in_place = What::InPlaceStarted { task: TASK, worker };
    assert_eq!(
        (in_place.subject(), in_place.on()),
        (Some(TASK), Some(worker))
    );
    let text = What::Text {
        id: crate::events::TextId::new(0),
        text: "four".into(),
    };
    assert_eq!((text.string_bytes(), parked.string_bytes()), (4, 0));
}
