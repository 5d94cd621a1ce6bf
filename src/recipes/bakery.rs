//! The same blocking work, where it belongs.

async fn bakery(kit: Kit, time: Duration) {
    let bake = move || std::thread::sleep(kit.pace(time));
    if let Err(error) = spawn_blocking(bake).await {
        println!("not baked: {error}");
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::task::spawn_blocking;

const FOR: ParamInfo = args::span("for", 3_000, "how long the job blocks");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "bakery",
        origin: Origin::Menu('B'),
        blocks: true,
        summary: "the same blocking work in spawn_blocking: stalls no worker",
        file: file!(),
        source: include_str!("bakery.rs"),
        params: &[FOR],
        kinds: &["bakery"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(bakery(kit, FOR.duration(params))),
};
