//! Stirs at every tick of an `interval`, and says how late.

async fn stir(kit: Kit, plan: Plan) {
    let mut orders = kit.last_orders();
    select! {
        () = each_tick(&kit, plan) => {}
        _ = orders.changed() => {
            println!("last orders: stirs no more");
        }
    }
}

async fn each_tick(kit: &Kit, plan: Plan) {
    let mut ticks = interval(kit.pace(plan.every));
    ticks.set_missed_tick_behavior(plan.missed);
    for _ in 0..plan.times {
        let due = ticks.tick().await;
        let late = due.elapsed().as_micros();
        println!("stirs {late} us after the tick");
        // If longer than a period, ticks are missed.
        sleep(kit.pace(plan.takes)).await;
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::Duration;
use tokio::select;
use tokio::time::MissedTickBehavior::{self, Burst, Delay, Skip};
use tokio::time::{interval, sleep};

/// The shortest period there is sense in: `interval` panics at none.
const SHORTEST: Duration = Duration::from_millis(1);

const TIMES: ParamInfo = args::count("times", 6, (1, 100_000), "how many ticks");
const EVERY: ParamInfo = args::span("every", 300, "the period, 1 ms at least");
const TAKES: ParamInfo = args::span("takes", 0, "how long it waits after each tick");
const MISSED: ParamInfo = args::count(
    "missed",
    0,
    (0, 2),
    "MissedTickBehavior: 0 Burst, 1 Delay, 2 Skip",
);

/// What one task is asked to do.
struct Plan {
    times: u32,
    every: Duration,
    takes: Duration,
    missed: MissedTickBehavior,
}

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "stir",
        origin: Origin::Menu('e'),
        blocks: false,
        summary: "tokio::time::interval: a tick every so often, and how late it is",
        file: file!(),
        source: include_str!("stir.rs"),
        params: &[TIMES, EVERY, TAKES, MISSED],
        kinds: &["stir"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let plan = Plan {
            times: TIMES.number(params),
            every: EVERY.duration(params).max(SHORTEST),
            takes: TAKES.duration(params),
            missed: match MISSED.number(params) {
                0 => Burst,
                1 => Delay,
                _ => Skip,
            },
        };
        to.spawn(stir(kit, plan))
    },
};
