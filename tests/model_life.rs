//! Lives of tasks and jobs, what they wait for, and what goes on now.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{
    BlockingOutcome, Flavor, HandleAct, KindId, Nanos, PollOutcome, RunInfo, SiteId, TaskId,
    TextId, WaitEnd, WakeBy, What,
};
use tokio_kitchen::model::{HandleState, HappeningKind, Ongoing, Place, SpanKind};

fn job(s: &mut Script, at: u64, task: u32) {
    let (kind, site) = (KindId::new(0), SiteId::new(0));
    s.at(
        at,
        What::BlockingSubmitted {
            job: id(task),
            parent: None,
            kind,
            site,
        },
    );
}

fn job_ended(s: &mut Script, at: u64, task: u32, outcome: BlockingOutcome) {
    s.at(
        at,
        What::BlockingEnded {
            job: id(task),
            outcome,
        },
    );
}

#[test]
fn a_whole_life_adds_up() {
    let mut s = Script::new(1);
    s.spawn(100, 1, None, None);
    s.wait(300, 1, TIMER, Some(5_300)).pending((150, 350), 1, 0);
    assert_eq!(
        (s.place(1), s.task(1).site),
        (Place::Pending, Some(SiteId::new(TIMER)))
    );
    assert_eq!(s.task(1).until, Some(us(5_300)));
    s.wake(5_350, 1, WakeBy::Driver, Some(0));
    s.over(5_401, 1, TIMER, WaitEnd::Ready)
        .ready((5_400, 5_500), 1, 0);
    let task = s.task(1);
    assert_eq!(task.first_poll, Some(us(150)));
    assert_eq!((task.busy, task.scheduled), (us(300), us(100)));
    assert_eq!(task.age(us(9_000)), us(5_400));
    assert_eq!(task.idle(us(9_000)), us(5_000));
    assert_eq!(
        (task.polls, task.wakes, task.last_worker),
        (2, 1, Some(worker(0)))
    );
    let (_, name, stats) = s.model.kinds().next().unwrap();
    assert_eq!((name, stats.counts.completed), ("kind", 1));
    let times = [
        &stats.first_poll,
        &stats.scheduled,
        &stats.busy,
        &stats.total,
    ];
    assert_eq!(times.map(tokio_kitchen::model::Spans::len), [1, 2, 2, 1]);
    assert_eq!(stats.total.max(), us(5_400));
    let facts = s.facts();
    assert!(facts.contains(&HappeningKind::FirstPoll { waited: us(50) }));
    assert!(facts.contains(&HappeningKind::PutAside {
        site: Some(SiteId::new(TIMER))
    }));
    assert_eq!(s.model.poll_histogram().iter().sum::<u64>(), 2);
}

#[test]
fn ends_are_counted_by_kind_and_listed_newest_first() {
    let mut s = Script::new(1);
    (1..=4).for_each(|n| {
        s.spawn(1, n, None, None);
    });
    s.ready((2, 3), 1, 0)
        .poll((4, 5), 2, 0, PollOutcome::Panicked);
    s.handle(6, 3, HandleAct::AbortAsked)
        .at(7, What::Dropped { task: id(3) });
    let c = s.model.counters();
    assert_eq!(
        (c.completed, c.panicked, c.cancelled, c.alive()),
        (1, 1, 1, 1)
    );
    assert_eq!(
        s.model.ended().map(|t| t.id.get()).collect::<Vec<_>>(),
        [3, 2, 1]
    );
    let facts = s.facts();
    assert!(facts.contains(&HappeningKind::Panicked));
    assert!(facts.contains(&HappeningKind::Cancelled {
        abort_asked: true,
        site: None
    }));
    assert!(s.task(3).abort_asked());
}

