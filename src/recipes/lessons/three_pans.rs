//! Three pans, each a task of its own: `spawn`.

async fn three_pans(kit: Kit, blocking: bool) {
    let began = Instant::now();
    let pans = [1, 2, 3].map(|_| {
        // Any worker that is free takes it.
        tokio::spawn(pan(kit.clone(), blocking))
    });
    for pan in pans {
        if let Err(error) = pan.await {
            println!("a pan is lost: {error}");
        }
    }
    let ms = began.elapsed().as_millis();
    println!("three pans by spawn: {ms} ms");
}

async fn pan(kit: Kit, blocking: bool) {
    if blocking {
        std::thread::sleep(kit.ms(200));
    } else {
        sleep(kit.ms(200)).await;
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Instant;
use tokio::time::sleep;

const BLOCKING: ParamInfo = args::count(
    "blocking",
    0,
    (0, 1),
    "1: each blocks for 200 ms instead of waiting",
);

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "three-pans",
        origin: Origin::Lesson,
        blocks: false,
        summary: "three pieces of 200 ms, each in a task of its own (spawn)",
        file: file!(),
        source: include_str!("three_pans.rs"),
        params: &[BLOCKING],
        kinds: &["three-pans", "pan"],
    },
    children: 3,
    spawn: |to, kit, params| to.spawn(three_pans(kit, BLOCKING.number(params) == 1)),
};
