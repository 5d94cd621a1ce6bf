//! A million live tasks on the screen while all of them are being polled.

use super::cost::{Plan, cores};
use super::load::Spawner;
use super::row::Row;
use super::screen::Screen;
use super::subject::{Probed, Subject};
use anyhow::ensure;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// What else is looked at, and the keys that lead there from the screen before.
const PAGES: [(&str, &[&str]); 3] = [
    ("list", &["/"]),
    ("search", &["9", "9"]),
    ("inspector", &["\n", "i"]),
];

pub(super) fn to_spare(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    if cores() == 1 {
        let why = "this machine has one core";
        return Ok(vec![Row::new("frame-1m-spare", "ms").unmeasured(why)]);
    }
    rush("frame-1m-spare", cores() - 1, plan)
}

pub(super) fn none_to_spare(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    rush("frame-1m-none", cores(), plan)
}

/// A stretch of time with one screen: its pictures, and what was taken in meanwhile.
struct Stretch {
    span: Duration,
    pictures: Range<usize>,
    events: u64,
    cpu: Duration,
}

fn stretch(screen: &Screen, span: Duration) -> Stretch {
    let (first, events, cpu) = (screen.frames(), screen.events(), screen.cpu());
    sleep(span);
    Stretch {
        span,
        pictures: first..screen.frames(),
        events: screen.events() - events,
        cpu: screen.cpu().saturating_sub(cpu),
    }
}

fn rush(name: &str, workers: usize, plan: &Plan) -> anyhow::Result<Vec<Row>> {
    let tasks = plan.size(1_000_000);
    let probed = Probed::open(workers)?;
    let over = Arc::new(AtomicBool::new(false));
    spawn_all(&probed, tasks, &over)?;
    // Each task was spawned, its handle was dropped, and it was polled at least once.
    while probed.screen().events() < 3 * tasks as u64 {
        sleep(Duration::from_millis(50));
    }
    let seconds = |full| Duration::from_secs(if plan.quick { 1 } else { full });
    let span = seconds(10);
    let main = stretch(probed.screen(), span);
    let mut pages = Vec::new();
    for (page, keys) in PAGES {
        for key in keys {
            probed.screen().press(key);
        }
        pages.push((page, stretch(probed.screen(), seconds(3))));
    }
    let (runtime, seen) = probed.close_screen();
    over.store(true, Ordering::Relaxed);
    // The next row must not share the machine with what is left of this one.
    while runtime.metrics().num_alive_tasks() > 0 {
        sleep(Duration::from_millis(10));
    }
    let failure = &seen.failure;
    ensure!(failure.is_none(), "the screen failed: {failure:?}");

    let frames = |of: &Stretch| seen.frames.get(of.pictures.clone()).unwrap_or_default();
    let below = |part: &str, unit| Row::new(format!("{name}/{part}"), unit);
    let rate = main.events as f64 / span.as_secs_f64() / 1e6;
    let busy = main.cpu.as_secs_f64() / span.as_secs_f64() * 100.0;
    let lost = (seen.delivery.coalesced + seen.delivery.dropped) as f64;
    let p99 = |row: Row, of: &Stretch| match frames(of) {
        [] => row.at_least(
            of.span.as_secs_f64() * 1e3,
            "no picture was ended in this time",
        ),
        frames => row.p99(frames),
    };
    let mut rows = vec![
        p99(Row::new(name, "ms"), &main),
        below("median", "ms").median(frames(&main)),
    ];
    rows.extend(pages.iter().map(|(page, of)| p99(below(page, "ms"), of)));
    rows.extend([
        below("key", "ms").p99(&seen.keys),
        below("events", "M/s").median(&[rate]),
        below("screen-cpu", "%").median(&[busy]),
        below("lost", "events").median(&[lost]),
    ]);
    Ok(rows)
}

/// Spawns tasks that yield until it is over, one wake and one poll after another.
fn spawn_all(probed: &Probed, tasks: usize, over: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let all = spawn_yielding(probed.spawner(), tasks, over);
    let spawn = async { probed.spawner().spawn(all).await };
    Ok(probed.runtime().block_on(spawn)?)
}

/// Spawns so many tasks that yield until it is over, and gives up their handles.
pub(super) fn spawn_yielding<S: Spawner + Send + 'static>(
    spawner: S,
    tasks: usize,
    over: &Arc<AtomicBool>,
) -> impl Future<Output = ()> + Send + 'static {
    let over = Arc::clone(over);
    async move {
        for _ in 0..tasks {
            let over = Arc::clone(&over);
            drop(spawner.spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    tokio::task::yield_now().await;
                }
            }));
        }
    }
}
