//! What `export` asks for.

use super::args::Export;
use super::{BadInput, Surroundings};
use crate::config;

/// What was asked for.
///
/// # Errors
/// When the output would land on a terminal or on a file, or the time ends before it begins.
pub(super) fn config(flags: Export, around: &Surroundings) -> Result<config::Export, BadInput> {
    match &flags.out {
        None if around.terminal => return Err(BadInput::ExportToTerminal),
        Some(out) if out.exists() && !flags.force => {
            return Err(BadInput::FileExists(out.clone()));
        }
        _ => {}
    }
    if let (Some(from), Some(until)) = (flags.from, flags.until)
        && from > until
    {
        return Err(BadInput::EmptySpan(from, until));
    }
    Ok(config::Export {
        file: flags.file,
        to: flags.to,
        from: flags.from,
        until: flags.until,
        runtime: flags.runtime,
        pictures: flags.fps,
        size: flags.size,
        out: flags.out,
        force: flags.force,
    })
}
