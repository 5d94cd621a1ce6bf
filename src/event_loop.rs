//! The loop of the program with a screen: input and events in, commands and pictures out.
//!
//! The only loop; owns the clock. `main` calls [`run`] on the main thread, which is never
//! a thread of the observed runtime. What decides anything is elsewhere: `app` what a
//! message does, `kitchen` what is on screen, `ui` how it looks.

mod compare;
mod console;
mod driver;
mod intake;
mod pace;
mod picture;
mod scenarios;
#[cfg(test)]
mod tests;
mod themed;

pub use compare::compare;
pub use picture::picture;

use crate::app::{App, Options, Register, Tour, update};
use crate::claim::Claim;
use crate::config::{Runtime, Tui, Words};
use crate::engine::{self, Config, Engine};
use crate::events::Nanos;
use crate::kitchen::analogy;
use crate::kitchen::orders::FIRST_STEPS;
use crate::order::ScenarioInfo;
use crate::probe::Reader;
use crate::scenario::{Player, Scenario};
use crate::source::{Live, Source};
use crate::terminal::{self, Canvas, Guard};
use anyhow::Context;
use console::Tty;
pub(crate) use console::{Console, Input};
pub(crate) use driver::Driver;
use driver::{Ending, begins};
pub(crate) use intake::{frame, look};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
pub(crate) use themed::Themed;

/// Runs the program with a screen, until the user leaves; the scenario is played first. The
/// claims are made besides those of the scenario.
///
/// # Errors
/// When the runtime cannot be built, or the terminal cannot be used or goes away. After a
/// signal it does not return: the process exits with 128 + the signal's number.
pub fn run(config: &Tui, scenario: Option<&Scenario>, claims: Vec<Claim>) -> anyhow::Result<()> {
    let (engine, reader) = engine_of(&config.runtime)?;
    let mut source = Live::new(engine, reader)
        .naming_lines(config.runtime.stall_after)
        .context("cannot look at stalls")?;

    let ending = with_screen(config, scenario, claims, &mut source);
    // On every way out, and before anything that could wait: it never waits itself.
    source.shutdown();
    match ending? {
        Ending::Quit => Ok(()),
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
}

/// The part during which the terminal is ours; it is given back on every return.
fn with_screen(
    config: &Tui,
    scenario: Option<&Scenario>,
    claims: Vec<Claim>,
    source: &mut Live,
) -> anyhow::Result<Ending> {
    terminal::install_panic_hook();
    crate::probe::watch_panics();
    let theme = Themed::of(config.theme);
    let guard = Guard::enter(theme.asks()).context("cannot take over the terminal")?;
    let canvas = Canvas::new();
    let screen = Terminal::new(CrosstermBackend::new(canvas.clone()))
        .context("cannot ask the terminal for its size")?;
    let console = Tty::open(&guard, canvas).context("cannot listen to the terminal")?;
    source.on_news(console.waker());
    let player = scenario.map(|scenario| Player::new(scenario, config.runtime.tempo));
    let mut app = app(config);
    app.scenarios.list = scenarios::list(config.scenarios.as_deref(), scenario);
    app.expect(claims);
    match scenario {
        Some(scenario) => {
            app.learn(&scenario.book);
            let given = |row: &ScenarioInfo| row.name == scenario.name;
            app.scenarios.last = app.scenarios.list.iter().position(given);
            update(&mut app, begins(scenario, false));
        }
        None => app.tour = Tour::new(&FIRST_STEPS),
    }
    let (ended, app) = Driver::new(screen, console, source, app, theme, player).run();
    // The process ends with the loop, and all of its memory at once.
    std::mem::forget(app);
    ended
}

fn engine_of(runtime: &Runtime) -> Result<(Engine, Reader), engine::Error> {
    Engine::start(Config {
        workers: runtime.workers,
        flavor: runtime.flavor,
        max_tasks: runtime.max_tasks,
        settings: runtime.settings,
        tempo: runtime.tempo,
    })
}

/// The application of a screen opened so.
pub(crate) fn app(config: &Tui) -> App {
    let menu = crate::recipes::all()
        .iter()
        .map(|recipe| &recipe.info)
        .collect();
    let mut app = App::new(
        menu,
        Options {
            // Until the runtime says how many it has.
            workers: config.runtime.workers.unwrap_or(1),
            reduced_motion: config.reduced_motion,
            stall_after: Nanos::from_duration(config.runtime.stall_after),
            history: config.history,
        },
    );
    app.tempo = config.runtime.tempo;
    app.vocabulary = analogy::vocabulary().collect();
    app.register = match config.words {
        Words::Kitchen => Register::Analogy,
        Words::Tokio => Register::Tokio,
    };
    app
}
