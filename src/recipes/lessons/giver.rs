//! What a task may carry: what it owns, or a share of it.

async fn giver(kit: Kit, after: Duration) {
    let list = Arc::new(String::from("flour, eggs, salt"));

    // A clone of the Arc is a share, not a copy.
    let share = Arc::clone(&list);
    let after = kit.pace(after);
    // `move`: the card owns its share from here on.
    tokio::spawn(async move {
        sleep(after).await;
        println!("the card reads: {share}");
    });

    println!("the giver reads: {list}");
    println!("the giver has left");
    // Its own share ends here, the list does not.
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

const AFTER: ParamInfo = args::span("after", 300, "how long its child waits before it reads");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "giver",
        origin: Origin::Lesson,
        blocks: false,
        summary: "spawns a child with its own share of an Arc, and returns before it reads",
        file: file!(),
        source: include_str!("giver.rs"),
        params: &[AFTER],
        // The child is written inside of it.
        kinds: &["giver"],
    },
    children: 1,
    spawn: |to, kit, params| to.spawn(giver(kit, AFTER.duration(params))),
};
