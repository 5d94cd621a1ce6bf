//! In which order lines came, counted over many tasks alike.
//!
//! Each task that has no parent, with all that it spawns, is one round. A round counts once each
//! of the lines was printed in it.

use crate::events::{Event, Nanos, TaskId, What};
use crate::model::Model;
use std::collections::HashMap;

/// Counts orders of lines.
#[derive(Clone, Debug, Default)]
pub struct LineOrders {
    /// Parts of the lines.
    texts: Vec<String>,
    /// The lines of each round that is not complete, in order, and when the first came.
    open: HashMap<TaskId, (Vec<usize>, Nanos)>,
    orders: Vec<LineOrder>,
}

/// An order in which lines came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOrder {
    /// Indexes of the lines, the first one first.
    pub order: Vec<usize>,
    /// In so many rounds.
    pub rounds: u64,
    /// The first round with it: its task, and the time of its first line.
    pub example: (TaskId, Nanos),
}

impl LineOrders {
    /// Of lines with these texts in them.
    pub fn new(texts: &[String]) -> Self {
        Self {
            texts: texts.to_vec(),
            ..Self::default()
        }
    }

    /// This event was folded into the model.
    pub fn after(&mut self, event: &Event, model: &Model) {
        let What::Said { task, text } = event.what else {
            return;
        };
        let line = model.text(text);
        let found = self.texts.iter().position(|part| line.contains(part));
        let root = task.and_then(|task| root(task, model));
        let (Some(index), Some(root)) = (found, root) else {
            return;
        };
        let (lines, _) = self.open.entry(root).or_insert((Vec::new(), event.at));
        if lines.contains(&index) {
            return;
        }
        lines.push(index);
        if lines.len() == self.texts.len()
            && let Some((order, at)) = self.open.remove(&root)
        {
            self.complete(order, (root, at));
        }
    }

    fn complete(&mut self, order: Vec<usize>, example: (TaskId, Nanos)) {
        match self.orders.iter_mut().find(|known| known.order == order) {
            Some(known) => known.rounds += 1,
            None => self.orders.push(LineOrder {
                order,
                rounds: 1,
                example,
            }),
        }
    }

    /// The orders that came, the most frequent one first.
    pub fn orders(&self) -> Vec<LineOrder> {
        let mut orders = self.orders.clone();
        orders.sort_by_key(|order| std::cmp::Reverse(order.rounds));
        orders
    }
}

/// How the orders begin, of so many lines each: the most frequent beginning first, with the
/// earliest round that began so.
pub(super) fn beginnings(orders: &[LineOrder], length: usize) -> Vec<LineOrder> {
    let mut all: Vec<LineOrder> = Vec::new();
    for one in orders {
        let begins = &one.order[..length.min(one.order.len())];
        match all.iter_mut().find(|known| known.order == begins) {
            Some(known) => {
                known.rounds += one.rounds;
                if one.example.1 < known.example.1 {
                    known.example = one.example;
                }
            }
            None => all.push(LineOrder {
                order: begins.to_vec(),
                ..one.clone()
            }),
        }
    }
    all.sort_by_key(|order| std::cmp::Reverse(order.rounds));
    all
}

/// The task without a parent from which this one comes.
fn root(mut task: TaskId, model: &Model) -> Option<TaskId> {
    loop {
        match model.task(task)?.parent {
            Some(parent) => task = parent,
            None => return Some(task),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_that_begin_alike_are_counted_together() {
        let order = |order: &[usize], rounds, at| LineOrder {
            order: order.to_vec(),
            rounds,
            example: (TaskId::new(at).unwrap(), Nanos::from_millis(at.into())),
        };
        let all = [
            order(&[1, 0, 2], 8, 5),
            order(&[0, 1, 2], 7, 9),
            order(&[0, 2, 1], 5, 3),
        ];
        let begun = beginnings(&all, 1);
        assert_eq!(begun, [order(&[0], 12, 3), order(&[1], 8, 5)]);
        assert_eq!(beginnings(&all, 3), all);
    }
}
