//! What watching costs: `tokio-kitchen bench`, and the same rows under `cargo bench`.
//!
//! Each row is measured on the machine it runs on, with the real probe, the real model
//! and the real loop that draws the real screen; a row that cannot be measured says why.
//! Plain and watched Tokio take turns within one process, and a ratio compares rounds
//! that are neighbours. Used by `main`, by `benches/`, and (workloads and rounds) by the
//! package that measures other watchers; nothing else may know it.

mod budget;
mod clocks;
mod cost;
mod frames;
mod idle;
mod latency;
pub mod load;
mod memory;
mod opening;
mod report;
mod rewind;
mod row;
mod screen;
mod stall;
mod start;
pub mod stats;
pub mod subject;
mod weigh;

pub use clocks::{process_cpu, thread_cpu};
pub use cost::{Plan, against_plain, in_turns};
pub use report::text;
pub use row::{Goal, Row};
pub use weigh::weigh;

use crate::config::{Bench, BenchReport, Part};
use anyhow::Context;
use std::io::Write;
use std::path::Path;

/// Names of all rows with a goal, in the order they are measured.
pub fn names() -> impl Iterator<Item = &'static str> {
    budget::GROUPS
        .iter()
        .flat_map(|group| group.rows)
        .map(|entry| entry.name)
}

/// Measures what was asked for and prints it. `program` is the program's own executable.
///
/// # Errors
/// When a runtime or thread cannot be had, or stdout cannot be written. A goal that is
/// not reached is no error.
pub fn run(config: &Bench, program: &Path) -> anyhow::Result<()> {
    if let Some(file) = &config.open {
        let text = opening::opening(file)?;
        let written = std::io::stdout().write_all(text.as_bytes());
        return written.context("cannot write to stdout");
    }
    if let Some(part) = config.part {
        return match part {
            Part::MemoryPlain => memory::plain(config.quick),
            Part::MemoryWatched => memory::watched(config.quick),
            Part::OnTerminal => start::on_terminal(program),
        };
    }
    let plan = Plan {
        rounds: config.rounds.unwrap_or(if config.quick { 3 } else { 7 }),
        quick: config.quick,
        program: program.to_owned(),
    };
    if cfg!(debug_assertions) {
        eprintln!("not an optimised build: these numbers say nothing");
    }
    let mut rows = Vec::new();
    for group in budget::GROUPS {
        let wanted = |name: &str| {
            config
                .only
                .as_ref()
                .is_none_or(|only| name.starts_with(only))
        };
        if !group.rows.iter().any(|entry| wanted(entry.name)) {
            continue;
        }
        eprintln!("measuring {} ...", group.rows[0].name);
        let measured = (group.measure)(&plan)
            .with_context(|| format!("cannot measure {}", group.rows[0].name))?;
        // A row below another one belongs to it: `idle-cpu/loop`.
        let mut measured: Vec<Row> = measured.into_iter().map(budget::with_goal).collect();
        measured.retain(|row| wanted(&row.name));
        rows.extend(measured);
    }
    let text = match config.report {
        BenchReport::Text => report::text(&rows),
        BenchReport::Json => serde_json::to_string_pretty(&rows)? + "\n",
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
