//! Flags and subcommands: what a person may ask for, checked, as plain values.
//!
//! Used by `main` only, which hands the values on; they are all the event loop and the
//! program without a screen know of the command line. This module starts nothing.

mod args;
mod list;
#[cfg(test)]
mod tests;

pub use args::{BenchReport, Cli, Report};

use crate::bench::{self, Part};
use crate::events::Flavor;
use crate::scenario::{MAX_WORKERS, Mistake, Scenario};
use args::{Choice, Choices};
use std::path::PathBuf;
use std::time::Duration;

/// What to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Open the screen.
    Tui(TuiOptions),
    /// Play a scenario without a screen.
    Run(RunOptions),
    /// Draw one frame of a scenario into a file.
    Picture(PictureOptions),
    /// Measure what watching costs.
    Bench(BenchOptions),
    /// Print this text: recipes, scenarios, keys.
    List(String),
}

/// How to open the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct TuiOptions {
    /// Number of workers; always given, Tokio's own default if nobody chose one.
    pub workers: Option<u16>,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Tempo to begin with.
    pub tempo: f64,
    /// A poll at least this long is a stall.
    pub stall_after: Duration,
    /// Most tasks alive at a time.
    pub max_tasks: u32,
    /// Things jump instead of travelling.
    pub reduced_motion: bool,
    /// No colours.
    pub mono: bool,
    /// What to play at the start.
    pub scenario: Option<Scenario>,
    /// Memory for the history, in bytes.
    pub history: usize,
}

/// How to draw one frame into a file.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOptions {
    /// As for the screen; the scenario is always there.
    pub tui: TuiOptions,
    /// The moment, from the start of the run.
    pub at: Duration,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The file.
    pub out: PathBuf,
    /// Whether the file may be overwritten.
    pub force: bool,
}

/// How to play a scenario without a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOptions {
    /// What to play.
    pub scenario: Scenario,
    /// Number of workers.
    pub workers: u16,
    /// Which scheduler.
    pub flavor: Flavor,
    /// Tempo to begin with.
    pub tempo: f64,
    /// A poll at least this long is a stall.
    pub stall_after: Duration,
    /// Most tasks alive at a time.
    pub max_tasks: u32,
    /// End after this time, whatever is alive.
    pub limit: Option<Duration>,
    /// What to print at the end.
    pub report: Report,
    /// Print the story line by line as it happens.
    pub plain: bool,
}

/// What to measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BenchOptions {
    /// What to print at the end.
    pub report: BenchReport,
    /// How many rounds count.
    pub rounds: Option<usize>,
    /// Only rows whose name begins so.
    pub only: Option<String>,
    /// Small and short.
    pub quick: bool,
    /// Not a bench of its own, but a part of one.
    pub part: Option<Part>,
}

