//! Traces kept from picture to picture against the whole list of events.

use super::*;
use crate::events::{KindId, Nanos, PollOutcome, Role, SiteId, WakeBy, WorkerId};
use crate::testkit::id;
use proptest::prelude::*;

/// Enough for some 12,000 events: the oldest go away again and again.
const MEMORY: usize = 200_000;

/// An event of a task; `sort` is below 100.
fn event(at: u64, task: TaskId, sort: u64) -> Event {
    let what = match sort {
        0 => What::Spawned {
            task,
            parent: None,
            kind: KindId::new(0),
            site: SiteId::new(0),
            on: None,
            bytes: 64,
            detached: false,
            role: Role::Task,
        },
        1..40 => What::Woken {
            task,
            by: WakeBy::Outside,
            on: None,
        },
        40..50 => What::Dropped { task },
        _ => What::Polled {
            task,
            worker: Some(WorkerId::new(0)),
            start: Nanos(at),
            outcome: PollOutcome::Pending,
            self_woken: false,
            budget_spent: false,
        },
    };
    Event {
        at: Nanos(at),
        what,
    }
}

/// Mostly of task 4, seldom of the others, hardly ever of task 1; a task begins anew now
/// and then, but for task 4.
fn some_event(at: u64, dice: u64) -> Event {
    let (task, sort) = match dice % 1_000 {
        0 => (1, dice / 1_000 % 100),
        1..4 => (2, dice / 1_000 % 100),
        4..400 => (3, (dice / 1_000 % 2_000).min(99)),
        _ => (4, 1 + dice / 1_000 % 99),
    };
    event(at, id(task), sort)
}

/// The life a reader of all events finds, oldest first.
fn life(all: &[Event], numbers: Range<u64>, task: TaskId) -> Vec<Event> {
    let mut life: Vec<Event> = Vec::new();
    let numbers = numbers.start as usize..numbers.end.max(numbers.start) as usize;
    for event in &all[numbers] {
        let (What::Spawned { task: of, .. }
        | What::Woken { task: of, .. }
        | What::Dropped { task: of }
        | What::Polled { task: of, .. }) = event.what
        else {
            unreachable!("no other event is made");
        };
        if of != task {
            continue;
        }
        if event.what.is_birth() {
            life.clear();
        }
        life.push(event.clone());
    }
    life
}

fn tally<'a>(events: impl IntoIterator<Item = &'a Event>) -> Tally {
    let mut tally = Tally::default();
    for event in events {
        tally.note(&event.what);
    }
    tally
}

/// A picture: so many events came before it, and so the moment shown moved.
#[derive(Clone, Debug)]
enum Moved {
    Live,
    Still,
    /// To this part of what is kept, in thousandths.
    To(u64),
}

fn pictures() -> impl Strategy<Value = Vec<(usize, Moved, u32, usize, usize)>> {
    let moved = prop_oneof![
        4 => Just(Moved::Live),
        3 => Just(Moved::Still),
        2 => (0_u64..=1_000).prop_map(Moved::To),
    ];
    let news = prop_oneof![Just(0), 1_usize..200, 1_000_usize..6_000];
    // The task shown changes now and then.
    let task = prop_oneof![3 => Just(0_u32), 1 => 1_u32..=4];
    let skipped = prop_oneof![Just(0), 0_usize..50, 0_usize..10_000];
    prop::collection::vec((news, moved, task, skipped, 0_usize..60), 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn what_is_kept_is_what_a_reader_of_all_finds(
        pictures in pictures(), first_task in 1_u32..=4, dice in prop::collection::vec(any::<u64>(), 512)
    ) {
        let mut log = Log::<()>::new(MEMORY);
        let mut all: Vec<Event> = Vec::new();
        let (mut traces, mut task, mut below) = (Traces::default(), id(first_task), 0);
        for (news, moved, other, skipped, count) in pictures {
            for _ in 0..news {
                let number = all.len();
                let die = dice[number % 512].wrapping_mul(number as u64 | 1) >> 20;
                all.push(some_event(number as u64, die));
                log.push(&all[number]);
            }
            task = TaskId::new(other).unwrap_or(task);
            below = match moved {
                Moved::Live => log.end(),
                Moved::Still => below,
                Moved::To(part) => log.first() + log.len() as u64 * part / 1_000,
            };
            traces.read(&log, task, below);
            prop_assert!(traces.is_all(&log, task, below));
            let life = life(&all, log.first()..below, task);
            prop_assert_eq!(traces.total(), tally(&life));
            prop_assert_eq!(traces.has_birth(), life.first().is_some_and(|first| first.what.is_birth()));
            let (polls, events) = traces.newest(&log, skipped, count);
            let events: Vec<_> = events.into_iter().map(|(_, event)| event).collect();
            prop_assert_eq!(polls, tally(life.iter().rev().take(skipped)).polls);
            let visible: Vec<_> = life.iter().rev().skip(skipped).take(count).cloned().collect();
            prop_assert_eq!(events, visible);
            let kept = log.len() as u64 / PIECE + 3;
            prop_assert!(traces.pieces.len() as u64 <= kept, "{} pieces", traces.pieces.len());
        }
    }
}

/// Nothing old is looked at again: here it has become something else, and that goes unseen.
#[test]
fn only_what_is_new_is_looked_through() {
    let (mut log, mut other) = (Log::<()>::new(MEMORY), Log::<()>::new(MEMORY));
    for number in 0..5_000 {
        log.push(&some_event(number, 500 + 1_000 * number));
    }
    let mut traces = Traces::default();
    traces.read(&log, id(4), 5_000);
    let before = traces.total();
    assert_eq!(before.events, 5_000);
    for number in 0..5_000 {
        other.push(&event(number, id(3), 99));
    }
    other.push(&event(5_000, id(4), 99));
    traces.read(&other, id(4), 5_001);
    let polls = before.polls + 1;
    assert_eq!(
        (traces.total().events, traces.total().polls),
        (5_001, polls)
    );
}
