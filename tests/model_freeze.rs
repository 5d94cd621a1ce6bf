//! Whether anybody polls the timer and I/O driver: what proves that nobody does, what does not,
//! and what is told of it.

#[path = "model_support/script.rs"]
mod script;

use script::*;
use tokio_kitchen::events::{
    Certainty, Event, Flavor, Now, PollOutcome, Site, SiteId, WaitEnd, WaitOn, WakeBy, What,
};
use tokio_kitchen::findings::{End, FindingKind, Findings};
use tokio_kitchen::model::{Freeze, HappeningKind, Ongoing};

const SOCKET: u32 = 9;
/// The task that blocks.
const BLOCKER: u32 = 1;
/// One that waits.
const WAITER: u32 = 2;
/// A timer due at 600 ms was surely due by then.
const TIMER_DUE: u64 = 608_000;

trait Parks {
    fn park(&mut self, at: u64, on: u16) -> &mut Self;
    fn unpark(&mut self, at: u64, on: u16) -> &mut Self;
}

impl Parks for Script {
    fn park(&mut self, at: u64, on: u16) -> &mut Self {
        self.at(at, What::Parked { worker: worker(on) })
    }

    fn unpark(&mut self, at: u64, on: u16) -> &mut Self {
        self.at(at, What::Unparked { worker: worker(on) })
    }
}

/// A blocker and a waiter, both pending: the one on its timer, the other on `site`. Then all
/// workers park, the first one first.
fn quiet(workers: u16, site: u32, until: Option<u64>) -> Script {
    let mut s = Script::new(workers);
    announce_socket(&mut s);
    s.spawn(1, BLOCKER, None, None)
        .wait(2, BLOCKER, TIMER, Some(500_000))
        .pending((1, 3), BLOCKER, 0);
    s.spawn(4, WAITER, None, None)
        .wait(5, WAITER, site, until)
        .pending((4, 6), WAITER, 0);
    for on in 0..workers {
        s.park(10 + u64::from(on), on);
    }
    s
}

fn announce_socket(s: &mut Script) {
    let site = Site {
        file: "a.rs".into(),
        line: SOCKET,
        column: 1,
        wait: WaitOn::Io,
        name: None,
    };
    let id = SiteId::new(SOCKET);
    s.at(0, What::Site { id, site });
}

