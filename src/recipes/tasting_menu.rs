//! Three courses at a time, in one task: `join!`.

async fn tasting_menu(kit: Kit, blocking: bool) {
    let mut orders = kit.last_orders();
    let courses = async {
        join!(
            course(&kit, 400, blocking),
            course(&kit, 600, blocking),
            course(&kit, 900, blocking),
        )
    };
    select! {
        _ = courses => {}
        _ = orders.changed() => {
            println!("all courses are taken off");
        }
    }
}

async fn course(kit: &Kit, ms: u64, blocking: bool) {
    if blocking {
        // One task, one worker: no other
        // course can begin meanwhile.
        std::thread::sleep(kit.ms(200));
    } else {
        sleep(kit.ms(ms)).await;
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{ParamInfo, RecipeInfo};
use tokio::time::sleep;
use tokio::{join, select};

const BLOCKING: ParamInfo = args::count(
    "blocking",
    0,
    (0, 1),
    "1: each course blocks for 200 ms instead of waiting",
);

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "tasting-menu",
        key: '5',
        blocks: false,
        summary: "three waits at a time inside one task (join!)",
        file: file!(),
        source: include_str!("tasting_menu.rs"),
        params: &[BLOCKING],
        kinds: &["tasting-menu"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(tasting_menu(kit, BLOCKING.number(params) == 1)),
};
