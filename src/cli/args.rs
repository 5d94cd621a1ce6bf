//! The command line as clap reads it.

use crate::config::{
    self, BenchReport, CheckFormat, CompareReport, ExportFormat, LEAST_HISTORY, LearnReport,
    MOST_HISTORY, Part, Report, Runtime, Theme, Words,
};
use crate::events::Flavor;
use crate::limits::{FASTEST, MAX_WORKERS, SLOWEST};
use crate::scenario;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// Longest span a flag takes: that of a script.
const LONGEST: Duration = Duration::from_nanos(scenario::LONGEST.0);

/// See a real Tokio scheduler at work, as a kitchen, in your terminal.
///
/// Chefs are worker threads, cards are tasks. Without a subcommand it opens the kitchen
/// on this terminal: press 1 for a card, b for one that blocks, ? for help, q to quit.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "tokio-kitchen",
    version,
    args_conflicts_with_subcommands = true
)]
pub struct Cli {
    #[command(flatten)]
    pub(super) tui: Tui,
    #[command(subcommand)]
    pub(super) choice: Option<Choice>,
}

/// Flags of the screen.
#[derive(Clone, Debug, Args)]
pub(super) struct Tui {
    #[command(flatten)]
    pub(super) choices: Choices,
    #[command(flatten)]
    pub(super) look: Look,
    /// Play this scenario at the start: a built-in name or a TOML file
    #[arg(long, value_name = "SCENARIO")]
    pub(super) scenario: Option<String>,
    /// Claim this of the run, as 'no stall over 50ms'; may be given again (key E lists them)
    #[arg(long, value_name = "CLAIM")]
    pub(super) expect: Vec<String>,
    /// List the TOML files of this folder, 200 at most, among the scenarios (key S)
    #[arg(long, value_name = "FOLDER")]
    pub(super) scenarios: Option<PathBuf>,
    /// Memory for the history one can go back in, 1MiB to 16GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size_of_history)]
    pub(super) history: usize,
}

impl Tui {
    pub(super) fn config(&self, runtime: Runtime, own: &Runtime) -> config::Tui {
        config::Tui {
            runtime,
            own: (own.flavor, own.workers.unwrap_or(1)),
            scenarios: self.scenarios.clone(),
            history: self.history,
            ..self.look.config()
        }
    }
}

/// Flags of whatever opens the screen: how it looks.
#[derive(Clone, Debug, Args)]
pub(super) struct Look {
    /// Cards jump instead of travelling
    #[arg(long)]
    pub(super) reduced_motion: bool,
    /// Colours; auto asks the terminal for its background [default: auto]
    #[arg(long)]
    pub(super) theme: Option<Theme>,
    /// No colours, as --theme mono (also when NO_COLOR is set)
    #[arg(long, conflicts_with = "theme")]
    pub(super) mono: bool,
    /// In which words things are told (key K)
    #[arg(long, default_value = "kitchen")]
    pub(super) words: Words,
}

impl Look {
    pub(super) fn config(&self) -> config::Tui {
        config::Tui {
            reduced_motion: self.reduced_motion,
            theme: theme(self.theme, self.mono),
            words: self.words,
            ..config::Tui::default()
        }
    }
}

/// Flags of the screen and of `run`.
#[derive(Clone, Debug, Args)]
pub(super) struct Choices {
    /// Number of chefs: worker threads, 1 to 1024 [default: Tokio's own]
    #[arg(long, value_name = "N", value_parser = workers)]
    pub(super) workers: Option<u16>,
    /// Which of Tokio's schedulers [default: multi-thread]
    #[arg(long)]
    pub(super) flavor: Option<FlavorName>,
    /// Stretch every duration, 0.1 to 10: 2 takes half the time [default: 1]
    #[arg(long, value_name = "X", value_parser = tempo)]
    pub(super) tempo: Option<f64>,
    /// A chef who holds one card so long without a pause is stalled
    #[arg(long, value_name = "TIME", default_value = "100ms", value_parser = span)]
    pub(super) stall_after: Duration,
    /// Most cards alive at a time; more are refused and counted
    #[arg(long, value_name = "N", default_value = "1000000",
          value_parser = cards)]
    pub(super) max_cards: u32,
}

