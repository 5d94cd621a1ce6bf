//! Pages, extras and lists together.

use super::*;
use crate::testkit::id;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn filled(numbers: impl IntoIterator<Item = u32>) -> Table {
    let mut table = Table::default();
    for number in numbers {
        table.insert(id(number), &Record::unknown(Nanos::ZERO));
    }
    table
}

#[test]
fn a_page_closes_when_all_its_tasks_are_forgotten() {
    let mut table = filled(1..=1_025);
    for n in 1..=1_024 {
        let completed = n % 2 == 0;
        assert_eq!(table.seen(id(n)), Seen::Alive);
        table.forget(id(n), completed);
        assert_eq!(table.seen(id(n)), Seen::Forgotten { completed });
    }
    assert!(matches!(table.pages[0], Page::Closed(Some(_))));
    assert_eq!(table.seen(id(7)), Seen::Forgotten { completed: false });
    assert_eq!(table.seen(id(8)), Seen::Forgotten { completed: true });
    assert_eq!(table.seen(id(1_025)), Seen::Alive);
    assert_eq!(table.seen(id(1_026)), Seen::Never);
    assert_eq!(table.seen(id(u32::MAX)), Seen::Never);
}

#[test]
fn numbers_come_in_order_from_both_ends() {
    let table = filled([3, 1_500, 9, 5_000]);
    let from = |n| {
        table
            .from(id(n).into())
            .map(|task| task.id.get())
            .collect::<Vec<_>>()
    };
    assert_eq!(from(1), [3, 9, 1_500, 5_000]);
    assert_eq!(from(9), [9, 1_500, 5_000]);
    assert_eq!(from(10), [1_500, 5_000]);
    assert_eq!(from(9_999), [0; 0]);
    let back: Vec<_> = table.from(None).rev().map(|task| task.id.get()).collect();
    assert_eq!(back, [5_000, 1_500, 9, 3]);
}

#[test]
fn an_extra_is_kept_only_while_it_is_needed() {
    let mut table = filled(1..=2);
    let site = Some(SiteId::new(5));
    table.edit(id(1), |extra| extra.site = site);
    assert_eq!(table.extras_len(), 0);
    table.edit(id(1), |extra| extra.until = Some(Nanos(9)));
    assert_eq!(table.extras_len(), 1);
    let task = table.view(id(1)).unwrap();
    assert_eq!((task.site, task.until), (site, Some(Nanos(9))));
    table.edit(id(1), |extra| extra.until = None);
    assert_eq!(table.extras_len(), 0);
    assert_eq!(table.view(id(1)).unwrap().site, site);
    let far = Some(SiteId::new(u32::MAX));
    table.edit(id(2), |extra| extra.site = far);
    assert_eq!(
        (table.extras_len(), table.view(id(2)).unwrap().site),
        (1, far)
    );
    table.edit(id(2), |extra| extra.site = None);
    table.edit(id(2), |extra| extra.awaits = Some(id(1)));
    table.forget(id(2), true);
    assert_eq!(table.extras_len(), 0);
}

#[test]
fn sums_and_first_polls_of_any_size_are_whole() {
    let mut table = filled([1]);
    let late = Nanos(1 << 45);
    table.set_first_poll(id(1), late);
    table.add_busy(id(1), late);
    table.add_scheduled(id(1), late);
    table.add_scheduled(id(1), Nanos(5));
    let task = table.view(id(1)).unwrap();
    assert_eq!((task.first_poll, task.busy), (Some(late), late));
    assert_eq!(task.scheduled, late + Nanos(5));
    table.set_first_poll(id(1), Nanos(3));
    assert_eq!(table.view(id(1)).unwrap().first_poll, Some(Nanos(3)));
}

