//! What `check` asks of a recording.

use super::args::Check;
use super::{BadInput, Job, expect};
use crate::config;
use crate::events::Nanos;
use std::time::Duration;

/// Where nothing is asked for.
const MAX_STALL: Duration = Duration::from_millis(100);

/// What is to be checked.
pub(super) fn job(flags: &Check) -> Result<Job, BadInput> {
    let is_default = flags.max_stall.is_none() && flags.expect.is_empty();
    let max_stall = flags.max_stall.or(is_default.then_some(MAX_STALL));
    let stall_after = flags.max_stall.unwrap_or(MAX_STALL);
    let claims = expect::of_any_run(&flags.expect, Nanos::from_duration(stall_after))?;
    let config = config::Check {
        file: flags.file.clone(),
        max_stall,
        stall_after,
        is_default,
        ignore: flags.ignore.clone(),
        after: flags.after.unwrap_or_default(),
        runtime: flags.runtime,
        format: flags.format,
    };
    Ok(Job::Check(config, claims))
}
