//! The loser of a `select!` is dropped, half made as it is.

async fn half_made(kit: Kit, times: u32) {
    for _ in 0..times {
        select! {
            // Of two that are ready the first one.
            biased;
            () = sleep(kit.ms(250)) => {
                println!("tick: the dish is dropped");
            }
            // Made anew in each round.
            () = dish(&kit) => {
                println!("the dish is done");
                return;
            }
        }
    }
    println!("{times} times begun, never done");
}

async fn dish(kit: &Kit) {
    let mut plate = Plate::default();
    while plate.pieces < 3 {
        sleep(kit.ms(100)).await;
        plate.pieces += 1;
        println!("piece {} of 3", plate.pieces);
    }
}

#[derive(Default)]
struct Plate {
    pieces: u32,
}

impl Drop for Plate {
    fn drop(&mut self) {
        if self.pieces < 3 {
            println!("lost: {} of 3 pieces", self.pieces);
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use tokio::select;
use tokio::time::sleep;

const TIMES: ParamInfo = args::count("times", 3, (1, 1_000), "how often it begins");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "half-made",
        origin: Origin::Lesson,
        blocks: false,
        summary: "select! in a loop drops the loser's half-made work, again and again",
        file: file!(),
        source: include_str!("half_made.rs"),
        params: &[TIMES],
        kinds: &["half-made"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(half_made(kit, TIMES.number(params))),
};
