//! What the learner orders in a run, instead of its script.

use super::Course;
use crate::events::{Event, TaskId, What};
use crate::model::Model;
use crate::order::{Order, RecipeInfo};

impl Course {
    /// The order that a key for this recipe stands for in the present run, if it is one of it.
    /// It counts as given.
    pub fn order(&mut self, recipe: &str) -> Option<Order> {
        self.give(|order| order.recipe == recipe)
    }

    /// The next order of the present run that no key gives. It counts as given.
    pub fn order_without_key(&mut self, keyless: impl Fn(&str) -> bool) -> Option<Order> {
        let recipe = self.next_by_hand()?;
        self.give(|order| order.recipe == recipe && keyless(recipe))
    }

    /// The recipe of the next order by hand.
    pub fn next_by_hand(&self) -> Option<&'static str> {
        let (_, run) = self.run()?;
        let index = self.hands().find(|index| !self.given.contains(index))?;
        Some(run.scenario.orders[index].order.recipe)
    }

    fn give(&mut self, fits: impl Fn(&Order) -> bool) -> Option<Order> {
        self.watch.as_ref()?;
        let (_, run) = self.run()?;
        let fitting: Vec<usize> = self
            .hands()
            .filter(|index| fits(&run.scenario.orders[*index].order))
            .collect();
        // The first one not given yet; after that the same once more.
        let left = fitting.iter().find(|index| !self.given.contains(index));
        let index = *left.or(fitting.last())?;
        let order = run.scenario.orders[index].order.clone();
        self.first_order |= self.given.is_empty();
        self.given.push(index);
        self.ordered = Some(order.recipe);
        Some(order)
    }

    /// Looks for the task of what was ordered last.
    pub(super) fn spawned(&mut self, event: &Event, model: &Model) {
        let (
            Some(recipe),
            What::Spawned {
                task,
                parent: None,
                kind,
                ..
            },
        ) = (self.ordered, &event.what)
        else {
            return;
        };
        if model.kind(*kind) == recipe {
            self.ordered = None;
            self.own = Some(*task);
        }
    }

    /// The task that was ordered by hand and is spawned now; asked for once.
    pub fn take_own(&mut self) -> Option<TaskId> {
        self.own.take()
    }

    /// The first order of a run was given by hand; asked for once.
    pub fn take_first_order(&mut self) -> bool {
        std::mem::take(&mut self.first_order)
    }

    /// The orders of the present run that are given by hand.
    fn hands(&self) -> impl Iterator<Item = usize> + use<'_> {
        let run = self.run().filter(|_| !self.by_itself);
        run.into_iter().flat_map(|(_, run)| {
            let all = 0..run.scenario.orders.len();
            all.filter(|index| !run.background.contains(index))
        })
    }

    /// Whether the run cannot be over yet: orders are still to be given by hand.
    pub fn awaits_orders(&self) -> bool {
        self.hands().any(|index| !self.given.contains(&index))
    }
}

/// Whether no key orders this recipe.
pub fn is_keyless(menu: &[&'static RecipeInfo], recipe: &str) -> bool {
    let has_key = |info: &&RecipeInfo| info.name == recipe && info.key().is_some();
    !menu.iter().copied().any(|info| has_key(&info))
}