impl Choices {
    /// What needs no scenario and no surroundings to be known.
    pub(super) fn config(&self) -> Runtime {
        Runtime {
            stall_after: self.stall_after,
            max_tasks: self.max_cards,
            ..Runtime::default()
        }
    }
}

/// The subcommands.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum Choice {
    /// Play a scenario without a screen, then report; or start a program of yours and watch it
    Run(Run),
    /// Watch a program of yours while it runs
    Attach(Attach),
    /// Write into a file what a program of yours does, until it ends or Ctrl-C
    Record(Record),
    /// Put side by side: two scenarios played in turn, one under two runtimes, or two recordings
    Compare(Compare),
    /// Judge a recording: fails where a poll held its worker for too long
    Check(Check),
    /// Begin a lesson of the course, or check lessons without a screen
    Learn(Learn),
    /// Open a recording: any moment of it, as if it were now
    Open(Open),
    /// Draw one frame of a scenario into an SVG file
    Picture(Picture),
    /// Write a recording in the format of another program
    Export(Export),
    /// Measure what watching costs on this machine (takes some minutes)
    Bench(Bench),
    /// Print all recipes, scenarios, steps, claims and keys
    List,
    /// What the recipe `scales` asks of this program in a process of its own
    #[command(hide = true)]
    Weigh {
        #[arg(long)]
        tasks: u32,
        #[arg(long)]
        threads: u32,
    },
}

/// Flags of `open`.
#[derive(Clone, Debug, Args)]
pub(super) struct Open {
    /// What an application with TOKIO_KITCHEN=record=FILE has written
    pub(super) file: PathBuf,
    /// Which of its runtimes, from 1 [default: the first]
    #[arg(long, value_name = "N")]
    pub(super) runtime: Option<u16>,
    /// A poll that takes so long is a stall
    #[arg(long, value_name = "TIME", default_value = "100ms", value_parser = span)]
    pub(super) stall_after: Duration,
    /// Memory for the part of it one can go back in at once, 1MiB to 16GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size_of_history)]
    pub(super) history: usize,
    #[command(flatten)]
    pub(super) look: Look,
}

/// Flags of `record`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "The program is one that `attach` finds. One that is to be recorded from its \
    first moment on runs with TOKIO_KITCHEN=record=FILE instead.\n\n\
    Exit codes: 0 recorded; 1 something failed, or events came too fast; 2 wrong input"
)]
pub(super) struct Record {
    /// The number of its process, or its socket
    #[arg(value_name = "PID|PATH")]
    pub(super) program: String,
    /// The file to write
    pub(super) file: PathBuf,
    /// Overwrite the file
    #[arg(long)]
    pub(super) force: bool,
    /// End after this time
    #[arg(long = "for", value_name = "TIME", value_parser = span)]
    pub(super) limit: Option<Duration>,
    /// The line that blocks is looked for in polls that take so long
    #[arg(long, value_name = "TIME", default_value = "20ms", value_parser = span)]
    pub(super) stall_after: Duration,
}

/// Flags of `attach`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "The program runs with TOKIO_KITCHEN=attach, or was built with debug \
    assertions, and its Cargo.toml says: tokio = { package = \"tokio-kitchen-probe\", \
    version = \"0.1\", features = [\"full\"] }. Nothing is ordered there: it is only watched.\n\n\
    Exit codes: 0 left; 1 something failed; 2 no such program, or one that is not understood"
)]
pub(super) struct Attach {
    /// The number of its process, or its socket [default: the only one there is, or a list]
    #[arg(value_name = "PID|PATH")]
    pub(super) program: Option<String>,
    /// A worker that holds one task so long without a pause is stalled
    #[arg(long, value_name = "TIME", default_value = "100ms", value_parser = span)]
    pub(super) stall_after: Duration,
    /// Memory for the history one can go back in, 1MiB to 16GiB
    #[arg(long, value_name = "SIZE", default_value = "64MiB", value_parser = size_of_history)]
    pub(super) history: usize,
    #[command(flatten)]
    pub(super) look: Look,
}

