//! Lanes in the model: the future of `block_on`, and tasks of a `LocalSet`. They are polled and
//! wait, and are in no queue and in no count of tasks.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{EndKind, Flavor, PollOutcome, Role, TaskId, WakeBy, What};
use tokio_kitchen::model::{HappeningKind, Place};

fn lane(number: u32, of: Role) -> What {
    let mut what = spawned(number, None, None);
    if let What::Spawned { role, detached, .. } = &mut what {
        (*role, *detached) = (of, true);
    }
    what
}

/// Polled by this worker, or by none, and pending again.
fn poll(s: &mut Script, (start, end): (u64, u64), on: Option<u16>, woke_itself: bool) {
    let mut what = polled(1, on, start, PollOutcome::Pending);
    if let What::Polled { self_woken, .. } = &mut what {
        *self_woken = woke_itself;
    }
    s.at(end, what);
}

#[test]
fn a_lane_is_never_in_a_queue() {
    for flavor in [Flavor::MultiThread, Flavor::CurrentThread] {
        let mut s = Script::of(1, flavor);
        s.at(1, lane(1, Role::BlockOn));
        assert_eq!(s.place(1), Place::Lane);
        for at in (10..200).step_by(40) {
            let on = (flavor == Flavor::CurrentThread).then_some(0);
            poll(&mut s, (at, at + 5), on, at % 80 == 10);
            assert_eq!(s.place(1), Place::Lane, "polled");
            s.wake(at + 10, 1, WakeBy::Outside, None);
            s.wake(at + 11, 1, WakeBy::Driver, Some(0));
            assert_eq!(s.place(1), Place::Lane, "woken");
            s.model.check_invariants().unwrap();
        }
        assert_eq!((s.injection(), s.local(0)), (vec![], vec![]));
        assert_eq!((s.lifo(0), s.model.pending_len()), (None, 0));
        s.at(300, polled(1, None, 290, PollOutcome::Ready));
        assert_eq!(s.place(1), ended(EndKind::Completed));
        let counters = s.model.counters();
        assert_eq!((counters.spawned, counters.lanes), (0, 1));
        assert_eq!((counters.ended(), counters.polls), (0, 6));
        s.model.check_invariants().unwrap();
    }
}

#[test]
fn what_a_lane_does_to_the_one_worker_counts() {
    let mut s = Script::of(1, Flavor::CurrentThread);
    s.at(1, lane(1, Role::BlockOn));
    s.spawn(2, 2, Some(1), Some(0));
    let stall = s.model.stall_after().0 / 1_000;
    poll(&mut s, (10, 10 + stall), Some(0), false);
    assert_eq!(s.model.counters().slow_polls, 1);
    let told = s
        .facts()
        .iter()
        .any(|fact| matches!(fact, HappeningKind::StallEnded { .. }));
    assert!(told, "main held the worker: {:?}", s.facts());
    assert_eq!(s.local(0), [2], "the task waits for it");
}

#[test]
fn a_lane_of_many_threads_stalls_no_worker() {
    let mut s = Script::new(2);
    s.at(1, lane(1, Role::BlockOn));
    let stall = s.model.stall_after().0 / 1_000;
    poll(&mut s, (10, 10 + 2 * stall), None, false);
    assert_eq!(s.model.counters().slow_polls, 0);
}

#[test]
fn a_lane_heard_of_before_its_beginning_leaves_the_queues() {
    for role in [Role::BlockOn, Role::Local] {
        let mut s = Script::of(1, Flavor::CurrentThread);
        poll(&mut s, (2, 3), Some(0), true);
        assert_eq!(s.local(0), [1]);
        s.at(1, lane(1, role));
        assert_eq!((s.local(0), s.place(1)), (vec![], Place::Lane));
        s.model.check_invariants().unwrap();
        let mut lanes = s.model.lanes().map(|task| (task.id, task.role));
        assert_eq!(lanes.next(), TaskId::new(1).map(|id| (id, role)));
    }
}

#[test]
fn one_that_was_over_before_counts_as_a_task() {
    let mut s = Script::new(1);
    s.at(3, polled(1, None, 2, PollOutcome::Ready));
    s.at(1, lane(1, Role::BlockOn));
    let counters = s.model.counters();
    assert_eq!((counters.spawned, counters.completed), (1, 1));
    s.model.check_invariants().unwrap();
}

/// Who comes later is told of it long before the first of its polls that is seen.
#[test]
fn the_future_of_block_on_is_polled_at_once() {
    let mut s = Script::of(1, Flavor::MultiThread);
    s.at(1, lane(1, Role::BlockOn));
    poll(&mut s, (5_000, 5_001), None, false);
    let task = s.model.task(TaskId::new(1).unwrap()).unwrap();
    assert_eq!(task.first_poll, Some(task.spawned_at));
    assert!(
        s.model
            .kinds()
            .all(|(_, _, kind)| kind.first_poll.is_empty())
    );
    s.model.check_invariants().unwrap();
}
