//! What `open` asks for.

use super::args::Open;
use super::{BadInput, Job, Surroundings, needs_screen, unless_no_color};
use crate::config::{self, Runtime};
use crate::recording::Recording;
use std::sync::Arc;

/// The job that was asked for.
pub(super) fn job(flags: Open, around: &Surroundings) -> Result<Job, BadInput> {
    let recording = Recording::open(&flags.file);
    let recording = recording.map_err(|error| BadInput::Recording(error.to_string()))?;
    let runtimes = recording.runtimes();
    let runtime = match flags.runtime {
        Some(runtime) if runtimes.contains(&runtime) => runtime,
        Some(runtime) => return Err(BadInput::NoSuchRuntime(runtime, runtimes.len())),
        // One that only names what is so tells nothing.
        None => *runtimes
            .first()
            .ok_or(BadInput::NothingRecorded(flags.file))?,
    };
    needs_screen(around, "check FILE")?;
    let look = flags.look.config();
    let tui = config::Tui {
        runtime: Runtime {
            stall_after: flags.stall_after,
            ..Runtime::default()
        },
        theme: unless_no_color(look.theme, around),
        history: flags.history,
        ..look
    };
    Ok(Job::Open(tui, Arc::new(recording), runtime))
}
