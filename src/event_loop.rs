//! The loop of the program with a screen: input and events in, commands and pictures out.
//!
//! The only loop; owns the clock. `main` calls [`run`] on the main thread, which is never
//! a thread of the observed runtime. What decides anything is elsewhere: `app` what a
//! message does, `kitchen` what is on screen, `ui` how it looks.

mod console;
mod driver;
mod intake;
mod pace;
mod picture;
#[cfg(test)]
mod tests;

pub use picture::picture;

use crate::app::{App, Options};
use crate::cli::TuiOptions;
use crate::engine::{self, Config, Engine};
use crate::events::Nanos;
use crate::probe::Reader;
use crate::scenario::Player;
use crate::source::{Live, Source};
use crate::terminal::{self, Canvas, Guard};
use crate::ui::theme::Theme;
use anyhow::Context;
use console::Tty;
pub(crate) use console::{Console, Input};
pub(crate) use driver::Driver;
use driver::Ending;
pub(crate) use intake::{frame, take_in};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// Threads the blocking pool may have.
const MAX_BLOCKING: u32 = 512;

/// Runs the program with a screen, until the user leaves.
///
/// # Errors
/// When the runtime cannot be built, or the terminal cannot be used or goes away. After a
/// signal it does not return: the process exits with 128 + the signal's number.
pub fn run(options: TuiOptions) -> anyhow::Result<()> {
    let (engine, reader) = engine_of(&options)?;
    let mut source = Live::new(engine, reader);

    let ending = with_screen(&options, &mut source);
    // On every way out, and before anything that could wait: it never waits itself.
    source.shutdown();
    match ending? {
        Ending::Quit => Ok(()),
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
}

/// The part during which the terminal is ours; it is given back on every return.
fn with_screen(options: &TuiOptions, source: &mut Live) -> anyhow::Result<Ending> {
    terminal::install_panic_hook();
    let guard = Guard::enter().context("cannot take over the terminal")?;
    let canvas = Canvas::new();
    let screen = Terminal::new(CrosstermBackend::new(canvas.clone()))
        .context("cannot ask the terminal for its size")?;
    let console = Tty::open(&guard, canvas).context("cannot listen to the terminal")?;
    source.on_news(console.waker());
    let player = options
        .scenario
        .as_ref()
        .map(|scenario| Player::new(scenario, options.tempo));
    let theme = theme_of(options);
    let (ended, app) = Driver::new(screen, console, source, app(options), theme, player).run();
    // The process ends with the loop, and all of its memory at once.
    std::mem::forget(app);
    ended
}

fn engine_of(options: &TuiOptions) -> Result<(Engine, Reader), engine::Error> {
    Engine::start(Config {
        workers: options.workers,
        flavor: options.flavor,
        max_tasks: options.max_tasks,
        max_blocking: MAX_BLOCKING,
        tempo: options.tempo,
    })
}

fn theme_of(options: &TuiOptions) -> Theme {
    if options.mono {
        Theme::mono()
    } else {
        Theme::dark()
    }
}

/// The application of a screen opened so.
pub(crate) fn app(options: &TuiOptions) -> App {
    let menu = crate::recipes::all()
        .iter()
        .map(|recipe| &recipe.info)
        .collect();
    let mut app = App::new(
        menu,
        Options {
            // Until the runtime says how many it has.
            workers: options.workers.unwrap_or(1),
            max_tasks: options.max_tasks,
            reduced_motion: options.reduced_motion,
            mono: options.mono,
            stall_after: Nanos::from_duration(options.stall_after),
            history: options.history,
        },
    );
    app.tempo = options.tempo;
    app
}
