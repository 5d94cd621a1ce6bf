//! Tokio's queue rules, as the model follows them: event script in, queues out.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{EndKind, Flavor, KindId, PollOutcome, SiteId, WakeBy, What};
use tokio_kitchen::model::{HappeningKind, Place};

#[test]
fn a_spawn_from_outside_goes_to_the_injection_queue() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None).spawn(2, 2, None, None);
    assert_eq!((s.injection(), s.model.injection_len()), (vec![1, 2], 2));
    s.ready((5, 6), 2, 1);
    assert_eq!(s.injection(), [1]);
    assert_eq!(
        s.model.counters().migrated,
        0,
        "from the injection queue is no move"
    );
}

#[test]
fn the_newest_child_takes_the_lifo_slot_and_displaces_the_one_before() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None);
    s.spawn(2, 2, Some(1), Some(0))
        .spawn(3, 3, Some(1), Some(0))
        .spawn(4, 4, Some(1), Some(0));
    assert_eq!((s.lifo(0), s.local(0)), (Some(4), vec![2, 3]));
    assert_eq!(s.model.workers()[0].local_len, 2);
    let displaced = Some(id(3));
    let parent = Some(id(1));
    assert_eq!(
        s.facts().last(),
        Some(&HappeningKind::Spawned {
            parent,
            to_lifo: true,
            displaced
        })
    );
}

#[test]
fn a_spawner_does_not_displace_itself() {
    let mut s = Script::new(1);
    s.spawn(1, 1, Some(9), Some(0));
    // Task 1 is being polled, which its LIFO slot does not tell yet.
    s.spawn(2, 2, Some(1), Some(0));
    let fact = HappeningKind::Spawned {
        parent: Some(id(1)),
        to_lifo: true,
        displaced: None,
    };
    assert_eq!(s.facts().last(), Some(&fact));
    s.pending((1, 3), 1, 0);
    assert_eq!((s.lifo(0), s.local(0)), (Some(2), vec![]));
}

#[test]
fn the_current_thread_scheduler_has_no_lifo_slot() {
    let mut s = Script::of(1, Flavor::CurrentThread);
    s.spawn(1, 1, None, Some(0)).spawn(2, 2, None, Some(0));
    assert_eq!((s.lifo(0), s.local(0)), (None, vec![1, 2]));
    for n in 3..400 {
        s.spawn(3, n, None, Some(0));
    }
    assert_eq!((s.local(0).len(), s.model.injection_len()), (399, 0));
}

#[test]
fn without_lifo_slots_tasks_go_to_the_back_of_a_queue_that_has_a_limit() {
    let mut s = Script::new(2);
    let mut run = info(2, Flavor::MultiThread);
    (run.shift, run.tokio.rules.lifo_slot) = (2, Some(false));
    s.at(1, What::RunStarted(run));
    s.spawn(2, 1, Some(9), Some(0))
        .spawn(2, 2, Some(9), Some(0));
    assert_eq!((s.lifo(0), s.local(0)), (None, vec![1, 2]));
    let to_lifo = s.facts().into_iter().find_map(|fact| match fact {
        HappeningKind::Spawned { to_lifo, .. } => Some(to_lifo),
        _ => None,
    });
    assert_eq!(to_lifo, Some(false));
    // A wake, too; and the queue of 256 gives its second half away.
    s.pending((3, 4), 1, 0).pending((5, 6), 2, 0);
    s.wake(7, 1, WakeBy::Task(id(2)), Some(0));
    assert_eq!((s.lifo(0), s.local(0)), (None, vec![1]));
    for n in 3..400 {
        s.spawn(8, n, Some(9), Some(0));
    }
    assert_eq!(s.lifo(0), None);
    assert!(s.local(0).len() <= 256 && s.model.injection_len() > 100);
}

