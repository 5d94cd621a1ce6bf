//! All tasks of this recipe share one lock: the knife.

async fn knife(kit: Kit, uses: u32, hold: Duration) {
    let mut orders = kit.last_orders();
    for _ in 0..uses {
        select! {
            () = cut(&kit, hold) => {}
            _ = orders.changed() => {
                println!("last orders: no more cuts");
                break;
            }
        }
    }
}

async fn cut(kit: &Kit, hold: Duration) {
    let knife = kit.knife().lock().await;
    // Held across an await: with a Tokio
    // Mutex the others block no worker.
    sleep(kit.pace(hold)).await;
    drop(knife);

    sleep(kit.ms(100)).await;
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const USES: ParamInfo = args::count("uses", 3, (1, 10_000), "how often it takes the lock");
const HOLD: ParamInfo = args::span("hold", 400, "how long it holds the lock each time");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "knife",
        origin: Origin::Menu('7'),
        blocks: false,
        summary: "takes a shared tokio Mutex and holds it across an await",
        file: file!(),
        source: include_str!("knife.rs"),
        params: &[USES, HOLD],
        kinds: &["knife"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(knife(kit, USES.number(params), HOLD.duration(params))),
};
