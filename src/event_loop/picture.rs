//! A picture of the program's own frame: the real loop over a terminal in memory.

use super::console::{Console, Input};
use super::driver::Driver;
use super::{Themed, app, engine_of};
use crate::config::{Picture, Theme};
use crate::files;
use crate::scenario::{Player, Scenario};
use crate::source::Live;
use crate::terminal;
use crate::ui::svg::{Paper, svg};
use anyhow::Context;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::io;
use std::time::{Duration, Instant};

/// Plays a scenario on the real runtime up to a moment and writes the frame of that moment.
///
/// # Errors
/// When the runtime cannot be built, or the file cannot be written.
pub fn picture(config: &Picture, scenario: &Scenario) -> anyhow::Result<()> {
    // Panics of tasks are part of the picture, not of the output.
    terminal::install_panic_hook();
    crate::probe::watch_panics();
    let (engine, reader) = engine_of(&config.tui.runtime)?;
    let mut source = Live::new(engine, reader)
        .naming_lines(config.tui.runtime.stall_after)
        .context("cannot look at stalls")?;
    let screen = Terminal::new(TestBackend::new(config.size.0, config.size.1))?;
    let player = Player::new(scenario, config.tui.runtime.tempo);
    let theme = Themed::given(config.tui.theme);
    let nobody = Nobody {
        started: Instant::now(),
    };
    let mut app = app(&config.tui);
    app.learn(&scenario.book);
    let mut driver = Driver::new(screen, nobody, &mut source, app, theme, Some(player));
    while driver.app.shown().now.at.as_secs_f64() < config.at.as_secs_f64() {
        driver.round()?;
    }
    driver.draw()?;
    let paper = match config.tui.theme {
        Theme::Light => Paper::LIGHT,
        Theme::Auto | Theme::Dark | Theme::Mono => Paper::DARK,
    };
    let picture = svg(driver.buffer(), "tokio-kitchen", paper);
    files::write(&config.out, config.force, picture.as_bytes())
        .with_context(|| format!("cannot write {}", config.out.display()))
}

/// A terminal with nobody at it.
struct Nobody {
    started: Instant,
}

impl Console for Nobody {
    fn wait(&mut self, at_most: Duration) -> Option<Input> {
        // There is nothing to wait for but the clock.
        std::thread::sleep(at_most);
        None
    }

    fn clock(&self) -> Duration {
        self.started.elapsed()
    }

    fn present(&mut self) -> io::Result<()> {
        Ok(())
    }
}
