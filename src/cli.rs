//! Flags and subcommands: what a person may ask for, checked, as the plain values of
//! [`config`].
//!
//! Known to `main` only, which hands the values on. This module starts nothing.

mod args;
mod attach;
mod check;
mod compare;
mod expect;
mod export;
mod learn;
mod list;
mod open;
#[cfg(test)]
mod tests;

pub use args::Cli;

use crate::bench;
use crate::claim::Claim;
use crate::config::{self, Runtime};
use crate::document::{Mistake, clean, quoted};
use crate::events::Flavor;
use crate::lesson::Lesson;
use crate::limits::MAX_WORKERS;
use crate::plain::escaped;
use crate::recording::Recording;
use crate::remote::{Found, Missing, Told, Trouble};
use crate::scenario::Scenario;
use args::{Choice, Choices};
use clap::Parser;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The command line of this process. Where it is wrong, or help is asked for, says so and ends
/// the process.
pub fn parse() -> Cli {
    let arguments = || std::env::args_os();
    let error = match Cli::try_parse_from(arguments()) {
        Ok(cli) => return cli,
        Err(error) => error,
    };
    // What is wrong is repeated as it was given: then it is what may reach a terminal.
    let safe = arguments().map(|argument| escaped(&argument.to_string_lossy()).into_owned());
    match Cli::try_parse_from(safe) {
        Err(error) => error.exit(),
        Ok(_) => {
            let _ = writeln!(std::io::stderr(), "{}", escaped(&error.to_string()));
            std::process::exit(error.exit_code())
        }
    }
}

/// An error in one line that may reach a terminal.
pub fn one_line(error: &anyhow::Error) -> String {
    escaped(&format!("{error:#}")).into_owned()
}

/// Says something on stderr, in one line.
pub fn warn(text: &str) {
    let _ = writeln!(std::io::stderr(), "tokio-kitchen: {}", escaped(text));
}

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Open the screen, play this at the start, and claim this of the run.
    Tui(config::Tui, Option<Scenario>, Vec<Claim>),
    /// Watch a program in another process.
    Attach(config::Tui, Found),
    /// Print which programs can be watched: nobody has chosen one.
    Programs(Vec<Told>),
    /// Start a program and watch it.
    RunProgram(config::Tui, Vec<OsString>),
    /// Choose one of several programs, and watch it.
    Choose(config::Tui, Vec<Told>),
    /// Record a program in another process.
    Record(config::RecordProgram),
    /// Play a scenario without a screen.
    Run(config::Run, Scenario),
    /// Judge a recording, of which this is claimed.
    Check(config::Check, Vec<Claim>),
    /// Play two scenarios and put them side by side.
    Compare(config::Compare),
    /// Put two recordings side by side, of which this is claimed.
    CompareRecordings(config::Recordings, Vec<Claim>),
    /// Open the screen with a lesson; with none named the first one that is not done.
    Lesson(config::Tui, Option<Arc<Lesson>>),
    /// Open the screen with the game in which the user is the scheduler.
    ByHand(config::Tui),
    /// Play lessons by their own scripts and say what held.
    CheckLessons(config::Learn, Vec<Lesson>),
    /// Open the screen on one runtime of a recording.
    Open(config::Tui, Arc<Recording>, u16),
    /// Draw one frame of a scenario into a file.
    Picture(config::Picture, Scenario),
    /// Write a recording in the format of another program.
    Export(config::Export),
    /// Measure what watching costs.
    Bench(config::Bench),
    /// Tell what so many waiting tasks and threads take.
    Weigh {
        /// Of Tokio.
        tasks: u32,
        /// Of the system.
        threads: u32,
    },
    /// Print this text: recipes, scenarios, keys.
    List(String),
}