impl Attach {
    pub(super) fn config(&self) -> config::Tui {
        config::Tui {
            runtime: Runtime {
                stall_after: self.stall_after,
                ..Runtime::default()
            },
            history: self.history,
            ..self.look.config()
        }
    }
}

/// Flags of `learn`.
#[derive(Clone, Debug, Args)]
pub(super) struct Learn {
    /// A lesson by its name or number, or a TOML file; head-chef: give the cards to chefs yourself;
    /// with --check also all [default: the first one that is not done; with --check all]
    pub(super) lesson: Option<String>,
    /// Play the lesson's own script without a screen, and say what of it held
    #[arg(long)]
    pub(super) check: bool,
    /// How often each is played, 1 to 1000
    #[arg(long, value_name = "N", default_value = "1", requires = "check",
          value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(super) repeat: u16,
    /// What to print
    #[arg(long, default_value = "text", requires = "check")]
    pub(super) report: LearnReport,
    #[command(flatten)]
    pub(super) look: Look,
}

/// Flags of `bench`.
#[derive(Clone, Debug, Args)]
pub(super) struct Bench {
    /// What to print at the end
    #[arg(long, default_value = "text")]
    pub(super) report: BenchReport,
    /// How many rounds count [default: 7]
    #[arg(long, value_name = "N", value_parser = rounds)]
    pub(super) rounds: Option<u16>,
    /// Only rows whose name begins so
    #[arg(long, value_name = "ROW")]
    pub(super) only: Option<String>,
    /// Small and short: shows that it works, not what it costs
    #[arg(long)]
    pub(super) quick: bool,
    /// Only what it takes to open this recording, and to go to any moment of it
    #[arg(long, value_name = "FILE", conflicts_with_all = ["report", "rounds", "only", "quick"])]
    pub(super) open: Option<PathBuf>,
    /// What the bench asks of itself in a process of its own
    #[arg(long, hide = true)]
    pub(super) part: Option<Part>,
}

impl Bench {
    pub(super) fn config(self) -> config::Bench {
        config::Bench {
            report: self.report,
            rounds: self.rounds.map(usize::from),
            only: self.only,
            quick: self.quick,
            open: self.open,
            part: self.part,
        }
    }
}

/// Flags of `run`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Exit codes: 0 all went well, also of a run that --for or an interrupt \
    has cut or that leaves a claim open; 1 a claim is broken, something failed, or the report \
    could not be written; 2 wrong input; 3 the check of the report does not hold; 130 \
    interrupted while nobody read stdout\n\n\
    run -- PROGRAM, such as run -- cargo run --release: starts it with TOKIO_KITCHEN=attach, \
    waits until it can be attached to, and opens the screen (O: what it prints). Cargo builds \
    it with RUSTFLAGS=\"--cfg tokio_unstable\" added, in the folder tokio-kitchen of the target \
    folder. Leaving ends the program: SIGTERM, after 3 s SIGKILL. The exit code is the \
    program's, if it has ended by itself"
)]
pub(super) struct Run {
    /// A built-in scenario (see `list`) or a TOML file
    #[arg(required_unless_present = "program")]
    pub(super) scenario: Option<String>,
    /// Start this program instead, and open the screen on it; of the options --stall-after,
    /// --words and those of the screen count then
    #[arg(last = true, value_name = "PROGRAM", conflicts_with = "scenario")]
    pub(super) program: Vec<OsString>,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// End after this time, whatever is still alive
    #[arg(long = "for", value_name = "TIME", value_parser = span)]
    pub(super) limit: Option<Duration>,
    /// What to print at the end
    #[arg(long, default_value = "text")]
    pub(super) report: Report,
    /// Print what happens, line by line, while it happens
    #[arg(long)]
    pub(super) plain: bool,
    /// In which words that is told
    #[arg(long, default_value = "kitchen")]
    pub(super) words: Words,
    /// Claim this of the run, as 'no stall over 50ms'; may be given again (see `list`). What
    /// the run does not decide is told on stderr and is no failure
    #[arg(long, value_name = "CLAIM")]
    pub(super) expect: Vec<String>,
    /// Write all that happens into this file: for `check`, `compare` and others
    #[arg(long, value_name = "FILE")]
    pub(super) record: Option<PathBuf>,
    /// Overwrite that file
    #[arg(long, requires = "record")]
    pub(super) force: bool,
    /// What `compare` lays over the [runtime] table
    #[arg(long, hide = true)]
    pub(super) set: Vec<String>,
    #[command(flatten)]
    pub(super) screen: OfProgram,
}

