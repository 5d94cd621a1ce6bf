//! Printed lines.

use super::clock;
use super::hub::Hub;
use super::record::{Packed, Tag};
use super::{intern, local};
use std::sync::Arc;

/// Prints a line into the event stream (not on standard output), in order with all else.
///
/// Of the observed task that runs here, or of the program itself. Where no probe serves the
/// thread it does nothing.
pub fn say(line: &str) {
    if let Some(hub) = local::hub() {
        say_to(&hub, line);
    }
}

/// Prints a line for this hub, or for the task that runs here.
pub(super) fn say_to(hub: &Arc<Hub>, line: &str) {
    let text = u32::try_from(intern::text(line).index()).unwrap_or(u32::MAX);
    let task = local::current();
    let record = Packed::new(Tag::Said, clock::now(), task, text);
    if task == 0 {
        local::record_for(hub, record);
    } else {
        local::record(task, record);
    }
}