/// What was asked for cannot be done: said in one line, exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum BadInput {
    /// A scenario or a lesson is wrong or not there.
    #[error(transparent)]
    Scenario(#[from] Mistake),
    /// A recording cannot be opened, or has not what is asked for.
    #[error("{0}")]
    Recording(String),
    /// A recording has no runtime with this number.
    #[error("--runtime {0}: found {1} runtimes in the recording, numbered from 1")]
    NoSuchRuntime(u16, usize),
    /// A recording tells of no runtime.
    #[error("{}: found no runtime in it; its program has built none, or was killed before",
        clean(&.0.to_string_lossy()))]
    NothingRecorded(PathBuf),
    /// The screen was asked for, but there is no terminal.
    #[error(
        "stdout is not a terminal, and the kitchen is drawn on one; \
         without a terminal use: tokio-kitchen {0}"
    )]
    NoTerminal(&'static str),
    /// The screen was asked for, but the terminal cannot place text.
    #[error(
        "TERM: found \"dumb\"; expected a terminal that can place text, and the kitchen is \
         drawn on one; here use: tokio-kitchen {0}"
    )]
    DumbTerminal(&'static str),
    /// A comparison is to be shown where none can be.
    #[error("--screen: found {0}; expected a terminal that can place text, or no --screen")]
    NoScreen(&'static str),
    /// What is asked of one side of a comparison cannot be.
    #[error("{0}: {1}")]
    OfSide(&'static str, Box<Self>),
    /// There is no such folder, or it cannot be read.
    #[error("--scenarios {}: found no folder that can be read ({}); expected one with TOML files",
        clean(&.0.to_string_lossy()), .1)]
    NoFolder(PathBuf, std::io::ErrorKind),
    /// The file is there, and overwriting was not asked for.
    #[error("{}: found a file; expected a new name, or --force to overwrite it",
        clean(&.0.to_string_lossy()))]
    FileExists(PathBuf),
    /// What is for programs would land on a terminal.
    #[error("export: found a terminal as stdout; expected --out FILE, or stdout redirected")]
    ExportToTerminal,
    /// A span of time that has nothing in it.
    #[error(
        "--until {}: found a moment before --from {}; expected a later one",
        humantime::format_duration(*.1), humantime::format_duration(*.0)
    )]
    EmptySpan(Duration, Duration),
    /// More workers than the scheduler has.
    #[error(
        "--workers {0} with the current-thread flavor: found {0}; expected 1, it has one worker"
    )]
    OneWorkerOnly(u16),
    /// No row of the bench is called so.
    #[error(
        "bench --only {}: no row begins so; expected one of {rows}",
        clean(found)
    )]
    NoSuchRow {
        /// What was asked for.
        found: String,
        /// All rows there are.
        rows: String,
    },
    /// A program cannot be attached to.
    #[error(transparent)]
    Remote(#[from] Trouble),
    /// There is none.
    #[error(transparent)]
    NoProgram(Missing),
    /// Tokio's own variable for the number of workers is wrong.
    #[error(
        "TOKIO_WORKER_THREADS: found {}; expected a number from 1 to {MAX_WORKERS} \
         (or choose with --workers)",
        quoted(.0)
    )]
    WorkerVariable(String),
}

/// They are the same if they say the same.
impl PartialEq for BadInput {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

/// What the command line does not tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// Stdout is a terminal.
    pub terminal: bool,
    /// `TERM` says that the terminal cannot place text.
    pub dumb: bool,
    /// `NO_COLOR` is set, and not empty.
    pub no_color: bool,
    /// The value of `TOKIO_WORKER_THREADS`.
    pub worker_threads: Option<String>,
}

impl Surroundings {
    /// Those of this process.
    pub fn look() -> Self {
        let variable = |name| std::env::var_os(name).map(|v| v.to_string_lossy().into_owned());
        Self {
            terminal: std::io::IsTerminal::is_terminal(&std::io::stdout()),
            dumb: variable("TERM").is_some_and(|term| term == "dumb"),
            no_color: variable("NO_COLOR").is_some_and(|value| !value.is_empty()),
            worker_threads: variable("TOKIO_WORKER_THREADS"),
        }
    }
}

impl Cli {
    /// Checks what was asked for.
    ///
    /// # Errors
    /// When it cannot be done.
    pub fn job(self, around: &Surroundings) -> Result<Job, BadInput> {
        match self.choice {
            Some(Choice::List) => Ok(Job::List(list::text())),
            Some(Choice::Weigh { tasks, threads }) => Ok(Job::Weigh { tasks, threads }),
            Some(Choice::Bench(flags)) => {
                let bench = flags.config();
                row_is_known(bench.only.as_deref())?;
                Ok(Job::Bench(bench))
            }
            Some(Choice::Export(flags)) => Ok(Job::Export(export::config(flags, around)?)),
            Some(Choice::Run(flags)) if !flags.program.is_empty() => {
                needs_screen(around, "run --help")?;
                let mut tui = flags.tui();
                tui.theme = unless_no_color(tui.theme, around);
                Ok(Job::RunProgram(tui, flags.program))
            }
            Some(Choice::Run(mut flags)) => {
                let scenario = flags.scenario.as_deref().unwrap_or_default();
                let mut scenario = Scenario::load(scenario)?;
                compare::lay_over(&mut scenario, &mut flags.choices, "--set", &flags.set)?;
                expect::claims(&mut scenario, &flags.expect)?;
                let runtime = runtime(&flags.choices, Some(&scenario), around)?;
                expect::decidable_run(&scenario, &runtime)?;
                if let Some(file) = flags.record.as_ref().filter(|_| !flags.force) {
                    not_there(file)?;
                }
                Ok(Job::Run(flags.config(runtime), scenario))
            }
            Some(Choice::Compare(flags)) => {
                if let Some(job) = compare::recordings(&flags)? {
                    return Ok(job);
                }
                let config = compare::config(&flags, around)?;
                match (flags.screen, around.terminal, around.dumb) {
                    (true, false, _) => Err(BadInput::NoScreen("stdout that is no terminal")),
                    (true, true, true) => Err(BadInput::NoScreen("TERM=dumb")),
                    _ => Ok(()),
                }?;
                Ok(Job::Compare(config))
            }
            Some(Choice::Check(flags)) => check::job(&flags),
            Some(Choice::Attach(flags)) => match attach::chosen(&flags, around)? {
                attach::Chosen::One(config, found) => Ok(Job::Attach(*config, found)),
                attach::Chosen::None(told) => Ok(Job::Programs(told)),
                attach::Chosen::Several(config, told) => Ok(Job::Choose(*config, told)),
            },
            Some(Choice::Record(flags)) => attach::record(flags).map(Job::Record),
            Some(Choice::Learn(flags)) => learn::job(&flags, around),
            Some(Choice::Open(flags)) => open::job(flags, around),
            Some(Choice::Picture(flags)) => {
                let scenario = Scenario::load(&flags.scenario)?;
                if !flags.force {
                    not_there(&flags.out)?;
                }
                let nowhere = Surroundings::default();
                let runtime = runtime(&flags.choices, Some(&scenario), &nowhere)?;
                Ok(Job::Picture(flags.config(runtime), scenario))
            }
            None => {
                needs_screen(around, PLAIN)?;
                if let Some(folder) = &self.tui.scenarios
                    && let Err(error) = folder.read_dir()
                {
                    return Err(BadInput::NoFolder(folder.clone(), error.kind()));
                }
                let scenario = self.tui.scenario.as_deref();
                let scenario = scenario.map(Scenario::load).transpose()?;
                let claims = expect::of_screen(scenario.as_ref(), &self.tui.expect)?;
                let runtime = runtime(&self.tui.choices, scenario.as_ref(), around)?;
                // On the screen there can be as many workers as somebody wants.
                expect::decidable(scenario.as_ref(), &claims, &runtime, MAX_WORKERS)?;
                // What it would be without the scenario, where that can be known.
                let own = self::runtime(&self.tui.choices, None, around);
                let own = own.unwrap_or_else(|_| runtime.clone());
                let mut tui = self.tui.config(runtime, &own);
                tui.theme = unless_no_color(tui.theme, around);
                Ok(Job::Tui(tui, scenario, claims))
            }
        }
    }
}

