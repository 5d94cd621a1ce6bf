//! The log against a plain list of the same events.

mod random;

use super::{BriefKind, Log, Weigh};
use crate::protocol::{
    Event, HandleAct, InHand, KindId, Nanos, PollOutcome, SiteId, TaskId, TextId, WakeBy, What,
    WorkerId,
};
use proptest::prelude::*;
use random::Dice;
use std::collections::HashMap;

/// An undo that takes so many bytes.
#[derive(Debug, PartialEq)]
struct Heavy(usize);

impl Weigh for Heavy {
    fn bytes(&self) -> usize {
        self.0
    }
}

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

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
    }
}

/// What is kept of a list of events.
fn kept<'a, U>(
    log: &Log<U>,
    all: &'a [Event],
) -> impl DoubleEndedIterator<Item = (u64, Event)> + 'a {
    let first = log.first();
    (first..)
        .take(all.len() - first as usize)
        .map(|number| (number, all[number as usize].clone()))
        .collect::<Vec<_>>()
        .into_iter()
}

fn position(kept: &[(u64, Event)], at: Nanos, end: u64) -> u64 {
    let later = kept.iter().find(|(_, event)| event.at > at);
    later.map_or(end, |(number, _)| *number)
}

/// Of each event the worker it held, from when, until when.
fn holds(all: &[Event]) -> Vec<Option<(WorkerId, TaskId, Nanos, Nanos)>> {
    let mut away = HashMap::new();
    let mut hold = |event: &Event| match event.what {
        What::InPlaceStarted { task, worker } => {
            away.entry(task).or_insert((worker, event.at));
            None
        }
        What::RunStarted(_) => {
            away.clear();
            None
        }
        What::Polled {
            task,
            worker,
            start,
            ..
        } => {
            let gave = away.remove(&task);
            let (worker, until) = match (worker, gave) {
                (Some(worker), _) => (worker, event.at),
                (None, Some((worker, at))) => (worker, at.min(event.at)),
                (None, None) => return None,
            };
            Some((worker, task, start, until))
        }
        _ => None,
    };
    all.iter().map(&mut hold).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn every_event_comes_back_as_it_was(seed: u64, count in 1_usize..4_000) {
        let mut dice = Dice(seed);
        let all = dice.wild_events(count);
        let mut log = Log::<()>::new(usize::MAX);
        for event in &all {
            log.push(event);
        }
        prop_assert_eq!((log.first(), log.end(), log.len()), (0, count as u64, count));
        for (number, event) in all.iter().enumerate() {
            prop_assert_eq!(log.get(number as u64), Some(event.clone()));
            prop_assert_eq!(log.at(number as u64), Some(event.at));
        }
        let list: Vec<_> = kept(&log, &all).collect();
        prop_assert_eq!(log.range(0, u64::MAX).collect::<Vec<_>>(), &list[..]);
        let (from, to) = (dice.below(count as u64), dice.below(count as u64));
        let part: Vec<_> = list.iter().filter(|(n, _)| (from..to).contains(n)).rev().cloned().collect();
        prop_assert_eq!(log.range(from, to).rev().collect::<Vec<_>>(), part);
        for _ in 0..20 {
            let at = Nanos(dice.time());
            prop_assert_eq!(log.position(at), position(&list, at, log.end()));
        }
        let mut brief = Vec::new();
        log.scan(from, u64::MAX, |number, event| brief.push((number, *event)));
        prop_assert_eq!(brief.len(), count - from as usize);
        for (number, event) in brief {
            let full = &all[number as usize];
            prop_assert_eq!((event.at, event.kind), (full.at, BriefKind::of(&full.what)));
        }
    }

    #[test]
    fn what_is_kept_is_what_was_pushed_last(
        seed: u64, count in 1_usize..6_000, limit in 0_usize..200_000, sealing: bool
    ) {
        let mut dice = Dice(seed);
        let all = dice.likely_events(count);
        let mut log = Log::new(limit);
        for (number, event) in all.iter().enumerate() {
            log.push(event);
            prop_assert_eq!(log.end(), number as u64 + 1);
            prop_assert!(log.bytes() <= limit, "{} of {limit}", log.bytes());
            prop_assert!(log.stretches().next().is_some_and(|oldest| oldest.first == log.first()));
            let undo = dice.below(limit as u64 / 40 + 1) as usize;
            if sealing && log.wants_seal(undo) {
                log.seal(Heavy(undo));
                prop_assert!(log.bytes() <= limit);
            }
        }
        let list: Vec<_> = kept(&log, &all).collect();
        prop_assert_eq!(log.range(0, u64::MAX).collect::<Vec<_>>(), &list[..]);
        prop_assert_eq!(log.oldest(), list.first().map(|(_, event)| event.at));
        prop_assert_eq!(log.get(log.first().wrapping_sub(1)), None);
        let mut end = log.first();
        for stretch in log.stretches() {
            prop_assert_eq!(stretch.first, end);
            end = stretch.end;
        }
        prop_assert_eq!(end, log.end());
        let holds = holds(&all);
        for _ in 0..40 {
            let at = Nanos(dice.below(all.last().map_or(0, |event| event.at.0 + 1_000)));
            let position = position(&list, at, log.end());
            prop_assert_eq!(log.position(at), position);
            let mut hands = vec![None; 4];
            for hold in &holds[position as usize..] {
                if let Some((worker, task, since, until)) = *hold
                    && since <= at && at < until
                {
                    hands[worker.index()].get_or_insert(InHand { task, since, site: None });
                }
            }
            prop_assert_eq!(log.hands(position, at, 4), hands, "at {:?}", at);
        }
    }

    #[test]
    fn the_events_of_a_task_are_those_a_reader_of_all_would_find(seed: u64, limit in 20_000_usize..200_000) {
        let mut dice = Dice(seed);
        let all = dice.likely_events(5_000);
        let mut log = Log::<()>::new(limit);
        for event in &all {
            log.push(event);
        }
        let below = log.end() - dice.below(log.len() as u64);
        for task in (1..40).map(id) {
            let found = |is_one: &dyn Fn(&What) -> bool| -> Vec<_> {
                kept(&log, &all).filter(|(n, e)| *n < below && is_one(&e.what)).collect()
            };
            let own = found(&|what| super::packed::subject(what) == Some(task));
            prop_assert_eq!(log.of_task(task, below).collect::<Vec<_>>(), own);
            let born = found(&|what| matches!(what, What::Spawned { parent, .. }
                | What::BlockingSubmitted { parent, .. } if *parent == Some(task)));
            prop_assert_eq!(log.children_of(task, below).collect::<Vec<_>>(), born);
            let mut woken = found(&|what| matches!(what,
                What::Woken { task: other, by: WakeBy::Task(by), .. } if *by == task && *other != task)
                || matches!(what, What::Woken { by: WakeBy::Blocking(by), .. } if *by == Some(task)));
            woken.reverse();
            prop_assert_eq!(log.woken_by(task, below).rev().collect::<Vec<_>>(), woken);
        }
    }
}

