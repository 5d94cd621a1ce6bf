//! A program that is started here: until it can be attached to, and what it prints then.

use super::{Known, with_screen};
use crate::app::App;
use crate::config::Tui;
use crate::plain::escaped;
use crate::remote::{Missing, Started};
use crate::source::Remote;
use anyhow::{Context, bail};
use std::ffi::OsString;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Between two looks whether there is a socket.
const LOOK: Duration = Duration::from_millis(50);

/// Lines of before there is a screen that are shown on it, at most.
const MOST_EARLY: usize = 2_000;

/// Lines taken at once, and so many times when it has ended.
const AT_ONCE: usize = 1_000;
const AT_END: usize = 100;

/// Starts a program, attaches to it as soon as that can be done, and gives its exit code; 0 if
/// it still ran when the user left, which ends it.
///
/// # Errors
/// When it cannot be started, ends well without anything to attach to, or the terminal cannot be
/// used.
pub fn run_program(config: &Tui, words: &[OsString]) -> anyhow::Result<u8> {
    let name = words.first().cloned().unwrap_or_default();
    let mut program = Started::start(words)
        .with_context(|| format!("cannot start {}", escaped(&name.to_string_lossy())))?;
    let mut printed = Vec::new();
    let Some(source) = wait(config, &mut program, &mut printed)? else {
        return match program.ended() {
            Some(0) => bail!(Missing),
            Some(code) => Ok(code),
            // It was interrupted.
            None => Ok(130),
        };
    };
    let mut left = None;
    let printed = Some((&mut program, printed));
    with_screen(config, Known::One(Box::new(source)), printed).map(|ending| {
        left = Some(ending);
    })?;
    let code = program.ended();
    // Before anything else ends the process.
    program.end();
    match left {
        Some(super::Ending::Signal(number)) => {
            std::process::exit(crate::terminal::exit_code(number))
        }
        _ => Ok(code.unwrap_or(0)),
    }
}

/// Waits until it can be attached to, and passes on what it prints meanwhile. `None` if it ends
/// before, or somebody interrupts.
fn wait(
    config: &Tui,
    program: &mut Started,
    printed: &mut Vec<String>,
) -> anyhow::Result<Option<Remote>> {
    let interrupted = Arc::new(AtomicBool::new(false));
    let mut hooks = Vec::new();
    for signal in [
        signal_hook::consts::SIGINT,
        signal_hook::consts::SIGTERM,
        signal_hook::consts::SIGHUP,
    ] {
        hooks.push(signal_hook::flag::register(
            signal,
            Arc::clone(&interrupted),
        )?);
    }
    let attached = loop {
        let has_more = pass_on(program, printed);
        if interrupted.load(Ordering::SeqCst) {
            break None;
        }
        if let Some(found) = program.socket()
            && let Ok(source) = Remote::attach(&found, config.runtime.stall_after)
        {
            break Some(source);
        }
        if program.ended().is_some() {
            // What it has started may still print.
            (0..AT_END)
                .take_while(|_| pass_on(program, printed))
                .for_each(drop);
            break None;
        }
        if !has_more {
            std::thread::sleep(LOOK);
        }
    };
    for hook in hooks {
        signal_hook::low_level::unregister(hook);
    }
    Ok(attached)
}

/// Not without end: a program that always prints must not hold up who is asked to stop. Whether
/// there may be more.
fn pass_on(program: &Started, printed: &mut Vec<String>) -> bool {
    let mut to = std::io::stderr().lock();
    for _ in 0..AT_ONCE {
        let Some(line) = program.line() else {
            return false;
        };
        // Where nobody reads it is of no use.
        let _ = writeln!(to, "{}", escaped(&line));
        if printed.len() == MOST_EARLY {
            printed.clear();
        }
        printed.push(line);
    }
    true
}

/// Takes what was printed; whether something was.
pub(super) fn take_output(program: &Started, app: &mut App) -> bool {
    let output = app.output_mut();
    let mut taken = 0;
    while taken < AT_ONCE
        && let Some(line) = program.line()
    {
        output.push(shown(&line));
        taken += 1;
    }
    taken > 0
}

/// What was printed before there was a screen.
pub(super) fn begin_output(app: &mut App, printed: Vec<String>) {
    let output = app.output_mut();
    for line in printed {
        output.push(shown(&line));
    }
}

fn shown(line: &str) -> String {
    escaped(&line.replace('\t', "    ")).into_owned()
}
