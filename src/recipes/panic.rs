//! Panics: only this task is lost.

async fn fails(kit: Kit, after: Duration) {
    let mut orders = kit.last_orders();
    select! {
        () = sleep(kit.pace(after)) => {
            panic!("the sauce burnt: a panic on purpose");
        }
        _ = orders.changed() => {
            println!("last orders: not burnt");
        }
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::sleep;

const AFTER: ParamInfo = args::span("after", 300, "time before the panic");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "panic",
        origin: Origin::Menu('p'),
        blocks: false,
        summary: "waits a little, then panics; the runtime goes on",
        file: file!(),
        source: include_str!("panic.rs"),
        params: &[AFTER],
        kinds: &["panic"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(fails(kit, AFTER.duration(params))),
};