/// The tests above would prove little if the events were poor.
#[test]
fn random_events_are_rich() {
    let mut dice = Dice(1);
    for all in [dice.wild_events(4_000), dice.likely_events(4_000)] {
        let kinds: std::collections::HashSet<_> = all
            .iter()
            .map(|event| std::mem::discriminant(&event.what))
            .collect();
        assert_eq!(kinds.len(), 23);
    }
    let all = dice.likely_events(4_000);
    let (mut back, mut long, mut away) = (0, 0, 0);
    for (pair, hold) in all.windows(2).zip(holds(&all)) {
        back += u32::from(pair[1].at < pair[0].at);
        let Some((_, _, start, until)) = hold else {
            continue;
        };
        long += u32::from(until.since(start) > Nanos(u64::from(u32::MAX)));
        away += u32::from(matches!(pair[0].what, What::Polled { worker: None, .. }));
    }
    assert!(back > 100 && long > 5 && away > 5, "{back} {long} {away}");
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
        assert_eq!(log.hands(log.first(), Nanos(5), 1), [None]);
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
    let stretches: Vec<_> = log
        .stretches()
        .map(|s| (s.first, s.end, s.at, s.undo))
        .collect();
    assert_eq!(
        stretches,
        [
            (0, 3, Nanos(10), Some(&Heavy(500))),
            (3, 4, Nanos(40), None)
        ]
    );
    assert_eq!(log.stretches().len(), 2);
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
        log.stretches().len(),
        3,
        "more than half of the limit is split"
    );
    log.seal(Heavy(2));
    let stretches: Vec<_> = log.stretches().map(|s| (s.first, s.end, s.undo)).collect();
    assert_eq!(
        stretches,
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
        log.stretches().all(|stretch| stretch.undo.is_none()),
        "it goes back too far"
    );
}

#[test]
fn a_long_poll_is_found_stretches_before_it_is_told() {
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
    assert_eq!(
        log.hands(position, at, 3),
        [hand(2_000_000), hand(5_000), None]
    );
    assert_eq!(log.hands(position, at, 1), [hand(2_000_000)]);
    assert_eq!(log.hands(position + 1, at, 2), [None, hand(5_000)]);
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
    let since = |at| log.hands(0, Nanos(at), 1)[0].map(|hand| hand.since.0);
    assert_eq!(
        [99, 100, 199, 200, 1_500].map(since),
        [None, Some(100), Some(100), None, None]
    );
    assert_eq!(log.get(1), Some(polled(900, 100, None)));
}
