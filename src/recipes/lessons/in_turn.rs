//! Calling an `async fn` does nothing: awaiting it does.

async fn in_turn(kit: Kit, together: bool) {
    let begun = AtomicU32::new(0);
    let soup = dish(&kit, "soup", &begun);
    let salad = dish(&kit, "salad", &begun);
    let count = begun.load(Relaxed);
    println!("both are called, {count} began");

    let start = Instant::now();
    let how = if together {
        join!(soup, salad);
        "together"
    } else {
        soup.await;
        salad.await;
        "in turn"
    };
    println!("{how}: {} ms", start.elapsed().as_millis());
}

async fn dish(kit: &Kit, name: &str, begun: &AtomicU32) {
    begun.fetch_add(1, Relaxed);
    println!("{name} begins");
    sleep(kit.ms(300)).await;
    println!("{name} is done");
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Instant;
use tokio::join;
use tokio::time::sleep;

const TOGETHER: ParamInfo = args::count("together", 0, (0, 1), "1: join! instead of one by one");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "in-turn",
        origin: Origin::Lesson,
        blocks: false,
        summary: "calls two async fns, and awaits them one after the other",
        file: file!(),
        source: include_str!("in_turn.rs"),
        params: &[TOGETHER],
        kinds: &["in-turn"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(in_turn(kit, TOGETHER.number(params) == 1)),
};
