//! Awaits that never have to wait, and are not Tokio's.

async fn greedy(kit: Kit, time: Duration, yields: bool) {
    let (began, time) = (Instant::now(), kit.pace(time));
    let mut rounds = 0;
    while began.elapsed() < time {
        work();
        rounds += 1;
        // No budget is spent here: nobody else gets a turn.
        ready(()).await;
        if yields {
            yield_now().await;
        }
    }
    let ms = began.elapsed().as_millis();
    println!("{rounds} awaits in {ms} ms");
}

/// Some real work for the CPU.
fn work() {
    let mut hash: u64 = 17;
    for i in 0..100_000 {
        hash = (hash ^ i).wrapping_mul(PRIME);
    }
    // Else the compiler would leave it out.
    black_box(hash);
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::future::ready;
use std::hint::black_box;
use std::time::{Duration, Instant};
use tokio::task::yield_now;

/// Of the FNV-1a hash.
const PRIME: u64 = 0x0100_0000_01b3;

const FOR: ParamInfo = args::span("for", 500, "how long it goes on");
const YIELDS: ParamInfo = args::count("yields", 0, (0, 1), "1: it calls yield_now in each round");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "greedy",
        origin: Origin::Lesson,
        blocks: true,
        summary: "awaits ready futures that spend no budget: one long poll",
        file: file!(),
        source: include_str!("greedy.rs"),
        params: &[FOR, YIELDS],
        kinds: &["greedy"],
    },
    children: 0,
    spawn: |to, kit, params| {
        to.spawn(greedy(
            kit,
            FOR.duration(params),
            YIELDS.number(params) == 1,
        ))
    },
};
