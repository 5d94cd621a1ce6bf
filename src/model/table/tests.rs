//! Pages, extras and lists together.

use super::*;

fn id(number: u32) -> TaskId {
    TaskId::new(number).unwrap()
}

fn filled(numbers: impl IntoIterator<Item = u32>) -> Table {
    let mut table = Table::default();
    for number in numbers {
        table.insert(id(number), Record::unknown(Nanos::ZERO));
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
    assert!(matches!(table.pages[0], Page::Closed(_)));
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
