//! Blocks a worker thread: the classic mistake.

async fn block(kit: Kit, time: Duration, after: Duration) {
    if !after.is_zero() {
        sleep(kit.pace(after)).await;
    }
    // No .await here: the worker cannot go on
    // with anything else until this returns.
    occupy(|| thread::sleep(kit.pace(time)));
}

use super::{Kit, Recipe, args};
use crate::probe::{occupy, sleep};
use crate::protocol::{ParamInfo, RecipeInfo};
use std::thread;
use std::time::Duration;

const FOR: ParamInfo = args::span("for", 3_000, "how long it blocks");
const AFTER: ParamInfo = args::span("after", 0, "it waits on a timer so long before it blocks");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "block",
        key: 'b',
        summary: "std::thread::sleep in an async task: stalls its worker",
        file: file!(),
        source: include_str!("block.rs"),
        params: &[FOR, AFTER],
    },
    spawn: |to, kit, params| to.spawn(block(kit, FOR.duration(params), AFTER.duration(params))),
};
