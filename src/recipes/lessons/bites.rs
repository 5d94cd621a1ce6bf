//! A thousand items that are ready, received in a loop.

async fn bites(bites: u32) {
    let (send, mut plate) = unbounded_channel();
    // All are there before the first is received.
    (1..=bites).all(|bite| send.send(bite).is_ok());
    drop(send);

    let eaten = Arc::new(AtomicU32::new(0));
    tokio::spawn(sibling(Arc::clone(&eaten)));
    // None of these awaits has to wait. When its budget is
    // spent, one says Pending all the same: Tokio's do so.
    while plate.recv().await.is_some() {
        eaten.fetch_add(1, Relaxed);
    }
    println!("{} bites are eaten", eaten.load(Relaxed));
}

async fn sibling(eaten: Arc<AtomicU32>) {
    for turn in 1..=10 {
        let eaten = eaten.load(Relaxed);
        println!("turn {turn} after {eaten} bites");
        yield_now().await;
    }
}

use super::{Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::yield_now;

const BITES: ParamInfo = args::count("bites", 1_000, (1, 100_000), "how many items are ready");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "bites",
        origin: Origin::Lesson,
        blocks: false,
        summary: "receives ready items in a loop: its coop budget is spent, others get turns",
        file: file!(),
        source: include_str!("bites.rs"),
        params: &[BITES],
        kinds: &["bites", "sibling"],
    },
    children: 1,
    spawn: |to, _, params| to.spawn(bites(BITES.number(params))),
};
