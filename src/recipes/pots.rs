//! One task minds many pots: `FuturesUnordered`.

async fn pots(kit: Kit, pots: u32, step: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = mind(&kit, pots, step) => {}
        _ = orders.changed() => {
            println!("last orders: all are taken off");
        }
    }
}

async fn mind(kit: &Kit, pots: u32, step: Duration) {
    let mut boiling = FuturesUnordered::new();
    for pot in 1..=pots {
        boiling.push(boil(kit, pot, step * pot));
    }
    // In the order in which they are done. They are no
    // tasks: one worker polls them, one after the other.
    while let Some(pot) = boiling.next().await {
        println!("pot {pot} boils");
    }
}

async fn boil(kit: &Kit, pot: u32, time: Duration) -> u32 {
    sleep(kit.pace(time)).await;
    pot
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const POTS: ParamInfo = args::count("pots", 4, (1, 1_000), "how many futures it polls");
const STEP: ParamInfo = args::span(
    "step",
    300,
    "the first future waits so long, the second twice as long, and so on",
);

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "pots",
        origin: Origin::Menu('P'),
        blocks: false,
        summary: "FuturesUnordered: one task polls many futures, as they get ready",
        file: file!(),
        source: include_str!("pots.rs"),
        params: &[POTS, STEP],
        kinds: &["pots"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(pots(kit, POTS.number(params), STEP.duration(params))),
};