#[test]
fn a_result_nobody_takes_is_unclaimed_whichever_comes_first() {
    let mut s = Script::new(1);
    (1..=4).for_each(|n| {
        s.spawn(1, n, None, None);
    });
    s.handle(2, 1, HandleAct::Dropped).ready((2, 3), 1, 0);
    assert_eq!(
        s.facts().last(),
        Some(&HappeningKind::Completed { unclaimed: true })
    );
    s.ready((3, 4), 2, 0).handle(5, 2, HandleAct::Dropped);
    s.ready((5, 6), 3, 0).handle(7, 3, HandleAct::Joined);
    s.handle(7, 4, HandleAct::Dropped)
        .poll((8, 9), 4, 0, PollOutcome::Panicked);
    assert_eq!(s.model.counters().unclaimed, 2);
    assert_eq!(
        (s.task(3).handle, s.task(4).handle),
        (HandleState::Joined, HandleState::Dropped)
    );
}

#[test]
fn a_detached_task_is_not_unclaimed() {
    let mut s = Script::new(1);
    let mut what = spawned(1, None, None);
    if let What::Spawned { detached, .. } = &mut what {
        *detached = true;
    }
    s.at(1, what).ready((2, 3), 1, 0);
    assert_eq!(
        (s.task(1).handle, s.model.counters().unclaimed),
        (HandleState::Detached, 0)
    );
}

#[test]
fn ended_tasks_are_forgotten_but_stay_counted() {
    let mut s = Script::new(1);
    // Without the check after each event: it walks everything.
    let mut apply = |at: u64, what| {
        s.model
            .apply(&tokio_kitchen::events::Event { at: us(at), what });
    };
    for n in 1..=10_000 {
        apply(1, spawned(n, None, None));
        apply(3, polled(n, Some(0), 2, PollOutcome::Ready));
    }
    s.model.check_invariants().unwrap();
    assert_eq!(
        (s.model.counters().completed, s.model.counters().alive()),
        (10_000, 0)
    );
    assert_eq!(s.model.ended().count(), 4_096);
    assert_eq!(s.model.tasks_from(None).count(), 4_096);
    assert!(s.model.task(id(10_000 - 4_096)).is_none() && s.model.task(id(9_999)).is_some());
    s.wake(4, 1, WakeBy::Outside, None)
        .at(4, What::Dropped { task: id(5_000) });
    assert_eq!(
        s.model.tasks_from(None).count(),
        4_096,
        "the dead do not come back"
    );
    s.handle(5, 1, HandleAct::Dropped)
        .handle(5, 5_700, HandleAct::Dropped);
    assert_eq!(
        (s.model.counters().cancelled, s.model.counters().unclaimed),
        (0, 2)
    );
}

#[test]
fn jobs_have_counts_and_places_of_their_own() {
    let mut s = Script::new(1);
    (1..=3).for_each(|n| job(&mut s, 10, n));
    assert_eq!(s.model.blocking_queued_len(), 3);
    s.at(20, What::BlockingStarted { job: id(1) })
        .at(21, What::BlockingStarted { job: id(2) });
    assert_eq!(
        s.model
            .blocking_running()
            .map(|t| t.id.get())
            .collect::<Vec<_>>(),
        [1, 2]
    );
    job_ended(&mut s, 120, 1, BlockingOutcome::Completed);
    job_ended(&mut s, 121, 2, BlockingOutcome::Panicked);
    job_ended(&mut s, 122, 3, BlockingOutcome::Cancelled);
    let (c, b) = (s.model.counters(), s.model.counters().blocking);
    assert_eq!((c.spawned, c.completed, c.alive()), (0, 0, 0));
    assert_eq!((b.submitted, b.started, b.alive()), (3, 2, 0));
    assert_eq!((b.completed, b.panicked, b.cancelled), (1, 1, 1));
    let task = s.task(1);
    assert_eq!(
        (task.scheduled, task.busy, task.is_blocking_job),
        (us(10), us(100), true)
    );
    s.handle(130, 1, HandleAct::Dropped);
    assert_eq!(s.model.counters().unclaimed, 1);
}

