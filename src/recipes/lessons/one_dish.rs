//! One thread per dish: each waits beside its own pot.

async fn one_dish(kit: Kit, plan: Plan) {
    let each = kit.pace(plan.each);
    let (threads, dishes) = (plan.threads, plan.dishes);
    let cook = move || cook(threads, dishes, each);
    if let Err(error) = spawn_blocking(cook).await {
        println!("not cooked: {error}");
    }
}

/// Threads of the system take dishes until none is left.
fn cook(threads: u32, dishes: u32, each: Duration) {
    let left = AtomicU32::new(dishes);
    let began = Instant::now();
    let done: Vec<u32> = thread::scope(|scope| {
        let one = || {
            let name = "one dish".to_owned();
            let thread = Builder::new().name(name);
            let work = || work(&left, each);
            // The system may refuse.
            let thread = thread.spawn_scoped(scope, work);
            thread.inspect_err(refused)
        };
        let team = (0..threads).flat_map(|_| one());
        let team: Vec<_> = team.collect();
        let ends = team.into_iter().map(Thread::join);
        ends.filter_map(Result::ok).collect()
    });
    let all: u32 = done.iter().sum();
    let most = done.iter().max().unwrap_or(&0);
    let by = format!("by {} threads", done.len());
    let ms = began.elapsed().as_millis();
    println!("{all} dishes {by}: {most} rounds, {ms} ms");
}

fn refused(error: &io::Error) {
    println!("no thread: {error}");
}

/// How many dishes this thread has cooked.
fn work(left: &AtomicU32, each: Duration) -> u32 {
    let mut cooked = 0;
    while take(left) {
        // The thread can do nothing else meanwhile.
        thread::sleep(each);
        cooked += 1;
    }
    cooked
}

fn take(left: &AtomicU32) -> bool {
    let one_less = |left: u32| left.checked_sub(1);
    left.fetch_update(Relaxed, Relaxed, one_less).is_ok()
}

use super::{Kit, Recipe, args, tokio};
use crate::order::{Origin, ParamInfo, RecipeInfo};
use std::io;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::{self, Builder, ScopedJoinHandle as Thread};
use std::time::{Duration, Instant};
use tokio::task::spawn_blocking;

/// What is ordered.
#[derive(Clone, Copy)]
struct Plan {
    threads: u32,
    dishes: u32,
    each: Duration,
}

const THREADS: ParamInfo = args::count("threads", 4, (1, 256), "how many threads of the system");
const DISHES: ParamInfo = args::count("dishes", 24, (1, 10_000), "how many dishes there are");
const EACH: ParamInfo = args::span("each", 300, "how long a thread waits beside each");

pub(super) const RECIPE: Recipe = Recipe {
    info: RecipeInfo {
        name: "one-dish",
        origin: Origin::Lesson,
        blocks: true,
        summary: "threads of the system cook dishes one by one, each beside its pot",
        file: file!(),
        source: include_str!("one_dish.rs"),
        params: &[THREADS, DISHES, EACH],
        kinds: &["one-dish", "one_dish"],
    },
    children: 0,
    spawn: |to, kit, params| {
        let plan = Plan {
            threads: THREADS.number(params),
            dishes: DISHES.number(params),
            each: EACH.duration(params),
        };
        to.spawn(one_dish(kit, plan))
    },
};
