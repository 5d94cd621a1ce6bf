//! Going back in time: how long it takes to show a moment of the past, and what the
//! history takes in memory, with very many tasks alive.

use super::clocks;
use super::cost::{Plan, cores};
use super::frames;
use super::load::Random;
use super::row::Row;
use super::screen;
use super::subject::{self, ProbeSpawner, Probed, Subject};
use crate::app::{Action, Message, update};
use crate::event_loop;
use crate::events::Nanos;
use crate::probe::Probe;
use crate::source::Bare;
use anyhow::ensure;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Events taken in between two frames.
const ENOUGH: usize = 32_768;
/// Moments shown.
const SEEKS: usize = 300;

pub(super) fn seek_10k(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    seeks("seek-10k", 10_000, plan)
}

pub(super) fn seek_1m(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    seeks("seek-1m", 1_000_000, plan)
}

/// Random moments of a full history, one after the other. Showing the first one takes a
/// copy of the model, which is told apart.
fn seeks(name: &str, tasks: usize, plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let tasks = plan.size(tasks);
    let (probe, reader) = Probe::new();
    let runtime = probe.build(&mut subject::builder(1))?;
    let mut source = Bare::new(reader, runtime.handle().clone());
    let over = Arc::new(AtomicBool::new(false));
    let spawning = runtime.spawn(frames::spawn_yielding(ProbeSpawner, tasks, &over));
    let mut app = screen::app();
    let full = Instant::now() + Duration::from_secs(if plan.quick { 1 } else { 30 });
    // All of them live, and the oldest of it forgotten already.
    while Instant::now() < full && (!spawning.is_finished() || app.log().first() == 0) {
        let (_, moment) = event_loop::look(&mut source, &mut app, None, ENOUGH);
        update(&mut app, moment);
    }
    let alive = app.newest().model.counters().alive();
    let (oldest, newest) = (app.log().oldest().unwrap_or_default(), app.newest().now.at);
    ensure!(oldest < newest, "nothing was recorded");
    let began = Instant::now();
    update(&mut app, Message::Act(Action::Pause));
    let first = began.elapsed().as_secs_f64() * 1e3;
    let mut random = Random::new(4);
    let times: Vec<f64> = (0..plan.size(SEEKS))
        .map(|_| {
            let at = Nanos(random.between(oldest.0, newest.0));
            let began = Instant::now();
            update(&mut app, Message::Act(Action::DragTo(at)));
            update(&mut app, event_loop::frame(&source));
            began.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    let bytes = (app.log().bytes() + app.camera.marks.bytes()) as f64 / f64::from(1 << 20);
    over.store(true, Ordering::Relaxed);
    runtime.shutdown_background();
    let below = |part: &str, unit| Row::new(format!("{name}/{part}"), unit);
    Ok(vec![
        Row::new(name, "ms").p99(&times),
        below("median", "ms").median(&times),
        below("pause", "ms").median(&[first]),
        below("alive", "tasks").median(&[alive as f64]),
        below("history", "MiB").median(&[bytes]),
    ])
}

/// Back and forth in time, 30 steps a second, while 100,000 tasks are polled.
pub(super) fn scrub(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let before = clocks::resident_bytes();
    let probed = Probed::open((cores() - 1).max(1))?;
    let over = Arc::new(AtomicBool::new(false));
    let spawn = frames::spawn_yielding(ProbeSpawner, plan.size(100_000), &over);
    let all = async { tokio::spawn(spawn).await };
    probed.runtime().block_on(all)?;
    sleep(Duration::from_secs(if plan.quick { 1 } else { 5 }));
    let first = probed.screen().frames();
    let keys = [
        "Left", "Left", "Left", "Left", ",", ",", ".", "Right", "Right",
    ];
    for key in keys.iter().cycle().take(plan.size(450)) {
        probed.screen().press(key);
        sleep(Duration::from_millis(33));
    }
    let last = probed.screen().frames();
    let taken = clocks::resident_bytes().zip(before);
    let taken =
        taken.map(|(after, before)| after.saturating_sub(before) as f64 / f64::from(1 << 20));
    let (runtime, seen) = probed.close_screen();
    over.store(true, Ordering::Relaxed);
    runtime.shutdown_background();
    let failure = &seen.failure;
    ensure!(failure.is_none(), "the screen failed: {failure:?}");
    let frames = seen.frames.get(first..last).unwrap_or_default();
    Ok(vec![
        Row::new("scrub-100k", "ms").p99(frames),
        Row::new("scrub-100k/median", "ms").median(frames),
        Row::new("scrub-100k/key", "ms").p99(&seen.keys),
        Row::new("scrub-100k/memory", "MiB").median(taken.as_slice()),
    ])
}