#[test]
fn a_job_may_begin_before_its_submission_is_told() {
    let mut s = Script::new(1);
    s.at(5, What::BlockingStarted { job: id(1) });
    job(&mut s, 4, 1);
    assert_eq!(s.place(1), Place::BlockingRunning);
    job_ended(&mut s, 9, 2, BlockingOutcome::Completed);
    job(&mut s, 3, 2);
    s.handle(9, 3, HandleAct::Dropped);
    job(&mut s, 3, 3);
    assert_eq!(s.place(3), Place::BlockingQueue);
    assert_eq!(
        (
            s.model.counters().blocking.alive(),
            s.model.counters().spawned
        ),
        (2, 0)
    );
    let stats = s.model.kinds().next().unwrap().2;
    assert_eq!(
        (
            stats.counts.blocking.submitted,
            stats.counts.blocking.completed
        ),
        (3, 1)
    );
}

#[test]
fn a_lost_branch_is_told_when_the_task_goes_on() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None);
    s.wait(2, 1, TIMER, Some(900))
        .wait(2, 1, CHANNEL, None)
        .pending((1, 3), 1, 0);
    assert_eq!(s.task(1).waits().count(), 2);
    s.wake(5, 1, WakeBy::Outside, None);
    s.over(6, 1, CHANNEL, WaitEnd::Ready)
        .over(6, 1, TIMER, WaitEnd::Dropped);
    s.wait(6, 1, CHANNEL, None).pending((5, 7), 1, 0);
    let lost = HappeningKind::AwaitDropped {
        site: SiteId::new(TIMER),
    };
    assert!(s.facts().contains(&lost));
    assert_eq!((s.task(1).waits().count(), s.task(1).until), (1, None));
}

#[test]
fn awaits_dropped_with_the_task_are_no_lost_branches() {
    for drop_told_first in [true, false] {
        let mut s = Script::new(1);
        s.spawn(1, 1, None, None);
        s.wait(2, 1, TIMER, Some(900)).pending((1, 3), 1, 0);
        if drop_told_first {
            s.at(5, What::Dropped { task: id(1) })
                .over(5, 1, TIMER, WaitEnd::Dropped);
        } else {
            s.over(5, 1, TIMER, WaitEnd::Dropped)
                .at(5, What::Dropped { task: id(1) });
        }
        let facts = s.facts();
        let site = Some(SiteId::new(TIMER));
        assert_eq!(
            facts.last(),
            Some(&HappeningKind::Cancelled {
                abort_asked: false,
                site
            })
        );
        assert!(
            !facts
                .iter()
                .any(|fact| matches!(fact, HappeningKind::AwaitDropped { .. }))
        );
        assert_eq!((s.task(1).waits().count(), s.task(1).site), (0, site));
    }
}

#[test]
fn a_stall_is_counted_kept_and_told_with_its_line() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None).at(
        3,
        What::At {
            task: id(1),
            site: SiteId::new(WORK),
        },
    );
    s.ready((2, 100_001), 1, 0);
    assert_eq!(s.model.counters().slow_polls, 0, "1 µs too short");
    s.spawn(1, 2, None, None);
    s.at(
        200_001,
        What::At {
            task: id(2),
            site: SiteId::new(WORK),
        },
    );
    s.ready((200_000, 500_000), 2, 1);
    let stall = *s.model.stalls().next().unwrap();
    assert_eq!((stall.task, stall.worker), (id(2), worker(1)));
    assert_eq!((stall.at, stall.lasted), (us(200_000), us(300_000)));
    let site = Some(SiteId::new(WORK));
    assert!(s.facts().contains(&HappeningKind::StallEnded {
        lasted: us(300_000),
        site
    }));
    let on = &s.model.workers()[1];
    assert_eq!((on.slow_polls, on.longest_poll), (1, us(300_000)));
    assert_eq!(on.history.back().unwrap().kind, SpanKind::Stall(id(2)));
}

