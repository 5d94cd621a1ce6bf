//! Never more than two children at work: a Semaphore.

async fn trays(kit: Kit, children: u32, time: Duration) {
    let mut orders = kit.last_orders();
    let mut team = JoinSet::new();
    let served = Arc::new(AtomicU32::new(0));
    for number in 1..=children {
        // First the permit, then the spawn:
        // no more tasks exist than permits.
        select! {
            tray = kit.trays().acquire_owned() => {
                let served = Arc::clone(&served);
                let kit = kit.clone();
                team.spawn(carry(kit, tray, served, time));
            }
            _ = orders.changed() => {
                println!("last orders: no more trays");
                break;
            }
        }
        if number == children {
            println!("handed in the last of {children}");
        }
    }
    while team.join_next().await.is_some() {}
}

async fn carry<P>(
    kit: Kit,
    tray: P,
    // How many all of them have served.
    served: Served,
    time: Duration,
) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(time)) => {}
        _ = orders.changed() => {}
    }
    // Told before somebody else can have the tray.
    if served.fetch_add(1, Relaxed) == 0 {
        println!("the first is served");
    }
    drop(tray);
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;
use tokio::select;
use tokio::task::JoinSet;
use tokio::time::sleep;

type Served = Arc<AtomicU32>;

const CHILDREN: ParamInfo = args::count("children", 6, (1, 10_000), "how many children it spawns");
const EACH: ParamInfo = args::span("each", 500, "how long a child holds its permit");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "trays",
        origin: Origin::Menu('9'),
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
