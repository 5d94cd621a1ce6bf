//! Plays a scenario without a screen, then reports: `tokio-kitchen run`.
//!
//! The same engine, stage and narrator as with a screen; only the loop is simpler. It
//! runs on the caller's thread, never on the observed runtime. Used by `main`; it must
//! not know `ui` or the terminal.

mod report;
mod session;
mod story;
mod table;

use crate::config::{Report, Run};
use crate::engine::{Config, Engine};
use crate::limits::MAX_BLOCKING;
use crate::probe;
use crate::scenario::Scenario;
use crate::source::Live;
use anyhow::Context;
use serde::Serialize;
use session::Session;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Plays the scenario to its end and prints what was asked for on stdout.
///
/// # Errors
/// When the runtime cannot be built, the engine fails, or stdout cannot be written.
pub fn run(config: &Run, scenario: &Scenario) -> anyhow::Result<()> {
    let interrupted = interruption().context("cannot listen for signals")?;
    keep_panics_of_tasks_quiet();
    let (engine, reader) = Engine::start(Config {
        workers: config.runtime.workers,
        flavor: config.runtime.flavor,
        max_tasks: config.runtime.max_tasks,
        max_blocking: MAX_BLOCKING,
        tempo: config.runtime.tempo,
    })?;
    announce(config, scenario).context("cannot write to stdout")?;
    let mut source = Live::new(engine, reader);
    let played = Session::new(&mut source, config, scenario).play(&interrupted);
    // On every path, and without waiting for a worker that is blocked.
    source.shutdown();
    let report = played?;
    let text = match config.report {
        Report::Text => table::text(&report),
        Report::Json => serde_json::to_string_pretty(&Played::of(scenario, &report))? + "\n",
        Report::None => return Ok(()),
    };
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("cannot write the report to stdout")
}

/// The report with what was played.
#[derive(Serialize)]
struct Played<'a> {
    scenario: Told<'a>,
    #[serde(flatten)]
    report: &'a report::Report,
}

/// What a scenario says of itself.
#[derive(Serialize)]
struct Told<'a> {
    name: &'a str,
    title: &'a str,
    about: &'a str,
}

impl<'a> Played<'a> {
    fn of(scenario: &'a Scenario, report: &'a report::Report) -> Self {
        let scenario = Told {
            name: &scenario.name,
            title: &scenario.title,
            about: &scenario.about,
        };
        Self { scenario, report }
    }
}

/// Says what is played before it begins, where people read.
fn announce(config: &Run, scenario: &Scenario) -> std::io::Result<()> {
    if !config.plain && config.report != Report::Text {
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    for line in [&scenario.title, &scenario.about] {
        if !line.is_empty() {
            writeln!(out, "{line}")?;
        }
    }
    out.flush()
}

/// Turns true at the first SIGINT or SIGTERM; the second one ends the program at once.
fn interruption() -> std::io::Result<Arc<AtomicBool>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        flag::register_conditional_shutdown(signal, 128 + signal, Arc::clone(&interrupted))?;
        flag::register(signal, Arc::clone(&interrupted))?;
    }
    Ok(interrupted)
}

/// A task that panics is part of what is shown, and is told in the report: only panics
/// elsewhere are printed.
fn keep_panics_of_tasks_quiet() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if probe::current().is_none() {
            print(info);
        }
    }));
}
