//! Plays a scenario without a screen, then reports: `tokio-kitchen run`.
//!
//! The same engine, stage and narrator as with a screen; only the loop is simpler. It
//! runs on the caller's thread, never on the observed runtime. Used by `main`; it must
//! not know `ui` or the terminal.

mod check;
mod claims;
mod compare;
mod learn;
mod printer;
mod record;
mod record_program;
mod replay;
mod report;
mod session;
mod story;
mod table;

pub use check::check;
pub use compare::{compare, compare_recordings};
pub use learn::learn;
pub use record_program::record;

use crate::config::{Report, Run, Runtime};
use crate::engine::{self, Config, Engine};
use crate::probe::{self, Reader};
use crate::scenario::Scenario;
use crate::source::{Live, Source};
use anyhow::Context;
use printer::Printer;
use record::Record;
use serde::Serialize;
use session::Session;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;
use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long after an interrupt somebody may take to read what was printed.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// How a run ended that could be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// All accounts of the report hold.
    Well,
    /// They do not: the report says so.
    CheckFailed,
    /// A claim is broken: that was said on stderr, with the moment.
    Broken,
    /// A recording does not tell whether its rules are kept, or is none: that was said.
    CannotTell,
    /// By an interrupt, while nobody read what was printed: not all of it was.
    Unread,
}

/// Plays the scenario to its end and prints what was asked for on stdout.
///
/// # Errors
/// When the runtime cannot be built, a thread cannot be had, the engine fails, or stdout cannot
/// be written.
pub fn run(config: &Run, scenario: &Scenario) -> anyhow::Result<Ended> {
    let interrupted = interruption().context("cannot listen for signals")?;
    keep_panics_of_tasks_quiet();
    probe::watch_panics();
    let mut printer = Printer::new(io::stdout())?;
    let (engine, reader) = engine_of(&config.runtime)?;
    let mut source = Live::new(engine, reader);
    let mut record = Record::begin(config.record.as_ref(), source.now().at)?;
    if config.record.is_some() {
        source.time_waits();
    }
    if config.plain || config.report != Report::None || config.record.is_some() {
        source = source
            .naming_lines(config.runtime.stall_after)
            .context("cannot look at stalls")?;
    }
    announce(config, scenario, &mut printer);
    let session = Session::new(&mut source, config, scenario, &mut printer);
    let played = session.recorded(&mut record).play(&interrupted);
    // On every path, and without waiting for a worker that is blocked.
    source.shutdown();
    let report = played?;
    record.end()?;
    match config.report {
        Report::Text => printer.print(&table::text(&report)),
        Report::Json => {
            printer.print(&(serde_json::to_string_pretty(&Played::of(scenario, &report))? + "\n"));
        }
        Report::None => {}
    }
    match finish(printer, &interrupted) {
        None => {
            let said = "tokio-kitchen: interrupted; nobody read stdout, so not all was printed";
            let _ = writeln!(io::stderr(), "{said}");
            Ok(Ended::Unread)
        }
        Some(written) => {
            written.context("cannot write the report to stdout")?;
            Ok(match report.check.holds {
                _ if claims::told(&report.claims) => Ended::Broken,
                true => Ended::Well,
                false => Ended::CheckFailed,
            })
        }
    }
}

/// Starts the engine with what was asked for.
fn engine_of(runtime: &Runtime) -> Result<(Engine, Reader), engine::Error> {
    Engine::start(Config {
        workers: runtime.workers,
        flavor: runtime.flavor,
        max_tasks: runtime.max_tasks,
        settings: runtime.settings,
        tempo: runtime.tempo,
        ..Config::default()
    })
}

/// Prints what is left; after an interrupt for a moment only. `None`: nobody read all of it.
fn finish(printer: Printer, interrupted: &AtomicBool) -> Option<io::Result<()>> {
    let mut since = None;
    printer.finish(|| {
        let stopped = interrupted.load(Ordering::Relaxed);
        !stopped || since.get_or_insert_with(Instant::now).elapsed() < LAST_WORDS
    })
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
fn announce(config: &Run, scenario: &Scenario, printer: &mut Printer) {
    if !config.plain && config.report != Report::Text {
        return;
    }
    for line in [&scenario.title, &scenario.about] {
        if !line.is_empty() {
            printer.print(&format!("{line}\n"));
        }
    }
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
