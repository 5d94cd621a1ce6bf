//! The loop on a program in another process.

mod again;
mod choose;
mod link;
mod started;

use super::console::Tty;
use super::driver::{Driver, Ending};
use super::intake;
use super::{Console, Themed, app};
use crate::app::{App, Said, update};
use crate::config::Tui;
use crate::remote::{Found, Started, Told};
use crate::source::{Remote, Source};
use crate::terminal::{self, Canvas, Guard};
use again::Again;
use anyhow::Context;
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
pub use started::run_program;
use std::collections::BTreeMap;
use std::time::Duration;

/// Events taken at once for a runtime that is not shown.
const EVENTS_AT_ONCE: usize = 16_384;

/// The first picture waits at most so long for the state of a runtime.
const FIRST_WORDS: Duration = Duration::from_millis(300);

/// Runs the screen on a program in another process, until the user leaves.
///
/// # Errors
/// When the program does not say who it is, or the terminal cannot be used or goes away. After a
/// signal it does not return: the process exits with 128 + the signal's number.
pub fn attach(config: &Tui, which: &Which) -> anyhow::Result<()> {
    let known = match which {
        // Before the terminal is touched: whoever is no such program is told of in one line.
        Which::One(found) => {
            let source = Remote::attach(found, config.runtime.stall_after)?;
            Known::One(Box::new(source))
        }
        Which::OneOf(all) => Known::OneOf(all),
    };
    match with_screen(config, known, None)? {
        Ending::Quit => Ok(()),
        Ending::Signal(number) => std::process::exit(terminal::exit_code(number)),
    }
}

/// Which program.
#[derive(Clone, Debug, PartialEq)]
pub enum Which {
    /// This one.
    One(Found),
    /// The one of these that the user chooses.
    OneOf(Vec<Told>),
}

/// The same, as far as it is known before there is a screen.
enum Known<'a> {
    One(Box<Remote>),
    OneOf(&'a [Told]),
}

/// The part during which the terminal is ours; it is given back on every return.
fn with_screen(
    config: &Tui,
    known: Known<'_>,
    program: Option<(&mut Started, Vec<String>)>,
) -> anyhow::Result<Ending> {
    terminal::install_panic_hook();
    let mut theme = Themed::of(config.theme);
    let guard = Guard::enter(theme.asks()).context("cannot take over the terminal")?;
    let canvas = Canvas::new();
    let mut screen = Terminal::new(CrosstermBackend::new(canvas.clone()))
        .context("cannot ask the terminal for its size")?;
    let mut console = Tty::open(&guard, canvas).context("cannot listen to the terminal")?;
    let mut source = match known {
        Known::One(source) => *source,
        Known::OneOf(all) => match choose::choose(&mut screen, &mut console, &mut theme, all)? {
            Ok(found) => Remote::attach(&found, config.runtime.stall_after)?,
            Err(ending) => return Ok(ending),
        },
    };
    let source = &mut source;
    source.on_news(console.waker());
    // The first picture is of something, wherever that comes soon.
    source.wait_for_state(FIRST_WORDS);
    let mut watching = Watching::of(config, source);
    let mut app = watching.fresh(source);
    let mut program = program.map(|(program, printed)| {
        program.on_news(console.waker());
        started::begin_output(&mut app, printed);
        program
    });
    let mut driver = Driver::new(screen, console, source, app, theme, None).gently();
    let ended = loop {
        match driver.round() {
            Ok(None) => {
                watching.look(&mut driver);
                if let Some(program) = &mut program
                    && started::take_output(program, &mut driver.app)
                {
                    driver.touch();
                }
            }
            Ok(Some(ending)) => break Ok(ending),
            Err(error) => break Err(error),
        }
    };
    // The process ends with the loop, and all of its memory at once.
    std::mem::forget((driver, watching));
    ended
}

/// What belongs to a program that is watched, beside the runtime that is shown.
struct Watching<'a> {
    config: &'a Tui,
    pid: u32,
    lost: u64,
    /// Those of the runtimes that are not shown.
    others: BTreeMap<u16, App>,
    again: Again,
}

impl<'a> Watching<'a> {
    fn of(config: &'a Tui, source: &Remote) -> Self {
        Self {
            config,
            pid: source.hello().pid,
            lost: 0,
            others: BTreeMap::new(),
            again: Again::default(),
        }
    }

    /// An application that has seen nothing yet of a runtime of this program.
    fn fresh(&self, source: &Remote) -> App {
        let mut app = app(self.config);
        // Nothing can be ordered.
        app.menu = Vec::new();
        app.watched = Some(link::watched(source));
        app
    }

    /// After each round of the loop.
    fn look<B, C>(&mut self, driver: &mut Driver<'_, B, C, Remote>)
    where
        B: Backend,
        B::Error: std::error::Error + Send + Sync + 'static,
        C: Console,
    {
        self.again.look(driver.source, !driver.app.is_live());
        if driver.source.begins_anew() {
            self.begin_anew(driver.source, &mut driver.app);
            driver.touch();
        }
        if driver.app.take_next_runtime() {
            self.turn(driver.source, &mut driver.app);
        }
        self.feed_others(driver.source);
        let watched = link::watched(driver.source);
        if driver.app.watched.as_ref() != Some(&watched) {
            driver.app.watched = Some(watched);
            driver.touch();
        }
    }

    /// What was told so far is of no use to fold what comes.
    fn begin_anew(&mut self, source: &Remote, app: &mut App) {
        self.others.clear();
        let pid = source.hello().pid;
        let lost = source.lost().saturating_sub(self.lost);
        let said = Said::Reattached {
            pid,
            newer: pid != self.pid,
            lost,
        };
        (self.pid, self.lost) = (pid, source.lost());
        let mut next = self.fresh(source);
        look_as(&mut next, app);
        next.tell(said);
        next.take_output_of(app);
        *app = next;
    }

    /// Shows the next runtime.
    fn turn(&mut self, source: &mut Remote, app: &mut App) {
        let (runtimes, shown) = (source.runtimes(), source.shown());
        let after = runtimes.iter().find(|number| **number > shown);
        let Some(next) = after.or(runtimes.first()).copied() else {
            return;
        };
        if next == shown {
            return;
        }
        let mut other = self
            .others
            .remove(&next)
            .unwrap_or_else(|| self.fresh(source));
        look_as(&mut other, app);
        other.take_output_of(app);
        std::mem::swap(app, &mut other);
        self.others.insert(shown, other);
        source.show(next);
    }

    /// The history of those that are not shown goes on, too.
    fn feed_others(&mut self, source: &mut Remote) {
        let shown = source.shown();
        let runtimes = source.runtimes();
        self.others.retain(|number, _| runtimes.contains(number));
        for number in runtimes {
            if number == shown {
                continue;
            }
            if !self.others.contains_key(&number) {
                let fresh = self.fresh(source);
                self.others.insert(number, fresh);
            }
            let Some(app) = self.others.get_mut(&number) else {
                continue;
            };
            source.show(number);
            let (_, moment) = intake::look(source, app, None, EVENTS_AT_ONCE);
            update(app, moment);
        }
        source.show(shown);
    }
}

/// The one is looked at as the other was.
fn look_as(next: &mut App, before: &App) {
    next.screen = before.screen;
    next.register = before.register;
    next.options.reduced_motion = before.options.reduced_motion;
    next.stop_at = before.stop_at;
    (next.window, next.fits) = (before.window, before.fits);
}
