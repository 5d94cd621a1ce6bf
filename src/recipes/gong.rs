//! A herd waits for a `Notify`: one is let go, then all.

async fn gong(kit: Kit, children: u32, every: Duration) {
    let gong = Arc::new(Notify::new());
    let mut guests = JoinSet::new();
    for _ in 0..children {
        guests.spawn(guest(kit.clone(), Arc::clone(&gong)));
    }
    let mut orders = kit.last_orders();
    select! {
        () = beat(&kit, &gong, every) => {}
        () = all(&mut guests) => {}
        _ = orders.changed() => {
            println!("last orders: no gong");
        }
    }
    all(&mut guests).await;
}

async fn beat(kit: &Kit, gong: &Notify, every: Duration) {
    sleep(kit.pace(every)).await;
    // Wakes the one that has waited longest.
    gong.notify_one();
    loop {
        sleep(kit.pace(every)).await;
        // Wakes all that wait by now: a herd.
        gong.notify_waiters();
    }
}

async fn guest(kit: Kit, gong: Arc<Notify>) {
    let mut orders = kit.last_orders();
    select! {
        () = gong.notified() => {
            println!("comes to the table");
        }
        _ = orders.changed() => {}
    }
}

async fn all(guests: &mut JoinSet<()>) {
    while guests.join_next().await.is_some() {}
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::time::Duration;
use tokio::select;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

/// Without a pause the loop would never wait.
const SHORTEST: Duration = Duration::from_millis(1);

const CHILDREN: ParamInfo = args::count("children", 6, (1, 10_000), "how many children wait");
const EVERY: ParamInfo = args::span("every", 500, "time between the signals, 1 ms at least");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "gong",
        origin: Origin::Menu('o'),
        blocks: false,
        summary: "tokio Notify: notify_one wakes one child, notify_waiters the herd",
        file: file!(),
        source: include_str!("gong.rs"),
        params: &[CHILDREN, EVERY],
        kinds: &["gong", "guest"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let every = EVERY.duration(params).max(SHORTEST);
        to.spawn(gong(kit, CHILDREN.number(params), every))
    },
};