#[test]
fn a_full_local_queue_sends_its_second_half_and_the_task_away() {
    let mut s = Script::new(1);
    for n in 1..=257 {
        s.spawn(1, n, None, Some(0));
    }
    assert_eq!(
        (s.lifo(0), s.local(0).len(), s.injection().len()),
        (Some(257), 256, 0)
    );
    s.spawn(2, 258, None, Some(0));
    assert_eq!((s.lifo(0), s.local(0).len()), (Some(258), 128));
    assert_eq!(s.local(0), (1..=128).collect::<Vec<_>>());
    assert_eq!(s.injection(), (129..=257).collect::<Vec<_>>());
}

#[test]
fn a_wake_on_a_worker_takes_the_slot_and_one_from_outside_the_injection_queue() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None).spawn(1, 2, None, None);
    s.pending((2, 3), 1, 0).pending((3, 4), 2, 0);
    assert_eq!(
        s.model.pending().map(|t| t.id.get()).collect::<Vec<_>>(),
        [1, 2]
    );
    s.wake(10, 1, WakeBy::Driver, Some(1))
        .wake(11, 2, WakeBy::Outside, None);
    assert_eq!((s.lifo(1), s.injection()), (Some(1), vec![2]));
    assert_eq!(s.model.pending_len(), 0);
    s.wake(12, 1, WakeBy::Outside, None);
    assert_eq!(
        (s.lifo(1), s.injection()),
        (Some(1), vec![2]),
        "wakes coalesce"
    );
    assert_eq!(s.model.counters().wakes.total(), 3);
    assert_eq!(s.task(1).wakes, 2);
}

#[test]
fn a_wake_during_the_poll_makes_the_task_ready_at_the_back_of_the_queue() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .spawn(1, 2, None, Some(0))
        .spawn(1, 3, None, Some(0));
    s.wake(15, 1, WakeBy::Outside, None);
    s.pending((10, 20), 1, 0);
    assert_eq!(
        (s.place(1), s.local(0)),
        (Place::Local(worker(0)), vec![2, 1])
    );
    assert_eq!(s.task(1).since, us(20));
}

#[test]
fn the_wake_that_caused_a_poll_is_not_taken_for_one_during_it() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None).pending((2, 3), 1, 0);
    // Clocks of two cores: the wake seems to come after the poll began.
    s.wake(11, 1, WakeBy::Outside, None);
    s.pending((10, 20), 1, 1);
    assert_eq!(s.place(1), Place::Pending);
}

#[test]
fn a_wake_told_after_the_poll_it_caused_makes_nothing_ready() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .pending((2, 3), 1, 0)
        .pending((10, 20), 1, 1);
    s.wake(9, 1, WakeBy::Outside, None);
    assert_eq!(
        (s.place(1), s.model.counters().wakes.by_outside),
        (Place::Pending, 1)
    );
    s.wake(15, 1, WakeBy::Outside, None);
    assert_eq!(
        s.place(1),
        Place::Injection,
        "this one came during the poll"
    );
}

#[test]
fn a_poll_told_after_a_later_one_only_counts() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .pending((20, 30), 1, 1)
        .pending((5, 10), 1, 0);
    let task = s.task(1);
    assert_eq!((task.since, task.last_worker), (us(30), Some(worker(1))));
    assert_eq!((task.polls, task.busy), (2, us(15)));
}

#[test]
fn a_self_wake_makes_the_task_ready_too() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None);
    let mut what = polled(1, Some(0), 2, PollOutcome::Pending);
    if let What::Polled { self_woken, .. } = &mut what {
        *self_woken = true;
    }
    s.at(3, what);
    assert_eq!((s.model.counters().wakes.by_task, s.task(1).wakes), (1, 1));
    assert!(s.facts().contains(&HappeningKind::Woken {
        by: WakeBy::Task(id(1))
    }));
    assert_eq!(s.place(1), Place::Local(worker(0)));
}

#[test]
fn a_yield_goes_to_the_deferred_list_and_its_wake_to_the_slot() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None)
        .wait(2, 1, YIELD, None)
        .pending((1, 3), 1, 0);
    assert_eq!(s.place(1), Place::Deferred(worker(0)));
    assert_eq!((s.model.deferred().count(), s.model.deferred_len()), (1, 1));
    s.wake(4, 1, WakeBy::BetweenPolls(None), Some(0));
    assert_eq!(s.place(1), Place::Lifo(worker(0)));
    assert_eq!(s.model.counters().wakes.by_deferred, 1);
    assert!(s.facts().contains(&HappeningKind::Woken {
        by: WakeBy::Deferred
    }));
}

