//! Each recipe says which kinds of task come of it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::{KindId, Nanos, What};
use tokio_kitchen::model::Model;
use tokio_kitchen::order::{Command, Order, Param, Params};
use tokio_kitchen::recipes::{self, Recipe};

/// Short, and with children if there can be any.
fn params(recipe: &Recipe) -> Params {
    let params = recipe.info.params.iter().filter_map(|param| {
        let value = match (param.name, param.default) {
            ("children", _) => Param::Count(3),
            (_, Param::Span(span)) => Param::Span(span.min(Nanos::from_millis(200))),
            _ => return None,
        };
        Some((param.name.to_owned(), value))
    });
    params.collect()
}

/// Orders one and waits until all that came of it is over. Gives the kinds that were seen.
fn seen(recipe: &'static Recipe) -> BTreeSet<String> {
    let config = Config {
        workers: Some(2),
        tempo: 10.0,
        program: Some(env!("CARGO_BIN_EXE_tokio-kitchen").into()),
        ..Config::default()
    };
    let (engine, mut reader) = Engine::start(config).expect("threads can be had");
    engine.send(Command::Spawn(Order {
        recipe: recipe.info.name,
        count: 1,
        params: params(recipe),
    }));
    let mut model = Model::new(Nanos::from_millis(100));
    let mut names: BTreeMap<KindId, String> = BTreeMap::new();
    let mut kinds = BTreeSet::new();
    // One of them goes on until it is told to stop.
    let mut waits_for_it = recipe.info.name == "waiter";
    let is_over = |model: &Model| {
        let counters = model.counters();
        counters.spawned > 0 && counters.alive() == 0 && counters.blocking.alive() == 0
    };
    while !is_over(&model) {
        reader.drain(|event| {
            match &event.what {
                What::Kind { id, name } => drop(names.insert(*id, name.clone())),
                What::Spawned { kind, .. } | What::BlockingSubmitted { kind, .. } => {
                    kinds.insert(*kind);
                }
                _ => {}
            }
            model.apply(&event);
        });
        if waits_for_it && model.counters().polls > 1 {
            waits_for_it = false;
            engine.send(Command::Close { graceful: true });
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    kinds.iter().map(|kind| names[kind].clone()).collect()
}

#[test]
fn what_comes_of_each_recipe_is_what_it_says() {
    for recipe in recipes::known() {
        let info = &recipe.info;
        assert_eq!(info.kinds.first(), Some(&info.name), "its own comes first");
        let said: BTreeSet<_> = info.kinds.iter().map(|&kind| kind.to_owned()).collect();
        assert_eq!(seen(recipe), said, "{}", info.name);
    }
}