/// The screen on a program that `run` starts.
#[derive(Clone, Debug, Args)]
pub(super) struct OfProgram {
    /// Colours of the screen on PROGRAM; auto asks the terminal for its background [default: auto]
    #[arg(long, conflicts_with = "scenario")]
    theme: Option<Theme>,
    /// No colours, as --theme mono (also when NO_COLOR is set)
    #[arg(long, conflicts_with_all = ["theme", "scenario"])]
    mono: bool,
    /// Cards jump instead of travelling
    #[arg(long, conflicts_with = "scenario")]
    reduced_motion: bool,
    /// Memory for the history one can go back in, 1MiB to 16GiB [default: 64MiB]
    #[arg(long, value_name = "SIZE", value_parser = size_of_history, conflicts_with = "scenario")]
    history: Option<usize>,
}

/// Flags of `check`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "A stall is a poll, or the part of it before `block_in_place`, that held its worker \
    for longer than --max-stall, less the time its thread may have waited for a CPU: on a \
    busy machine a stall is rather missed than seen where there is none.\n\n\
    Examples:\n  \
    tokio-kitchen check target/tests.tkr\n  \
    tokio-kitchen check app.tkr --max-stall 50ms --after 2s --ignore 'src/startup.rs:*'\n  \
    tokio-kitchen check app.tkr --expect 'no panic' --expect 'poll p99 under 5ms'\n\n\
    Exit codes: 0 kept; 1 broken; 2 the recording does not tell, or wrong input"
)]
pub(super) struct Check {
    /// The recording
    pub(super) file: PathBuf,
    /// No poll may hold its worker for longer [default: 100ms, if nothing is claimed]
    #[arg(long, value_name = "TIME", value_parser = span)]
    pub(super) max_stall: Option<Duration>,
    /// Claim this of the run, as 'no panic'; may be given again (see `list`)
    #[arg(long, value_name = "CLAIM")]
    pub(super) expect: Vec<String>,
    /// Stalls at lines like this FILE:LINE do not count, also by the line that spawned their task;
    /// `*` is any text, `?` any character; may be given again
    #[arg(long, value_name = "PATTERN")]
    pub(super) ignore: Vec<String>,
    /// Polls that began sooner after the start of the run do not count
    #[arg(long, value_name = "TIME", value_parser = span)]
    pub(super) after: Option<Duration>,
    /// Only this runtime of the program, from 1 [default: all]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) runtime: Option<u16>,
    /// What to print
    #[arg(long, default_value = "text")]
    pub(super) format: CheckFormat,
}

