//! `block_in_place` in one half of a `join!`: the other half stands.

async fn hand_over_join(kit: Kit, time: Duration) {
    // The queue of this worker goes to another thread. The
    // other half does not: it is part of this task.
    join!(ticks(&kit), blocks(&kit, time));
}

async fn ticks(kit: &Kit) {
    for number in 1..=8 {
        sleep(kit.ms(100)).await;
        println!("tick {number}");
    }
}

async fn blocks(kit: &Kit, time: Duration) {
    sleep(kit.ms(350)).await;
    let time = kit.pace(time);
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => {
            block_in_place(|| std::thread::sleep(time));
        }
        // Here block_in_place would panic.
        _ => println!("one thread only: no hand-over"),
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::join;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;
use tokio::time::sleep;

const FOR: ParamInfo = args::span("for", 1_000, "how long it blocks");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "hand-over-join",
        origin: Origin::Lesson,
        blocks: true,
        summary: "block_in_place in one half of a join!: the other half stops meanwhile",
        file: file!(),
        source: include_str!("hand_over_join.rs"),
        params: &[FOR],
        kinds: &["hand-over-join"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(hand_over_join(kit, FOR.duration(params))),
};
