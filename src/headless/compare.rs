//! `tokio-kitchen compare` without a screen.

mod recordings;

pub use recordings::compare_recordings;

use super::printer::Printer;
use super::{Ended, LAST_WORDS, interruption};
use crate::compare::Plays;
use crate::config::{Compare, CompareReport};
use anyhow::Context;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Between two looks whether a round is over.
const LOOK: Duration = Duration::from_millis(10);

/// Plays all rounds and prints the comparison on stdout; `program` is this program's own file.
///
/// # Errors
/// When a round cannot be played, or stdout cannot be written.
pub fn compare(config: &Compare, program: &Path) -> anyhow::Result<Ended> {
    let interrupted = interruption().context("cannot listen for signals")?;
    let mut printer = Printer::new(stdout())?;
    let mut plays = Plays::new(config, program);
    if !play(&mut plays, &interrupted)? {
        let _ = writeln!(stderr(), "tokio-kitchen: interrupted; nothing is compared");
        return Ok(Ended::Unread);
    }
    let comparison = plays.comparison();
    printer.print(&match config.report {
        CompareReport::Text => comparison.text(),
        CompareReport::Json => comparison.json()?,
    });
    let mut since = None;
    let goes_on = || {
        let stopped = interrupted.load(Ordering::Relaxed);
        !stopped || since.get_or_insert_with(Instant::now).elapsed() < LAST_WORDS
    };
    let Some(written) = printer.finish(goes_on) else {
        return Ok(Ended::Unread);
    };
    written.context("cannot write the comparison to stdout")?;
    let broken = comparison.broken();
    for line in &broken {
        let _ = writeln!(stderr(), "tokio-kitchen: {line}");
    }
    Ok(if broken.is_empty() {
        Ended::Well
    } else {
        Ended::Broken
    })
}

/// Plays all rounds; false if that was interrupted.
fn play(plays: &mut Plays<'_>, interrupted: &AtomicBool) -> anyhow::Result<bool> {
    let told = stderr().is_terminal();
    let mut said = None;
    while let Some(progress) = plays.progress() {
        if interrupted.load(Ordering::Relaxed) {
            return Ok(false);
        }
        if told && said.as_ref() != Some(&progress) {
            let _ = writeln!(stderr(), "{progress}");
            said = Some(progress);
        }
        if !plays.step()? {
            std::thread::sleep(LOOK);
        }
    }
    Ok(true)
}
