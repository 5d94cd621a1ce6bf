//! Waits for a dish, but not for ever: a `timeout`.

async fn patience(kit: Kit, takes: Duration, t: Duration) {
    let mut orders = kit.last_orders();
    let dish = dish(&kit, takes);
    select! {
        served = timeout(kit.pace(t), dish) => {
            match served {
                Ok(dish) => println!("{dish}"),
                // The dish was dropped where it waited.
                Err(late) => println!("leaves: {late}"),
            }
        }
        _ = orders.changed() => {
            println!("last orders: waits no longer");
        }
    }
}

async fn dish(kit: &Kit, takes: Duration) -> &'static str {
    sleep(kit.pace(takes)).await;
    "the dish came in time"
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::{sleep, timeout};

const TAKES: ParamInfo = args::span("takes", 2_000, "how long the future takes");
const MOST: ParamInfo = args::span("most", 800, "how long it is waited for");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "patience",
        origin: Origin::Menu('T'),
        blocks: false,
        summary: "tokio::time::timeout around a longer wait: that is dropped",
        file: file!(),
        source: include_str!("patience.rs"),
        params: &[TAKES, MOST],
        kinds: &["patience"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(patience(kit, TAKES.duration(params), MOST.duration(params))),
};
