//! A fast task sends to a slow one, two items ahead at most.

async fn hatch(kit: Kit, dishes: u32, each: Duration) {
    let (to, mut hatch) = mpsc::channel(2);
    let cook = tokio::spawn(cook(kit.clone(), dishes, to));
    let mut orders = kit.last_orders();
    select! {
        () = serve(&kit, &mut hatch, each) => {}
        _ = orders.changed() => {
            println!("last orders: the hatch is closed");
        }
    }
    // Nobody receives any more: no send can wait.
    drop(hatch);
    let _ = cook.await;
}

async fn serve(kit: &Kit, hatch: &mut Hatch, t: Duration) {
    while let Some(dish) = hatch.recv().await {
        sleep(kit.pace(t)).await;
        println!("dish {dish} is served");
    }
}

async fn cook(kit: Kit, dishes: u32, hatch: Sender<u32>) {
    let mut orders = kit.last_orders();
    select! {
        () = fill(&kit, dishes, &hatch) => {}
        _ = orders.changed() => {
            println!("last orders: cooks no more");
        }
    }
}

async fn fill(kit: &Kit, dishes: u32, hatch: &Sender<u32>) {
    for dish in 1..=dishes {
        sleep(kit.ms(100)).await;
        // Waits here while the hatch is full.
        if hatch.send(dish).await.is_err() {
            break;
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::sync::mpsc::{self, Receiver, Sender};
use tokio::time::sleep;

type Hatch = Receiver<u32>;

const DISHES: ParamInfo = args::count("dishes", 6, (1, 100_000), "how many items are sent");
const EACH: ParamInfo = args::span("each", 400, "how long the receiver takes for one item");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "hatch",
        origin: Origin::Menu('8'),
        blocks: false,
        summary: "a fast sender, a slow receiver, a bounded mpsc channel between them",
        file: file!(),
        source: include_str!("hatch.rs"),
        params: &[DISHES, EACH],
        kinds: &["hatch", "cook"],
    },
    children: 1,
    spawn: |to, kit, params| to.spawn(hatch(kit, DISHES.number(params), EACH.duration(params))),
};