/// Flags of `compare`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Each round is played in a process of its own: A, B, A, B ... A difference is \
    told only where it is more than the rounds of one side differ among themselves.\n\n\
    Examples:\n  \
    tokio-kitchen compare stall bakery\n  \
    tokio-kitchen compare trapped --b runtime.disable_lifo_slot=true\n  \
    tokio-kitchen compare rush --a runtime.workers=1 --b runtime.workers=4 --tempo 10\n  \
    tokio-kitchen compare before.tkr after.tkr\n\n\
    Exit codes: 0 compared; 1 a claim of either is broken in some round, or something failed; \
    2 wrong input; 130 interrupted"
)]
pub(super) struct Compare {
    /// A: a built-in scenario (see `list`), a TOML file or a recording
    #[arg(value_name = "A")]
    pub(super) scenario_a: String,
    /// B: another one [default: the same as A]
    #[arg(value_name = "B")]
    pub(super) scenario_b: Option<String>,
    /// Laid over the [runtime] table of A, as 'runtime.workers = 1'; may be given again
    #[arg(long = "a", value_name = "LINE")]
    pub(super) over_a: Vec<String>,
    /// The same for B, as 'runtime.disable_lifo_slot = true'
    #[arg(long = "b", value_name = "LINE")]
    pub(super) over_b: Vec<String>,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// End each round after this time, whatever is still alive
    #[arg(long = "for", value_name = "TIME", value_parser = span)]
    pub(super) limit: Option<Duration>,
    /// How often each is played, 1 to 1000; fewer than 4 tell no difference [default: 5]
    #[arg(long, value_name = "N", value_parser = rounds)]
    pub(super) rounds: Option<u16>,
    /// Of two recordings: this runtime of both, from 1 [default: the first]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) runtime: Option<u16>,
    /// What to print at the end
    #[arg(long, default_value = "text")]
    pub(super) report: CompareReport,
    /// Claim this of every round, as 'no stall over 50ms'; may be given again (see `list`)
    #[arg(long, value_name = "CLAIM")]
    pub(super) expect: Vec<String>,
    /// Show it on this terminal, while it is played too, instead of printing it
    #[arg(long, conflicts_with = "report")]
    pub(super) screen: bool,
    /// Colours of the screen; auto asks the terminal for its background [default: auto]
    #[arg(long, requires = "screen")]
    pub(super) theme: Option<Theme>,
    /// No colours, as --theme mono (also when NO_COLOR is set)
    #[arg(long, conflicts_with = "theme", requires = "screen")]
    pub(super) mono: bool,
}

impl Run {
    /// The screen on a program.
    pub(super) fn tui(&self) -> config::Tui {
        let usual = config::Tui::default();
        let screen = &self.screen;
        config::Tui {
            runtime: self.choices.config(),
            words: self.words,
            theme: theme(screen.theme, screen.mono),
            reduced_motion: screen.reduced_motion,
            history: screen.history.unwrap_or(usual.history),
            ..usual
        }
    }

    pub(super) fn config(&self, runtime: Runtime) -> config::Run {
        config::Run {
            runtime,
            limit: self.limit,
            report: self.report,
            plain: self.plain,
            words: self.words,
            record: self.record.clone().map(|file| config::Record {
                file,
                force: self.force,
            }),
        }
    }
}

/// Flags of `picture`.
#[derive(Clone, Debug, Args)]
pub(super) struct Picture {
    /// A built-in scenario (see `list`) or a TOML file
    pub(super) scenario: String,
    #[command(flatten)]
    pub(super) choices: Choices,
    /// The moment, from the start of the run
    #[arg(long, value_name = "TIME", default_value = "2s", value_parser = span)]
    pub(super) at: Duration,
    /// Columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x36", value_parser = size)]
    pub(super) size: (u16, u16),
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(super) out: PathBuf,
    /// Overwrite the file
    #[arg(long)]
    pub(super) force: bool,
    /// Colours; auto is dark [default: auto]
    #[arg(long)]
    pub(super) theme: Option<Theme>,
    /// No colours, as --theme mono
    #[arg(long, conflicts_with = "theme")]
    pub(super) mono: bool,
    /// In which words things are told
    #[arg(long, default_value = "kitchen")]
    pub(super) words: Words,
}

impl Picture {
    /// One frame has no motion and no past.
    pub(super) fn config(self, runtime: Runtime) -> config::Picture {
        config::Picture {
            tui: config::Tui {
                runtime,
                reduced_motion: true,
                theme: theme(self.theme, self.mono),
                words: self.words,
                history: LEAST_HISTORY,
                ..config::Tui::default()
            },
            at: self.at,
            size: self.size,
            out: self.out,
            force: self.force,
        }
    }
}

