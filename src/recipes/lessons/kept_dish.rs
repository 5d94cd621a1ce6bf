//! The loser of a `select!` is kept: pinned outside, and lent.

async fn kept_dish(kit: Kit) {
    // Made once, before the loop.
    let mut dish = pin!(dish(&kit));
    loop {
        select! {
            // Of two that are ready the first one.
            biased;
            () = sleep(kit.ms(250)) => {
                println!("tick: the dish is kept");
            }
            // Only lent: what is dropped is the loan.
            () = &mut dish => {
                println!("the dish is done");
                break;
            }
        }
    }
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

use super::{Kit, Recipe, tokio};
use crate::order::{Origin, RecipeInfo};
use std::pin::pin;
use tokio::select;
use tokio::time::sleep;

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "kept-dish",
        origin: Origin::Lesson,
        blocks: false,
        summary: "select! in a loop over a future that is pinned outside: it gets done",
        file: file!(),
        source: include_str!("kept_dish.rs"),
        params: &[],
        kinds: &["kept-dish"],
    },
    children: 0,
    spawn: |to, kit, _| to.spawn(kept_dish(kit)),
};