#[test]
fn a_marked_line_holds_for_its_poll_only() {
    let mut s = Script::new(1);
    s.spawn(1, 1, None, None).at(
        2,
        What::At {
            task: id(1),
            site: SiteId::new(WORK),
        },
    );
    assert_eq!(s.task(1).site, Some(SiteId::new(WORK)));
    s.pending((1, 3), 1, 0);
    assert_eq!((s.task(1).site, s.task(1).waits().count()), (None, 0));
}

#[test]
fn now_wins_over_queues_unless_it_is_older_than_the_events() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, Some(0)).spawn(1, 2, None, None);
    let now = s.now(10, &[Some((1, 5)), None]);
    assert_eq!(s.model.place(&s.task(1), &now), Place::Polling(worker(0)));
    assert_eq!(s.model.place(&s.task(2), &now), Place::Injection);
    s.pending((5, 9), 1, 0);
    assert_eq!(s.model.place(&s.task(1), &now), Place::Pending);
}

#[test]
fn a_stall_goes_on_until_its_poll_is_over() {
    let mut s = Script::new(2);
    s.spawn(1, 1, None, None)
        .at(2, What::Parked { worker: worker(1) });
    assert_eq!(s.model.ongoing(&s.now(99_000, &[Some((1, 5)), None])), []);
    let stalled = s.model.ongoing(&s.now(100_005, &[Some((1, 5)), None]));
    let stall = Ongoing::Stalled {
        worker: worker(0),
        task: id(1),
        since: us(5),
        site: None,
    };
    assert_eq!(stalled, std::slice::from_ref(&stall));
    s.spawn(1, 2, None, None);
    let all = s
        .model
        .ongoing(&s.now(200_000, &[Some((1, 5)), Some((2, 6))]));
    assert_eq!(all.len(), 3);
    assert_eq!((&all[0], &all[2]), (&stall, &Ongoing::AllStalled));
    s.ready((5, 150_000), 1, 0);
    assert_eq!(s.model.ongoing(&s.now(200_000, &[Some((1, 5)), None])), []);
}

#[test]
fn a_task_in_the_slot_of_a_stalled_worker_is_trapped_and_then_freed() {
    let mut s = Script::new(3);
    s.spawn(1, 1, None, None)
        .at(2, What::Parked { worker: worker(2) });
    s.spawn(20, 2, Some(1), Some(0));
    let hands = [Some((1, 10)), None, None];
    let since = us(20);
    let trapped = Ongoing::LifoTrapped {
        worker: worker(0),
        task: id(2),
        since,
        idle: 1,
    };
    assert!(
        !s.model.ongoing(&s.now(100_015, &hands)).contains(&trapped),
        "not so long yet"
    );
    assert!(s.model.ongoing(&s.now(100_020, &hands)).contains(&trapped));
    s.ready((10, 300_000), 1, 0).ready((300_010, 300_020), 2, 0);
    assert!(s.facts().contains(&HappeningKind::LifoFreed {
        waited: us(299_990)
    }));
    // A long wait without a stall is no such thing.
    s.spawn(400_000, 3, None, Some(0))
        .ready((600_000, 600_001), 3, 0);
    let freed = |f: &&HappeningKind| matches!(f, HappeningKind::LifoFreed { .. });
    assert_eq!(s.facts().iter().filter(freed).count(), 1);
}

/// The same history under another Tokio.
fn under(version: &str, s: &mut Script) {
    let run = RunInfo {
        tokio: version.into(),
        ..info(3, Flavor::MultiThread)
    };
    s.at(0, What::RunStarted(run));
}

