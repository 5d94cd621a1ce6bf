//! The screen over a recording, as a film that asciinema plays (asciicast, version 2).

use super::console::{Console, Input};
use super::driver::Driver;
use super::{Start, Themed, begun, shelf::Shelf};
use crate::config::{Export, Theme, Tui};
use crate::events::{Delivery, Event, Now, Sample};
use crate::export;
use crate::order::{Command, RecordedAs, Report};
use crate::recording::Recording;
use crate::source::{Recorded, Source, Until};
use crate::terminal;
use anyhow::Context;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use serde_json::json;
use std::cell::{Cell, RefCell};
use std::io::{self, BufWriter, Write};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Draws the screen over a recording and writes what a terminal is sent, with the times at which
/// it was so in the recording. What of the recording cannot be read is passed over, and given.
///
/// A picture is of a tick of the recording, because between two of them it is not known who had
/// what in hand: there are no more pictures than ticks.
///
/// # Errors
/// When the output cannot be written.
pub fn film(config: &Export, recording: Recording) -> anyhow::Result<Vec<String>> {
    terminal::install_panic_hook();
    let troubles = recording
        .troubles()
        .iter()
        .map(ToString::to_string)
        .collect();
    let recording = Arc::new(recording);
    export::put(config, |to| {
        let mut to = BufWriter::new(to);
        let shot = shoot(config, &recording, &mut to);
        shot.map_err(|error| error.downcast().unwrap_or_else(io::Error::other))?;
        to.flush()
    })
    .context("cannot write")?;
    Ok(troubles)
}

fn shoot(config: &Export, recording: &Arc<Recording>, to: &mut impl Write) -> anyhow::Result<()> {
    let runtime = config.runtime.or(recording.runtimes().first().copied());
    let (width, height) = config.size;
    let head = json!({
        "version": 2, "width": width, "height": height,
        "timestamp": recording.hello().began / 1_000,
        "title": format!("tokio-kitchen: {}", recording.hello().name),
    });
    writeln!(to, "{head}")?;
    let Some(runtime) = runtime else {
        return Ok(());
    };
    let moment = Rc::new(Cell::new(Duration::ZERO));
    let is_over = Rc::new(Cell::new(false));
    let mut source = Reel {
        recorded: Recorded::new(Arc::clone(recording), runtime),
        is_over: Rc::clone(&is_over),
    };
    let light = Light::default();
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    let screen = CrosstermBackend::new(light.clone());
    let screen = Terminal::with_options(screen, TerminalOptions { viewport })?;
    let tui = Tui {
        reduced_motion: true,
        theme: Theme::Dark,
        ..Tui::default()
    };
    let (app, _) = begun(&tui, Start::Watch, &mut Shelf::default())?;
    let camera = Camera {
        moment: Rc::clone(&moment),
    };
    let theme = Themed::given(Theme::Dark);
    let mut driver = Driver::new(screen, camera, &mut source, app, theme, None);
    let span = (
        config.from.unwrap_or_default(),
        config.until.unwrap_or(Duration::MAX),
    );
    let between = Duration::from_secs(1) / config.pictures;
    let mut next = span.0;
    while !is_over.get() {
        driver.round()?;
        let at = driver.app.shown().now.at.as_duration();
        moment.set(at);
        if at > span.1 {
            break;
        }
        if at >= next || (is_over.get() && at >= span.0) {
            driver.draw()?;
            let frame = light.0.take();
            let text = String::from_utf8_lossy(&frame);
            let since = at.saturating_sub(span.0).as_secs_f64();
            writeln!(to, "{}", json!([since, "o", text]))?;
            next = at + between;
        }
    }
    Ok(())
}

/// What a terminal would be sent.
#[derive(Clone, Default)]
struct Light(Rc<RefCell<Vec<u8>>>);

impl Write for Light {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal with nobody at it, which is ready when it is told so: the loop itself draws nothing.
struct Camera {
    moment: Rc<Cell<Duration>>,
}

impl Console for Camera {
    fn wait(&mut self, _: Duration) -> Option<Input> {
        None
    }

    fn clock(&self) -> Duration {
        self.moment.get()
    }

    fn present(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn is_ready(&self) -> io::Result<bool> {
        Ok(false)
    }
}

/// A recording that is read from one tick to the next.
struct Reel {
    recorded: Recorded,
    is_over: Rc<Cell<bool>>,
}

impl Source for Reel {
    fn take(&mut self, until: Until, hear: &mut dyn FnMut(&mut [Event])) -> usize {
        let count = self.recorded.take(until, hear);
        self.is_over.set(self.recorded.over());
        count
    }

    fn rest(&mut self) -> bool {
        false
    }

    fn now(&self) -> Now {
        self.recorded.now()
    }

    fn told(&self) -> Option<Now> {
        self.recorded.told()
    }

    fn recorded(&self) -> Option<RecordedAs> {
        let recorded = self.recorded.recorded()?;
        Some(RecordedAs {
            as_it_went: true,
            ..recorded
        })
    }

    fn delivery(&self) -> Delivery {
        self.recorded.delivery()
    }

    fn sample(&self) -> Option<Sample> {
        self.recorded.sample()
    }

    fn send(&mut self, command: Command) {
        self.recorded.send(command);
    }

    fn reports(&mut self) -> Vec<Report> {
        self.recorded.reports()
    }
}