/// What was asked for cannot be done: said in one line, exit code 2.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum BadInput {
    /// A scenario is wrong or not there.
    #[error(transparent)]
    Scenario(#[from] Mistake),
    /// The screen was asked for, but there is no terminal.
    #[error(
        "stdout is not a terminal, and the kitchen is drawn on one; \
         without a terminal use: tokio-kitchen run first-shift --report text"
    )]
    NoTerminal,
    /// The screen was asked for, but the terminal cannot place text.
    #[error(
        "TERM: found \"dumb\"; expected a terminal that can place text, and the kitchen is \
         drawn on one; here use: tokio-kitchen run first-shift --report text"
    )]
    DumbTerminal,
    /// The file is there, and overwriting was not asked for.
    #[error("{}: found a file; expected a new name, or --force to overwrite it", .0.display())]
    FileExists(PathBuf),
    /// More workers than the scheduler has.
    #[error(
        "--workers {0} with the current-thread flavor: found {0}; expected 1, it has one worker"
    )]
    OneWorkerOnly(u16),
    /// No row of the bench is called so.
    #[error("bench --only {found}: no row begins so; expected one of {rows}")]
    NoSuchRow {
        /// What was asked for.
        found: String,
        /// All rows there are.
        rows: String,
    },
    /// Tokio's own variable for the number of workers is wrong.
    #[error(
        "TOKIO_WORKER_THREADS: found {0:?}; expected a number from 1 to {MAX_WORKERS} \
         (or choose with --workers)"
    )]
    WorkerVariable(String),
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
            Some(Choice::Bench(bench)) => bench_options(bench).map(Job::Bench),
            Some(Choice::Run(run)) => {
                let scenario = Scenario::load(&run.scenario)?;
                let common = Common::of(&run.choices, Some(&scenario), around)?;
                Ok(Job::Run(RunOptions {
                    workers: common.workers,
                    flavor: common.flavor,
                    tempo: common.tempo,
                    stall_after: run.choices.stall_after,
                    max_tasks: run.choices.max_cards,
                    limit: run.limit,
                    report: run.report,
                    plain: run.plain,
                    scenario,
                }))
            }
            Some(Choice::Picture(picture)) => {
                let scenario = Scenario::load(&picture.scenario)?;
                if picture.out.exists() && !picture.force {
                    return Err(BadInput::FileExists(picture.out));
                }
                let tui = args::Tui {
                    choices: picture.choices,
                    reduced_motion: true,
                    mono: picture.mono,
                    scenario: None,
                    history: args::LEAST_HISTORY,
                };
                Ok(Job::Picture(PictureOptions {
                    tui: tui.options(Some(scenario), &Surroundings::default())?,
                    at: picture.at,
                    size: picture.size,
                    out: picture.out,
                    force: picture.force,
                }))
            }
            None => {
                if !around.terminal {
                    return Err(BadInput::NoTerminal);
                }
                if around.dumb {
                    return Err(BadInput::DumbTerminal);
                }
                let scenario = self.tui.scenario.as_deref();
                let scenario = scenario.map(Scenario::load).transpose()?;
                Ok(Job::Tui(self.tui.options(scenario, around)?))
            }
        }
    }
}

impl args::Tui {
    fn options(
        self,
        scenario: Option<Scenario>,
        around: &Surroundings,
    ) -> Result<TuiOptions, BadInput> {
        let common = Common::of(&self.choices, scenario.as_ref(), around)?;
        Ok(TuiOptions {
            workers: Some(common.workers),
            flavor: common.flavor,
            tempo: common.tempo,
            stall_after: self.choices.stall_after,
            max_tasks: self.choices.max_cards,
            reduced_motion: self.reduced_motion,
            mono: self.mono || around.no_color,
            scenario,
            history: self.history,
        })
    }
}

fn bench_options(bench: args::Bench) -> Result<BenchOptions, BadInput> {
    if let Some(only) = &bench.only
        && !bench::names().any(|name| name.starts_with(only))
    {
        return Err(BadInput::NoSuchRow {
            found: only.clone(),
            rows: bench::names().collect::<Vec<_>>().join(", "),
        });
    }
    Ok(BenchOptions {
        report: bench.report,
        rounds: bench.rounds.map(usize::from),
        only: bench.only,
        quick: bench.quick,
        part: bench.part,
    })
}

/// Choices a flag, the scenario or a default makes, in this order.
struct Common {
    workers: u16,
    flavor: Flavor,
    tempo: f64,
}

impl Common {
    fn of(
        choices: &Choices,
        scenario: Option<&Scenario>,
        around: &Surroundings,
    ) -> Result<Self, BadInput> {
        let setup = scenario.map(|scenario| scenario.setup).unwrap_or_default();
        let flavor = choices.flavor.map(Flavor::from).or(setup.flavor);
        let flavor = flavor.unwrap_or(Flavor::MultiThread);
        let workers = match (flavor, choices.workers.or(setup.workers)) {
            (Flavor::CurrentThread, _) => match choices.workers {
                Some(workers) if workers != 1 => return Err(BadInput::OneWorkerOnly(workers)),
                _ => 1,
            },
            (Flavor::MultiThread, Some(workers)) => workers,
            (Flavor::MultiThread, None) => tokios_own(around)?,
        };
        let tempo = choices.tempo.or(setup.tempo).unwrap_or(1.0);
        Ok(Self {
            workers,
            flavor,
            tempo,
        })
    }
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
