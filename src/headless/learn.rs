//! `tokio-kitchen learn --check`: plays the scripts of lessons on the real runtime and says of
//! each goal, each answer and each comparison whether it held.
//!
//! The same application as with a screen plays them, so that what is checked is what learners
//! see. A run that did not reach its goals while other programs had the processors says so.

mod others;
mod play;
mod report;
#[cfg(test)]
mod tests;

use super::printer::Printer;
use super::{Ended, finish, interruption, keep_panics_of_tasks_quiet};
use crate::config::{Learn, LearnReport};
use crate::lesson::Lesson;
use crate::opening::here;
use crate::probe;
use anyhow::Context;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::Arc;

/// Plays each lesson as often as asked for, and prints what held on stdout.
///
/// # Errors
/// When a runtime cannot be built, or stdout cannot be written.
pub fn learn(config: &Learn, lessons: Vec<Lesson>) -> anyhow::Result<Ended> {
    let interrupted = interruption().context("cannot listen for signals")?;
    keep_panics_of_tasks_quiet();
    probe::watch_panics();
    let mut printer = Printer::new(stdout())?;
    let here = here();
    let mut checks = Vec::new();
    let told = stderr().is_terminal();
    for lesson in lessons.into_iter().map(Arc::new) {
        let mut check = report::Check::new(&lesson);
        for round in 0..config.repeat {
            if told {
                let many = config.repeat;
                let _ = writeln!(stderr(), "{}: {} of {many}", lesson.name, round + 1);
            }
            let played = play::round(&lesson, config, here, round, &interrupted)?;
            let Some(played) = played else {
                let _ = writeln!(stderr(), "tokio-kitchen: interrupted; nothing is told");
                return Ok(Ended::Unread);
            };
            check.take(played);
        }
        if config.report == LearnReport::Text {
            printer.print(&check.text());
        }
        checks.push(check);
    }
    let ended = match checks.iter().all(report::Check::passes) {
        true => Ended::Well,
        false => Ended::Broken,
    };
    match config.report {
        LearnReport::Json => printer.print(&report::json(&checks, here)?),
        LearnReport::Text => printer.print(&report::sum(&checks)),
    }
    match finish(printer, &interrupted) {
        None => Ok(Ended::Unread),
        Some(written) => {
            written.context("cannot write to stdout")?;
            Ok(ended)
        }
    }
}
