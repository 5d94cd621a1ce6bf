//! Never more than two children at work: a Semaphore.

async fn trays(kit: Kit, children: u32, time: Duration) {
    let mut orders = kit.last_orders();
    let mut team = JoinSet::new();
    for _ in 0..children {
        // First the permit, then the spawn:
        // no more tasks exist than permits.
        select! {
            tray = kit.trays().acquire_owned() => {
                let time = kit.pace(time);
                team.spawn(carry(kit.clone(), tray, time));
            }
            _ = orders.changed() => {
                println!("last orders: no more trays");
                break;
            }
        }
    }
    while team.join_next().await.is_some() {}
}

async fn carry<P>(kit: Kit, tray: P, time: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(time) => {}
        _ = orders.changed() => {}
    }
    drop(tray);
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::sleep;

const CHILDREN: ParamInfo = args::count("children", 6, (1, 10_000), "how many children it spawns");
const EACH: ParamInfo = args::span("each", 500, "how long a child holds its permit");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "trays",
        key: '9',
        blocks: false,
        summary: "takes a Semaphore permit before each spawn: back pressure",
        file: file!(),
        source: include_str!("trays.rs"),
        params: &[CHILDREN, EACH],
        kinds: &["trays", "carry"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(trays(kit, CHILDREN.number(params), EACH.duration(params))),
};
