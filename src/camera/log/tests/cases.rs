//! One rule of the log each.

use super::super::Log;
use super::random::Dice;
use super::{Heavy, id};
use crate::events::{
    Event, HandleAct, InHand, KindId, Nanos, PollOutcome, Role, SiteId, TextId, WakeBy, What,
    WorkerId,
};

fn event(at: u64, what: What) -> Event {
    Event {
        at: Nanos(at),
        what,
    }
}

fn dropped(at: u64) -> Event {
    event(at, What::Dropped { task: id(1) })
}

fn polled(at: u64, start: u64, worker: Option<u16>) -> Event {
    event(
        at,
        What::Polled {
            task: id(7),
            worker: worker.map(WorkerId::new),
            start: Nanos(start),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        },
    )
}

fn spawned(task: u32, parent: Option<u32>) -> What {
    What::Spawned {
        task: id(task),
        parent: parent.map(id),
        kind: KindId::new(0),
        site: SiteId::new(0),
        on: None,
        bytes: 0,
        detached: false,
        role: Role::Task,
    }
}

#[test]
fn the_oldest_events_go_first_and_are_counted() {
    let mut log = Log::<()>::new(16 * 1_000);
    assert_eq!(
        (log.oldest(), log.is_empty(), log.position(Nanos(9))),
        (None, true, 0)
    );
    for at in 1..=10_000 {
        log.push(&dropped(at));
    }
    assert!((490..=1_000).contains(&log.len()), "{}", log.len());
    assert_eq!(log.forgotten() + log.len() as u64, 10_000);
    assert_eq!(log.oldest(), Some(Nanos(log.forgotten() + 1)));
}

#[test]
fn tiny_limits_keep_little_and_stop_nothing() {
    for limit in [0, 1, 100, 4_096] {
        let mut log = Log::new(limit);
        for at in 1..=3_000 {
            log.push(&dropped(at));
            if log.wants_seal(10) {
                log.seal(Heavy(10));
            }
        }
        assert!(log.bytes() <= limit, "{limit}");
        assert_eq!((log.end(), log.is_empty()), (3_000, limit < 100), "{limit}");
        assert_eq!(log.hands(log.first(), Nanos(5)), []);
    }
}

#[test]
fn memory_allocated_is_hardly_more_than_the_limit() {
    let limit = 4 << 20;
    let mut log = Log::new(limit);
    let mut dice = Dice(3);
    let all = dice.likely_events(20_000);
    let mut most = 0;
    for _ in 0..40 {
        for event in &all {
            log.push(event);
            if log.wants_seal(1_000) {
                log.seal(Heavy(100_000));
            }
        }
        assert!(log.bytes() <= limit);
        most = most.max(log.bytes() + log.events.spare_bytes() + log.sides.pairs.spare_bytes());
    }
    assert!(most <= limit, "{most}");
    assert!(log.bytes() > limit * 3 / 4, "{}", log.bytes());
}

#[test]
fn strings_count_too() {
    let text = |len: usize| {
        event(
            2,
            What::Text {
                id: TextId::new(0),
                text: "x".repeat(len),
            },
        )
    };
    let mut log = Log::<()>::new(10_000);
    log.push(&dropped(1));
    log.push(&text(3_000));
    assert!(log.bytes() > 3_000 && log.len() == 2);
    log.push(&text(6_000));
    log.push(&text(20_000));
    assert!(log.is_empty() && log.bytes() < 1_000);
}

#[test]
fn everyday_events_take_16_bytes() {
    let mut log = Log::<()>::new(1 << 20);
    let on = Some(WorkerId::new(3));
    let everyday = [
        spawned(2, Some(1)),
        What::Woken {
            task: id(2),
            by: WakeBy::Task(id(1)),
            on,
        },
        polled(1_000_000_000, 1, Some(3)).what,
        What::Waiting {
            task: id(2),
            site: SiteId::new(70_000),
            until: None,
            on: None,
        },
        What::Parked {
            worker: WorkerId::new(3),
        },
        What::Handle {
            task: id(2),
            by: Some(id(1)),
            act: HandleAct::Joined,
        },
        What::Said {
            task: Some(id(2)),
            text: TextId::new(1 << 30),
        },
    ];
    for what in everyday {
        log.push(&event(1_000_000_000, what));
    }
    assert_eq!(log.bytes(), 16 * log.len());
    log.push(&event(
        1_000_000_000,
        What::Waiting {
            task: id(2),
            site: SiteId::new(0),
            until: Some(Nanos(u64::MAX)),
            on: Some(id(1)),
        },
    ));
    assert_eq!(log.bytes(), 16 * (log.len() + 1));
}

