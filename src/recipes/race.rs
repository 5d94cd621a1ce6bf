//! Two waits, the first one wins, the other is dropped.

async fn race(kit: Kit, gas: Duration, wood: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(gas)) => {
            println!("gas was first, wood is put out");
        }
        () = sleep(kit.pace(wood)) => {
            println!("wood was first, gas is put out");
        }
        _ = orders.changed() => {
            println!("last orders: both are put out");
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const GAS: ParamInfo = args::span("gas", 800, "time of the first branch");
const WOOD: ParamInfo = args::span("wood", 1_600, "time of the second branch");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "race",
        origin: Origin::Menu('0'),
        blocks: false,
        summary: "select! of two timers: the first wins, the other is dropped",
        file: file!(),
        source: include_str!("race.rs"),
        params: &[GAS, WOOD],
        kinds: &["race"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(race(kit, GAS.duration(params), WOOD.duration(params))),
};