/// Flags of `export`.
#[derive(Clone, Debug, Args)]
pub(super) struct Export {
    /// The recording; or a dial9 trace: a segment, or a folder of segments
    pub(super) file: PathBuf,
    /// The format
    #[arg(long, value_name = "FORMAT")]
    pub(super) to: ExportFormat,
    /// Only from this moment on, from the start of the recording, as 1.5s
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) from: Option<Duration>,
    /// Only up to this moment
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(super) until: Option<Duration>,
    /// Only this runtime, by its number [default: all]
    #[arg(long, value_name = "N")]
    pub(super) runtime: Option<u16>,
    /// Of asciicast: pictures for each second of the recording
    #[arg(long, value_name = "N", default_value = "10", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(super) fps: u32,
    /// Of asciicast: columns and rows
    #[arg(long, value_name = "WxH", default_value = "120x36", value_parser = size)]
    pub(super) size: (u16, u16),
    /// The file to write [default: stdout, if that is no terminal]
    #[arg(long, value_name = "FILE")]
    pub(super) out: Option<PathBuf>,
    /// Overwrite the file
    #[arg(long, requires = "out")]
    pub(super) force: bool,
}

/// Names of the schedulers.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum FlavorName {
    /// Several worker threads
    MultiThread,
    /// One worker
    CurrentThread,
}

impl FlavorName {
    /// As it is given.
    pub(super) fn word(self) -> &'static str {
        Flavor::from(self).name()
    }
}

impl From<FlavorName> for Flavor {
    fn from(name: FlavorName) -> Self {
        match name {
            FlavorName::MultiThread => Self::MultiThread,
            FlavorName::CurrentThread => Self::CurrentThread,
        }
    }
}

pub(super) fn theme(chosen: Option<Theme>, mono: bool) -> Theme {
    match mono {
        true => Theme::Mono,
        false => chosen.unwrap_or_default(),
    }
}

fn tempo(text: &str) -> Result<f64, String> {
    let range = SLOWEST..=FASTEST;
    text.parse()
        .ok()
        .filter(|tempo| range.contains(tempo))
        .ok_or_else(|| format!("expected a number from {SLOWEST} to {FASTEST}"))
}

fn span(text: &str) -> Result<Duration, String> {
    humantime::parse_duration(text)
        .ok()
        .filter(|span| !span.is_zero() && *span <= LONGEST)
        .ok_or_else(|| {
            let most = humantime::format_duration(LONGEST);
            format!("expected a time above 0 such as 300ms, 1.5s or 1m, {most} at most")
        })
}

/// A moment of a recording, which may be its beginning.
fn moment(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).ok();
    time.filter(|time| u64::try_from(time.as_nanos()).is_ok())
        .ok_or_else(|| "expected a time such as 0s, 300ms, 1.5s or 1m".into())
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let side = |text: &str| text.parse().ok().filter(|side| (10..=1_000).contains(side));
    text.split_once('x')
        .and_then(|(width, height)| Some((side(width)?, side(height)?)))
        .ok_or_else(|| "expected columns x rows such as 120x36, each from 10 to 1000".into())
}

fn workers(text: &str) -> Result<u16, String> {
    number(text, 1, u32::from(MAX_WORKERS)).map(|workers| workers as u16)
}

fn cards(text: &str) -> Result<u32, String> {
    number(text, 1, 10_000_000)
}

fn number(text: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = text.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("expected a whole number from {least} to {most}"))
}

/// A size such as `64MiB`, in bytes.
fn size_of_history(text: &str) -> Result<usize, String> {
    let units = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30)];
    let found = units.into_iter().find_map(|(name, unit)| {
        let number: usize = text.strip_suffix(name)?.parse().ok()?;
        number.checked_mul(unit)
    });
    found
        .filter(|bytes| (LEAST_HISTORY..=MOST_HISTORY).contains(bytes))
        .ok_or_else(|| {
            let (least, most) = (LEAST_HISTORY >> 20, MOST_HISTORY >> 30);
            format!("expected a size from {least}MiB to {most}GiB, such as 64MiB")
        })
}

fn rounds(text: &str) -> Result<u16, String> {
    number(text, 1, 1_000).map(|rounds| rounds as u16)
}