#[test]
fn where_others_may_take_the_slot_s_task_it_is_not_trapped_but_taken() {
    for (version, is_stolen) in [("1.51.1", true), ("1.52.0", true), ("1.51.2", false)] {
        let mut s = Script::new(3);
        under(version, &mut s);
        s.spawn(1, 1, None, None)
            .at(2, What::Parked { worker: worker(2) });
        s.spawn(20, 2, Some(1), Some(0));
        let hands = [Some((1, 10)), None, None];
        let goes_on = s.model.ongoing(&s.now(200_000, &hands));
        let trapped = |on: &Ongoing| matches!(on, Ongoing::LifoTrapped { .. });
        assert_eq!(goes_on.iter().any(trapped), !is_stolen, "{version}");
        if is_stolen {
            s.ready((200_001, 200_002), 2, 1).ready((10, 300_000), 1, 0);
            let freed = |f: &&HappeningKind| matches!(f, HappeningKind::LifoFreed { .. });
            assert_eq!(s.facts().iter().filter(freed).count(), 0);
            assert_eq!(s.model.counters().raids, 1, "{version}");
            assert_eq!(s.model.workers()[0].lifo, None);
            s.model.check_invariants().unwrap();
        }
    }
}

#[test]
fn where_the_driver_is_handed_over_it_is_not_frozen_beside_a_parked_worker() {
    let frozen = |eager_handoff: Option<bool>| {
        let mut s = Script::new(2);
        let mut run = info(2, Flavor::MultiThread);
        run.tokio.rules.eager_handoff = eager_handoff;
        s.at(0, What::RunStarted(run));
        s.spawn(1, 1, None, None).spawn(1, 2, None, None);
        s.pending((2, 3), 1, 0)
            .at(4, What::Parked { worker: worker(0) })
            .at(10_000, What::Parked { worker: worker(1) })
            .wake(500_000, 1, WakeBy::Driver, Some(0))
            .at(500_001, What::Unparked { worker: worker(0) });
        let goes_on = s
            .model
            .ongoing(&s.now(900_000, &[Some((1, 500_002)), None]));
        let frozen = |on: &Ongoing| matches!(on, Ongoing::DriverFrozen(_));
        goes_on.iter().any(frozen)
    };
    assert!(frozen(None));
    assert!(frozen(Some(false)));
    assert!(!frozen(Some(true)));
}

#[test]
fn printed_lines_are_kept_newest_last() {
    let mut s = Script::new(1);
    s.at(
        1,
        What::Text {
            id: TextId::new(0),
            text: String::from("hello"),
        },
    );
    for at in 2..=301 {
        s.at(
            at,
            What::Said {
                task: None,
                text: TextId::new(0),
            },
        );
    }
    let newest: (Nanos, Option<TaskId>, TextId) = s.model.recent_texts().next_back().unwrap();
    assert_eq!((newest.0, s.model.text(newest.2)), (us(301), "hello"));
    assert_eq!(s.model.recent_texts().len(), 200);
}

#[test]
fn coalesced_events_are_counted() {
    let mut s = Script::new(1);
    let worker = Some(worker(0));
    s.at(
        5,
        What::Coalesced {
            worker,
            polls: 10,
            busy: us(50),
            wakes: 7,
        },
    );
    let (c, w) = (s.model.counters(), &s.model.workers()[0]);
    assert_eq!(
        (c.polls, c.wakes.total(), w.polls, w.busy),
        (10, 7, 10, us(50))
    );
}

#[test]
fn closing_is_told_until_the_run_is_over() {
    let mut s = Script::new(1);
    assert_eq!((s.model.running(), s.model.closing()), (true, None));
    s.at(5, What::Closing { graceful: true });
    assert_eq!(s.model.closing(), Some(true));
    s.at(9, What::RunEnded);
    assert_eq!(
        (s.model.running(), s.model.closing(), s.model.at()),
        (false, None, us(9))
    );
    assert_eq!(s.model.run().unwrap().shift, 1);
}

#[test]
fn unknown_numbers_are_harmless() {
    let mut s = Script::new(1);
    s.wake(1, u32::MAX, WakeBy::Outside, Some(60_000));
    assert_eq!(s.model.kind(KindId::new(999)), "?");
    assert_eq!(s.model.text(TextId::new(u32::MAX)), "");
    assert!(s.model.site(SiteId::new(u32::MAX)).is_none());
    assert_eq!(s.model.local(worker(999)).count(), 0);
}
