//! How a kitchen closes: every recipe either hears of last orders over the watch channel, or
//! is named as one that does not listen; lights out ask nobody.

use std::collections::HashSet;
use std::time::Duration;
use tokio_kitchen::app::Register;
use tokio_kitchen::engine::{Config, Engine};
use tokio_kitchen::events::{EndKind, Nanos, Now, TaskId, WakeBy, What};
use tokio_kitchen::kitchen::narrator;
use tokio_kitchen::model::{Model, Place};
use tokio_kitchen::order::{Command, Order, Param, Params};
use tokio_kitchen::probe::Reader;
use tokio_kitchen::recipes;

/// A poll so long does more than to come to an await.
const LASTING: Nanos = Nanos::from_millis(5);

/// A running kitchen and what was heard of it.
struct Kitchen {
    engine: Engine,
    reader: Reader,
    model: Model,
    /// Tasks that reached a point where they wait or work.
    settled: HashSet<TaskId>,
    /// Tasks woken from outside since the kitchen began to close.
    woken: Vec<TaskId>,
    /// The tasks alive when it began to close, and whether each listened then.
    alive: Vec<(TaskId, bool)>,
    /// What was said at that moment.
    said: String,
}

impl Kitchen {
    fn open() -> Self {
        let config = Config {
            workers: Some(2),
            ..Config::default()
        };
        let (engine, reader) = Engine::start(config).expect("threads can be had");
        Self {
            engine,
            reader,
            model: Model::new(Nanos::from_millis(100)),
            settled: HashSet::new(),
            woken: Vec::new(),
            alive: Vec::new(),
            said: String::new(),
        }
    }

    fn order(&self, recipe: &'static str, count: u32, params: Params) {
        let order = Order {
            recipe,
            count,
            params,
        };
        self.engine.send(Command::Spawn(order));
    }

