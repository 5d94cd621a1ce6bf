//! Arguments, then the job, then the exit code: 0 done, 1 failed or a claim is broken, 2 bad input
//! or a recording that does not tell, 3 a report whose
//! check does not hold, 130 an interrupt while nobody read the output.

use crate::bench;
use crate::cli::{self, BadInput, Cli, Job, Surroundings};
use crate::config::{Export, ExportFormat};
use crate::event_loop::{self, Start, Which};
use crate::export::{self, Failed};
use crate::headless::{self, Ended};
use crate::remote::{Missing, Told, Trouble};
use anyhow::Context;
use std::io::Write;
use std::process::ExitCode;

/// The program, from its arguments to its exit code.
pub fn run() -> ExitCode {
    match job(cli::parse()) {
        Ok(code) => ExitCode::from(code),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // If even stderr is gone, the exit code is all that is left to say it.
            let _ = writeln!(
                std::io::stderr(),
                "tokio-kitchen: {}",
                cli::one_line(&error)
            );
            let is_wrong = error.is::<BadInput>() || error.is::<Trouble>() || error.is::<Missing>();
            ExitCode::from(if is_wrong { 2 } else { 1 })
        }
    }
}

fn job(cli: Cli) -> anyhow::Result<u8> {
    match cli.job(&Surroundings::look())? {
        Job::Tui(config, scenario, claims) => {
            event_loop::run(&config, Start::Open(scenario.as_ref(), claims))
        }
        Job::Attach(config, found) => event_loop::attach(&config, &Which::One(found)),
        Job::Programs(told) => return programs(&told),
        Job::RunProgram(config, words) => return event_loop::run_program(&config, &words),
        Job::Choose(config, told) => event_loop::attach(&config, &Which::OneOf(told)),
        Job::Lesson(config, lesson) => event_loop::run(&config, Start::Lesson(lesson)),
        Job::Open(config, recording, runtime) => event_loop::open(&config, recording, runtime),
        Job::ByHand(config) => event_loop::run(&config, Start::ByHand),
        Job::CheckLessons(config, lessons) => {
            return headless::learn(&config, lessons).map(code);
        }
        Job::Record(config) => return headless::record(&config).map(code),
        Job::Run(config, scenario) => {
            return headless::run(&config, &scenario).map(code);
        }
        Job::Check(config, claims) => return headless::check(&config, &claims).map(code),
        Job::CompareRecordings(config, claims) => {
            return headless::compare_recordings(&config, &claims).map(code);
        }
        Job::Compare(config) => {
            let program = std::env::current_exe()?;
            let ended = match config.screen {
                Some(theme) => u8::from(event_loop::compare(&config, theme, &program)?),
                None => code(headless::compare(&config, &program)?),
            };
            return Ok(ended);
        }
        Job::Export(config) => export(&config),
        Job::Bench(config) => bench::run(&config, &std::env::current_exe()?),
        Job::Weigh { tasks, threads } => bench::weigh(tasks, threads),
        Job::Picture(config, scenario) => event_loop::picture(&config, &scenario),
        Job::List(text) => std::io::stdout()
            .write_all(text.as_bytes())
            .context("cannot write to stdout"),
    }
    .map(|()| 0)
}

/// Several programs could be meant.
fn programs(told: &[Told]) -> anyhow::Result<u8> {
    let lines: String = told.iter().map(|told| told.line() + "\n").collect();
    let list = std::io::stdout().write_all(lines.as_bytes());
    list.context("cannot write to stdout")?;
    let count = told.len();
    let said = format!("found {count} programs; expected the number of one of them");
    let _ = writeln!(std::io::stderr(), "tokio-kitchen: {said}");
    Ok(2)
}

fn export(config: &Export) -> anyhow::Result<()> {
    let troubles = match config.to {
        ExportFormat::Asciicast => {
            let recording = export::opened(config).map_err(of_export)?;
            event_loop::film(config, recording)?
        }
        _ => export::run(config).map_err(of_export)?,
    };
    for trouble in troubles {
        let name = config.file.display();
        cli::warn(&format!("{name}: not read: {trouble}"));
    }
    Ok(())
}

fn of_export(failed: Failed) -> anyhow::Error {
    match failed {
        Failed::Io(error) => anyhow::Error::new(error).context("cannot write"),
        wrong => BadInput::Recording(wrong.to_string()).into(),
    }
}

fn code(ended: Ended) -> u8 {
    match ended {
        Ended::Well => 0,
        Ended::Broken => 1,
        Ended::CannotTell => 2,
        Ended::CheckFailed => 3,
        Ended::Unread => 130,
    }
}

/// Whoever read our output has read enough: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}
