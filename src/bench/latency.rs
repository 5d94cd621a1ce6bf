//! How long until it is seen: keys, events, stalls.

use super::cost::{Plan, cores};
use super::load::{Load, Random, Work};
use super::row::{Goal, Row};
use super::screen::{STALL_AFTER, Seen};
use super::stats;
use super::subject::{Probed, Subject};
use crate::probe;
use anyhow::ensure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

fn millis(count: u64) -> Duration {
    Duration::from_millis(count)
}

/// Closes both, the runtime without waiting for anybody.
fn close(probed: Probed) -> anyhow::Result<Seen> {
    let (runtime, seen) = probed.close_screen();
    runtime.shutdown_background();
    let failure = &seen.failure;
    ensure!(failure.is_none(), "the screen failed: {failure:?}");
    Ok(seen)
}

/// Keys that change the whole picture, at random moments, while every worker is blocked.
pub(super) fn key(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let probed = Probed::open(cores())?;
    let over = Arc::new(AtomicBool::new(false));
    {
        let _inside = probed.runtime().enter();
        for _ in 0..cores() {
            let over = Arc::clone(&over);
            drop(probe::spawn_as("stuck", async move {
                while !over.load(Ordering::Relaxed) {
                    sleep(millis(10));
                }
            }));
        }
    }
    sleep(2 * STALL_AFTER);
    let mut random = Random::new(1);
    for _ in 0..plan.size(200) {
        sleep(Duration::from_micros(random.between(20_000, 60_000)));
        probed.screen().press("?");
    }
    sleep(millis(100));
    over.store(true, Ordering::Relaxed);
    let seen = close(probed)?;
    Ok(vec![
        Row::new("key-to-frame", "ms").p99(&seen.keys),
        Row::new("key-to-frame/median", "ms").median(&seen.keys),
    ])
}

/// A spawn now and then, each a timer: every event of it is timed.
pub(super) fn calm(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let probed = Probed::open_timed(cores(), 1)?;
    {
        let _inside = probed.runtime().enter();
        // Something is always waiting, as in any program that is not over.
        drop(probe::spawn_as("waits", std::future::pending::<()>()));
        let mut random = Random::new(2);
        for _ in 0..plan.size(200) {
            sleep(Duration::from_micros(random.between(10_000, 50_000)));
            let time = Duration::from_micros(random.between(1_000, 30_000));
            drop(probe::spawn_as("timer", probe::sleep(time)));
        }
        sleep(millis(200));
    }
    let seen = close(probed)?;
    Ok(vec![
        Row::new("event-calm", "ms").p99(&seen.events),
        Row::new("event-calm/median", "ms").median(&seen.events),
    ])
}

/// Ten yields on every core; one event in a thousand is timed.
pub(super) fn flooded(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let probed = Probed::open_timed(cores(), 997)?;
    let load = Load {
        work: Work::TenYields,
        tasks: plan.size(6_000_000),
        live: 1_000,
    };
    probed
        .runtime()
        .block_on(load.run(probed.spawner(), cores()));
    sleep(millis(100));
    let seen = close(probed)?;
    // Its first part, until the room for unread events is used up, is kept whole and read late.
    let (onset, steady) = seen.events.split_at(seen.events.len() / 2);
    let lost = (seen.delivery.coalesced + seen.delivery.dropped) as f64;
    Ok(vec![
        Row::new("event-flooded", "ms").p99(&seen.events),
        Row::new("event-flooded/median", "ms").median(&seen.events),
        Row::new("event-flooded/onset", "ms").p99(onset),
        Row::new("event-flooded/later", "ms").p99(steady),
        Row::new("event-flooded/lost", "events").median(&[lost]),
    ])
}

/// One worker blocks past the threshold, again and again.
pub(super) fn stall(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let probed = Probed::open(cores())?;
    let mut random = Random::new(3);
    for _ in 0..plan.size(100) {
        let task = {
            let _inside = probed.runtime().enter();
            probe::spawn_as("blocks", async { sleep(STALL_AFTER + millis(40)) })
        };
        while !task.is_finished() {
            sleep(millis(1));
        }
        sleep(Duration::from_micros(random.between(1_000, 20_000)));
    }
    let seen = close(probed)?;
    let drawing = stats::median(&seen.frames).unwrap_or(0.0);
    // A frame at 60 a second may just have gone, and the picture itself takes its time.
    let goal = Goal::AtMost(1e3 / 60.0 + drawing);
    Ok(vec![
        Row::new("stall-to-frame", "ms")
            .p99(&seen.stalls)
            .goal(goal),
        Row::new("stall-to-frame/median", "ms").median(&seen.stalls),
        Row::new("stall-to-frame/drawing", "ms").median(&[drawing]),
    ])
}
