//! What the user chose, as plain values with their defaults.
//!
//! `cli` fills them in, the event loop, the program without a screen and the bench use
//! them; none of these knows the command line, and this module knows none of them. A new
//! option is a field here with its default, a flag in `cli/args.rs`, and its user.

use crate::events::Flavor;
use crate::limits::MAX_TASKS;
use crate::order::Settings;
use clap::ValueEnum;
use std::path::PathBuf;
use std::time::Duration;

/// The least memory a history makes sense with, in bytes.
pub const LEAST_HISTORY: usize = 1 << 20;
/// The most memory a history may take, in bytes.
pub const MOST_HISTORY: usize = 16 << 30;

/// The runtime that is observed.
#[derive(Clone, Debug, PartialEq)]
pub struct Runtime {
    /// Number of workers; Tokio's own default if nobody chose one.
    pub workers: Option<u16>,
    /// Which scheduler.
    pub flavor: Flavor,
    /// What else is set in its builder.
    pub settings: Settings,
    /// Tempo to begin with.
    pub tempo: f64,
    /// A poll at least this long is a stall.
    pub stall_after: Duration,
    /// Most tasks alive at a time.
    pub max_tasks: u32,
}

impl Default for Runtime {
    fn default() -> Self {
        Self {
            workers: None,
            flavor: Flavor::MultiThread,
            settings: Settings::default(),
            tempo: 1.0,
            stall_after: Duration::from_millis(100),
            max_tasks: MAX_TASKS,
        }
    }
}

/// The screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Tui {
    /// What is observed.
    pub runtime: Runtime,
    /// The scheduler of scenarios that ask for none, and its workers.
    pub own: (Flavor, u16),
    /// Things jump instead of travelling.
    pub reduced_motion: bool,
    /// Which colours.
    pub theme: Theme,
    /// In which words things are told to begin with.
    pub words: Words,
    /// Its TOML files are listed among the scenarios.
    pub scenarios: Option<PathBuf>,
    /// Memory for the history, in bytes.
    pub history: usize,
}

impl Default for Tui {
    fn default() -> Self {
        Self {
            runtime: Runtime::default(),
            own: (Flavor::MultiThread, 1),
            reduced_motion: false,
            theme: Theme::Auto,
            words: Words::Kitchen,
            scenarios: None,
            history: 64 << 20,
        }
    }
}

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Theme {
    /// Those that suit the terminal's background, which it is asked for
    #[default]
    Auto,
    /// For a dark background
    Dark,
    /// For a light background
    Light,
    /// None: bold and reverse only
    Mono,
}

/// In which words things are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Words {
    /// Chefs, cards, bells
    #[default]
    Kitchen,
    /// Workers, tasks, wakers
    Tokio,
}

/// One frame, drawn into a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// As for the screen.
    pub tui: Tui,
    /// The moment, from the start of the run.
    pub at: Duration,
    /// Columns and rows.
    pub size: (u16, u16),
    /// The file.
    pub out: PathBuf,
    /// Whether the file may be overwritten.
    pub force: bool,
}

/// A recording, written in the format of another program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The recording.
    pub file: PathBuf,
    /// The format.
    pub to: ExportFormat,
    /// From this moment on, from the start of the recording.
    pub from: Option<Duration>,
    /// Up to this one.
    pub until: Option<Duration>,
    /// Of this runtime only.
    pub runtime: Option<u16>,
    /// Pictures a second, where it is the screen.
    pub pictures: u32,
    /// Columns and rows, where it is the screen.
    pub size: (u16, u16),
    /// The file to write; stdout if there is none.
    pub out: Option<PathBuf>,
    /// Whether the file may be overwritten.
    pub force: bool,
}

/// Formats of other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// For ui.perfetto.dev: rows, slices, arrows
    Perfetto,
    /// Trace Event JSON, which many viewers open
    Chrome,
    /// One JSON object a line for each event
    Json,
    /// The screen, played by asciinema
    Asciicast,
}