/// Nothing is overwritten that nobody gave up.
fn not_there(file: &Path) -> Result<(), BadInput> {
    match file.exists() {
        true => Err(BadInput::FileExists(file.to_owned())),
        false => Ok(()),
    }
}

/// What can be asked for without a screen.
const PLAIN: &str = "run first-shift --report text";

/// Whether there is a terminal to draw on; `else_use` says what there is without one.
fn needs_screen(around: &Surroundings, else_use: &'static str) -> Result<(), BadInput> {
    match (around.terminal, around.dumb) {
        (false, _) => Err(BadInput::NoTerminal(else_use)),
        (true, true) => Err(BadInput::DumbTerminal(else_use)),
        (true, false) => Ok(()),
    }
}

/// What was asked for in so many words wins.
fn unless_no_color(theme: config::Theme, around: &Surroundings) -> config::Theme {
    match theme {
        config::Theme::Auto if around.no_color => config::Theme::Mono,
        theme => theme,
    }
}

fn row_is_known(only: Option<&str>) -> Result<(), BadInput> {
    let Some(only) = only else { return Ok(()) };
    if bench::names().any(|name| name.starts_with(only)) {
        return Ok(());
    }
    Err(BadInput::NoSuchRow {
        found: only.into(),
        rows: bench::names().collect::<Vec<_>>().join(", "),
    })
}

/// What a flag, the scenario or a default says about the runtime, in this order.
fn runtime(
    choices: &Choices,
    scenario: Option<&Scenario>,
    around: &Surroundings,
) -> Result<Runtime, BadInput> {
    let setup = scenario.map(|scenario| scenario.setup).unwrap_or_default();
    let default = choices.config();
    let flavor = choices.flavor.map(Flavor::from).or(setup.flavor);
    let flavor = flavor.unwrap_or(default.flavor);
    let workers = match (flavor, choices.workers.or(setup.workers)) {
        (Flavor::CurrentThread, _) => match choices.workers {
            Some(workers) if workers != 1 => return Err(BadInput::OneWorkerOnly(workers)),
            _ => 1,
        },
        (Flavor::MultiThread, Some(workers)) => workers,
        (Flavor::MultiThread, None) => tokios_own(around)?,
    };
    Ok(Runtime {
        workers: Some(workers),
        flavor,
        settings: setup.settings,
        tempo: choices.tempo.or(setup.tempo).unwrap_or(default.tempo),
        ..default
    })
}

/// The number of workers Tokio would choose.
fn tokios_own(around: &Surroundings) -> Result<u16, BadInput> {
    match &around.worker_threads {
        Some(value) => value
            .parse()
            .ok()
            .filter(|workers| (1..=MAX_WORKERS).contains(workers))
            .ok_or_else(|| BadInput::WorkerVariable(value.clone())),
        None => {
            let cores = std::thread::available_parallelism().map_or(1, usize::from);
            Ok(u16::try_from(cores).unwrap_or(MAX_WORKERS).min(MAX_WORKERS))
        }
    }
}
