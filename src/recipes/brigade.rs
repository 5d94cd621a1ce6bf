//! One task spawns children and waits for them all.

async fn brigade(kit: Kit, children: u32, time: Duration) {
    let mut team = JoinSet::new();
    for number in 1..=children {
        let time = kit.pace(time * number);
        team.spawn(helper(kit.clone(), number, time));
    }
    // The newest child is now in the LIFO slot
    // of this worker, the others in its queue.
    // At last orders, too: they are told themselves.
    while team.join_next().await.is_some() {}
}

async fn helper(kit: Kit, number: u32, time: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(time) => {}
        _ = orders.changed() => {
            println!("helper {number}: goodbye");
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::sleep;

const CHILDREN: ParamInfo = args::count("children", 5, (1, 10_000), "how many children it spawns");
const STEP: ParamInfo = args::span(
    "step",
    400,
    "the first child waits so long, the second twice as long, and so on",
);

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "brigade",
        origin: Origin::Menu('6'),
        blocks: false,
        summary: "spawns children into a JoinSet; the newest goes to the LIFO slot",
        file: file!(),
        source: include_str!("brigade.rs"),
        params: &[CHILDREN, STEP],
        kinds: &["brigade", "helper"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(brigade(kit, CHILDREN.number(params), STEP.duration(params))),
};
