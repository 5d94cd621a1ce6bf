//! Blocks, but hands its worker's queue over first.

async fn hand_over(kit: Kit, time: Duration) {
    let mut siblings = JoinSet::new();
    for number in 1..=3 {
        siblings.spawn(sibling(kit.clone(), number));
    }
    let time = kit.pace(time);
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => {
            block_in_place(|| std::thread::sleep(time));
        }
        // Here block_in_place would panic.
        _ => println!("one thread only: no hand-over"),
    }
    while siblings.join_next().await.is_some() {}
}

async fn sibling(kit: Kit, number: u64) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.ms(200 * number)) => {}
        _ = orders.changed() => {}
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::select;
use tokio::task::{JoinSet, block_in_place};
use tokio::time::sleep;

const FOR: ParamInfo = args::span("for", 1_500, "how long it blocks");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "hand-over",
        origin: Origin::Menu('h'),
        blocks: true,
        summary: "block_in_place: its siblings go on at another thread",
        file: file!(),
        source: include_str!("hand_over.rs"),
        params: &[FOR],
        kinds: &["hand-over", "sibling"],
    },
    children: 3,
    spawn: |to, kit, params| to.spawn(hand_over(kit, FOR.duration(params))),
};