/// A run without a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// What is observed.
    pub runtime: Runtime,
    /// End after this time, whatever is alive.
    pub limit: Option<Duration>,
    /// What to print at the end.
    pub report: Report,
    /// Print the story line by line as it happens.
    pub plain: bool,
    /// In which words.
    pub words: Words,
    /// Write it down, too.
    pub record: Option<Record>,
}

/// A file to record into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The file.
    pub file: PathBuf,
    /// Whether it may be overwritten.
    pub force: bool,
}

/// A program in another process is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordProgram {
    /// The number of its process.
    pub pid: u32,
    /// Its socket.
    pub socket: PathBuf,
    /// The file.
    pub file: PathBuf,
    /// Whether the file may be overwritten.
    pub force: bool,
    /// End after this time.
    pub limit: Option<Duration>,
    /// A poll that takes so long is looked at.
    pub stall_after: Duration,
}

/// A recording is judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The file.
    pub file: PathBuf,
    /// No poll may hold its worker for longer.
    pub max_stall: Option<Duration>,
    /// A poll of at least that long is a stall, where a claim does not say how long.
    pub stall_after: Duration,
    /// Nothing was asked for: the rule is this program's own.
    pub is_default: bool,
    /// Patterns of lines that do not count.
    pub ignore: Vec<String>,
    /// Polls that began before do not count.
    pub after: Duration,
    /// Only this runtime.
    pub runtime: Option<u16>,
    /// What to print.
    pub format: CheckFormat,
}

/// What to print of a recording that was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Lines for people
    Text,
    /// One JSON object for programs
    Json,
    /// XML as of JUnit
    Junit,
    /// Commands of a GitHub workflow
    Github,
}

/// Lessons, played by their own scripts and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Learn {
    /// What is observed, where a lesson does not say.
    pub runtime: Runtime,
    /// How often each is played.
    pub repeat: u16,
    /// What to print.
    pub report: LearnReport,
}

/// What to print of lessons that were checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LearnReport {
    /// Lines for people
    Text,
    /// One JSON object for programs
    Json,
}

/// What to print at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Report {
    /// Tables for people
    Text,
    /// One JSON object for programs
    Json,
    /// Nothing
    None,
}

/// Two scenarios, played in turn and put side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compare {
    /// A and B.
    pub sides: [Side; 2],
    /// How often each is played.
    pub rounds: u16,
    /// What to print at the end.
    pub report: CompareReport,
    /// Shown on a screen, in these colours, instead of printed.
    pub screen: Option<Theme>,
}

/// Two recordings, put side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recordings {
    /// A and B.
    pub files: [PathBuf; 2],
    /// A poll of at least that long is a stall.
    pub stall_after: Duration,
    /// This runtime of both; else the first of each.
    pub runtime: Option<u16>,
    /// What to print.
    pub report: CompareReport,
}

/// One of the two that are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// What people call it.
    pub name: String,
    /// The text of its scenario.
    pub script: String,
    /// Flags of `run`, checked.
    pub arguments: Vec<String>,
}

/// What to print at the end of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompareReport {
    /// Two columns, and a third for what differs
    Text,
    /// One JSON object for programs
    Json,
}

/// A bench.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bench {
    /// What to print at the end.
    pub report: BenchReport,
    /// How many rounds count.
    pub rounds: Option<usize>,
    /// Only rows whose name begins so.
    pub only: Option<String>,
    /// Small and short.
    pub quick: bool,
    /// Only what it takes to open this recording.
    pub open: Option<PathBuf>,
    /// Not a bench of its own, but a part of one.
    pub part: Option<Part>,
}

/// What to print at the end of a bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BenchReport {
    /// A table for people
    Text,
    /// A list of rows for programs
    Json,
}

/// A part of the bench that needs a process of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// A million tasks of plain Tokio in memory.
    MemoryPlain,
    /// A million watched tasks in memory.
    MemoryWatched,
    /// Takes the terminal on stdin for its own, then becomes the program.
    OnTerminal,
}
