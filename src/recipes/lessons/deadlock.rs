//! Two locks, taken in opposite orders.

async fn deadlock(kit: Kit, patience: Duration) {
    let (pan, lid) = (lock(), lock());
    let two = Arc::new(Barrier::new(2));
    let mut team = JoinSet::new();
    team.spawn(both(two.clone(), pan.clone(), lid.clone()));
    team.spawn(both(two, lid, pan));
    // Else nobody would ever end this.
    let limit = kit.pace(patience);
    if timeout(limit, all(&mut team)).await.is_err() {
        println!("nobody got both: both are given up");
        team.shutdown().await;
    }
}

async fn all(team: &mut JoinSet<()>) {
    while team.join_next().await.is_some() {}
}

async fn both(two: Arc<Barrier>, one: Lock, other: Lock) {
    let one = one.lock().await;
    // By now the other card has what this one
    // wants next.
    two.wait().await;
    let other = other.lock().await;
    println!("has both");
    drop((one, other));
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Barrier, Mutex};
use tokio::task::JoinSet;
use tokio::time::timeout;

type Lock = Arc<Mutex<()>>;

fn lock() -> Lock {
    Arc::default()
}

const PATIENCE: ParamInfo = args::span("for", 4_000, "after so long it gives both up");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "deadlock",
        origin: Origin::Lesson,
        blocks: false,
        summary: "two tasks take two Mutexes in opposite orders, and are aborted",
        file: file!(),
        source: include_str!("deadlock.rs"),
        params: &[PATIENCE],
        kinds: &["deadlock", "both"],
    },
    children: 2,
    spawn: |to, kit, params| to.spawn(deadlock(kit, PATIENCE.duration(params))),
};
