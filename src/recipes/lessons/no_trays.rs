//! All children first, each takes its permit inside.

async fn no_trays(kit: Kit, children: u32, time: Duration) {
    let mut team = JoinSet::new();
    let served = Arc::new(AtomicU32::new(0));
    for _ in 0..children {
        // No limit here: all of them exist at once.
        let served = Arc::clone(&served);
        team.spawn(waits(kit.clone(), served, time));
    }
    println!("handed in the last of {children}");
    while team.join_next().await.is_some() {}
}

async fn waits(kit: Kit, served: Served, time: Duration) {
    let trays = kit.trays();
    // An error would mean that it was closed.
    let tray = trays.acquire().await;
    sleep(kit.pace(time)).await;
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
use tokio::task::JoinSet;
use tokio::time::sleep;

type Served = Arc<AtomicU32>;

const CHILDREN: ParamInfo = args::count("children", 6, (1, 10_000), "how many children it spawns");
const EACH: ParamInfo = args::span("each", 500, "how long a child holds its permit");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "no-trays",
        origin: Origin::Lesson,
        blocks: false,
        summary: "spawns all its children first, each takes a Semaphore permit inside",
        file: file!(),
        source: include_str!("no_trays.rs"),
        params: &[CHILDREN, EACH],
        kinds: &["no-trays", "waits"],
    },
    children: 0,
    spawn: |to, kit, params| {
        to.spawn(no_trays(
            kit,
            CHILDREN.number(params),
            EACH.duration(params),
        ))
    },
};
