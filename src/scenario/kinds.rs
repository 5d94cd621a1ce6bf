//! Which kinds of task the orders of a scenario can make: a claim about another one could never be
//! decided.

use super::{Planned, Scenario};
use crate::claim::KindInfo;
use crate::order::Book;
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
    let mut all: Vec<KindInfo> = Vec::new();
    let written = |name: &str| {
        let mut written = book.recipes.iter().map(|written| written.info);
        written.find(|info| info.name == name)
    };
    for planned in orders {
        let name = planned.order.recipe;
        let built_in = || recipes::find(name).map(|recipe| &recipe.info);
        let Some(info) = written(name).or_else(built_in) else {
            continue;
        };
        for kind in info.kinds {
            // A kind that is written has steps of its own.
            let source = written(kind).unwrap_or(info).source;
            let jobs = source.contains(HANDS_JOBS);
            match all.iter_mut().find(|known| known.name == *kind) {
                Some(known) => known.jobs |= jobs,
                None => all.push(KindInfo {
                    name: (*kind).to_owned(),
                    jobs,
                }),
            }
        }
    }
    all
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
