//! Which poll called for which: an arrow from the poll that called a waker to the next poll of the
//! task that was woken.

use crate::events::{Nanos, TaskId};
use std::collections::HashMap;

/// Calls of a task, in its poll in progress, or for it, before its next one, that are kept.
const MOST: usize = 64;

/// An arrow: its number, and when the waker was called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Arrow {
    pub(super) number: u64,
    pub(super) at: Nanos,
}

/// The arrows of a runtime whose polls are not told yet.
#[derive(Debug, Default)]
pub(super) struct Arrows {
    from: HashMap<TaskId, Vec<Arrow>>,
    to: HashMap<TaskId, Vec<Arrow>>,
}

impl Arrows {
    /// A task has called the waker of another one, or its own, in the poll that goes on.
    pub(super) fn woken(&mut self, by: TaskId, task: TaskId, arrow: Arrow) {
        if self.is_for(task, arrow) {
            let from = self.from.entry(by).or_default();
            if from.len() < MOST {
                from.push(arrow);
            }
        }
    }

    /// The waker of a task was called, by a poll that is told already; `false` if there were too
    /// many calls.
    pub(super) fn is_for(&mut self, task: TaskId, arrow: Arrow) -> bool {
        let to = self.to.entry(task).or_default();
        let has_room = to.len() < MOST;
        if has_room {
            to.push(arrow);
        }
        has_room
    }

    /// A poll was told: the arrows that begin in it, and the one that ends there. Of several calls
    /// the first made the task ready.
    pub(super) fn polled(
        &mut self,
        task: TaskId,
        (start, end): (Nanos, Nanos),
    ) -> (Vec<Arrow>, Option<Arrow>) {
        let from = self.from.remove(&task).unwrap_or_default();
        let from = from
            .into_iter()
            .filter(|arrow| (start..=end).contains(&arrow.at));
        let mut first = None;
        if let Some(to) = self.to.get_mut(&task) {
            first = to.first().copied().filter(|arrow| arrow.at <= start);
            to.retain(|arrow| arrow.at > start);
            if to.is_empty() {
                self.to.remove(&task);
            }
        }
        (from.collect(), first)
    }

    /// Nothing more will be told of a task.
    pub(super) fn ended(&mut self, task: TaskId) {
        self.from.remove(&task);
        self.to.remove(&task);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testkit::id;

    #[test]
    fn an_arrow_goes_to_the_poll_it_caused() {
        let mut arrows = Arrows::default();
        let arrow = |number, at| Arrow {
            number,
            at: Nanos(at),
        };
        arrows.woken(id(1), id(2), arrow(1, 15));
        arrows.woken(id(3), id(2), arrow(2, 16));
        // In progress as it was called: that call is for the one after.
        arrows.woken(id(1), id(2), arrow(3, 25));
        let polled = arrows.polled(id(2), (Nanos(20), Nanos(30)));
        assert_eq!(polled, (vec![], Some(arrow(1, 15))));
        let polled = arrows.polled(id(1), (Nanos(10), Nanos(26)));
        assert_eq!(polled, (vec![arrow(1, 15), arrow(3, 25)], None));
        let polled = arrows.polled(id(2), (Nanos(40), Nanos(41)));
        assert_eq!(polled, (vec![], Some(arrow(3, 25))));
        assert_eq!(arrows.polled(id(2), (Nanos(50), Nanos(51))), (vec![], None));
    }
}
