//! Recordings in the formats of other programs, written as they are read: whatever the size of a
//! file, what is kept of it is names, and the tasks that are alive.
//!
//! A [`Walk`](walk::Walk) goes through a recording and hands on its events with the names they are
//! about. For viewers of traces they become slices on rows first ([`rows`]).

mod arrows;
mod chrome;
mod json;
mod names;
mod perfetto;
mod proto;
mod row;
mod rows;
#[cfg(test)]
mod tests;
mod walk;

use crate::config::{Export, ExportFormat};
use crate::files;
use crate::recording::{Recording, Unreadable};
use chrome::Chrome;
use json::Json;
use perfetto::Perfetto;
use rows::Rows;
use std::io::{self, BufWriter, Write};
use std::time::Duration;
use walk::{Span, Walk};

/// Why nothing, or not all, was exported.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The recording cannot be opened.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// It has no such runtime.
    #[error("--runtime {0}: found {1}; expected one of its runtimes")]
    NoRuntime(u16, String),
    /// It ends before.
    #[error(
        "--from {0:?}: found no such moment, the recording ends at {1:.3?}; expected one before"
    )]
    NothingFrom(Duration, Duration),
    /// It cannot be written.
    #[error("cannot write: {0}")]
    Io(#[from] io::Error),
}

/// Opens the recording that is to be exported.
///
/// # Errors
/// When it cannot be opened, or has no such runtime.
pub fn opened(config: &Export) -> Result<Recording, Failed> {
    let recording = Recording::open(&config.file)?;
    let known = recording.runtimes();
    if let Some(wanted) = config.runtime
        && !known.contains(&wanted)
    {
        let numbers: Vec<_> = known.iter().map(ToString::to_string).collect();
        let found = match numbers.is_empty() {
            true => "none".into(),
            false => numbers.join(", "),
        };
        return Err(Failed::NoRuntime(wanted, found));
    }
    let end = Duration::from_nanos(recording.end().0);
    if let Some(from) = config.from
        && from > end
    {
        return Err(Failed::NothingFrom(from, end));
    }
    Ok(recording)
}

/// Writes a recording in another format, into a file or to stdout. What of the recording cannot be
/// read is passed over, and given.
///
/// # Errors
/// When it cannot be opened, has no such runtime, or the output cannot be written.
pub fn run(config: &Export) -> Result<Vec<String>, Failed> {
    let recording = opened(config)?;
    let mut troubles = Vec::new();
    put(config, |to| {
        troubles = write(&recording, config, to)?;
        Ok(())
    })?;
    Ok(troubles)
}

/// Has something written to where the export goes.
///
/// # Errors
/// When it cannot be written.
pub fn put(config: &Export, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match &config.out {
        Some(path) => files::write_by(path, config.force, |file| fill(file)),
        None => fill(&mut io::stdout().lock()),
    }
}

fn write(recording: &Recording, config: &Export, to: &mut dyn Write) -> io::Result<Vec<String>> {
    let mut to = BufWriter::with_capacity(1 << 16, to);
    let (walk, span) = (Walk::new(recording, config), Span::of(config));
    let troubles = match config.to {
        ExportFormat::Json => walk.all(&mut Json::new(&mut to, span)),
        ExportFormat::Chrome => walk.all(&mut Rows::new(Chrome::new(&mut to)?, span)),
        // Of pictures: whoever draws the screen writes it.
        ExportFormat::Asciicast => return Ok(Vec::new()),
        ExportFormat::Perfetto => walk.all(&mut Rows::new(Perfetto::new(&mut to)?, span)),
    }?;
    to.flush()?;
    Ok(troubles)
}
