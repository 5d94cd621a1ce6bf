//! Reads a board whenever it changes: `watch` in `select!`.

async fn board(kit: Kit, changes: u32, every: Duration) {
    let (chalk, mut board) = watch::channel(0);
    let waiter = waiter(kit.clone(), chalk, changes, every);
    let waiter = tokio::spawn(waiter);
    let mut orders = kit.last_orders();
    loop {
        select! {
            changed = board.changed() => match changed {
                // The newest value; those between are lost.
                Ok(()) => {
                    let dish = *board.borrow_and_update();
                    println!("now there is dish {dish}");
                }
                // The sender is gone.
                Err(_) => break,
            },
            // A new timer in every round.
            () = sleep(kit.ms(250)) => {
                println!("nothing new for a while");
            }
            _ = orders.changed() => {
                println!("last orders: reads no more");
                break;
            }
        }
    }
    let _ = waiter.await;
}

async fn waiter(kit: Kit, to: Chalk, n: u32, t: Duration) {
    let mut orders = kit.last_orders();
    for dish in 1..=n {
        select! {
            () = sleep(kit.pace(t)) => {}
            _ = orders.changed() => break,
        }
        to.send_replace(dish);
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::sync::watch;
use tokio::time::sleep;

type Chalk = watch::Sender<u32>;

const CHANGES: ParamInfo = args::count("changes", 4, (1, 100_000), "how often the value changes");
const EVERY: ParamInfo = args::span("every", 400, "time between the changes");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "board",
        origin: Origin::Menu('U'),
        blocks: false,
        summary: "a watch receiver in select!, beside a timer: the newest value only",
        file: file!(),
        source: include_str!("board.rs"),
        params: &[CHANGES, EVERY],
        kinds: &["board", "waiter"],
    },
    children: 1,
    spawn: |to, kit, params| to.spawn(board(kit, CHANGES.number(params), EVERY.duration(params))),
};