/// As `quiet`; then worker 0, proven to poll the driver, is called to the blocker's next poll.
fn frozen_at_500_ms(workers: u16, site: u32, until: Option<u64>) -> Script {
    let mut s = quiet(workers, site, until);
    s.wake(500_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(500_010, 0)
        .over(500_021, BLOCKER, TIMER, WaitEnd::Ready);
    s
}

/// The moment, with worker 0 in the blocker's poll.
fn blocking(s: &Script, at: u64, workers: usize) -> Now {
    let mut hands = vec![None; workers];
    hands[0] = Some((BLOCKER, 500_020));
    s.now(at, &hands)
}

fn freeze(s: &Script, now: &Now) -> Option<Freeze> {
    s.model
        .ongoing(now)
        .into_iter()
        .find_map(|fact| match fact {
            Ongoing::DriverFrozen(freeze) => Some(freeze),
            _ => None,
        })
}

/// Of each freeze that is over: its length in microseconds, who waited, when it ended, and whose
/// doing it was.
fn over(s: &Script) -> Vec<(u64, u32, u64, Option<u32>)> {
    let micros = |nanos: tokio_kitchen::events::Nanos| nanos.0 / 1_000;
    let all = s.model.happenings();
    all.filter_map(|fact| match fact.kind {
        HappeningKind::FreezeEnded {
            lasted, waiting, ..
        } => {
            let task = fact.task.map(tokio_kitchen::events::TaskId::get);
            Some((micros(lasted), waiting, micros(fact.at), task))
        }
        _ => None,
    })
    .collect()
}

#[test]
fn sockets_stand_still_beside_parked_workers_though_no_timer_is_overdue() {
    for workers in [2, 4, 64] {
        let s = frozen_at_500_ms(workers, SOCKET, None);
        let workers = usize::from(workers);
        assert_eq!(
            freeze(&s, &blocking(&s, 600_000, workers)),
            None,
            "no stall"
        );
        let now = blocking(&s, 900_000, workers);
        let told = Freeze {
            since: us(500_020),
            worker: worker(0),
            task: Some(id(BLOCKER)),
            site: None,
            idle: workers - 1,
            waiting: 1,
            more: false,
            overdue: 0,
            certainty: Certainty::Inferred,
        };
        assert_eq!(freeze(&s, &now), Some(told));
    }
}

#[test]
fn what_does_not_wait_for_the_driver_is_not_harmed() {
    let s = frozen_at_500_ms(4, CHANNEL, None);
    let now = blocking(&s, 900_000, 4);
    let found = freeze(&s, &now).expect("the plain fact");
    assert_eq!(found.waiting, 0);
    let mut findings = Findings::default();
    findings.watch(&s.model, &now);
    assert_eq!(findings.found(FindingKind::Frozen), 0);
}

#[test]
fn a_worker_that_parks_since_minds_the_driver() {
    let mut s = frozen_at_500_ms(4, TIMER, Some(600_000));
    assert!(freeze(&s, &blocking(&s, 900_000, 4)).is_some());
    s.unpark(1_000_000, 3).park(1_000_100, 3);
    assert_eq!(freeze(&s, &blocking(&s, 1_500_000, 4)), None);
    // It is told when the poll is: how long, and until when.
    s.ready((500_020, 2_500_000), BLOCKER, 0);
    assert_eq!(over(&s), [(499_980, 1, 1_000_000, Some(BLOCKER))]);
}

#[test]
fn the_end_is_told_with_the_poll_that_held_the_worker() {
    let mut s = frozen_at_500_ms(4, SOCKET, None);
    let mut findings = Findings::default();
    findings.watch(&s.model, &blocking(&s, 900_000, 4));
    s.ready((500_020, 2_500_000), BLOCKER, 0)
        .park(2_500_050, 0)
        .wake(2_500_100, WAITER, WakeBy::Driver, Some(0))
        .unpark(2_500_110, 0);
    assert_eq!(over(&s), [(1_999_980, 1, 2_500_000, Some(BLOCKER))]);
    findings.learn(&s.model);
    let frozen = |finding: &&tokio_kitchen::findings::Finding| finding.kind == FindingKind::Frozen;
    let all: Vec<_> = findings.all().filter(frozen).collect();
    assert_eq!(all.len(), 1, "seen, and told: one entry");
    assert_eq!((all[0].at, all[0].until), (us(500_020), us(2_500_000)));
    assert_eq!((all[0].end, all[0].count), (End::Told, 1));
    assert_eq!(all[0].task, Some(id(BLOCKER)));
    assert_eq!(all[0].worker, Some(worker(0)));
}

#[test]
fn a_due_timer_that_its_task_does_not_poll_is_no_sign() {
    // The waiter was woken in time, looked at something else, and waits on.
    let mut s = quiet(2, TIMER, Some(50_000));
    s.wake(50_000, WAITER, WakeBy::Driver, Some(0))
        .unpark(50_010, 0)
        .pending((50_020, 50_030), WAITER, 0)
        .park(50_040, 0);
    // A spawn from outside calls the other worker, which blocks.
    s.spawn(60_000, 3, None, None).unpark(60_010, 1);
    let now = |s: &Script, at| s.now(at, &[None, Some((3, 60_020))]);
    let silent = |s: &Script, at| {
        let found = s.model.ongoing(&now(s, at));
        let stalled = |fact: &Ongoing| matches!(fact, Ongoing::Stalled { .. });
        assert!(found.iter().all(stalled), "{found:?}");
    };
    silent(&s, 500_000);
    s.ready((60_020, 1_060_000), 3, 1).park(1_060_010, 1);
    assert_eq!(over(&s), []);
    // The same with a timer that became due meanwhile: somebody holds the driver.
    let mut s = quiet(2, TIMER, Some(100_000));
    s.wake(40_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(40_010, 0)
        .pending((40_020, 40_030), BLOCKER, 0)
        .park(40_040, 0)
        .spawn(60_000, 3, None, None)
        .unpark(60_010, 1);
    silent(&s, 500_000);
}

#[test]
fn a_worker_that_parked_just_then_may_have_come_to_the_driver() {
    let mut s = quiet(2, SOCKET, None);
    s.unpark(400_000, 1).park(499_900, 1);
    s.wake(500_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(500_010, 0);
    assert_eq!(freeze(&s, &blocking(&s, 900_000, 2)), None);
    s.ready((500_020, 2_500_000), BLOCKER, 0).park(2_500_010, 0);
    assert_eq!(over(&s), []);
    // A timer that comes due and stays away tells.
    let mut s = quiet(2, TIMER, Some(600_000));
    s.unpark(400_000, 1).park(499_900, 1);
    s.wake(500_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(500_010, 0);
    let overdue = freeze(&s, &blocking(&s, 900_000, 2)).map(|freeze| freeze.overdue);
    assert_eq!(overdue, Some(1));
}

#[test]
fn who_had_the_driver_is_proven_by_a_wake_and_not_by_the_order_of_parks() {
    // Worker 0 parked first, but worker 1 is the one that polls: 0 may leave.
    let mut s = quiet(2, SOCKET, None);
    s.wake(300_000, WAITER, WakeBy::Driver, Some(1))
        .unpark(300_010, 1)
        .wait(300_021, WAITER, SOCKET, None)
        .pending((300_020, 300_030), WAITER, 1)
        .park(300_040, 1);
    s.spawn(500_000, 3, None, None).unpark(500_010, 0);
    let now = s.now(900_000, &[Some((3, 500_020)), None]);
    assert_eq!(freeze(&s, &now), None);
    // Nobody proved it, and it is the first one that leaves: not known.
    let mut s = quiet(2, SOCKET, None);
    s.spawn(500_000, 3, None, None).unpark(500_010, 0);
    assert_eq!(freeze(&s, &now), None);
}

#[test]
fn a_worker_that_goes_on_meanwhile_is_not_held() {
    // Tokio's own `block_in_place` hands the core to another thread, which nothing tells.
    let mut s = frozen_at_500_ms(1, SOCKET, None);
    s.park(500_100, 0)
        .wake(600_000, WAITER, WakeBy::Driver, Some(0))
        .unpark(600_010, 0)
        .pending((600_020, 600_030), WAITER, 0)
        .park(600_040, 0)
        .ready((500_020, 2_500_000), BLOCKER, 0);
    assert_eq!(over(&s), []);
    assert_eq!(s.model.stalls().count(), 0);
    assert_eq!(s.model.counters().slow_polls, 0);
    s.model.check_invariants().unwrap();
}

#[test]
fn where_every_worker_is_held_it_is_measured() {
    let mut s = quiet(1, SOCKET, None);
    s.wake(500_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(500_010, 0);
    let one = freeze(&s, &blocking(&s, 900_000, 1)).expect("frozen");
    assert_eq!((one.certainty, one.idle), (Certainty::Observed, 0));
    s.ready((500_020, 2_500_000), BLOCKER, 0);
    assert_eq!(over(&s), [(1_999_980, 1, 2_500_000, Some(BLOCKER))]);

    // The last one to be held counts: until then it might have looked.
    let mut s = frozen_at_500_ms(2, SOCKET, None);
    s.spawn(700_000, 3, None, None).unpark(700_010, 1);
    let now = s.now(900_000, &[Some((BLOCKER, 500_020)), Some((3, 700_020))]);
    let both = freeze(&s, &now).expect("frozen");
    assert_eq!((both.since, both.task), (us(700_020), Some(id(3))));
    assert_eq!(both.certainty, Certainty::Observed);
}

#[test]
fn where_every_worker_was_held_the_end_waits_for_all_their_polls() {
    let mut s = frozen_at_500_ms(3, SOCKET, None);
    s.spawn(600_000, 3, None, None)
        .unpark(600_010, 1)
        .spawn(700_000, 4, None, None)
        .unpark(700_010, 2);
    // The first one to be free ends it; what the others did is told later.
    s.pending((600_020, 1_000_000), 3, 1).park(1_000_010, 1);
    s.ready((700_020, 1_500_000), 4, 2).park(1_500_010, 2);
    assert_eq!(over(&s), []);
    s.ready((500_020, 2_500_000), BLOCKER, 0);
    assert_eq!(over(&s), [(299_980, 1, 1_000_000, Some(BLOCKER))]);

    // One of them was in no poll that is seen: it may have looked.
    let mut s = frozen_at_500_ms(2, SOCKET, None);
    s.spawn(600_000, 3, None, None).unpark(600_010, 1);
    s.ready((500_020, 2_000_000), BLOCKER, 0).park(2_000_010, 0);
    s.park(2_500_000, 1);
    assert_eq!(over(&s), []);
}

#[test]
fn a_worker_that_polls_in_between_may_look_at_the_driver() {
    let mut s = frozen_at_500_ms(2, SOCKET, None);
    s.spawn(600_000, 3, None, None).unpark(600_010, 1);
    for round in 7_u64..40 {
        s.pending((round * 100_000, round * 100_000 + 90_000), 3, 1);
    }
    let now = s.now(4_000_000, &[Some((BLOCKER, 500_020)), None]);
    assert_eq!(freeze(&s, &now), None);
}

#[test]
fn a_blocker_that_is_not_observed_is_told_where_a_timer_is_late() {
    let now = |s: &Script| s.now(900_000, &[None, None]);
    let mut s = quiet(2, TIMER, Some(600_000));
    s.unpark(500_010, 0);
    let found = freeze(&s, &now(&s)).expect("frozen");
    assert_eq!((found.worker, found.task), (worker(0), None));
    // Before the timer was due it may have looked now and then.
    assert_eq!((found.since, found.overdue), (us(TIMER_DUE), 1));
    s.park(2_500_000, 0);
    assert_eq!(over(&s), [(2_500_000 - TIMER_DUE, 2, 2_500_000, None)]);

    // With sockets only it may as well be busy, and look at them now and then.
    let mut s = quiet(2, SOCKET, None);
    s.unpark(500_010, 0);
    let unseen = Ongoing::Unseen {
        worker: worker(0),
        since: us(500_010),
        waiting: 2,
        more: false,
    };
    assert_eq!(s.model.ongoing(&now(&s)), [unseen]);
    s.park(2_500_000, 0);
    assert_eq!(over(&s), []);
}

#[test]
fn a_timer_that_is_somewhat_late_may_be_so_for_want_of_a_processor() {
    let mut s = quiet(2, TIMER, Some(600_000));
    s.unpark(300_000, 0);
    let now = |at| s.now(at, &[None, None]);
    let found = s.model.ongoing(&now(560_000));
    assert!(matches!(found[..], [Ongoing::Unseen { .. }]), "{found:?}");
    assert!(freeze(&s, &now(650_000)).is_some());
    s.park(560_000, 0);
    assert_eq!(over(&s), []);
}

#[test]
fn on_a_current_thread_runtime_main_itself_may_block() {
    let mut s = Script::of(1, Flavor::CurrentThread);
    s.spawn(1, WAITER, None, Some(0))
        .wait(2, WAITER, TIMER, Some(100_000))
        .pending((1, 3), WAITER, 0);
    let now = s.now(600_000, &[None]);
    let found = freeze(&s, &now).expect("frozen");
    assert_eq!((found.task, found.since), (None, us(112_000)));
    s.park(600_003, 0)
        .wake(600_010, WAITER, WakeBy::Driver, Some(0));
    assert_eq!(over(&s), [(488_003, 1, 600_003, None)]);
}

#[test]
fn a_wake_of_the_driver_between_polls_ends_it() {
    let mut s = frozen_at_500_ms(2, SOCKET, None);
    s.spawn(510_000, 3, None, None).unpark(510_010, 1);
    let both = |s: &Script| {
        let now = s.now(900_000, &[Some((BLOCKER, 500_020)), Some((3, 510_020))]);
        freeze(s, &now)
    };
    assert!(both(&s).is_some());
    s.wake(850_000, WAITER, WakeBy::Driver, Some(1));
    assert_eq!(both(&s), None);
}

#[test]
fn nothing_is_told_of_a_runtime_at_rest_or_gone() {
    let mut s = quiet(4, TIMER, Some(100_000));
    let now = s.now(600_000_000, &[None; 4]);
    assert_eq!(s.model.ongoing(&now), []);
    s.unpark(600_000_001, 0).at(600_000_002, What::RunEnded);
    let now = s.now(700_000_000, &[None; 4]);
    assert_eq!(s.model.ongoing(&now), []);
}

#[test]
fn parks_that_were_only_counted_prove_nothing() {
    let mut s = frozen_at_500_ms(4, SOCKET, None);
    let lost = What::Coalesced {
        worker: None,
        polls: 10,
        busy: us(1),
        wakes: 0,
    };
    s.at(500_015, lost);
    assert_eq!(freeze(&s, &blocking(&s, 900_000, 4)), None);
}

#[test]
fn of_very_many_that_wait_there_may_be_more_than_are_counted() {
    let mut s = quiet(2, SOCKET, None);
    // Folded without the checks of each step, which look at all tasks.
    let mut fold = |at, what| s.model.apply(&Event { at: us(at), what });
    for task in 10..5_010 {
        fold(20, spawned(task, None, None));
        let waiting = What::Waiting {
            task: id(task),
            site: SiteId::new(SOCKET),
            until: None,
            on: None,
        };
        fold(21, waiting);
        fold(22, polled(task, Some(1), 21, PollOutcome::Pending));
    }
    s.unpark(23, 1).park(24, 1);
    s.wake(500_000, BLOCKER, WakeBy::Driver, Some(0))
        .unpark(500_010, 0)
        .over(500_021, BLOCKER, TIMER, WaitEnd::Ready);
    let now = blocking(&s, 700_000, 2);
    let told = freeze(&s, &now).map(|freeze| (freeze.waiting, freeze.more));
    assert_eq!(told, Some((4_096, true)));
    s.ready((500_020, 900_000), BLOCKER, 0).park(900_010, 0);
    let over = s.model.happenings().find_map(|fact| match fact.kind {
        HappeningKind::FreezeEnded { waiting, more, .. } => Some((waiting, more)),
        _ => None,
    });
    assert_eq!(over, Some((4_096, true)));
}