#[test]
fn a_spent_budget_is_deferred() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None).wait(2, 1, CHANNEL, None);
    let mut what = polled(1, Some(0), 1, PollOutcome::Pending);
    if let What::Polled { budget_spent, .. } = &mut what {
        *budget_spent = true;
    }
    s.at(3, what);
    assert_eq!(s.place(1), Place::Deferred(worker(0)));
    assert!(s.facts().contains(&HappeningKind::BudgetSpent));
}

#[test]
fn a_stolen_task_takes_those_in_front_of_it_along() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None);
    for n in 2..=7 {
        s.spawn(2, n, Some(1), Some(0));
    }
    assert_eq!((s.lifo(0), s.local(0)), (Some(7), vec![2, 3, 4, 5, 6]));
    // Five in the queue: three are stolen, the last of these runs first.
    s.ready((10, 11), 4, 1);
    assert_eq!((s.local(0), s.local(1)), (vec![5, 6], vec![2, 3]));
    assert_eq!(s.model.counters().migrated, 1);
    s.ready((11, 12), 2, 1).ready((12, 13), 3, 1);
    assert_eq!(s.model.counters().migrated, 3);
    assert_eq!(s.model.workers()[1].migrated_in, 3);
    let moves = s
        .facts()
        .iter()
        .filter(|f| {
            let one = HappeningKind::Moved {
                from: worker(0),
                raid: 1,
                lay: 5,
            };
            **f == one
        })
        .count();
    assert_eq!(moves, 3);
    assert_eq!(s.model.counters().raids, 1, "one raid took all three");
    assert_eq!(s.model.workers()[1].raids, 1);
}

#[test]
fn a_task_in_hand_is_not_stolen() {
    let mut s = Script::new(2);
    for n in 1..=4 {
        s.spawn(1, n, None, Some(0));
    }
    // Worker 0 polls task 1 from 5 on; worker 1 steals 2 meanwhile, which seems to lie behind 1.
    s.ready((6, 7), 2, 1);
    assert_eq!(s.local(1), [1]);
    s.ready((5, 9), 1, 0);
    assert_eq!(s.model.counters().migrated, 1, "only task 2 moved");
    assert_eq!((s.local(0), s.local(1)), (vec![3], vec![]));
}

#[test]
fn a_join_wakes_for_the_task_that_just_ended() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None)
        .spawn(1, 2, None, None)
        .spawn(1, 3, None, None);
    let (site, on) = (SiteId::new(JOIN), Some(id(2)));
    s.at(
        2,
        What::Waiting {
            task: id(1),
            site,
            until: None,
            on,
        },
    )
    .pending((2, 3), 1, 0);
    s.wait(3, 3, TIMER, Some(900)).pending((3, 4), 3, 0);
    s.ready((5, 6), 2, 0);
    s.wake(6, 1, WakeBy::BetweenPolls(on), Some(0));
    s.wake(6, 3, WakeBy::NamedWait(on), Some(0));
    let wakes = s.model.counters().wakes;
    assert_eq!((wakes.by_task, wakes.by_driver), (1, 1));
    assert!(s.facts().contains(&HappeningKind::Woken {
        by: WakeBy::Joined(id(2))
    }));
}

#[test]
fn wakes_are_counted_by_origin() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None).pending((2, 3), 1, 0);
    for by in [
        WakeBy::Task(id(1)),
        WakeBy::Task(id(2)),
        WakeBy::Driver,
        WakeBy::Blocking(None),
        WakeBy::Outside,
        WakeBy::Outside,
    ] {
        s.wake(5, 1, by, None);
    }
    let w = s.model.counters().wakes;
    let counts = (
        w.by_task,
        w.by_driver,
        w.by_deferred,
        w.by_blocking,
        w.by_outside,
    );
    assert_eq!(counts, (2, 1, 0, 1, 2));
}

