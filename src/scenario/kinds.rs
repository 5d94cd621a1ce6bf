//! Which kinds of task the orders of a scenario can make: a claim about another one could never be
//! decided.

use super::{Planned, Scenario};
use crate::claim::KindInfo;
use crate::order::{Book, Program, RecipeInfo, Step, Verb};
use crate::recipes;

/// How the sources of recipes call what hands jobs to the blocking pool.
const HANDS_JOBS: &str = "spawn_blocking";

impl Scenario {
    /// The kinds of task, and of jobs, that its orders can make.
    pub fn kinds(&self) -> Vec<KindInfo> {
        kinds(&self.orders, &self.book)
    }
}

/// Of these orders, with the recipes of this book.
pub(super) fn kinds(orders: &[Planned], book: &Book) -> Vec<KindInfo> {
    let mut all = Vec::new();
    for planned in orders {
        let name = &planned.order.recipe;
        let written = book
            .recipes
            .iter()
            .position(|written| written.info.name == *name);
        match written {
            Some(written) => add_written(written, book, &mut Vec::new(), &mut all),
            None => {
                if let Some(recipe) = recipes::find(name) {
                    add(&recipe.info, recipe.info.kinds, &mut all);
                }
            }
        }
    }
    all
}

/// A written recipe, and those that its cards spawn.
fn add_written(number: usize, book: &Book, seen: &mut Vec<usize>, all: &mut Vec<KindInfo>) {
    if seen.contains(&number) {
        return;
    }
    seen.push(number);
    let Some(Program { info, steps, .. }) = book.recipes.get(number) else {
        return;
    };
    add(info, &[info.name], all);
    let mut spawned = Vec::new();
    note_spawned(steps, &mut spawned);
    for number in spawned {
        add_written(number, book, seen, all);
    }
}

fn note_spawned(steps: &[Step], spawned: &mut Vec<usize>) {
    for step in steps {
        match &step.verb {
            Verb::Spawn { recipe, .. } => spawned.push(*recipe),
            Verb::Select(ways) => ways.iter().for_each(|way| note_spawned(way, spawned)),
            Verb::Timeout(_, steps) | Verb::Repeat(_, steps) => note_spawned(steps, spawned),
            _ => {}
        }
    }
}

fn add(info: &RecipeInfo, names: &[&str], all: &mut Vec<KindInfo>) {
    let jobs = info.source.contains(HANDS_JOBS);
    for name in names {
        match all.iter_mut().find(|kind| kind.name == *name) {
            Some(known) => known.jobs |= jobs,
            None => all.push(KindInfo {
                name: (*name).to_owned(),
                jobs,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<(String, bool)> {
        let scenario = Scenario::parse("test.toml", text).unwrap();
        let kinds = scenario.kinds().into_iter();
        kinds.map(|kind| (kind.name, kind.jobs)).collect()
    }

    #[test]
    fn kinds_are_those_of_the_orders() {
        let text = "[[order]]\nrecipe = \"bakery\"\n[[order]]\nrecipe = \"brigade\"\n\
                    [[order]]\nrecipe = \"bakery\"\n";
        let known = [("bakery", true), ("brigade", false), ("helper", false)];
        assert_eq!(of(text), known.map(|(name, jobs)| (name.to_owned(), jobs)));
    }

    #[test]
    fn written_recipes_have_the_kinds_that_they_spawn() {
        let text = "[[recipe]]\nname = \"mine\"\nsteps = [{ repeat = 2, steps = [{ spawn = \
                    \"child\" }] }]\n[[recipe]]\nname = \"child\"\nsteps = [{ spawn_blocking = \
                    [{ block = \"1ms\" }] }]\n[[recipe]]\nname = \"other\"\nsteps = [{ yield = 1 \
                    }]\n[[order]]\nrecipe = \"mine\"\n";
        assert_eq!(of(text), [("mine".into(), false), ("child".into(), true)]);
    }
}
