//! Works until it is told to stop, and says goodbye.

async fn waiter(kit: Kit, each: Duration) {
    // The receiver of a watch channel.
    let closing = kit.last_orders();
    serve(closing, kit.pace(each)).await;
}

async fn serve(mut closed: Receiver<bool>, each: Duration) {
    let mut tables = 0;
    loop {
        select! {
            // Sent to, or its sender is gone.
            _ = closed.changed() => {
                println!("goodbye after {tables} tables");
                break;
            }
            () = sleep(each) => tables += 1,
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::sync::watch::Receiver;
use tokio::time::sleep;

const EACH: ParamInfo = args::span("each", 300, "how long it is busy at a time");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "waiter",
        origin: Origin::Lesson,
        blocks: false,
        summary: "works in a loop of select!, until a watch channel says stop",
        file: file!(),
        source: include_str!("waiter.rs"),
        params: &[EACH],
        kinds: &["waiter"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(waiter(kit, EACH.duration(params))),
};