#[test]
fn block_in_place_gives_up_the_slot_and_the_worker() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .spawn(2, 2, Some(1), Some(0))
        .spawn(3, 3, Some(1), Some(0));
    s.at(
        4,
        What::InPlaceStarted {
            task: id(1),
            worker: worker(0),
        },
    );
    assert_eq!((s.lifo(0), s.local(0)), (None, vec![2, 3]));
    assert_eq!(
        (s.place(1), s.model.blocking_running_len()),
        (Place::InPlace, 1)
    );
    s.at(200_000, What::InPlaceEnded { task: id(1) });
    assert_eq!(s.place(1), Place::InPlace, "it runs on without a worker");
    s.wake(200_001, 1, WakeBy::Outside, None);
    s.at(200_002, polled(1, None, 3, PollOutcome::Pending));
    assert_eq!(
        s.place(1),
        Place::Injection,
        "ready again, and no core here"
    );
    assert_eq!(s.model.counters().slow_polls, 0, "it held no worker");
    let on = &s.model.workers()[0];
    assert_eq!(
        (on.polls, on.busy),
        (1, us(1)),
        "only the part before is the worker's"
    );
    s.ready((200_003, 200_004), 1, 1);
    assert_eq!(s.place(1), ended(EndKind::Completed));
}

#[test]
fn a_new_run_empties_the_queues_and_keeps_the_counts() {
    let mut s = Script::new(4);
    s.spawn(1, 1, None, None)
        .spawn(1, 2, None, Some(3))
        .spawn(1, 3, None, Some(3));
    s.ready((2, 3), 3, 3).at(4, What::RunEnded);
    assert!(!s.model.running());
    s.at(5, What::RunStarted(info(2, Flavor::MultiThread)));
    assert_eq!((s.model.workers().len(), s.model.injection_len()), (2, 0));
    assert_eq!((s.place(1), s.place(2)), (Place::Pending, Place::Pending));
    assert_eq!(
        (s.model.counters().spawned, s.model.ended().count()),
        (3, 1)
    );
    // A worker of the run before is not one of this run.
    s.at(6, What::Dropped { task: id(1) }).ready((6, 7), 2, 3);
    assert_eq!(
        (s.model.workers().len(), s.model.counters().alive()),
        (2, 0)
    );
}

#[test]
fn a_wake_or_poll_may_come_before_its_spawn() {
    let mut s = Script::new(2);
    s.wake(3, 1, WakeBy::Outside, None)
        .spawn(2, 1, None, Some(0));
    assert_eq!(
        (s.place(1), s.lifo(0)),
        (Place::Injection, None),
        "it stays where the wake put it"
    );
    s.ready((5, 6), 2, 1).spawn(4, 2, None, None);
    assert_eq!(s.place(2), ended(EndKind::Completed));
    assert_eq!(s.task(2).spawned_at, us(4));
    s.wait(8, 3, TIMER, Some(90)).spawn(7, 3, None, Some(1));
    assert_eq!(s.place(3), Place::Lifo(worker(1)));
    let c = s.model.counters();
    assert_eq!((c.spawned, c.completed, c.alive()), (3, 1, 2));
    let stats = s
        .model
        .kinds()
        .find(|(kind, ..)| *kind == KindId::new(0))
        .unwrap()
        .2;
    assert_eq!(
        (
            stats.counts.spawned,
            stats.counts.completed,
            stats.counts.polls
        ),
        (3, 1, 1)
    );
}

#[test]
fn a_late_event_of_an_ended_task_only_counts() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .at(9, What::Dropped { task: id(1) });
    s.wake(5, 1, WakeBy::Outside, None)
        .pending((2, 8), 1, 0)
        .at(9, What::Dropped { task: id(1) });
    assert_eq!(s.place(1), ended(EndKind::Cancelled));
    let c = s.model.counters();
    assert_eq!(
        (c.polls, c.wakes.by_outside, c.cancelled, c.alive()),
        (1, 1, 1, 0)
    );
}
