//! Waits for a timer; meanwhile it holds no worker.

async fn simmer(kit: Kit, time: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(time)) => {}
        // Told to finish: it ends half done.
        _ = orders.changed() => {}
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const FOR: ParamInfo = args::span("for", 2_000, "time on the timer");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "simmer",
        origin: Origin::Menu('1'),
        blocks: false,
        summary: "waits for a timer (tokio::time::sleep); holds no worker",
        file: file!(),
        source: include_str!("simmer.rs"),
        params: &[FOR],
        kinds: &["simmer"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(simmer(kit, FOR.duration(params))),
};
