//! The facts the model has told, kept for longer than the model itself needs them.

use crate::events::Nanos;
use crate::model::{Happening, Model};
use std::collections::VecDeque;

/// Of the facts kept, so many in a hundred may be weighty ones.
const WEIGHTY_PERCENT: usize = 20;

/// Where a fact stands among the others: by its time, then by its number. What began with a
/// poll is told when that ends, and has its place before what was told meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactKey {
    /// When it was.
    pub at: Nanos,
    /// Its number.
    pub number: u64,
}

impl FactKey {
    /// Before all facts.
    pub const FIRST: Self = Self {
        at: Nanos::ZERO,
        number: 0,
    };
    /// After all facts.
    pub const LAST: Self = Self {
        at: Nanos(u64::MAX),
        number: u64::MAX,
    };

    /// The key of a fact.
    pub fn of(fact: &Happening) -> Self {
        Self {
            at: fact.at,
            number: fact.number,
        }
    }
}

/// The newest facts, within a bound of memory.
///
/// Routine facts and weighty ones have a row each, so that a rush cannot push a panic out.
#[derive(Clone, Debug)]
pub struct Facts {
    routine: Row,
    weighty: Row,
    /// Number of the newest fact taken in.
    seen: u64,
}

#[derive(Clone, Debug)]
struct Row {
    facts: VecDeque<Happening>,
    most: usize,
}

impl Row {
    fn new(bytes: usize) -> Self {
        Self {
            facts: VecDeque::new(),
            most: (bytes / size_of::<Happening>()).max(1),
        }
    }

    fn push(&mut self, fact: Happening) {
        if self.facts.len() >= self.most {
            self.facts.pop_front();
        }
        let key = FactKey::of(&fact);
        if self.facts.back().is_none_or(|last| FactKey::of(last) < key) {
            self.facts.push_back(fact);
        } else {
            self.facts.insert(self.up_to(key), fact);
        }
    }

    /// How many are not after this.
    fn up_to(&self, key: FactKey) -> usize {
        self.facts.partition_point(|fact| FactKey::of(fact) <= key)
    }
}

impl Facts {
    /// Keeps as many as fit into about so many bytes.
    pub fn new(bytes: usize) -> Self {
        let weighty = bytes / 100 * WEIGHTY_PERCENT;
        Self {
            routine: Row::new(bytes - weighty),
            weighty: Row::new(weighty),
            seen: 0,
        }
    }

    /// Takes in the facts that are new in `model` since the last call. To be called every few
    /// dozen events: the model keeps only the newest ones.
    pub fn learn(&mut self, model: &Model) {
        let seen = self.seen;
        let fresh = model.happenings().rev();
        let mut fresh: Vec<_> = fresh.take_while(|fact| fact.number > seen).collect();
        for fact in fresh.drain(..).rev() {
            self.seen = fact.number;
            let row = if fact.kind.is_routine() {
                &mut self.routine
            } else {
                &mut self.weighty
            };
            row.push(fact.clone());
        }
    }

    /// How many were told since the run began; and how many of them are kept.
    pub fn told(&self) -> (u64, u64) {
        let kept = self.routine.facts.len() + self.weighty.facts.len();
        (self.seen, kept as u64)
    }

    /// The fact at this place, if it is kept.
    pub fn get(&self, key: FactKey) -> Option<&Happening> {
        self.back_from(key)
            .next()
            .filter(|fact| FactKey::of(fact) == key)
    }

    /// Those that are not after this, newest first.
    pub fn back_from(&self, key: FactKey) -> impl Iterator<Item = &Happening> {
        let below = |row: &Row| row.up_to(key);
        let routine = self.routine.facts.range(..below(&self.routine)).rev();
        let weighty = self.weighty.facts.range(..below(&self.weighty)).rev();
        merge(routine, weighty, |one, other| {
            FactKey::of(one) > FactKey::of(other)
        })
    }

    /// Those after this, oldest first.
    pub fn after(&self, key: FactKey) -> impl Iterator<Item = &Happening> {
        let above = |row: &Row| row.up_to(key);
        let routine = self.routine.facts.range(above(&self.routine)..);
        let weighty = self.weighty.facts.range(above(&self.weighty)..);
        merge(routine, weighty, |one, other| {
            FactKey::of(one) < FactKey::of(other)
        })
    }
}

/// Two sorted rows as one, `first` telling which of two comes first.
fn merge<'a>(
    one: impl Iterator<Item = &'a Happening>,
    other: impl Iterator<Item = &'a Happening>,
    first: impl Fn(&Happening, &Happening) -> bool,
) -> impl Iterator<Item = &'a Happening> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(left), Some(right)) if first(left, right) => one.next(),
        (Some(_), None) => one.next(),
        _ => other.next(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{Event, TaskId, TextId, What};

    fn key(number: u64) -> FactKey {
        FactKey {
            at: Nanos(number),
            number,
        }
    }

    /// So many lines were printed, and every tenth time a runtime ended.
    fn told(facts: &mut Facts, model: &mut Model, times: u64) {
        for at in 1..=times {
            let what = match at % 10 {
                0 => What::RunEnded,
                _ => What::Said {
                    task: TaskId::new(1),
                    text: TextId::new(0),
                },
            };
            model.apply(&Event {
                at: Nanos(at),
                what,
            });
            facts.learn(model);
        }
    }

    #[test]
    fn facts_come_in_order_from_anywhere_in_both_directions() {
        let mut facts = Facts::new(1 << 20);
        told(&mut facts, &mut Model::new(Nanos(1_000)), 35);
        assert_eq!(facts.told(), (35, 35));
        let back: Vec<_> = facts.back_from(key(22)).map(|fact| fact.number).collect();
        assert_eq!(back, (1..=22).rev().collect::<Vec<_>>());
        let on: Vec<_> = facts.after(key(22)).map(|fact| fact.number).collect();
        assert_eq!(on, (23..=35).collect::<Vec<_>>());
        assert_eq!(facts.get(key(30)).map(|fact| fact.at), Some(Nanos(30)));
        assert_eq!(facts.get(key(36)), None);
    }

    #[test]
    fn what_is_told_late_stands_at_its_time() {
        let mut facts = Facts::new(1 << 20);
        let mut model = Model::new(Nanos(1_000));
        for at in [5, 9, 7] {
            let what = What::Said {
                task: None,
                text: TextId::new(0),
            };
            model.apply(&Event {
                at: Nanos(at),
                what,
            });
            facts.learn(&model);
        }
        let times = facts.back_from(FactKey::LAST).map(|fact| fact.at.0);
        assert_eq!(times.collect::<Vec<_>>(), [9, 7, 5]);
    }

    #[test]
    fn memory_is_bounded_and_a_rush_pushes_no_weighty_fact_out() {
        let bytes = 1_000 * size_of::<Happening>();
        let mut facts = Facts::new(bytes);
        told(&mut facts, &mut Model::new(Nanos(1_000)), 1_500);
        let kept: Vec<_> = facts
            .after(FactKey::FIRST)
            .map(|fact| fact.number)
            .collect();
        assert!(kept.len() <= 1_000, "{}", kept.len());
        assert_eq!(kept[0], 10, "the first end of a runtime is still there");
        assert!(!kept.contains(&11), "lines as old as it are not");
    }
}
