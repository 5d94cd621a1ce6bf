//! Blocks a worker thread: the classic mistake.

async fn block(kit: Kit, plan: Plan) {
    if !plan.after.is_zero() {
        let mut orders = kit.last_orders();
        select! {
            () = sleep(kit.pace(plan.after)) => {}
            _ = orders.changed() => return,
        }
    }
    let mut team = JoinSet::new();
    for _ in 0..plan.children {
        team.spawn(child(kit.clone()));
    }
    // No .await here: the worker cannot go on
    // with anything else until this returns.
    std::thread::sleep(kit.pace(plan.time));

    while team.join_next().await.is_some() {}
}

/// Others may steal it from the queue of the worker
/// that blocks, but not from its LIFO slot.
async fn child(kit: Kit) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.ms(200)) => {}
        _ = orders.changed() => {}
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::sleep;

const FOR: ParamInfo = args::span("for", 3_000, "how long it blocks");
const AFTER: ParamInfo = args::span("after", 0, "it waits on a timer so long before it blocks");
const CHILDREN: ParamInfo = args::count(
    "children",
    0,
    (0, 10_000),
    "how many children it spawns just before it blocks",
);

/// What one task is asked to do.
struct Plan {
    after: Duration,
    children: u32,
    time: Duration,
}

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "block",
        origin: Origin::Menu('b'),
        blocks: true,
        summary: "std::thread::sleep in an async task: stalls its worker",
        file: file!(),
        source: include_str!("block.rs"),
        params: &[FOR, AFTER, CHILDREN],
        kinds: &["block", "child"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let plan = Plan {
            after: AFTER.duration(params),
            children: CHILDREN.number(params),
            time: FOR.duration(params),
        };
        to.spawn(block(kit, plan))
    },
};
