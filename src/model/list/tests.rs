use super::*;
use crate::testkit::id;
use std::collections::HashMap;

fn order(list: &List) -> Vec<u32> {
    assert!(list.is_sound());
    list.iter().map(TaskId::get).collect()
}

#[test]
fn a_list_gives_up_any_of_its_tasks() {
    let mut list = List::default();
    let stamps: Vec<_> = (1..=5).map(|n| list.push_back(id(n))).collect();
    list.remove(stamps[2]);
    assert_eq!(order(&list), [1, 2, 4, 5]);
    assert!(list.holds(id(2), stamps[1]) && !list.holds(id(3), stamps[2]));
    list.remove(stamps[0]);
    list.remove(stamps[4]);
    assert_eq!((order(&list), list.front()), (vec![2, 4], Some(id(2))));
    let again = list.push_back(id(1));
    assert_eq!((order(&list), list.len()), (vec![2, 4, 1], 3));
    [stamps[1], stamps[3], again]
        .into_iter()
        .for_each(|stamp| list.remove(stamp));
    assert_eq!((list.front(), list.len()), (None, 0));
    assert_eq!(order(&list), [0; 0]);
}

#[test]
fn a_list_gives_up_its_second_half() {
    let mut list = List::default();
    let stamps: Vec<_> = (1..=50).map(|n| list.push_back(id(n))).collect();
    [0, 2, 7].into_iter().for_each(|n| list.remove(stamps[n]));
    let mut taken = Vec::new();
    list.split_off(3, |id| taken.push(id.get()));
    assert_eq!(order(&list), [2, 4, 5]);
    let rest: Vec<_> = [6, 7].into_iter().chain(9..=50).collect();
    assert_eq!((taken, list.len()), (rest, 3));
    list.push_back(id(1));
    assert_eq!(order(&list), [2, 4, 5, 1]);
}

#[test]
fn a_short_queue_stays_in_its_block() {
    let mut list = List::default();
    for number in 1..100 {
        let stamp = list.push_back(id(number));
        assert_eq!(stamp, 0);
        list.remove(stamp);
    }
    assert_eq!((order(&list), list.blocks.count()), (vec![], (1, true)));
}

/// A list that forgets and gets tasks in a wild order, and what must be in it.
struct Wild {
    list: List,
    stamps: HashMap<u32, u32>,
    wanted: Vec<u32>,
    seed: u32,
}

impl Wild {
    fn new(tasks: u32) -> Self {
        let mut list = List::default();
        Self {
            stamps: (1..=tasks).map(|n| (n, list.push_back(id(n)))).collect(),
            wanted: (1..=tasks).collect(),
            list,
            seed: 1,
        }
    }

    fn random(&mut self, below: usize) -> usize {
        self.seed = self
            .seed
            .wrapping_mul(747_796_405)
            .wrapping_add(2_891_336_453);
        (self.seed >> 9) as usize % below
    }

    /// One of the tasks, the first of all seldom, goes to the back.
    fn move_one(&mut self) -> u32 {
        let at = match self.random(500) {
            0 => 0,
            _ => self.random(self.wanted.len()),
        };
        let moved = self.wanted.remove(at);
        self.list.remove(self.stamps[&moved]);
        self.stamps.insert(moved, self.list.push_back(id(moved)));
        self.wanted.push(moved);
        moved
    }
}

#[test]
fn order_and_stamps_stay_however_wild_it_gets_and_memory_is_used_again() {
    let mut wild = Wild::new(1_000);
    for round in 0..20_000 {
        wild.move_one();
        if round % 1_000 == 0 {
            assert_eq!(order(&wild.list), wild.wanted);
        }
    }
    let (list, stamps) = (&wild.list, &wild.stamps);
    assert!(list.iter().all(|id| list.holds(id, stamps[&id.get()])));
    assert!(list.blocks.count().0 < 500, "{:?}", list.blocks.count());
    for n in 1..=1_000 {
        wild.list.remove(wild.stamps[&n]);
    }
    assert_eq!((order(&wild.list), wild.list.blocks.count().0), (vec![], 1));
}

#[test]
fn a_list_is_taken_back_from_any_moment_of_any_segment() {
    let mut wild = Wild::new(300);
    for _ in 0..500 {
        wild.move_one();
    }
    for rounds in [0, 1, 50, 900] {
        wild.list.remember();
        let (before, stamps) = (wild.list.clone(), wild.stamps.clone());
        let mut changed: Vec<u32> = (0..rounds).map(|_| wild.move_one()).collect();
        let mut lefts = vec![wild.list.left()];
        wild.list.remember();
        changed.extend((0..rounds).map(|_| wild.move_one()));
        // A view is in the middle of the second segment; all of that one is taken back.
        let (mut view, view_stamps) = (wild.list.clone(), wild.stamps.clone());
        changed.extend((0..rounds).map(|_| wild.move_one()));
        lefts.push(wild.list.left());

        changed
            .iter()
            .for_each(|n| view.vacate(id(*n), view_stamps[n]));
        view.take_back(before.ends(), lefts.iter().flatten());
        changed
            .iter()
            .for_each(|n| view.reoccupy(id(*n), stamps[n]));
        assert_eq!((view.ends(), order(&view)), (before.ends(), order(&before)));
        assert!(view.iter().all(|id| view.holds(id, stamps[&id.get()])));
        // What comes next comes to the same stamps.
        let mut again = before.clone();
        for n in 1_000..1_100 {
            assert_eq!(view.push_back(id(n)), again.push_back(id(n)));
        }
        assert_eq!(order(&view), order(&again));
    }
}