#[test]
fn a_page_takes_memory_for_its_tasks_not_for_its_numbers() {
    // One of a thousand lives on; numbers from 900 on are never used.
    let mut table = filled(1..=900);
    (2..=900).for_each(|n| table.forget(id(n), n != 7));
    assert!(matches!(&table.pages[0], Page::Thin(thin) if thin.iter().count() == 1));
    assert_eq!(table.seen(id(1)), Seen::Alive);
    assert_eq!(table.seen(id(7)), Seen::Forgotten { completed: false });
    assert_eq!(table.seen(id(8)), Seen::Forgotten { completed: true });
    assert_eq!(table.seen(id(901)), Seen::Never);
    let one = |table: &Table| table.from(None).map(|task| task.id).collect::<Vec<_>>();
    assert_eq!(one(&table), [id(1)]);
    assert_eq!(table.from(Some(id(2))).count(), 0);
    // It fills again, and in the end nothing but that they were there is left.
    (901..=1_024).for_each(|n| table.insert(id(n), &Record::unknown(Nanos::ZERO)));
    assert!(matches!(table.pages[0], Page::Open(_)));
    (1..=1_024).for_each(|n| table.forget(id(n), true));
    assert!(matches!(table.pages[0], Page::Closed(Some(_))));
    let mut table = filled(1..=1_024);
    (1..=1_024).for_each(|n| table.forget(id(n), true));
    assert!(matches!(table.pages[0], Page::Closed(None)));
    assert_eq!(table.seen(id(3)), Seen::Forgotten { completed: true });
}

/// What happens to a task of a table, with the number of its segment.
#[derive(Clone, Copy, Debug)]
enum Step {
    Insert(u32),
    Forget(u32, bool),
    Poll(u32),
    Segment,
    Back,
}

fn step() -> impl Strategy<Value = Step> {
    // Two pages, and neighbours, so that pages thin out, close and fill again.
    let number = prop_oneof![1..=1_100_u32, 1..=80_u32];
    prop_oneof![
        8 => number.clone().prop_map(Step::Insert),
        6 => (number.clone(), any::<bool>()).prop_map(|(n, done)| Step::Forget(n, done)),
        4 => number.prop_map(Step::Poll),
        1 => Just(Step::Segment),
        1 => Just(Step::Back),
    ]
}

/// All that can be asked about these numbers.
fn asked(table: &Table) -> Vec<(Seen, Option<u32>)> {
    let ask = |n| {
        (
            table.seen(id(n)),
            table.get(id(n)).map(|record| record.polls),
        )
    };
    (1..=1_110).map(ask).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn whatever_shape_a_page_has_it_says_the_same(
        full in any::<bool>(), steps in prop::collection::vec(step(), 0..400)
    ) {
        let mut table = if full { filled(1..=1_060) } else { Table::default() };
        let mut truth: BTreeMap<u32, (Seen, Option<u32>)> = BTreeMap::new();
        (1..=1_060).filter(|_| full).for_each(|n| { truth.insert(n, (Seen::Alive, Some(0))); });
        table.remember();
        let mut begin = truth.clone();
        // Forgetting most makes pages thin at once.
        let steps = (5..=1_020).filter(|_| full).map(|n| Step::Forget(n, n % 3 > 0)).chain(steps);
        for step in steps {
            match step {
                Step::Insert(n) if !truth.contains_key(&n) => {
                    table.insert(id(n), &Record::unknown(Nanos::ZERO));
                    truth.insert(n, (Seen::Alive, Some(0)));
                }
                Step::Forget(n, completed) if matches!(truth.get(&n), Some((Seen::Alive, _))) => {
                    table.forget(id(n), completed);
                    truth.insert(n, (Seen::Forgotten { completed }, None));
                }
                Step::Poll(n) => {
                    let record = table.get_mut(id(n));
                    let polls = truth.get_mut(&n).and_then(|(_, polls)| polls.as_mut());
                    prop_assert_eq!(record.is_some(), polls.is_some());
                    if let (Some(record), Some(polls)) = (record, polls) {
                        record.polls += 1;
                        *polls += 1;
                    }
                }
                Step::Segment => {
                    table.remember();
                    begin.clone_from(&truth);
                }
                Step::Back => {
                    let before = table.before();
                    for (ids, records) in before.runs(64) {
                        for (n, id) in ids.iter().enumerate() {
                            table.write_back(*id, records.get(n).unwrap_or(&Record::ABSENT));
                        }
                    }
                    table.remember();
                    truth.clone_from(&begin);
                }
                Step::Insert(_) | Step::Forget(..) => {}
            }
        }
        let expected = (1..=1_110).map(|n| truth.get(&n).copied().unwrap_or((Seen::Never, None)));
        let expected: Vec<_> = expected.collect();
        prop_assert_eq!(asked(&table), expected.clone());
        let known = expected.iter().filter(|(_, polls)| polls.is_some()).count();
        prop_assert_eq!(table.from(None).count(), known);
        prop_assert_eq!(table.from(None).rev().count(), known);
        let copy = table.snapshot_into(filled([1, 1_050]));
        prop_assert_eq!(asked(&copy), expected);
    }
}
