//! Memory of a million waiting tasks, in a process that did nothing else before.

use super::clocks;
use super::cost::Plan;
use super::load::Spawner;
use super::row::Row;
use super::subject::{Plain, Probed, Subject};
use anyhow::{Context, bail};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tokio::sync::Notify;

pub(super) fn rows(plan: &Plan) -> anyhow::Result<Vec<Row>> {
    if clocks::resident_bytes().is_none() {
        let why = "this system does not tell resident memory in /proc";
        return Ok(vec![Row::new("memory", "B").unmeasured(why)]);
    }
    let rounds = plan.rounds.min(3);
    let all = |part| {
        (0..rounds)
            .map(|_| measured_by(plan, part))
            .collect::<Result<Vec<_>, _>>()
    };
    Ok(vec![
        Row::new("memory", "B").median(&all("memory-watched")?),
        Row::new("memory/plain", "B").median(&all("memory-plain")?),
    ])
}

fn measured_by(plan: &Plan, part: &str) -> anyhow::Result<f64> {
    let mut command = Command::new(&plan.program);
    command
        .args(["bench", "--part", part])
        .stderr(Stdio::inherit());
    if plan.quick {
        command.arg("--quick");
    }
    let output = command.output().context("cannot start the program again")?;
    let text = String::from_utf8_lossy(&output.stdout);
    match text.trim().parse() {
        Ok(bytes) => Ok(bytes),
        Err(_) => bail!("{part} ended with {}: {text}", output.status),
    }
}

fn count(quick: bool) -> usize {
    if quick { 50_000 } else { 1_000_000 }
}

/// Prints the bytes a task takes, on one line.
pub(super) fn plain(quick: bool) -> anyhow::Result<()> {
    let subject = Plain::open(1)?;
    let before = clocks::resident_bytes().context("no resident memory here")?;
    let tasks = spawn_all(&subject, count(quick), drop)?;
    let after = clocks::resident_bytes().context("no resident memory here")?;
    drop(tasks);
    tell(before, after, quick);
    std::process::exit(0)
}

/// The same with the probe, the model and the screen.
pub(super) fn watched(quick: bool) -> anyhow::Result<()> {
    let subject = Probed::open(1)?;
    let before = clocks::resident_bytes().context("no resident memory here")?;
    let tasks = spawn_all(&subject, count(quick), drop)?;
    // All of it is in the model: events have stopped coming.
    subject.screen().wait_calm();
    let after = clocks::resident_bytes().context("no resident memory here")?;
    drop(tasks);
    tell(before, after, quick);
    // Taking a million tasks apart would only take time.
    std::process::exit(0)
}

fn tell(before: u64, after: u64, quick: bool) {
    let bytes = after.saturating_sub(before) as f64 / count(quick) as f64;
    println!("{bytes:.1}");
}

/// Spawns tasks that wait on one `Notify`, and gives it once all of them wait.
fn spawn_all<S: Subject>(
    subject: &S,
    tasks: usize,
    keep: fn(<S::Spawner as Spawner>::Handle),
) -> anyhow::Result<Arc<Notify>> {
    let notify = Arc::new(Notify::new());
    let waiting = Arc::new(tokio::sync::Semaphore::new(0));
    let (all, spawner, arrived) = (Arc::clone(&notify), subject.spawner(), Arc::clone(&waiting));
    let spawn = async move {
        for _ in 0..tasks {
            let (notify, arrived) = (Arc::clone(&all), Arc::clone(&arrived));
            keep(spawner.spawn(async move {
                arrived.add_permits(1);
                notify.notified().await;
            }));
        }
    };
    subject.runtime().block_on(async {
        subject.spawner().spawn(spawn).into_future().await;
        let tasks = u32::try_from(tasks).expect("a million fits");
        // The semaphore is never closed.
        let _ = waiting.acquire_many(tasks).await;
    });
    Ok(notify)
}
