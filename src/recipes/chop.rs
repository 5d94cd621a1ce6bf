//! Works the CPU in slices and yields between them.

async fn chop(kit: Kit, slices: u32, slice: Duration) {
    for done in 0..slices {
        // It waits for nothing that could be told:
        // it looks itself, once a slice.
        if kit.is_closing() {
            println!("stops after {done} slices");
            break;
        }
        work(kit.pace(slice));
        yield_now().await;
    }
}

/// Real work for the CPU until the time is up.
fn work(time: Duration) {
    let start = Instant::now();
    let mut hash: u64 = 17;
    while start.elapsed() < time {
        for i in 0..4096 {
            hash = (hash ^ i).wrapping_mul(PRIME);
        }
        // Else the compiler would leave it out.
        hash = black_box(hash);
    }
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::hint::black_box;
use std::time::{Duration, Instant};
use tokio::task::yield_now;

/// Of the FNV-1a hash.
const PRIME: u64 = 0x0100_0000_01b3;

const SLICES: ParamInfo = args::count("slices", 12, (1, 100_000), "how many slices of CPU work");
const SLICE: ParamInfo = args::span("slice", 60, "CPU time of one slice");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "chop",
        origin: Origin::Menu('2'),
        blocks: false,
        summary: "CPU work in slices with yield_now between them",
        file: file!(),
        source: include_str!("chop.rs"),
        params: &[SLICES, SLICE],
        kinds: &["chop"],
    },
    children: 0,
    spawn: |to, kit, params| to.spawn(chop(kit, SLICES.number(params), SLICE.duration(params))),
};
