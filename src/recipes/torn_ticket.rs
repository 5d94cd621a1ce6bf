//! Drops the handle of its child: the child runs on.

async fn torn_ticket(kit: Kit, time: Duration) {
    let ticket = tokio::spawn(orphan(kit, time));
    drop(ticket);
}

async fn orphan(kit: Kit, time: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(time)) => {
            println!("done, and nobody asks for it");
        }
        _ = orders.changed() => {
            println!("last orders: not done");
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const FOR: ParamInfo = args::span("for", 1_500, "how long the child runs on");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "torn-ticket",
        origin: Origin::Menu('t'),
        blocks: false,
        summary: "spawns a child and drops its JoinHandle: no cancellation",
        file: file!(),
        source: include_str!("torn_ticket.rs"),
        params: &[FOR],
        kinds: &["torn-ticket", "orphan"],
    },
    children: 1,
    spawn: |to, kit, params| to.spawn(torn_ticket(kit, FOR.duration(params))),
};
