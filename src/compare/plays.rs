//! The rounds: each a process of its own, one after the other.

use super::play::Play;
use super::{Comparison, NAMES};
use crate::config::{Compare, Side};
use anyhow::{Context, bail};
use std::fs::File;
use std::io::{Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

/// The rounds of a comparison, played as far as they are.
#[derive(Debug)]
pub(crate) struct Plays<'a> {
    config: &'a Compare,
    program: PathBuf,
    played: [Vec<Play>; 2],
    running: Option<Running>,
}

/// One round that is being played; ended when dropped.
#[derive(Debug)]
struct Running {
    child: Child,
    out: File,
    err: File,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be over.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Plays<'a> {
    /// Nothing is played yet; `program` is this program's own file.
    pub(crate) fn new(config: &'a Compare, program: &Path) -> Self {
        Self {
            config,
            program: program.to_owned(),
            played: [Vec::new(), Vec::new()],
            running: None,
        }
    }

    /// The side (0 or 1) and the round (from 0) that is next, or being played.
    pub(crate) fn next(&self) -> Option<(usize, usize)> {
        let [a, b] = &self.played;
        let side = usize::from(a.len() > b.len());
        let round = self.played[side].len();
        (round < usize::from(self.config.rounds)).then_some((side, round))
    }

    /// `A, round 2 of 5`; none when all is played.
    pub(crate) fn progress(&self) -> Option<String> {
        let (side, round) = self.next()?;
        let rounds = self.config.rounds;
        Some(format!("{}, round {} of {rounds}", NAMES[side], round + 1))
    }

    /// What the rounds came to so far.
    pub(crate) const fn comparison(&self) -> Comparison<'_> {
        Comparison {
            sides: &self.config.sides,
            plays: &self.played,
            recordings: None,
        }
    }

    /// Looks whether the round is over; begins the next one. Whether anything changed. Never
    /// waits.
    ///
    /// # Errors
    /// When a round cannot be played.
    pub(crate) fn step(&mut self) -> anyhow::Result<bool> {
        let Some((side, round)) = self.next() else {
            return Ok(false);
        };
        let told = || format!("{}, round {}", NAMES[side], round + 1);
        let Some(running) = &mut self.running else {
            let begun = begin(&self.program, &self.config.sides[side]);
            self.running = Some(begun.with_context(told)?);
            return Ok(true);
        };
        if running.child.try_wait().with_context(told)?.is_none() {
            return Ok(false);
        }
        let play = running.read().with_context(told)?;
        self.running = None;
        self.played[side].push(play);
        Ok(true)
    }
}

fn begin(program: &Path, side: &Side) -> anyhow::Result<Running> {
    // Files, not pipes: nobody has to write or read them while it runs.
    let mut script = file()?;
    script.write_all(side.script.as_bytes())?;
    script.rewind()?;
    let (out, err) = (file()?, file()?);
    let mut command = Command::new(program);
    command
        .args(["run", "/dev/stdin", "--report", "json"])
        .args(&side.arguments)
        .stdin(script)
        .stdout(out.try_clone()?)
        .stderr(err.try_clone()?);
    let child = command.spawn().context("cannot start this program anew")?;
    Ok(Running { child, out, err })
}

fn file() -> anyhow::Result<File> {
    tempfile::tempfile().context("cannot write a temporary file")
}

impl Running {
    /// Its report, once it is over.
    fn read(&mut self) -> anyhow::Result<Play> {
        let status = self.child.wait()?;
        if !matches!(status.code(), Some(0 | 1 | 3)) {
            bail!("it ended with {status}{}", self.last_words());
        }
        let mut report = Vec::new();
        self.out.rewind()?;
        self.out.read_to_end(&mut report)?;
        if report.is_empty() {
            bail!("it told nothing{}", self.last_words());
        }
        Play::read(&report)
    }

    /// The last line it said on stderr.
    fn last_words(&mut self) -> String {
        let mut said = String::new();
        let read = self
            .err
            .rewind()
            .and_then(|()| self.err.read_to_string(&mut said));
        match (read, said.lines().last()) {
            (Ok(_), Some(line)) => format!(": {}", line.trim_start_matches("tokio-kitchen: ")),
            _ => String::new(),
        }
    }
}
