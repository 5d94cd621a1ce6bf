//! The loop of the program with a screen: input and events in, commands and pictures out.
//!
//! The only loop; owns the clock. `main` calls [`run`] on the main thread, which is never
//! a thread of the observed runtime. What decides anything is elsewhere: `app` what a
//! message does, `kitchen` what is on screen, `ui` how it looks.

mod attach;
mod compare;
mod console;
mod crowd;
mod driver;
mod film;
mod intake;
mod keep;
mod pace;
mod picture;
mod scenarios;
mod shelf;
#[cfg(test)]
mod tests;
mod themed;

pub use attach::{Which, attach, run_program};
pub use compare::compare;
pub use film::film;
pub use picture::picture;

use crate::app::{App, Message, Options, Register, Tour, update};
use crate::claim::Claim;
use crate::config::{Runtime, Tui, Words};
use crate::engine::{self, Config, Engine};
use crate::events::{Flavor, Nanos};
use crate::kitchen::analogy;
use crate::kitchen::orders::FIRST_STEPS;
use crate::lesson::{self, Lesson};
use crate::opening::here;
use crate::order::ScenarioInfo;
use crate::probe::Reader;
use crate::recording::Recording;
use crate::scenario::{Player, Scenario};
use crate::source::{Live, Recorded, Source};
use crate::terminal::{self, Canvas, Guard};
use anyhow::Context;
use console::Tty;
pub(crate) use console::{Console, Input};
pub(crate) use driver::Driver;
use driver::{Ending, begins};
pub(crate) use intake::{frame, look};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use shelf::Shelf;
use std::sync::Arc;
pub(crate) use themed::Themed;

/// How the screen begins.
pub enum Start<'a> {
    /// As it is; the scenario is played first, and the claims are made besides its own.
    Open(Option<&'a Scenario>, Vec<Claim>),
    /// With a lesson; `None`: the first one that is not done.
    Lesson(Option<Arc<Lesson>>),
    /// As it is; what is shown is another program's, to which nothing can be ordered.
    Watch,
    /// With the game in which the user is the scheduler.
    ByHand,
}

/// Runs the program with a screen, until the user leaves.
///
/// # Errors
/// When the runtime cannot be built, or the terminal cannot be used or goes away. After a
/// signal it does not return: the process exits with 128 + the signal's number.
pub fn run(config: &Tui, start: Start<'_>) -> anyhow::Result<()> {
    let (engine, reader) = engine_of(&config.runtime)?;
    let mut source = Live::new(engine, reader)
        .naming_lines(config.runtime.stall_after)
        .context("cannot look at stalls")?;

    let ending = with_screen(config, start, &mut source);
    // On every way out, and before anything that could wait: it never waits itself.
    source.shutdown();
    match ending? {
        Ending::Quit => Ok(()),
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
}

/// Shows one runtime of a recording, until the user leaves.
///
/// # Errors
/// When the terminal cannot be used or goes away.
pub fn open(config: &Tui, recording: Arc<Recording>, runtime: u16) -> anyhow::Result<()> {
    let mut source = Recorded::new(recording, runtime);
    match with_screen(config, Start::Watch, &mut source)? {
        Ending::Quit => Ok(()),
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
}

/// The part during which the terminal is ours; it is given back on every return.
fn with_screen(config: &Tui, start: Start<'_>, source: &mut impl Source) -> anyhow::Result<Ending> {
    terminal::install_panic_hook();
    crate::probe::watch_panics();
    let theme = Themed::of(config.theme);
    let guard = Guard::enter(theme.asks()).context("cannot take over the terminal")?;
    let canvas = Canvas::new();
    let screen = Terminal::new(CrosstermBackend::new(canvas.clone()))
        .context("cannot ask the terminal for its size")?;
    let console = Tty::open(&guard, canvas).context("cannot listen to the terminal")?;
    source.on_news(console.waker());
    let mut shelf = Shelf::open();
    let (app, player) = begun(config, start, &mut shelf)?;
    let driver = Driver::new(screen, console, source, app, theme, player).keeping(shelf);
    let (ended, app) = driver.run();
    // The process ends with the loop, and all of its memory at once.
    std::mem::forget(app);
    ended
}

/// The application as it begins, and what plays the scenario.
fn begun(
    config: &Tui,
    start: Start<'_>,
    shelf: &mut Shelf,
) -> anyhow::Result<(App, Option<Player>)> {
    let lessons = match start {
        Start::Watch => Vec::new(),
        _ => lesson::read_all().context("the course cannot be read")?,
    };
    let mut app = app(config).with_lessons(lessons, shelf.progress(), here(), seed());
    let scenario = match &start {
        Start::Open(scenario, _) => *scenario,
        Start::Lesson(_) | Start::ByHand | Start::Watch => None,
    };
    app.scenarios.list = scenarios::list(config.scenarios.as_deref(), scenario);
    let player = scenario.map(|scenario| Player::new(scenario, config.runtime.tempo));
    if player.is_none() && !matches!(start, Start::Watch) {
        app.tour = Tour::new(&FIRST_STEPS);
    }
    match start {
        Start::Open(scenario, claims) => {
            app.expect(claims);
            if let Some(scenario) = scenario {
                app.learn(&scenario.book);
                let given = |row: &ScenarioInfo| row.name == scenario.name;
                app.scenarios.last = app.scenarios.list.iter().position(given);
                update(&mut app, begins(scenario, false));
            }
        }
        Start::Lesson(lesson) => app.start_course(lesson),
        Start::ByHand => app.open_by_hand(),
        Start::Watch => app.menu.clear(),
    }
    if let Some(trouble) = shelf.trouble() {
        update(&mut app, Message::Shelf(trouble.0));
    }
    Ok((app, player))
}

/// What is drawn by chance is another one with each start.
fn seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(std::process::id())
}

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

/// The application of a screen opened so.
pub(crate) fn app(config: &Tui) -> App {
    let mut app = App::new(
        crate::recipes::menu(),
        Options {
            // Until the runtime says how many it has.
            workers: config.runtime.workers.unwrap_or(1),
            reduced_motion: config.reduced_motion,
            stall_after: Nanos::from_duration(config.runtime.stall_after),
            history: config.history,
        },
    );
    let (flavor, workers) = config.own;
    app.own_flavor = flavor;
    if config.runtime.flavor == Flavor::CurrentThread {
        app.many_workers = workers;
    }
    app.tempo = config.runtime.tempo;
    app.vocabulary = analogy::vocabulary().collect();
    app.register = match config.words {
        Words::Kitchen => Register::Analogy,
        Words::Tokio => Register::Tokio,
    };
    app
}
