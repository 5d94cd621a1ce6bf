//! The log against a plain list of the same events.

mod cases;
mod random;

use super::{BriefKind, Log, Weigh};
use crate::events::{Event, InHand, Nanos, TaskId, What, WorkerId};
use crate::testkit::id;
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
            away.insert(task, (worker, event.at));
            None
        }
        What::Dropped { task } => {
            away.remove(&task);
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
            prop_assert!(log.segments().next().is_some_and(|oldest| oldest.first == log.first()));
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
        for segment in log.segments() {
            prop_assert_eq!(segment.first, end);
            end = segment.end;
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
            let mut found = log.hands(position, at);
            found.resize(4, None);
            prop_assert_eq!(found, hands, "at {:?}", at);
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
        // A walk for each task would take most of the time of this module's tests.
        let (mut own, mut born, mut woken) = (Found::new(), Found::new(), Found::new());
        for (n, event) in kept(&log, &all).filter(|(n, _)| *n < below) {
            let find = |found: &mut Found, task: Option<TaskId>| {
                let found = task.map(|task| found.entry(task).or_default());
                found.into_iter().for_each(|found| found.push((n, event.clone())));
            };
            find(&mut own, event.what.subject());
            match event.what {
                What::Spawned { parent, .. } | What::BlockingSubmitted { parent, .. } => {
                    find(&mut born, parent);
                }
                What::Woken { task, by, .. } => {
                    find(&mut woken, by.caller().filter(|by| *by != task));
                }
                _ => {}
            }
        }
        for task in (1..40).map(id) {
            let of = |found: &mut Found| found.remove(&task).unwrap_or_default();
            prop_assert_eq!(log.of_task(task, below).collect::<Vec<_>>(), of(&mut own));
            prop_assert_eq!(log.children_of(task, below).collect::<Vec<_>>(), of(&mut born));
            let mut woken = of(&mut woken);
            woken.reverse();
            prop_assert_eq!(log.woken_by(task, below).rev().collect::<Vec<_>>(), woken);
        }
    }
}

/// Events by the task they concern.
type Found = HashMap<TaskId, Vec<(u64, Event)>>;

/// The tests above would prove little if the events were poor.
#[test]
fn random_events_are_rich() {
    let mut dice = Dice(1);
    for all in [dice.wild_events(4_000), dice.likely_events(4_000)] {
        let kinds: std::collections::HashSet<_> = all
            .iter()
            .map(|event| std::mem::discriminant(&event.what))
            .collect();
        assert_eq!(kinds.len(), 25);
    }
    let all = dice.likely_events(8_000);
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