    /// Takes events in until it is so.
    fn until(&mut self, is_so: impl Fn(&Self) -> bool) {
        while !is_so(self) {
            let mut events = Vec::new();
            self.reader.drain(|event| events.push(event));
            for event in events {
                self.model.apply(&event);
                match event.what {
                    What::Waiting { task, .. } | What::InPlaceStarted { task, .. } => {
                        self.settled.insert(task);
                    }
                    What::Closing { .. } => self.begins_to_close(),
                    What::Woken {
                        task,
                        by: WakeBy::Outside,
                        ..
                    } if !self.alive.is_empty() => self.woken.push(task),
                    _ => {}
                }
            }
            self.see_who_works();
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// A poll that lasts tells nothing before it is over.
    fn see_who_works(&mut self) {
        let now = self.reader.now();
        let hands = now.workers.iter().flatten();
        let lasting = hands.filter(|hand| now.at.since(hand.since) >= LASTING);
        self.settled.extend(lasting.map(|hand| hand.task));
    }

    fn begins_to_close(&mut self) {
        let alive = self.model.alive();
        self.alive = alive.map(|task| (task, self.model.listens(task))).collect();
        let now = Now {
            at: self.model.at(),
            workers: vec![None; 2],
        };
        let line =
            narrator::closing(&self.model, &now, true, Register::Analogy).expect("it closes");
        self.said = format!("{} {}", line.text, line.why.unwrap_or_default());
    }

    /// Closes, and waits until the runtime is gone.
    fn close(&mut self, graceful: bool) {
        self.engine.send(Command::Close { graceful });
        self.until(|kitchen| {
            let shutdown = kitchen.model.shutdown();
            shutdown.is_some_and(|shutdown| shutdown.over.is_some())
        });
    }

    fn ended_as(&self, task: TaskId) -> Option<EndKind> {
        match self.model.task(task)?.place {
            Place::Ended(kind) => Some(kind),
            _ => None,
        }
    }
}

/// Long where a recipe listens, else short: the test waits for those.
fn params(recipe: &str) -> Params {
    let blocks = ["block", "bakery", "hand-over", "chop"].contains(&recipe);
    let long = Param::Span(Nanos::from_millis(if blocks { 300 } else { 3_600_000 }));
    let names: &[&str] = match recipe {
        "simmer" | "torn-ticket" | "block" | "bakery" | "hand-over" => &["for"],
        "tutorial" => &["api", "database"],
        "delivery" => &["wait"],
        "knife" => &["hold"],
        "race" => &["gas", "wood"],
        "panic" => &["after"],
        "brigade" => &["step"],
        "hatch" | "trays" => &["each"],
        _ => &[],
    };
    names
        .iter()
        .map(|name| ((*name).to_owned(), long))
        .collect()
}

#[test]
fn each_recipe_hears_last_orders_or_is_named_as_one_that_cannot() {
    for recipe in recipes::all() {
        let name = recipe.info.name;
        let mut kitchen = Kitchen::open();
        kitchen.order(name, 1, params(name));
        kitchen.until(|kitchen| {
            let counters = kitchen.model.counters();
            let settled = |task| kitchen.settled.contains(&task);
            counters.spawned > u64::from(recipe.children) && kitchen.model.alive().all(settled)
        });
        kitchen.close(true);
        for &(task, listens) in &kitchen.alive {
            assert_eq!(
                kitchen.ended_as(task),
                Some(EndKind::Completed),
                "{name}: {task}"
            );
            let named = kitchen.said.contains(&format!("{task} "));
            assert_eq!(named, !listens, "{name}: {}", kitchen.said);
            if kitchen.woken.contains(&task) {
                assert!(listens, "{name}: {task} was woken by the channel");
            }
        }
        let told = kitchen.model.shutdown().expect("it was closed").woken;
        assert!(told <= kitchen.woken.len() as u64, "{name}: {told}");
    }
}

#[test]
fn whoever_can_listen_does() {
    let deaf = ["chop", "block", "bakery"];
    for recipe in recipes::all() {
        let name = recipe.info.name;
        let source = recipe.info.source;
        let listens = source.contains("last_orders()") && source.contains("orders.changed()");
        // `block` listens while it waits, before it blocks.
        assert_eq!(listens, !deaf.contains(&name) || name == "block", "{name}");
    }
}

#[test]
fn last_orders_wake_three_hundred_cards_and_none_is_cancelled() {
    let mut kitchen = Kitchen::open();
    kitchen.order("simmer", 300, params("simmer"));
    kitchen.until(|kitchen| {
        let listening = kitchen
            .model
            .alive()
            .filter(|task| kitchen.model.listens(*task));
        kitchen.model.counters().polls == 300 && listening.count() == 300
    });
    kitchen.close(true);
    let shutdown = kitchen.model.shutdown().expect("it was closed");
    assert_eq!(
        (shutdown.alive(), shutdown.listening, shutdown.woken),
        (300, 300, 300)
    );
    let woken: HashSet<_> = kitchen.woken.iter().collect();
    assert_eq!(
        (kitchen.woken.len(), woken.len()),
        (300, 300),
        "each once, from outside"
    );
    let counters = kitchen.model.counters();
    assert_eq!((counters.completed, counters.cancelled), (300, 0));
}

#[test]
fn lights_out_ask_nobody() {
    let mut kitchen = Kitchen::open();
    kitchen.order("simmer", 20, params("simmer"));
    kitchen.until(|kitchen| kitchen.model.counters().polls == 20);
    kitchen.close(false);
    assert_eq!(kitchen.woken, [], "nobody called a waker");
    let counters = kitchen.model.counters();
    assert_eq!((counters.completed, counters.cancelled), (0, 20));
}

#[test]
fn lights_out_last_until_the_last_card_is_gone() {
    // A card that gave up its chef in `block_in_place` is in nobody's hand.
    for recipe in ["block", "hand-over"] {
        lights_out_last(recipe);
    }
}

fn lights_out_last(recipe: &'static str) {
    let mut kitchen = Kitchen::open();
    kitchen.order(recipe, 6, params(recipe));
    // Both chefs are held, or more threads are: none of them parks meanwhile.
    kitchen.until(|kitchen| kitchen.settled.len() >= 2);
    kitchen.engine.send(Command::Close { graceful: false });
    kitchen.until(|kitchen| kitchen.model.closing() == Some(false));
    assert!(kitchen.said.contains("61 polls"), "{}", kitchen.said);
    kitchen.until(|kitchen| !kitchen.model.running());
    // What happened before on another thread may be heard a moment later.
    let ended = kitchen.model.shutdown().and_then(|shutdown| shutdown.over);
    let ended = ended.expect("it is over");
    while !kitchen.engine.settled() {
        std::thread::sleep(Duration::from_millis(1));
    }
    kitchen.reader.drain_all(|event| {
        let poll = matches!(event.what, What::Polled { .. });
        assert!(
            !poll || event.at <= ended,
            "{recipe}: cooked when it is closed"
        );
        kitchen.model.apply(&event);
    });
    let counters = kitchen.model.counters();
    assert_eq!(counters.alive(), 0, "{recipe}");
}
