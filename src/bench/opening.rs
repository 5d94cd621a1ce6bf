//! What it takes to open a recording, and to go to any moment of it: the real loop, of which only
//! the terminal is not there.

use crate::app::{Action, App, Options};
use crate::bench::stats::percentile;
use crate::config::Theme;
use crate::event_loop::{Console, Driver, Input, Themed};
use crate::events::Nanos;
use crate::recording::Recording;
use crate::source::Recorded;
use crate::terminal::clipboard::Copy;
use anyhow::Context;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Moments that are gone to, spread over all of the recording.
const MOMENTS: u64 = 100;
/// As the screen has it by itself, in bytes.
const HISTORY: usize = 64 << 20;

/// Opens a recording and tells how long that took.
///
/// # Errors
/// When it cannot be opened.
pub(super) fn opening(file: &Path) -> anyhow::Result<String> {
    let began = Instant::now();
    let recording = Arc::new(Recording::open(file)?);
    let runtimes = recording.runtimes();
    let runtime = *runtimes.first().context("it tells of no runtime")?;
    let mut source = Recorded::new(Arc::clone(&recording), runtime);
    let terminal = Terminal::new(TestBackend::new(120, 36)).context("no room for a picture")?;
    let options = Options {
        workers: 1,
        reduced_motion: true,
        stall_after: Nanos::from_millis(100),
        history: HISTORY,
    };
    let app = App::new(Vec::new(), options);
    let theme = Themed::given(Theme::Dark);
    let mut driver = Driver::new(terminal, Nobody(began), &mut source, app, theme, None);
    driver.round()?;
    driver.draw()?;
    let first = began.elapsed();
    while driver.has_more() {
        driver.round()?;
    }
    let all = began.elapsed();
    let events = driver.app.newest().mark.delivery.delivered;
    let end = recording.end();
    let mut took = Vec::new();
    // In no order that would help.
    for step in (1..=MOMENTS).map(|step| step * 77 % MOMENTS) {
        let began = Instant::now();
        let at = Nanos(end.0 / MOMENTS * step + 1);
        driver.act(Action::DragTo(at));
        driver.round()?;
        driver.draw()?;
        took.push(began.elapsed().as_secs_f64() * 1e3);
        while driver.has_more() {
            driver.round()?;
        }
    }
    Ok(told(file, events, (first, all), &took))
}

/// All of it in words; the moments in milliseconds.
fn told(file: &Path, events: u64, (first, all): (Duration, Duration), took: &[f64]) -> String {
    let share = |percent| percentile(took, percent).unwrap_or_default();
    let mut text = String::new();
    let bytes = fs::metadata(file).map_or(0, |known| known.len()) as f64;
    let _ = writeln!(
        text,
        "{events} events in {:.0} MiB, {:.1} bytes each",
        bytes / f64::from(1 << 20),
        bytes / (events.max(1) as f64)
    );
    let _ = writeln!(
        text,
        "first picture after {:.0} ms",
        first.as_secs_f64() * 1e3
    );
    let _ = writeln!(text, "all read after {:.1} s", all.as_secs_f64());
    let _ = writeln!(
        text,
        "any moment: {:.0} ms (median), {:.0} ms (99 of 100), {:.0} ms (longest), of {MOMENTS}",
        share(50.0),
        share(99.0),
        share(100.0)
    );
    if let Some(most) = most_memory() {
        let _ = writeln!(text, "most memory: {most} MiB");
    }
    text
}

/// The most memory that this process had so far, in MiB, where the system tells.
fn most_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib >> 10)
}

/// A terminal at which nobody sits.
struct Nobody(Instant);

impl Console for Nobody {
    fn wait(&mut self, _: Duration) -> Option<Input> {
        None
    }

    fn clock(&self) -> Duration {
        self.0.elapsed()
    }

    fn present(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn is_ready(&self) -> io::Result<bool> {
        Ok(true)
    }

    fn copy(&mut self, _: &str) -> Copy {
        Copy::NotTaken
    }

    fn stop(&mut self) {}

    fn ask_to_stop(&mut self) {}

    fn reenter(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn is_gone(&self) -> bool {
        false
    }
}
