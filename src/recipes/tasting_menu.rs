//! Three courses at a time, in one task: `join!`.

async fn tasting_menu(kit: Kit, plan: Plan) {
    let mut orders = kit.last_orders();
    let began = Instant::now();
    let courses = async {
        join!(
            course(&kit, plan, 0),
            course(&kit, plan, 1),
            course(&kit, plan, 2),
        )
    };
    select! {
        _ = courses => {
            let ms = began.elapsed().as_millis();
            println!("three courses by join!: {ms} ms");
        }
        _ = orders.changed() => {
            println!("all courses are taken off");
        }
    }
}

async fn course(kit: &Kit, plan: Plan, number: u32) {
    if plan.blocking {
        // One task, one worker: no other
        // course can begin meanwhile.
        std::thread::sleep(kit.ms(200));
    } else {
        let time = plan.first + plan.step * number;
        sleep(kit.pace(time)).await;
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::time::{Duration, Instant};
use tokio::time::sleep;
use tokio::{join, select};

/// What is ordered.
#[derive(Clone, Copy)]
struct Plan {
    first: Duration,
    step: Duration,
    blocking: bool,
}

const FIRST: ParamInfo = args::span("first", 400, "how long the first course waits");
const STEP: ParamInfo = args::span(
    "step",
    250,
    "how much longer each waits than the one before",
);
const BLOCKING: ParamInfo = args::count(
    "blocking",
    0,
    (0, 1),
    "1: each course blocks for 200 ms instead of waiting",
);

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "tasting-menu",
        origin: Origin::Menu('5'),
        blocks: false,
        summary: "three waits at a time inside one task (join!)",
        file: file!(),
        source: include_str!("tasting_menu.rs"),
        params: &[FIRST, STEP, BLOCKING],
        kinds: &["tasting-menu"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let plan = Plan {
            first: FIRST.duration(params),
            step: STEP.duration(params),
            blocking: BLOCKING.number(params) == 1,
        };
        to.spawn(tasting_menu(kit, plan))
    },
};