#[test]
fn a_seal_ends_the_stretch_with_its_undo() {
    let mut log = Log::new(1 << 20);
    for at in 1..=3 {
        log.push(&dropped(at * 10));
    }
    log.seal(Heavy(500));
    assert!(!log.wants_seal(usize::MAX / 2), "nothing to seal");
    log.push(&dropped(40));
    assert!(log.wants_seal(1 << 17) && !log.wants_seal(1 << 16));
    let segments: Vec<_> = log
        .segments()
        .map(|s| (s.first, s.end, s.at, s.undo))
        .collect();
    assert_eq!(
        segments,
        [
            (0, 3, Nanos(10), Some(&Heavy(500))),
            (3, 4, Nanos(40), None)
        ]
    );
    assert_eq!(log.segments().len(), 2);
    assert!(log.bytes() > 500);
}

#[test]
fn an_undo_given_late_is_that_of_all_since_the_last_seal_or_of_none() {
    let mut log = Log::new(20_000);
    log.push(&dropped(1));
    log.seal(Heavy(1));
    for at in 0..800 {
        log.push(&dropped(at));
    }
    assert_eq!(
        log.segments().len(),
        3,
        "more than half of the limit is split"
    );
    log.seal(Heavy(2));
    let segments: Vec<_> = log.segments().map(|s| (s.first, s.end, s.undo)).collect();
    assert_eq!(
        segments,
        [
            (0, 1, Some(&Heavy(1))),
            (1, 801, Some(&Heavy(2))),
            (801, 801, None)
        ]
    );
    for at in 0..5_000 {
        log.push(&dropped(at));
    }
    log.seal(Heavy(3));
    assert!(
        log.segments().all(|segment| segment.undo.is_none()),
        "it goes back too far"
    );
}

#[test]
fn a_long_poll_is_found_segments_before_it_is_told() {
    let mut log = Log::new(1 << 20);
    for at in 0..20_000 {
        log.push(&polled(at * 1_000 + 900, at * 1_000, Some(0)));
        if at % 3_000 == 0 {
            log.seal(Heavy(0));
        }
    }
    log.push(&polled(20_000_000, 5_000, Some(1)));
    let hand = |since| {
        Some(InHand {
            task: id(7),
            since: Nanos(since),
            site: None,
        })
    };
    let at = Nanos(2_000_500);
    let position = log.position(at);
    assert_eq!(log.hands(position, at), [hand(2_000_000), hand(5_000)]);
    assert_eq!(log.hands(position + 1, at), [None, hand(5_000)]);
}

#[test]
fn the_hands_of_as_many_workers_are_found_as_tokio_allows() {
    let mut log = Log::<()>::new(1 << 20);
    let last = u16::MAX - 1;
    for worker in [0, 63, 64, 95, last] {
        log.push(&polled(2_000, 1_000, Some(worker)));
    }
    let found = log.hands(log.position(Nanos(1_500)), Nanos(1_500));
    assert_eq!(found.len(), usize::from(last) + 1);
    let busy = (0..=u16::MAX)
        .zip(&found)
        .filter(|(_, hand)| hand.is_some());
    let busy: Vec<u16> = busy.map(|(worker, _)| worker).collect();
    assert_eq!(busy, [0, 63, 64, 95, last]);
}

#[test]
fn a_task_in_place_holds_its_worker_until_it_gives_it_away() {
    let mut log = Log::<()>::new(1 << 20);
    let worker = WorkerId::new(0);
    log.push(&event(
        200,
        What::InPlaceStarted {
            task: id(7),
            worker,
        },
    ));
    log.push(&polled(900, 100, None));
    log.push(&polled(1_900, 1_000, None));
    let since = |at| Some(log.hands(0, Nanos(at)).first()?.as_ref()?.since.0);
    assert_eq!(
        [99, 100, 199, 200, 1_500].map(since),
        [None, Some(100), Some(100), None, None]
    );
    assert_eq!(log.get(1), Some(polled(900, 100, None)));
}

#[test]
fn a_poll_in_place_that_was_only_counted_leaves_nothing_to_the_next_one() {
    let given_up = |at, on| {
        let (task, worker) = (id(7), WorkerId::new(on));
        event(at, What::InPlaceStarted { task, worker })
    };
    let mut log = Log::<()>::new(1 << 20);
    log.push(&given_up(200, 0));
    log.push(&given_up(1_100, 1));
    log.push(&polled(1_900, 1_000, None));
    let found = log.hands(0, Nanos(1_050));
    let since: Vec<_> = found
        .iter()
        .map(|hand| hand.map(|hand| hand.since.0))
        .collect();
    assert_eq!(since, [None, Some(1_000)]);

    let mut log = Log::<()>::new(1 << 20);
    log.push(&given_up(200, 0));
    log.push(&event(300, What::Dropped { task: id(7) }));
    log.push(&polled(900, 100, None));
    assert_eq!(log.hands(0, Nanos(150)), []);
}
