//! A lock that blocks, held across an await: a deadlock.

async fn std_knife(kit: Kit, most: Duration) {
    let knife = Knife::default();
    // Two halves of one task: one worker polls both.
    join!(cuts(&kit, &knife), needs(&kit, &knife, most));
}

async fn cuts(kit: &Kit, knife: &Knife) {
    if !knife.try_lock() {
        return;
    }
    println!("the first half has the knife");
    // Held across an await.
    sleep(kit.ms(100)).await;
    knife.unlock();
    println!("the first half gives it back");
}

async fn needs(kit: &Kit, knife: &Knife, most: Duration) {
    let (began, most) = (Instant::now(), kit.pace(most));
    // It holds the worker, as std's lock() does. Nobody can
    // poll the first half, which would give the knife back.
    while !knife.try_lock() {
        if began.elapsed() >= most {
            return give_up();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    println!("the second half has the knife");
    knife.unlock();
}

fn give_up() {
    println!("std's lock() would have waited for ever");
}

/// A lock as std's Mutex is, with a lock() that gives up.
/// std's own guard is not Send: a future that holds it
/// across an await can be in main or a LocalSet, not in
/// `spawn`.
#[derive(Default)]
struct Knife(AtomicBool);

impl Knife {
    fn try_lock(&self) -> bool {
        !self.0.swap(true, Acquire)
    }

    fn unlock(&self) {
        self.0.store(false, Release);
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::{Acquire, Release};
use std::time::{Duration, Instant};
use tokio::join;
use tokio::time::sleep;

const MOST: ParamInfo = args::span("most", 2_000, "how long it tries before it gives up");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "std-knife",
        origin: Origin::Lesson,
        blocks: true,
        summary: "a lock that blocks its thread, held across an await: a deadlock of one task",
        file: file!(),
        source: include_str!("std_knife.rs"),
        params: &[MOST],
        kinds: &["std-knife"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(std_knife(kit, MOST.duration(params))),
};
