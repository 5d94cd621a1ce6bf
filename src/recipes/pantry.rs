//! Tasks that may not leave their thread: a `LocalSet`.

async fn pantry(kit: Kit, children: u32, time: Duration) {
    let runtime = Handle::current();
    // They need a thread of their own: the pool's.
    let room = move || {
        let set = LocalSet::new();
        set.spawn_local(keep(kit, children, time));
        runtime.block_on(set);
    };
    if let Err(error) = spawn_blocking(room).await {
        println!("the pantry is empty: {error}");
    }
}

async fn keep(kit: Kit, children: u32, time: Duration) {
    // An Rc is not Send: no other thread may have it.
    let jars = Rc::new(Cell::new(0));
    let mut team = JoinSet::new();
    for _ in 0..children {
        let jars = Rc::clone(&jars);
        team.spawn_local(pickle(kit.clone(), jars, time));
    }
    while team.join_next().await.is_some() {}
    println!("{} jars are filled", jars.get());
}

async fn pickle(kit: Kit, jars: Jars, time: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(time)) => {
            jars.set(jars.get() + 1);
        }
        _ = orders.changed() => {}
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::select;
use tokio::task::{JoinSet, LocalSet, spawn_blocking};
use tokio::time::sleep;

type Jars = Rc<Cell<u32>>;

const CHILDREN: ParamInfo = args::count("children", 3, (1, 10_000), "how many local tasks");
const EACH: ParamInfo = args::span("each", 800, "how long each of them waits");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "pantry",
        origin: Origin::Menu('A'),
        blocks: false,
        summary: "a LocalSet with its tasks, on a thread of the blocking pool",
        file: file!(),
        source: include_str!("pantry.rs"),
        params: &[CHILDREN, EACH],
        kinds: &["pantry", "LocalSet", "keep", "pickle"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(pantry(kit, CHILDREN.number(params), EACH.duration(params))),
};
